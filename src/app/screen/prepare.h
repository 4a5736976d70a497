/* prepare.h: "this is what you will be asked": the next workshop for all staff, and its questions. Worker threads. */
#ifndef APP_SCREEN_PREPARE_H
#define APP_SCREEN_PREPARE_H

#include "app/process/process.h"

/* One question. key: its place in the pack, under which the phone keeps what somebody writes beforehand. */
struct asked {
	str key, heading, question, example;
	bool own;	/* there is something to think of beforehand; else it is only told */
};
struct prepare_view {
	const struct process *p;
	const struct plan_sitting *next;	/* NULL: none is planned, or the work does not go on now */
	const struct method_session *session;
	struct asked *p_asked;
	size_t n;
};
err prepare_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, struct prepare_view *out) MUST_USE;

#endif
