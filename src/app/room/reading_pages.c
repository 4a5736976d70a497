/* reading_pages.c: the page of the first reading. Not a stream: what stands on it is for two people's eyes. */
#include "app/reading_tmpl.h"
#include "app/room/desk.h"
#include "app/room/moderate.h"
#include "app/room/reading.h"

static err
only_reps(struct req *rq)
{
	if (reading_may(rq->roles))
		return OK;
	return req_fail(rq, ERR_DENIED, tr(rq->lang, "The first reading is for the representatives, together. The leader is not part of it."));
}

err
reading_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "First reading"));
	struct reading_view v = { .base = str_fmt(rq->arena, "/r/" STR_FMT "/desk/reading", STR_ARG(rq->params[0])) };
	struct reading r;
	struct db_conn *c;
	struct room rm;

	TRY(only_reps(rq));
	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, &rm));
	if (rm.s.state == SITTING_CLOSED)
		return ERR_GONE;
	TRY(reading_read(c, rq->arena, &rm, rq->unit, rq->user->id, rq->roles, &r));
	v.rm = &rm;
	v.r = &r;
	room_reading(&rs->body, rq->lang, &pg, &v);
	return OK;
}

static err
press(struct req *rq, struct response *rs, db_write_fn fn)
{
	struct reading_act x = { .arena = rq->arena, .app = rq->app, .room = rq->sitting, .unit = rq->unit,
		.person = rq->user->id, .roles = rq->roles, .step = req_form(rq, S("step")), .key = req_form(rq, S("key")) };

	TRY(only_reps(rq));
	TRY(req_write_room(rq, rq->sitting, fn, &x));
	sitting_tell(rq->app, rq->sitting, x.seq);
	return req_go(rq, rs, "/r/" STR_FMT "/desk/reading", STR_ARG(rq->params[0]));
}

err
reading_join_post(struct req *rq, struct response *rs)
{
	return press(rq, rs, reading_join);
}

err
reading_release_post(struct req *rq, struct response *rs)
{
	return press(rq, rs, reading_release);
}

static const struct aside_reason *
reason_of(str word)
{
	for (size_t i = 0; i < aside_reason_count; i++)
		if (str_eq(word, str_of(aside_reasons[i].word)))
			return &aside_reasons[i];
	return NULL;
}

err
reading_aside_post(struct req *rq, struct response *rs)
{
	struct moderate_act act = { .arena = rq->arena, .app = rq->app, .room = rq->sitting, .person = rq->user->id,
		.roles = rq->roles, .note = req_form(rq, S("note")), .key = req_form(rq, S("key")), .reason = req_form(rq, S("reason")),
		.about_leader = req_form(rq, S("about_leader")).n > 0, .first_reading = true };
	const struct aside_reason *why;
	struct reading r;
	struct db_conn *c;
	struct room rm;
	bool readable = false;

	TRY(only_reps(rq));
	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, &rm));
	TRY(reading_read(c, rq->arena, &rm, rq->unit, rq->user->id, rq->roles, &r));
	for (size_t i = 0; i < r.notes.n; i++)
		readable |= str_eq(r.notes.p[i].id, act.note);
	if (!readable)
		return ERR_NOTFOUND;
	/* Only words of the list: others could hide the card from those who may bring it back. */
	why = reason_of(act.reason);
	if (!why)
		return ERR_INVALID;
	act.what = why->must_handle ? MODERATE_HANDLE : MODERATE_ASIDE;
	TRY(req_write_room(rq, rq->sitting, moderate, &act));
	sitting_tell(rq->app, rq->sitting, act.seq);
	return req_go(rq, rs, "/r/" STR_FMT "/desk/reading", STR_ARG(rq->params[0]));
}
