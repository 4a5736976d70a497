/* staff_list_pages.h: handlers of the staff list, for routes.c. */
#ifndef APP_STAFF_LIST_STAFF_LIST_PAGES_H
#define APP_STAFF_LIST_STAFF_LIST_PAGES_H

#include "app/page.h"
#include "app/staff_list/staff_list.h"

struct staff_list_view {
	const struct staff_list *s;
	str packed;	/* what goes on: rows that change something */
	size_t changing;
	bool mail;	/* letters can be sent */
	bool moved;	/* something has changed since it was looked at */
	bool invite;	/* was ticked */
};
str staff_outcome_text(const struct page *pg, const struct staff_row *r);
str staff_encoding_name(enum lang l, enum encoding encoding);
str staff_separator_name(enum lang l, char separator);

err staff_list_page(struct req *rq, struct response *rs);
err staff_list_post(struct req *rq, struct response *rs);
err staff_list_example_page(struct req *rq, struct response *rs);
err staff_list_take_post(struct req *rq, struct response *rs);

#endif
