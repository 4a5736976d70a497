/* from_paper.c: paper becomes notes, themes and totals like all others. */
#include "app/from_paper/from_paper.h"

#include "app/access/audit.h"
#include "app/chain/erase.h"
#include "app/chain/themes.h"
#include "app/chain/thing.h"
#include "app/process/process.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

#define MOST_VOTERS 2000

err
paper_bar(struct db_conn *c, struct arena *a, const struct process *p, const struct room *rm, unsigned roles,
	enum paper_bar *out)
{
	unsigned who = WHO_REPS | WHO_HELPER | (p->paper_by_group ? WHO_LEADER : 0);
	struct gathering g;

	*out = PAPER_OPEN;
	if (rm->s.kind == SITTING_GROUP || rm->s.kind == SITTING_REHEARSAL)
		*out = PAPER_NOT_HERE;
	else if (!(roles & who))
		*out = PAPER_NOT_YOURS;
	else if (p->state == PROCESS_DRAFT)
		*out = PAPER_NOT_BEGUN;
	if (*out)
		return OK;
	TRY(gathering_read(c, a, p, rm->phase, &g));
	if (g.decided || g.asked)
		*out = PAPER_TOO_LATE;
	return OK;
}

/* *is_new false: the form came twice. */
static err
begin(struct db_conn *c, struct paper_act *x, struct room *rm, bool *is_new)
{
	enum paper_bar bar;
	struct process p;

	x->seq = 0;
	x->scrub = false;
	TRY(form_key_use(c, x->key, is_new));
	if (!*is_new)
		return OK;
	TRY(room_load(x->app, c, x->arena, x->sitting, rm));
	TRY(process_get(x->app, c, x->arena, rm->s.process, &p));
	TRY(paper_bar(c, x->arena, &p, rm, x->roles, &bar));
	if (bar == PAPER_NOT_YOURS || bar == PAPER_NOT_HERE)
		return ERR_DENIED;
	return bar ? ERR_CONFLICT : OK;
}

/* ---- notes ---- */

err
paper_lines(struct arena *a, str text, const str **lines, size_t *n, size_t *bad)
{
	str *out = NEW_ARRAY(a, str, PAPER_LINES), line, rest = text;
	bool more = text.n > 0;

	*n = *bad = 0;
	for (size_t number = 1; more; number++) {
		more = str_cut(rest, '\n', &line, &rest);
		line = str_trim(line);
		if (!line.n)
			continue;
		*bad = number;
		if (*n == PAPER_LINES)
			return ERR_TOOBIG;
		TRY(text_clean(a, line, NOTE_GRAPHEMES, &out[*n]));
		*n += out[*n].n > 0;
	}
	*bad = 0;
	*lines = out;
	return OK;
}

/* Rows typed in afterwards would lie last in the table: all notes of the phase get new ids and places, in a new order. */
static err
shuffle_phase(struct db_conn *c, const struct paper_act *x, const struct room *rm)
{
	struct rows r;
	size_t *order;
	str *ids, *news;

	TRY(erase_forget(c, rm->s.process, rm->s.phase));
	TRY(db_query(c, x->arena, &r, PAPER_PHASE_NOTES, INT(rm->s.process), TEXT(rm->s.phase)));
	order = NEW_ARRAY(x->arena, size_t, r.n);
	ids = NEW_ARRAY(x->arena, str, r.n);
	news = NEW_ARRAY(x->arena, str, r.n);
	for (size_t i = 0; i < r.n; i++) {
		size_t j = rand_below((uint32_t)i + 1);
		order[i] = order[j];
		order[j] = i;
	}
	for (size_t i = 0; i < r.n; i++) {
		ids[i] = row_text(&r, order[i], 0);
		news[i] = rand_uuid(x->arena);
		TRY(db_exec(c, NULL, PAPER_NOTE_RENEW, TEXT(ids[i]), TEXT(news[i]), INT(rand_below(INT32_MAX))));
	}
	return notes_renamed(c, x->arena, rm->s.process, ids, news, r.n);
}

/* As for a note from a phone: hidden before reveal, and after it until the next shuffle. On a table sheet all have seen it. */
static bool
is_hidden(const struct room *rm, const struct method_step *st, str theme)
{
	const struct sitting_step *line = room_line(rm, st->id);

	if (theme.n || (rm->s.state != SITTING_OPEN && rm->s.state != SITTING_BROKEN))
		return false;
	return st->show == SHOW_AT_REVEAL || (line && line->revealed);
}

static err
tell(struct db_conn *c, struct paper_act *x, const struct room *rm, enum event_kind k, str target)
{
	if (rm->s.state != SITTING_OPEN)
		return OK;
	return sitting_event(c, x->arena, rm->s.id, k, target, &x->seq);
}

static err
put_notes(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct method_step *st, str col, str theme)
{
	bool hidden = is_hidden(rm, st, theme), closed = rm->s.state == SITTING_CLOSED;

	for (size_t i = 0; i < x->n; i++) {
		str id = rand_uuid(x->arena);
		TRY(db_exec(c, NULL, PAPER_NOTE, TEXT(id), INT(rm->s.process), TEXT(rm->s.phase), closed ? NIL : INT(rm->s.id),
			TEXT(st->id), TEXT(col), TEXT(x->lines[i]), TEXT(hidden ? S("hidden") : S("shown")),
			INT(rand_below(INT32_MAX)), TEXT_OR_NIL(theme)));
		TRY(tell(c, x, rm, hidden ? EVENT_COUNT : EVENT_NOTE, hidden ? S("") : id));
	}
	TRY(db_exec(c, NULL, PAPER_COUNTED, INT(rm->s.id), INT(x->n)));
	if (!closed)
		return OK;
	x->scrub = true;
	TRY(scrub_ask(c, x->arena));
	return shuffle_phase(c, x, rm);
}

static err
log_it(struct db_conn *c, const struct paper_act *x, const struct room *rm)
{
	struct rows r;

	TRY(db_one(c, x->arena, &r, ABOUT_SITTING, INT(rm->s.id)));
	return audit_add(c, x->arena, row_int(&r, 0, 0), rm->s.process, x->person, 0, "paper", S(""));
}

/* The column a note belongs in: the only one, or the one that was named. */
static err
find_column(const struct method_step *st, str named, str *out)
{
	*out = (str){ 0 };
	if (!st->column_count)
		return OK;
	if (st->column_count == 1) {
		*out = st->columns[0].id;
		return OK;
	}
	*out = named;
	return method_column(st, named) ? OK : ERR_INVALID;
}

err
paper_notes(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	const struct method_step *st;
	struct room rm;
	bool is_new;
	str col;

	TRY(begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	st = room_step(&rm, x->step);
	if (!st || st->kind != STEP_NOTES || x->n == 0)
		return ERR_INVALID;
	TRY(find_column(st, x->col, &col));
	TRY(put_notes(c, x, &rm, st, col, (str){ 0 }));
	return log_it(c, x, &rm);
}

/* ---- table sheets ---- */

err
paper_themes(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *themes, struct themes *out)
{
	if (!themes) {
		*out = (struct themes){ 0 };
		return OK;
	}
	if (rm->s.state == SITTING_CLOSED || rm->s.kind == SITTING_VOTING)
		return themes_over_all(c, a, rm->s.process, rm->s.phase, themes->id, out);
	return themes_list(c, a, rm->s.id, themes->id, out);
}

static bool
has_theme(const struct themes *all, str id)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->p[i].id, id))
			return true;
	return false;
}

err
paper_sheet(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	const struct method_step *st, *notes;
	struct themes all;
	struct room rm;
	bool is_new;
	str col, id = x->theme;

	TRY(begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	st = room_step(&rm, x->step);
	notes = st ? room_source(st, STEP_NOTES) : NULL;
	if (!st || st->kind != STEP_THEMES || !notes || (!id.n && !x->name.n))
		return ERR_INVALID;
	TRY(find_column(notes, x->col, &col));
	TRY(paper_themes(c, x->arena, &rm, st, &all));
	if (id.n && !has_theme(&all, id))
		return ERR_INVALID;
	if (!id.n) {
		id = rand_uuid(x->arena);
		TRY(db_exec(c, NULL, PAPER_THEME, TEXT(id), INT(rm.s.process), TEXT(rm.s.phase),
			rm.s.state == SITTING_CLOSED ? NIL : INT(rm.s.id), TEXT(st->id), TEXT(col), TEXT(x->name),
			INT(rand_below(INT32_MAX))));
	}
	TRY(put_notes(c, x, &rm, notes, col, id));
	TRY(tell(c, x, &rm, EVENT_THEME, id));
	return log_it(c, x, &rm);
}

/* ---- totals ---- */

/* What may be counted: a ballot's themes, or a question's answers. */
struct counted {
	const struct method_step *step;
	const struct method_ballot *ballot;	/* NULL: a question */
	struct themes themes;
};

static err
find_counted(struct db_conn *c, const struct paper_act *x, const struct room *rm, struct counted *out)
{
	*out = (struct counted){ .step = room_step(rm, x->step) };
	if (!out->step)
		return ERR_INVALID;
	for (size_t i = 0; i < out->step->ballot_count; i++)
		if (str_eq(out->step->ballots[i].id, x->ballot)) {
			out->ballot = &out->step->ballots[i];
			return paper_themes(c, x->arena, rm, step_themes(out->ballot->step), &out->themes);
		}
	for (size_t i = 0; out->step->kind == STEP_CHECKOUT && i < out->step->question_count; i++)
		if (str_eq(out->step->questions[i].id, x->ballot))
			return OK;
	return ERR_INVALID;
}

static bool
is_target(const struct counted *k, str target)
{
	for (size_t i = 0; !k->ballot && i < k->step->answer_count; i++)
		if (str_eq(k->step->answers[i].id, target))
			return true;
	return k->ballot && has_theme(&k->themes, target);
}

/* The round that the totals belong to; a new one waits open until its sitting closes. */
static err
find_round(struct db_conn *c, const struct paper_act *x, const struct room *rm, const struct counted *k, struct round *out)
{
	int64_t dots = x->dots > 0 ? x->dots : k->ballot ? k->ballot->dots : 1;
	int64_t cap = !k->ballot ? 1 : rm->s.cap ? rm->s.cap : k->ballot->each_most > 0 ? k->ballot->each_most : dots;
	struct rows r;
	err e = round_now(c, x->arena, rm->s.id, k->step->id, x->ballot, out);

	if (e != ERR_NOTFOUND)
		return e;
	TRY(db_one(c, x->arena, &r, ROUND_INSERT, INT(rm->s.process), TEXT(rm->s.phase), INT(rm->s.id), TEXT(k->step->id),
		TEXT(x->ballot), TEXT(k->ballot ? S("dots") : S("scale")), INT(dots), INT(cap < dots ? cap : dots)));
	if (rm->s.state == SITTING_CLOSED)
		TRY(db_exec(c, NULL, PAPER_ROUND_CLOSED, INT(row_int(&r, 0, 0)), INT(clock_now())));
	return round_now(c, x->arena, rm->s.id, k->step->id, x->ballot, out);
}

/* Nobody can have put more dots than they were given. */
static err
check_counts(struct paper_act *x, const struct counted *k, const struct round *rd)
{
	int64_t sum = 0;

	for (size_t i = 0; i < x->count_n; i++) {
		if (!is_target(k, x->counts[i].target) || x->counts[i].count < 0)
			return ERR_INVALID;
		if (x->counts[i].count > x->voters * rd->cap) {
			x->problem = S(N_("One theme has more dots than that many people could give it."));
			return ERR_INVALID;
		}
		sum += x->counts[i].count;
	}
	if (sum > x->voters * rd->dots) {
		x->problem = S(N_("There are more dots or crosses than that many people had."));
		return ERR_INVALID;
	}
	return OK;
}

static bool
is_few(int64_t n, int64_t k)
{
	return n > 0 && n < k;
}

/* Answers to a question that have been shown must not change by those of a few: the difference would be theirs. */
static err
check_difference(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct counted *k, const struct round *rd)
{
	struct rows r;

	TRY(db_one(c, x->arena, &r, PAPER_SEATS_GET, INT(rd->id)));
	if (k->ballot || rd->is_open || row_int(&r, 0, 1) < rm->k)
		return OK;
	if (!is_few(row_int(&r, 0, 0), rm->k) && !is_few(x->voters, rm->k))
		return OK;
	x->problem = S(N_("These answers have been shown already. So few from paper would tell whose they are, so they cannot be "
			  "added now."));
	return ERR_INVALID;
}

err
paper_totals(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	struct counted k;
	struct round rd;
	struct room rm;
	bool is_new;

	x->problem = (str){ 0 };
	TRY(begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	TRY(find_counted(c, x, &rm, &k));
	if (x->voters < 0 || x->voters > MOST_VOTERS)
		return ERR_INVALID;
	TRY(find_round(c, x, &rm, &k, &rd));
	TRY(check_counts(x, &k, &rd));
	TRY(check_difference(c, x, &rm, &k, &rd));
	TRY(db_exec(c, NULL, PAPER_SEATS, INT(rd.id), INT(x->voters)));
	for (size_t i = 0; i < x->count_n; i++)
		TRY(db_exec(c, NULL, PAPER_TOTAL, INT(rd.id), TEXT(x->counts[i].target), INT(x->counts[i].count)));
	/* An open vote looks the same as before: nobody is disturbed. */
	if (!rd.is_open)
		TRY(tell(c, x, &rm, EVENT_VOTES, S("")));
	return log_it(c, x, &rm);
}

err
paper_typed(struct db_conn *c, struct arena *a, const struct room *rm, str step, str ballot, str target, int64_t *count)
{
	struct round rd;
	struct rows r;
	err e = round_now(c, a, rm->s.id, step, ballot, &rd);

	*count = 0;
	if (!e)
		e = db_one(c, a, &r, PAPER_TOTAL_GET, INT(rd.id), TEXT(target));
	if (!e)
		*count = row_int(&r, 0, 0);
	return e == ERR_NOTFOUND ? OK : e;
}

err
paper_typed_seats(struct db_conn *c, struct arena *a, const struct room *rm, str step, str ballot, int64_t *seats,
	int64_t *dots)
{
	struct round rd;
	struct rows r;
	err e = round_now(c, a, rm->s.id, step, ballot, &rd);

	*seats = *dots = 0;
	if (!e)
		e = db_one(c, a, &r, PAPER_SEATS_GET, INT(rd.id));
	if (!e) {
		*seats = row_int(&r, 0, 0);
		*dots = row_int(&r, 0, 2);
	}
	return e == ERR_NOTFOUND ? OK : e;
}

/* ---- the end of a sitting on paper ---- */

err
paper_close(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	struct close_act close = { .arena = x->arena, .app = x->app, .room = x->sitting, .person = x->person };
	struct process p;
	struct room rm;
	bool is_new;

	TRY(begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	if (rm.s.state != SITTING_PLANNED)
		return ERR_CONFLICT;
	TRY(db_exec(c, NULL, PAPER_HELD, INT(x->sitting), INT(x->headcount)));
	TRY(process_get(x->app, c, x->arena, rm.s.process, &p));
	if (p.state == PROCESS_ANCHORED || p.state == PROCESS_PLANNED)
		TRY(process_set_state(c, x->arena, p.id, x->person, PROCESS_RUNNING));
	TRY(room_close(c, &close));
	x->scrub = true;
	return OK;
}
