/* publish_pages.h: handlers of published reports, for routes.c. */
#ifndef APP_PRINT_PUBLISH_PAGES_H
#define APP_PRINT_PUBLISH_PAGES_H

#include "app/req.h"

err publish_post(struct req *rq, struct response *rs);
err publish_withdraw_post(struct req *rq, struct response *rs);
err published_page(struct req *rq, struct response *rs);
err public_report_page(struct req *rq, struct response *rs);
err public_report_pdf_page(struct req *rq, struct response *rs);

#endif
