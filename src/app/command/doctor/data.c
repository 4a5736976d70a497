/* data.c: whether the database fits the program, what closed workshops left behind, and whether the log is whole. */
#include "app/access/audit.h"
#include "app/access/start.h"
#include "app/command/doctor/visit.h"
#include "app/retention/doubt.h"
#include "app/retention/retention.h"
#include "app/sql.h"
#include "base/clock.h"
#include "text/date.h"

#define LATE ((int64_t)2 * 86400)
#define STILL ((int64_t)730 * 86400)

static void
check_statements(struct visit *v)
{
	const char *bad = NULL;
	enum db_age age;

	if (db_age(v->db, &age) == OK && age == DB_NEWER)
		say(v, WARN, "A newer version works on this database. This one can go on; install the newer one here too, and make backups with it.");
	if (db_prepare_all(v->db, &bad))
		say(v, TROUBLE, "The database does not fit the program: statement %s. Restore a backup, or ask for help.",
			bad ? bad : "?");
	else
		say(v, GOOD, "The database's tables fit the program (%zu migrations).", sql_migration_count);
}

static err
check_organisation(struct visit *v, struct db_conn *c)
{
	bool done;

	TRY(start_is_done(c, v->args->arena, &done));
	if (done)
		say(v, GOOD, "There is an organisation and an administrator.");
	else
		say(v, WARN, "Nobody has begun: whoever opens the address first becomes administrator. Do it now, or run medvirk init.");
	return OK;
}

static err
check_log(struct visit *v, struct db_conn *c)
{
	struct audit_check chain;

	TRY(audit_verify(c, v->args->arena, &chain));
	if (chain.first_bad)
		say(v, TROUBLE, "The log has been changed from outside, first at entry %" PRId64 ". Keep this file, and tell the parties.",
			chain.first_bad);
	else if (chain.entries)
		say(v, GOOD, "The log is whole: %" PRId64 " entries, %" PRId64 " of them past their time, ending in " STR_FMT ".",
			chain.entries, chain.emptied, STR_ARG(str_take(chain.last_hash, 16)));
	else
		say(v, GOOD, "The log is empty.");
	return OK;
}

/* What room_close and the scrubbing after it must have taken away (design.md 7.2). */
static err
check_leftovers(struct visit *v, struct db_conn *c)
{
	static const char *const what[] = { "seats", "single votes", "room keys", "edit tokens", "ids of withdrawn notes", "events",
		"slips", "waiting second taps", "sheets of their own", "texts of such sheets" };
	struct rows r;
	bool clean = true;

	TRY(db_one(c, v->args->arena, &r, DOCTOR_LEFTOVERS, DB_NONE));
	for (size_t i = 0; i < COUNT(what); i++) {
		if (row_int(&r, 0, i) == 0)
			continue;
		say(v, TROUBLE, "Closed workshops have left %s: %" PRId64 ". They must not be there; tell those who make the program.",
			what[i], row_int(&r, 0, i));
		clean = false;
	}
	if (clean)
		say(v, GOOD, "Closed workshops have left nothing that leads to a person.");
	TRY(db_query(c, v->args->arena, &r, SETTING_GET, TEXT(S("scrub"))));
	if (r.n)
		say(v, WARN, "The files of a closed workshop are still to be wiped. The program does that by itself within a minute; if "
			     "this stays, something holds an old view of the database open: a dump, a copy, a replica.");
	TRY(db_one(c, v->args->arena, &r, DOCTOR_OPEN_ROOMS, DB_NONE));
	if (row_int(&r, 0, 0))
		say(v, GOOD, "Workshops open now: %" PRId64 ". Make no snapshots of the disk until they are closed.", row_int(&r, 0, 0));
	return OK;
}

/* What is past its time, whether the program looks, and whether the files are wiped afterwards. */
static err
check_kept(struct visit *v, struct db_conn *c)
{
	struct rows r;
	struct doubt clock;
	struct due due;
	int64_t at;

	TRY(doubt_read(c, v->args->arena, &clock));
	TRY(retention_due(c, v->args->arena, &due));
	for (size_t i = 0; i < due.n; i++)
		if (due.p[i].n)
			say(v, GOOD, "Past their time: %" PRId64 " %s.", due.p[i].n, due.p[i].what);
	if (clock.on)
		say(v, TROUBLE, "The clock has jumped ahead since " STR_FMT ", or the program was off for long. Nothing is erased for its age until the "
			"clock is right again, or an administrator says that it is (Administration, How long things are kept).",
			STR_ARG(date_iso(v->args->arena, clock.believed)));
	else if (due.total && due.last && due.last + LATE < clock_now())
		say(v, TROUBLE, "What is past its time has not been erased for two days. Does the program run? Its log says what is wrong.");
	else if (due.total)
		say(v, GOOD, "The program erases that within the hour.");
	else
		say(v, GOOD, "Nothing is past its time.");
	TRY(db_query(c, v->args->arena, &r, SETTING_GET, TEXT(S("wipe"))));
	if (r.n && !str_int(str_take(row_text(&r, 0, 0), 10), &at) && at + LATE < clock_now())
		say(v, WARN, "What was erased is still to be wiped from the files, for two days now. Something holds an old view of the "
			     "database open: a dump, a copy, a replica.");
	TRY(db_one(c, v->args->arena, &r, RETENTION_STILL, INT(clock_now() - STILL)));
	if (row_int(&r, 0, 0))
		say(v, WARN, "Processes that nobody has touched for two years, and nobody has ended: %" PRId64 ". Nothing of them is erased "
			     "until the parties end them.", row_int(&r, 0, 0));
	return OK;
}

static void
check_content(struct visit *v)
{
	struct db_conn *c;
	err e = db_read_begin(v->db, &c);

	if (!e) {
		e = check_organisation(v, c);
		if (!e)
			e = check_leftovers(v, c);
		if (!e)
			e = check_log(v, c);
		if (!e)
			e = check_kept(v, c);
		db_read_end(c);
	}
	if (e)
		say(v, TROUBLE, "The database could not be read (%s).", err_name(e));
}

void
look_at_data(struct visit *v)
{
	check_statements(v);
	check_content(v);
}
