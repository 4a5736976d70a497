/* decide.h: choosing without a ballot: which proposals become measures, and what the trials' verdicts lead to. What the staff has
 * said is the suggestion (proposals in the order of the votes on their ideas; what most answered about a trial); going another way
 * needs a reason that staff read. As with challenges nothing is decided before all three agree (choose.h, agreement kind
 * "choice"); then proposals become measures, and verdicts stand on the measures' cards. Source: domain.md A.5.3, A.5.4, design.md 8.
 * Worker threads. */
#ifndef APP_CHAIN_DECIDE_H
#define APP_CHAIN_DECIDE_H

#include "app/chain/choose.h"
#include "app/chain/thing.h"
#include "app/chain/verdict.h"

/* One thing as the page offers it. */
struct decision {
	struct thing thing;
	str key;	/* for the form's fields: the ref without its colon */
	bool no_parent;	/* a proposal that is tied to no challenge */
	bool suggested, standing, ticked;
	const struct judged *said;	/* what was answered about it; NULL */
	const struct method_answer *vote, *answer;	/* what most answered, and what is proposed; may be NULL */
	str reason, problem;
};
struct decide_pick {
	const struct method_pick *pick;
	const struct method_step *verdict;	/* whose answers are confirmed; NULL: things are chosen */
	struct decision *p;
	size_t n, suggested;
	str problem;
	bool lacks, is_over;	/* what decide_check found: a tick or a reason is missing; too much is ticked */
};
struct decide_offer {
	const struct method_step *step;
	struct decide_pick *picks;
	size_t n, things;	/* things: in all picks */
	bool decided;
};
/* The step of the phase where the three choose without a ballot about themes; NULL. */
const struct method_step *decide_step(const struct method_phase *phase);
/* ERR_NOTFOUND: nothing is chosen so in this phase. */
err decide_read(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase,
	struct decide_offer *out) MUST_USE;
/* CHALLENGE_PROPOSED: nothing is written. Pure. */
enum challenge_state decision_outcome(const struct decide_pick *p, const struct decision *d);
/* Sets the problems, in the reader's language. Pure. */
err decide_check(enum lang l, struct arena *a, struct decide_pick *p) MUST_USE;

/* db_write_fn: keeps the proposal and asks the three; see choose_act. */
struct decide_act {
	struct arena *arena;
	struct app *app;
	int64_t process, unit, person;
	str phase, key;
	enum lang lang;
	void (*read_form)(void *ctx, struct decide_offer *o);
	void *ctx;
	int64_t agreement;	/* out */
};
err decide_propose(struct db_conn *c, void *act) MUST_USE;
/* Inside choose_agreed: what has been decided now is carried out. */
err decide_carry_out(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g,
	const struct challenges *decided) MUST_USE;

#endif
