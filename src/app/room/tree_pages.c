/* tree_pages.c: trees of causes from phones and from the desk. */
#include "app/access/session.h"
#include "app/room/desk.h"
#include "app/room/phone.h"
#include "app/room/tree.h"
#include "app/tree_tmpl.h"
#include "base/rand.h"
#include "text/date.h"

enum whence { FROM_PHONE, FROM_DESK };

static str
base_of(const struct req *rq, enum whence w)
{
	return str_fmt(rq->arena, w == FROM_DESK ? "/r/" STR_FMT "/desk" : "/r/" STR_FMT, STR_ARG(rq->params[0]));
}

static str
back_to(const struct req *rq, enum whence w)
{
	return str_fmt(rq->arena, w == FROM_DESK ? "/r/" STR_FMT "/desk" : "/r/" STR_FMT "/room", STR_ARG(rq->params[0]));
}

static struct cause_act
read_form(struct req *rq, enum whence w)
{
	struct cause_act act = { .arena = rq->arena, .app = rq->app, .room = rq->sitting, .unit = rq->unit, .by_desk = w == FROM_DESK,
		.id = req_form(rq, S("cause")), .under = req_form(rq, S("under")), .was = req_form(rq, S("was")), .bone = req_form(rq, S("bone")),
		.evidence = evidence_of(req_form(rq, S("evidence"))), .is_root = req_form(rq, S("root")).n > 0,
		.find_out = req_form(rq, S("find_out")).n > 0, .anyway = req_form(rq, S("anyway")).n > 0 };

	if (w == FROM_PHONE)
		act.seat = token_hash(rq->arena, request_cookie(rq->http, S("seat")));
	act.text_ok = text_clean(rq->arena, req_form(rq, S("text")), CAUSE_GRAPHEMES, &act.text) == OK && act.text.n > 0;
	/* As the page showed it: line ends come back from a form as CR LF. */
	if (text_clean(rq->arena, act.was, CAUSE_GRAPHEMES, &act.was))
		act.was = (str){ 0 };
	return act;
}

static str
problem_text(struct req *rq, const struct cause_act *act)
{
	return fill(rq->arena, rq->lang, tr_dynamic(rq->lang, str_of(act->problem)), V("n", CAUSE_GRAPHEMES), V("word", act->word));
}

static err
done(struct req *rq, struct response *rs, enum whence w, const struct cause_act *act, str branch)
{
	sitting_tell(rq->app, rq->sitting, act->seq);
	if (!req_wants_page(rq)) {
		rs->status = 200;
		return OK;
	}
	response_see_other(rs, branch.n ? str_fmt(rq->arena, STR_FMT "#branch-" STR_FMT, STR_ARG(back_to(rq, w)), STR_ARG(branch)) : back_to(rq, w));
	return OK;
}

static err
say_over(struct req *rq, err e)
{
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "We have moved on to another step. What you wrote is not kept."));
	if (e == ERR_NOTFOUND)
		return req_fail(rq, e, tr(rq->lang, "It is not in the tree any more. Open the page again."));
	return e;
}

/* ---- a new cause ---- */

static err
add(struct req *rq, struct response *rs, enum whence w)
{
	struct cause_act act = read_form(rq, w);
	struct cause_kept kept;
	err e;

	act.id = req_form(rq, S("id"));
	if (!pairs_has(&rq->form, S("id")) && req_wants_page(rq))
		act.id = rand_uuid(rq->arena);
	if (!is_uuid4(act.id))
		return ERR_INVALID;
	if (w == FROM_PHONE && phone_busy(rq, act.seat))
		return ERR_TOOMANY;
	e = req_write_room(rq, rq->sitting, cause_add, &act);
	if (e == ERR_INVALID && act.too_deep)
		return req_fail(rq, e, problem_text(rq, &act));
	if (e == ERR_INVALID && act.problem) {
		kept = (struct cause_kept){ .at = act.under, .text = req_form(rq, S("text")), .bone = act.bone, .problem = problem_text(rq, &act),
			.named = act.word.n > 0 };
		if (w == FROM_DESK ? desk_draw_kept(rq, rs, &kept) : phone_draw_kept(rq, rs, &kept))
			response_reset(rs);
		return e;
	}
	TRY(say_over(rq, e));
	return done(rq, rs, w, &act, (str){ 0 });
}

err
causes_post(struct req *rq, struct response *rs)
{
	return add(rq, rs, FROM_PHONE);
}

err
desk_causes_post(struct req *rq, struct response *rs)
{
	return add(rq, rs, FROM_DESK);
}

/* ---- one cause ---- */

/* The page of one cause; with what was sent in vain when act is given. */
static err
draw(struct req *rq, struct response *rs, enum whence w, const struct cause_act *act)
{
	str id = req_form(rq, S("cause"));
	struct cause_view e = { .base = base_of(rq, w), .back = back_to(rq, w) };
	struct room rm;
	struct view v;
	struct page pg;
	struct db_conn *c;

	TRY(room_of(rq, &rm));
	if (w == FROM_PHONE && !room_seat(rq, &rm).n)
		return ERR_DENIED;
	TRY(req_read(rq, &c));
	TRY(view_read(c, rq->arena, &rm, w == FROM_DESK ? SCREEN_DESK : SCREEN_PHONE, (str){ 0 }, 0, &v));
	if (!tree_is_live(&v))
		return say_over(rq, ERR_CONFLICT);
	for (size_t i = 0; i < v.trees->n && !e.n; i++) {
		e.t = &v.trees->p[i];
		e.n = tree_cause(e.t, id);
	}
	if (!e.n || e.n->state != NOTE_SHOWN)
		return say_over(rq, ERR_NOTFOUND);
	e.v = &v;
	e.text = act ? req_form(rq, S("text")) : e.n->body;
	e.theirs = act ? act->theirs : (str){ 0 };
	e.problem = act && act->problem ? problem_text(rq, act) : (str){ 0 };
	e.named = act && act->problem && act->word.n > 0;
	pg = w == FROM_DESK ? page_of(rq, tr(rq->lang, "Change a cause")) :
		(struct page){ .title = tr(rq->lang, "Change a cause"), .lang = rq->lang, .kind = PAGE_PHONE, .unit_name = rm.unit_name, .arena = rq->arena };
	pg.path = e.back;
	cause_page(&rs->body, rq->lang, &pg, &e);
	return OK;
}

err
causes_open_post(struct req *rq, struct response *rs)
{
	return draw(rq, rs, FROM_PHONE, NULL);
}

err
desk_causes_open_post(struct req *rq, struct response *rs)
{
	return draw(rq, rs, FROM_DESK, NULL);
}

static err
change(struct req *rq, struct response *rs, enum whence w, db_write_fn fn)
{
	struct cause_act act = read_form(rq, w);
	err e;

	if (!is_uuid4(act.id))
		return ERR_INVALID;
	if (w == FROM_PHONE && phone_busy(rq, act.seat))
		return ERR_TOOMANY;
	e = req_write_room(rq, rq->sitting, fn, &act);
	if ((e == ERR_INVALID && act.problem) || (e == ERR_CONFLICT && act.theirs.n)) {
		if (draw(rq, rs, w, &act))
			response_reset(rs);
		return e;
	}
	TRY(say_over(rq, e));
	return done(rq, rs, w, &act, act.id);
}

err
causes_edit_post(struct req *rq, struct response *rs)
{
	return change(rq, rs, FROM_PHONE, cause_change);
}

err
desk_causes_edit_post(struct req *rq, struct response *rs)
{
	return change(rq, rs, FROM_DESK, cause_change);
}

err
causes_move_post(struct req *rq, struct response *rs)
{
	return change(rq, rs, FROM_PHONE, cause_move);
}

err
desk_causes_move_post(struct req *rq, struct response *rs)
{
	return change(rq, rs, FROM_DESK, cause_move);
}

/* ---- bones ---- */

err
desk_bones_post(struct req *rq, struct response *rs)
{
	struct bone_act act = { .arena = rq->arena, .app = rq->app, .room = rq->sitting, .about = req_form(rq, S("about")),
		.id = req_form(rq, S("bone")) };
	err e;

	if (text_clean(rq->arena, req_form(rq, S("name")), BONE_GRAPHEMES, &act.name))
		return req_fail(rq, ERR_INVALID, tr(rq->lang, "The name of a bone must be short."));
	e = req_write_room(rq, rq->sitting, bone_put, &act);
	if (e == ERR_INVALID)
		return req_fail(rq, e, tr(rq->lang, "There are enough bones, or this one is gone. Open the page again."));
	TRY(say_over(rq, e));
	sitting_tell(rq->app, rq->sitting, act.seq);
	if (req_wants_page(rq))
		return req_go(rq, rs, "/r/" STR_FMT "/desk", STR_ARG(rq->params[0]));
	rs->status = 204;
	return OK;
}
