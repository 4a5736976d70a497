/* report_pages.h: handlers of the reports, for routes.c. */
#ifndef APP_PRINT_REPORT_PAGES_H
#define APP_PRINT_REPORT_PAGES_H

#include "app/page.h"
#include "app/print/publish.h"
#include "app/print/report.h"

struct reports_view {
	const struct process *p;
	str base;
	enum lang pdf;	/* chosen first */
	struct published_list published;
	str key;
};

err reports_page(struct req *rq, struct response *rs);
err report_page(struct req *rq, struct response *rs);
err pdf_report_page(struct req *rq, struct response *rs);
err pdf_minutes_page(struct req *rq, struct response *rs);

#endif
