/* way_pages.c: the red thread on screen and on paper. */
#include "app/chain/way_pages.h"

#include "app/chain_way_tmpl.h"

#define OPEN_MOST 8	/* threads that are drawn out without being asked for */

const struct way_node *
way_thread_to(const struct way_picture *w, size_t i)
{
	const struct way_node *to = &w->p[i % w->n];

	return to->parent != WAY_NONE && to->on_way == (i >= w->n) ? to : NULL;
}

bool
way_is_marked(const struct way *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->p[i].here)
			return true;
	return false;
}

bool
ways_have(const struct ways *w, enum way_stage s)
{
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->p[i].n; k++)
			if (w->p[i].p[k].stage == s)
				return true;
	return false;
}

int64_t
ways_in_group(const struct ways *w, enum way_group g)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->p[i].group == g;
	return n;
}

str
way_group_name(enum lang l, enum way_group g)
{
	switch (g) {
	case WAY_IMPROVES: return tr(l, "What we go on with");
	case WAY_PRESERVES: return tr(l, "What we take care of");
	case WAY_LOOSE: return tr(l, "Measures that came from elsewhere");
	case WAY_LEFT:
	case WAY_GROUPS: break;
	}
	return tr(l, "Themes we have not gone on with");
}

str
way_fate_name(struct arena *a, enum lang l, enum way_fate f, int64_t n)
{
	static const char *const names[] = { [FATE_NOT_YET] = N_("{n} waits"), [FATE_GOING] = N_("{n} under way"), [FATE_KEPT] = N_("{n} kept"),
		[FATE_STOPPED] = N_("{n} stopped"), [FATE_LIFTED] = N_("{n} lifted"), [FATE_ANSWERED] = N_("{n} answered"), [FATE_LEFT] = N_("Not chosen") };

	return fill(a, l, tr_dynamic(l, str_of(names[f])), V("n", n));
}

str
way_in_short(struct arena *a, enum lang l, const struct way *w)
{
	static const enum way_stage stages[] = { WAY_THEME, WAY_CAUSE, WAY_STATEMENT, WAY_IDEA, WAY_PROPOSAL, WAY_MEASURE };
	struct buf b = buf_new(a, 2000);

	for (size_t i = 0; i < COUNT(stages); i++) {
		int64_t n = way_count(w, stages[i]);
		str s = stages[i] == WAY_THEME ? trn(l, "{n} note", "{n} notes", n) : stages[i] == WAY_CAUSE ? trn(l, "{n} cause", "{n} causes", n) :
			stages[i] == WAY_STATEMENT ? trn(l, "{n} question", "{n} questions", n) : stages[i] == WAY_IDEA ? trn(l, "{n} idea", "{n} ideas", n) :
			stages[i] == WAY_PROPOSAL ? trn(l, "{n} proposal", "{n} proposals", n) : trn(l, "{n} measure", "{n} measures", n);
		if (!n)
			continue;
		if (b.n)
			buf_add(&b, S(" → "));
		buf_add(&b, fill(a, l, s, V("n", n)));
	}
	return buf_str(&b);
}

/* What can be lifted is a thing; causes and ideas in one box are lifted with what they are about, and a fate with its measure. */
static void
find_lift(const struct way *w, struct ways_view *v)
{
	for (size_t i = 0; i < w->n; i++) {
		size_t at = i;
		if (!w->p[i].here)
			continue;
		while (w->p[at].parent != WAY_NONE && (w->p[at].stage == WAY_FATE || str_starts(w->p[at].ref, S("causes:")) ||
			str_starts(w->p[at].ref, S("ideas:"))))
			at = w->p[at].parent;
		v->lift = str_starts(w->p[at].ref, S("theme:")) ? (str){ 0 } : w->p[at].ref;
		v->lift_title = w->p[at].title;
		for (size_t k = at + 1; k < w->n; k++)
			if (w->p[k].parent == at && w->p[k].fate == FATE_LIFTED)
				v->lift = (str){ 0 };
	}
}

err
chain_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "The red thread"));
	struct ways_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process), .of = str_take(req_query(rq, S("of")), 80),
		.as_text = str_eq(req_query(rq, S("as")), S("text")) };
	struct process p;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	TRY(ways_read(c, rq->arena, &(struct way_ask){ rq->lang, &p, v.of, req_has_role(rq, WHO_GROUP) }, &v.ways));
	v.open = ways_in_group(&v.ways, WAY_IMPROVES) + ways_in_group(&v.ways, WAY_PRESERVES) <= OPEN_MOST || str_eq(req_query(rq, S("all")), S("1"));
	if (v.ways.one != WAY_NONE && req_has_role(rq, WHO_GROUP))
		find_lift(&v.ways.p[v.ways.one], &v);
	chain_ways(&rs->body, rq->lang, &pg, &v);
	return OK;
}
