/* audit.h: the log of decisions and changes, each entry chained to the one before.
 *
 * inner = H(salt, facts and body), hash = H(previous hash, inner): after a year salt, body and people are emptied, and the
 * chain still verifies through inner. Openings are logged for sensitive things only. People read the log as sentences made
 * from kind and body in their own language; names are joined when it is read, never written into a body.
 * Source: design.md section 8. Worker threads. */
#ifndef APP_ACCESS_AUDIT_H
#define APP_ACCESS_AUDIT_H

#include "db/db.h"
#include "text/i18n.h"

/* One line of the log. Inside a write function. unit, process, person (who did it) and about (whom it is about)
 * may be 0. kind is a word of the table in audit_text.c, body what audit_body made, or empty. */
err audit_add(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, int64_t person, int64_t about,
	const char *kind, str body) MUST_USE;

/* A flat JSON object for the body: audit_body(a, V("role", S("leader")), V("to_at", t)). Words the sentences know
 * how to show: "role" (a word of role.h), "text" (a message id), names that end in "_at" (days) and in "_time" (day and clock); all others as they stand. */
#define audit_body(a, ...) audit_body_(a, (const struct tr_arg[]){ __VA_ARGS__ }, \
	COUNT(((const struct tr_arg[]){ __VA_ARGS__ })))
str audit_body_(struct arena *a, const struct tr_arg *args, size_t n);

struct audit_check {
	int64_t entries, emptied;	/* emptied: those whose text is past its time */
	int64_t first_bad;	/* id of the first entry that does not fit; 0: all do */
	str last_hash;	/* write it down elsewhere, and later cuts at the end show too */
};
/* Walks the whole chain. What does not fit is a result, not an error. */
err audit_verify(struct db_conn *c, struct arena *a, struct audit_check *out) MUST_USE;

struct audit_line {
	int64_t at;
	str sentence;	/* in the reader's language */
};
struct audit_lines {
	struct audit_line *p;
	size_t n;
	bool more;	/* older ones exist */
};
/* The newest 200 before the entry `before` (0: from the end), newest first: of a process and its unit, or all that a
 * person did or that is about them. */
err audit_of_process(struct db_conn *c, struct arena *a, enum lang l, int64_t unit, int64_t process, int64_t before,
	struct audit_lines *out, int64_t *next) MUST_USE;
err audit_of_person(struct db_conn *c, struct arena *a, enum lang l, int64_t person, int64_t before,
	struct audit_lines *out, int64_t *next) MUST_USE;

/* The sentence for one entry. A kind the table does not know is shown as its word. Pure. */
str audit_sentence(struct arena *a, enum lang l, str kind, str body, str who, str about);

#endif
