/* retention_pages.h: handlers of retention and of people's rights, for routes.c. */
#ifndef APP_RETENTION_RETENTION_PAGES_H
#define APP_RETENTION_RETENTION_PAGES_H

#include "app/req.h"

err keeping_page(struct req *rq, struct response *rs);
err keeping_post(struct req *rq, struct response *rs);
err keeping_clock_post(struct req *rq, struct response *rs);
err discussed_page(struct req *rq, struct response *rs);
err discussed_post(struct req *rq, struct response *rs);
err process_delete_page(struct req *rq, struct response *rs);
err process_delete_post(struct req *rq, struct response *rs);
err person_erase_page(struct req *rq, struct response *rs);
err person_erase_post(struct req *rq, struct response *rs);

#endif
