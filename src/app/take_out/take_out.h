/* take_out.h: a whole process as one zip: JSON for machines, PDFs for people, a text that says what is in it.
 *
 * It needs all three parties; for some days after they have agreed each of the group may fetch it, with their own password, and every
 * fetching stands in the log. In it is what the three see together: plan, themes and counts, choices, causes, sheets, measures,
 * meetings, decisions. Never in it: notes (design.md 7.8), sheets that were not shared, sensitive measures and what hangs on them,
 * what must be handled, sentences of check-ins, the log, whatever lets somebody in, and anything of a room that is open.
 * docs/whole-export.md describes the JSON. Source: issue 3 point 9, design.md sections 7 and 8. Worker threads. */
#ifndef APP_TAKE_OUT_TAKE_OUT_H
#define APP_TAKE_OUT_TAKE_OUT_H

#include "app/access/agreement.h"
#include "app/process/process.h"
#include "sheet/bundle.h"

#define TAKE_OUT_DAYS 14	/* so long it can be fetched once they have agreed */
#define TAKE_OUT_FILES_MOST 16

struct take_out_state {
	int64_t asked;	/* the question that waits for answers; 0: none */
	int64_t until;	/* can be fetched until then; 0: not */
};
err take_out_state(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, struct take_out_state *out) MUST_USE;

/* db_write_fn: asks the three. */
struct take_out_act {
	struct arena *arena;
	int64_t unit, process, person;
	enum lang lang;
	str key, wording;
	int64_t agreement;	/* out; 0: the form had been sent before */
};
err take_out_ask(struct db_conn *c, void *act) MUST_USE;
/* db_write_fn: notes in the log that somebody takes it out now. ERR_CONFLICT: they have not agreed, or it is too late. */
err take_out_fetch(struct db_conn *c, void *act) MUST_USE;

/* The JSON of a process, in the arena. */
err take_out_json(struct req *rq, struct db_conn *c, const struct process *p, str *out) MUST_USE;
/* All of it as a zip in rs; gives the snapshot back. ERR_TOOBIG and ERR_BUSY with words for people. */
err take_out_zip(struct req *rq, struct response *rs, const struct process *p) MUST_USE;

#endif
