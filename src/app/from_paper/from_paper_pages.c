/* from_paper_pages.c: the page of typing in, step by step as the run sheet has them; notes, table sheets, the end. */
#include "app/from_paper/from_paper_pages.h"

#include "app/chain/choose.h"
#include "app/chain/decide.h"
#include "app/from_paper_tmpl.h"
#include "app/process/process.h"
#include "app/room/sort.h"
#include "base/rand.h"
#include "text/date.h"

const char *
paper_bar_text(enum paper_bar bar)
{
	switch (bar) {
	case PAPER_OPEN: break;
	case PAPER_NOT_YOURS:
		return N_("Paper is typed in by union representatives, the safety representative and helpers, so that no leader has to see "
			  "handwriting. The three can agree on something else.");
	case PAPER_NOT_BEGUN: return N_("The three have not agreed to start yet.");
	case PAPER_TOO_LATE: return N_("The choice is asked for or made, so nothing can be added any more.");
	case PAPER_NOT_HERE: return N_("Paper is typed in for workshops with the staff, not here.");
	}
	return "";
}

/* ---- reading ---- */

/* A sitting that nobody leads has only what it holds; the others have what is gathered in the session. */
static bool
has_twin(const struct room *rm, const struct method_step *st)
{
	switch (st->kind) {
	case STEP_NOTES:
	case STEP_THEMES:
		return rm->s.kind != SITTING_VOTING;
	case STEP_VOTES:
	case STEP_CHECKOUT:
		return true;
	case STEP_SORT:
		return room_line(rm, st->id) && sort_source(st, S(""));
	case STEP_FORM:
	case STEP_TREE:
	case STEP_MATRIX:
	case STEP_PROPOSAL:
	case STEP_VERDICT:
		return room_line(rm, st->id) != NULL;
	case STEP_TALK:
	case STEP_MERGE:
	case STEP_CHOOSE:
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return false;
}

/* What came back wrong. form: its id; empty: no form of a step. */
struct wrong {
	str step, form, problem;
	bool named;
};

static err
read_steps(struct req *rq, struct db_conn *c, const struct room *rm, const struct wrong *w, struct paper_view *v)
{
	v->steps = NEW_ARRAY(rq->arena, struct paper_step, rm->session->step_count);
	for (size_t i = 0; !v->bar && i < rm->session->step_count; i++) {
		const struct method_step *st = &rm->session->steps[i];
		struct paper_step *s = &v->steps[v->n];
		if (!has_twin(rm, st))
			continue;
		TRY(paper_read_step(rq, c, rm, st, s));
		s->number = (int64_t)++v->n;
		s->open = str_eq(st->id, w->step);
		if (!s->open || !w->problem.n)
			continue;
		s->wrong = w->form;
		s->problem = w->problem;
		s->named = w->named;
		paper_keep_typed(rq, s);
	}
	return OK;
}

/* How many notes, so that one can see whether the heap before one has that many. */
static str
saved_words(const struct req *rq)
{
	int64_t n;

	if (str_int(req_query(rq, S("notes")), &n) || n < 1 || n > PAPER_LINES)
		return tr(rq->lang, "Saved");
	return fill(rq->arena, rq->lang, trn(rq->lang, "{n} note is saved.", "{n} notes are saved.", n), V("n", n));
}

static err
draw(struct req *rq, struct response *rs, const struct wrong *w)
{
	struct page pg = page_of(rq, tr(rq->lang, "Type in from paper"));
	struct paper_view v = { .base = str_fmt(rq->arena, "/s/%" PRId64 "/paper", rq->sitting) };
	struct process p;
	struct db_conn *c;
	struct room rm;

	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, &rm));
	TRY(process_get(rq->app, c, rq->arena, rm.s.process, &p));
	TRY(paper_bar(c, rq->arena, &p, &rm, rq->roles, &v.bar));
	v.rm = &rm;
	v.p = &p;
	v.can_close = rm.s.state == SITTING_PLANNED && !v.bar;
	v.has_choice = choose_step(rm.phase) || decide_step(rm.phase);
	TRY(read_steps(rq, c, &rm, w, &v));
	if (w->problem.n && (v.bar == PAPER_NOT_YOURS || v.bar == PAPER_NOT_HERE))
		return req_fail(rq, ERR_DENIED, tr_dynamic(rq->lang, str_of(paper_bar_text(v.bar))));
	if (w->problem.n && !w->step.n)
		v.problem = w->problem;
	if (str_eq(req_query(rq, S("said")), S("saved")))
		pg.said = saved_words(rq);
	if (w->problem.n)
		pg.title = str_fmt(rq->arena, STR_FMT STR_FMT, STR_ARG(tr(rq->lang, "Error: ")), STR_ARG(pg.title));
	from_paper(&rs->body, rq->lang, &pg, &v);
	return OK;
}

err
paper_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, &(struct wrong){ .step = req_query(rq, S("step")) });
}

/* ---- writing ---- */

struct paper_act
paper_act_of(struct req *rq)
{
	struct paper_act x = { .arena = rq->arena, .app = rq->app, .sitting = rq->sitting, .unit = rq->unit, .person = rq->user->id,
		.roles = rq->roles, .key = req_form(rq, S("key")), .step = req_form(rq, S("step")), .about = req_form(rq, S("about")),
		.anyway = req_form(rq, S("anyway")).n > 0 };
	str column = req_form(rq, S("column"));

	/* "column", or "step/column" where the notes may have been written in several. */
	if (!str_cut(column, '/', &x.source, &x.col)) {
		x.source = (str){ 0 };
		x.col = column;
	}
	return x;
}

err
paper_step_of(struct req *rq, const struct method_step **out)
{
	struct db_conn *c;
	struct room rm;

	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, &rm));
	*out = room_step(&rm, req_form(rq, S("step")));
	return OK;
}

/* What was wiped in the rows is wiped in the files; typing in holds all the same if that has to wait. */
static void
after(struct req *rq, const struct paper_act *x)
{
	sitting_tell(rq->app, rq->sitting, x->seq);
	if (x->scrub && scrub_run(rq->app, rq->arena))
		rq->problem = (str){ 0 };
}

static str
why_not(struct req *rq, err e, const struct paper_act *x, str wrong)
{
	if (rq->problem.n)
		return rq->problem;
	if (x->problem.n)
		return fill(rq->arena, rq->lang, tr_dynamic(rq->lang, x->problem), V("word", x->word));
	if (e == ERR_CONFLICT && x->changed)
		return tr(rq->lang, "Somebody else has changed the sheet meanwhile. Both texts stand here. Save again if yours is to stand.");
	return e == ERR_CONFLICT ? tr(rq->lang, "Nothing can be typed in here any more.") : wrong;
}

err
paper_done(struct req *rq, struct response *rs, err e, const struct paper_act *x, str form, str wrong)
{
	if (e == ERR_DENIED)
		return req_fail(rq, e, tr_dynamic(rq->lang, str_of(paper_bar_text(PAPER_NOT_YOURS))));
	if (e == ERR_CONFLICT || e == ERR_INVALID || e == ERR_TOOBIG) {
		struct wrong w = { .step = x->step, .form = form, .problem = why_not(rq, e, x, wrong), .named = x->word.n > 0 };
		err drawn;
		rq->problem = (str){ 0 };
		drawn = draw(rq, rs, &w);
		if (drawn)
			response_reset(rs);
		return drawn == ERR_DENIED ? drawn : e == ERR_TOOBIG ? ERR_INVALID : e;
	}
	TRY(e);
	after(rq, x);
	return req_go(rq, rs, "/s/%" PRId64 "/paper?said=saved&notes=%zu&step=" STR_FMT "#step-" STR_FMT, rq->sitting, x->n,
		STR_ARG(url_part(rq->arena, x->step)), STR_ARG(url_part(rq->arena, x->step)));
}

/* The notes of a text area. On a mistake *wrong says which line it is. */
static err
read_lines(struct req *rq, struct paper_act *x, str *wrong)
{
	size_t bad;
	err e = paper_lines(rq->arena, req_form(rq, S("text")), &x->lines, &x->n, &bad);

	if (e)
		*wrong = fill(rq->arena, rq->lang,
			tr(rq->lang, "Look at line {n}. A note has at most {most} letters, without odd characters, and at most {lines} notes go "
				     "in at once. Nothing is saved yet."),
			V("n", (int64_t)bad), V("most", (int64_t)NOTE_GRAPHEMES), V("lines", (int64_t)PAPER_LINES));
	return e;
}

err
paper_notes_post(struct req *rq, struct response *rs)
{
	struct paper_act x = paper_act_of(rq);
	str wrong = tr(rq->lang, "Write at least one note, one on each line.");
	err e = read_lines(rq, &x, &wrong);

	x.builds_on = req_form(rq, S("builds_on"));
	x.bin = req_form(rq, S("bin"));
	if (!e && x.n)
		wrong = tr(rq->lang, "Choose what the notes belong to. Something may have changed meanwhile. Nothing is saved yet.");
	if (!e)
		e = req_write_room(rq, rq->sitting, paper_notes, &x);
	return paper_done(rq, rs, e, &x, paper_form_here(rq, "notes", S("")), wrong);
}

err
paper_sheet_post(struct req *rq, struct response *rs)
{
	struct paper_act x = paper_act_of(rq);
	str wrong = tr(rq->lang, "Give the theme a short name, or choose one.");
	err e = read_lines(rq, &x, &wrong);

	x.theme = req_form(rq, S("theme"));
	if (!e)
		e = text_clean(rq->arena, req_form(rq, S("name")), THEME_GRAPHEMES, &x.name);
	if (!e)
		e = req_write_room(rq, rq->sitting, paper_sheet, &x);
	return paper_done(rq, rs, e, &x, paper_form_here(rq, "sheet", S("")), wrong);
}

err
paper_number(str text, int64_t *out)
{
	*out = 0;
	text = str_trim(text);
	return text.n ? str_int(text, out) : OK;
}

err
paper_close_post(struct req *rq, struct response *rs)
{
	struct paper_act x = paper_act_of(rq);
	err e = paper_number(req_form(rq, S("headcount")), &x.headcount);

	x.step = (str){ 0 };
	if (!e && (x.headcount < 0 || x.headcount > 2000))
		e = ERR_INVALID;
	if (!e)
		e = req_write_room(rq, rq->sitting, paper_close, &x);
	if (e)
		return paper_done(rq, rs, e, &x, (str){ 0 }, tr(rq->lang, "Write whole numbers. Nothing is saved yet."));
	after(rq, &x);
	if (!x.phase.n)
		return req_go(rq, rs, "/s/%" PRId64, rq->sitting);
	return req_go(rq, rs, "/p/%" PRId64 "/themes?phase=" STR_FMT, rq->process, STR_ARG(url_part(rq->arena, x.phase)));
}
