/* desk.h: the desk of who leads the workshop: a signed-in member of the group, a helper or the workshop leader.
 *
 * Every command is a POST with `id` (a form key), `step_version` and `desk_version`, as the desk saw them; a stale one
 * gets 409 with the present state. One person has the desk; taking it over raises desk_version, and the old desk becomes
 * read-only. Source: design.md section 6. */
#ifndef APP_ROOM_DESK_H
#define APP_ROOM_DESK_H

#include "app/chain/chain.h"
#include "app/room/view.h"

err desk_page(struct req *rq, struct response *rs);
err desk_take_post(struct req *rq, struct response *rs);
err desk_step_post(struct req *rq, struct response *rs);	/* do = start next back skip heard reveal pause resume plus1 plus5 minus1 */
err desk_settings_post(struct req *rq, struct response *rs);	/* door, headcount, tables; dots and cap of each ballot */
err desk_vote_post(struct req *rq, struct response *rs);	/* do = close again; again: dots and cap of each ballot */
err desk_themes_post(struct req *rq, struct response *rs);
err desk_themes_notes_post(struct req *rq, struct response *rs);
err desk_merge_post(struct req *rq, struct response *rs);
err desk_note_post(struct req *rq, struct response *rs);	/* do = aside back erase handle */
err desk_paper_post(struct req *rq, struct response *rs);	/* goes on by paper, or by phone again */
err desk_end_post(struct req *rq, struct response *rs);	/* do = break close */

/* A command that lies in another file: key, desk and versions are checked as for all, then work is done with act, and what it left in
 * *seq is told. */
err desk_command(struct req *rq, struct response *rs, db_write_fn work, void *act, const int64_t *seq) MUST_USE;
/* After a command: back to the desk, or a bare status; what did not fit is shown with what applies now. */
err desk_done(struct req *rq, struct response *rs, err e, int64_t seq) MUST_USE;
err desk_room_of(struct req *rq, struct room *out) MUST_USE;

/* The desk with a cause that could not be kept. */
err desk_draw_kept(struct req *rq, struct response *rs, const struct cause_kept *kept) MUST_USE;

/* The desk's stream comes by the room's unnamed route; for it alone the account's session is read there. */
bool desk_may_watch(struct req *rq, const struct room *rm);

/* ---- for the templates ---- */

struct tap_view {
	str note, what, reason, text, by_name;
	const char *because;	/* the reason as a message id */
};

/* A ballot of this gathering, for the desk to set. */
struct ballot_setting {
	const struct method_step *step;
	const struct method_ballot *ballot;
	struct ballot_size set, size;	/* as the desk has set (0: not); as it is going to be */
};
/* Of all vote steps that are in the run sheet, in its order; without size. */
err desk_ballots(struct db_conn *c, struct arena *a, const struct room *rm, struct ballot_setting **out, size_t *n) MUST_USE;
/* The name of an input for it: "dots" or "cap", or what the field showed ("was-dots"). */
str ballot_input(struct arena *a, const char *what, const struct method_step *st, const struct method_ballot *b);

struct desk_view {
	const struct view *v;
	struct ballot_setting *ballots;
	size_t ballot_count;
	int64_t me;	/* the person who looks; 0 in frames, which are the same for all desks */
	bool has_desk;	/* this person may act */
	str holder;	/* who has the desk; empty: nobody */
	str ends;	/* clock time at which the sitting ends by the run sheet as it stands */
	bool is_late;	/* ... and that is after the time that was set */
	str next_name;	/* what comes after this step; empty after the last */
	struct notes aside;	/* set aside */
	struct entries aside_sheets;
	struct tap_view *taps;	/* wait for a second person */
	size_t tap_count;
	int64_t unread;	/* with a first reading: notes that the reps have not read yet */
	struct next_dates next;	/* of a check-out: when all meet again */
};
/* me: who looks, 0 in frames. */
err desk_read(struct db_conn *c, enum lang l, const struct view *v, int64_t me, struct desk_view *out) MUST_USE;
/* The ballots, for what draws the settings (desk_rest, desk_room): all that can be voted on is read for it. */
err desk_read_settings(struct db_conn *c, struct desk_view *d) MUST_USE;

/* Notes without a theme, where themes are made: those the desk lists; 0 elsewhere. */
int64_t desk_loose(const struct desk_view *d);

/* Why a card is set aside: words for the database, and texts. */
struct aside_reason {
	const char *word, *text;	/* text: a message id */
	bool must_handle;	/* goes on the list of what must be handled */
};
extern const struct aside_reason aside_reasons[];
extern const size_t aside_reason_count;

#endif
