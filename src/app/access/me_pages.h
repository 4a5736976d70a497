/* me_pages.h: a person's own page: roles, sessions, password, what is stored. */
#ifndef APP_ACCESS_ME_PAGES_H
#define APP_ACCESS_ME_PAGES_H

#include "app/access/people.h"

struct session_line {
	str id;	/* the first signs of its hash: names it in the form */
	str device;
	int64_t created, expires;
	bool is_this;
};

struct me_view {
	struct person who;
	struct parties roles;
	struct session_line *sessions;
	size_t session_count;
	bool has_waiting;	/* a role waits for confirmation */
};

err me_page(struct req *rq, struct response *rs);
err me_edit_page(struct req *rq, struct response *rs);
err me_edit_post(struct req *rq, struct response *rs);
err me_password_page(struct req *rq, struct response *rs);
err me_password_post(struct req *rq, struct response *rs);
err me_roles_page(struct req *rq, struct response *rs);
err me_role_post(struct req *rq, struct response *rs);
err me_sessions_post(struct req *rq, struct response *rs);
err me_export_page(struct req *rq, struct response *rs);
/* Is there a part of that name in the export? For the test that every person column is in it. */
bool me_export_has(str part);
err me_language_post(struct req *rq, struct response *rs);
err me_log_page(struct req *rq, struct response *rs);

#endif
