/* fuzz_request.c: what comes after the gate: the dispatcher, forms, handlers and pages of the whole program, on the demo's workplace.
 * Whoever asks for whatever: nothing dies, nothing ends as "something went wrong with us", and no tag that was sent comes back alive.
 *
 * The first line says who asks (l, u, s, e, a: leader, union, safety, staff, administrator; p: a phone with a seat; else nobody), how
 * (G or P), and the target, in which $C is the open room's code and $M a measure's number. The rest is the body; one that begins with
 * "--" brings files. The database is the demo's again after each thousand requests. */
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/access/session.h"
#include "app/demo/demo.h"
#include "app/dispatch.h"
#include "app/limit.h"
#include "app/process/shelf.h"
#include "app/room/about.h"
#include "app/room/codes.h"
#include "app/room/live.h"
#include "app/room/names.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "fuzz.h"
#include "http/path.h"
#include "http/server.h"
#include "paper/press.h"

#define AS_IT_WAS 1000	/* requests on one copy of the database */
#define TAG "<x1y2>"

void __wrap_server_resume(struct request *rq);

static const struct {
	char letter;
	const char *role, *token;
} people[] = {
	{ 'l', "leader", "leader00000000000000000000000000" }, { 'u', "union", "union000000000000000000000000000" },
	{ 's', "safety", "safety00000000000000000000000000" }, { 'e', "staff", "staff000000000000000000000000000" },
	{ 'a', "admin", "admin000000000000000000000000000" },
};
static struct app app;
static char folder[64];
static char code[16], measure[24], seat[400];
static sem_t written;
static int asked = -1;	/* of this copy of the database; -1: there is none yet */

/* The writer has finished what the dispatcher left to it. */
void
__wrap_server_resume(struct request *rq)
{
	(void)rq;
	sem_post(&written);
}

static void
copy(const char *from, const char *to)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	FILE *in = fopen(str_fmt(&a, "%s/%s", folder, from).p, "rb"), *out = fopen(str_fmt(&a, "%s/%s", folder, to).p, "wb");
	char room[65536];

	assert(in && out);
	for (size_t n; (n = fread(room, 1, sizeof(room), in)) > 0;)
		assert(fwrite(room, 1, n, out) == n);
	fclose(in);
	assert(fclose(out) == 0);
}

static void
open_all(void)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct db_config db = { .url = str_fmt(&a, "sqlite:%s/medvirk.db", folder), .stmts = sql_statements, .stmt_count = STMT_COUNT,
		.migrations = sql_migrations, .migration_count = sql_migration_count, .lock_stmt = SITTING_LOCK, .group = true };
	struct hub_config hub = { .streams = 10, .screens = ROOM_SCREENS, .langs = LANG_COUNT, .render = room_render,
		.presence = room_presence, .ctx = &app };
	struct hub *h;
	err e = db_open(&db, &app.db);

	assert(e == OK);
	e = shelf_new(S(""), &app.shelf);
	assert(e == OK);
	app.limits = limits_new(1000);
	app.codes = codes_new();
	app.abouts = abouts_new();
	app.names = names_new();
	e = hub_start(&hub, &h);
	assert(e == OK);
	app.hub = h;
}

/* In the order of a server that stops: the hub writes who has come, later than it is asked. */
static void
close_all(void)
{
	hub_stop(app.hub, 0);
	db_close(app.db);
	hub_free(app.hub);
	shelf_free(app.shelf);
	limits_free(app.limits);
	memo_free(app.codes);
	memo_free(app.abouts);
	memo_free(app.names);
}

static err
sign_all_in(struct db_conn *c, void *arg)
{
	struct arena *a = arg;
	struct rows r;

	for (size_t i = 0; i < COUNT(people); i++) {
		struct session_new s = { .token_hash = token_hash(a, str_of(people[i].token)) };
		TRY(db_one(c, a, &r, DEMO_PERSON, TEXT(str_of(people[i].role))));
		s.person = row_int(&r, 0, 0);
		TRY(session_insert(c, &s));
	}
	TRY(db_one(c, a, &r, DEMO_ROOM, DB_NONE));
	snprintf(code, sizeof(code), STR_FMT, STR_ARG(row_text(&r, 0, 0)));
	TRY(db_one(c, a, &r, DEMO_MEASURE, INT(1), TEXT(S("Heis til den korte gangen"))));
	snprintf(measure, sizeof(measure), "%" PRId64, row_int(&r, 0, 0));
	return OK;
}

/* ---- a request ---- */

static str
cookies(struct arena *a, char who)
{
	if (who == 'p')
		return str_of(seat);
	for (size_t i = 0; i < COUNT(people); i++)
		if (people[i].letter == who)
			return str_fmt(a, "session=%s", people[i].token);
	return (str){ 0 };
}

/* A body that brings files names its border in its first line. */
static str
type_of(struct arena *a, str body)
{
	str line, rest;

	if (!str_starts(body, S("--")))
		return S("application/x-www-form-urlencoded");
	str_cut(body, '\n', &line, &rest);
	return str_fmt(a, "multipart/form-data; boundary=" STR_FMT, STR_ARG(str_trim(str_from(line, 2))));
}

static bool
is_page(const struct response *rs)
{
	return rs->kind == RESPONSE_BYTES && str_starts(response_header_get(rs, S("content-type")), S("text/html"));
}

/* By an earlier request of theirs. */
static bool
is_signed_out(const struct response *rs, char who)
{
	return str_has(S("lusea"), who) && str_starts(response_header_get(rs, S("location")), S("/login"));
}

static void
ask(struct arena *a, char who, enum http_method how, str target, str body, struct response *rs)
{
	struct header h[] = { { S("accept"), S("text/html") }, { S("sec-fetch-site"), S("same-origin") },
		{ S("content-type"), type_of(a, body) }, { S("cookie"), cookies(a, who) } };
	struct request rq = { .arena = a, .method = how, .headers = h, .header_count = COUNT(h), .host = S("127.0.0.1:8080"),
		.client = S("127.0.0.1"), .body = body, .started_us = clock_mono_us() };

	response_init(rs, a);
	rs->status = 200;
	if (path_split(a, target, &rq.path, &rq.query) || body.n > dispatch_body_limit(&app, how, rq.path))
		return;
	if (!dispatch(&app, &rq, rs)) {
		while (sem_wait(&written))
			continue;
		dispatch_resume(&app, &rq, rs);
	}
	if (rs->kind == RESPONSE_STREAM)
		room_stream_drop(&app, rs->stream);
	if (rs->status == 303 && is_signed_out(rs, who))
		asked = AS_IT_WAS;
	assert(rs->status >= 200 && rs->status < 600 && rs->status != 500);
	assert(!is_page(rs) || str_find(buf_str(&rs->body), S(TAG)) == SIZE_MAX);
}

/* ---- the workplace ---- */

static void
sit_down(void)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct response rs;
	str cookie;

	ask(&a, '-', POST, str_fmt(&a, "/r/%s/join", code), S(""), &rs);
	cookie = response_header_get(&rs, S("set-cookie"));
	snprintf(seat, sizeof(seat), STR_FMT, STR_ARG(str_take(cookie, str_find(cookie, S(";")))));
	assert(str_starts(str_of(seat), S("seat=")));
}

static void
leave(void)
{
	static const char *const files[] = { "medvirk.db", "medvirk.db-wal", "medvirk.db-shm", "as-it-was.db" };
	struct arena a CLEANUP(arena_free) = { 0 };

	for (size_t i = 0; i < COUNT(files); i++)
		unlink(str_fmt(&a, "%s/%s", folder, files[i]).p);
	rmdir(folder);
}

static void
settle_in(void)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	err e = rand_init();

	assert(e == OK);
	log_level_set(LOG_ERROR);
	sem_init(&written, 0, 0);
	/* In memory: what a commit costs the disk is not looked for here. */
	snprintf(folder, sizeof(folder), "%s/medvirk-fuzz-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	assert(mkdtemp(folder));
	atexit(leave);
	open_all();
	app.press = press_start();
	app.demo = true;
	e = demo_fill(&app);
	assert(e == OK);
	e = db_write(app.db, sign_all_in, &a);
	assert(e == OK);
	close_all();
	copy("medvirk.db", "as-it-was.db");
	open_all();
}

static str
replaced(struct arena *a, str text, str sign, const char *by)
{
	size_t at = str_find(text, sign);

	return at == SIZE_MAX ? text : str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_take(text, at)), by, STR_ARG(str_from(text, at + sign.n)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct response rs;
	str line, body;

	if (asked < 0)
		settle_in();
	if (asked < 0 || ++asked >= AS_IT_WAS) {
		close_all();
		copy("as-it-was.db", "medvirk.db");
		open_all();
		sit_down();
		asked = 0;
	}
	str_cut(fuzz_str(data, n), '\n', &line, &body);
	if (line.n > 2)
		ask(&a, line.p[0], line.p[1] == 'P' ? POST : GET, replaced(&a, replaced(&a, str_from(line, 2), S("$C"), code), S("$M"), measure), body, &rs);
	return 0;
}
