/* login_pages.h: signing in and out. */
#ifndef APP_ACCESS_LOGIN_PAGES_H
#define APP_ACCESS_LOGIN_PAGES_H

#include "app/form.h"

/* The one-button page of a link or a slip. */
struct once_page {
	str name, email;
	str action;	/* where the button leads */
	str code;	/* typed, and carried on by the form; empty for links */
	bool choose;	/* a password is to be chosen */
};

err login_page(struct req *rq, struct response *rs);
err login_post(struct req *rq, struct response *rs);
err login_code_page(struct req *rq, struct response *rs);
err login_code_post(struct req *rq, struct response *rs);
err login_forgot_page(struct req *rq, struct response *rs);
err login_forgot_post(struct req *rq, struct response *rs);
err logout_post(struct req *rq, struct response *rs);
err once_page(struct req *rq, struct response *rs);
err once_post(struct req *rq, struct response *rs);

#endif
