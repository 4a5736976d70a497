/* phone_pages.c: what a phone asks and sends. */
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
#include "text/date.h"

#define NOTES_A_MINUTE 40
#define ACTS_A_MINUTE 300	/* votes, themes, ready: far more than hands can do */
#define STREAMS_A_MINUTE 60	/* opened by one seat */
#define SEATS_MOST 3000	/* in a room: more than any workplace, few enough to count */

static void
seat_cookie(struct req *rq, struct response *rs, str token, bool forget)
{
	str path = str_fmt(rq->arena, "/r/" STR_FMT, STR_ARG(rq->params[0]));

	response_cookie(rs, S("seat"), token, path, forget ? 0 : (int64_t)7 * 86400,
		(rq->http->secure ? COOKIE_SECURE : 0) | (forget ? COOKIE_FORGET : 0));
}

static str
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
static err
over(struct req *rq, struct response *rs, const struct room *rm)
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
		return over(rq, rs, &rm);
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

/* O(1), and nobody else is told: the count of streams tells the desk. */
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
	seat_cookie(rq, rs, token, false);
	return OK;
}

err
join_post(struct req *rq, struct response *rs)
{
	struct room rm;

	TRY(room_of(rq, &rm));
	if (!room_seat(rq, &rm).n)
		TRY(room_take_seat(rq, rs, rm.s.id, (str){ 0 }));
	response_see_other(rs, room_path(rq, "/room"));
	return OK;
}

struct seat_act {
	struct arena *arena;
	int64_t room, value;
	str seat, step;
	int64_t seq;
};

static err
seat_forget(struct db_conn *c, void *arg)
{
	struct seat_act *act = arg;

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
	struct seat_act act = { .arena = rq->arena };

	TRY(room_of(rq, &rm));
	act.room = rm.s.id;
	act.seat = room_seat(rq, &rm);
	if (act.seat.n)
		TRY(req_write(rq, seat_forget, &act));
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

err
room_page(struct req *rq, struct response *rs)
{
	struct room rm;
	err e = room_of(rq, &rm);

	if (e == ERR_GONE)
		return over(rq, rs, &rm);
	TRY(e);
	if (!room_seat(rq, &rm).n) {
		response_see_other(rs, room_path(rq, ""));
		return OK;
	}
	return draw_room(rq, rs, S(""));
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

/* One phone must not take the streams of all the others. */
static bool
may_open_stream(struct req *rq, const struct room *rm, enum room_screen screen)
{
	size_t most = screen == SCREEN_PHONE ? (size_t)rm->seats * 3 + 60 : 100;
	str who = screen == SCREEN_PHONE ? token_hash(rq->arena, request_cookie(rq->http, S("seat"))) : req_client(rq);

	return hub_count(rq->app->hub, rm->s.id, (size_t)screen) < most &&
		limit_take(rq->app->limits, "stream", who, STREAMS_A_MINUTE, 60);
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
	if (!lang_of(req_query(rq, S("lang")), &lang))
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

/* ---- writing ---- */

bool
is_uuid4(str s)
{
	if (s.n != 36 || s.p[14] != '4' || !str_has(S("89ab"), s.p[19]))
		return false;
	for (size_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? s.p[i] != '-' : !str_has(S("0123456789abcdef"), s.p[i]))
			return false;
	}
	return true;
}

static bool
is_token(str s)
{
	if (s.n != 32)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!str_has(S("0123456789abcdef"), s.p[i]))
			return false;
	return true;
}

static bool
note_text(struct req *rq, str *out)
{
	return text_clean(rq->arena, req_form(rq, S("text")), NOTE_GRAPHEMES, out) == OK && out->n > 0;
}

/* For people: what was wrong with a note. */
static str
note_problem(struct req *rq, err e, bool text_ok)
{
	if (e == ERR_INVALID && !text_ok)
		return fill(rq->arena, rq->lang,
			tr(rq->lang, "A note must have between 1 and {n} letters, without odd signs. Your text is not saved yet."),
			V("n", NOTE_GRAPHEMES));
	if (e == ERR_TOOMANY)
		return tr(rq->lang, "You have sent many notes in a short time. Wait a moment and send it again.");
	if (e == ERR_INVALID)
		return tr(rq->lang, "This step does not take that note.");
	if (e == ERR_DENIED)
		return tr(rq->lang, "You are not in this room yet. Take part first.");
	return (str){ 0 };
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

static err
note_answer(struct req *rq, struct response *rs, void *arg, err written)
{
	const struct note_act *act = arg;

	if (!act->too_many && (written || act->existed))
		limit_give_back(rq->app->limits, "note", act->seat);
	if (written)
		return phone_refuse(rq, rs, written, note_problem(rq, written, act->text_ok));
	sitting_tell(rq->app, rq->sitting, act->seq);
	return phone_answer(rq, rs, act->existed ? 200 : 201);
}

err
notes_post(struct req *rq, struct response *rs UNUSED)
{
	str token = req_form(rq, S("token")), cookie = request_cookie(rq->http, S("seat"));
	struct note_act *act = NEW(rq->arena, struct note_act);

	*act = (struct note_act){ .arena = rq->arena, .app = rq->app, .room = rq->sitting, .id = req_form(rq, S("id")),
		.step = req_form(rq, S("step")), .col = req_form(rq, S("column")), .about = req_form(rq, S("about")),
		.builds_on = req_form(rq, S("builds_on")) };
	/* Without script the server makes the id. */
	if (!pairs_has(&rq->form, S("id")) && req_wants_page(rq))
		act->id = rand_uuid(rq->arena);
	if (!is_uuid4(act->id))
		return req_fail(rq, ERR_INVALID, S("id"));
	act->seat = token_hash(rq->arena, cookie);
	act->token = is_token(token) ? token : (str){ 0 };
	act->text_ok = note_text(rq, &act->text);
	/* Taken before, so that many at once are counted, and given back when nothing new was written. */
	act->too_many = !limit_take(rq->app->limits, "note", act->seat, NOTES_A_MINUTE, 60);
	return req_write_room_then(rq, note_add, act, note_answer);
}

/* Whatever a seat does besides writing new notes. */
bool
phone_busy(struct req *rq, str seat)
{
	return !limit_take(rq->app->limits, "act", seat, ACTS_A_MINUTE, 60);
}

static err
change_note(struct req *rq, struct response *rs, db_write_fn fn)
{
	struct note_act act = { .arena = rq->arena, .app = rq->app, .room = rq->sitting, .id = req_form(rq, S("id")),
		.token = req_form(rq, S("token")) };
	err e;

	if (!is_uuid4(act.id) || !is_token(act.token))
		return ERR_INVALID;
	act.seat = token_hash(rq->arena, request_cookie(rq->http, S("seat")));
	act.text_ok = note_text(rq, &act.text);
	if (phone_busy(rq, act.seat))
		return ERR_TOOMANY;
	e = req_write_room(rq, rq->sitting, fn, &act);
	if (e)
		return phone_refuse(rq, rs, e, note_problem(rq, e, act.text_ok));
	sitting_tell(rq->app, rq->sitting, act.seq);
	return phone_answer(rq, rs, 200);
}

err
notes_edit_post(struct req *rq, struct response *rs)
{
	return change_note(rq, rs, note_edit);
}

err
notes_delete_post(struct req *rq, struct response *rs)
{
	return change_note(rq, rs, note_withdraw);
}

/* ---- the rest of what a seat can do ---- */

static err
seat_table(struct db_conn *c, void *arg)
{
	struct seat_act *act = arg;
	int64_t changed;

	TRY(db_exec(c, &changed, SEAT_TABLE, TEXT(act->seat), INT(act->room), INT(act->value)));
	return changed == 1 ? OK : ERR_DENIED;
}

err
table_post(struct req *rq, struct response *rs)
{
	struct seat_act act = { .arena = rq->arena, .room = rq->sitting };

	if (str_int(req_form(rq, S("table")), &act.value) || act.value < 1 || act.value > 60)
		return ERR_INVALID;
	act.seat = token_hash(rq->arena, request_cookie(rq->http, S("seat")));
	if (phone_busy(rq, act.seat))
		return ERR_TOOMANY;
	TRY(req_write(rq, seat_table, &act));
	response_see_other(rs, room_path(rq, "/room"));
	return OK;
}

static err
seat_ready(struct db_conn *c, void *arg)
{
	struct seat_act *act = arg;
	struct sitting s;
	struct sitting_steps steps;
	const struct sitting_step *now;
	int64_t changed;

	TRY(sitting_get(c, act->arena, act->room, &s));
	if (s.state != SITTING_OPEN)
		return ERR_GONE;
	TRY(sitting_steps(c, act->arena, &s, &steps));
	now = sitting_now(&s, &steps);
	if (!now || !str_eq(now->step, act->step))
		return ERR_CONFLICT;
	TRY(db_exec(c, &changed, SEAT_READY, TEXT(act->seat), INT(act->room), INT(act->value ? now->pos : -1)));
	if (changed != 1)
		return ERR_DENIED;
	return sitting_event(c, act->arena, act->room, EVENT_COUNT, S(""), &act->seq);
}

static err
ready_answer(struct req *rq, struct response *rs, void *arg, err written)
{
	const struct seat_act *act = arg;

	TRY(written);
	sitting_tell(rq->app, rq->sitting, act->seq);
	return phone_answer(rq, rs, 200);
}

err
ready_post(struct req *rq, struct response *rs UNUSED)
{
	struct seat_act *act = NEW(rq->arena, struct seat_act);

	*act = (struct seat_act){ .arena = rq->arena, .room = rq->sitting, .step = req_form(rq, S("step")) };
	if (str_int(req_form(rq, S("ready")), &act->value) || act->value < 0 || act->value > 1)
		return ERR_INVALID;
	act->seat = token_hash(rq->arena, request_cookie(rq->http, S("seat")));
	if (phone_busy(rq, act->seat))
		return ERR_TOOMANY;
	return req_write_room_then(rq, seat_ready, act, ready_answer);
}

err
themes_post(struct req *rq, struct response *rs)
{
	struct theme_act act = { .arena = rq->arena, .app = rq->app, .room = rq->sitting, .id = req_form(rq, S("id")) };

	if (!pairs_has(&rq->form, S("id")) && req_wants_page(rq))
		act.id = rand_uuid(rq->arena);
	if (!is_uuid4(act.id))
		return ERR_INVALID;
	if (text_clean(rq->arena, req_form(rq, S("name")), THEME_GRAPHEMES, &act.name) || act.name.n == 0)
		return phone_refuse(rq, rs, ERR_INVALID, tr(rq->lang, "Give the theme a short name."));
	act.seat = token_hash(rq->arena, request_cookie(rq->http, S("seat")));
	if (phone_busy(rq, act.seat))
		return ERR_TOOMANY;
	TRY(req_write_room(rq, rq->sitting, theme_put, &act));
	sitting_tell(rq->app, rq->sitting, act.seq);
	return phone_answer(rq, rs, 200);
}

struct moves {
	struct theme_act *acts;
	size_t n;
	int64_t seq;	/* out: of the last that changed something */
};

static err
move_all(struct db_conn *c, void *arg)
{
	struct moves *m = arg;

	m->seq = 0;
	for (size_t i = 0; i < m->n; i++) {
		m->acts[i].seq = 0;
		TRY(theme_note(c, &m->acts[i]));
		if (m->acts[i].seq)
			m->seq = m->acts[i].seq;
	}
	return OK;
}

/* Several `note` fields at once: the plain form's ticks. */
err
themes_notes_post(struct req *rq, struct response *rs)
{
	str seat = token_hash(rq->arena, request_cookie(rq->http, S("seat"))), theme = req_form(rq, S("theme"));
	struct moves m = { .acts = NEW_ARRAY(rq->arena, struct theme_act, rq->form.n) };

	for (size_t i = 0; i < rq->form.n; i++) {
		if (!str_eq(rq->form.p[i].name, S("note")))
			continue;
		if (!is_uuid4(rq->form.p[i].value) || m.n >= 200)
			return ERR_INVALID;
		m.acts[m.n++] = (struct theme_act){ .arena = rq->arena, .app = rq->app, .room = rq->sitting, .seat = seat, .id = theme,
			.note = rq->form.p[i].value, .in = str_eq(req_form(rq, S("in")), S("1")) };
	}
	if (m.n == 0 || theme.n == 0)
		return phone_refuse(rq, rs, ERR_INVALID, tr(rq->lang, "Tick at least one note, and choose a theme."));
	if (phone_busy(rq, seat))
		return ERR_TOOMANY;
	TRY(req_write_room(rq, rq->sitting, move_all, &m));
	sitting_tell(rq->app, rq->sitting, m.seq);
	return phone_answer(rq, rs, 200);
}

static err
vote_answered(struct req *rq, struct response *rs, void *arg UNUSED, err written)
{
	if (written == ERR_INVALID)
		return phone_refuse(rq, rs, written, tr(rq->lang, "You have no more votes for that. Take one back first."));
	if (written == ERR_CONFLICT)
		return req_fail(rq, written, tr(rq->lang, "The vote has been closed or started again. Open the page again."));
	TRY(written);
	return phone_answer(rq, rs, 200);
}

static err
vote(struct req *rq, db_write_fn fn, str target, str count)
{
	struct vote_act *act = NEW(rq->arena, struct vote_act);

	*act = (struct vote_act){ .arena = rq->arena, .app = rq->app, .room = rq->sitting, .target = target };
	if (str_int(req_form(rq, S("round")), &act->round) || str_int(count, &act->count) || target.n == 0)
		return ERR_INVALID;
	act->seat = token_hash(rq->arena, request_cookie(rq->http, S("seat")));
	if (phone_busy(rq, act->seat))
		return ERR_TOOMANY;
	return req_write_room_then(rq, fn, act, vote_answered);
}

err
votes_post(struct req *rq, struct response *rs UNUSED)
{
	return vote(rq, vote_cast, req_form(rq, S("target")), req_form(rq, S("count")));
}

err
answers_post(struct req *rq, struct response *rs UNUSED)
{
	return vote(rq, vote_answer, req_form(rq, S("answer")), S("1"));
}
