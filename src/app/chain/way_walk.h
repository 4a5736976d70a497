/* way_walk.h: gathering the nodes of the red thread; between way.c and the three that fill it. */
#ifndef APP_CHAIN_WAY_WALK_H
#define APP_CHAIN_WAY_WALK_H

#include "app/chain/way.h"
#include "base/map.h"

struct walk {
	struct db_conn *c;
	struct arena *a;
	enum lang l;
	const struct way_ask *ask;
	const struct process *p;
	struct map *above;	/* ref → str *: what it is about, also of what is not shown */
	struct map *at;	/* ref → size_t *: 1 + its node */
	struct way_node *nodes;
	size_t n, room;
};

/* WAY_NONE when there are too many. */
size_t way_add(struct walk *w, struct way_node node);
void way_link(struct walk *w, str ref, str above);
/* The nearest node above a ref, itself included; WAY_NONE. */
size_t way_above(const struct walk *w, str ref);
/* Where what is about a thing hangs: on the causes that were found behind it, if any were. */
size_t way_hook(const struct walk *w, str about);
bool way_has_child(const struct walk *w, size_t at);

str way_ref_of(struct walk *w, const char *kind, str id);	/* empty for an empty id */
str way_of_process(struct walk *w, const char *rest);	/* "/p/3/rest" */
bool way_goes_on(str state);	/* of a choice: chosen, or added */

/* way_said.c: themes, what was chosen, and causes; and last, the themes that nothing came of. */
err way_said(struct walk *w) MUST_USE;
err way_left(struct walk *w) MUST_USE;
/* way_asked.c: what was written down to go on with; and sentences, ideas and proposals. */
err way_written(struct walk *w) MUST_USE;
err way_asked(struct walk *w) MUST_USE;
/* way_done.c: measures, what is lifted, and what came of each. */
err way_done(struct walk *w) MUST_USE;

#endif
