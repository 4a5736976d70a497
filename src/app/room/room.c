/* room.c: the snapshot of a room and the seat of a browser. */
#include "app/room/room.h"

#include <sodium.h>

#include "app/access/session.h"
#include "app/process/shelf.h"
#include "app/room/alone.h"
#include "base/rand.h"

err
room_rules_and(struct app *app, struct db_conn *c, struct arena *a, int64_t sitting, const struct db_ask *more, size_t n, struct room *out)
{
	*out = (struct room){ 0 };
	TRY(sitting_whole(c, a, sitting, more, n, &out->s, &out->steps));
	TRY(process_method(app, c, a, out->s.process, &out->method));
	out->phase = method_phase(out->method, out->s.phase);
	out->session = out->phase ? method_session(out->phase, out->s.session) : NULL;
	if (!out->session)
		return ERR_IO;
	out->now = sitting_now(&out->s, &out->steps);
	out->step = sitting_pack_step(out->method, &out->s, out->now);
	return OK;
}

err
room_rules(struct app *app, struct db_conn *c, struct arena *a, int64_t sitting, struct room *out)
{
	return room_rules_and(app, c, a, sitting, NULL, 0, out);
}

static err
take_about(const struct rows *r, struct room *out)
{
	if (r->n == 0)
		return ERR_NOTFOUND;
	out->unit_name = row_text(r, 0, 0);
	out->process_name = row_text(r, 0, 1);
	out->public_id = row_text(r, 0, 2);
	out->k = row_int(r, 0, 3);
	out->seats = row_int(r, 0, 4);
	out->first_reading = row_int(r, 0, 5) != 0;
	return OK;
}

err
room_about(struct db_conn *c, struct arena *a, struct room *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, ROOM_ABOUT, INT(out->s.id)));
	return take_about(&r, out);
}

err
room_load(struct app *app, struct db_conn *c, struct arena *a, int64_t sitting, struct room *out)
{
	struct rows about;

	TRY(room_rules_and(app, c, a, sitting, &ASK(&about, ROOM_ABOUT, INT(sitting)), 1, out));
	return take_about(&about, out);
}

err
room_of(struct req *rq, struct room *out)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, out));
	return out->s.state == SITTING_CLOSED ? ERR_GONE : OK;
}

bool
seat_exists(struct db_conn *c, struct arena *a, int64_t room, str seat)
{
	struct rows r;

	return seat.n && db_one(c, a, &r, SEAT_EXISTS, TEXT(seat), INT(room)) == OK;
}

err
seat_leave(struct db_conn *c, struct arena *a, int64_t room, str seat)
{
	TRY(alone_forget(c, a, room, seat));
	if (vote_by_seat(c, a, room, seat))
		return OK;
	return db_exec(c, NULL, SEAT_FORGET, TEXT(seat), INT(room));
}

err
room_key_make(struct db_conn *c, struct arena *a, int64_t room)
{
	return db_exec(c, NULL, ROOM_KEY_MAKE, INT(room), TEXT(rand_hex(a, 32)));
}

err
seat_mark(struct db_conn *c, struct arena *a, int64_t room, str seat, str purpose, str *out)
{
	unsigned char h[32];
	char *hex = arena_alloc(a, sizeof(h) * 2 + 1, 1);
	str what = str_fmt(a, STR_FMT "\n" STR_FMT, STR_ARG(seat), STR_ARG(purpose)), key;
	struct rows r;

	TRY(db_one(c, a, &r, ROOM_KEY, INT(room)));
	key = row_text(&r, 0, 0);
	crypto_generichash(h, sizeof(h), (const unsigned char *)what.p, what.n, (const unsigned char *)key.p, key.n);
	sodium_bin2hex(hex, sizeof(h) * 2 + 1, h, sizeof(h));
	*out = (str){ hex, sizeof(h) * 2 };
	return OK;
}

str
room_seat(struct req *rq, const struct room *rm)
{
	str token = request_cookie(rq->http, S("seat")), hash;
	struct db_conn *c;

	if (token.n < 32 || token.n > 64 || req_read(rq, &c))
		return (str){ 0 };
	hash = token_hash(rq->arena, token);
	return seat_exists(c, rq->arena, rm->s.id, hash) ? hash : (str){ 0 };
}

const struct method_step *
room_step(const struct room *rm, str id)
{
	for (size_t i = 0; i < rm->session->step_count; i++)
		if (str_eq(rm->session->steps[i].id, id))
			return &rm->session->steps[i];
	return NULL;
}

const struct sitting_step *
room_line(const struct room *rm, str step_id)
{
	for (size_t i = 0; i < rm->steps.n; i++)
		if (str_eq(rm->steps.p[i].step, step_id))
			return &rm->steps.p[i];
	return NULL;
}

bool
room_writes(const struct room *rm, const struct method_step *st)
{
	return rm->s.state == SITTING_OPEN && st && step_is_written(st->kind);
}

str
room_step_name(const struct room *rm, enum lang l)
{
	if (!rm->now)
		return tr(l, "Before we start");
	if (rm->now->title.n || !rm->step)
		return rm->now->title;
	return text_in(&rm->step->name, l);
}

int64_t
room_tables(const struct room *rm)
{
	int64_t tables = rm->s.tables ? rm->s.tables : (rm->seats + 2) / 5;

	return tables < 1 ? 1 : tables > 60 ? 60 : tables;
}

bool
step_gives_themes(const struct method_step *st)
{
	if (st->kind == STEP_THEMES || st->kind == STEP_MERGE)
		return true;
	if (st->kind != STEP_TALK && st->kind != STEP_SORT && st->kind != STEP_MATRIX && st->kind != STEP_VOTES)
		return false;
	for (size_t i = 0; i < st->from_count; i++)
		if (st->from[i].step && step_gives_themes(st->from[i].step))
			return true;
	return false;
}

const struct method_step *
step_themes(const struct method_step *st)
{
	return st && step_gives_themes(st) ? room_source(st, STEP_THEMES) : NULL;
}

const struct method_step *
room_source(const struct method_step *st, enum step_kind kind)
{
	/* Packs refer backwards only, so this ends. */
	while (st && st->kind != kind) {
		if (st->from_count)
			st = st->from[0].step;
		else if (st->ballot_count)
			st = st->ballots[0].step;
		else
			st = NULL;
	}
	return st;
}

static size_t
add_sources(const struct method_step *st, const struct method_step **out, size_t n)
{
	if (!st)
		return n;
	if (st->kind == STEP_NOTES) {
		for (size_t i = 0; i < n; i++)
			if (out[i] == st)
				return n;
		if (n < NOTE_SOURCES)
			out[n++] = st;
		return n;
	}
	for (size_t i = 0; i < st->from_count; i++)
		n = add_sources(st->from[i].step, out, n);
	for (size_t i = 0; i < st->ballot_count; i++)
		n = add_sources(st->ballots[i].step, out, n);
	return n;
}

size_t
room_note_sources(const struct method_step *st, const struct method_step **out)
{
	return add_sources(st, out, 0);
}

const struct method_column *
room_only_column(const struct method_step *st)
{
	const struct method_step *notes[NOTE_SOURCES];

	return room_note_sources(st, notes) == 1 && notes[0]->column_count == 1 ? &notes[0]->columns[0] : NULL;
}

bool
room_feeds(const struct method_step *st, str themes_step)
{
	if (st->kind == STEP_THEMES)
		return str_eq(st->id, themes_step);
	for (size_t i = 0; i < st->from_count; i++)
		if (st->from[i].step && room_feeds(st->from[i].step, themes_step))
			return true;
	for (size_t i = 0; i < st->ballot_count; i++)
		if (st->ballots[i].step && room_feeds(st->ballots[i].step, themes_step))
			return true;
	return false;
}
