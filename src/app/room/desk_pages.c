/* desk_pages.c: the desk's page and its commands. */
#include "app/desk_tmpl.h"
#include "app/room/desk.h"
#include "app/room/judge.h"
#include "app/room/moderate.h"
#include "app/room/sheet_pages.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "text/date.h"

static err
draw_with(struct req *rq, struct response *rs, str said, const struct cause_kept *kept)
{
	struct room rm;
	struct view v;
	struct desk_view d;
	struct db_conn *c;
	struct page pg;

	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, &rm));
	/* What nobody leads has no desk, what is not open none yet: its own page says how it goes. */
	if (rm.s.state == SITTING_CLOSED || rm.s.state == SITTING_PLANNED || sitting_is_unled(&rm.s))
		return req_go(rq, rs, "/s/%" PRId64, rq->sitting);
	TRY(view_read(c, rq->arena, &rm, SCREEN_DESK, (str){ 0 }, 0, &v));
	v.kept = kept;
	sheet_keep_typed(rq, &v);
	TRY(desk_read(c, rq->lang, &v, rq->user->id, &d));
	TRY(desk_read_settings(c, &d));
	pg = page_of(rq, tr(rq->lang, "The desk"));
	pg.kind = PAGE_DESK;
	pg.said = said;
	desk_room(&rs->body, rq->lang, &pg, &d);
	return OK;
}

static err
draw(struct req *rq, struct response *rs, str said)
{
	return draw_with(rq, rs, said, NULL);
}

err
desk_draw_kept(struct req *rq, struct response *rs, const struct cause_kept *kept)
{
	return draw_with(rq, rs, S(""), kept);
}

err
desk_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, S(""));
}

/* After a command: a browser goes back to the desk, a script gets the bare status and the change by the stream. A stale one
 * is shown what applies now. */
err
desk_done(struct req *rq, struct response *rs, err e, int64_t seq)
{
	if (e == ERR_CONFLICT || e == ERR_INVALID || e == ERR_DENIED) {
		if (draw(rq, rs, rq->problem.n ? rq->problem : e == ERR_CONFLICT ?
				tr(rq->lang, "Somebody else has moved on, or has the desk. Here is what applies now.") :
				e == ERR_DENIED ? tr(rq->lang, "That needs another role than yours.") :
				tr(rq->lang, "That did not fit here. Nothing was changed.")))
			response_reset(rs);
		return rs->status == 303 ? OK : e;
	}
	TRY(e);
	sitting_tell(rq->app, rq->sitting, seq);
	if (req_wants_page(rq))
		return req_go(rq, rs, "/r/" STR_FMT "/desk", STR_ARG(rq->params[0]));
	rs->status = 204;
	return OK;
}

/* ---- one envelope for all commands: key, desk, version; then the command's own work ---- */

#define BALLOT_DOTS 20	/* as a pack may say */

struct command_act {
	struct req *rq;
	struct arena *arena;
	str key;
	int64_t step_version, desk_version, person, seq;
	err (*work)(struct db_conn *c, struct command_act *act, const struct room *rm);
	/* what the command is about */
	struct desk_act step;
	struct theme_act theme, *themes;
	size_t theme_count;
	str what;
	bool forgotten;	/* the room that was ended was a rehearsal */
	int64_t door, headcount, tables;
	db_write_fn other;	/* of another file; see desk_command */
	void *other_act;
	const int64_t *other_seq;
};

static err
command(struct db_conn *c, void *arg)
{
	struct command_act *act = arg;
	struct room rm;
	bool is_new;

	act->seq = 0;
	TRY(form_key_use(c, act->key, &is_new));
	if (!is_new)
		return OK;
	TRY(room_load(act->rq->app, c, act->arena, act->rq->sitting, &rm));
	if (rm.s.state == SITTING_CLOSED)
		return ERR_GONE;
	if (rm.s.state == SITTING_PLANNED)
		return ERR_CONFLICT;
	if (rm.s.desk_person != act->person || rm.s.desk_version != act->desk_version || rm.s.step_version != act->step_version)
		return ERR_CONFLICT;
	return act->work(c, act, &rm);
}

static err
run(struct req *rq, struct response *rs, struct command_act *act)
{
	err e;

	act->rq = rq;
	act->arena = rq->arena;
	act->key = req_form(rq, S("id"));
	act->person = rq->user->id;
	if (act->key.n == 0 || str_int(req_form(rq, S("step_version")), &act->step_version) ||
		str_int(req_form(rq, S("desk_version")), &act->desk_version))
		return desk_done(rq, rs, ERR_INVALID, 0);
	e = req_write_room(rq, rq->sitting, command, act);
	return desk_done(rq, rs, e, act->seq);
}

err
desk_room_of(struct req *rq, struct room *out)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	return room_load(rq->app, c, rq->arena, rq->sitting, out);
}

static err
other_work(struct db_conn *c, struct command_act *act, const struct room *rm)
{
	(void)rm;
	TRY(act->other(c, act->other_act));
	act->seq = *act->other_seq;
	return OK;
}

err
desk_command(struct req *rq, struct response *rs, db_write_fn work, void *other, const int64_t *seq)
{
	struct command_act act = { .work = other_work, .other = work, .other_act = other, .other_seq = seq };

	return run(rq, rs, &act);
}

/* ---- taking the desk ---- */

static err
take(struct db_conn *c, void *arg)
{
	struct command_act *act = arg;
	struct sitting s;
	bool is_new;

	act->seq = 0;
	TRY(form_key_use(c, act->key, &is_new));
	TRY(sitting_get(c, act->arena, act->rq->sitting, &s));
	if (s.state == SITTING_CLOSED)
		return ERR_GONE;
	if (!is_new || s.state == SITTING_PLANNED || s.desk_person == act->person)
		return OK;
	TRY(db_exec(c, NULL, DESK_TAKE, INT(s.id), INT(act->person)));
	return sitting_event(c, act->arena, s.id, EVENT_DESK, S(""), &act->seq);
}

err
desk_take_post(struct req *rq, struct response *rs)
{
	struct command_act act = { .rq = rq, .arena = rq->arena, .key = req_form(rq, S("id")), .person = rq->user->id };
	err e = req_write_room(rq, rq->sitting, take, &act);

	TRY(e);
	sitting_tell(rq->app, rq->sitting, act.seq);
	/* The page's hidden fields are new after this: always the page. */
	return req_go(rq, rs, "/r/" STR_FMT "/desk", STR_ARG(rq->params[0]));
}

/* ---- steps and clock ---- */

static const struct {
	str word;
	enum desk_command command;
	int64_t value;
} step_words[] = {
	{ S("start"), DESK_START, 0 },
	{ S("next"), DESK_NEXT, 0 },
	{ S("back"), DESK_BACK, 0 },
	{ S("skip"), DESK_SKIP, 0 },
	{ S("heard"), DESK_HEARD, 0 },
	{ S("reveal"), DESK_REVEAL, 0 },
	{ S("pause"), DESK_PAUSE, 0 },
	{ S("resume"), DESK_RESUME, 0 },
	{ S("plus1"), DESK_EXTEND, 60 },
	{ S("plus5"), DESK_EXTEND, 300 },
	{ S("minus1"), DESK_EXTEND, -60 },
};

static err
step_work(struct db_conn *c, struct command_act *act, const struct room *rm)
{
	(void)rm;
	TRY(room_desk(c, &act->step));
	act->seq = act->step.seq;
	return OK;
}

err
desk_step_post(struct req *rq, struct response *rs)
{
	struct command_act act = { .work = step_work };
	str word = req_form(rq, S("do"));

	for (size_t i = 0; i < COUNT(step_words); i++) {
		if (!str_eq(word, step_words[i].word))
			continue;
		act.step = (struct desk_act){ .app = rq->app, .arena = rq->arena, .sitting = rq->sitting, .person = rq->user->id,
			.command = step_words[i].command, .value = step_words[i].value };
		if (str_int(req_form(rq, S("step_version")), &act.step.step_version) ||
			str_int(req_form(rq, S("desk_version")), &act.step.desk_version))
			return desk_done(rq, rs, ERR_INVALID, 0);
		return run(rq, rs, &act);
	}
	return desk_done(rq, rs, ERR_INVALID, 0);
}

/* ---- settings ---- */

static bool
form_number(const struct req *rq, str name, int64_t most, int64_t *out)
{
	str v = req_form(rq, name);

	*out = 0;
	return v.n == 0 || (str_int(v, out) == OK && *out >= 0 && *out <= most);
}

static bool
ballot_number(const struct req *rq, const char *what, const struct method_step *st, const struct method_ballot *b, int64_t *out)
{
	return form_number(rq, ballot_input(rq->arena, what, st, b), BALLOT_DOTS, out);
}

/* What stands as the field showed it stays as it was: a suggestion that nobody changed follows how much there is to vote on. */
static err
ballot_change(struct db_conn *c, const struct req *rq, const struct room *rm, const struct ballot_setting *b)
{
	struct ballot_size typed, was;
	int64_t dots = b->set.dots, cap = b->set.cap;

	if (!ballot_number(rq, "dots", b->step, b->ballot, &typed.dots) || !ballot_number(rq, "cap", b->step, b->ballot, &typed.cap) ||
		!ballot_number(rq, "was-dots", b->step, b->ballot, &was.dots) || !ballot_number(rq, "was-cap", b->step, b->ballot, &was.cap))
		return ERR_INVALID;
	dots = typed.dots == was.dots ? dots : typed.dots;
	cap = typed.cap == was.cap ? cap : typed.cap;
	if (dots == b->set.dots && cap == b->set.cap)
		return OK;
	return db_exec(c, NULL, BALLOT_SET, INT(rm->s.id), TEXT(b->step->id), TEXT(b->ballot->id), INT(dots), INT(cap));
}

static err
settings_work(struct db_conn *c, struct command_act *act, const struct room *rm)
{
	struct ballot_setting *ballots;
	size_t n;

	TRY(db_exec(c, NULL, DESK_SETTINGS, INT(rm->s.id), INT(act->door), INT(act->headcount), INT(act->tables)));
	TRY(desk_ballots(c, act->arena, rm, &ballots, &n));
	for (size_t i = 0; i < n; i++)
		TRY(ballot_change(c, act->rq, rm, &ballots[i]));
	return sitting_event(c, act->arena, rm->s.id, EVENT_DESK, S(""), &act->seq);
}

err
desk_settings_post(struct req *rq, struct response *rs)
{
	struct command_act act = { .work = settings_work, .door = req_form(rq, S("door")).n > 0 };

	if (!form_number(rq, S("headcount"), 2000, &act.headcount) || !form_number(rq, S("tables"), 60, &act.tables))
		return desk_done(rq, rs, ERR_INVALID, 0);
	return run(rq, rs, &act);
}

/* ---- votes ---- */

static err
again_work(struct db_conn *c, struct command_act *act, const struct room *rm)
{
	const struct method_step *st = rm->step;
	struct ballot_size *sizes = NEW_ARRAY(act->arena, struct ballot_size, st->ballot_count);

	for (size_t i = 0; i < st->ballot_count; i++)
		if (!ballot_number(act->rq, "dots", st, &st->ballots[i], &sizes[i].dots) ||
			!ballot_number(act->rq, "cap", st, &st->ballots[i], &sizes[i].cap))
			return ERR_INVALID;
	return round_again(c, act->arena, rm, st, sizes);
}

static err
vote_work(struct db_conn *c, struct command_act *act, const struct room *rm)
{
	if (!rm->step)
		return ERR_CONFLICT;
	if (str_eq(act->what, S("close")))
		TRY(rounds_close(c, act->arena, rm, rm->step));
	else if (str_eq(act->what, S("again")) && rm->step->kind == STEP_VERDICT)
		TRY(judge_again(c, act->arena, rm, rm->step));
	else if (str_eq(act->what, S("again")) && rm->step->kind == STEP_VOTES)
		TRY(again_work(c, act, rm));
	else
		return ERR_INVALID;
	return sitting_event(c, act->arena, rm->s.id, EVENT_VOTES, S(""), &act->seq);
}

err
desk_vote_post(struct req *rq, struct response *rs)
{
	struct command_act act = { .work = vote_work, .what = req_form(rq, S("do")) };

	return run(rq, rs, &act);
}

/* ---- themes ---- */

static err
theme_work(struct db_conn *c, struct command_act *act, const struct room *rm)
{
	(void)rm;
	TRY(theme_put(c, &act->theme));
	act->seq = act->theme.seq;
	return OK;
}

static struct theme_act
theme_of(struct req *rq, str id)
{
	return (struct theme_act){ .arena = rq->arena, .app = rq->app, .room = rq->sitting, .by_desk = true, .id = id };
}

err
desk_themes_post(struct req *rq, struct response *rs)
{
	struct command_act act = { .work = theme_work };
	str id = req_form(rq, S("theme"));

	act.theme = theme_of(rq, id.n ? id : rand_uuid(rq->arena));
	if (text_clean(rq->arena, req_form(rq, S("name")), THEME_GRAPHEMES, &act.theme.name) || act.theme.name.n == 0)
		return desk_done(rq, rs, ERR_INVALID, 0);
	return run(rq, rs, &act);
}

static err
move_work(struct db_conn *c, struct command_act *act, const struct room *rm)
{
	(void)rm;
	for (size_t i = 0; i < act->theme_count; i++) {
		TRY(theme_note(c, &act->themes[i]));
		act->seq = act->themes[i].seq;
	}
	return OK;
}

err
desk_themes_notes_post(struct req *rq, struct response *rs)
{
	struct command_act act = { .work = move_work, .themes = NEW_ARRAY(rq->arena, struct theme_act, rq->form.n) };
	str theme = req_form(rq, S("theme"));

	for (size_t i = 0; i < rq->form.n; i++) {
		struct theme_act *t;
		if (!str_eq(rq->form.p[i].name, S("note")))
			continue;
		t = &act.themes[act.theme_count++];
		*t = theme_of(rq, theme);
		t->note = rq->form.p[i].value;
		t->in = str_eq(req_form(rq, S("in")), S("1"));
	}
	if (act.theme_count == 0 || act.theme_count > 200 || theme.n == 0)
		return desk_done(rq, rs, ERR_INVALID, 0);
	return run(rq, rs, &act);
}

static err
merge_work(struct db_conn *c, struct command_act *act, const struct room *rm)
{
	TRY(theme_merge(c, &act->theme));
	/* The heading's list of notes is drawn anew with the merged one's under it. */
	return sitting_event(c, act->arena, rm->s.id, EVENT_STEP, S(""), &act->seq);
}

err
desk_merge_post(struct req *rq, struct response *rs)
{
	struct command_act act = { .work = merge_work };

	act.theme = theme_of(rq, req_form(rq, S("theme")));
	act.theme.into = req_form(rq, S("into"));
	if (act.theme.id.n == 0)
		return desk_done(rq, rs, ERR_INVALID, 0);
	return run(rq, rs, &act);
}

/* ---- single notes. Any of the group, not only who has the desk ---- */

static bool
reason_of(str word, const struct aside_reason **out)
{
	for (size_t i = 0; i < aside_reason_count; i++)
		if (str_eq(word, str_of(aside_reasons[i].word))) {
			*out = &aside_reasons[i];
			return true;
		}
	return false;
}

err
desk_note_post(struct req *rq, struct response *rs)
{
	struct moderate_act act = { .arena = rq->arena, .app = rq->app, .room = rq->sitting, .person = rq->user->id,
		.roles = rq->roles, .note = req_form(rq, S("note")), .key = req_form(rq, S("id")), .reason = req_form(rq, S("reason")),
		.about_leader = req_form(rq, S("about_leader")).n > 0 };
	str what = req_form(rq, S("do"));
	const struct aside_reason *why = NULL;
	err e;

	if (str_eq(what, S("back")))
		act.what = MODERATE_BACK;
	else if (str_eq(what, S("erase")))
		act.what = MODERATE_ERASE;
	else if (str_eq(what, S("aside")) && reason_of(act.reason, &why))
		act.what = why->must_handle ? MODERATE_HANDLE : MODERATE_ASIDE;
	else
		return desk_done(rq, rs, ERR_INVALID, 0);
	e = req_write_room(rq, rq->sitting, moderate, &act);
	return desk_done(rq, rs, e, act.seq);
}

/* ---- paper, break, end ---- */

static err
paper_work(struct db_conn *c, struct command_act *act, const struct room *rm)
{
	TRY(db_exec(c, NULL, DESK_PAPER, INT(rm->s.id), INT(str_eq(act->what, S("paper")))));
	return sitting_event(c, act->arena, rm->s.id, EVENT_STEP, S(""), &act->seq);
}

err
desk_paper_post(struct req *rq, struct response *rs)
{
	struct command_act act = { .work = paper_work, .what = req_form(rq, S("do")) };

	return run(rq, rs, &act);
}

static err
end_work(struct db_conn *c, struct command_act *act, const struct room *rm)
{
	struct close_act close = { .arena = act->arena, .app = act->rq->app, .room = rm->s.id,
		.person = act->person };

	if (str_eq(act->what, S("break"))) {
		TRY(db_exec(c, NULL, DESK_BREAK, INT(rm->s.id), INT(clock_now_ms())));
		return sitting_event(c, act->arena, rm->s.id, EVENT_STEP, S(""), &act->seq);
	}
	TRY(room_close(c, &close));
	act->seq = close.seq;
	act->forgotten = close.forgotten;
	return OK;
}

err
desk_end_post(struct req *rq, struct response *rs)
{
	struct command_act act = { .work = end_work, .what = req_form(rq, S("do")) };
	err e;

	if (!str_eq(act.what, S("break")) && !str_eq(act.what, S("close")))
		return desk_done(rq, rs, ERR_INVALID, 0);
	e = run(rq, rs, &act);
	if (!e && str_eq(act.what, S("break"))) {
		response_reset(rs);
		return req_go(rq, rs, "/s/%" PRId64, rq->sitting);
	}
	if (!e && str_eq(act.what, S("close"))) {
		response_reset(rs);
		/* If it has to wait, the jobs thread tries again until it is done; the room is closed all the same. */
		req_read_done(rq);
		if (scrub_run(rq->app, rq->arena))
			log_info("scrub has to wait");
		if (act.forgotten)
			return req_go(rq, rs, "/p/%" PRId64 "/sittings?said=rehearsed", rq->process);
		return req_go(rq, rs, "/s/%" PRId64, rq->sitting);
	}
	return e;
}
