/* audit_pages.h: the log, for the group of a process and for each about themselves. */
#ifndef APP_ACCESS_AUDIT_PAGES_H
#define APP_ACCESS_AUDIT_PAGES_H

#include "app/access/audit.h"
#include "app/req.h"

struct audit_view {
	struct audit_lines lines;
	str lead, older;	/* older: the address of the page before, or empty */
};

err process_log_page(struct req *rq, struct response *rs);

#endif
