/* error.h: the one table from err to status and words. */
#ifndef APP_ERROR_H
#define APP_ERROR_H

#include "app/req.h"

/* What an error page says, and the ways on from it. */
struct error_way {
	str text;
	const struct pairs *again;	/* a form that can be sent once more as it was, or NULL */
	bool sign_in;	/* after signing in, that is */
	str choose;	/* the way to the form, where a file has to be chosen again; empty: none came */
	str reload;	/* the address, when the page may be there in a moment */
};

int error_status(err e);
/* Turns what the handler left into the answer for e. A page the handler has already drawn (a form
 * with its errors, the present state after a conflict) is kept and only gets the status. Logs what somebody must look at. */
void error_page(struct req *rq, struct response *rs, err e);

#endif
