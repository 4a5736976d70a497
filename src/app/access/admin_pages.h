/* admin_pages.h: what the administrator does: units, people, the list of all addresses. Never content. */
#ifndef APP_ACCESS_ADMIN_PAGES_H
#define APP_ACCESS_ADMIN_PAGES_H

#include "app/access/audit.h"
#include "app/access/people.h"

struct check {
	bool good;
	str text;
};

err admin_page(struct req *rq, struct response *rs);
err admin_units_page(struct req *rq, struct response *rs);
err admin_units_post(struct req *rq, struct response *rs);
err admin_unit_page(struct req *rq, struct response *rs);
err admin_unit_post(struct req *rq, struct response *rs);
err admin_people_page(struct req *rq, struct response *rs);
err admin_person_page(struct req *rq, struct response *rs);
err admin_person_post(struct req *rq, struct response *rs);
err admin_person_leave_post(struct req *rq, struct response *rs);
err admin_security_page(struct req *rq, struct response *rs);

#endif
