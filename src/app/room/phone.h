/* phone.h: the phone's pages and posts of a room: the wire contract of design.md section 6. All routes are unnamed. */
#ifndef APP_ROOM_PHONE_H
#define APP_ROOM_PHONE_H

#include "app/room/view.h"

err code_page(struct req *rq, struct response *rs);	/* GET /r: type the code */
err code_post(struct req *rq, struct response *rs);
err landing_page(struct req *rq, struct response *rs);
err join_post(struct req *rq, struct response *rs);
err room_page(struct req *rq, struct response *rs);
err events_page(struct req *rq, struct response *rs);
err notes_post(struct req *rq, struct response *rs);
err notes_edit_post(struct req *rq, struct response *rs);
err notes_delete_post(struct req *rq, struct response *rs);
err table_post(struct req *rq, struct response *rs);
err themes_post(struct req *rq, struct response *rs);
err themes_notes_post(struct req *rq, struct response *rs);
err votes_post(struct req *rq, struct response *rs);
err answers_post(struct req *rq, struct response *rs);
err ready_post(struct req *rq, struct response *rs);
err pass_on_post(struct req *rq, struct response *rs);	/* a new seat for the next person on a shared device */
err leave_post(struct req *rq, struct response *rs);

err slip_page(struct req *rq, struct response *rs);	/* GET /r/:code/slip/:slip: scanned; one button uses it up */
err slip_post(struct req *rq, struct response *rs);

/* For the posts of other steps' files. A browser without script goes back to the room, a script or a tool gets the bare status;
 * what was wrong is said on the room's page, which keeps what was sent. */
err phone_answer(struct req *rq, struct response *rs, int status) MUST_USE;
err phone_refuse(struct req *rq, struct response *rs, err e, str problem) MUST_USE;
/* The room's page with a cause that could not be kept. */
err phone_draw_kept(struct req *rq, struct response *rs, const struct cause_kept *kept) MUST_USE;
str room_path(const struct req *rq, const char *rest);	/* "/r/ABC234/room" */
bool phone_busy(struct req *rq, str seat);	/* this seat has done too much in a minute */
bool is_uuid4(str s);

/* A seat for this browser, by the open door or by a slip ({0}: none), which is used up. ERR_DENIED: the door is closed; ERR_GONE: the
 * slip has been used; ERR_NOTFOUND: no such slip. */
err room_take_seat(struct req *rq, struct response *rs, int64_t room, str slip) MUST_USE;
/* The page of a room that has closed, on any screen: thanks, what was chosen, and what comes next. 410. */
err room_over(struct req *rq, struct response *rs, const struct room *rm) MUST_USE;
/* The landing page with what was wrong about a slip. */
err landing_draw(struct req *rq, struct response *rs, str slip, str problem) MUST_USE;

/* ---- for the templates ---- */

struct landing {
	const struct room *rm;
	bool has_seat, is_small, admin_is_leader;
	bool by_slip;	/* slips have been printed for this vote */
	str slip, problem;	/* the slip that was scanned or typed, and what is wrong with it */
};
str clock_shown(struct arena *a, const struct sitting *s);	/* "07:30", empty when still */
int64_t step_number(const struct room *rm);	/* breaks counted too; 1 is the first */
int64_t step_count(const struct room *rm);
str work_name(enum lang l, enum step_work w);	/* "alone" */
str note_area(const struct view *v, const struct note *n);

#endif
