/* calendar_pages.h: handlers of calendars, for routes.c, and what their page shows. */
#ifndef APP_CALENDAR_CALENDAR_PAGES_H
#define APP_CALENDAR_CALENDAR_PAGES_H

#include "app/req.h"

struct calendar_me_view {
	int64_t since;	/* when the address was made; 0: there is none */
	str address;	/* shown once, right after it was made */
	bool invitations, reminders;	/* this person gets them by mail */
	bool mail, has_email;
};

err feed_page(struct req *rq, struct response *rs);
err me_calendar_page(struct req *rq, struct response *rs);
err me_calendar_post(struct req *rq, struct response *rs);
err plan_calendar_page(struct req *rq, struct response *rs);
err public_calendar_page(struct req *rq, struct response *rs);
err room_calendar_page(struct req *rq, struct response *rs);

#endif
