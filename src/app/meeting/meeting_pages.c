/* meeting_pages.c: what members of the group see and send in their live meeting. */
#include "app/meeting/meeting_pages.h"

#include "app/meeting/meeting.h"
#include "app/meeting_tmpl.h"
#include "app/process/process.h"
#include "app/room/live.h"
#include "app/room/sheet_form.h"
#include "base/rand.h"
#include "text/date.h"

/* The meeting of the request. ERR_NOTFOUND: it is no meeting of the group. */
static err
load(struct req *rq, struct room *rm)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, rm));
	return rm->s.kind == SITTING_GROUP ? OK : ERR_NOTFOUND;
}

static err
read_own(struct req *rq, struct db_conn *c, struct meeting_view *v)
{
	const struct method_sheet *own = meeting_sheet_of(v->rm->step, true);
	struct process p;
	struct rows r;

	TRY(db_one(c, rq->arena, &r, ATTENDS, INT(rq->sitting), INT(rq->user->id)));
	v->me_here = row_int(&r, 0, 0) > 0;
	if (!own)
		return OK;
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	v->own_shared = p.state != PROCESS_DRAFT;
	return own_sheet_read(c, rq->arena, rq->process, rq->user->id, own, &v->own);
}

/* A sheet that was sent in vain keeps what was typed. */
static void
keep_form(struct req *rq, struct meeting_view *v)
{
	if (v->forms.st && str_eq(req_form(rq, S("step")), v->forms.st->id)) {
		struct sheet_form *s = forms_about(&v->forms, req_form(rq, S("about")));
		if (s)
			s->typed = sheet_typed_in(rq, s->st->sheet);
	}
}

/* kept: what was sent in vain stands where it was written; NULL otherwise. */
static err
draw(struct req *rq, struct response *rs, str said, const struct own_save *kept)
{
	struct room rm;
	struct meeting_view v;
	struct db_conn *c;
	struct page pg;

	TRY(load(rq, &rm));
	if (rm.s.state != SITTING_OPEN)
		return req_go(rq, rs, "/s/%" PRId64, rq->sitting);
	TRY(req_read(rq, &c));
	TRY(meeting_read(rq->app, c, rq->arena, rq->lang, &rm, &v));
	TRY(read_own(rq, c, &v));
	for (size_t i = 0; kept && i < v.own.n; i++)
		v.own.p[i].body = kept->bodies[i];
	keep_form(rq, &v);
	v.draft = req_form(rq, S("text"));
	v.draft_field = req_form(rq, S("field"));
	v.url = str_fmt(rq->arena, STR_FMT "/s/%" PRId64 "/meeting", STR_ARG(req_site(rq)), rq->sitting);
	pg = page_of(rq, rm.now ? room_step_name(&rm, rq->lang) : v.title);
	pg.kind = PAGE_DESK;
	pg.said = said;
	meeting_room(&rs->body, rq->lang, &pg, &v);
	return OK;
}

err
meeting_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, S(""), NULL);
}

err
meeting_events_page(struct req *rq, struct response *rs)
{
	str last = request_header(rq->http, S("last-event-id"));
	struct room rm;
	enum lang lang;
	int64_t after = 0;

	TRY(load(rq, &rm));
	if (rm.s.state == SITTING_CLOSED)
		return ERR_GONE;
	if (!lang_of(req_query(rq, S("lang")), &lang))
		lang = rq->lang;
	if (str_int(last.n ? last : req_query(rq, S("after")), &after) || after < 0)
		after = rm.s.seq;
	rs->kind = RESPONSE_STREAM;
	rs->stream = room_stream_new(rm.s.id, SCREEN_GROUP, lang, after);
	return OK;
}

/* After something was sent: a browser goes back to the meeting, a script hears of it by the stream. What did not fit is shown
 * with what applies now. seq is read here, after the write that is an argument too. */
static err
done(struct req *rq, struct response *rs, err e, const int64_t *seq, const struct own_save *kept)
{
	str said = e == ERR_CONFLICT ? tr(rq->lang, "Somebody else has moved on. Here is what applies now.") :
		e == ERR_GONE ? tr(rq->lang, "The work has started, so nothing is kept for you alone any more.") :
		tr(rq->lang, "That did not fit here. Nothing was changed.");

	if (e == ERR_CONFLICT || e == ERR_INVALID || e == ERR_GONE) {
		if (draw(rq, rs, rq->problem.n ? rq->problem : said, kept))
			response_reset(rs);
		return e == ERR_GONE && rs->status == 303 ? OK : e;
	}
	TRY(e);
	sitting_tell(rq->app, rq->sitting, *seq);
	if (req_wants_page(rq))
		return req_go(rq, rs, "/s/%" PRId64 "/meeting", rq->sitting);
	rs->status = 204;
	return OK;
}

err
meeting_join_post(struct req *rq, struct response *rs)
{
	struct attend_act act = { .arena = rq->arena, .sitting = rq->sitting, .person = rq->user->id };
	struct room rm;

	TRY(load(rq, &rm));
	return done(rq, rs, req_write_room(rq, rq->sitting, meeting_attend, &act), &act.seq, NULL);
}

/* ---- steps and clock: anybody in the meeting ---- */

static const struct {
	str word;
	enum desk_command command;
	int64_t value;
} step_words[] = {
	{ S("start"), DESK_START, 0 },
	{ S("next"), DESK_NEXT, 0 },
	{ S("back"), DESK_BACK, 0 },
	{ S("skip"), DESK_SKIP, 0 },
	{ S("pause"), DESK_PAUSE, 0 },
	{ S("resume"), DESK_RESUME, 0 },
	{ S("plus1"), DESK_EXTEND, 60 },
	{ S("plus5"), DESK_EXTEND, 300 },
	{ S("minus1"), DESK_EXTEND, -60 },
};

struct step_act {
	struct desk_act desk;
	str key;
};

static err
step_write(struct db_conn *c, void *arg)
{
	struct step_act *act = arg;
	struct sitting s;
	bool is_new;

	act->desk.seq = 0;
	TRY(form_key_use(c, act->key, &is_new));
	if (!is_new)
		return OK;
	TRY(sitting_get(c, act->desk.arena, act->desk.sitting, &s));
	if (s.state != SITTING_OPEN)
		return ERR_GONE;
	return room_desk(c, &act->desk);
}

err
meeting_step_post(struct req *rq, struct response *rs)
{
	/* Nobody has the desk alone here: person 0. */
	str key = str_take(req_form(rq, S("id")), 40);
	/* A frame gives the same form to all: a key counts for one person. */
	struct step_act act = { .key = str_fmt(rq->arena, STR_FMT "-%" PRId64, STR_ARG(key), rq->user->id),
		.desk = { .app = rq->app, .arena = rq->arena, .sitting = rq->sitting } };
	str word = req_form(rq, S("do"));
	struct room rm;

	TRY(load(rq, &rm));
	if (str_int(req_form(rq, S("step_version")), &act.desk.step_version))
		return done(rq, rs, ERR_INVALID, NULL, NULL);
	for (size_t i = 0; i < COUNT(step_words); i++) {
		if (!str_eq(word, step_words[i].word))
			continue;
		act.desk.command = step_words[i].command;
		act.desk.value = step_words[i].value;
		return done(rq, rs, req_write_room(rq, rq->sitting, step_write, &act), &act.desk.seq, NULL);
	}
	return done(rq, rs, ERR_INVALID, NULL, NULL);
}

/* ---- the group's sheet ---- */

/* The group sheet of this phase that has the field; NULL. */
static const struct method_sheet *
sheet_with(const struct room *rm, str sheet, str field)
{
	const struct method_sheet *s = method_sheet(rm->phase, sheet);

	for (size_t i = 0; s && i < s->field_count; i++)
		if (str_eq(s->fields[i].id, field))
			return s;
	return NULL;
}

err
meeting_input_post(struct req *rq, struct response *rs)
{
	struct group_act act = { .arena = rq->arena, .process = rq->process, .person = rq->user->id, .sitting = rq->sitting,
		.sheet = req_form(rq, S("sheet")), .field = req_form(rq, S("field")), .id = req_form(rq, S("id")) };
	struct room rm;

	TRY(load(rq, &rm));
	/* Without script the server makes the id. */
	if (act.id.n == 0 && req_wants_page(rq))
		act.id = rand_uuid(rq->arena);
	if (!sheet_with(&rm, act.sheet, act.field))
		return done(rq, rs, ERR_INVALID, NULL, NULL);
	if (text_clean(rq->arena, req_form(rq, S("text")), INPUT_GRAPHEMES, &act.body) || act.body.n == 0) {
		rq->problem = fill(rq->arena, rq->lang,
			tr(rq->lang, "Write between 1 and {n} letters, without odd characters. Your text is not saved yet."),
			V("n", INPUT_GRAPHEMES));
		return done(rq, rs, ERR_INVALID, NULL, NULL);
	}
	return done(rq, rs, req_write_room(rq, rq->sitting, group_input_add, &act), &act.seq, NULL);
}

/* ---- sheets about what comes in ---- */

err
meeting_form_post(struct req *rq, struct response *rs)
{
	struct entry_act act = { .arena = rq->arena, .app = rq->app, .room = rq->sitting, .by_group = true, .step = req_form(rq, S("step")),
		.about = req_form(rq, S("about")) };
	const struct method_step *st;
	struct room rm;
	err e;

	TRY(load(rq, &rm));
	st = room_step(&rm, act.step);
	if (!step_has_forms(st))
		return done(rq, rs, ERR_INVALID, NULL, NULL);
	e = sheet_values(rq, step_as_form(rq->arena, st)->sheet, &act.values, &act.n);
	if (!e)
		e = req_write_room(rq, rq->sitting, entry_save, &act);
	if (e == ERR_CONFLICT)
		rq->problem = tr(rq->lang, "Somebody else has changed the sheet meanwhile. Both texts stand here. Save again if yours is to stand.");
	return done(rq, rs, e, &act.seq, NULL);
}

err
meeting_away_post(struct req *rq, struct response *rs)
{
	struct group_act act = { .arena = rq->arena, .process = rq->process, .sitting = rq->sitting, .id = req_form(rq, S("input")),
		.hide = str_eq(req_form(rq, S("hide")), S("1")) };
	struct room rm;

	TRY(load(rq, &rm));
	return done(rq, rs, req_write_room(rq, rq->sitting, group_input_put_away, &act), &act.seq, NULL);
}

/* ---- one's own sheet ---- */

static bool
read_answers(struct req *rq, struct own_save *s)
{
	bool fine = true;

	s->bodies = NEW_ARRAY(rq->arena, str, s->sheet->field_count);
	for (size_t i = 0; i < s->sheet->field_count; i++) {
		str name = str_fmt(rq->arena, "own-" STR_FMT, STR_ARG(s->sheet->fields[i].id)), typed = req_form(rq, name);
		if (text_clean(rq->arena, typed, ANSWER_GRAPHEMES, &s->bodies[i]) == OK)
			continue;
		s->bodies[i] = typed;
		fine = false;
	}
	return fine;
}

static bool
is_field(const struct method_sheet *sheet, str id)
{
	for (size_t i = 0; i < sheet->field_count; i++)
		if (str_eq(sheet->fields[i].id, id))
			return true;
	return id.n == 0;
}

err
meeting_own_post(struct req *rq, struct response *rs)
{
	struct own_save s = { .arena = rq->arena, .process = rq->process, .person = rq->user->id, .sitting = rq->sitting,
		.share = req_form(rq, S("share")), .unshare = req_form(rq, S("unshare")), .share_all = str_eq(req_form(rq, S("share_all")), S("1")),
		.key = req_form(rq, S("key")) };
	struct room rm;

	TRY(load(rq, &rm));
	s.sheet = method_sheet(rm.phase, req_form(rq, S("sheet")));
	if (!s.sheet || s.sheet->whom != SHEET_EACH || !is_field(s.sheet, s.share) || !is_field(s.sheet, s.unshare))
		return done(rq, rs, ERR_INVALID, NULL, NULL);
	if (!read_answers(rq, &s)) {
		rq->problem = fill(rq->arena, rq->lang,
			tr(rq->lang, "An answer can have {n} letters at the most, without odd characters. Your text is not saved yet."),
			V("n", ANSWER_GRAPHEMES));
		return done(rq, rs, ERR_INVALID, NULL, &s);
	}
	return done(rq, rs, req_write_room(rq, rq->sitting, own_save_write, &s), &s.seq, &s);
}

/* ---- tips ---- */

err
tips_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Tips for the one who leads"));
	const struct method *m;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_method(rq->app, c, rq->arena, rq->process, &m));
	tips_view(&rs->body, rq->lang, &pg, m, rq->sitting);
	return OK;
}
