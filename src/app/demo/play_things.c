/* play_things.c: what the demo's people do with challenges, ideas, proposals and trials. */
#include "app/demo/play_inside.h"
#include "app/room/about.h"
#include "app/room/entry.h"
#include "app/room/judge.h"
#include "app/room/matrix.h"
#include "app/room/sort.h"
#include "app/room/tree.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "text/date.h"

static err
find_thing(struct table *t, const struct room *rm, str name, str *ref)
{
	struct thing_scope scope = scope_of_room(rm);
	struct db_conn *c;
	struct things in;
	err e;

	TRY(db_read_begin(t->p->app->db, &c));
	e = rm->step->kind == STEP_NOTES ? about_offered(c, t->p->arena, rm, rm->step, &in) :
					   things_in(c, t->p->arena, &scope, rm->step, &in);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < in.n; i++)
		if (str_starts(thing_title(&in.p[i], LANG_NB), name)) {
			*ref = in.p[i].ref;
			return OK;
		}
	log_error("demo: nothing in %.*s begins with \"%.*s\"", (int)rm->step->key.n, rm->step->key.p, (int)name.n, name.p);
	return ERR_NOTFOUND;
}

err
play_ref(struct table *t, const struct room *rm, str name, str *ref)
{
	for (size_t i = 0; i < t->sheet_count; i++)
		if (str_eq(t->sheets[i].name, name)) {
			*ref = t->sheets[i].ref;
			return OK;
		}
	for (size_t i = 0; i < t->said_count; i++)
		if (str_eq(t->said[i].text, name)) {
			*ref = thing_ref(t->p->arena, "note", t->said[i].id);
			return OK;
		}
	return find_thing(t, rm, name, ref);
}

static err
do_it(struct table *t, db_write_fn fn, void *act)
{
	return db_write_locked(t->p->app->db, t->sitting, fn, act);
}

/* ---- sorting and placing ---- */

static err
sort(struct table *t)
{
	for (size_t i = 0; i < t->said_count; i++) {
		struct sort_act act = { .arena = t->p->arena, .app = t->p->app, .room = t->sitting, .by_desk = true,
			.notes = &t->said[i].id, .n = 1, .column = play_text(t->said[i].data, "bin") };
		if (act.column.n)
			TRY(do_it(t, sort_put, &act));
	}
	return OK;
}

static err
place(struct table *t, const struct room *rm)
{
	for (size_t i = 0; i < t->said_count; i++) {
		const json_t *at = json_object_get(t->said[i].data, "at");
		struct place_act act = { .arena = t->p->arena, .app = t->p->app, .room = t->sitting, .by_desk = true, .step = rm->step->id,
			.target = thing_ref(t->p->arena, "note", t->said[i].id), .across = json_integer_value(json_array_get(at, 0)),
			.up = json_integer_value(json_array_get(at, 1)) };
		if (at)
			TRY(do_it(t, place_put, &act));
	}
	return OK;
}

/* ---- asking why ---- */

static err
ask_why(struct table *t, str under, const json_t *causes)
{
	for (size_t i = 0; i < json_array_size(causes); i++) {
		const json_t *one = json_array_get(causes, i);
		struct cause_act act = { .arena = t->p->arena, .app = t->p->app, .room = t->sitting, .unit = t->p->unit, .by_desk = true,
			.id = rand_uuid(t->p->arena), .under = under, .text = play_text(one, "text"), .bone = play_text(one, "bone"),
			.text_ok = true, .evidence = evidence_of(play_text(one, "evidence")),
			.is_root = json_is_true(json_object_get(one, "root")), .find_out = json_is_true(json_object_get(one, "find_out")) };
		if (t->dug_count == PLAY_CAUSES)
			return ERR_TOOBIG;
		t->dug[t->dug_count++] = (struct dug){ thing_ref(t->p->arena, "cause", act.id), one };
		TRY(do_it(t, cause_add, &act));
		act.was = act.text;
		TRY(do_it(t, cause_change, &act));
		TRY(ask_why(t, thing_ref(t->p->arena, "cause", act.id), json_object_get(one, "why")));
	}
	return OK;
}

static err
grow_trees(struct table *t, const struct room *rm)
{
	const json_t *trees = json_object_get(t->data, "causes");

	for (size_t i = 0; i < json_array_size(trees); i++) {
		const json_t *tree = json_array_get(trees, i);
		str about;
		TRY(play_ref(t, rm, play_text(tree, "about"), &about));
		TRY(ask_why(t, about, json_object_get(tree, "why")));
	}
	return OK;
}

/* ---- sheets ---- */

/* A text; or days from today, one or from and to. */
static str
field_body(struct table *t, const json_t *v)
{
	int64_t now = clock_now();
	str from, to;

	if (json_is_string(v))
		return str_of(json_string_value(v));
	if (json_is_integer(v))
		return date_iso(t->p->arena, date_add_days(now, (int)json_integer_value(v)));
	from = date_iso(t->p->arena, date_add_days(now, (int)play_int(v, "from")));
	to = date_iso(t->p->arena, date_add_days(now, (int)play_int(v, "to")));
	return str_fmt(t->p->arena, STR_FMT "/" STR_FMT, STR_ARG(from), STR_ARG(to));
}

static err
remember(struct table *t, const struct room *rm, str name, const struct entry_act *act)
{
	struct entries all;
	const struct entry *made;
	struct db_conn *c;
	err e;

	TRY(db_read_begin(t->p->app->db, &c));
	e = entries_read(c, t->p->arena, rm, rm->step, false, &all);
	db_read_end(c);
	TRY(e);
	made = entries_find(&all, act->about, act->table);
	if (!made || t->sheet_count == PLAY_SHEETS)
		return ERR_INVALID;
	t->sheets[t->sheet_count++] = (struct told){ name, thing_ref(t->p->arena, "entry", made->id) };
	return OK;
}

static err
fill_in(struct table *t, const struct room *rm, const json_t *sheet)
{
	const json_t *fields = json_object_get(sheet, "fields");
	const struct method_sheet *form = rm->step->sheet;
	struct entry_act act = { .arena = t->p->arena, .app = t->p->app, .room = t->sitting, .by_desk = true, .step = rm->step->id,
		.table = play_int(sheet, "table"), .values = NEW_ARRAY(t->p->arena, struct entry_value, form->field_count) };

	TRY(play_ref(t, rm, play_text(sheet, "about"), &act.about));
	for (size_t i = 0; i < form->field_count; i++) {
		const json_t *v = json_object_get(fields, str_z(t->p->arena, form->fields[i].id));
		if (v)
			act.values[act.n++] = (struct entry_value){ .field = &form->fields[i], .body = field_body(t, v) };
	}
	TRY(do_it(t, entry_save, &act));
	return json_object_get(sheet, "name") ? remember(t, rm, play_text(sheet, "name"), &act) : OK;
}

static err
fill_in_sheets(struct table *t, const struct room *rm)
{
	const json_t *sheets = json_object_get(t->data, "sheets");

	for (size_t i = 0; i < json_array_size(sheets); i++)
		if (str_eq(play_text(json_array_get(sheets, i), "step"), rm->step->id))
			TRY(fill_in(t, rm, json_array_get(sheets, i)));
	return OK;
}

/* ---- votes and verdicts ---- */

/* Each seat gives one vote at a time while it has any left. */
static err
give(struct table *t, int64_t round, str target, const json_t *data, size_t *seat)
{
	struct vote_act act = { .arena = t->p->arena, .app = t->p->app, .room = t->sitting, .round = round, .target = target };

	for (int64_t n = play_int(data, "votes"), k = 0; k < n; k++, (*seat)++) {
		act.seat = t->seats[*seat % t->seat_count];
		act.count = 1 + k / (int64_t)t->seat_count;
		TRY(do_it(t, vote_cast, &act));
	}
	return OK;
}

static err
vote(struct table *t, const struct room *rm, const struct method_ballot *b)
{
	bool on_causes = b->step->kind == STEP_TREE;
	struct db_conn *c;
	struct round rd;
	size_t seat = 0;
	err e;

	TRY(db_read_begin(t->p->app->db, &c));
	e = round_now(c, t->p->arena, t->sitting, rm->step->id, b->id, &rd);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; !on_causes && i < t->said_count; i++)
		TRY(give(t, rd.id, thing_ref(t->p->arena, "note", t->said[i].id), t->said[i].data, &seat));
	for (size_t i = 0; on_causes && i < t->dug_count; i++)
		TRY(give(t, rd.id, t->dug[i].ref, t->dug[i].data, &seat));
	return OK;
}

static err
answer(struct table *t, const struct room *rm, const struct round *rd, const json_t *counts)
{
	size_t seat = 0;

	for (size_t i = 0; i < rm->step->answer_count && i < json_array_size(counts); i++)
		for (int64_t n = json_integer_value(json_array_get(counts, i)); n > 0 && seat < t->seat_count; n--, seat++) {
			struct vote_act act = { .arena = t->p->arena, .app = t->p->app, .room = t->sitting, .round = rd->id,
				.seat = t->seats[seat], .target = rm->step->answers[i].id };
			TRY(do_it(t, vote_answer, &act));
		}
	return OK;
}

/* Each verdict's counts stand by question, in the order of the step's answers. */
static err
judge(struct table *t, const struct room *rm)
{
	const json_t *verdicts = json_object_get(t->data, "verdicts");
	struct judge_rounds rounds;
	struct db_conn *c;
	err e;

	TRY(db_read_begin(t->p->app->db, &c));
	e = judge_rounds(c, t->p->arena, rm, rm->step, &rounds);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < json_array_size(verdicts); i++) {
		const json_t *one = json_array_get(verdicts, i);
		str about;
		TRY(play_ref(t, rm, play_text(one, "about"), &about));
		for (size_t q = 0; q < rm->step->question_count; q++) {
			const struct judge_round *rd = judge_find(&rounds, about, rm->step->questions[q].id);
			if (!rd)
				return ERR_NOTFOUND;
			TRY(answer(t, rm, &rd->round, json_object_get(one, str_z(t->p->arena, rm->step->questions[q].id))));
		}
	}
	return OK;
}

err
play_things(struct table *t, const struct room *rm)
{
	switch (rm->step->kind) {
	case STEP_SORT: return sort(t);
	case STEP_TREE: return grow_trees(t, rm);
	case STEP_MATRIX: return place(t, rm);
	case STEP_FORM:
	case STEP_PROPOSAL:
		return fill_in_sheets(t, rm);
	case STEP_VERDICT: return judge(t, rm);
	case STEP_VOTES:
		for (size_t i = 0; i < rm->step->ballot_count; i++)
			if (!step_themes(rm->step->ballots[i].step))
				TRY(vote(t, rm, &rm->step->ballots[i]));
		return OK;
	case STEP_TALK:
	case STEP_NOTES:
	case STEP_THEMES:
	case STEP_MERGE:
	case STEP_CHOOSE:
	case STEP_CHECKOUT:
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return OK;
}
