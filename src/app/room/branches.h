/* branches.h: causes where they are voted on, and what the vote leads to. A vote on the branches of trees shows them as they hang, tree by
 * tree; its result stands beside the sheets about the same things (thing.h: things_beside), as an order only. Worker threads. */
#ifndef APP_ROOM_BRANCHES_H
#define APP_ROOM_BRANCHES_H

#include "app/chain/thing.h"
#include "app/room/view.h"

/* ---- voting ---- */

/* Finds what each cause of a ballot is about and hangs below, or which idea an idea goes on from, and while the vote is open puts
 * causes in the order of the trees. */
err branches_read(struct db_conn *c, const struct view *v, struct ballot_view *b) MUST_USE;
/* For the wall: the trees of a vote, into v->trees. While it is open nothing stands beside their causes; when it is closed, what they got,
 * and only those that got something and what they lead to are left. */
err branches_drawn(struct db_conn *c, struct view *v) MUST_USE;
/* Is this vote shown as fishbones? Its result is not where some of it would have to be left out of the drawing. */
bool branches_fit(const struct view *v, enum lang l, const struct ballot_view *b);
/* Where the tree that begins at i ends. Without trees: all. Pure. */
size_t branches_end(const struct ballot_view *b, size_t i);
/* A cause without votes is not in the result, unless none got any. Pure. */
bool branch_is_told(const struct ballot_view *b, size_t i);

/* ---- what the vote leads to ---- */

struct beside {
	const struct thing **p;	/* most votes first */
	size_t n;
	bool voted;	/* else those that are marked as root causes */
};
/* What stands beside the sheet about a thing. Pure. */
struct beside beside_of(const struct view *v, const struct thing *about);
str beside_name(const struct method_step *st, enum lang l);	/* what to call that: as the vote is called */

#endif
