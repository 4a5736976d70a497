/* retention.h: how long things are kept, and what forgets them when the time is over.
 *
 * The owner sets the periods on the administrator's page. A longer one counts at once; a shorter one counts after a month
 * of notice, in which the log and the privacy page tell of it: nobody wipes evidence in an afternoon. A job then really
 * deletes, in small pieces, and has the files wiped afterwards. Each piece is one write of its own: it may be killed at any
 * moment, and begins again where it stopped. Source: domain.md E.6, design.md section 7. */
#ifndef APP_RETENTION_RETENTION_H
#define APP_RETENTION_RETENTION_H

#include "app/app.h"
#include "text/i18n.h"

/* ---- the periods ---- */

enum keep {
	KEEP_NOTES,	/* after the work has ended */
	KEEP_WORK,	/* likewise: themes, choices, plans, measures, decisions */
	KEEP_HANDLED,	/* of the list of what must be handled: after it was ticked off */
	KEEP_LETTERS,	/* in the outbox */
	KEEP_LOG,	/* texts and people of the log */
	KEEP_ACCOUNTS,	/* after a person has left */
	KEEP_COUNT
};
enum keep_by { KEEP_BY_DAYS, KEEP_BY_MONTHS, KEEP_BY_YEARS };

struct keep_rule {
	const char *word;	/* name of the field, and of the setting after "keep." */
	const char *label, *hint;	/* message ids */
	enum keep_by by;
	int64_t usual, least, most;
};
extern const struct keep_rule keep_rules[KEEP_COUNT];

#define KEEP_NOTICE 30	/* days before a shorter period counts */

struct keeping {
	int64_t now[KEEP_COUNT];
	int64_t next[KEEP_COUNT], next_at[KEEP_COUNT];	/* a shorter one that is to come; next_at 0: none */
};
err keeping_read(struct db_conn *c, struct arena *a, struct keeping *out) MUST_USE;
/* "2 years", in words of the language. */
str keep_period(struct arena *a, enum lang l, enum keep k, int64_t value);
/* The same as it counts now, and from which day on another one does: "2 years (from 21 December: 1 year)". */
str keep_words(struct arena *a, enum lang l, enum keep k, const struct keeping *all);
/* The moment before which things of this kind are past their time. */
int64_t keep_before(struct arena *a, enum keep k, const struct keeping *all, int64_t now);

/* A db_write_fn: what the form wants. Every unit with a process reads about it in its log. */
struct keeping_change {
	struct arena *arena;
	int64_t person;
	str key;
	int64_t wanted[KEEP_COUNT];
	str contact;	/* whom people turn to about privacy; may be empty */
	bool later;	/* out: something becomes shorter, after the notice */
};
err keeping_change_write(struct db_conn *c, void *change) MUST_USE;

/* ---- the job ---- */

/* What is past its time now, for the doctor. */
struct due_line {
	const char *what;	/* in English */
	int64_t n;
};
struct due {
	struct due_line *p;
	size_t n;
	int64_t total, last;	/* last: when all had been looked through; 0: never */
};
err retention_due(struct db_conn *c, struct arena *a, struct due *out) MUST_USE;

/* What a node remembers from one call to the next. */
struct forgetter {
	str node;	/* a word of this one's own */
	int64_t believed_at;	/* clock_boot when it last believed the clock (doubt.h); 0: not yet */
};
/* Jobs thread: one piece of work, if it is time for any. *more: call again at once. One node at a time does it. */
err retention_run(struct app *app, struct arena *a, struct forgetter *f, bool *more) MUST_USE;

/* Inside a write function that deletes what must be gone from the files too: at once, or in the coming night with all the rest. */
enum wipe { WIPE_TONIGHT, WIPE_NOW };
err wipe_ask(struct db_conn *c, struct arena *a, enum wipe when) MUST_USE;
/* Jobs thread: wipes if that was asked for. ERR_BUSY: somebody reads all the time; again later. */
err wipe_run(struct app *app, struct arena *a) MUST_USE;

/* ---- a whole process ---- */

/* Inside a write function: a piece of a process. *done when nothing of it is left but that it was. by_parties: the three have agreed
 * to it; else its time was over. ERR_BUSY: a gathering of it is open. */
err process_erase(struct db_conn *c, struct arena *a, int64_t process, bool by_parties, bool *done) MUST_USE;
/* A line of the table in access/agreement_kinds.c: the jobs do it next. ERR_CONFLICT: a gathering is open. */
struct agreement;
err process_delete_agreed(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g) MUST_USE;
/* Inside a write function: the measures of a process, or one of them (the other is 0). */
err measure_erase(struct db_conn *c, int64_t process, int64_t measure) MUST_USE;

#endif
