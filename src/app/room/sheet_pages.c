/* sheet_pages.c: sheets, places and verdicts that a phone sends, and the same from the desk. */
#include "app/room/sheet_pages.h"

#include "app/access/session.h"
#include "app/room/alone.h"
#include "app/room/desk.h"
#include "app/room/judge.h"
#include "app/room/matrix.h"
#include "app/room/phone.h"
#include "app/room/sheet_form.h"

static const struct method_sheet *
sheet_of(const struct room *rm, str step)
{
	const struct method_step *st = room_step(rm, step);

	return st ? st->sheet : NULL;
}

void
sheet_keep_typed(struct req *rq, struct view *v)
{
	const struct method_step *st = v->rm->step;
	int64_t table;

	if (!st || !st->sheet || !str_eq(req_form(rq, S("step")), st->id) || !pairs_has(&rq->form, S("about")) ||
		str_int(req_form(rq, S("table")), &table) || v->sheets == NULL || st->sheet->field_count == 0 ||
		!pairs_has(&rq->form, str_fmt(rq->arena, "v-" STR_FMT, STR_ARG(st->sheet->fields[0].id))))
		return;
	v->typed = sheet_typed_in(rq, st->sheet);
	v->typed_about = req_form(rq, S("about"));
	v->typed_table = table;
	for (size_t i = 0; i < v->sheet_count; i++) {
		struct sheet_form *s = &v->sheets[i];
		if (s->table == table && str_eq(s->about ? s->about->ref : S(""), v->typed_about))
			s->typed = v->typed;
	}
}

/* The step, thing and table that a form names. */
static err
read_act(struct req *rq, struct entry_act *act)
{
	*act = (struct entry_act){ .arena = rq->arena, .app = rq->app, .room = rq->sitting, .step = req_form(rq, S("step")),
		.about = req_form(rq, S("about")) };
	return str_int(req_form(rq, S("table")), &act->table) ? ERR_INVALID : OK;
}

static str
why_not(struct req *rq, err e, const struct entry_act *act)
{
	if (rq->problem.n)
		return rq->problem;
	if (e == ERR_CONFLICT && act->taken)
		return tr(rq->lang, "Another table has just taken that one. Choose another.");
	if (e == ERR_CONFLICT)
		return tr(rq->lang, "Somebody else has changed the sheet meanwhile. Both texts stand here. Save again if yours is to stand.");
	return tr(rq->lang, "That did not fit here. Nothing was changed.");
}

static err
finish(struct req *rq, struct response *rs, err e, const struct entry_act *act)
{
	if (e == ERR_CONFLICT || e == ERR_INVALID)
		return phone_refuse(rq, rs, e, why_not(rq, e, act));
	TRY(e);
	sitting_tell(rq->app, rq->sitting, act->seq);
	return phone_answer(rq, rs, 200);
}

static err
from_phone(struct req *rq, struct response *rs, db_write_fn fn, bool with_values)
{
	struct entry_act act;
	struct room rm;
	err e;

	TRY(room_of(rq, &rm));
	e = read_act(rq, &act);
	act.seat = room_seat(rq, &rm);
	if (!act.seat.n)
		return ERR_DENIED;
	if (phone_busy(rq, act.seat))
		return ERR_TOOMANY;
	if (e)
		return finish(rq, rs, e, &act);
	e = with_values && !sheet_of(&rm, act.step) ? ERR_INVALID : OK;
	if (!e && with_values)
		e = sheet_values(rq, sheet_of(&rm, act.step), &act.values, &act.n);
	if (!e)
		e = req_write_room(rq, rq->sitting, fn, &act);
	return finish(rq, rs, e, &act);
}

static str
why_not_alone(struct req *rq, err e, const struct alone_act *act)
{
	if (rq->problem.n)
		return rq->problem;
	if (e == ERR_CONFLICT)
		return tr(rq->lang, "Your sheet is shared already, so what you wrote now is not on it.");
	if (e == ERR_TOOBIG)
		return tr(rq->lang, "So many sheets are shared that there is no room for more. Yours is kept as it was.");
	return act->empty ? tr(rq->lang, "Write something on the sheet first.") : tr(rq->lang, "That did not fit here. Nothing was changed.");
}

/* keep, share or back, by the button. */
static enum alone_do
alone_do_of(str word)
{
	if (str_eq(word, S("share")))
		return ALONE_SHARE;
	return str_eq(word, S("back")) ? ALONE_TAKE_BACK : ALONE_KEEP;
}

/* A sheet that is this seat's own. */
static err
from_alone(struct req *rq, struct response *rs, const struct room *rm, const struct method_step *st)
{
	struct alone_act act = { .arena = rq->arena, .app = rq->app, .room = rq->sitting, .step = st->id, .about = req_form(rq, S("about")),
		.seat = room_seat(rq, rm), .what = alone_do_of(req_form(rq, S("do"))) };
	err e;

	if (!act.seat.n)
		return ERR_DENIED;
	if (phone_busy(rq, act.seat))
		return ERR_TOOMANY;
	e = sheet_values(rq, st->sheet, &act.values, &act.n);
	if (!e)
		e = req_write_room(rq, rq->sitting, alone_save, &act);
	if (e == ERR_CONFLICT || e == ERR_INVALID || e == ERR_TOOBIG)
		return phone_refuse(rq, rs, e == ERR_TOOBIG ? ERR_INVALID : e, why_not_alone(rq, e, &act));
	TRY(e);
	sitting_tell(rq->app, rq->sitting, act.seq);
	return phone_answer(rq, rs, 200);
}

err
sheets_post(struct req *rq, struct response *rs)
{
	const struct method_step *st;
	struct room rm;

	TRY(room_of(rq, &rm));
	st = room_step(&rm, req_form(rq, S("step")));
	return step_is_alone(st) ? from_alone(rq, rs, &rm, st) : from_phone(rq, rs, entry_save, true);
}

err
sheets_take_post(struct req *rq, struct response *rs)
{
	return from_phone(rq, rs, entry_take, false);
}

err
sheets_leave_post(struct req *rq, struct response *rs)
{
	return from_phone(rq, rs, entry_leave, false);
}

err
desk_sheets_post(struct req *rq, struct response *rs)
{
	struct entry_act act;
	struct room rm;

	TRY(desk_room_of(rq, &rm));
	if (read_act(rq, &act) || !sheet_of(&rm, act.step) || sheet_values(rq, sheet_of(&rm, act.step), &act.values, &act.n))
		return desk_done(rq, rs, ERR_INVALID, 0);
	act.by_desk = true;
	act.id = req_form(rq, S("entry"));
	return desk_command(rq, rs, entry_save, &act, &act.seq);
}

struct desk_take {
	struct req *rq;
	struct entry_act act;
};

/* As a table's phone takes one. That nothing came of it is said: the desk does not see what each table has on its phones. */
static err
take_for_table(struct db_conn *c, void *arg)
{
	struct desk_take *x = arg;
	err e = entry_take(c, &x->act);

	if (e == ERR_CONFLICT && x->act.taken)
		return req_fail(x->rq, e, tr(x->rq->lang, "Another table has just taken that one. Choose another."));
	if (!e && !x->act.seq)
		return req_fail(x->rq, ERR_CONFLICT, tr(x->rq->lang, "That sheet is begun already. Change it where it stands."));
	return e;
}

err
desk_sheets_take_post(struct req *rq, struct response *rs)
{
	struct desk_take x = { .rq = rq };

	if (read_act(rq, &x.act))
		return desk_done(rq, rs, ERR_INVALID, 0);
	x.act.by_desk = true;
	return desk_command(rq, rs, take_for_table, &x, &x.act.seq);
}

/* ---- places ---- */

static err
read_place(struct req *rq, struct place_act *act)
{
	*act = (struct place_act){ .arena = rq->arena, .app = rq->app, .room = rq->sitting, .step = req_form(rq, S("step")),
		.target = req_form(rq, S("target")) };
	if (str_int(req_form(rq, S("across")), &act->across) || str_int(req_form(rq, S("up")), &act->up))
		return req_fail(rq, ERR_INVALID, tr(rq->lang, "Answer both questions."));
	return OK;
}

err
places_post(struct req *rq, struct response *rs)
{
	struct place_act act;
	struct room rm;
	err e;

	TRY(room_of(rq, &rm));
	e = read_place(rq, &act);
	act.seat = room_seat(rq, &rm);
	if (!act.seat.n)
		return ERR_DENIED;
	if (phone_busy(rq, act.seat))
		return ERR_TOOMANY;
	if (!e)
		e = req_write_room(rq, rq->sitting, place_put, &act);
	if (e == ERR_INVALID || e == ERR_CONFLICT)
		return phone_refuse(rq, rs, e, rq->problem.n ? rq->problem :
			tr(rq->lang, "That did not fit here. Nothing was changed."));
	TRY(e);
	sitting_tell(rq->app, rq->sitting, act.seq);
	return phone_answer(rq, rs, 200);
}

err
desk_places_post(struct req *rq, struct response *rs)
{
	struct place_act act;

	if (read_place(rq, &act))
		return desk_done(rq, rs, ERR_INVALID, 0);
	act.by_desk = true;
	return desk_command(rq, rs, place_put, &act, &act.seq);
}

/* ---- verdicts ---- */

struct answers {
	struct vote_act *acts;
	size_t n;
};

static err
answer_all(struct db_conn *c, void *arg)
{
	struct answers *x = arg;

	for (size_t i = 0; i < x->n; i++)
		TRY(vote_answer(c, &x->acts[i]));
	return OK;
}

/* Fields a-ROUND: the answer. A question without an answer is left as it is. */
static err
read_answers(struct req *rq, str seat, struct answers *out)
{
	*out = (struct answers){ .acts = NEW_ARRAY(rq->arena, struct vote_act, rq->form.n) };
	for (size_t i = 0; i < rq->form.n; i++) {
		struct vote_act *act = &out->acts[out->n];
		if (!str_starts(rq->form.p[i].name, S("a-")) || !rq->form.p[i].value.n)
			continue;
		*act = (struct vote_act){ .arena = rq->arena, .app = rq->app, .room = rq->sitting, .seat = seat, .count = 1,
			.target = rq->form.p[i].value };
		TRY(str_int(str_from(rq->form.p[i].name, 2), &act->round));
		if (++out->n > 60)
			return ERR_INVALID;
	}
	return out->n ? OK : req_fail(rq, ERR_INVALID, tr(rq->lang, "Choose an answer first."));
}

err
verdicts_post(struct req *rq, struct response *rs)
{
	struct answers all;
	str seat = token_hash(rq->arena, request_cookie(rq->http, S("seat")));
	err e = read_answers(rq, seat, &all);

	if (phone_busy(rq, seat))
		return ERR_TOOMANY;
	if (!e)
		e = req_write_room(rq, rq->sitting, answer_all, &all);
	if (e == ERR_INVALID)
		return phone_refuse(rq, rs, e, rq->problem.n ? rq->problem : tr(rq->lang, "Choose an answer first."));
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "The vote has been closed or started again. Open the page again."));
	TRY(e);
	return phone_answer(rq, rs, 200);
}
