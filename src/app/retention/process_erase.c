/* process_erase.c: of a whole process stays that it was. */
#include "app/access/agreement.h"
#include "app/access/audit.h"
#include "app/retention/retention.h"
#include "app/sql.h"
#include "base/clock.h"
#include "base/str.h"

/* What refers to others first. A new table of a process gets its line here; a test looks. */
static const int parts[] = {
	GONE_ATTENDANCE, GONE_STEPS, GONE_BALLOTS, GONE_VOTES, GONE_TOTALS, GONE_ROUNDS, GONE_SEATS, GONE_SEAT_SHEETS, GONE_SEAT_FIELDS, GONE_KEYS,
	GONE_GONE, GONE_EVENTS,
	GONE_SLIPS, GONE_TAPS, GONE_READING, GONE_THEMES, GONE_CAUSES, GONE_BONES, GONE_FIELDS, GONE_ENTRIES, GONE_PLACINGS,
	GONE_TASKS, GONE_LIFTS, GONE_CHALLENGES, GONE_OPENINGS, GONE_ERASE_ASKS, GONE_HANDLE, GONE_OWN_SHEETS,
	GONE_GROUP_INPUTS, GONE_MESSAGES, GONE_RULES, GONE_CHECKS, GONE_PHASES, GONE_INVITATIONS, GONE_REMINDERS_OFF,
	GONE_PUBLISHED, GONE_RELEASED_LINKS, GONE_RELEASES, GONE_DIGEST, GONE_LETTERS, GONE_SITTINGS, GONE_AGENDA_ITEMS,
	GONE_AGENDA_THERE, GONE_AGENDA_SEEN, GONE_AGENDA_CORRECTIONS, GONE_AGENDA_MEETINGS, GONE_TICKS, GONE_AGREEMENTS,
	GONE_ROLES, GONE_LOG, GONE_PROCESS,
};

/* Likewise; by process, or one measure by itself. */
static const int measure_parts[] = { GONE_MEASURE_HELPERS, GONE_MEASURE_LOG, GONE_MEASURE_OBJECTIONS, GONE_MEASURE_LOOKS,
	GONE_MEASURE_TAPS, GONE_MEASURE_SENTENCES, GONE_RELEASED_ITEMS, GONE_MEASURES };

err
measure_erase(struct db_conn *c, int64_t process, int64_t measure)
{
	for (size_t i = 0; i < COUNT(measure_parts); i++)
		TRY(db_exec(c, NULL, measure_parts[i], INT_OR_NIL(process), INT_OR_NIL(measure)));
	return OK;
}

err
process_erase(struct db_conn *c, struct arena *a, int64_t process, bool by_parties, bool *done)
{
	struct rows r;
	int64_t changed;

	*done = false;
	TRY(db_one(c, a, &r, GONE_ABOUT, INT(process)));
	if (row_int(&r, 0, 2))
		return ERR_BUSY;
	TRY(wipe_ask(c, a, WIPE_NOW));
	TRY(db_exec(c, &changed, GONE_NOTES, INT(process)));
	if (changed)
		return OK;
	TRY(measure_erase(c, process, 0));
	for (size_t i = 0; i < COUNT(parts); i++)
		TRY(db_exec(c, NULL, parts[i], INT(process)));
	*done = true;
	return audit_add(c, a, row_int(&r, 0, 0), 0, 0, 0, by_parties ? "process.erased" : "process.expired",
		audit_body(a, V("name", row_text(&r, 0, 1))));
}

err
process_delete_agreed(struct app *app UNUSED, struct db_conn *c, struct arena *a, const struct agreement *g)
{
	struct rows r;

	TRY(db_one(c, a, &r, GONE_ABOUT, INT(g->process)));
	if (row_int(&r, 0, 2))
		return ERR_CONFLICT;
	return db_exec(c, NULL, GONE_ASK, INT(g->process), INT(clock_now()));
}
