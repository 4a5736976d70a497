/* sitting_pages.h: the gatherings of a process, each with its page: when, where, who leads, run sheet, the leader's part, opening
 * and closing. */
#ifndef APP_MEETING_SITTING_PAGES_H
#define APP_MEETING_SITTING_PAGES_H

#include "app/meeting/meeting.h"
#include "app/page.h"
#include "app/process/home.h"
#include "app/room/slip.h"

err sittings_page(struct req *rq, struct response *rs);	/* GET /p/:process/sittings */
err sitting_new_page(struct req *rq, struct response *rs);	/* GET /p/:process/sittings/new?phase= */
err sitting_new_post(struct req *rq, struct response *rs);
err sitting_page(struct req *rq, struct response *rs);	/* GET /s/:sitting */
err sitting_edit_page(struct req *rq, struct response *rs);
err sitting_edit_post(struct req *rq, struct response *rs);
err sitting_remove_post(struct req *rq, struct response *rs);
err sitting_open_post(struct req *rq, struct response *rs);
err sitting_close_post(struct req *rq, struct response *rs);
err sitting_rehearse_post(struct req *rq, struct response *rs);
err slips_page(struct req *rq, struct response *rs);	/* GET /s/:sitting/slips */
err slips_print_post(struct req *rq, struct response *rs);
err runsheet_page(struct req *rq, struct response *rs);	/* GET /s/:sitting/runsheet */
err runsheet_post(struct req *rq, struct response *rs);

/* ---- for the templates ---- */

struct sitting_line {
	struct sitting s;
	const struct method_session *session;
	str leads_name;
	bool lacks;	/* something of the leader's part is missing */
};
struct sittings_view {
	const struct method *method;
	struct sitting_line *p;
	size_t n;
	bool may_plan, may_group;	/* may_group: open group meetings' pages */
};

/* What is pointed out about one gathering. */
struct sitting_hints {
	const struct plan_hint **p;
	size_t n;
};
err sitting_hints_read(struct req *rq, struct db_conn *c, int64_t sitting, struct sitting_hints *out) MUST_USE;

struct sitting_view {
	struct room rm;
	struct arena *a;
	struct sitting_hints hints;
	str leads_name;
	struct process_ready ready;
	bool staff, unled, may_plan, may_lead;
	bool may_remove, is_early;	/* is_early: see hold_is_early */
	int64_t sum;	/* minutes of the run sheet */
	int64_t over;	/* by so many minutes longer (or, below 0, shorter) than the time that was set */
	struct slip_count slips;
	int64_t written, voters;	/* so far, where nobody leads */
	int64_t phase_notes, phase_themes;	/* of all closed sittings of the phase together */
	struct shared_answers shared;	/* a closed meeting: what people shared of their own sheets */
	struct meeting_sheet *sheets;	/* ... what the group wrote */
	size_t sheet_count;
	struct forms *forms;	/* and what was written about things */
	size_t form_count;
	struct rows people;	/* ... and who came: id, name */
	struct next_things next;	/* ... and what the process needs now */
	str key;
};
bool sitting_lacks(const struct sitting *s);	/* something of the leader's part is missing */
str sitting_name(struct arena *a, enum lang l, const struct method_session *se, const struct sitting *s);
str sitting_state_name(enum lang l, enum sitting_state s);
const char *sitting_state_colour(enum sitting_state s);
str step_title(enum lang l, const struct method *m, const struct sitting *s, const struct sitting_step *st);
/* A short confirmation named by ?said= after a redirect. */
str sitting_said(const struct req *rq);

struct sitting_form {
	const struct form *f;
	const struct sitting *s;	/* NULL: a new one */
	str title, action, back, seen, key;
	struct sitting_hints hints;
	bool unled;	/* of an existing one; a new one chooses its kind */
};

struct slips_view {
	struct sitting_view *v;
	str *codes;
	size_t n;
	str site;
};

struct runsheet_line {
	const struct sitting_step *st;
	const struct method_step *ms;
	str name, needs;	/* needs: an earlier item it takes something from, which is missing or comes later; mostly empty */
	bool fixed;	/* has been held, or is being held */
	size_t minutes_at, title_at;	/* its fields in the form; title_at of own items only */
};
struct runsheet_view {
	struct sitting_view *v;
	struct runsheet_line *p;
	size_t n;
	const struct method_step **out;	/* items of the method that were taken out */
	size_t out_count;
	struct form form;
	size_t own_at;	/* where the own item's two fields stand in it */
	str seen, problem;
};

#endif
