/* people_pages.h: who is who at a unit and in a process; letting people in. */
#ifndef APP_ACCESS_PEOPLE_PAGES_H
#define APP_ACCESS_PEOPLE_PAGES_H

#include "app/access/onetime.h"
#include "app/access/people.h"

/* What the people page of a unit shows. */
struct people_view {
	str base;	/* "/u/3/people" */
	int64_t unit;
	bool any_leader, any_rep, any_safety, any_staff;	/* somebody is registered, confirmed or not */
	struct group group;
	struct parties all, before;
	bool mail, is_admin, may_give, may_look;	/* may_look: at a single person's page */
	int without_secret;	/* of the group: have not been in yet */
};

struct person_view {
	str base, unit_name;	/* "/u/3/people/7" */
	int64_t unit;
	struct person who;
	struct parties roles;	/* at this unit */
	bool *may_end;
	bool mail, is_admin, is_rep, may_give, show_email;
	bool admin_is_leader, viewer_is_leader;
	str link_channel;	/* slip | mail | empty */
	int64_t link_at;
};

/* A printed slip, as its page and its PDF say it. */
struct slip_view {
	struct slip slip;
	str name, url, role;	/* role: "Leader · Solbakken" */
	str what, how, foot;	/* what it is for; how to use it; what to do with it then */
	str points[5];
	size_t point_count;
};
struct slips_page {
	struct slip_view *p;
	size_t n;
	str back, pdf;	/* addresses */
};

struct process_people_view {
	str base;	/* "/p/3/people" */
	struct group group;
	struct parties granted;
	int64_t *agreements;	/* by granted: the open question, or 0 */
	bool may_grant;
	bool *may_end;
	int64_t unit;
};

/* A person who must have had something to do with the request's unit, with the roles there; others are not told of. */
err person_here(struct req *rq, struct db_conn *c, int64_t id, struct person *who, struct parties *here) MUST_USE;

err people_page(struct req *rq, struct response *rs);
err people_new_page(struct req *rq, struct response *rs);
err people_new_post(struct req *rq, struct response *rs);
err person_page(struct req *rq, struct response *rs);
err person_end_post(struct req *rq, struct response *rs);
err person_invite_post(struct req *rq, struct response *rs);
err person_slip_post(struct req *rq, struct response *rs);
err slips_post(struct req *rq, struct response *rs);
err slips_pdf_post(struct req *rq, struct response *rs);	/* the slips of the page it is asked from, by their codes */
err process_people_page(struct req *rq, struct response *rs);
err process_people_new_page(struct req *rq, struct response *rs);
err process_people_new_post(struct req *rq, struct response *rs);
err process_people_end_post(struct req *rq, struct response *rs);

#endif
