/* rooms.c: a database with many open rooms, for the benches.
 *
 *   rooms --db URL [--rooms N] [--cards N] [--voting N] [--plain | --bare FOLDER] [--leader FILE]
 *
 * Each room stands in the first notes step with two columns whose notes go up at once, for three hours, with so many cards
 * in it. In the methods we ship that is one of a later workshop, where each note is about something; --plain: in the first step
 * where people write about nothing that came before; --bare: in one that is both, of a method in that folder.
 * --voting: every Nth room stands in the first step with dots of that method instead, eight themes to choose from.
 * Prints the codes, one a line; --leader: FILE gets the cookie with which the first leader of the database is signed in.
 * The database may hold something already, as the demo's does: the rooms are then an organisation beside it. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/access/session.h"
#include "app/meeting/sitting.h"
#include "app/process/shelf.h"
#include "app/room/room.h"
#include "app/sql.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"

enum bench_stmt { BENCH_ORGANISATION = STMT_COUNT, BENCH_UNIT, BENCH_PERSON, BENCH_PROCESS, BENCH_SITTING, BENCH_STEP, BENCH_KEY,
	BENCH_NOTE, BENCH_ROLE, BENCH_SESSION, BENCH_FIRST_LEADER, BENCH_THEME, BENCH_ROUND, BENCH_STMT_COUNT };

enum { THEMES = 8, DOTS = 5, DOTS_EACH = 2 };

static const struct sql_stmt own[] = {
	[BENCH_ORGANISATION - STMT_COUNT] = { "BENCH_ORGANISATION",
		"INSERT INTO organisation (name, created) VALUES ('Bench', $1) RETURNING id", NULL },
	[BENCH_UNIT - STMT_COUNT] = { "BENCH_UNIT",
		"INSERT INTO unit (organisation_id, name, created) VALUES ($1, 'Avdeling 2', $2) RETURNING id", NULL },
	[BENCH_PERSON - STMT_COUNT] = { "BENCH_PERSON",
		"INSERT INTO person (organisation_id, name, created) VALUES ($1, 'Bench', $2) RETURNING id", NULL },
	[BENCH_PROCESS - STMT_COUNT] = { "BENCH_PROCESS",
		"INSERT INTO process (unit_id, method_hash, name, state, public_id, created, created_by, started) "
		"VALUES ($1, $2, 'Bench', 'running', $3, $4, $5, $4) RETURNING id", NULL },
	[BENCH_SITTING - STMT_COUNT] = { "BENCH_SITTING",
		"INSERT INTO sitting (process_id, phase, session, kind, state, code, wall_token, step_pos, step_version, clock, ends_ms, "
		"opened_at) VALUES ($1, $2, $3, 'staff', 'open', $4, $5, $6, 1, 'running', $7, $8) RETURNING id", NULL },
	[BENCH_STEP - STMT_COUNT] = { "BENCH_STEP",
		"INSERT INTO sitting_step (sitting_id, pos, step, minutes) VALUES ($1, $2, $3, $4)", NULL },
	[BENCH_KEY - STMT_COUNT] = { "BENCH_KEY", "INSERT INTO room_key (room_id, secret) VALUES ($1, $2)", NULL },
	[BENCH_NOTE - STMT_COUNT] = { "BENCH_NOTE",
		"INSERT INTO note (id, process_id, phase, room_id, step, col, body, state, place) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7, 'shown', $8)", NULL },
	[BENCH_ROLE - STMT_COUNT] = { "BENCH_ROLE",
		"INSERT INTO role (person_id, unit_id, kind, from_at, confirmed_at) VALUES ($1, $2, 'leader', $3, $3)", NULL },
	[BENCH_SESSION - STMT_COUNT] = { "BENCH_SESSION",
		"INSERT INTO session (token_hash, person_id, created, expires) VALUES ($1, $2, $3, CAST($3 AS BIGINT) + 86400)", NULL },
	[BENCH_FIRST_LEADER - STMT_COUNT] = { "BENCH_FIRST_LEADER",
		"SELECT person_id FROM role WHERE kind = 'leader' ORDER BY id LIMIT 1", NULL },
	[BENCH_THEME - STMT_COUNT] = { "BENCH_THEME",
		"INSERT INTO theme (id, process_id, phase, room_id, step, col, name, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", NULL },
	[BENCH_ROUND - STMT_COUNT] = { "BENCH_ROUND",
		"INSERT INTO vote_round (process_id, phase, room_id, step, ballot, kind, dots, cap) "
		"VALUES ($1, $2, $3, $4, $5, 'dots', $6, $7)", NULL },
};

struct work {
	struct arena a;
	const struct method *method;
	const struct method_step *step, *votes;	/* votes: NULL when no room votes */
	long rooms, cards, voting;
	bool plain;
	const char *bare;	/* a folder with a method of its own; NULL */
	str *codes;
	str token;	/* of the leader's session */
};

/* plain: notes that ask about nothing that came before; they may wait for their reveal. Else such as go up at once, in two columns;
 * bare: and ask about nothing. */
static bool
fits(const struct method_step *st, const struct work *w)
{
	if (st->session->kind != SESSION_WORKSHOP || st->kind != STEP_NOTES || ((w->plain || w->bare) && st->from_count))
		return false;
	return w->plain || (st->show == SHOW_AT_ONCE && st->column_count >= 2);
}

static const struct method_step *
writing_step(const struct method *m, const struct work *w)
{
	for (size_t p = 0; p < m->phase_count; p++)
		for (size_t s = 0; s < m->phases[p].session_count; s++) {
			const struct method_session *session = &m->phases[p].sessions[s];
			for (size_t i = 0; i < session->step_count; i++) {
				if (fits(&session->steps[i], w))
					return &session->steps[i];
			}
		}
	return NULL;
}

static const struct method_step *
some_step(const struct method_shelf *shelf, const struct work *w, const struct method **method)
{
	for (size_t i = 0; i < shelf_count(shelf); i++) {
		const struct method_step *st = writing_step(shelf_at(shelf, i), w);
		*method = shelf_at(shelf, i);
		if (st)
			return st;
	}
	return NULL;
}

/* The step whose themes this one with dots is about; NULL. */
static const struct method_step *
voted_on(const struct method_step *votes)
{
	const struct method_session *session = votes->session;

	for (size_t i = 0; i < votes->index; i++)
		if (session->steps[i].kind == STEP_THEMES && votes->ballots[0].step && room_feeds(votes->ballots[0].step, session->steps[i].id))
			return &session->steps[i];
	return NULL;
}

static const struct method_step *
voting_step(const struct method *m)
{
	for (size_t p = 0; p < m->phase_count; p++)
		for (size_t s = 0; s < m->phases[p].session_count; s++) {
			const struct method_session *session = &m->phases[p].sessions[s];
			for (size_t i = 0; session->kind == SESSION_WORKSHOP && i < session->step_count; i++) {
				const struct method_step *st = &session->steps[i];
				if (st->kind == STEP_VOTES && st->ballot_count && voted_on(st))
					return st;
			}
		}
	return NULL;
}

static err
make_ballot(struct db_conn *c, struct work *w, int64_t process, int64_t room)
{
	const struct method_step *st = w->votes, *themes = voted_on(st);
	const struct method_column *col = room_only_column(themes);
	str phase = st->session->phase->id;

	for (int i = 0; i < THEMES; i++)
		TRY(db_exec(c, NULL, BENCH_THEME, TEXT(rand_uuid(&w->a)), INT(process), TEXT(phase), INT(room), TEXT(themes->id),
			TEXT(col ? col->id : S("")), TEXT(str_fmt(&w->a, "For lite tid ved vaktskiftet, %d", i + 1)), INT(i)));
	return db_exec(c, NULL, BENCH_ROUND, INT(process), TEXT(phase), INT(room), TEXT(st->id), TEXT(st->ballots[0].id), INT(DOTS),
		INT(DOTS_EACH));
}

static err
make_cards(struct db_conn *c, struct work *w, int64_t process, int64_t room)
{
	const struct method_step *st = w->step;

	for (long i = 0; i < w->cards; i++)
		TRY(db_exec(c, NULL, BENCH_NOTE, TEXT(rand_uuid(&w->a)), INT(process), TEXT(st->session->phase->id), INT(room),
			TEXT(st->id), TEXT(st->columns[i % (long)st->column_count].id),
			TEXT(S("Vi må ha tid til å snakke sammen ved vaktskiftet, og den må stå i planen.")), INT(i)));
	return OK;
}

static err
make_room(struct db_conn *c, struct work *w, int64_t process, long number)
{
	bool votes = w->votes && number % w->voting == 0;
	const struct method_step *st = votes ? w->votes : w->step;
	const struct method_session *session = st->session;
	int64_t now = clock_now(), room;
	str code = code_new(&w->a);
	struct rows r;

	TRY(db_one(c, &w->a, &r, BENCH_SITTING, INT(process), TEXT(session->phase->id), TEXT(session->id), TEXT(code),
		TEXT(rand_hex(&w->a, 16)), INT(st->index + 1), INT((now + 3 * 3600) * 1000), INT(now)));
	room = row_int(&r, 0, 0);
	for (size_t i = 0; i < session->step_count; i++)
		TRY(db_exec(c, NULL, BENCH_STEP, INT(room), INT(i + 1), TEXT(session->steps[i].id), INT(session->steps[i].minutes)));
	TRY(db_exec(c, NULL, BENCH_KEY, INT(room), TEXT(rand_hex(&w->a, 32))));
	TRY(votes ? make_ballot(c, w, process, room) : make_cards(c, w, process, room));
	w->codes[number] = code;
	return OK;
}

static err
make_all(struct db_conn *c, void *arg)
{
	struct work *w = arg;
	int64_t now = clock_now(), organisation, unit, person;
	struct rows r;

	TRY(shelf_keep(c, w->method));
	TRY(db_one(c, &w->a, &r, BENCH_ORGANISATION, INT(now)));
	organisation = row_int(&r, 0, 0);
	TRY(db_one(c, &w->a, &r, BENCH_UNIT, INT(organisation), INT(now)));
	unit = row_int(&r, 0, 0);
	TRY(db_one(c, &w->a, &r, BENCH_PERSON, INT(organisation), INT(now)));
	person = row_int(&r, 0, 0);
	TRY(db_exec(c, NULL, BENCH_ROLE, INT(person), INT(unit), INT(now)));
	TRY(db_one(c, &w->a, &r, BENCH_FIRST_LEADER));
	TRY(db_exec(c, NULL, BENCH_SESSION, TEXT(token_hash(&w->a, w->token)), INT(row_int(&r, 0, 0)), INT(now)));
	TRY(db_one(c, &w->a, &r, BENCH_PROCESS, INT(unit), TEXT(w->method->hash), TEXT(rand_hex(&w->a, 16)), INT(now), INT(person)));
	for (long i = 0; i < w->rooms; i++)
		TRY(make_room(c, w, row_int(&r, 0, 0), i));
	return OK;
}

static bool
write_cookie(const char *file, str token)
{
	FILE *f = file ? fopen(file, "w") : NULL;

	if (!f)
		return !file;
	fprintf(f, "session=" STR_FMT, STR_ARG(token));
	return fclose(f) == 0;
}

static void
complain(void *ctx, const char *what)
{
	(void)ctx;
	fprintf(stderr, "rooms: %s\n", what);
}

static int
run(const char *url, struct work *w)
{
	static struct sql_stmt all[BENCH_STMT_COUNT];
	struct db_config cfg = { .url = str_of(url), .stmts = all, .stmt_count = BENCH_STMT_COUNT, .migrations = sql_migrations,
		.migration_count = sql_migration_count, .complain = complain, .group = true };
	struct method_shelf *shelf;
	struct db *db;
	err e;

	memcpy(all, sql_statements, STMT_COUNT * sizeof(*all));
	memcpy(all + STMT_COUNT, own, sizeof(own));
	if (shelf_new(str_of(w->bare), &shelf) || !(w->step = some_step(shelf, w, &w->method))) {
		fputs("rooms: no method with such a notes step\n", stderr);
		return 1;
	}
	if (w->voting && !(w->votes = voting_step(w->method))) {
		fputs("rooms: no step of that method has dots\n", stderr);
		return 1;
	}
	e = db_open(&cfg, &db);
	if (!e) {
		e = db_write(db, make_all, w);
		db_close(db);
	}
	if (e)
		fprintf(stderr, "rooms: %s\n", err_name(e));
	for (long i = 0; i < w->rooms && !e; i++)
		printf(STR_FMT "\n", STR_ARG(w->codes[i]));
	shelf_free(shelf);
	return e ? 1 : 0;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = { { "db", required_argument, NULL, 'd' }, { "rooms", required_argument, NULL, 'r' },
		{ "cards", required_argument, NULL, 'c' }, { "plain", no_argument, NULL, 'p' }, { "bare", required_argument, NULL, 'b' },
		{ "voting", required_argument, NULL, 'v' }, { "leader", required_argument, NULL, 'l' }, { 0 } };
	struct work w = { .rooms = 1 };
	const char *url = NULL, *leader = NULL;
	int o, status;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'd')
			url = optarg;
		else if (o == 'r')
			w.rooms = strtol(optarg, NULL, 10);
		else if (o == 'c')
			w.cards = strtol(optarg, NULL, 10);
		else if (o == 'v')
			w.voting = strtol(optarg, NULL, 10);
		else if (o == 'p')
			w.plain = true;
		else if (o == 'b')
			w.bare = optarg;
		else if (o == 'l')
			leader = optarg;
		else
			return 2;
	}
	if (!url || w.rooms < 1 || w.voting < 0 || rand_init())
		return 2;
	w.codes = NEW_ARRAY(&w.a, str, (size_t)w.rooms);
	w.token = rand_hex(&w.a, 32);
	status = run(url, &w);
	if (!write_cookie(leader, w.token)) {
		fprintf(stderr, "rooms: cannot write %s\n", leader);
		status = 1;
	}
	arena_free(&w.a);
	return status;
}
