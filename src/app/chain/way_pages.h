/* way_pages.h: the page of the red thread. */
#ifndef APP_CHAIN_WAY_PAGES_H
#define APP_CHAIN_WAY_PAGES_H

#include "app/chain/way.h"
#include "app/page.h"

err chain_page(struct req *rq, struct response *rs);

/* ---- for the template ---- */

struct ways_view {
	str base;	/* "/p/3" */
	struct ways ways;
	bool one;	/* only the one the reader came for */
};
bool way_has_below(const struct way *w, size_t at);

#endif
