/* person.h: erasing a person: what goes, what stays and why.
 *
 * Name, address and password go, with everything that is the person's alone. What was decided together stays as it was
 * decided, by role and without a name: the other parties, and the law, rest on it. Where a person stands in the database is
 * written down column by column; a test finds the columns that are not. Source: domain.md E.6, issue 3 point 12. */
#ifndef APP_RETENTION_PERSON_H
#define APP_RETENTION_PERSON_H

#include "db/db.h"

enum person_fate {
	PERSON_GOES,	/* the row, or the reference in it, is removed */
	PERSON_NAMELESS,	/* stays as "a former colleague": a decision, or a line of the log until its time is over */
	PERSON_SHORT,	/* gone when a workshop closes, or the like, and in no export: who does what while it is open */
};
struct person_column {
	const char *table, *column;
	enum person_fate fate;
	const char *part;	/* of the person's own export (access/me_export.c); NULL with PERSON_SHORT only */
};
extern const struct person_column person_columns[];
extern const size_t person_column_count;

/* Inside a write function; nothing happens the second time. The person must have left. by: person, or 0 for the program. */
err person_erase(struct db_conn *c, struct arena *a, int64_t person, int64_t by) MUST_USE;

/* What an erasure would do, in numbers. */
struct person_traces {
	int64_t letters, own_sheets, tasks;	/* go; tasks: not done yet, become nobody's */
	int64_t decisions, meetings, log;	/* stay without a name */
};
err person_traces(struct db_conn *c, struct arena *a, int64_t person, struct person_traces *out) MUST_USE;

#endif
