/* agenda_pages.h: handlers and views of meetings. */
#ifndef APP_AGENDA_AGENDA_PAGES_H
#define APP_AGENDA_AGENDA_PAGES_H

#include "app/agenda/agenda.h"
#include "app/agenda/agenda_letter.h"
#include "app/agenda/agenda_start.h"
#include "app/measure/measure.h"
#include "app/page.h"
#include "app/process/process.h"

/* ---- what pages show ---- */

struct agenda_list_view {
	const struct process *p;
	str base;	/* "/p/3/meetings" */
	bool is_group;	/* else staff, who read what is open to them */
	struct agenda_meetings all;
	struct agenda_trend trend;
	struct agenda_tasks tasks;	/* open ones */
	struct plan_sittings sittings;	/* the next of the plan: at most five */
	size_t ahead, held;	/* how many of all */
};

struct agenda_new_view {
	str action, base, key;
	struct agenda_start starts[AGENDA_STARTS];
	struct agenda_meetings last;	/* to copy from: at most three */
	str from;	/* what it begins with: a start's word, a meeting's id, or empty */
	bool is_new;
	int64_t version;
	str problem;
};

struct agenda_view {
	const struct process *p;
	str base;	/* "/p/3/meetings/7" */
	struct agenda_whole w;
	struct agenda_tasks open;	/* of the process */
	struct measures measures;	/* of the unit that a meeting looks at first; never sensitive ones */
	unsigned lacks;
	bool edits;	/* not over */
	struct agenda_readers told;	/* of a call that is out of date: who gets the new one */
	bool mail;	/* letters go out */
	bool is_near;	/* it is about to begin, or has no date */
	int64_t me;
	bool i_am_needed, i_have_seen;	/* of the plan before, of the minutes after */
	str key, staff_url;
};

struct agenda_item_view {
	str base, action, title, key;
	const struct agenda_item *item;	/* NULL: a new one */
	bool last;
	str seen;
	str problem;
};

struct agenda_run_view {
	struct agenda_view v;
	size_t at;	/* 0: since last time; 1..n: the item; n + 1: the end */
	const struct agenda_item *item;	/* NULL at 0 and at the end */
	str result, follow_up;	/* as typed, when they could not be saved */
	str problem;
	int64_t now;
};

struct agenda_end_view {
	struct agenda_view v;
	bool *ticked;	/* by party */
	bool nobody;	/* no tick at all */
};

struct agenda_letter_view {
	struct agenda_view v;
	struct agenda_letter letter;
	markup html;	/* of the body */
	struct agenda_readers readers;
	bool mail, is_call, staff;	/* staff: it goes to them too */
	str why, problem;
};

/* What staff of the unit read. */
struct agenda_staff_view {
	const struct process *p;
	str base;	/* of the list */
	const struct agenda_whole *w;
	bool outside;	/* without signing in */
};

/* ---- handlers ---- */

err agenda_page(struct req *rq, struct response *rs);
err agenda_new_page(struct req *rq, struct response *rs);
err agenda_new_post(struct req *rq, struct response *rs);
err agenda_meeting_page(struct req *rq, struct response *rs);
err agenda_act_post(struct req *rq, struct response *rs);
err agenda_call_page(struct req *rq, struct response *rs);
err agenda_call_post(struct req *rq, struct response *rs);
err agenda_correct_post(struct req *rq, struct response *rs);
err agenda_edit_page(struct req *rq, struct response *rs);
err agenda_edit_post(struct req *rq, struct response *rs);
err agenda_end_page(struct req *rq, struct response *rs);
err agenda_end_post(struct req *rq, struct response *rs);
err agenda_item_new_page(struct req *rq, struct response *rs);
err agenda_item_new_post(struct req *rq, struct response *rs);
err agenda_item_page(struct req *rq, struct response *rs);
err agenda_item_post(struct req *rq, struct response *rs);
err agenda_mail_page(struct req *rq, struct response *rs);
err agenda_mail_post(struct req *rq, struct response *rs);
err agenda_print_page(struct req *rq, struct response *rs);
err agenda_public_page(struct req *rq, struct response *rs);
err agenda_run_page(struct req *rq, struct response *rs);
err agenda_run_post(struct req *rq, struct response *rs);
err agenda_task_post(struct req *rq, struct response *rs);

/* The meeting named by the address, with all that belongs to it. ERR_NOTFOUND. */
err agenda_view_read(struct req *rq, struct agenda_view *v) MUST_USE;
/* Who, about what, with which key: from the request. */
struct agenda_by agenda_by(struct req *rq, int64_t meeting);

#endif
