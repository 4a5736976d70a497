/* note.c: notes: written, changed, withdrawn, shown. */
#include <stdlib.h>

#include "app/access/session.h"
#include "app/process/shelf.h"
#include "app/room/about.h"
#include "app/room/alone.h"
#include "base/rand.h"

static bool
has_column(const struct method_step *st, str col)
{
	if (st->column_count == 0)
		return col.n == 0;
	return method_column(st, col) != NULL;
}

/* What the answer to a new note rests on, as NOTE_MAY_ADD reads it. All but seated and withdrawn is the same for all new notes of
 * a step, and is left for those in the same group (db_leave). */
struct place {
	str step, state, phase, session;
	int64_t process, now_pos, pos, seq;
	bool revealed, seated, withdrawn;
	struct room room;	/* its id, process, kind; method, phase and session once step_for has been there */
};

static err
forget_place(struct db_conn *c, int64_t room, void *left)
{
	(void)c, (void)room, (void)left;
	return OK;
}

/* The words outlive the group's memory. */
static void
take_words(struct arena *a, struct place *p)
{
	p->step = str_dup(a, p->step);
	p->state = str_dup(a, p->state);
	p->phase = str_dup(a, p->phase);
	p->session = str_dup(a, p->session);
}

static err
look_up(struct db_conn *c, const struct note_act *act, struct place *out)
{
	const struct place *known = db_left(c, forget_place, act->room);
	struct place *left;
	struct rows r;

	if (known && str_eq(known->step, act->step)) {
		*out = *known;
		take_words(act->arena, out);
		TRY(db_one_beside(c, act->arena, &r, NOTE_SEAT, INT(act->room), TEXT(act->seat), TEXT(act->id)));
		out->seated = row_int(&r, 0, 0) != 0;
		out->withdrawn = row_int(&r, 0, 1) != 0;
		return OK;
	}
	TRY(db_one(c, act->arena, &r, NOTE_MAY_ADD, INT(act->room), TEXT(act->step), TEXT(act->seat), TEXT(act->id)));
	*out = (struct place){
		.step = act->step,
		.state = row_text(&r, 0, 0),
		.process = row_int(&r, 0, 1),
		.phase = row_text(&r, 0, 2),
		.session = row_text(&r, 0, 3),
		.now_pos = row_int(&r, 0, 4),
		.pos = row_int(&r, 0, 5),
		.revealed = row_int(&r, 0, 6) != 0,
		.seated = row_int(&r, 0, 7) != 0,
		.withdrawn = row_int(&r, 0, 8) != 0,
		.seq = row_int(&r, 0, 10),
		.room.s = { .id = act->room, .process = row_int(&r, 0, 1), .kind = sitting_kind_of(row_text(&r, 0, 9)) },
	};
	left = db_leave(c, forget_place, act->room, sizeof(*left));
	*left = *out;
	take_words(db_left_arena(c), left);
	return OK;
}

/* The pack's notes step, when the room has come so far. */
static err
step_for(struct db_conn *c, const struct note_act *act, struct place *p, const struct method_step **out)
{
	const struct method_session *session;
	struct room *rm = &p->room;

	*out = NULL;
	TRY(process_method(act->app, c, act->arena, p->process, &rm->method));
	rm->phase = method_phase(rm->method, p->phase);
	session = rm->session = rm->phase ? method_session(rm->phase, p->session) : NULL;
	for (size_t i = 0; session && i < session->step_count && !*out; i++)
		if (str_eq(session->steps[i].id, act->step))
			*out = &session->steps[i];
	if (!*out || (*out)->kind != STEP_NOTES || p->pos == 0 || p->pos > p->now_pos || !has_column(*out, act->col))
		return ERR_INVALID;
	return OK;
}

/* A new note is hidden until reveal, or shown at once; one for a step whose notes are out already waits for the next shuffle, and
 * at one's own pace all wait for the end. */
static bool
shows_at_once(const struct method_step *st, const struct place *p)
{
	return st->show != SHOW_AT_REVEAL && !p->revealed && p->room.s.kind != SITTING_OWN;
}

/* Why there can be no new note here now, if there cannot; in the contract's order. */
static err
may_add(struct db_conn *c, const struct note_act *act, struct place *p, const struct method_step **st)
{
	/* Broken off is not closed: what a phone could not send in time still counts. */
	if (!str_eq(p->state, S("open")) && !str_eq(p->state, S("broken")))
		return ERR_GONE;
	if (!p->seated)
		return ERR_DENIED;
	TRY(step_for(c, act, p, st));
	if (!act->text_ok)
		return ERR_INVALID;
	return act->too_many ? ERR_TOOMANY : OK;
}

/* A note that is here already was sent again by a phone that had no answer: whatever would be said to a new one, it is saved. */
static err
unless_saved(struct db_conn *c, struct note_act *act, err refused)
{
	struct rows r;

	TRY(db_query(c, act->arena, &r, NOTE_SEEN, TEXT(act->id), INT(act->room)));
	act->existed = r.n > 0;
	return act->existed ? OK : refused;
}

err
note_add(struct db_conn *c, void *arg)
{
	struct note_act *act = arg;
	const struct method_step *st;
	struct place p;
	str about, builds_on;
	int64_t added;
	bool shown;
	err e;

	TRY(look_up(c, act, &p));
	act->existed = p.withdrawn;
	if (p.withdrawn)
		return OK;
	e = may_add(c, act, &p, &st);
	if (!e)
		e = about_of_note(c, act, &p.room, st, &about, &builds_on);
	if (e)
		return unless_saved(c, act, e);
	shown = shows_at_once(st, &p);
	TRY(db_exec_beside(c, &added, NOTE_INSERT, TEXT(act->id), INT(p.process), TEXT(p.phase), INT(act->room), TEXT(act->step),
		TEXT(act->col), TEXT(act->text), TEXT(shown ? S("shown") : S("hidden")), INT(rand_below(INT32_MAX)),
		act->token.n ? TEXT(token_hash(act->arena, act->token)) : NIL, TEXT(about), TEXT_OR_NIL(builds_on)));
	act->existed = added == 0;
	if (act->existed)
		return OK;
	act->seq = p.seq;
	TRY(sitting_note_event(c, act->room, shown ? act->id : S(""), &act->seq));
	/* No workshop comes so far; who floods a room fills no disk. The note is undone with its event. */
	return act->seq > EVENTS_MOST ? ERR_TOOMANY : OK;
}

/* Editing and withdrawing: until the step is over, with the note's own token. */
static err
may_change(struct db_conn *c, struct note_act *act, struct note *n)
{
	struct room rm;

	TRY(room_rules(act->app, c, act->arena, act->room, &rm));
	if (rm.s.state != SITTING_OPEN)
		return ERR_GONE;
	if (!seat_exists(c, act->arena, act->room, act->seat))
		return ERR_DENIED;
	TRY(note_get(c, act->arena, act->room, act->id, n));
	if (!rm.now || (!str_eq(rm.now->step, n->step) && !sitting_is_unled(&rm.s)))
		return ERR_CONFLICT;
	return OK;
}

err
note_edit(struct db_conn *c, void *arg)
{
	struct note_act *act = arg;
	struct note n;
	int64_t changed;

	TRY(may_change(c, act, &n));
	if (!act->text_ok)
		return ERR_INVALID;
	TRY(db_exec(c, &changed, NOTE_EDIT, TEXT(act->id), INT(act->room), TEXT(token_hash(act->arena, act->token)),
		TEXT(act->text)));
	if (changed != 1)
		return ERR_DENIED;
	return sitting_event(c, act->arena, act->room, n.state == NOTE_SHOWN ? EVENT_TAKEN : EVENT_COUNT,
		n.state == NOTE_SHOWN ? act->id : S(""), &act->seq);
}

err
note_withdraw(struct db_conn *c, void *arg)
{
	struct note_act *act = arg;
	struct note n;
	struct rows r;
	int64_t changed;
	err e;

	/* A delete that comes a second time has already done its work. */
	e = note_get(c, act->arena, act->room, act->id, &n);
	if (e == ERR_NOTFOUND)
		return db_one(c, act->arena, &r, NOTE_SEEN, TEXT(act->id), INT(act->room));
	TRY(e);
	TRY(may_change(c, act, &n));
	TRY(db_exec(c, &changed, NOTE_WITHDRAW, TEXT(act->id), INT(act->room), TEXT(token_hash(act->arena, act->token))));
	if (changed != 1)
		return ERR_DENIED;
	TRY(db_exec(c, NULL, NOTE_GONE, TEXT(act->id), INT(act->room)));
	return sitting_event(c, act->arena, act->room, n.state == NOTE_SHOWN ? EVENT_TAKEN : EVENT_COUNT,
		n.state == NOTE_SHOWN ? act->id : S(""), &act->seq);
}

static enum note_state
state_of(str word)
{
	if (str_eq(word, S("shown")))
		return NOTE_SHOWN;
	if (str_eq(word, S("aside")))
		return NOTE_ASIDE;
	return str_eq(word, S("erased")) ? NOTE_ERASED : NOTE_HIDDEN;
}

struct note
note_in_row(const struct rows *r, size_t i, size_t from)
{
	return (struct note){
		.id = row_text(r, i, from),
		.step = row_text(r, i, from + 1),
		.col = row_text(r, i, from + 2),
		.body = row_text(r, i, from + 3),
		.theme = row_text(r, i, from + 4),
		.state = state_of(row_text(r, i, from + 5)),
		.place = row_int(r, i, from + 6),
		.bin = row_text(r, i, from + 7),
		.about = row_text(r, i, from + 8),
		.builds_on = row_text(r, i, from + 9),
		.on_body = row_text(r, i, from + 10),
	};
}

struct note
note_of_row(const struct rows *r, size_t i)
{
	return note_in_row(r, i, 0);
}

err
note_get(struct db_conn *c, struct arena *a, int64_t room, str id, struct note *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, NOTE_GET, TEXT(id), INT(room)));
	*out = note_of_row(&r, 0);
	return OK;
}

err
notes_shown(struct db_conn *c, struct arena *a, const struct room *rm, str step, str theme, int64_t table, int64_t from,
	int64_t most, struct notes *out)
{
	int64_t tables = room_tables(rm);
	struct rows r, count;

	if (theme.n)
		TRY(db_query(c, a, &r, NOTES_SHOWN_IN_THEME, INT(rm->s.id), TEXT(theme), INT(most), INT(from)));
	else if (theme.p)
		TRY(db_query(c, a, &r, NOTES_SHOWN_LOOSE, INT(rm->s.id), TEXT(step), INT(most), INT(from),
			INT(table), INT(tables)));
	else
		TRY(db_query(c, a, &r, NOTES_SHOWN, INT(rm->s.id), TEXT(step), INT(most), INT(from)));
	out->p = NEW_ARRAY(a, struct note, r.n);
	out->n = r.n;
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = note_of_row(&r, i);
	TRY(db_one(c, a, &count, NOTES_COUNT, INT(rm->s.id), TEXT(step)));
	out->all = row_int(&count, 0, 1);
	return OK;
}

static int
by_place(const void *pa, const void *pb)
{
	const struct note *a = pa, *b = pb;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return str_cmp(a->id, b->id);
}

err
notes_loose(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, int64_t table, int64_t most,
	struct notes *out)
{
	const struct method_step *sources[NOTE_SOURCES];
	size_t n = room_note_sources(st, sources);
	struct notes all = { 0 };

	for (size_t i = 0; i < n; i++) {
		struct notes some = { 0 };
		struct note *p;
		TRY(notes_shown(c, a, rm, sources[i]->id, S(""), table, 0, most, &some));
		p = NEW_ARRAY(a, struct note, all.n + some.n);
		for (size_t k = 0; k < all.n + some.n; k++)
			p[k] = k < all.n ? all.p[k] : some.p[k - all.n];
		all = (struct notes){ p, all.n + some.n, all.all + some.all };
	}
	if (all.n)
		qsort(all.p, all.n, sizeof(*all.p), by_place);
	if (all.n > (size_t)most)
		all.n = (size_t)most;
	*out = all;
	return OK;
}

err
notes_aside(struct db_conn *c, struct arena *a, int64_t room, struct notes *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, NOTES_ASIDE, INT(room)));
	*out = (struct notes){ .p = NEW_ARRAY(a, struct note, r.n), .n = r.n, .all = (int64_t)r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = note_of_row(&r, i);
	return OK;
}

int64_t
notes_written(struct db_conn *c, struct arena *a, int64_t room, str step)
{
	struct rows r;

	return db_one(c, a, &r, NOTES_COUNT, INT(room), TEXT(step)) ? 0 : row_int(&r, 0, 0);
}

bool
note_may_be_seen(const struct room *rm, const struct note *n)
{
	const struct method_step *st = room_step(rm, n->step);
	const struct sitting_step *line = room_line(rm, n->step);

	return !st || st->show != SHOW_AT_REVEAL || (line && line->revealed);
}

bool
step_has_tables(const struct method_step *st)
{
	if (!st || st->kind == STEP_THEMES)
		return st != NULL;
	return st->work == WORK_GROUPS && (st->kind == STEP_SORT || st->kind == STEP_FORM || st->kind == STEP_PROPOSAL ||
		st->kind == STEP_MATRIX);
}

bool
sheets_hidden(const struct room *rm, const struct method_step *st)
{
	const struct sitting_step *line = room_line(rm, st->id);

	return st->show == SHOW_AT_REVEAL && (step_has_tables(st) || step_is_alone(st)) && (st->kind == STEP_FORM || st->kind == STEP_PROPOSAL) &&
		!(line && line->revealed);
}

int64_t
note_table(const struct note *n, int64_t tables)
{
	return n->place % tables + 1;
}
