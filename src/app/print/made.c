/* made.c: reads what a workshop has made. */
#include "app/print/made.h"

#include "app/causes/causes.h"
#include "app/chain/themes.h"
#include "app/chain/verdict.h"
#include "app/room/entry.h"
#include "app/sql.h"
#include "text/date.h"

struct making {
	struct req *rq;
	struct db_conn *c;
	const struct process *p;
	struct thing_scope scope;
	struct mades *out;
	size_t room;
};

/* ---- which steps ---- */

static bool
is_shared(const struct method_step *st)
{
	return st->work != WORK_ALONE && st->privacy != PRIVACY_OWN;
}

static bool
gives(const struct method_step *st)
{
	switch (st->kind) {
	case STEP_FORM:
	case STEP_PROPOSAL:
		return st->sheet && is_shared(st);
	case STEP_THEMES:
	case STEP_SORT:
	case STEP_TREE:
	case STEP_MATRIX:
	case STEP_VERDICT:
		return true;
	case STEP_TALK:
	case STEP_NOTES:
	case STEP_MERGE:
	case STEP_VOTES:
	case STEP_CHOOSE:
	case STEP_CHECKOUT:
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return false;
}

bool
made_fits(const struct method_session *s, const struct method_sheet *sheet)
{
	for (size_t i = 0; s->kind == SESSION_WORKSHOP && i < s->step_count; i++)
		if (s->steps[i].sheet == sheet && gives(&s->steps[i]))
			return true;
	return false;
}

const struct method_step *
made_drawn(const struct method_session *s, const struct method_sheet *sheet, const struct method_field **field)
{
	*field = NULL;
	for (size_t i = 0; i < s->step_count; i++) {
		const struct method_step *st = &s->steps[i];
		if (st->sheet != sheet || (st->kind != STEP_TREE && st->kind != STEP_MATRIX))
			continue;
		for (size_t k = 0; k < sheet->field_count; k++)
			if (sheet->fields[k].kind == ENTRY_TEXT && (!*field || sheet->fields[k].lines > (*field)->lines))
				*field = &sheet->fields[k];
		return *field ? st : NULL;
	}
	return NULL;
}

/* ---- putting together ---- */

static struct made *
add(struct making *x, const struct method_step *st, enum made_kind kind, str title)
{
	struct mades *out = x->out;

	if (out->n == x->room) {
		struct made *more = NEW_ARRAY(x->rq->arena, struct made, x->room * 2 + 16);
		if (out->n)
			memcpy(more, out->p, out->n * sizeof(*more));
		out->p = more;
		x->room = x->room * 2 + 16;
	}
	out->p[out->n] = (struct made){ .kind = kind, .step = st, .title = title };
	return &out->p[out->n++];
}

static struct made_table *
add_tables(struct making *x, const struct method_step *st, str title, size_t columns, size_t n)
{
	struct made *m = add(x, st, MADE_TABLES, title);

	m->columns = columns;
	m->tables = NEW_ARRAY(x->rq->arena, struct made_table, n);
	m->table_count = n;
	return m->tables;
}

static str
sheet_name(const struct making *x, const struct method_step *st)
{
	return text_in(st->sheet ? &st->sheet->name : &st->name, x->rq->lang);
}

static err
is_hidden(const struct making *x, str ref, bool *out)
{
	return thing_is_hidden(x->c, x->rq->arena, x->p->unit, ref, out);
}

/* ---- themes ---- */

static str
said_of_theme(const struct making *x, const struct theme_part *part, const struct theme_node *t)
{
	struct arena *a = x->rq->arena;
	enum lang l = x->rq->lang;
	str notes = fill(a, l, trn(l, "{n} note", "{n} notes", t->notes), V("n", t->notes));

	if (!part->voted || !t->votes)
		return notes;
	if (!part->numbers)
		return str_fmt(a, STR_FMT " · " STR_FMT, STR_ARG(notes), STR_ARG(fill(a, l, tr(l, "no. {n} in the vote"), V("n", t->rank))));
	return str_fmt(a, STR_FMT " · " STR_FMT, STR_ARG(notes), STR_ARG(fill(a, l, trn(l, "{n} vote", "{n} votes", t->votes), V("n", t->votes))));
}

static err
read_themes(struct making *x, const struct method_step *st)
{
	const struct theme_part *part;
	struct gathering g;
	struct made *m;

	TRY(gathering_read(x->c, x->rq->arena, x->p, st->session->phase, &g));
	part = gathering_part(&g, st);
	if (!part || !part->n || !g.closed)
		return OK;
	m = add(x, st, MADE_CARDS, sheet_name(x, st));
	m->cards = NEW_ARRAY(x->rq->arena, struct made_card, part->n);
	for (; m->card_count < part->n; m->card_count++)
		m->cards[m->card_count] = (struct made_card){ part->headings[m->card_count]->name,
			said_of_theme(x, part, part->headings[m->card_count]) };
	return OK;
}

/* ---- trees, and what was sorted ---- */

static err
read_phase(struct making *x, const struct method_step *st, const struct causes_phase **out)
{
	struct causes_phase *all;
	size_t n;

	*out = NULL;
	TRY(causes_read(x->c, x->rq->arena, x->p, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (all[i].phase == st->session->phase)
			*out = &all[i];
	return OK;
}

static err
read_trees(struct making *x, const struct method_step *st)
{
	const struct causes_phase *ph;

	TRY(read_phase(x, st, &ph));
	for (size_t i = 0; ph && i < ph->trees.n; i++) {
		const struct tree *t = &ph->trees.p[i];
		struct made *m;
		if (t->step != st || !t->top_count)
			continue;
		m = add(x, st, MADE_TREE, thing_title(&t->about, x->rq->lang));
		m->about = sheet_name(x, st);
		m->tree = t;
		m->numbers = ph->trees.numbers;
	}
	return OK;
}

static err
read_sorted(struct making *x, const struct method_step *st)
{
	const struct causes_phase *ph;
	struct made_table *t = NULL;
	enum lang l = x->rq->lang;

	TRY(read_phase(x, st, &ph));
	for (size_t i = 0; ph && i < ph->sorted_count; i++) {
		const struct sorted_count *s = &ph->sorted[i];
		if (s->step != st)
			continue;
		if (!t) {
			t = add_tables(x, st, text_in(&st->name, l), 2, 1);
			t->cells = NEW_ARRAY(x->rq->arena, str, 2 * ph->sorted_count + 2);
			t->cells[t->n++] = tr(l, "What");
			t->cells[t->n++] = tr(l, "How many");
		}
		t->cells[t->n++] = text_in(&s->column->name, l);
		t->cells[t->n++] = fill(x->rq->arena, l, trn(l, "{n} note", "{n} notes", s->n), V("n", s->n));
	}
	return OK;
}

/* ---- the map ---- */

/* How many lie in a field, and the names of those that something was made of: an idea's own words are a note. */
static str
field_of_map(struct making *x, const struct things *placed, const struct things *proposals, int across, int up)
{
	struct buf b = buf_new(x->rq->arena, 64 * 1024);
	enum lang l = x->rq->lang;
	int64_t n = 0;

	for (size_t i = 0; i < placed->n; i++)
		n += placed->p[i].across == across && placed->p[i].up == up;
	buf_add(&b, fill(x->rq->arena, l, trn(l, "{n} card", "{n} cards", n), V("n", n)));
	for (size_t i = 0; i < proposals->n; i++) {
		const struct thing *idea = things_find(placed, proposals->p[i].about);
		if (idea && idea->across == across && idea->up == up)
			buf_addf(&b, "\n• " STR_FMT, STR_ARG(thing_title(&proposals->p[i], l)));
	}
	return buf_str(&b);
}

static err
read_proposals(struct making *x, const struct method_step *map, struct things *out)
{
	const struct method_session *s = map->session;

	*out = (struct things){ 0 };
	for (size_t i = map->index; i < s->step_count; i++)
		if (s->steps[i].kind == STEP_PROPOSAL)
			return things_of(x->c, x->rq->arena, &x->scope, &s->steps[i], NULL, out);
	return OK;
}

static err
read_map(struct making *x, const struct method_step *st)
{
	const struct method_axis *across = &st->axes[0], *up = &st->axes[1];
	struct things placed, proposals;
	enum lang l = x->rq->lang;
	struct made_table *t;
	bool any = false;

	TRY(things_of(x->c, x->rq->arena, &x->scope, st, NULL, &placed));
	TRY(read_proposals(x, st, &proposals));
	for (size_t i = 0; i < placed.n; i++)
		any |= placed.p[i].across > 0;
	if (!any)
		return OK;
	t = add_tables(x, st, sheet_name(x, st), 3, 1);
	t->cells = NEW_ARRAY(x->rq->arena, str, 9);
	t->n = 9;
	t->cells[0] = str_fmt(x->rq->arena, STR_FMT " ↑   " STR_FMT " →", STR_ARG(text_in(&up->name, l)), STR_ARG(text_in(&across->name, l)));
	t->cells[1] = text_in(&across->low, l);
	t->cells[2] = text_in(&across->high, l);
	for (int row = 0; row < 2; row++) {
		t->cells[3 + 3 * row] = text_in(row ? &up->low : &up->high, l);
		for (int k = 1; k <= 2; k++)
			t->cells[3 + 3 * row + k] = field_of_map(x, &placed, &proposals, k, 2 - row);
	}
	return OK;
}

/* ---- sheets ---- */

/* From a sheet back to what it is about, as far as that has a name of its own: not to a note. */
static err
about_title(struct making *x, str ref, str *out)
{
	*out = (str){ 0 };
	for (int i = 0; i < 6 && ref.n && !str_starts(ref, S("note:")); i++) {
		struct thing t;
		err e = thing_get(x->c, x->rq->arena, x->p->method, x->p->id, ref, &t);
		if (e)
			return e == ERR_NOTFOUND ? OK : e;
		if (!str_starts(ref, S("entry:")) || str_starts(t.about, S("note:")) || !t.about.n) {
			*out = thing_title(&t, x->rq->lang);
			return OK;
		}
		ref = t.about;
	}
	return OK;
}

static err
read_sheet(struct making *x, const struct method_step *st, const struct thing *t)
{
	struct arena *a = x->rq->arena;
	struct rows r;
	struct made *m;
	str about;

	TRY(about_title(x, t->about, &about));
	if (!about.n && st->kind == STEP_PROPOSAL)
		about = thing_title(t, x->rq->lang);
	TRY(db_query(x->c, a, &r, THING_ENTRY_FIELDS, TEXT(str_from(t->ref, 6))));
	m = add(x, st, MADE_SHEET, sheet_name(x, st));
	m->about = about;
	m->bodies = NEW_ARRAY(a, str, st->sheet->field_count);
	for (size_t f = 0; f < st->sheet->field_count; f++)
		for (size_t i = 0; i < r.n; i++)
			if (str_eq(row_text(&r, i, 1), st->sheet->fields[f].id))
				m->bodies[f] = entry_shown(a, &st->sheet->fields[f], row_text(&r, i, 2), x->rq->lang);
	return OK;
}

static err
read_sheets(struct making *x, const struct method_step *st)
{
	struct things made;

	TRY(things_of(x->c, x->rq->arena, &x->scope, st, NULL, &made));
	for (size_t i = 0; i < made.n; i++) {
		bool hidden, hidden_about;
		if (!str_starts(made.p[i].ref, S("entry:")) || !str_eq(made.p[i].step, st->id))
			continue;
		TRY(is_hidden(x, made.p[i].ref, &hidden));
		TRY(is_hidden(x, made.p[i].about, &hidden_about));
		if (!hidden && !hidden_about)
			TRY(read_sheet(x, st, &made.p[i]));
	}
	return OK;
}

/* ---- verdicts ---- */

static err
add_judged(struct making *x, const struct method_step *st, const struct judged *j, struct made_table *t)
{
	bool hidden;
	str title;

	TRY(is_hidden(x, j->about, &hidden));
	TRY(about_title(x, j->about, &title));
	if (hidden || !title.n)
		return OK;
	t->cells[t->n++] = title;
	for (size_t i = 0; i < st->answer_count; i++)
		t->cells[t->n++] = j->numbers ? number(x->rq->arena, x->rq->lang, j->totals[i]) :
			j->most == &st->answers[i] ? tr(x->rq->lang, "most") : S("–");
	return OK;
}

static err
read_verdicts(struct making *x, const struct method_step *st)
{
	struct made_table *t;
	struct judgements all;
	enum lang l = x->rq->lang;

	TRY(verdict_read(x->c, x->rq->arena, x->p->id, NULL, st, &all));
	if (!all.n)
		return OK;
	t = add_tables(x, st, text_in(&st->name, l), st->answer_count + 1, st->question_count);
	for (size_t q = 0; q < st->question_count; q++, t++) {
		t->cells = NEW_ARRAY(x->rq->arena, str, (st->answer_count + 1) * (all.n + 1));
		t->cells[t->n++] = text_in(&st->questions[q].text, l);
		for (size_t i = 0; i < st->answer_count; i++)
			t->cells[t->n++] = text_in(&st->answers[i].text, l);
		for (size_t i = 0; i < all.n; i++)
			if (str_eq(all.p[i].question, st->questions[q].id))
				TRY(add_judged(x, st, &all.p[i], t));
	}
	return OK;
}

static err
read_step(struct making *x, const struct method_step *st)
{
	switch (st->kind) {
	case STEP_THEMES: return read_themes(x, st);
	case STEP_SORT: return read_sorted(x, st);
	case STEP_TREE: return read_trees(x, st);
	case STEP_MATRIX: return st->axis_count == 2 ? read_map(x, st) : OK;
	case STEP_FORM:
	case STEP_PROPOSAL:
		return read_sheets(x, st);
	case STEP_VERDICT: return read_verdicts(x, st);
	case STEP_TALK:
	case STEP_NOTES:
	case STEP_MERGE:
	case STEP_VOTES:
	case STEP_CHOOSE:
	case STEP_CHECKOUT:
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return OK;
}

str
made_title(struct req *rq, const struct method_phase *phase)
{
	return fill(rq->arena, rq->lang, tr(rq->lang, "Made in the workshop: {phase}"), V("phase", text_in(&phase->name, rq->lang)));
}

err
made_read(struct req *rq, struct db_conn *c, const struct process *p, const struct method_session *s,
	const struct method_sheet *sheet, struct mades *out)
{
	struct making x = { .rq = rq, .c = c, .p = p, .scope = { .process = p->id, .method = p->method }, .out = out };

	*out = (struct mades){ 0 };
	for (size_t i = 0; s->kind == SESSION_WORKSHOP && i < s->step_count; i++)
		if (gives(&s->steps[i]) && (!sheet || s->steps[i].sheet == sheet))
			TRY(read_step(&x, &s->steps[i]));
	return OK;
}
