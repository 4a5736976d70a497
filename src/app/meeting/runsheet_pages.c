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

static struct field
minutes_field(struct arena *a, const char *name, str label)
{
	return (struct field){ .name = name, .label = str_z(a, label), .kind = FIELD_INT, .min = 1, .max = RUNSHEET_MINUTES_MOST };
}

/* The lines that can still be changed, and an own item. A message about a line carries what the line is called. */
static const struct field *
fields_of(struct req *rq, struct runsheet_view *rv, size_t *n)
{
	struct field *f = NEW_ARRAY(rq->arena, struct field, 2 * rv->n + 2);
	size_t k = 0;

	for (size_t i = 0; i < rv->n; i++) {
		struct runsheet_line *ln = &rv->p[i];
		if (ln->fixed)
			continue;
		ln->minutes_at = k;
		f[k++] = minutes_field(rq->arena, str_z(rq->arena, str_fmt(rq->arena, "minutes-%" PRId64, ln->st->pos)), ln->name);
		if (ln->st->step.n)
			continue;
		ln->title_at = k;
		f[k++] = (struct field){ .name = str_z(rq->arena, str_fmt(rq->arena, "title-%" PRId64, ln->st->pos)),
			.label = N_("Name of our own item"), .max = TITLE_GRAPHEMES };
	}
	rv->own_at = k;
	f[k++] = (struct field){ .name = "add_title", .label = N_("An item of our own"), .max = TITLE_GRAPHEMES };
	f[k++] = minutes_field(rq->arena, "add_minutes", S(N_("Minutes")));
	*n = k;
	return f;
}

/* As it stands now. */
static void
fill_form(struct req *rq, struct runsheet_view *rv)
{
	for (size_t i = 0; i < rv->n; i++) {
		const struct runsheet_line *ln = &rv->p[i];
		if (ln->fixed)
			continue;
		rv->form.values[ln->minutes_at] = str_fmt(rq->arena, "%" PRId64, ln->st->minutes);
		if (!ln->st->step.n)
			rv->form.values[ln->title_at] = ln->name;
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

/* typed: what was sent and is wrong, drawn again as it was typed; NULL: the sheet as it stands. own: of what was sent, an own item. */
static err
draw(struct req *rq, struct response *rs, const struct form *typed, str problem)
{
	struct page pg = page_of(rq, tr(rq->lang, "Change the run sheet"));
	struct sitting_view v;
	struct runsheet_view rv = { .v = &v, .problem = problem };
	const struct field *fields;
	size_t n;

	TRY(load(rq, &v));
	if (v.rm.s.state == SITTING_CLOSED)
		return req_go(rq, rs, "/s/%" PRId64, rq->sitting);
	read_lines(rq, &rv);
	fields = fields_of(rq, &rv, &n);
	rv.form = typed ? *typed : form_new(rq, fields, n);
	if (!typed) {
		fill_form(rq, &rv);
		form_set(&rv.form, "add_title", req_form(rq, S("add_title")));
		form_set(&rv.form, "add_minutes", req_form(rq, S("add_minutes")));
	}
	rv.seen = runsheet_seen(rq->arena, &v.rm.s, &v.rm.steps);
	pg.said = problem.n || typed ? S("") : sitting_said(rq);
	runsheet_edit_view(&rs->body, rq->lang, &pg, &rv);
	return OK;
}

err
runsheet_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, NULL, S(""));
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

static int64_t
minutes_of(str typed)
{
	int64_t v;

	return str_int(typed, &v) ? 0 : v;
}

/* An own item goes along whatever was pressed, so that it is not lost beside "Save" or "Up". */
static err
read_own(struct req *rq, struct form *f, struct runsheet_edit *e)
{
	e->title = form_str(f, "add_title");
	e->add_minutes = minutes_of(form_str(f, "add_minutes"));
	if (!e->title.n && (e->what == RUNSHEET_ADD || e->add_minutes))
		return form_error(f, "add_title", tr(rq->lang, "Write what the item is called."));
	if (e->title.n && !e->add_minutes)
		return form_error(f, "add_minutes", tr(rq->lang, "Write how many minutes the item takes."));
	return OK;
}

static err
read_edit(struct req *rq, struct runsheet_view *rv, struct runsheet_edit *e)
{
	size_t n;
	const struct field *fields = fields_of(rq, rv, &n);
	err wrong = form_read(rq, fields, n, &rv->form);

	e->n = rv->n;
	e->minutes = NEW_ARRAY(rq->arena, int64_t, e->n);
	e->titles = NEW_ARRAY(rq->arena, str, e->n);
	for (size_t i = 0; i < e->n; i++) {
		const struct runsheet_line *ln = &rv->p[i];
		if (ln->fixed)
			continue;
		e->minutes[i] = minutes_of(rv->form.values[ln->minutes_at]);
		if (!ln->st->step.n)
			e->titles[i] = rv->form.values[ln->title_at];
	}
	return wrong ? wrong : read_own(rq, &rv->form, e);
}

err
runsheet_post(struct req *rq, struct response *rs)
{
	struct runsheet_edit edit = { .arena = rq->arena, .app = rq->app, .sitting = rq->sitting, .key = req_form(rq, S("key")),
		.seen = req_form(rq, S("seen")) };
	struct sitting_view v;
	struct runsheet_view rv = { .v = &v };
	err e;

	TRY(load(rq, &v));
	read_lines(rq, &rv);
	TRY(what_of(req_form(rq, S("do")), &edit));
	if (!str_eq(edit.seen, runsheet_seen(rq->arena, &v.rm.s, &v.rm.steps)))
		e = ERR_CONFLICT;
	else if (read_edit(rq, &rv, &edit)) {
		TRY(draw(rq, rs, &rv.form, S("")));
		return ERR_INVALID;
	} else
		e = req_write_room(rq, rq->sitting, runsheet_write, &edit);
	if (e == ERR_CONFLICT || e == ERR_INVALID) {
		TRY(draw(rq, rs, NULL, e == ERR_INVALID ? tr(rq->lang, "There is no room for more items. Take one out first.") :
			tr(rq->lang, "Somebody else has changed the run sheet, or the item has begun. Here is what applies now.")));
		return e;
	}
	TRY(e);
	sitting_tell(rq->app, rq->sitting, edit.seq);
	return req_go(rq, rs, "/s/%" PRId64 "/runsheet?said=moved", rq->sitting);
}
