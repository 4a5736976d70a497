/* agreement_pages.h: the pages on which the parties agree. */
#ifndef APP_ACCESS_AGREEMENT_PAGES_H
#define APP_ACCESS_AGREEMENT_PAGES_H

#include "app/access/agreement.h"

struct agreement_view {
	struct agreement g;
	struct agreement_parties all;
	str place;	/* "/p/3", or "/u/2" for what is about the unit */
	str title, base, url;	/* "/p/3/agreements/7"; with the site in front, for the QR code */
	str after;	/* where one goes on when all agree */
	struct parties mine;	/* the reader's roles that are asked */
	bool may_advise, is_mine, demo;
	bool answered;	/* the reader, in each of those roles */
	bool none_above;	/* nobody holds a role at the next level */
};

err agreements_page(struct req *rq, struct response *rs);
err agreement_page(struct req *rq, struct response *rs);
err agreement_post(struct req *rq, struct response *rs);
err agreement_drop_post(struct req *rq, struct response *rs);
err agreement_screen_page(struct req *rq, struct response *rs);

#endif
