/* view_things.c: what the steps that take things show: sheets, maps, verdicts, and what a note can be about. */
#include "app/room/about.h"
#include "app/room/alone.h"
#include "app/room/blame.h"
#include "app/room/matrix.h"
#include "app/room/view.h"

/* ---- what notes can be about ---- */

static err
read_ask(struct db_conn *c, const struct view *v, const struct method_step *st, bool builds, struct note_ask *out)
{
	*out = (struct note_ask){ .st = st };
	if (st->from_count == 0)
		return OK;
	TRY(about_offered(c, v->a, v->rm, st, &out->about));
	return builds ? builds_offered(c, v->a, v->rm, st, &out->builds) : OK;
}

err
view_asks(struct db_conn *c, struct view *v, bool builds)
{
	bool all = sitting_is_unled(&v->rm->s);
	struct note_ask *asks = NEW_ARRAY(v->a, struct note_ask, v->rm->session->step_count);

	for (size_t i = 0; i < v->rm->session->step_count; i++) {
		const struct method_step *st = &v->rm->session->steps[i];
		if (st->kind == STEP_NOTES && (all || st == v->rm->step))
			TRY(read_ask(c, v, st, builds, &asks[v->ask_count++]));
	}
	v->asks = asks;
	return OK;
}

err
view_asks_lately(struct app *app, struct db_conn *c, struct view *v)
{
	struct note_ask *ask = NEW(v->a, struct note_ask);

	ask->st = v->rm->step;
	TRY(about_offered_lately(app, c, v->a, v->rm, ask->st, &ask->about));
	v->asks = ask;
	v->ask_count = 1;
	return OK;
}

const struct note_ask *
ask_of(const struct view *v, const struct method_step *st)
{
	static const struct note_ask none;

	for (size_t i = 0; i < v->ask_count; i++)
		if (v->asks[i].st == st)
			return &v->asks[i];
	return &none;
}

/* ---- sheets ---- */

/* A better version of a sheet begins from the sheet it is about. */
static const struct entry *
model_of(struct db_conn *c, const struct view *v, const struct method_step *st, const struct thing *about)
{
	struct entry *e = NEW(v->a, struct entry);
	str kind, id;

	if (!about || !thing_cut(about->ref, &kind, &id) || !str_eq(kind, S("entry")) || about->makes != st->makes)
		return NULL;
	return entry_get(c, v->a, v->rm, id, e) ? NULL : e;
}

static void
add_sheet(struct db_conn *c, struct view *v, const struct thing *about, int64_t table)
{
	struct sheet_form *s = &v->sheets[v->sheet_count++];

	*s = sheet_form_of(v, about ? about->ref : (str){ 0 }, table);
	s->about = about;
	if (!s->entry && c)
		s->model = model_of(c, v, v->rm->step, about);
}

struct sheet_form
sheet_form_of(const struct view *v, str about, int64_t table)
{
	bool is_typed = v->typed && v->typed_table == table && str_eq(v->typed_about, about);

	return (struct sheet_form){ .st = v->rm->step, .about = things_find(&v->things, about),
		.entry = entries_find(&v->entries, about, table), .table = table, .typed = is_typed ? v->typed : NULL };
}

/* A table fills in the proposals it has taken, and one of its own making. */
static void
proposals_of(struct db_conn *c, struct view *v, int64_t table)
{
	for (size_t i = 0; i < v->things.n; i++) {
		const struct entry *e = entries_find(&v->entries, v->things.p[i].ref, -1);
		if (e && e->table == table)
			add_sheet(c, v, &v->things.p[i], table);
	}
	if (entries_find(&v->entries, S(""), table))
		add_sheet(c, v, NULL, table);
}

/* The wall warns nobody: all would see who is meant. */
static err
view_names(struct db_conn *c, struct view *v)
{
	struct rows r;

	if (v->screen == SCREEN_WALL)
		return OK;
	TRY(db_one(c, v->a, &r, ABOUT_SITTING, INT(v->rm->s.id)));
	return blame_names(c, v->a, row_int(&r, 0, 0), &v->names, &v->name_count);
}

err
view_sheets(struct db_conn *c, struct view *v)
{
	const struct method_step *st = v->rm->step;
	struct thing_scope scope = scope_of_room(v->rm);
	int64_t table = !step_has_tables(st) ? 0 : v->tables == 1 ? 1 : v->seat_table;

	TRY(things_in(c, v->a, &scope, st, &v->things));
	view_take_things(v);
	TRY(things_beside(c, v->a, &scope, st, &v->beside));
	TRY(entries_read(c, v->a, v->rm, st, v->screen == SCREEN_DESK, &v->entries));
	TRY(view_names(c, v));
	v->sheets_hidden = sheets_hidden(v->rm, st);
	for (size_t i = 0; i < v->entries.n; i++)
		v->written += !v->entries.p[i].aside && !entry_is_empty(&v->entries.p[i]);
	v->sheets = NEW_ARRAY(v->a, struct sheet_form, v->things.n + v->entries.n + 1);
	if (step_is_alone(st)) {
		v->written += alone_begun(c, v->a, v->rm->s.id, st->id);
		return v->screen == SCREEN_PHONE ? alone_view(c, v) : OK;
	}
	if (v->screen == SCREEN_WALL || (step_has_tables(st) && !table))
		return OK;
	if (st->kind == STEP_PROPOSAL) {
		proposals_of(c, v, table);
		return OK;
	}
	for (size_t i = 0; i < v->things.n; i++)
		add_sheet(c, v, &v->things.p[i], table);
	if (st->from_count == 0)
		add_sheet(c, v, NULL, table);
	for (size_t i = 0; i < v->sheet_count; i++)
		v->sheets[i].alone = v->sheet_count == 1;
	return OK;
}

bool
room_has_things(const struct view *v)
{
	const struct method_step *st = v->rm->step;

	return v->things.n > 0 || (st && ((st->kind == STEP_FORM && st->from_count == 0) || st->kind == STEP_PROPOSAL));
}

/* ---- maps, verdicts ---- */

err
view_map(struct db_conn *c, struct view *v)
{
	TRY(matrix_read(c, v->a, v->rm, v->rm->step, &v->things));
	view_take_things(v);
	return OK;
}

static err
read_round(struct db_conn *c, struct view *v, const struct method_question *q, const struct judge_round *r,
	struct question_view *out)
{
	const struct method_step *st = v->rm->step;

	*out = (struct question_view){ .question = q };
	if (!r)
		return OK;
	out->round = r->round;
	out->answers = NEW_ARRAY(v->a, struct answer_view, st->answer_count);
	for (size_t i = 0; i < st->answer_count; i++) {
		struct answer_view *w = &out->answers[out->n++];
		w->answer = &st->answers[i];
		w->mine = vote_mine(c, v->a, v->rm->s.id, &out->round, v->seat, w->answer->id) > 0;
		out->answered |= w->mine;
	}
	return OK;
}

static err
read_judged(struct db_conn *c, struct view *v, const struct judge_rounds *rounds, const struct judgements *j,
	const struct thing *t, struct judge_view *out)
{
	const struct method_step *st = v->rm->step;

	*out = (struct judge_view){ .thing = t, .questions = NEW_ARRAY(v->a, struct question_view, st->question_count),
		.judged = NEW_ARRAY(v->a, const struct judged *, st->question_count) };
	for (size_t q = 0; q < st->question_count; q++) {
		const struct judge_round *r = judge_find(rounds, t->ref, st->questions[q].id);
		TRY(read_round(c, v, &st->questions[q], r, &out->questions[out->n]));
		out->is_open |= out->questions[out->n].round.is_open;
		out->answered |= out->questions[out->n].answered;
		out->judged[out->n++] = verdict_to(j, t->ref, st->questions[q].id);
	}
	return OK;
}

err
view_judge(struct db_conn *c, struct view *v)
{
	struct thing_scope scope = scope_of_room(v->rm);
	struct judge_rounds rounds;
	struct judgements j;

	TRY(things_in(c, v->a, &scope, v->rm->step, &v->things));
	view_take_things(v);
	TRY(judge_rounds(c, v->a, v->rm, v->rm->step, &rounds));
	TRY(verdict_read(c, v->a, v->rm->s.process, v->rm, v->rm->step, &j));
	v->judge = NEW_ARRAY(v->a, struct judge_view, v->things.n);
	for (size_t i = 0; i < v->things.n; i++)
		TRY(read_judged(c, v, &rounds, &j, &v->things.p[i], &v->judge[v->judge_count++]));
	return OK;
}

/* ---- words ---- */

str
target_name(const struct theme_view *t, enum lang l)
{
	return t->thing ? thing_title(t->thing, l) : t->t.name;
}

str
target_up(struct arena *a, const struct theme_view *t, enum lang l)
{
	if (!t->up)
		return (str){ 0 };
	return fill(a, l, t->about ? tr(l, "Leads to: {text}") : tr(l, "Yes, and … to “{text}”"), V("text", thing_title(t->up, l)));
}

str
target_element(struct arena *a, const struct theme_view *t)
{
	return t->thing ? str_fmt(a, "vote-" STR_FMT, STR_ARG(thing_element(a, t->t.id))) :
		str_fmt(a, "theme-" STR_FMT, STR_ARG(t->t.id));
}
