/* agreement.h: what the three parties decide together.
 *
 * Needed: the leader, every confirmed union representative, employee representatives where there is no union
 * representative, and every safety representative of the unit, each with their own secret, one tick for each role.
 * A disagreement is one sentence. When the days are over the question goes to the next level; it never becomes consent
 * by waiting, and until all agree nothing changes. Source: design.md section 8, domain.md G.3. Worker threads.
 *
 * How another capability uses it:
 *	1. a line in the table of agreement_kinds.c: { "start", N_("Agreed to start"), "/plan", process_start_agreed }
 *	2. agreement_open inside its write function, then req_go to /p/:process/agreements/:id
 *	3. the function of the line does the work, in the transaction of the last tick; or it asks agreement_state. */
#ifndef APP_ACCESS_AGREEMENT_H
#define APP_ACCESS_AGREEMENT_H

#include "app/access/people.h"

enum agreement_state { AGREEMENT_NONE, AGREEMENT_OPEN, AGREEMENT_RAISED, AGREEMENT_AGREED, AGREEMENT_DROPPED };

struct agreement {
	int64_t id, unit, process;	/* process 0: about the unit */
	str kind, subject;	/* subject: what it is about within kind, often an id */
	str wording;	/* what is agreed, as it was shown */
	enum lang lang;	/* of the wording */
	enum agreement_state state;
	int64_t opened, opened_by, due, closed;
	str opened_by_name;
};

struct agreement_kind {
	const char *word;
	const char *title;	/* message id: N_("…") */
	const char *after;	/* where one goes on, below /p/:process; NULL: the process itself */
	/* Inside the transaction of the last tick; may run twice. Anything but OK takes the tick back. May be NULL. app: for what is
	 * remembered, such as the method. */
	err (*on_agreed)(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g);
};
extern const struct agreement_kind agreement_kinds[];
extern const size_t agreement_kind_count;
const struct agreement_kind *agreement_kind_of(str word);	/* never NULL for words of the table; else asserts */

struct agreement_new {
	int64_t unit, process;	/* process may be 0 */
	const char *kind;
	str subject, wording;
	enum lang lang;
	int64_t by;	/* person */
};
/* Opens one, or gives the one that is open already for this kind and subject. It goes to the next level after the days of the process.
 * Inside a write function. */
err agreement_open(struct db_conn *c, struct arena *a, const struct agreement_new *n, int64_t *id) MUST_USE;

/* How the newest one of this kind and subject stands; AGREEMENT_NONE when nobody has asked. Reads and write functions. */
err agreement_state(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, const char *kind, str subject,
	enum agreement_state *state, int64_t *id) MUST_USE;

bool agreement_is_open(enum agreement_state s);	/* can still be answered: open or raised */
struct agreements {
	struct agreement *p;
	size_t n;
};
err agreement_list(struct db_conn *c, struct arena *a, int64_t process, struct agreements *out) MUST_USE;
err agreement_get(struct db_conn *c, struct arena *a, int64_t id, struct agreement *out) MUST_USE;

enum answer { ANSWER_NONE, ANSWER_YES, ANSWER_NO, ANSWER_ADVICE };
enum answer answer_of_word(str word);	/* "yes" */

struct agreement_party {
	struct party who;
	bool needed;	/* false: has answered in a role that is over, or advises from the next level */
	enum answer answer;
	str sentence;
	int64_t at;
};
struct agreement_parties {
	struct agreement_party *p;
	size_t n;
	bool no_leader, no_rep, no_safety;	/* nobody holds the role: cannot be agreed */
	bool complete;	/* all that are needed say yes, and no party is missing */
};
err agreement_parties(struct db_conn *c, struct arena *a, const struct agreement *g, struct agreement_parties *out) MUST_USE;

/* A db_write_fn: one answer by one of the person's roles. ERR_DENIED: not a role of theirs that is asked;
 * ERR_CONFLICT: it is closed. */
struct agreement_tick {
	struct app *app;
	struct arena *arena;
	int64_t agreement, role, person;
	enum answer answer;
	str sentence, key;
	enum agreement_state state;	/* out: how it stands now */
};
err agreement_answer(struct db_conn *c, void *tick) MUST_USE;

/* A db_write_fn for a struct agreement_tick: takes an open question back (whoever asked it). */
err agreement_drop(struct db_conn *c, void *tick) MUST_USE;

/* Open questions of the person's roles that they have not answered; for the front page. */
struct agreement_waiting {
	int64_t id, unit, process, due;
	str kind, unit_name;
	bool advice;	/* raised to the reader as one of the next level */
};
struct agreements_waiting {
	struct agreement_waiting *p;
	size_t n;
};
err agreements_waiting(struct db_conn *c, struct arena *a, int64_t person, struct agreements_waiting *out) MUST_USE;

/* Jobs thread, now and then: raises what is past its days to the next level. */
err agreement_run_due(struct app *app, struct arena *a) MUST_USE;

#endif
