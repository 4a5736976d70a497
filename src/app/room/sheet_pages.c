/* sheet_pages.c: sheets, places and verdicts that a phone sends, and the same from the desk. */
#include "app/room/sheet_pages.h"

#include "app/access/session.h"
#include "app/room/desk.h"
#include "app/room/judge.h"
#include "app/room/matrix.h"
#include "app/room/phone.h"

/* The text a form has for a field; a span has two. */
static str
typed_in(struct req *rq, const struct method_field *f)
{
	str from = req_form(rq, str_fmt(rq->arena, "f-" STR_FMT, STR_ARG(f->id))), to;

	if (f->kind != ENTRY_SPAN)
		return from;
	to = req_form(rq, str_fmt(rq->arena, "t-" STR_FMT, STR_ARG(f->id)));
	return from.n || to.n ? str_fmt(rq->arena, STR_FMT "/" STR_FMT, STR_ARG(from), STR_ARG(to)) : from;
}

/* What was wrong with a field, for people. */
static str
field_problem(struct req *rq, const struct method_field *f)
{
	str name = text_in(&f->label, rq->lang);
	int64_t most = f->kind == ENTRY_LINE ? SHEET_LINE_GRAPHEMES : SHEET_TEXT_GRAPHEMES;

	switch (f->kind) {
	case ENTRY_TEXT:
	case ENTRY_LINE:
		return fill(rq->arena, rq->lang, tr(rq->lang, "“{name}” can have {n} letters at the most, without odd signs. It is not saved yet."),
			V("name", name), V("n", most));
	case ENTRY_DATE:
	case ENTRY_SPAN:
		return fill(rq->arena, rq->lang, tr(rq->lang, "The date in “{name}” does not fit. It is not saved yet."), V("name", name));
	case ENTRY_NUMBER:
		return fill(rq->arena, rq->lang, tr(rq->lang, "“{name}” takes a number. It is not saved yet."), V("name", name));
	case ENTRY_CHOICE: break;
	}
	return fill(rq->arena, rq->lang, tr(rq->lang, "Choose one of the answers in “{name}”."), V("name", name));
}

static const struct method_sheet *
sheet_of(const struct room *rm, str step)
{
	const struct method_step *st = room_step(rm, step);

	return st ? st->sheet : NULL;
}

/* Fields that the form does not have are left as they are. */
static err
read_values(struct req *rq, const struct method_sheet *sheet, struct entry_act *act)
{
	act->values = NEW_ARRAY(rq->arena, struct entry_value, sheet->field_count);
	for (size_t i = 0; i < sheet->field_count; i++) {
		const struct method_field *f = &sheet->fields[i];
		struct entry_value *v = &act->values[act->n];
		str version = str_fmt(rq->arena, "v-" STR_FMT, STR_ARG(f->id));
		if (!pairs_has(&rq->form, version))
			continue;
		if (str_int(req_form(rq, version), &v->version))
			return ERR_INVALID;
		if (entry_clean(rq->arena, f, typed_in(rq, f), &v->body))
			return req_fail(rq, ERR_INVALID, field_problem(rq, f));
		v->field = f;
		act->n++;
	}
	return OK;
}

void
sheet_keep_typed(struct req *rq, struct view *v)
{
	const struct method_step *st = v->rm->step;
	int64_t table;
	str *typed;

	if (!st || !st->sheet || !str_eq(req_form(rq, S("step")), st->id) || !pairs_has(&rq->form, S("about")) ||
		str_int(req_form(rq, S("table")), &table) || v->sheets == NULL || st->sheet->field_count == 0 ||
		!pairs_has(&rq->form, str_fmt(rq->arena, "v-" STR_FMT, STR_ARG(st->sheet->fields[0].id))))
		return;
	typed = NEW_ARRAY(rq->arena, str, st->sheet->field_count);
	for (size_t i = 0; i < st->sheet->field_count; i++)
		typed[i] = typed_in(rq, &st->sheet->fields[i]);
	v->typed = typed;
	v->typed_about = req_form(rq, S("about"));
	v->typed_table = table;
	for (size_t i = 0; i < v->sheet_count; i++) {
		struct sheet_form *s = &v->sheets[i];
		if (s->table == table && str_eq(s->about ? s->about->ref : S(""), v->typed_about))
			s->typed = typed;
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
		e = read_values(rq, sheet_of(&rm, act.step), &act);
	if (!e)
		e = req_write_room(rq, rq->sitting, fn, &act);
	return finish(rq, rs, e, &act);
}

err
sheets_post(struct req *rq, struct response *rs)
{
	return from_phone(rq, rs, entry_save, true);
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
	if (read_act(rq, &act) || !sheet_of(&rm, act.step) || read_values(rq, sheet_of(&rm, act.step), &act))
		return desk_done(rq, rs, ERR_INVALID, 0);
	act.by_desk = true;
	act.id = req_form(rq, S("entry"));
	return desk_command(rq, rs, entry_save, &act, &act.seq);
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
