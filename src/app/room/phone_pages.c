/* phone_pages.c: what a phone asks for: coming in, the room, its events. What it sends is in phone_send.c. */
#include "app/access/people.h"
#include "app/access/session.h"
#include "app/chain/chain.h"
#include "app/limit.h"
#include "app/phone_tmpl.h"
#include "app/room/desk.h"
#include "app/room/phone.h"
#include "app/room/sheet_pages.h"
#include "app/room/slip.h"
#include "base/rand.h"
#include "live/hub.h"

#define STREAMS_A_MINUTE 60	/* opened by one seat */
#define SCREENS_A_MINUTE 300	/* opened for the walls of one room together, and for its desks */
#define SEATS_MOST 3000	/* in a room: more than any workplace, few enough to count */

static void
seat_cookie(struct req *rq, struct response *rs, str token, bool forget)
{
	str path = str_fmt(rq->arena, "/r/" STR_FMT, STR_ARG(rq->params[0]));

	response_cookie(rs, S("seat"), token, path, forget ? 0 : (int64_t)7 * 86400,
		(rq->http->secure ? COOKIE_SECURE : 0) | (forget ? COOKIE_FORGET : 0));
}

str
room_path(const struct req *rq, const char *rest)
{
	return str_fmt(rq->arena, "/r/" STR_FMT "%s", STR_ARG(rq->params[0]), rest);
}

static struct page
phone_page(struct req *rq, const struct room *rm, str title)
{
	return (struct page){ .title = title, .lang = rq->lang, .kind = PAGE_PHONE, .unit_name = rm ? rm->unit_name : (str){ 0 },
		.path = rm ? room_path(rq, "/room") : S("/r"), .arena = rq->arena };
}

/* ---- coming in ---- */

err
code_page(struct req *rq, struct response *rs)
{
	struct page pg = phone_page(rq, NULL, tr(rq->lang, "Take part"));

	phone_code(&rs->body, rq->lang, &pg, S(""), S(""));
	return OK;
}

err
code_post(struct req *rq, struct response *rs)
{
	str typed = str_take(str_trim(req_form(rq, S("code"))), 40), code;
	struct page pg = phone_page(rq, NULL, tr(rq->lang, "Take part"));

	if (!code_canonical(rq->arena, typed, &code))
		return req_go(rq, rs, "/r/" STR_FMT, STR_ARG(code));
	phone_code(&rs->body, rq->lang, &pg, typed, tr(rq->lang, "A code is six letters and digits, like ABC 234."));
	return ERR_INVALID;
}

/* The page after the end; for 30 days, then the code is forgotten. */
err
room_over(struct req *rq, struct response *rs, const struct room *rm)
{
	struct page pg = phone_page(rq, rm, tr(rq->lang, "Thank you for today"));
	struct view v = { .rm = rm, .a = rq->arena, .code = rm->s.code };
	struct chain_over what;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(chain_over_read(rq->app, c, rq->arena, &rm->s, &what));
	/* Nothing on the phone shall say that it was here. */
	if (request_cookie(rq->http, S("seat")).n)
		seat_cookie(rq, rs, S(""), true);
	pg.path = room_path(rq, "");
	phone_over(&rs->body, rq->lang, &pg, &v, &what);
	rs->status = 410;
	return OK;
}

err
landing_draw(struct req *rq, struct response *rs, str slip, str problem)
{
	struct room rm;
	struct landing l = { .rm = &rm, .slip = slip, .problem = problem };
	struct db_conn *c;
	struct page pg;
	err e = room_of(rq, &rm);

	if (e == ERR_GONE)
		return room_over(rq, rs, &rm);
	TRY(e);
	TRY(req_read(rq, &c));
	TRY(slips_exist(c, rq->arena, rm.s.id, &l.by_slip));
	TRY(access_admin_is_leader(c, rq->arena, rq->unit, &l.admin_is_leader));
	l.has_seat = room_seat(rq, &rm).n > 0;
	l.is_small = rm.s.headcount > 0 && rm.s.headcount < rm.k;
	pg = phone_page(rq, &rm, tr(rq->lang, "Take part"));
	pg.path = room_path(rq, "");
	phone_landing(&rs->body, rq->lang, &pg, &l);
	return OK;
}

err
landing_page(struct req *rq, struct response *rs)
{
	return landing_draw(rq, rs, S(""), S(""));
}

struct join_act {
	struct arena *arena;
	int64_t room;
	str seat, slip;	/* slip: instead of the open door */
};

static err
seat_add(struct db_conn *c, void *arg)
{
	struct join_act *act = arg;
	struct sitting s;
	struct rows r;

	TRY(sitting_get(c, act->arena, act->room, &s));
	if (s.state == SITTING_CLOSED)
		return ERR_GONE;
	if (s.state != SITTING_OPEN || (!s.door_open && !act->slip.n))
		return ERR_DENIED;
	TRY(db_one(c, act->arena, &r, SEATS_UP_TO, INT(act->room), INT(SEATS_MOST)));
	if (row_int(&r, 0, 0) >= SEATS_MOST)
		return ERR_TOOMANY;
	if (act->slip.n)
		TRY(slip_use(c, act->arena, act->room, act->slip));
	return db_exec(c, NULL, SEAT_ADD, TEXT(act->seat), INT(act->room));
}

/* O(1); the desk and the wall are told of all who have come within a second together. */
err
room_take_seat(struct req *rq, struct response *rs, int64_t room, str slip)
{
	str token = rand_hex(rq->arena, 16);
	struct join_act act = { rq->arena, room, token_hash(rq->arena, token), slip };
	err e = req_write_room(rq, room, seat_add, &act);	/* held: nobody sits down in a room that is just closing */

	if (e == ERR_DENIED && !slip.n)
		return req_fail(rq, e, tr(rq->lang, "The door is closed right now. Ask the one who leads the workshop to open it."));
	if (e == ERR_TOOMANY)
		return req_fail(rq, e, tr(rq->lang, "The room is full. Tell the one who leads the workshop."));
	TRY(e);
	sitting_tell_people(rq->app, room);
	seat_cookie(rq, rs, token, false);
	return OK;
}

err
join_post(struct req *rq, struct response *rs)
{
	struct room rm;

	TRY(room_of(rq, &rm));
	/* A code is printed before the day: its page says when to come. */
	if (rm.s.state == SITTING_PLANNED)
		return req_go(rq, rs, "/r/" STR_FMT, STR_ARG(rq->params[0]));
	if (!room_seat(rq, &rm).n)
		TRY(room_take_seat(rq, rs, rm.s.id, (str){ 0 }));
	response_see_other(rs, room_path(rq, "/room"));
	return OK;
}

struct leave_act {
	struct arena *arena;
	int64_t room;
	str seat;
};

static err
seat_forget(struct db_conn *c, void *arg)
{
	struct leave_act *act = arg;

	return seat_leave(c, act->arena, act->room, act->seat);
}

/* The seat stays counted where it has voted; a new person on the device gets a new one. */
err
pass_on_post(struct req *rq, struct response *rs)
{
	struct room rm;

	TRY(room_of(rq, &rm));
	seat_cookie(rq, rs, S(""), true);
	response_see_other(rs, room_path(rq, ""));
	return OK;
}

err
leave_post(struct req *rq, struct response *rs)
{
	struct room rm;
	struct leave_act act = { .arena = rq->arena };

	TRY(room_of(rq, &rm));
	act.room = rm.s.id;
	act.seat = room_seat(rq, &rm);
	if (act.seat.n) {
		TRY(req_write(rq, seat_forget, &act));
		sitting_tell_people(rq->app, rm.s.id);
	}
	seat_cookie(rq, rs, S(""), true);
	response_see_other(rs, room_path(rq, ""));
	return OK;
}

/* ---- being there ---- */

/* Draws the room page again with what was wrong, for browsers without script. */
static err
draw_with(struct req *rq, struct response *rs, str said, const struct cause_kept *kept)
{
	struct room rm;
	struct view v;
	struct page pg;
	struct db_conn *c;
	int64_t from = 0;

	TRY(room_of(rq, &rm));
	TRY(req_read(rq, &c));
	if (str_int(req_query(rq, S("from")), &from) || from < 0 || from > 100000)
		from = 0;
	TRY(view_read(c, rq->arena, &rm, SCREEN_PHONE, room_seat(rq, &rm), from, &v));
	v.kept = kept;
	if (!kept)
		v.draft = pairs_has(&rq->form, S("text")) ? req_form(rq, S("text")) : req_form(rq, S("name"));
	v.draft_col = req_form(rq, S("column"));
	v.draft_about = req_form(rq, S("about"));
	sheet_keep_typed(rq, &v);
	pg = phone_page(rq, &rm, room_step_name(&rm, rq->lang));
	pg.said = said;
	v.saved = rq->http->method == GET && req_query(rq, S("saved")).n > 0;
	phone_room(&rs->body, rq->lang, &pg, &v);
	return OK;
}

static err
draw_room(struct req *rq, struct response *rs, str said)
{
	return draw_with(rq, rs, said, NULL);
}

err
phone_draw_kept(struct req *rq, struct response *rs, const struct cause_kept *kept)
{
	return draw_with(rq, rs, S(""), kept);
}

/* A browser without script goes back to the room; a script or a tool gets the bare status. */
err
phone_answer(struct req *rq, struct response *rs, int status)
{
	if (req_wants_page(rq)) {
		response_see_other(rs, room_path(rq, "/room"));
		return OK;
	}
	rs->status = status;
	return OK;
}

err
phone_refuse(struct req *rq, struct response *rs, err e, str problem)
{
	bool draws = ((e == ERR_INVALID || e == ERR_TOOMANY) && req_wants_page(rq)) || (e == ERR_CONFLICT && problem.n);

	if (problem.n)
		rq->problem = problem;
	if (draws && draw_room(rq, rs, problem))
		response_reset(rs);
	return e;
}

err
room_page(struct req *rq, struct response *rs)
{
	struct room rm;
	err e = room_of(rq, &rm);

	if (e == ERR_GONE)
		return room_over(rq, rs, &rm);
	TRY(e);
	if (!room_seat(rq, &rm).n) {
		response_see_other(rs, room_path(rq, ""));
		return OK;
	}
	/* Sent without script: the page cannot say which word. */
	return draw_room(rq, rs, !req_query(rq, S("named")).n ? S("") :
		tr(rq->lang, "Your note is saved. A word in it looks like the name of a colleague. Write about how we work, not about who. "
			"If it is a name, ask whoever leads the workshop to set the note aside."));
}

static bool
may_watch(struct req *rq, const struct room *rm, enum room_screen screen)
{
	if (screen == SCREEN_PHONE)
		return room_seat(rq, rm).n > 0;
	return screen == SCREEN_WALL && rm->s.wall_token.n && str_eq_secret(req_query(rq, S("wall")), rm->s.wall_token);
}

static err
screen_of(str word, enum room_screen *out)
{
	static const str words[] = { S("phone"), S("wall"), S("desk") };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(word, words[i])) {
			*out = (enum room_screen)i;
			return OK;
		}
	return ERR_INVALID;
}

/* One phone must not take the streams of all the others. The other screens are counted by room, not by address: when the
 * program starts again, those of all workshops of a house come back from one. */
static bool
may_open_stream(struct req *rq, const struct room *rm, enum room_screen screen)
{
	bool phone = screen == SCREEN_PHONE;
	size_t most = phone ? (size_t)rm->seats * 3 + 60 : 100;
	str who = phone ? token_hash(rq->arena, request_cookie(rq->http, S("seat"))) : str_fmt(rq->arena, "%d of %" PRId64, screen, rm->s.id);

	return hub_count(rq->app->hub, rm->s.id, (size_t)screen) < most &&
		limit_take(rq->app->limits, phone ? "stream" : "screen", who, phone ? STREAMS_A_MINUTE : SCREENS_A_MINUTE, 60);
}

err
events_page(struct req *rq, struct response *rs)
{
	str last = request_header(rq->http, S("last-event-id"));
	struct room rm;
	enum room_screen screen;
	enum lang lang;
	int64_t after = 0;

	TRY(room_of(rq, &rm));
	TRY(screen_of(req_query(rq, S("screen")), &screen));
	if (!lang_of_any(req_query(rq, S("lang")), &lang))
		lang = rq->lang;
	if (str_int(last.n ? last : req_query(rq, S("after")), &after) || after < 0)
		after = last.n || req_query(rq, S("after")).n ? 0 : rm.s.seq;
	/* The desk's stream is a named route of its own guard: see desk_may_watch. */
	if (screen == SCREEN_DESK ? !desk_may_watch(rq, &rm) : !may_watch(rq, &rm, screen))
		return ERR_DENIED;
	if (!may_open_stream(rq, &rm, screen))
		return ERR_TOOMANY;
	rs->kind = RESPONSE_STREAM;
	rs->stream = room_stream_new(rm.s.id, screen, lang, after);
	return OK;
}
