/* process_pages.h: the pages of a process: begin, overview, plan, checklists, rules, settings, messages, and the staff's page. */
#ifndef APP_PROCESS_PROCESS_PAGES_H
#define APP_PROCESS_PROCESS_PAGES_H

#include "app/access/audit.h"
#include "app/agenda/agenda.h"
#include "app/lift/lift.h"
#include "app/form.h"
#include "app/measure/measure.h"
#include "app/print/publish.h"
#include "app/process/checklist.h"
#include "app/process/home.h"
#include "app/process/rules.h"

/* ---- what pages show ---- */

struct begin_view {
	str action, back;
	const struct method *method;	/* the only one; NULL when there are several */
	struct processes there;	/* already at the unit */
};

struct overview_view {
	const struct process *p;
	str base;	/* "/p/3" */
	struct timeline timeline;
	struct next_things next;
	size_t first;
	struct process_ready ready;
	bool no_leader, no_rep, no_safety;	/* nobody is registered */
	bool prepares, follows, edits, leads;	/* may prepare workshops; may follow the chain; may change the plan; is one of the three */
	enum agreement_state start;
	int64_t start_id;
	str start_wording;
	str early;	/* what it means to start now, before a meeting; empty: nothing */
	int64_t rooms, rooms_held;	/* workshops: counts for those above */
	str staff_url;
};

struct plan_view {
	const struct process *p;
	str base;
	struct timeline timeline;
	struct duties *duties;	/* by row */
	struct audit_lines log;
	bool edits, may_hold;	/* may_hold: the dates can be said to hold now */
	struct agenda_meetings meetings;	/* ahead, as far as the reader may know of them */
	size_t columns;	/* of duties */
};

struct plan_edit_view {
	const struct process *p;
	const struct plan_row *row;
	const struct method_session *prepare, *meet;	/* prepare may be NULL */
	bool has_later;	/* a meeting of the group comes after the workshop */
	str base, action, seen;
	const char **duties;	/* names of fields */
	size_t duty_count;
};

struct checklists_view {
	const struct process *p;
	const struct method_phase *phase;	/* the one shown */
	str base;
	struct checklists lists;	/* of the phase */
	struct plan plan;
	struct choice *people;
	size_t people_count;
	bool edits;
	int64_t me;
	unsigned roles;
};

struct rules_view {
	const struct process *p;
	str base;
	struct ground_rules rules;
	bool edits;
};

struct invite_view {
	const struct process *p;
	const struct method_phase *phase;
	str base, url;	/* of the staff's page, whole */
	str *points;	/* talking points, filled in */
	size_t point_count;
	int64_t at;	/* the next workshop; 0: none has a date */
	str what;	/* its name */
};

/* What all who work there may read. */
struct staff_view {
	const struct process *p;
	struct timeline timeline;
	struct group group;
	struct parties granted;	/* helpers and workshop leaders from elsewhere */
	const struct plan_sitting *next;	/* the next one for all staff; may be NULL */
	bool open;	/* a room is open now */
	struct measures trying;	/* what people can check in on; none when all has been said */
	struct agenda_meetings meetings;	/* staff meetings that are open to staff */
	struct lifts lifts;	/* that have been sent */
	struct published_list reports;	/* that are published */
	str routine;	/* for reporting wrongdoing, by its address; may be empty */
};

struct settings_view {
	const struct process *p;
	str base;
	bool opened;	/* a room for staff has been open: k stays */
	enum agreement_state start;
	int64_t start_id;
};

/* ---- handlers ---- */

err begin_page(struct req *rq, struct response *rs);
err begin_post(struct req *rq, struct response *rs);
err overview_page(struct req *rq, struct response *rs);
err process_start_post(struct req *rq, struct response *rs);
err settings_page(struct req *rq, struct response *rs);
err settings_post(struct req *rq, struct response *rs);
err plan_page(struct req *rq, struct response *rs);
err plan_post(struct req *rq, struct response *rs);
err plan_edit_page(struct req *rq, struct response *rs);
err plan_edit_post(struct req *rq, struct response *rs);
err checklists_page(struct req *rq, struct response *rs);
err checklists_post(struct req *rq, struct response *rs);
err check_post(struct req *rq, struct response *rs);
err rules_page(struct req *rq, struct response *rs);
err rules_post(struct req *rq, struct response *rs);
err colleagues_page(struct req *rq, struct response *rs);
err staff_page(struct req *rq, struct response *rs);
err process_state_post(struct req *rq, struct response *rs);

/* Those who lead and help, each once, to choose from. */
err people_to_choose(struct req *rq, struct db_conn *c, struct choice **out, size_t *n) MUST_USE;

#endif
