/* view.c: a room made ready for drawing. */
#include "app/room/view.h"

#include <stdlib.h>

#include "app/room/alone.h"
#include "app/room/branches.h"
#include "app/room/phone.h"
#include "app/room/sort.h"
#include "app/room/talk.h"
#include "app/room/tree.h"
#include "base/clock.h"

static err
read_seat(struct db_conn *c, struct view *v)
{
	struct rows r;

	if (!v->seat.n)
		return OK;
	TRY(db_one(c, v->a, &r, SEAT_EXISTS, TEXT(v->seat), INT(v->rm->s.id)));
	v->seat_table = row_int(&r, 0, 0);
	v->is_ready = v->rm->now && row_int(&r, 0, 1) == v->rm->now->pos;
	return OK;
}

static err
read_ready(struct db_conn *c, struct view *v)
{
	struct rows r;

	TRY(db_one(c, v->a, &r, SEAT_READY_COUNT, INT(v->rm->s.id), INT(v->rm->s.step_pos)));
	v->ready = row_int(&r, 0, 0);
	return OK;
}

/* A page that becomes larger than an answer may be (http/response.c) is none at all, and without the desk nobody can go on: whoever
 * floods a room with letters that carry many accents must not come so far. What does not fit is left out of the page, and of nothing else. */
#define CARDS_BYTES ((size_t)5 * 1024 * 1024)
#define CARD_BYTES 2000	/* a card with its buttons, without its words */
#define CARD_WORDS 3	/* so many times they stand in it */
#define ESCAPE_BYTES 5	/* a letter that is escaped takes so many more */

static bool
has_room(struct view *v, size_t words)
{
	size_t escaped = words < NOTE_GRAPHEMES ? words : NOTE_GRAPHEMES;
	size_t bytes = CARD_BYTES + CARD_WORDS * (words + ESCAPE_BYTES * escaped);

	if (v->cards_bytes + bytes > CARDS_BYTES)
		return false;
	v->cards_bytes += bytes;
	return true;
}

bool
view_takes(struct view *v, const struct note *n)
{
	return has_room(v, n->body.n + n->on_body.n);
}

void
view_take_things(struct view *v)
{
	size_t n = 0;

	while (n < v->things.n && has_room(v, text_in(&v->things.p[n].title, LANG_NB).n))
		n++;
	v->things.n = n;
}

static void
take_notes(struct view *v, struct notes *list)
{
	size_t n = 0;

	while (n < list->n && view_takes(v, &list->p[n]))
		n++;
	list->n = n;
}

static err
read_loose(struct db_conn *c, struct view *v, int64_t table)
{
	TRY(notes_loose(c, v->a, v->rm, v->rm->step, table, 300, &v->loose));
	take_notes(v, &v->loose);
	return OK;
}

/* All themes that come into a step, each with its notes when `notes` is set. */
static err
read_themes(struct db_conn *c, struct view *v, const struct method_step *st, bool notes)
{
	struct themes list;

	TRY(themes_list(c, v->a, v->rm->s.id, S(""), &list));
	v->themes = NEW_ARRAY(v->a, struct theme_view, list.n);
	for (size_t i = 0; i < list.n; i++) {
		struct theme_view *t;
		if (!room_feeds(st, list.p[i].step))
			continue;
		if (v->seat_table && list.p[i].table && list.p[i].table != v->seat_table && v->rm->step->kind == STEP_THEMES)
			continue;
		t = &v->themes[v->theme_count++];
		t->t = list.p[i];
		if (!notes)
			continue;
		TRY(notes_shown(c, v->a, v->rm, t->t.step, t->t.id, 0, 0, 200, &t->notes));
		take_notes(v, &t->notes);
	}
	return OK;
}

static int
by_total(const void *pa, const void *pb)
{
	const struct theme_view *a = pa, *b = pb;

	if (a->total != b->total)
		return a->total > b->total ? -1 : 1;
	return str_cmp(a->t.id, b->t.id);
}

static void
set_ranks(struct ballot_view *b)
{
	const struct theme_view *last = b->n ? &b->themes[b->n - 1] : NULL;

	for (size_t i = 0; i < b->n; i++)
		b->themes[i].rank = i && b->themes[i].total == b->themes[i - 1].total ? b->themes[i - 1].rank : (int64_t)i + 1;
	b->equal = !b->show_numbers && b->n > 1 && last->rank == 1;
	b->ranked = !b->show_numbers && b->n > 1 && !b->equal;
}

static void
take_targets(struct view *v, struct ballot_view *b)
{
	size_t n = 0;

	while (n < b->n && has_room(v, target_name(&b->themes[n], LANG_NB).n))
		n++;
	b->n = n;
}

/* A ballot's targets: the themes of the step it is about, merged ones under their heading. */
static err
read_ballot(struct db_conn *c, struct view *v, const struct method_step *st, const struct method_ballot *b, struct ballot_view *out)
{
	struct themes list;
	struct things *things = NEW(v->a, struct things);
	int64_t spent = 0;
	err e;

	out->ballot = b;
	e = round_now(c, v->a, v->rm->s.id, st->id, b->id, &out->round);
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	TRY(ballot_offers(c, v->a, v->rm, b, &list, things));
	out->themes = NEW_ARRAY(v->a, struct theme_view, list.n + things->n);
	for (size_t i = 0; i < list.n + things->n; i++) {
		struct theme_view *t = &out->themes[out->n++];
		if (i < list.n) {
			t->t = list.p[i];
		} else {
			t->thing = &things->p[i - list.n];
			t->t.id = t->thing->ref;
		}
		t->mine = vote_mine(c, v->a, v->rm->s.id, &out->round, v->seat, t->t.id);
		t->total = out->round.is_open ? 0 : vote_total(c, v->a, out->round.id, t->t.id);
		spent += t->mine;
	}
	out->left = out->round.dots - spent;
	out->show_numbers = out->round.seats >= v->rm->k;
	if (!out->round.is_open) {
		qsort(out->themes, out->n, sizeof(*out->themes), by_total);
		set_ranks(out);
	}
	take_targets(v, out);
	return branches_read(c, v, out);
}

/* So many of a vote are shown where it is summed up. */
#define FOREMOST 3

/* The foremost, and those that stand equal with the last of them: where numbers are shown, only what got votes; where few voted, nobody
 * can tell from this what got none. */
static size_t
foremost(const struct ballot_view *b)
{
	size_t n = 0;

	while (n < b->n && (b->themes[n].total || !b->show_numbers) && b->themes[n].rank <= FOREMOST)
		n++;
	return n;
}

/* What was voted for before a check-out, for whoever sums up to point at. */
static err
read_chosen(struct db_conn *c, struct view *v)
{
	const struct method_step *st = room_source(v->rm->step, STEP_VOTES);

	v->chosen = NEW_ARRAY(v->a, struct ballot_view, st ? st->ballot_count : 0);
	for (size_t i = 0; st && i < st->ballot_count; i++) {
		struct ballot_view *b = &v->chosen[v->chosen_count];
		*b = (struct ballot_view){ 0 };
		TRY(read_ballot(c, v, st, &st->ballots[i], b));
		b->n = b->round.id && !b->round.is_open ? foremost(b) : 0;
		v->chosen_count += b->n > 0;
	}
	return OK;
}

const struct answer_view *
answer_of_nearly_all(const struct question_view *q)
{
	for (size_t i = 0; q->round.seats < SMALL_GROUP && i < q->n; i++)
		if (q->answers[i].total >= q->round.seats - 1)
			return &q->answers[i];
	return NULL;
}

/* Counts the rounds that were begun, and those of them that are closed. */
static void
count_round(const struct round *r, size_t *begun, size_t *closed)
{
	*begun += r->id != 0;
	*closed += r->id != 0 && !r->is_open;
}

bool
view_has_result(const struct view *v)
{
	size_t begun = 0, closed = 0;

	for (size_t i = 0; i < v->ballot_count; i++)
		count_round(&v->ballots[i].round, &begun, &closed);
	for (size_t i = 0; i < v->question_count; i++)
		count_round(&v->questions[i].round, &begun, &closed);
	for (size_t i = 0; i < v->judge_count; i++)
		for (size_t k = 0; k < v->judge[i].n; k++)
			count_round(&v->judge[i].questions[k].round, &begun, &closed);
	return begun && begun == closed;
}

bool
view_task_is_over(const struct view *v)
{
	const struct method_step *st = v->rm->step;

	if (v->rm->s.state == SITTING_BROKEN)
		return true;
	if (st && st->kind == STEP_NOTES)
		return st->show == SHOW_AT_REVEAL && v->rm->now && v->rm->now->revealed;
	return v->ballot_count && view_has_result(v);
}

static err
read_question(struct db_conn *c, struct view *v, const struct method_question *q, struct question_view *out)
{
	const struct method_step *st = v->rm->step;
	err e;

	out->question = q;
	e = round_now(c, v->a, v->rm->s.id, st->id, q->id, &out->round);
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	out->show = !out->round.is_open && out->round.seats >= v->rm->k;
	out->answers = NEW_ARRAY(v->a, struct answer_view, st->answer_count);
	for (size_t i = 0; i < st->answer_count; i++) {
		struct answer_view *w = &out->answers[out->n++];
		w->answer = &st->answers[i];
		w->mine = vote_mine(c, v->a, v->rm->s.id, &out->round, v->seat, w->answer->id) > 0;
		out->answered |= w->mine;
		w->total = out->show ? vote_total(c, v->a, out->round.id, w->answer->id) : 0;
	}
	return OK;
}

static err
read_step(struct db_conn *c, struct view *v)
{
	const struct method_step *st = v->rm->step;

	switch (st->kind) {
	case STEP_NOTES:
		v->source = st;
		TRY(view_asks(c, v, v->screen == SCREEN_PHONE));
		v->written = notes_written(c, v->a, v->rm->s.id, st->id);
		if (st->show == SHOW_AT_ONCE || v->rm->now->revealed)
			return notes_shown(c, v->a, v->rm, st->id, (str){ 0 }, 0, v->from, ROOM_CARDS, &v->shown);
		return OK;
	case STEP_THEMES:
		v->source = room_source(st, STEP_NOTES);
		TRY(read_themes(c, v, st, true));
		if (v->source && (v->seat_table || v->screen != SCREEN_PHONE))
			return read_loose(c, v, v->screen == SCREEN_PHONE ? v->seat_table : 0);
		return OK;
	case STEP_MERGE:
		if (v->screen == SCREEN_DESK)
			TRY(read_loose(c, v, 0));
		return read_themes(c, v, st, v->screen == SCREEN_DESK);
	case STEP_CHOOSE:
		return read_themes(c, v, st, v->screen == SCREEN_DESK);
	case STEP_VOTES:
		v->ballots = NEW_ARRAY(v->a, struct ballot_view, st->ballot_count);
		for (size_t i = 0; i < st->ballot_count; i++)
			TRY(read_ballot(c, v, st, &st->ballots[i], &v->ballots[v->ballot_count++]));
		return v->screen == SCREEN_WALL ? branches_drawn(c, v) : OK;
	case STEP_CHECKOUT:
		TRY(read_chosen(c, v));
		v->questions = NEW_ARRAY(v->a, struct question_view, st->question_count);
		for (size_t i = 0; i < st->question_count; i++)
			TRY(read_question(c, v, &st->questions[i], &v->questions[v->question_count++]));
		return OK;
	case STEP_TALK:
		TRY(read_themes(c, v, st, false));
		if (v->theme_count)
			return OK;
		TRY(talk_read(c, v));
		return v->talked || step_number(v->rm) != 1 ? OK : rules_read(c, v->a, v->rm->s.process, v->rm->method, &v->rules);
	case STEP_SORT: return sort_is_live(v->rm) ? sort_read(c, v) : OK;
	case STEP_FORM:
	case STEP_PROPOSAL: return view_sheets(c, v);
	case STEP_MATRIX: return view_map(c, v);
	case STEP_VERDICT: return view_judge(c, v);
	case STEP_TREE: return tree_read(c, v);
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return OK;
}

err
view_read(struct db_conn *c, struct arena *a, const struct room *rm, enum room_screen screen, str seat, int64_t from,
	struct view *out)
{
	*out = (struct view){ .rm = rm, .a = a, .code = rm->s.code, .screen = screen, .seat = seat, .from = from };
	out->tables = room_tables(rm);
	TRY(read_seat(c, out));
	TRY(alone_mine(c, out));
	TRY(read_ready(c, out));
	if (!rm->step)
		return OK;
	out->tables_ready = !step_has_tables(rm->step) || out->tables == 1 || out->seat_table;
	return read_step(c, out);
}

err
view_of_notes(struct app *app, struct db_conn *c, struct arena *a, const struct room *rm, int64_t written, struct view *out)
{
	assert(rm->step && rm->step->kind == STEP_NOTES);
	*out = (struct view){ .rm = rm, .a = a, .code = rm->s.code, .screen = SCREEN_PHONE, .source = rm->step,
		.written = written };
	return rm->step->from_count ? view_asks_lately(app, c, out) : OK;
}

bool
room_by_paper(const struct view *v)
{
	const struct method_step *st = v->rm->step;

	if (!st || !text_in(&st->paper, LANG_NB).n)
		return false;
	switch (st->kind) {
	case STEP_SORT:
		return !v->sort;
	case STEP_TREE:
		return !tree_is_live(v);
	case STEP_FORM:
	case STEP_MATRIX:
	case STEP_PROPOSAL:
	case STEP_VERDICT:
		return !room_has_things(v);
	case STEP_VOTES:
		/* Dots on what has no themes behind it. */
		for (size_t i = 0; i < v->ballot_count; i++)
			if (v->ballots[i].n)
				return false;
		return true;
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
	return false;
}

bool
column_is(const struct note *n, const struct method_column *col)
{
	return str_eq(n->col, col->id);
}

str
column_area(const struct method_column *col)
{
	if (col->area == AREA_PRESERVE)
		return S("good");
	return col->area == AREA_IMPROVE ? S("hard") : S("plain");
}

str
note_container(struct arena *a, const struct view *v, const struct note *n)
{
	const struct method_step *st = v->rm->step;

	if (!st || n->state != NOTE_SHOWN)
		return (str){ 0 };
	if (st->kind == STEP_SORT)
		return sort_list(v, n);
	if (st->kind == STEP_NOTES && str_eq(n->step, st->id))
		return str_fmt(a, "notes-" STR_FMT, STR_ARG(n->col));
	if (st->kind == STEP_THEMES || (st->kind == STEP_MERGE && v->screen == SCREEN_DESK)) {
		if (n->theme.n)
			return str_fmt(a, "theme-notes-" STR_FMT, STR_ARG(n->theme));
		if (v->screen == SCREEN_PHONE)
			return str_fmt(a, "loose-%lld", (long long)note_table(n, v->tables));
		return S("loose");
	}
	return (str){ 0 };
}
