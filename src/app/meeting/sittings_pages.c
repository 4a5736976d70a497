/* sittings_pages.c: all gatherings of a process; adding one; a rehearsal. */
#include "app/access/audit.h"
#include "app/access/people_choices.h"
#include "app/meeting/sitting_form.h"
#include "app/meeting/sitting_pages.h"
#include "app/sittings_tmpl.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

static const struct {
	str word;
	const char *text;
} confirmations[] = {
	{ S("added"), N_("The gathering is added.") },
	{ S("closed"), N_("It is closed.") },
	{ S("moved"), N_("Saved. The clock times follow.") },
	{ S("rehearsed"), N_("The rehearsal is over. Nothing of it is kept.") },
	{ S("removed"), N_("The gathering is removed.") },
	{ S("saved"), N_("Saved.") },
};

str
sitting_said(const struct req *rq)
{
	str word = req_query(rq, S("said"));

	for (size_t i = 0; i < COUNT(confirmations); i++)
		if (str_eq(word, confirmations[i].word))
			return tr_dynamic(rq->lang, str_of(confirmations[i].text));
	return (str){ 0 };
}

str
sitting_state_name(enum lang l, enum sitting_state s)
{
	switch (s) {
	case SITTING_PLANNED: return trc(l, "gathering", "planned");
	case SITTING_OPEN: return trc(l, "gathering", "open now");
	case SITTING_BROKEN: return trc(l, "gathering", "goes on another day");
	case SITTING_CLOSED: return trc(l, "gathering", "held");
	}
	return (str){ 0 };
}

const char *
sitting_state_colour(enum sitting_state s)
{
	static const char *const colours[] = { "neutral", "brand", "warning", "success" };

	return colours[s];
}

str
sitting_name(struct arena *a, enum lang l, const struct method_session *se, const struct sitting *s)
{
	str name = text_in(&se->name, l);

	if (s->kind == SITTING_VOTING)
		name = fill(a, l, tr(l, "Vote over all: {name}"), V("name", name));
	else if (s->kind == SITTING_OWN)
		name = fill(a, l, tr(l, "{name}, at your own pace"), V("name", name));
	else if (s->kind == SITTING_REHEARSAL)
		name = fill(a, l, tr(l, "Rehearsal: {name}"), V("name", name));
	return s->label.n ? str_fmt(a, STR_FMT " – " STR_FMT, STR_ARG(name), STR_ARG(s->label)) : name;
}

bool
sitting_lacks(const struct sitting *s)
{
	return s->kind == SITTING_STAFF && s->state != SITTING_CLOSED && (!s->cover.n || !s->paid.n || !s->room_note.n);
}

/* ---- the list ---- */

static err
read_lines(struct req *rq, struct sittings_view *v)
{
	struct db_conn *c;
	struct rows r, who;

	TRY(req_read(rq, &c));
	TRY(process_method(rq->app, c, rq->arena, rq->process, &v->method));
	TRY(db_query(c, rq->arena, &r, SITTING_LIST, INT(rq->process)));
	v->p = NEW_ARRAY(rq->arena, struct sitting_line, r.n);
	for (size_t i = 0; i < r.n; i++) {
		struct sitting_line *line = &v->p[v->n];
		const struct method_phase *phase;
		sitting_row(&r, i, &line->s);
		phase = method_phase(v->method, line->s.phase);
		line->session = phase ? method_session(phase, line->s.session) : NULL;
		if (!line->session)
			continue;
		line->lacks = sitting_lacks(&line->s);
		if (line->s.leads && !db_one(c, rq->arena, &who, SITTING_LEADER, INT(line->s.leads)))
			line->leads_name = row_text(&who, 0, 0);
		v->n++;
	}
	return OK;
}

err
sittings_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Meetings and workshops"));
	struct sittings_view v = { .may_plan = req_has_role(rq, WHO_PLAN), .may_group = req_has_role(rq, WHO_PLAN) };

	TRY(read_lines(rq, &v));
	pg.said = sitting_said(rq);
	sittings_list_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

/* ---- a new one ---- */

static const struct field new_form[] = {
	{ "kind", N_("What kind of gathering"), N_("Those who work nights or weekends can have one of their own. What people say in all "
		"of them comes together afterwards."), FIELD_CHOICE, .required = true },
	{ "label", N_("What shall we call it"), N_("Such as: Night shift"), .max = 80 },
	{ "date", N_("Date"), .kind = FIELD_DATE, .required = true },
	{ "time", N_("Starts at"), .kind = FIELD_TIME, .required = true },
	{ "end_date", N_("Closes on"), N_("For your own pace and for a vote: it closes by itself then."), FIELD_DATE },
	{ "end_time", N_("Closes at"), .kind = FIELD_TIME },
	{ "place", N_("Place"), .max = 120 },
	{ "leads", N_("Who leads it"), .kind = FIELD_CHOICE },
};

static bool
has_step(const struct method_session *se, enum step_kind kind)
{
	for (size_t i = 0; se && i < se->step_count; i++)
		if (se->steps[i].kind == kind)
			return true;
	return false;
}

static const struct method_session *
workshop_of(const struct method *m, str phase)
{
	const struct method_phase *p = method_phase(m, phase);

	return p ? method_session_of(p, SESSION_WORKSHOP) : NULL;
}

static size_t
kinds_offered(enum lang l, const struct method_session *se, struct choice *out)
{
	size_t n = 0;

	out[n++] = (struct choice){ sitting_kind_word(SITTING_STAFF), tr(l, "One more workshop, for another shift") };
	if (has_step(se, STEP_NOTES))
		out[n++] = (struct choice){ sitting_kind_word(SITTING_OWN), tr(l, "At your own pace: people write when it suits them") };
	if (has_step(se, STEP_VOTES))
		out[n++] = (struct choice){ sitting_kind_word(SITTING_VOTING), tr(l, "A vote over all: on the themes of all gatherings") };
	return n;
}

static err
draw_new(struct req *rq, struct response *rs, struct form *f, const struct method_session *se)
{
	struct page pg = page_of(rq, tr(rq->lang, "Add a gathering"));
	struct choice *kinds = NEW_ARRAY(rq->arena, struct choice, 3);
	struct sitting_form sf = { .f = f, .title = text_in(&se->name, rq->lang), .key = rand_uuid(rq->arena),
		.action = str_fmt(rq->arena, "/p/%" PRId64 "/sittings/new?phase=" STR_FMT, rq->process, STR_ARG(se->phase->id)),
		.back = str_fmt(rq->arena, "/p/%" PRId64 "/sittings", rq->process) };

	form_choices(f, "kind", kinds, kinds_offered(rq->lang, se, kinds));
	TRY(process_people_choices(rq, f, "leads"));
	pg.form = f;
	sitting_new_view(&rs->body, rq->lang, &pg, &sf);
	return OK;
}

static err
workshop_asked(struct req *rq, const struct method **m, const struct method_session **se)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_method(rq->app, c, rq->arena, rq->process, m));
	*se = workshop_of(*m, req_query(rq, S("phase")));
	return *se ? OK : ERR_NOTFOUND;
}

err
sitting_new_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, new_form, COUNT(new_form));
	const struct method_session *se;
	const struct method *m;

	TRY(workshop_asked(rq, &m, &se));
	form_set(&f, "kind", sitting_kind_word(SITTING_STAFF));
	return draw_new(rq, rs, &f, se);
}

struct adding {
	struct arena *arena;
	const struct method *method;
	struct sitting s;
	int64_t unit, person, id;
	str key, what;
};

static err
add_write(struct db_conn *c, void *arg)
{
	struct adding *x = arg;
	bool is_new;

	x->id = 0;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(sitting_create(c, x->arena, x->method, &x->s, &x->id));
	return audit_add(c, x->arena, x->unit, x->s.process, x->person, 0, "plan.gathering.add",
		audit_body(x->arena, V("what", x->what)));
}

static enum sitting_kind
kind_of(str word)
{
	if (str_eq(word, sitting_kind_word(SITTING_OWN)))
		return SITTING_OWN;
	return str_eq(word, sitting_kind_word(SITTING_VOTING)) ? SITTING_VOTING : SITTING_STAFF;
}

static err
read_new(struct req *rq, struct form *f, const struct method_session *se, struct adding *x)
{
	struct choice kinds[3];
	err e = form_read(rq, new_form, COUNT(new_form), f);

	form_choices(f, "kind", kinds, kinds_offered(rq->lang, se, kinds));
	TRY(process_people_choices(rq, f, "leads"));
	if (form_check_choice(rq, f, "kind") || form_check_choice(rq, f, "leads") || e)
		return ERR_INVALID;
	x->s = (struct sitting){ .process = rq->process, .phase = se->phase->id, .session = se->id,
		.kind = kind_of(form_str(f, "kind")), .label = form_str(f, "label"), .place = form_str(f, "place"),
		.leads = form_int(f, "leads") };
	TRY(form_time(rq, f, "date", "time", &x->s.starts_at));
	if (!sitting_is_unled(&x->s))
		return OK;
	return sitting_closing(rq, f, x->s.starts_at, &x->s.ends_at);
}

err
sitting_new_post(struct req *rq, struct response *rs)
{
	struct adding x = { .arena = rq->arena, .unit = rq->unit, .person = rq->user->id, .key = req_form(rq, S("key")) };
	const struct method_session *se;
	struct form f;
	err e;

	TRY(workshop_asked(rq, &x.method, &se));
	e = read_new(rq, &f, se, &x);
	if (e == ERR_INVALID) {
		TRY(draw_new(rq, rs, &f, se));
		return e;
	}
	TRY(e);
	x.what = sitting_name(rq->arena, rq->lang, se, &x.s);
	TRY(req_write(rq, add_write, &x));
	if (!x.id)
		return req_go(rq, rs, "/p/%" PRId64 "/sittings", rq->process);
	return req_go(rq, rs, "/s/%" PRId64 "?said=added", x.id);
}
