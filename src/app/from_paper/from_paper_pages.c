/* from_paper_pages.c: typing in, step by step as the run sheet has them. */
#include "app/from_paper/from_paper_pages.h"

#include "app/chain/choose.h"
#include "app/from_paper_tmpl.h"
#include "app/process/process.h"
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

static str
count_name(struct req *rq, str target)
{
	return str_fmt(rq->arena, "c-" STR_FMT, STR_ARG(target));
}

static str
shown_number(struct req *rq, int64_t n)
{
	return n ? str_fmt(rq->arena, "%" PRId64, n) : (str){ 0 };
}

static err
add_line(struct req *rq, struct db_conn *c, const struct room *rm, const struct method_step *st, struct paper_ballot *b,
	str target, str label)
{
	int64_t count;

	TRY(paper_typed(c, rq->arena, rm, st->id, b->id, target, &count));
	b->lines[b->n++] = (struct paper_line){ target, label, shown_number(rq, count) };
	return OK;
}

static err
read_seats(struct req *rq, struct db_conn *c, const struct room *rm, const struct method_step *st, int64_t usual,
	struct paper_ballot *b)
{
	int64_t seats, dots;

	TRY(paper_typed_seats(c, rq->arena, rm, st->id, b->id, &seats, &dots));
	b->voters = shown_number(rq, seats);
	b->dots = shown_number(rq, dots ? dots : usual);
	return OK;
}

static err
read_ballots(struct req *rq, struct db_conn *c, const struct room *rm, struct paper_step *s)
{
	const struct method_step *st = s->st;

	s->ballots = NEW_ARRAY(rq->arena, struct paper_ballot, st->ballot_count + st->question_count);
	for (size_t i = 0; i < st->ballot_count; i++) {
		struct paper_ballot *b = &s->ballots[s->ballot_count++];
		struct themes all;
		TRY(paper_themes(c, rq->arena, rm, step_themes(st->ballots[i].step), &all));
		*b = (struct paper_ballot){ .id = st->ballots[i].id, .name = text_in(&st->ballots[i].name, rq->lang) };
		b->lines = NEW_ARRAY(rq->arena, struct paper_line, all.n);
		for (size_t k = 0; k < all.n; k++)
			if (all.p[k].on_vote)
				TRY(add_line(rq, c, rm, st, b, all.p[k].id, all.p[k].name));
		TRY(read_seats(rq, c, rm, st, rm->s.dots ? rm->s.dots : st->ballots[i].dots, b));
	}
	for (size_t i = 0; st->kind == STEP_CHECKOUT && i < st->question_count; i++) {
		struct paper_ballot *b = &s->ballots[s->ballot_count++];
		*b = (struct paper_ballot){ .id = st->questions[i].id, .name = text_in(&st->questions[i].text, rq->lang),
			.is_question = true };
		b->lines = NEW_ARRAY(rq->arena, struct paper_line, st->answer_count);
		for (size_t k = 0; k < st->answer_count; k++)
			TRY(add_line(rq, c, rm, st, b, st->answers[k].id, text_in(&st->answers[k].text, rq->lang)));
		TRY(read_seats(rq, c, rm, st, 1, b));
	}
	return OK;
}

/* What came back wrong keeps what was typed. */
static void
keep_typed(struct req *rq, struct paper_step *s)
{
	s->text = req_form(rq, S("text"));
	s->name = req_form(rq, S("name"));
	s->theme = req_form(rq, S("theme"));
	for (size_t i = 0; i < s->ballot_count; i++) {
		struct paper_ballot *b = &s->ballots[i];
		if (!str_eq(b->id, req_form(rq, S("ballot"))))
			continue;
		b->voters = req_form(rq, S("voters"));
		b->dots = pairs_has(&rq->form, S("dots")) ? req_form(rq, S("dots")) : b->dots;
		for (size_t k = 0; k < b->n; k++)
			b->lines[k].shown = req_form(rq, count_name(rq, b->lines[k].target));
	}
}

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
	case STEP_TALK:
	case STEP_MERGE:
	case STEP_SORT:
	case STEP_CHOOSE:
	case STEP_FORM:
	case STEP_TREE:
	case STEP_MATRIX:
	case STEP_PROPOSAL:
	case STEP_VERDICT:
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return false;
}

static err
read_step(struct req *rq, struct db_conn *c, const struct room *rm, const struct method_step *st, struct paper_step *s)
{
	*s = (struct paper_step){ .st = st, .written = -1 };
	if (rm->s.state != SITTING_CLOSED && st->kind == STEP_NOTES)
		s->written = notes_written(c, rq->arena, rm->s.id, st->id);
	if (st->kind == STEP_THEMES)
		TRY(paper_themes(c, rq->arena, rm, st, &s->themes));
	return read_ballots(rq, c, rm, s);
}

static err
draw(struct req *rq, struct response *rs, str step, str problem)
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
	v.has_choice = choose_step(rm.phase) != NULL;
	v.steps = NEW_ARRAY(rq->arena, struct paper_step, rm.session->step_count);
	for (size_t i = 0; !v.bar && i < rm.session->step_count; i++) {
		const struct method_step *st = &rm.session->steps[i];
		struct paper_step *s = &v.steps[v.n];
		if (!has_twin(&rm, st))
			continue;
		TRY(read_step(rq, c, &rm, st, s));
		s->number = (int64_t)++v.n;
		s->open = str_eq(st->id, step);
		if (s->open && problem.n) {
			s->problem = problem;
			keep_typed(rq, s);
		}
	}
	if (problem.n && !step.n)
		v.problem = problem;
	if (str_eq(req_query(rq, S("said")), S("saved")))
		pg.said = tr(rq->lang, "Saved");
	if (problem.n)
		pg.title = str_fmt(rq->arena, STR_FMT STR_FMT, STR_ARG(tr(rq->lang, "Error: ")), STR_ARG(pg.title));
	from_paper(&rs->body, rq->lang, &pg, &v);
	return OK;
}

err
paper_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, req_query(rq, S("step")), (str){ 0 });
}

/* ---- writing ---- */

static struct paper_act
act_of(struct req *rq)
{
	return (struct paper_act){ .arena = rq->arena, .app = rq->app, .sitting = rq->sitting, .person = rq->user->id,
		.roles = rq->roles, .key = req_form(rq, S("key")), .step = req_form(rq, S("step")),
		.col = req_form(rq, S("column")) };
}

/* What was wiped in the rows is wiped in the files; typing in holds all the same if that has to wait. */
static void
after(struct req *rq, const struct paper_act *x)
{
	sitting_tell(rq->app, rq->sitting, x->seq);
	if (x->scrub && scrub_run(rq->app, rq->arena))
		rq->problem = (str){ 0 };
}

static err
done(struct req *rq, struct response *rs, err e, const struct paper_act *x, str wrong)
{
	if (e == ERR_CONFLICT)
		wrong = tr(rq->lang, "Nothing can be typed in here any more.");
	if (e == ERR_DENIED)
		return req_fail(rq, e, tr_dynamic(rq->lang, str_of(paper_bar_text(PAPER_NOT_YOURS))));
	if (e == ERR_CONFLICT || e == ERR_INVALID || e == ERR_TOOBIG) {
		if (draw(rq, rs, x->step, wrong))
			response_reset(rs);
		return e == ERR_TOOBIG ? ERR_INVALID : e;
	}
	TRY(e);
	after(rq, x);
	return req_go(rq, rs, "/s/%" PRId64 "/paper?said=saved&step=" STR_FMT "#step-" STR_FMT, rq->sitting,
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
			tr(rq->lang, "Look at line {n}. A note has at most {most} letters, without odd signs, and at most {lines} notes go "
				     "in at once. Nothing is saved yet."),
			V("n", (int64_t)bad), V("most", (int64_t)NOTE_GRAPHEMES), V("lines", (int64_t)PAPER_LINES));
	return e;
}

err
paper_notes_post(struct req *rq, struct response *rs)
{
	struct paper_act x = act_of(rq);
	str wrong = tr(rq->lang, "Write at least one note, one on each line.");
	err e = read_lines(rq, &x, &wrong);

	if (!e)
		e = req_write_room(rq, rq->sitting, paper_notes, &x);
	return done(rq, rs, e, &x, wrong);
}

err
paper_sheet_post(struct req *rq, struct response *rs)
{
	struct paper_act x = act_of(rq);
	str wrong = tr(rq->lang, "Give the theme a short name, or choose one.");
	err e = read_lines(rq, &x, &wrong);

	x.theme = req_form(rq, S("theme"));
	if (!e)
		e = text_clean(rq->arena, req_form(rq, S("name")), THEME_GRAPHEMES, &x.name);
	if (!e)
		e = req_write_room(rq, rq->sitting, paper_sheet, &x);
	return done(rq, rs, e, &x, wrong);
}

static err
read_number(str text, int64_t *out)
{
	*out = 0;
	text = str_trim(text);
	return text.n ? str_int(text, out) : OK;
}

err
paper_totals_post(struct req *rq, struct response *rs)
{
	struct paper_act x = act_of(rq);
	struct paper_count *counts = NEW_ARRAY(rq->arena, struct paper_count, rq->form.n);
	str wrong = tr(rq->lang, "Write whole numbers. Nothing is saved yet.");
	int64_t sum = 0;
	err e = read_number(req_form(rq, S("dots")), &x.dots);

	x.ballot = req_form(rq, S("ballot"));
	for (size_t i = 0; !e && i < rq->form.n; i++) {
		struct paper_count *k = &counts[x.count_n];
		if (!str_starts(rq->form.p[i].name, S("c-")))
			continue;
		k->target = str_from(rq->form.p[i].name, 2);
		e = read_number(rq->form.p[i].value, &k->count);
		sum += k->count;
		x.count_n++;
	}
	x.counts = counts;
	/* Of crosses by the door there are as many as people. */
	if (!e && pairs_has(&rq->form, S("voters")))
		e = read_number(req_form(rq, S("voters")), &x.voters);
	else
		x.voters = sum;
	if (!e)
		e = req_write_room(rq, rq->sitting, paper_totals, &x);
	if (e == ERR_INVALID && x.problem.n)
		wrong = tr_dynamic(rq->lang, x.problem);
	return done(rq, rs, e, &x, wrong);
}

err
paper_close_post(struct req *rq, struct response *rs)
{
	struct paper_act x = act_of(rq);
	err e = read_number(req_form(rq, S("headcount")), &x.headcount);

	if (!e && (x.headcount < 0 || x.headcount > 2000))
		e = ERR_INVALID;
	if (!e)
		e = req_write_room(rq, rq->sitting, paper_close, &x);
	if (e)
		return done(rq, rs, e, &x, tr(rq->lang, "Write whole numbers. Nothing is saved yet."));
	after(rq, &x);
	return req_go(rq, rs, "/p/%" PRId64 "/themes", rq->process);
}
