/* phone_send.c: what a phone sends: notes, themes, votes, "ready". */
#include "app/access/session.h"
#include "app/limit.h"
#include "app/room/names.h"
#include "app/room/phone.h"
#include "base/rand.h"
#include "text/date.h"

#define NOTES_A_MINUTE 40
#define ACTS_A_MINUTE 300	/* votes, themes, ready: far more than hands can do */

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
			tr(rq->lang, "A note must have between 1 and {n} letters, without odd characters. Your text is not saved yet."),
			V("n", NOTE_GRAPHEMES));
	if (e == ERR_TOOMANY)
		return tr(rq->lang, "You have sent many notes in a short time. Wait a moment and send it again.");
	if (e == ERR_INVALID)
		return tr(rq->lang, "This step does not take that note.");
	if (e == ERR_DENIED)
		return tr(rq->lang, "You are not in this room yet. Take part first.");
	return (str){ 0 };
}

/* The note is saved as it is, and without script the next page says so. A word that looks like a colleague's name is pointed out to who
 * wrote it, in the answer to that phone only; without script by a mark in the address that says no more than that there was one. */
static err
note_saved(struct req *rq, struct response *rs, const struct note_act *act, int status)
{
	if (req_wants_page(rq)) {
		response_see_other(rs, room_path(rq, act->named.n ? "/room?named=1" : "/room?saved=1"));
		return OK;
	}
	rs->status = status;
	if (!act->named.n)
		return OK;
	response_header_set(rs, S("Content-Type"), S("text/plain; charset=utf-8"));
	buf_add(&rs->body, fill(rq->arena, rq->lang,
		tr(rq->lang, "Saved. “{word}” looks like a name. Write about how we work, not about who. Is it not a name? Then it can stay."),
		V("word", act->named)));
	return OK;
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
	return note_saved(rq, rs, act, act->existed ? 200 : 201);
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
	if (act->text_ok)
		act->named = names_word(rq, act->text);
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
	if (act.text_ok)
		act.named = names_word(rq, act.text);
	e = req_write_room(rq, rq->sitting, fn, &act);
	if (e)
		return phone_refuse(rq, rs, e, note_problem(rq, e, act.text_ok));
	sitting_tell(rq->app, rq->sitting, act.seq);
	return note_saved(rq, rs, &act, 200);
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

struct seat_act {
	struct arena *arena;
	int64_t room, value;
	str seat, step;
	int64_t seq;
};

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

	TRY(sitting_whole(c, act->arena, act->room, NULL, 0, &s, &steps));
	if (s.state != SITTING_OPEN)
		return ERR_GONE;
	now = sitting_now(&s, &steps);
	if (!now || !str_eq(now->step, act->step))
		return ERR_CONFLICT;
	TRY(db_exec(c, &changed, SEAT_READY, TEXT(act->seat), INT(act->room), INT(act->value ? now->pos : -1)));
	if (changed != 1)
		return ERR_DENIED;
	return sitting_event(c, act->arena, act->room, EVENT_COUNT, COUNT_PEOPLE, &act->seq);
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
