/* judge.h: each answers each question about each thing: keep, adjust, stop, lift. One open round for each question about each
 * thing; answers are counted like all votes, and shown when closed, from k up (chain/verdict.h). Worker threads. */
#ifndef APP_ROOM_JUDGE_H
#define APP_ROOM_JUDGE_H

#include "app/chain/verdict.h"
#include "app/room/room.h"

/* A round for each question about each thing that has none yet; inside the write function that starts the step. */
err judge_open(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st) MUST_USE;

/* A new round of every question; those before are kept as "replaced". Inside a write function. */
err judge_again(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st) MUST_USE;

/* One question's round about a thing. */
struct judge_round {
	struct round round;
	str about;
};
struct judge_rounds {
	struct judge_round *p;
	size_t n;
};
err judge_rounds(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st,
	struct judge_rounds *out) MUST_USE;
const struct judge_round *judge_find(const struct judge_rounds *r, str about, str question);

#endif
