/* runsheet_pages.c: the run sheet as a form. Every button sends the whole form, so that nothing typed gets lost. */
#include "app/meeting/runsheet.h"
#include "app/meeting/sitting_pages.h"
#include "app/sittings_tmpl.h"
#include "base/rand.h"
#include "text/date.h"

#define TITLE_GRAPHEMES 120

/* Which earlier item this one takes something from, when that is not in the sheet before it. */
static str
needs(enum lang l, const struct room *rm, size_t at, const struct method_step *ms)
{
	for (size_t i = 0; ms && i < ms->from_count; i++) {
		const struct method_step *from = ms->from[i].step;
		bool found = false;
		if (!from || from->session != ms->session)
			continue;
		for (size_t k = 0; k < at; k++)
			found |= str_eq(rm->steps.p[k].step, from->id);
		if (!found)
			return text_in(&from->name, l);
	}
	return (str){ 0 };
}

static void
read_lines(struct req *rq, struct runsheet_view *rv)
{
	const struct room *rm = &rv->v->rm;

	rv->p = NEW_ARRAY(rq->arena, struct runsheet_line, rm->steps.n);
	rv->n = rm->steps.n;
	rv->out = NEW_ARRAY(rq->arena, const struct method_step *, rm->session->step_count);
	for (size_t i = 0; i < rv->n; i++) {
		const struct sitting_step *st = &rm->steps.p[i];
		const struct method_step *ms = sitting_pack_step(rm->method, &rm->s, st);
		rv->p[i] = (struct runsheet_line){ .st = st, .ms = ms, .name = step_title(rq->lang, rm->method, &rm->s, st),
			.needs = needs(rq->lang, rm, i, ms), .fixed = rm->s.step_pos && st->pos <= rm->s.step_pos };
	}
	for (size_t k = 0; k < rm->session->step_count; k++) {
		bool found = false;
		for (size_t i = 0; i < rv->n; i++)
			found |= rv->p[i].ms == &rm->session->steps[k];
		if (!found)
			rv->out[rv->out_count++] = &rm->session->steps[k];
	}
}

static err
load(struct req *rq, struct sitting_view *v)
{
	struct sitting *s = &v->rm.s;
	struct db_conn *c;

	*v = (struct sitting_view){ .a = rq->arena, .key = rand_uuid(rq->arena), .may_plan = true };
	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, &v->rm));
	if (s->kind == SITTING_REHEARSAL || sitting_is_unled(s))
		return ERR_NOTFOUND;
	v->sum = sitting_minutes(&v->rm.steps);
	if (s->starts_at && s->ends_at)
		v->over = v->sum - (s->ends_at - s->starts_at) / 60;
	return OK;
}

static err
draw(struct req *rq, struct response *rs, str problem)
{
	struct page pg = page_of(rq, tr(rq->lang, "Change the run sheet"));
	struct sitting_view v;
	struct runsheet_view rv = { .v = &v, .problem = problem };

	TRY(load(rq, &v));
	if (v.rm.s.state == SITTING_CLOSED)
		return req_go(rq, rs, "/s/%" PRId64, rq->sitting);
	read_lines(rq, &rv);
	rv.seen = runsheet_seen(rq->arena, &v.rm.s, &v.rm.steps);
	pg.said = problem.n ? S("") : sitting_said(rq);
	runsheet_edit_view(&rs->body, rq->lang, &pg, &rv);
	return OK;
}

err
runsheet_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, S(""));
}

/* "up-3": what, and to which line. */
static err
what_of(str word, struct runsheet_edit *e)
{
	static const struct {
		str word;
		enum runsheet_do what;
		bool has_pos;
	} words[] = {
		{ S("save"), RUNSHEET_SAVE, false },
		{ S("up"), RUNSHEET_UP, true },
		{ S("down"), RUNSHEET_DOWN, true },
		{ S("out"), RUNSHEET_OUT, true },
		{ S("back"), RUNSHEET_BACK, false },
		{ S("add"), RUNSHEET_ADD, false },
		{ S("fit"), RUNSHEET_FIT, false },
		{ S("end"), RUNSHEET_END, false },
	};
	str head, tail;

	str_cut(word, '-', &head, &tail);
	for (size_t i = 0; i < COUNT(words); i++) {
		if (!str_eq(head, words[i].word))
			continue;
		e->what = words[i].what;
		if (e->what == RUNSHEET_BACK)
			e->step = tail;
		return words[i].has_pos ? str_int(tail, &e->pos) : OK;
	}
	return ERR_INVALID;
}

static err
read_number(struct req *rq, str name, int64_t *out)
{
	str v = str_trim(req_form(rq, name));

	*out = 0;
	if (v.n == 0)
		return OK;
	TRY(str_int(v, out));
	return *out >= 1 && *out <= RUNSHEET_MINUTES_MOST ? OK : ERR_INVALID;
}

static err
read_edit(struct req *rq, const struct sitting_steps *steps, struct runsheet_edit *e)
{
	e->n = steps->n;
	e->minutes = NEW_ARRAY(rq->arena, int64_t, e->n);
	e->titles = NEW_ARRAY(rq->arena, str, e->n);
	for (size_t i = 0; i < e->n; i++) {
		str minutes = str_fmt(rq->arena, "minutes-%" PRId64, steps->p[i].pos);
		str title = str_fmt(rq->arena, "title-%" PRId64, steps->p[i].pos);
		TRY(read_number(rq, minutes, &e->minutes[i]));
		TRY(text_clean(rq->arena, req_form(rq, title), TITLE_GRAPHEMES, &e->titles[i]));
	}
	if (e->what == RUNSHEET_ADD) {
		TRY(read_number(rq, S("add_minutes"), &e->add_minutes));
		TRY(text_clean(rq->arena, req_form(rq, S("add_title")), TITLE_GRAPHEMES, &e->title));
	}
	return OK;
}

err
runsheet_post(struct req *rq, struct response *rs)
{
	struct runsheet_edit edit = { .arena = rq->arena, .app = rq->app, .sitting = rq->sitting, .key = req_form(rq, S("key")),
		.seen = req_form(rq, S("seen")) };
	struct sitting_view v;
	err e;

	TRY(load(rq, &v));
	e = what_of(req_form(rq, S("do")), &edit);
	if (!e)
		e = read_edit(rq, &v.rm.steps, &edit) ? ERR_INVALID : OK;
	if (!e)
		e = req_write_room(rq, rq->sitting, runsheet_write, &edit);
	if (e == ERR_INVALID || e == ERR_CONFLICT) {
		TRY(draw(rq, rs, e == ERR_CONFLICT ?
			tr(rq->lang, "Somebody else has changed the run sheet, or the item has begun. Here is what applies now.") :
			fill(rq->arena, rq->lang, tr(rq->lang, "Each item needs from 1 to {n} minutes, and an own item a name. Nothing was changed."),
				V("n", RUNSHEET_MINUTES_MOST))));
		return e;
	}
	TRY(e);
	sitting_tell(rq->app, rq->sitting, edit.seq);
	return req_go(rq, rs, "/s/%" PRId64 "/runsheet?said=moved", rq->sitting);
}
