/* health_pages.h: for those who watch the program from outside: a supervisor, a load balancer, a monitoring tool. Plain
 * text, no names, no session, no line in the log. */
#ifndef APP_HEALTH_HEALTH_PAGES_H
#define APP_HEALTH_HEALTH_PAGES_H

#include "app/req.h"

err healthz_page(struct req *rq, struct response *rs);	/* the process answers */
err readyz_page(struct req *rq, struct response *rs);	/* and reaches its database, and is not about to stop; else 503 */

#endif
