/* decided.h: what the three have agreed on after the themes, phase by phase, as everybody who works there may read it: which ideas
 * became measures and which were set aside, what trials led to, and why where staff's own word was not followed. Nothing that waits for
 * an answer, and nothing about a sensitive measure. Worker threads. */
#ifndef APP_CHAIN_DECIDED_H
#define APP_CHAIN_DECIDED_H

#include "app/chain/choose.h"

struct decided {
	str title;
	const struct method_answer *answer;	/* of a verdict; NULL: it was chosen or set aside */
	bool goes_on, is_added;
	str reason;	/* may be empty */
};
struct decided_pick {
	const struct method_pick *pick;
	struct decided *p;	/* what goes on first */
	size_t n;
};
struct decided_phase {
	const struct method_phase *phase;
	struct decided_pick *picks;
	size_t n;
	bool waits;	/* staff have voted or judged, and the three have not confirmed anything yet */
};
/* n 0 and !waits: there is nothing to tell of this phase. */
err decided_read(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase, struct decided_phase *out)
	MUST_USE;

#endif
