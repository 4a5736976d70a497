/* page.h: what the frame around every page needs to know. */
#ifndef APP_PAGE_H
#define APP_PAGE_H

#include "app/form.h"
#include "app/req.h"

enum page_kind {
	PAGE_DESK = 0,	/* an ordinary page with header and navigation */
	PAGE_PHONE,	/* the phone in a room: small css, no account */
	PAGE_WALL,	/* projector */
	PAGE_PRINT,	/* made to be printed */
};

struct page {
	str title;
	enum lang lang;
	enum page_kind kind;
	const struct user *user;
	str path;	/* of this page, for the language switch and "aria-current" */
	str script;	/* logical name of a script to load beside the common one, or empty */
	int64_t process;	/* shows the process's own navigation when not 0 */
	str process_name, unit_name;
	const struct form *form;	/* a form with errors gets its summary at the top; may be NULL */
	str said;	/* a short confirmation ("Lagret"), or empty */
	struct arena *arena;
};

/* A page about what the request is about; reads the process's and unit's names when there is one. */
struct page page_of(struct req *rq, str title);

#endif
