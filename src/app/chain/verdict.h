/* verdict.h: what many have answered about each thing: is it kept, adjusted, stopped, lifted; is it concrete; is it ours to
 * solve. In a meeting of the three they answer together, and that stands. Answers of all closed sittings are counted together,
 * and of an open one its own closed rounds. Nothing is told of fewer than k, nor what could be found by subtracting
 * (chain/themes.h, sum_is_safe). Worker threads. */
#ifndef APP_CHAIN_VERDICT_H
#define APP_CHAIN_VERDICT_H

#include "app/method/method.h"
#include "app/room/room.h"
#include "db/db.h"

/* What was answered to one question about one thing. */
struct judged {
	str about, question;
	int64_t answers;	/* people; 0 unless `numbers` */
	bool numbers;	/* enough to be shown; false with `most`: nearly all said that, and the group is small */
	int64_t *totals;	/* one for each answer of the step; 0 unless `numbers` */
	const struct method_answer *most;	/* what most answered; NULL: too few answers, or some stand equal */
	int64_t at;	/* when the newest sitting in which somebody answered was closed; 0: it is open, or they said it together */
	bool lift;	/* most say that others must solve it: by a lift, or by a no to a question that says so */
};
struct judgements {
	struct judged *p;
	size_t n;
};
/* rm: an open sitting, or NULL for what closed sittings have answered. A thing nobody was asked about is not there. */
err verdict_read(struct db_conn *c, struct arena *a, int64_t process, const struct room *rm, const struct method_step *st,
	struct judgements *out) MUST_USE;
/* The first question's answer about a thing, or NULL. */
const struct judged *verdict_on(const struct judgements *j, const struct method_step *st, str about);
const struct judged *verdict_to(const struct judgements *j, str about, str question);
/* The answer that has most, from its totals: -1 when two stand equal or nobody has answered. Pure. */
int verdict_most(const int64_t *totals, size_t n);

#endif
