/* vote.c: rounds of dots and of scales. One vote budget is one seat; single votes are kept against a keyed hash of it. */
#include "app/chain/thing.h"
#include "app/room/judge.h"
#include "app/room/room.h"
#include "base/clock.h"

/* The voter as this room's votes know it. */
static err
voter_hash(struct db_conn *c, struct arena *a, int64_t room, str seat, str *out)
{
	return seat_mark(c, a, room, seat, S("votes"), out);
}

static struct round
round_row(const struct rows *r, size_t i)
{
	return (struct round){
		.id = row_int(r, i, 0),
		.dots = row_int(r, i, 1),
		.cap = row_int(r, i, 2),
		.seats = row_int(r, i, 3),
		.step = row_text(r, i, 4),
		.ballot = row_text(r, i, 5),
		.is_scale = str_eq(row_text(r, i, 6), S("scale")),
		.is_open = str_eq(row_text(r, i, 7), S("open")),
	};
}

err
round_now(struct db_conn *c, struct arena *a, int64_t room, str step, str ballot, struct round *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, ROUND_NOW, INT(room), TEXT(step), TEXT(ballot)));
	*out = round_row(&r, 0);
	return OK;
}

/* The open round that a vote is for. Another or a closed one is stale: ERR_CONFLICT. */
static err
open_round(struct db_conn *c, struct vote_act *act, struct round *out)
{
	struct sitting s;
	struct rows r;
	err e;

	TRY(sitting_get(c, act->arena, act->room, &s));
	if (s.state != SITTING_OPEN)
		return ERR_GONE;
	if (!seat_exists(c, act->arena, act->room, act->seat))
		return ERR_DENIED;
	e = db_one(c, act->arena, &r, ROUND_GET, INT(act->round), INT(act->room));
	if (e)
		return e == ERR_NOTFOUND ? ERR_CONFLICT : e;
	*out = round_row(&r, 0);
	return out->is_open ? OK : ERR_CONFLICT;
}

err
ballot_offers(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_ballot *b, struct themes *themes,
	struct things *things)
{
	struct thing_scope scope = scope_of_room(rm);
	struct themes all;

	*themes = (struct themes){ 0 };
	*things = (struct things){ 0 };
	if (!b->step)
		return OK;
	if (!step_gives_themes(b->step))
		return things_of(c, a, &scope, b->step, NULL, things);
	TRY(themes_offered(c, a, rm, S(""), &all));
	themes->p = NEW_ARRAY(a, struct theme, all.n);
	for (size_t i = 0; i < all.n; i++)
		if (all.p[i].on_vote && !all.p[i].merged_into.n && room_feeds(b->step, all.p[i].step))
			themes->p[themes->n++] = all.p[i];
	return OK;
}

/* Is this one of those that the round's ballot is about? */
static err
find_target(struct db_conn *c, struct arena *a, const struct room *rm, const struct round *rd, str target)
{
	const struct method_step *st = room_step(rm, rd->step);
	struct themes themes = { 0 };
	struct things things = { 0 };

	for (size_t i = 0; st && i < st->ballot_count; i++)
		if (str_eq(st->ballots[i].id, rd->ballot))
			TRY(ballot_offers(c, a, rm, &st->ballots[i], &themes, &things));
	for (size_t i = 0; i < themes.n; i++)
		if (str_eq(themes.p[i].id, target))
			return OK;
	return things_find(&things, target) ? OK : ERR_INVALID;
}

err
vote_cast(struct db_conn *c, void *arg)
{
	struct vote_act *act = arg;
	struct round rd;
	struct room rm;
	struct rows r;
	str voter;

	TRY(open_round(c, act, &rd));
	TRY(room_rules(act->app, c, act->arena, act->room, &rm));
	if (rd.is_scale || act->count < 0)
		return ERR_INVALID;
	TRY(find_target(c, act->arena, &rm, &rd, act->target));
	TRY(voter_hash(c, act->arena, act->room, act->seat, &voter));
	TRY(db_one(c, act->arena, &r, VOTE_SPENT, INT(rd.id), TEXT(voter), TEXT(act->target)));
	if (act->count > rd.cap || row_int(&r, 0, 0) + act->count > rd.dots)
		return ERR_INVALID;
	/* No event: nothing of an open vote is shown, and a frame would tell the moment of each vote. */
	if (act->count == 0)
		return db_exec(c, NULL, VOTE_TAKE_BACK, INT(rd.id), TEXT(voter), TEXT(act->target));
	return db_exec(c, NULL, VOTE_PUT, INT(rd.id), TEXT(voter), TEXT(act->target), INT(act->count));
}

static bool
is_answer(const struct room *rm, const struct round *rd, str target)
{
	const struct method_step *st = room_step(rm, rd->step);

	for (size_t i = 0; st && i < st->answer_count; i++)
		if (str_eq(st->answers[i].id, target))
			return true;
	return false;
}

err
vote_answer(struct db_conn *c, void *arg)
{
	struct vote_act *act = arg;
	struct round rd;
	struct room rm;
	str voter;

	TRY(open_round(c, act, &rd));
	TRY(room_rules(act->app, c, act->arena, act->room, &rm));
	if (!rd.is_scale || !is_answer(&rm, &rd, act->target))
		return ERR_INVALID;
	TRY(voter_hash(c, act->arena, act->room, act->seat, &voter));
	TRY(db_exec(c, NULL, VOTE_TAKE_BACK_ALL, INT(rd.id), TEXT(voter)));
	return db_exec(c, NULL, VOTE_PUT, INT(rd.id), TEXT(voter), TEXT(act->target), INT(1));
}

int64_t
vote_mine(struct db_conn *c, struct arena *a, int64_t room, const struct round *rd, str seat, str target)
{
	struct rows r;
	str voter;

	if (!seat.n || voter_hash(c, a, room, seat, &voter))
		return 0;
	return db_one(c, a, &r, VOTE_MINE, INT(rd->id), TEXT(voter), TEXT(target)) ? 0 : row_int(&r, 0, 0);
}

bool
vote_by_seat(struct db_conn *c, struct arena *a, int64_t room, str seat)
{
	struct rows r;
	str voter;

	if (voter_hash(c, a, room, seat, &voter))
		return false;
	return db_one(c, a, &r, VOTE_BY_VOTER, INT(room), TEXT(voter)) == OK;
}

int64_t
vote_total(struct db_conn *c, struct arena *a, int64_t round, str target)
{
	struct rows r;

	return db_one(c, a, &r, VOTE_TOTAL, INT(round), TEXT(target)) ? 0 : row_int(&r, 0, 0);
}

int64_t
vote_voters(struct db_conn *c, struct arena *a, int64_t round)
{
	struct rows r;

	return db_one(c, a, &r, VOTE_VOTERS, INT(round)) ? 0 : row_int(&r, 0, 0);
}

err
ballot_set(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, const struct method_ballot *b,
	struct ballot_size *out)
{
	struct rows r;

	*out = (struct ballot_size){ 0 };
	TRY(db_query(c, a, &r, BALLOT_IS_SET, INT(rm->s.id), TEXT(st->id), TEXT(b->id)));
	if (r.n)
		*out = (struct ballot_size){ row_int(&r, 0, 0), row_int(&r, 0, 1) };
	return OK;
}

static int64_t
suggested_dots(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_ballot *b)
{
	struct themes themes;
	struct things things;

	if (ballot_offers(c, a, rm, b, &themes, &things))
		return b->dots;
	return method_dots(b, themes.n + things.n);
}

void
ballot_suggest(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_ballot *b, struct ballot_size *size)
{
	if (!size->dots)
		size->dots = suggested_dots(c, a, rm, b);
	if (!size->cap)
		size->cap = b->each_most;
	if (size->cap > size->dots)
		size->cap = size->dots;
}

static err
dots_open(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st,
	const struct method_ballot *b, struct ballot_size size)
{
	struct rows r;

	return db_one(c, a, &r, ROUND_INSERT, INT(rm->s.process), TEXT(rm->s.phase), INT(rm->s.id), TEXT(st->id), TEXT(b->id),
		TEXT(S("dots")), INT(size.dots), INT(size.cap < size.dots ? size.cap : size.dots));
}

static err
ballot_open(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, const struct method_ballot *b)
{
	struct ballot_size size;

	TRY(ballot_set(c, a, rm, st, b, &size));
	ballot_suggest(c, a, rm, b, &size);
	return dots_open(c, a, rm, st, b, size);
}

err
rounds_open(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st)
{
	struct round rd;
	struct rows r;

	TRY(room_key_make(c, a, rm->s.id));
	if (st->kind == STEP_VERDICT)
		return judge_open(c, a, rm, st);
	for (size_t i = 0; i < st->ballot_count; i++) {
		const struct method_ballot *b = &st->ballots[i];
		err e = round_now(c, a, rm->s.id, st->id, b->id, &rd);
		if (e == ERR_NOTFOUND)
			e = ballot_open(c, a, rm, st, b);
		TRY(e);
	}
	for (size_t i = 0; st->kind == STEP_CHECKOUT && i < st->question_count; i++) {
		err e = round_now(c, a, rm->s.id, st->id, st->questions[i].id, &rd);
		if (e == ERR_NOTFOUND)
			e = db_one(c, a, &r, ROUND_INSERT, INT(rm->s.process), TEXT(rm->s.phase), INT(rm->s.id), TEXT(st->id),
				TEXT(st->questions[i].id), TEXT(S("scale")), INT(1), INT(1));
		TRY(e);
	}
	return OK;
}

static err
round_close(struct db_conn *c, struct arena *a, int64_t round, str state)
{
	int64_t voters = vote_voters(c, a, round);

	TRY(db_exec(c, NULL, VOTE_COUNT_UP, INT(round)));
	return db_exec(c, NULL, ROUND_STATE, INT(round), TEXT(state), INT(voters), INT(clock_now()));
}

err
round_replace(struct db_conn *c, struct arena *a, const struct round *rd)
{
	return round_close(c, a, rd->id, S("replaced"));
}

err
rounds_close(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st)
{
	struct rows r;

	if (st)
		TRY(db_query(c, a, &r, ROUNDS_OPEN_OF_STEP, INT(rm->s.id), TEXT(st->id)));
	else
		TRY(db_query(c, a, &r, ROUNDS_OPEN_OF_ROOM, INT(rm->s.id)));
	for (size_t i = 0; i < r.n; i++)
		TRY(round_close(c, a, row_int(&r, i, 0), S("closed")));
	return OK;
}

err
round_again(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, const struct ballot_size *sizes)
{
	for (size_t i = 0; i < st->ballot_count; i++) {
		const struct method_ballot *b = &st->ballots[i];
		struct ballot_size size;
		struct round rd;
		err e = round_now(c, a, rm->s.id, st->id, b->id, &rd);
		if (e == ERR_NOTFOUND) {
			TRY(ballot_set(c, a, rm, st, b, &size));
			ballot_suggest(c, a, rm, b, &size);
		} else {
			TRY(e);
			TRY(round_close(c, a, rd.id, S("replaced")));
			size = (struct ballot_size){ rd.dots, rd.cap };
		}
		size.dots = sizes[i].dots ? sizes[i].dots : size.dots;
		size.cap = sizes[i].cap ? sizes[i].cap : size.cap;
		TRY(dots_open(c, a, rm, st, b, size));
	}
	return OK;
}
