/* page.h: what the frame around every page needs to know. */
#ifndef APP_PAGE_H
#define APP_PAGE_H

#include "app/form.h"
#include "app/req.h"

enum page_kind {
	PAGE_ORDINARY = 0,	/* header, navigation, main.wrap.stack-lg, foot */
	PAGE_DESK,	/* app.css + desk.js; the template writes header and main itself */
	PAGE_PHONE,	/* room.css + room.js, no account; the template writes header and main itself */
	PAGE_WALL,	/* wall.css + wall.js, always light; likewise */
	PAGE_PRINT,	/* made to be printed, always light; likewise */
};

struct page {
	str title;
	enum lang lang;
	enum page_kind kind;
	const struct user *user;
	bool unasked;	/* nobody has looked at who they are: neither their name nor "Sign in" is shown */
	str path;	/* of this page, for the language switch and "aria-current" */
	unsigned roles;	/* the user's, at this place */
	int64_t process;	/* shows the process's own navigation when not 0 */
	str process_name, unit_name;
	const struct form *form;	/* a form with errors gets its summary at the top; may be NULL */
	const char *paper;	/* PAGE_PRINT: a4 | a4-wide | a3 | a3-wide | flow (many pages of A4); NULL: a4 */
	str said;	/* a short confirmation ("Lagret"), or empty */
	struct arena *arena;
};

/* A page about what the request is about; reads the process's and unit's names when there is one. */
struct page page_of(struct req *rq, str title);

/* A short confirmation named by ?said= after a redirect; empty for words we do not know. The words stand in page.c. */
str page_said(const struct req *rq);

#endif
