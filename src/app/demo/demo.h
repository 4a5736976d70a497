/* demo.h: the fictional nursing home: data in demo/, put in through the same rules as people's own input. */
#ifndef APP_DEMO_DEMO_H
#define APP_DEMO_DEMO_H

#include "app/app.h"
#include "app/req.h"

extern const unsigned char demo_data[];	/* demo/solbakken.json */
extern const size_t demo_data_size;

/* Fills an empty database. ERR_CONFLICT when the demo is there already: nothing is done. ERR_DENIED when another organisation is:
 * its people must not get links that sign anybody in as them. */
err demo_fill(struct app *app) MUST_USE;
/* Prints the addresses that demo promises, one on a line, to stdout: each time the same, as long as they lead anywhere. What no longer
 * does, since a visitor has ended it, is told on stderr. */
err demo_print(struct app *app, int port, const char *host) MUST_USE;

/* /demo/:role: a page with one button that signs that role in. 404 outside the demo. */
err demo_login_page(struct req *rq, struct response *rs);
err demo_login_post(struct req *rq, struct response *rs);

#endif
