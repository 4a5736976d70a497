/* outcome.h: what staff said about things that are no themes: votes on ideas, causes or proposals, ranked, and verdicts on trials
 * or sentences. Found by the kind of step, so that any method has them. Not of rounds that are open, rehearsals or group meetings.
 *
 * Numbers of votes follow the rule of themes.h, verdicts that of verdict.h. A single note is never told in its own words (design.md
 * 7.8): the proposal that was made of it stands for it, and the others are counted. Sensitive measures are not in it. Worker threads. */
#ifndef APP_CHAIN_OUTCOME_H
#define APP_CHAIN_OUTCOME_H

#include "app/chain/themes.h"
#include "app/chain/verdict.h"

#define VOTES_FIRST 6	/* that stand open on a page; the others are folded */

struct outcome_vote {
	str ref;
	struct text3 title;
	struct text3 about;	/* of a cause: what it is a cause of; else empty */
	int64_t votes;	/* for order only unless the outcome says `numbers` */
	int64_t rank;	/* 1 is most; the same for those that stand equal */
};
struct outcome_judged {
	str about;
	struct text3 title;
	const struct judged **on;	/* one for each question; NULL: was not asked about this */
};
struct outcome {
	const struct method_step *step;
	const struct method_ballot *ballot;	/* NULL: a verdict */
	struct outcome_vote *votes;	/* most first */
	size_t vote_count;
	int64_t untold;	/* got votes too, but are single notes that nothing was made of */
	bool numbers, over_all;
	int64_t voters;	/* shown only with `numbers` */
	struct outcome_judged *judged;
	size_t judged_count;
};
struct outcomes {
	struct outcome *p;
	size_t n;
	int64_t k;
};
/* Of a phase: all closed sittings, or only `one`, which is closed (NULL: all). */
err outcomes_read(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase,
	const struct sitting *one, struct outcomes *out) MUST_USE;
/* Only the votes on what steps of this kind have made. A phase whose pack has no such vote is not looked up. */
err outcomes_of_votes_on(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase,
	enum step_kind kind, struct outcomes *out) MUST_USE;

#endif
