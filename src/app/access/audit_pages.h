/* audit_pages.h: the log, for the group of a process and for each about themselves. */
#ifndef APP_ACCESS_AUDIT_PAGES_H
#define APP_ACCESS_AUDIT_PAGES_H

#include "app/access/audit.h"
#include "app/form.h"

struct audit_view {
	struct audit_lines lines;
	str lead, older;	/* older: the address of the page before, or empty */
	str object, key;	/* where one objects to a change, or empty */
	struct form *form;	/* for that */
	int days;	/* before an objection goes to the next level */
};

err process_log_page(struct req *rq, struct response *rs);
/* One sentence against a change: a question to the three, on their front pages until it is settled. */
err process_object_post(struct req *rq, struct response *rs);

#endif
