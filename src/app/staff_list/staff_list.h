/* staff_list.h: many people at once, from the list the HR system gives: read, shown row by row, and taken in when the administrator
 * says so.
 *
 * Only what is needed is read: name, address, unit, role; and the leader's address, to compare it with who leads the unit here. Other
 * columns are named on the page and go no further; those that must
 * never come here (union, absence, leave, national identity number) are pointed out. The file is never stored: what would change
 * something goes to the page as rows and comes back with its form. Nobody is removed, no role ends, and the same list twice changes
 * nothing. Union representatives (their union is stored only with the role) and administrators are registered by hand.
 * Source: issue 3 point 9, domain.md E.12. Worker threads. */
#ifndef APP_STAFF_LIST_STAFF_LIST_H
#define APP_STAFF_LIST_STAFF_LIST_H

#include "app/access/people.h"
#include "sheet/workbook.h"

#define STAFF_LIST_ROWS_MOST 2000
#define STAFF_LIST_NAME 120	/* letters */
#define STAFF_LIST_BYTES 5000000	/* of a file; the route takes a little more, for the rest of the form */

enum staff_outcome {
	STAFF_SAME,	/* as it is already, or stands further up in the list */
	STAFF_NEW,	/* a person and a role */
	STAFF_ROLE,	/* a known person gets a role */
	STAFF_NAME,	/* a known person's name is written otherwise; with or without a role */
	STAFF_WRONG,
	STAFF_OUTCOMES
};
struct staff_row {
	size_t number;	/* in the file */
	str name, email;	/* as they will stand */
	int64_t unit;
	str unit_name;	/* as the file says it when there is no such unit */
	str leader;	/* leder_epost: compared with who leads the unit, and never packed or kept */
	enum role role;
	enum staff_outcome outcome;
	str problem;	/* of a wrong one: a sentence */
	str old_name;	/* STAFF_NAME */
	bool gives_role;	/* STAFF_NAME: a role too */
	int64_t person;	/* known: else 0 */
};
/* What the list says of who leads a unit, each address once. It gives nobody a role. */
enum staff_leads { LEADS_ALREADY, LEADS_BY_LIST, LEADS_NOT };
struct staff_leader {
	int64_t unit;
	str unit_name, email;
	enum staff_leads leads;
};
#define STAFF_LEADERS_MOST 200

struct staff_list {
	struct staff_row *rows;
	size_t n, counts[STAFF_OUTCOMES];
	str ignored;	/* columns that are not read: "mobil, stilling" */
	str unwanted;	/* columns that must not be in such a file */
	enum encoding encoding;
	char separator;
	struct staff_leader *leaders;
	size_t leader_count;
	str tab;	/* of a workbook: the sheet that was read */
	size_t tabs;
	bool has_head;	/* false: no columns with names and units were found */
};

/* What each row of a file would do. l: of the problems. Changes nothing. */
err staff_list_read(struct db_conn *c, struct arena *a, enum lang l, int64_t organisation, const struct read_table *t,
	struct staff_list *out) MUST_USE;
/* Rows that change something, for the form of the page, and back again. */
str staff_list_pack(struct arena *a, const struct staff_list *s);
err staff_list_unpack(struct db_conn *c, struct arena *a, enum lang l, int64_t organisation, str packed, struct staff_list *out) MUST_USE;

/* db_write_fn: some of the rows, as they stand in the database now. Killed between two, the rest is done by doing it all again.
 * ERR_CONFLICT: a row has become wrong meanwhile; nothing of these is done. */
#define STAFF_LIST_PIECE 25
struct staff_take {
	struct arena *arena;
	int64_t organisation, by;
	enum lang lang;
	const struct staff_row *rows;
	size_t n;
	bool invite;	/* send those who are new a letter, when mail has been set up */
	str key;	/* of the form, with the first piece; else empty */
	bool again;	/* out: the form had come before */
};
err staff_list_take(struct db_conn *c, void *take) MUST_USE;
/* db_write_fn for the same: the line in the log, when all pieces are in. n: how many rows. */
err staff_list_log(struct db_conn *c, void *take) MUST_USE;

#endif
