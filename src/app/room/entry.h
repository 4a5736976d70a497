/* entry.h: sheets filled in together while a step of kind form or proposal runs: one for each thing that comes in, for each
 * table where tables work by themselves. Without things one for the table, or for all.
 *
 * Whoever saves says which version of each field they saw: what somebody else has changed meanwhile is not overwritten unseen,
 * but comes back beside what was typed. Nothing here knows who wrote. A sheet is drawn again with every change (EVENT_ENTRY).
 * Worker threads. */
#ifndef APP_ROOM_ENTRY_H
#define APP_ROOM_ENTRY_H

#include "app/chain/thing.h"

#define SHEET_TEXT_GRAPHEMES 800
#define SHEET_LINE_GRAPHEMES 160
#define SHEETS_MOST 1000	/* in one step of a sitting */

struct entry {
	str id, step, about;
	enum step_makes makes;
	int64_t table;	/* 0: all together */
	struct filled *f;
	size_t n;
	struct text3 title;	/* in one line */
	bool aside;
};
struct entries {
	struct entry *p;
	size_t n;
};
/* The sheets of a step in this sitting, set aside ones too when `aside`. */
err entries_read(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, bool aside,
	struct entries *out) MUST_USE;
/* Those of the whole sitting that were set aside. */
err entries_aside(struct db_conn *c, struct arena *a, const struct room *rm, struct entries *out) MUST_USE;
err entry_get(struct db_conn *c, struct arena *a, const struct room *rm, str id, struct entry *out) MUST_USE;
/* NULL when that sheet has not been begun. table: -1 for any. */
const struct entry *entries_find(const struct entries *e, str about, int64_t table);
str entry_body(const struct entry *e, str field);	/* accepts NULL; empty when nothing is written */
int64_t entry_version(const struct entry *e, str field);
bool entry_is_empty(const struct entry *e);
/* Has a choice been made that says others must solve it? */
bool entry_lifts(const struct method_sheet *sheet, const struct entry *e);

/* May a sheet of this step be about that? One about nothing where nothing comes in; a proposal may always stand alone. ERR_INVALID: no. */
err entry_is_offered(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, str about) MUST_USE;

struct entry_value {
	const struct method_field *field;
	str body;	/* cleaned */
	int64_t version;	/* that the writer saw; 0: nothing was there */
};
struct entry_act {
	struct arena *arena;
	struct app *app;
	int64_t room, table;
	str seat;	/* unless by_desk or by_group */
	bool by_desk, by_group;
	str step, about;
	str id;	/* the desk: that sheet */
	struct entry_value *values;
	size_t n;
	bool taken;	/* out, with ERR_CONFLICT: another table has that one */
	int64_t seq;	/* out */
};
/* db_write_fn. ERR_CONFLICT: a field has another version by now, or another table has the proposal; nothing is written. */
err entry_save(struct db_conn *c, void *act) MUST_USE;
/* A table takes a thing that a proposal is made of, or gives it back while nothing is written. */
err entry_take(struct db_conn *c, void *act) MUST_USE;
err entry_leave(struct db_conn *c, void *act) MUST_USE;

/* Text from a form, fit to keep in a field: limits, dates ("2026-11-21"), spans ("2026-11-21/2026-12-01"), choices, numbers. */
err entry_clean(struct arena *a, const struct method_field *field, str typed, str *out) MUST_USE;
/* Is this a field where no colleague should be named (see blame.h)? Not where the sheet asks who does something. Pure. */
bool sheet_looks_for_names(const struct method_field *field);
/* What stands in a field, for people: dates written out, the text of a choice. */
str entry_shown(struct arena *a, const struct method_field *field, str body, enum lang l);

/* When a sitting closes: what was marked for others to solve goes on the list of lifts, once for each thing. Inside the write
 * function that closes, not for rehearsals. */
err lifts_gather(struct db_conn *c, struct arena *a, const struct room *rm) MUST_USE;
/* One thing on that list, unless it is there already. Inside write functions. */
err lift_once(struct db_conn *c, struct arena *a, const struct room *rm, str thing, str what) MUST_USE;

#endif
