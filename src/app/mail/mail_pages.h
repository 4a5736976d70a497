/* mail_pages.h: handlers of mail, for routes.c, and what their pages show. */
#ifndef APP_MAIL_MAIL_PAGES_H
#define APP_MAIL_MAIL_PAGES_H

#include "app/form.h"
#include "app/mail/mail.h"
#include "app/req.h"

/* A letter that did not get through, for the administrator: who and why, never what it says. */
struct mail_stuck {
	int64_t id, created, tries;
	str recipient, state, trouble;
};

struct mail_admin_view {
	struct mail_setup setup;
	struct mail_counts counts;
	struct mail_stuck *stuck;
	size_t stuck_count;
	str test_state, test_trouble;	/* of the last test letter; empty: none was sent */
	int64_t test_at;
	bool demo, no_public_url;
	bool has_password, password_open, password_bad;	/* open: others on the machine can read it */
	str my_email;
};

struct reminders_view {
	str base;
	bool mail;
};

err mail_admin_page(struct req *rq, struct response *rs);
err mail_admin_post(struct req *rq, struct response *rs);
err mail_again_post(struct req *rq, struct response *rs);
err mail_test_post(struct req *rq, struct response *rs);
err reminders_page(struct req *rq, struct response *rs);
err reminders_post(struct req *rq, struct response *rs);
err stop_page(struct req *rq, struct response *rs);
err stop_post(struct req *rq, struct response *rs);

#endif
