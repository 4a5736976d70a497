/* way_pages.h: the page of the red thread. */
#ifndef APP_CHAIN_WAY_PAGES_H
#define APP_CHAIN_WAY_PAGES_H

#include "app/chain/way.h"
#include "app/page.h"

err chain_page(struct req *rq, struct response *rs);

/* ---- for the template ---- */

struct ways_view {
	str base, of;	/* base: "/p/3" */
	struct ways ways;
	bool open;	/* all are drawn out; else each opens by itself */
	bool as_text;
	str lift, lift_title;	/* what the reader may lift of the way that is looked at; empty: nothing */
};
/* Threads in the order in which they are drawn: i from 0 to twice as many as there are nodes, those of the marked way last. NULL: none. */
const struct way_node *way_thread_to(const struct way_picture *w, size_t i);
bool way_is_marked(const struct way *w);	/* one of it was asked for */
bool ways_have(const struct ways *w, enum way_stage s);
int64_t ways_in_group(const struct ways *w, enum way_group g);
str way_group_name(enum lang l, enum way_group g);
str way_fate_name(struct arena *a, enum lang l, enum way_fate f, int64_t n);	/* "2 kept" */
/* "4 notes → 2 root causes → 1 measure" */
str way_in_short(struct arena *a, enum lang l, const struct way *w);

#endif
