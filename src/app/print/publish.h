/* publish.h: publishing a report: it is frozen, the three are asked about exactly that, and when all have said yes everybody at the unit
 * reads it on the staff's page, until any one of the three withdraws it. Source: issue 3 points 8 and 11, domain.md E.7, design.md
 * section 8. Worker threads. */
#ifndef APP_PRINT_PUBLISH_H
#define APP_PRINT_PUBLISH_H

#include "app/print/report.h"

enum publish_state { PUBLISH_ASKED, PUBLISH_DROPPED, PUBLISH_OUT, PUBLISH_WITHDRAWN };

struct published {
	int64_t id, process, made_at, agreement, published_at, withdrawn_at;
	enum report_kind kind;
	enum lang lang;
	str stamp;	/* 13 | 14 | empty */
	str body;	/* only from published_get */
	enum publish_state state;
};
struct published_list {
	struct published *p;
	size_t n;
};
/* Newest first. out_only: what everybody may read now. */
err published_read(struct db_conn *c, struct arena *a, int64_t process, bool out_only, struct published_list *out) MUST_USE;
err published_get(struct db_conn *c, struct arena *a, int64_t process, int64_t id, struct published *out) MUST_USE;
/* As it was frozen; rq and p are for drawing it. */
err published_thaw(struct req *rq, const struct process *p, const struct published *from, struct report *out) MUST_USE;

/* db_write_fn. */
struct publish_act {
	struct arena *arena;
	int64_t unit, process, person, id;
	enum report_kind kind;
	enum lang lang;
	str key, stamp, body, wording;	/* publish_ask; body from report_freeze */
	int64_t agreement;	/* publish_ask, out */
};
err publish_ask(struct db_conn *c, void *act) MUST_USE;
err publish_withdraw(struct db_conn *c, void *act) MUST_USE;	/* ERR_CONFLICT: it is not out */
/* The line of agreement_kinds.c: "report"; the subject is the id. */
err publish_agreed(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g) MUST_USE;

/* A report's parts as JSON, to be read back with published_thaw. */
err report_freeze(struct arena *a, const struct report *r, str *out) MUST_USE;

#endif
