/* meeting.h: a meeting of the group, live. Everybody is signed in and sees the same item of the run sheet, the same clock and the
 * same group sheet; anybody of them can move on, and step_version keeps two presses from being two steps. Individual sheets
 * are on their owner's page only, never in a frame. Source: issue 2 point 10, domain.md A.4.2. */
#ifndef APP_MEETING_MEETING_H
#define APP_MEETING_MEETING_H

#include "app/page.h"
#include "app/process/rules.h"
#include "app/room/desk.h"
#include "app/room/room.h"
#include "app/worksheet/forms.h"
#include "app/worksheet/worksheet.h"

/* One of the group, or a helper who has come. */
struct meeting_member {
	str name, roles;
	bool here, needed;	/* needed: of the three parties */
};

struct meeting_sheet {
	const struct method_sheet *sheet;
	struct group_inputs inputs;
};

/* Has anybody answered this, and not put it away? */
bool meeting_sheet_has(const struct meeting_sheet *sh, const struct method_field *f);

/* What a page or a frame is drawn from. In frames nothing is about one person. */
struct meeting_view {
	const struct room *rm;
	struct view v;
	struct desk_view d;
	struct arena *a;
	struct meeting_member *people;
	size_t people_count;
	bool missing;	/* one of the three parties has not come */
	str title, url;	/* url: what the QR code leads to */
	/* of the running step */
	struct meeting_sheet group;	/* a sheet of the group */
	struct forms forms;	/* sheets about what comes in */
	struct shared_answers shared;
	struct ground_rules rules;
	struct plan plan;	/* the progress plan */
	/* the reader's own; not in frames */
	bool me_here;
	struct own_sheet own;
	bool own_shared;	/* the work has started: what is written on an own sheet goes to the group at once */
	str draft, draft_field;	/* what was sent in vain, to be kept */
};

err meeting_read(struct app *app, struct db_conn *c, struct arena *a, enum lang l, const struct room *rm,
	struct meeting_view *out) MUST_USE;
/* The group's sheet that a step fills in; NULL: none. own: the individual one. */
const struct method_sheet *meeting_sheet_of(const struct method_step *st, bool own);

/* What looks like a colleague's name in what stands in a field of a sheet of the phase; empty: nothing does, or the field asks who
 * (room/blame.h). A warning for whoever reads it, never a block. */
str meeting_named(const struct meeting_view *v, str sheet, str field, str body);

/* What the events (seq, kind, target) ask to be drawn for the screens of a meeting. A new step is fetched by each as a page,
 * because there may be something of their own on it. */
err meeting_draw(struct app *app, struct db_conn *c, struct arena *a, struct buf *out, enum lang l, const struct room *rm,
	const struct rows *events) MUST_USE;

/* db_write_fn: has come to the meeting. */
struct attend_act {
	struct arena *arena;
	int64_t sitting, person;
	int64_t seq;	/* out; 0: was here already */
};
err meeting_attend(struct db_conn *c, void *act) MUST_USE;

#endif
