/* prepare_pages.h: "this is what you will be asked": the questions of the next workshop, for all staff. */
#ifndef APP_SCREEN_PREPARE_PAGES_H
#define APP_SCREEN_PREPARE_PAGES_H

#include "app/page.h"
#include "app/process/process.h"

/* One question. key: its place in the pack, under which the phone keeps what somebody writes beforehand. */
struct asked {
	str key, heading, question, example;
	bool own;	/* there is something to think of beforehand; else it is only told */
};
struct prepare_view {
	const struct process *p;
	const struct plan_sitting *next;	/* NULL: none is planned */
	const struct method_session *session;
	struct asked *p_asked;
	size_t n;
};

err prepare_page(struct req *rq, struct response *rs);

#endif
