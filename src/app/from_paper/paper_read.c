/* paper_read.c: what the page of typing in shows of each step, and what was typed in vain. */
#include "app/from_paper/from_paper_pages.h"
#include "app/room/sheet_form.h"
#include "app/room/sort.h"

str
paper_form(struct arena *a, const struct method_step *st, const char *what, str of)
{
	str id = str_fmt(a, "%s-" STR_FMT, what, STR_ARG(st->id));

	return of.n ? str_fmt(a, STR_FMT "-" STR_FMT, STR_ARG(id), STR_ARG(thing_element(a, of))) : id;
}

str
paper_form_here(struct req *rq, const char *what, str of)
{
	return paper_form(rq->arena, &(struct method_step){ .id = req_form(rq, S("step")) }, what, of);
}

bool
paper_is_wrong(const struct paper_step *s, str form)
{
	return s->problem.n && str_eq(s->wrong, form);
}

str
paper_wrong_at(struct arena *a, const struct paper_step *s)
{
	if (str_starts(s->wrong, S("notes-")) || str_starts(s->wrong, S("sheet-")))
		return paper_field(a, "text", s->st->id);
	return str_fmt(a, str_starts(s->wrong, S("causes-")) ? "text-" STR_FMT : "problem-" STR_FMT, STR_ARG(s->wrong));
}

str
paper_kept(const struct paper_step *s, str form, str field, str kept)
{
	return paper_is_wrong(s, form) ? pairs_get(s->typed, field) : kept;
}

str
paper_field(struct arena *a, const char *what, str of)
{
	return str_fmt(a, "%s-" STR_FMT, what, STR_ARG(of));
}

str
paper_count_field(struct arena *a, const struct paper_ballot *b, str target, bool verdict)
{
	return verdict ? str_fmt(a, "c-" STR_FMT ":" STR_FMT, STR_ARG(b->id), STR_ARG(target)) : paper_field(a, "c", target);
}

str
paper_where(struct arena *a, const struct thing *t)
{
	return t->up ? str_fmt(a, "%d-%d", t->across, t->up) : (str){ 0 };
}

str
paper_marked(struct arena *a, const struct cause *n)
{
	return str_fmt(a, "%d%d-" STR_FMT "-" STR_FMT, n->is_root, n->find_out, STR_ARG(evidence_word(n->evidence)), STR_ARG(n->bone));
}

static str
shown_number(struct req *rq, int64_t n)
{
	return n ? str_fmt(rq->arena, "%" PRId64, n) : (str){ 0 };
}

/* ---- numbers ---- */

static err
add_line(struct req *rq, struct db_conn *c, const struct round *rd, struct paper_ballot *b, str target, str label)
{
	int64_t count;

	TRY(paper_typed(c, rq->arena, rd, target, &count));
	b->lines[b->n++] = (struct paper_line){ target, label, shown_number(rq, count) };
	return OK;
}

static err
read_seats(struct req *rq, struct db_conn *c, const struct round *rd, int64_t usual, struct paper_ballot *b)
{
	int64_t seats, dots;

	TRY(paper_typed_seats(c, rq->arena, rd, &seats, &dots));
	b->voters = shown_number(rq, seats);
	b->dots = shown_number(rq, dots ? dots : usual);
	return OK;
}

/* Alike causes hang in several trees. */
static str
voted_name(struct req *rq, struct db_conn *c, const struct room *rm, const struct thing *t)
{
	struct thing about;

	if (t->makes != MAKES_CAUSE || thing_get(c, rq->arena, rm->method, rm->s.process, t->about, &about))
		return thing_title(t, rq->lang);
	return fill(rq->arena, rq->lang, tr(rq->lang, "{text} (cause of: {title})"), V("text", thing_title(t, rq->lang)),
		V("title", thing_title(&about, rq->lang)));
}

static err
read_ballot(struct req *rq, struct db_conn *c, const struct room *rm, const struct method_step *st, const struct method_ballot *of,
	struct paper_ballot *b)
{
	struct themes all;
	struct things things;
	struct ballot_size set;
	struct round rd;

	TRY(paper_themes(c, rq->arena, rm, step_themes(of->step), &all));
	TRY(paper_voted(c, rq->arena, rm, of, &things));
	TRY(paper_round(c, rq->arena, rm, st, of->id, S(""), &rd));
	*b = (struct paper_ballot){ .id = of->id, .name = text_in(&of->name, rq->lang) };
	b->lines = NEW_ARRAY(rq->arena, struct paper_line, all.n + things.n);
	for (size_t k = 0; k < all.n; k++)
		if (all.p[k].on_vote)
			TRY(add_line(rq, c, &rd, b, all.p[k].id, all.p[k].name));
	for (size_t k = 0; k < things.n; k++)
		TRY(add_line(rq, c, &rd, b, things.p[k].ref, voted_name(rq, c, rm, &things.p[k])));
	TRY(ballot_set(c, rq->arena, rm, st, of, &set));
	return read_seats(rq, c, &rd, set.dots ? set.dots : of->dots, b);
}

static err
read_question(struct req *rq, struct db_conn *c, const struct room *rm, const struct method_step *st,
	const struct method_question *q, str about, struct paper_ballot *b)
{
	struct round rd;

	TRY(paper_round(c, rq->arena, rm, st, q->id, about, &rd));
	*b = (struct paper_ballot){ .id = q->id, .name = text_in(&q->text, rq->lang), .is_question = true };
	b->lines = NEW_ARRAY(rq->arena, struct paper_line, st->answer_count);
	for (size_t k = 0; k < st->answer_count; k++)
		TRY(add_line(rq, c, &rd, b, st->answers[k].id, text_in(&st->answers[k].text, rq->lang)));
	return read_seats(rq, c, &rd, 1, b);
}

static err
read_ballots(struct req *rq, struct db_conn *c, const struct room *rm, struct paper_step *s)
{
	const struct method_step *st = s->st;

	s->ballots = NEW_ARRAY(rq->arena, struct paper_ballot, st->ballot_count + st->question_count);
	for (size_t i = 0; i < st->ballot_count; i++)
		TRY(read_ballot(rq, c, rm, st, &st->ballots[i], &s->ballots[s->ballot_count++]));
	for (size_t i = 0; st->kind == STEP_CHECKOUT && i < st->question_count; i++)
		TRY(read_question(rq, c, rm, st, &st->questions[i], S(""), &s->ballots[s->ballot_count++]));
	return OK;
}

static err
read_judged(struct req *rq, struct db_conn *c, const struct room *rm, struct paper_step *s)
{
	const struct method_step *st = s->st;

	TRY(paper_in(c, rq->arena, rm, st, &s->in));
	s->judged = NEW_ARRAY(rq->arena, struct paper_judged, s->in.n);
	for (size_t i = 0; i < s->in.n; i++) {
		struct paper_judged *j = &s->judged[s->judged_count++];
		*j = (struct paper_judged){ .thing = &s->in.p[i],
			.questions = NEW_ARRAY(rq->arena, struct paper_ballot, st->question_count) };
		for (size_t q = 0; q < st->question_count; q++)
			TRY(read_question(rq, c, rm, st, &st->questions[q], j->thing->ref, &j->questions[j->n++]));
	}
	return OK;
}

/* ---- notes, places, sheets ---- */

static err
read_notes(struct req *rq, struct db_conn *c, const struct room *rm, const struct method_step *notes, struct paper_step *s)
{
	TRY(paper_abouts(c, rq->arena, rm, notes, &s->abouts));
	return paper_builds(c, rq->arena, rm, notes, &s->builds);
}

/* Of a step that sorts: those of its own session. */
static void
read_sources(struct arena *a, struct paper_step *s)
{
	const struct method_step *all[NOTE_SOURCES];
	size_t n = room_note_sources(s->st, all);

	s->sources = NEW_ARRAY(a, const struct method_step *, n);
	for (size_t i = 0; i < n; i++)
		if (s->st->kind == STEP_THEMES || all[i] == sort_source(s->st, all[i]->id))
			s->sources[s->source_count++] = all[i];
}

static void
join(struct arena *a, struct things *out, const struct things *more)
{
	struct thing *p = NEW_ARRAY(a, struct thing, out->n + more->n);
	size_t n = 0;

	for (size_t i = 0; i < out->n; i++)
		p[n++] = out->p[i];
	for (size_t i = 0; i < more->n; i++)
		if (!things_find(out, more->p[i].ref))
			p[n++] = more->p[i];
	*out = (struct things){ p, n };
}

/* Single notes of a closed sitting are not shown here: who types in writes them straight into their field. */
static err
read_sort(struct req *rq, struct db_conn *c, const struct room *rm, struct paper_step *s)
{
	struct rows r;

	for (size_t i = 0; i < s->source_count; i++) {
		struct paper_step its = { 0 };
		TRY(read_notes(rq, c, rm, s->sources[i], &its));
		join(rq->arena, &s->abouts, &its.abouts);
		join(rq->arena, &s->builds, &its.builds);
	}
	if (rm->s.state == SITTING_CLOSED)
		return OK;
	TRY(db_query(c, rq->arena, &r, SORT_NOTES, INT(rm->s.id), TEXT(sort_sources(rq->arena, s->st)), INT(0), INT(1),
		INT(SORT_MOST)));
	s->loose.p = NEW_ARRAY(rq->arena, struct note, r.n);
	for (size_t i = 0; i < r.n; i++) {
		struct note n = note_of_row(&r, i);
		if (method_column(s->st, n.bin))
			continue;
		s->loose.all++;
		if (s->loose.n < PAPER_PLACES)
			s->loose.p[s->loose.n++] = n;
	}
	return OK;
}

/* Those without a place first. */
static err
read_map(struct req *rq, struct db_conn *c, const struct room *rm, struct paper_step *s)
{
	int64_t room = rm->s.state == SITTING_CLOSED ? 0 : rm->s.id;
	struct thing *p;
	struct rows r;
	size_t n = 0;

	TRY(paper_in(c, rq->arena, rm, s->st, &s->in));
	TRY(db_query(c, rq->arena, &r, THING_PLACINGS, INT(rm->s.process), TEXT(s->st->id), INT(room)));
	for (size_t i = 0; i < s->in.n; i++)
		for (size_t k = 0; k < r.n; k++)
			if (str_eq(row_text(&r, k, 0), s->in.p[i].ref)) {
				s->in.p[i].across = (int)row_int(&r, k, 1);
				s->in.p[i].up = (int)row_int(&r, k, 2);
			}
	p = NEW_ARRAY(rq->arena, struct thing, s->in.n);
	for (int placed = 0; placed < 2; placed++)
		for (size_t i = 0; i < s->in.n; i++)
			if ((s->in.p[i].up != 0) == placed)
				p[n++] = s->in.p[i];
	s->in.p = p;
	return OK;
}

static err
read_sheets(struct req *rq, struct db_conn *c, const struct room *rm, struct paper_step *s)
{
	s->tables = paper_has_tables(rm, s->st);
	s->view = (struct view){ .rm = rm, .a = rq->arena };
	TRY(paper_in(c, rq->arena, rm, s->st, &s->in));
	s->hidden = (rm->s.state == SITTING_OPEN || rm->s.state == SITTING_BROKEN) && sheets_hidden(rm, s->st);
	if (!s->hidden)
		TRY(paper_entries(c, rq->arena, rm, s->st, &s->entries));
	s->sheets = NEW_ARRAY(rq->arena, struct sheet_form, s->entries.n + 1);
	for (size_t i = 0; i < s->entries.n; i++) {
		struct entry *e = &s->entries.p[i];
		s->sheets[s->sheet_count++] = (struct sheet_form){ .st = s->st, .about = things_find(&s->in, e->about), .entry = e,
			.table = e->table, .element = paper_form(rq->arena, s->st, "filled", e->id) };
	}
	s->sheets[s->sheet_count++] = (struct sheet_form){ .st = s->st, .element = paper_form(rq->arena, s->st, "filled", S("new")) };
	return OK;
}

err
paper_read_step(struct req *rq, struct db_conn *c, const struct room *rm, const struct method_step *st, struct paper_step *s)
{
	*s = (struct paper_step){ .st = st, .written = -1 };
	if (st->kind == STEP_THEMES || st->kind == STEP_SORT)
		read_sources(rq->arena, s);
	switch (st->kind) {
	case STEP_NOTES:
		if (rm->s.state != SITTING_CLOSED)
			s->written = notes_written(c, rq->arena, rm->s.id, st->id);
		return read_notes(rq, c, rm, st, s);
	case STEP_THEMES: return paper_themes(c, rq->arena, rm, st, &s->themes);
	case STEP_SORT: return read_sort(rq, c, rm, s);
	case STEP_MATRIX: return read_map(rq, c, rm, s);
	case STEP_TREE: return paper_trees(c, rq->arena, rm, st, &s->trees);
	case STEP_FORM:
	case STEP_PROPOSAL: return read_sheets(rq, c, rm, s);
	case STEP_VOTES:
	case STEP_CHECKOUT: return read_ballots(rq, c, rm, s);
	case STEP_VERDICT: return read_judged(rq, c, rm, s);
	case STEP_TALK:
	case STEP_MERGE:
	case STEP_CHOOSE:
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return OK;
}

/* ---- what came back wrong ---- */

void
paper_keep_typed(struct req *rq, struct paper_step *s)
{
	s->typed = &rq->form;
	for (size_t i = 0; i < s->sheet_count; i++)
		if (str_eq(s->sheets[i].element, s->wrong))
			s->sheets[i].typed = sheet_typed_in(rq, s->st->sheet);
}
