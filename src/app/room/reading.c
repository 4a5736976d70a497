/* reading.c: the representatives read first. */
#include "app/room/reading.h"

#include "app/access/people.h"
#include "base/clock.h"

bool
reading_may(unsigned roles)
{
	return (roles & WHO_REPS) && !(roles & WHO_LEADER);
}

/* How many representatives must press: two, or the only one there is. */
static err
needed(struct db_conn *c, struct arena *a, int64_t unit, size_t *out)
{
	struct group g;
	int64_t first = 0;

	*out = 1;
	TRY(group_at(c, a, unit, &g));
	for (size_t i = 0; i < g.all.n; i++) {
		const struct party *p = &g.all.p[i];
		if (!role_is_rep(p->role) || !party_counts(p))
			continue;
		if (first && first != p->person)
			*out = 2;
		first = p->person;
	}
	return OK;
}

static err
read_notes(struct db_conn *c, struct arena *a, const struct room *rm, str step, struct notes *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, NOTES_UNREAD, INT(rm->s.id), TEXT(step)));
	*out = (struct notes){ .p = NEW_ARRAY(a, struct note, r.n), .n = r.n, .all = (int64_t)r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct note){ .id = row_text(&r, i, 0), .step = row_text(&r, i, 1), .col = row_text(&r, i, 2),
			.body = row_text(&r, i, 3), .state = NOTE_HIDDEN };
	return OK;
}

static bool
is_read_first(const struct method_step *st)
{
	return st && st->kind == STEP_NOTES && st->show == SHOW_AT_REVEAL;
}

/* Until the time is up, the desk shows the notes, or goes on. */
static bool
is_written_now(const struct room *rm, const struct sitting_step *line)
{
	return line == rm->now && !line->revealed && rm->s.clock != CLOCK_STILL &&
		(rm->s.clock == CLOCK_PAUSED || rm->s.ends_ms > clock_now_ms());
}

/* Steps up to the running one, newest first. */
static err
find_step(struct db_conn *c, struct arena *a, const struct room *rm, struct reading *out)
{
	for (size_t i = rm->steps.n; i-- > 0;) {
		const struct sitting_step *line = &rm->steps.p[i];
		const struct method_step *st = sitting_pack_step(rm->method, &rm->s, line);
		struct notes unread;
		if (!rm->now || line->pos > rm->s.step_pos || !is_read_first(st))
			continue;
		TRY(read_notes(c, a, rm, st->id, &unread));
		if (line != rm->now && !unread.n)
			continue;
		out->step = st;
		out->writing = is_written_now(rm, line);
		if (out->writing)
			return OK;
		out->notes = unread;
		out->unread = (int64_t)unread.n;
		return OK;
	}
	return OK;
}

static err
read_who(struct db_conn *c, struct arena *a, const struct room *rm, int64_t unit, int64_t person, struct reading *out)
{
	struct rows r;
	size_t enough;

	TRY(needed(c, a, unit, &enough));
	TRY(db_query(c, a, &r, READING_WHO, INT(rm->s.id), TEXT(out->step->id)));
	for (size_t i = 0; i < r.n; i++) {
		if (row_int(&r, i, 0) == person)
			out->mine = true;
		else
			out->waiting_for = row_text(&r, i, 1);
	}
	out->open = r.n >= enough;
	return OK;
}

err
reading_read(struct db_conn *c, struct arena *a, const struct room *rm, int64_t unit, int64_t person, unsigned roles,
	struct reading *out)
{
	*out = (struct reading){ 0 };
	if (!rm->first_reading)
		return OK;
	TRY(find_step(c, a, rm, out));
	if (!out->step)
		return OK;
	TRY(read_who(c, a, rm, unit, person, out));
	if (!out->open || !out->mine || !reading_may(roles))
		out->notes = (struct notes){ 0 };
	return OK;
}

static err
begin(struct db_conn *c, struct reading_act *x, struct room *rm, struct reading *r, bool *is_new)
{
	x->seq = 0;
	TRY(form_key_use(c, x->key, is_new));
	if (!*is_new)
		return OK;
	if (!reading_may(x->roles))
		return ERR_DENIED;
	TRY(room_load(x->app, c, x->arena, x->room, rm));
	if (rm->s.state != SITTING_OPEN)
		return ERR_GONE;
	TRY(reading_read(c, x->arena, rm, x->unit, x->person, x->roles, r));
	return r->step && str_eq(r->step->id, x->step) ? OK : ERR_CONFLICT;
}

err
reading_join(struct db_conn *c, void *act)
{
	struct reading_act *x = act;
	struct reading r;
	struct room rm;
	bool is_new;

	TRY(begin(c, x, &rm, &r, &is_new));
	if (!is_new)
		return OK;
	return db_exec(c, NULL, READING_JOIN, INT(x->room), TEXT(x->step), INT(x->person));
}

err
reading_release(struct db_conn *c, void *act)
{
	struct reading_act *x = act;
	const struct sitting_step *line;
	struct reading r;
	struct room rm;
	bool is_new;

	TRY(begin(c, x, &rm, &r, &is_new));
	if (!is_new)
		return OK;
	if (!r.open || !r.mine || r.writing)
		return ERR_DENIED;
	TRY(db_exec(c, NULL, NOTES_READ, INT(x->room), TEXT(x->step)));
	line = room_line(&rm, x->step);
	if (!line || !line->revealed)
		return sitting_event(c, x->arena, x->room, EVENT_DESK, S(""), &x->seq);
	TRY(room_show_revealed(c, x->arena, &rm));
	return sitting_event(c, x->arena, x->room, EVENT_REVEAL, S(""), &x->seq);
}
