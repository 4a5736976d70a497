/* dispatch.h: from a parsed request to a finished answer. The only place that turns err into a
 * status, sets the security headers and writes the access line. */
#ifndef APP_DISPATCH_H
#define APP_DISPATCH_H

#include "app/req.h"

/* For server_config: ctx is the struct app. */
bool dispatch(void *app, struct request *http, struct response *rs);
void dispatch_resume(void *app, struct request *http, struct response *rs);	/* after a write that nobody waited for */
size_t dispatch_body_limit(void *app, enum http_method m, str path);
void dispatch_too_large(void *app, struct request *http, struct response *rs);

/* May a POST with these headers change something (design.md section 5, cross-site)? By Sec-Fetch-Site; where a browser does
 * not send that, by Origin; without either, by Referer. None of the three: no browser. Pure; for tests. */
bool same_site(const struct request *http, str public_url);

#endif
