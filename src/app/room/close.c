/* close.c: after this nobody can learn who wrote what. Source: design.md 7.2. */
#include "app/access/audit.h"
#include "app/chain/thing.h"
#include "app/room/alone.h"
#include "app/room/entry.h"
#include "app/room/tree.h"
#include "base/clock.h"
#include "base/rand.h"

/* Whatever names a note follows it to its new id. */
static err
renew_notes(struct db_conn *c, struct arena *a, const struct room *rm)
{
	struct rows r;

	do {
		str *ids, *news;
		TRY(db_query(c, a, &r, ROOM_NOTE_IDS, INT(rm->s.id)));
		ids = NEW_ARRAY(a, str, r.n);
		news = NEW_ARRAY(a, str, r.n);
		for (size_t i = 0; i < r.n; i++)
			ids[i] = row_text(&r, i, 0);
		rand_shuffle(ids, r.n);	/* until the scrub, PostgreSQL keeps the rows in the order in which they are rewritten here */
		for (size_t i = 0; i < r.n; i++) {
			news[i] = rand_uuid(a);
			TRY(db_exec(c, NULL, ROOM_NOTE_RENEW, TEXT(ids[i]), TEXT(news[i]), INT(rand_below(INT32_MAX)), INT(rm->s.id)));
		}
		if (r.n)
			TRY(notes_renamed(c, a, rm->s.process, ids, news, r.n));
	} while (r.n);
	return OK;
}

/* Sheets keep their ids, which say nothing: no phone has made or held them. They get new places, and lose room and table. */
static err
free_sheets(struct db_conn *c, struct arena *a, int64_t room)
{
	struct rows r;
	str *ids;

	TRY(db_exec(c, NULL, ROOM_FIELDS_SWEEP, INT(room)));
	TRY(db_exec(c, NULL, ROOM_ENTRIES_SWEEP, INT(room)));
	TRY(db_query(c, a, &r, ROOM_ENTRY_IDS, INT(room)));
	ids = NEW_ARRAY(a, str, r.n);
	for (size_t i = 0; i < r.n; i++)
		ids[i] = row_text(&r, i, 0);
	rand_shuffle(ids, r.n);
	for (size_t i = 0; i < r.n; i++)
		TRY(db_exec(c, NULL, ROOM_ENTRIES_FREE, TEXT(ids[i]), INT(rand_below(INT32_MAX))));
	return db_exec(c, NULL, ROOM_PLACES_FREE, INT(room));
}

/* Of a rehearsal nothing is kept, not even that it was. */
static err
forget_all(struct db_conn *c, struct close_act *act)
{
	static const int forget[] = { ROOM_FORGET_ALONE_FIELDS, ROOM_FORGET_ALONE, ROOM_FORGET_VOTES, ROOM_FORGET_TOTALS, ROOM_FORGET_ROUNDS, ROOM_FORGET_NOTES,
		ROOM_FORGET_THEMES, ROOM_FORGET_FIELDS, ROOM_FORGET_ENTRIES, ROOM_FORGET_PLACES, ROOM_FORGET_SEATS,
		ROOM_FORGET_KEY, ROOM_FORGET_GONE, ROOM_FORGET_SLIPS, ROOM_FORGET_TAPS,
		ROOM_FORGET_CAUSES, ROOM_FORGET_BONES, ROOM_FORGET_EVENTS, ROOM_FORGET_STEPS, ROOM_FORGET_SITTING };

	TRY(sitting_event(c, act->arena, act->room, EVENT_CLOSED, S(""), &act->seq));
	for (size_t i = 0; i < COUNT(forget); i++)
		TRY(db_exec(c, NULL, forget[i], INT(act->room)));
	act->forgotten = true;
	return scrub_ask(c, act->arena);
}

err
room_close(struct db_conn *c, void *arg)
{
	static const int forget[] = { ROOM_FORGET_ALONE_FIELDS, ROOM_FORGET_ALONE, ROOM_FORGET_VOTES, ROOM_FORGET_SEATS, ROOM_FORGET_KEY, ROOM_FORGET_GONE,
		ROOM_FORGET_SLIPS, ROOM_FORGET_TAPS, ROOM_FORGET_READING };
	struct close_act *act = arg;
	struct room rm;
	struct rows r;

	TRY(room_load(act->app, c, act->arena, act->room, &rm));
	act->forgotten = false;
	if (rm.s.state == SITTING_CLOSED)
		return OK;
	if (rm.s.kind == SITTING_REHEARSAL)
		return forget_all(c, act);
	TRY(rounds_close(c, act->arena, &rm, NULL));
	TRY(sitting_event(c, act->arena, act->room, EVENT_CLOSED, S(""), &act->seq));
	TRY(alone_reveal(c, act->arena, &rm, true));
	TRY(lifts_gather(c, act->arena, &rm));
	TRY(renew_notes(c, act->arena, &rm));
	TRY(free_sheets(c, act->arena, act->room));
	TRY(trees_close(c, act->arena, &rm));
	TRY(db_exec(c, NULL, ROOM_THEMES_FREE, INT(act->room)));
	for (size_t i = 0; i < COUNT(forget); i++)
		TRY(db_exec(c, NULL, forget[i], INT(act->room)));
	TRY(db_exec(c, NULL, ROOM_FORGET_EVENTS, INT(act->room)));
	TRY(db_one(c, act->arena, &r, ABOUT_SITTING, INT(act->room)));
	TRY(audit_add(c, act->arena, row_int(&r, 0, 0), rm.s.process, act->person, 0,
		rm.s.kind == SITTING_GROUP ? "meeting.close" : "room.close", S("")));
	TRY(db_exec(c, NULL, ROOM_CLOSE, INT(act->room), INT(clock_now())));
	return scrub_ask(c, act->arena);
}

err
room_scrub(struct app *app)
{
	static const char *const tables[] = { "note", "note_gone", "seat", "room_key", "vote", "event", "vote_slip", "theme",
		"second_tap", "handle_item", "own_sheet", "first_reading", "entry", "entry_field", "seat_sheet", "seat_sheet_field",
		"cause", "bone", "map_place", "measure_sentence",
		/* they named notes by the ids that phones knew (chain/thing_rename.c) */
		"vote_round", "vote_total", "challenge", "lift", "task" };

	return db_scrub(app->db, tables, COUNT(tables));
}

err
scrub_ask(struct db_conn *c, struct arena *a)
{
	return db_exec(c, NULL, SETTING_PUT, TEXT(S("scrub")), TEXT(rand_hex(a, 8)));
}

static err
scrub_done(struct db_conn *c, void *arg)
{
	const str *wish = arg;

	return db_exec(c, NULL, SETTING_DROP, TEXT(S("scrub")), TEXT(*wish));
}

err
scrub_run(struct app *app, struct arena *a)
{
	struct db_conn *c;
	struct rows r;
	str wish;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = db_query(c, a, &r, SETTING_GET, TEXT(S("scrub")));
	db_read_end(c);
	TRY(e);
	if (r.n == 0)
		return OK;
	wish = row_text(&r, 0, 0);
	TRY(room_scrub(app));
	/* Only this wish: another room may have closed meanwhile. */
	return db_write(app->db, scrub_done, &wish);
}
