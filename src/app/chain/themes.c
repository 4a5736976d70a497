/* themes.c: what the sittings of a phase have said together, and how they voted. */
#include "app/chain/themes.h"

#include <stdlib.h>

#include "app/access/agreement.h"
#include "app/process/process.h"
#include "text/date.h"

#define MOST_DEPTH 8	/* of merged into merged: far more than anybody makes; ends a circle */

bool
phase_has_themes(const struct method_phase *phase)
{
	for (size_t i = 0; i < phase->session_count; i++)
		for (size_t k = 0; k < phase->sessions[i].step_count; k++)
			if (phase->sessions[i].steps[k].kind == STEP_THEMES)
				return true;
	return false;
}

/* ---- the parts: one for each step that gathers themes ---- */

static size_t
count_parts(const struct method_phase *phase)
{
	size_t n = 0;

	for (size_t i = 0; i < phase->session_count; i++)
		for (size_t k = 0; k < phase->sessions[i].step_count; k++)
			n += phase->sessions[i].steps[k].kind == STEP_THEMES;
	return n;
}

/* The first vote of the phase that is about these themes, through the steps that merge or present them. */
static void
find_ballot(const struct method_phase *phase, struct theme_part *part)
{
	for (size_t i = 0; i < phase->session_count; i++)
		for (size_t k = 0; k < phase->sessions[i].step_count; k++) {
			const struct method_step *st = &phase->sessions[i].steps[k];
			for (size_t b = 0; st->kind == STEP_VOTES && b < st->ballot_count; b++)
				if (!part->ballot && step_themes(st->ballots[b].step) == part->step) {
					part->ballot = &st->ballots[b];
					part->vote = st;
				}
		}
}

/* What all notes that come into the step are about; 0 when they are about different things. */
static enum column_area
only_area(const struct method_step *st)
{
	const struct method_step *notes[NOTE_SOURCES];
	size_t n = room_note_sources(st, notes);
	enum column_area area = n && notes[0]->column_count ? notes[0]->columns[0].area : 0;

	for (size_t i = 1; i < n; i++)
		if (!notes[i]->column_count || notes[i]->columns[0].area != area)
			return 0;
	return area;
}

static void
make_parts(struct arena *a, struct gathering *g)
{
	g->parts = NEW_ARRAY(a, struct theme_part, count_parts(g->phase));
	for (size_t i = 0; i < g->phase->session_count; i++)
		for (size_t k = 0; k < g->phase->sessions[i].step_count; k++) {
			const struct method_step *st = &g->phase->sessions[i].steps[k];
			struct theme_part *part;
			if (st->kind != STEP_THEMES)
				continue;
			part = &g->parts[g->part_count++];
			part->step = st;
			part->area = only_area(st);
			find_ballot(g->phase, part);
		}
}

const struct theme_part *
gathering_part(const struct gathering *g, const struct method_step *themes)
{
	for (size_t i = 0; i < g->part_count; i++)
		if (g->parts[i].step == themes)
			return &g->parts[i];
	return NULL;
}

static struct theme_part *
part_of_step(const struct gathering *g, str step)
{
	for (size_t i = 0; i < g->part_count; i++)
		if (str_eq(g->parts[i].step->id, step))
			return &g->parts[i];
	return NULL;
}

/* ---- the themes, and what was merged into what ---- */

struct theme_node *
gathering_node(const struct gathering *g, str id)
{
	for (size_t i = 0; id.n && i < g->node_count; i++)
		if (str_eq(g->nodes[i].id, id))
			return &g->nodes[i];
	return NULL;
}

const struct theme_node *
node_top(const struct gathering *g, const struct theme_node *n)
{
	for (int i = 0; i < MOST_DEPTH && n->into.n; i++) {
		const struct theme_node *up = gathering_node(g, n->into);
		if (!up)
			break;
		n = up;
	}
	return n;
}

static void
link_parts(struct arena *a, struct gathering *g)
{
	for (size_t i = 0; i < g->node_count; i++) {
		struct theme_node *up = gathering_node(g, g->nodes[i].into);
		if (up)
			up->part_count++;
		else
			g->nodes[i].into = (str){ 0 };
	}
	for (size_t i = 0; i < g->node_count; i++) {
		struct theme_node *n = &g->nodes[i];
		size_t k = 0;
		n->parts = NEW_ARRAY(a, struct theme_node *, n->part_count);
		for (size_t j = 0; k < n->part_count && j < g->node_count; j++)
			if (str_eq(g->nodes[j].into, n->id))
				n->parts[k++] = &g->nodes[j];
	}
}

/* Notes of a theme are also notes of the heading it ended up in. */
static void
count_notes(struct gathering *g)
{
	for (size_t i = 0; i < g->node_count; i++) {
		struct theme_node *n = &g->nodes[i];
		for (int depth = 0; n && depth < MOST_DEPTH; depth++) {
			n->notes += g->nodes[i].own_notes;
			n = n->into.n ? gathering_node(g, n->into) : NULL;
		}
	}
}

static err
read_themes(struct db_conn *c, struct arena *a, int64_t process, str phase, struct gathering *g)
{
	struct rows r;

	TRY(db_query(c, a, &r, CHAIN_THEMES, INT(process), TEXT(phase)));
	g->nodes = NEW_ARRAY(a, struct theme_node, r.n);
	g->node_count = r.n;
	for (size_t p = 0; p < g->part_count; p++)
		g->parts[p].headings = NEW_ARRAY(a, struct theme_node *, r.n);
	for (size_t i = 0; i < r.n; i++)
		g->nodes[i] = (struct theme_node){ .id = row_text(&r, i, 0), .name = row_text(&r, i, 2), .said = row_text(&r, i, 3),
			.into = row_text(&r, i, 4), .on_vote = row_int(&r, i, 5) != 0, .made = row_int(&r, i, 6) != 0,
			.own_notes = row_int(&r, i, 7) };
	link_parts(a, g);
	count_notes(g);
	for (size_t i = 0; i < r.n; i++) {
		struct theme_part *part = part_of_step(g, row_text(&r, i, 1));
		if (part && !g->nodes[i].into.n)
			part->headings[part->n++] = &g->nodes[i];
	}
	return OK;
}

/* ---- votes ---- */

bool
sum_is_safe(const int64_t *seats, size_t n, int64_t k)
{
	int64_t all = 0, small = 0;

	for (size_t i = 0; i < n; i++) {
		all += seats[i];
		if (seats[i] < k)
			small += seats[i];
	}
	/* A sitting of k or more has seen its own numbers; what is left of the sum must then be k or nobody. */
	return all >= k && (small == 0 || small >= k);
}

/* The rounds of one ballot; of a vote over all, only its own count. seats: two for each round, those whose numbers were shown
 * at its end, and those typed in from paper afterwards. */
struct ballot_rounds {
	int64_t *ids, *seats;
	size_t n;
	bool over_all;
};

static void
pick_rounds(struct arena *a, const struct rows *rounds, const struct theme_part *part, struct ballot_rounds *out)
{
	*out = (struct ballot_rounds){ .ids = NEW_ARRAY(a, int64_t, rounds->n), .seats = NEW_ARRAY(a, int64_t, rounds->n * 2) };
	for (int turn = 0; turn < 2 && out->n == 0; turn++)
		for (size_t i = 0; i < rounds->n; i++) {
			bool over_all = str_eq(row_text(rounds, i, 4), sitting_kind_word(SITTING_VOTING));
			if (!str_eq(row_text(rounds, i, 1), part->vote->id) || !str_eq(row_text(rounds, i, 2), part->ballot->id))
				continue;
			if (over_all != (turn == 0) || row_int(rounds, i, 3) == 0)
				continue;
			out->over_all = over_all;
			out->ids[out->n] = row_int(rounds, i, 0);
			out->seats[out->n * 2] = row_int(rounds, i, 3) - row_int(rounds, i, 5);
			out->seats[out->n++ * 2 + 1] = row_int(rounds, i, 5);
		}
}

static size_t
round_at(const struct ballot_rounds *rounds, int64_t id)
{
	for (size_t i = 0; i < rounds->n; i++)
		if (rounds->ids[i] == id)
			return i;
	return SIZE_MAX;
}

/* Sums the totals into the headings, and looks at each heading whether the sum may be shown. */
static void
sum_votes(struct arena *a, struct gathering *g, struct theme_part *part, const struct ballot_rounds *rounds,
	const struct rows *totals, int64_t k)
{
	part->numbers = sum_is_safe(rounds->seats, rounds->n * 2, k);
	for (size_t h = 0; h < part->n; h++) {
		int64_t *seats = NEW_ARRAY(a, int64_t, rounds->n * 2);
		bool any = false;
		for (size_t i = 0; i < totals->n; i++) {
			size_t at = round_at(rounds, row_int(totals, i, 0));
			const struct theme_node *n = at == SIZE_MAX ? NULL : gathering_node(g, row_text(totals, i, 1));
			if (!n || node_top(g, n) != part->headings[h])
				continue;
			part->headings[h]->votes += row_int(totals, i, 2);
			seats[at * 2] = rounds->seats[at * 2];
			seats[at * 2 + 1] = rounds->seats[at * 2 + 1];
			any = true;
		}
		part->numbers = part->numbers && (!any || sum_is_safe(seats, rounds->n * 2, k));
	}
}

static int
by_votes(const void *pa, const void *pb)
{
	const struct theme_node *a = *(struct theme_node *const *)pa, *b = *(struct theme_node *const *)pb;

	if (a->votes != b->votes)
		return a->votes > b->votes ? -1 : 1;
	if (a->notes != b->notes && a->votes == 0)
		return a->notes > b->notes ? -1 : 1;
	return sort_cmp(LANG_NB, a->name, b->name);
}

static void
set_ranks(struct theme_part *part)
{
	qsort(part->headings, part->n, sizeof(part->headings[0]), by_votes);	/* NOLINT(bugprone-sizeof-expression): they are pointers */
	for (size_t i = 0; part->voted && i < part->n; i++) {
		struct theme_node *n = part->headings[i];
		n->rank = i && part->headings[i - 1]->votes == n->votes ? part->headings[i - 1]->rank : (int64_t)i + 1;
	}
}

static err
read_votes(struct db_conn *c, struct arena *a, const struct process *p, struct gathering *g)
{
	struct rows rounds, totals;

	TRY(db_query(c, a, &rounds, CHAIN_ROUNDS, INT(p->id), TEXT(g->phase->id)));
	TRY(db_query(c, a, &totals, CHAIN_TOTALS, INT(p->id), TEXT(g->phase->id)));
	for (size_t i = 0; i < g->part_count; i++) {
		struct theme_part *part = &g->parts[i];
		struct ballot_rounds mine = { 0 };
		if (part->ballot)
			pick_rounds(a, &rounds, part, &mine);
		part->voted = mine.n > 0;
		part->over_all = mine.over_all;
		for (size_t k = 0; k < mine.n * 2; k++)
			part->voters += mine.seats[k];
		if (part->voted)
			sum_votes(a, g, part, &mine, &totals, p->k);
		set_ranks(part);
	}
	return OK;
}

/* ---- how far the phase has come ---- */

static err
read_sittings(struct db_conn *c, struct arena *a, const struct process *p, struct gathering *g)
{
	const struct method_session *workshop = method_session_of(g->phase, SESSION_WORKSHOP);
	struct rows r;
	err e;

	if (workshop)
		TRY(db_query(c, a, &r, CHAIN_SITTINGS, INT(p->id), TEXT(g->phase->id), TEXT(workshop->id)));
	for (size_t i = 0; workshop && i < r.n; i++) {
		if (str_eq(row_text(&r, i, 0), sitting_state_word(SITTING_CLOSED)))
			g->closed += row_int(&r, i, 1);
		else
			g->left += row_int(&r, i, 1);
	}
	e = db_one(c, a, &r, CHAIN_VOTING, INT(p->id), TEXT(g->phase->id));
	g->voting = e == OK;
	if (e && e != ERR_NOTFOUND)
		return e;
	TRY(db_one(c, a, &r, CHAIN_PAPER_NOTES, INT(p->id), TEXT(g->phase->id)));
	g->paper_notes = row_int(&r, 0, 0);
	return OK;
}

static err
read_choice(struct db_conn *c, struct arena *a, const struct process *p, struct gathering *g)
{
	enum agreement_state state;
	struct rows r;
	int64_t id;

	TRY(db_one(c, a, &r, CHALLENGES_DECIDED, INT(p->id), TEXT(g->phase->id)));
	g->decided = row_int(&r, 0, 0) > 0;
	TRY(agreement_state(c, a, p->unit, p->id, "choice", g->phase->id, &state, &id));
	g->asked = agreement_is_open(state);
	return OK;
}

bool
gathering_has_themes(const struct gathering *g)
{
	for (size_t i = 0; i < g->part_count; i++)
		if (g->parts[i].n)
			return true;
	return false;
}

bool
part_gathers(const struct theme_part *part, str notes_step)
{
	const struct method_step *notes[NOTE_SOURCES];
	size_t n = room_note_sources(part->step, notes);

	for (size_t i = 0; i < n; i++)
		if (str_eq(notes[i]->id, notes_step))
			return true;
	return false;
}

/* What lies in no theme of those steps that the part gathers from. */
static err
count_loose(struct db_conn *c, struct arena *a, int64_t process, const struct gathering *g, struct theme_part *part)
{
	const struct method_step *notes[NOTE_SOURCES];
	size_t n = room_note_sources(part->step, notes);
	struct rows r;

	for (size_t i = 0; i < n; i++) {
		TRY(db_one(c, a, &r, CHAIN_LOOSE_COUNT, INT(process), TEXT(g->phase->id), TEXT(notes[i]->id)));
		part->loose += row_int(&r, 0, 0);
	}
	return OK;
}

err
gathering_read(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase,
	struct gathering *out)
{
	*out = (struct gathering){ .phase = phase };
	make_parts(a, out);
	TRY(read_themes(c, a, p->id, phase->id, out));
	TRY(read_votes(c, a, p, out));
	for (size_t i = 0; i < out->part_count; i++)
		TRY(count_loose(c, a, p->id, out, &out->parts[i]));
	TRY(read_sittings(c, a, p, out));
	return read_choice(c, a, p, out);
}

err
gathering_phase(struct db_conn *c, struct arena *a, const struct process *p, str named, const struct method_phase **out)
{
	*out = NULL;
	for (size_t i = 0; i < p->method->phase_count; i++) {
		const struct method_phase *ph = &p->method->phases[i];
		const struct method_session *w = method_session_of(ph, SESSION_WORKSHOP);
		struct rows r;
		if (!phase_has_themes(ph))
			continue;
		if (named.n) {
			if (str_eq(named, ph->id))
				*out = ph;
			continue;
		}
		if (!*out)
			*out = ph;
		if (w)	/* what clang-tidy believes: that an element of an array may be NULL. NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
			TRY(db_query(c, a, &r, CHAIN_SITTINGS, INT(p->id), TEXT(ph->id), TEXT(w->id)));
		for (size_t k = 0; w && k < r.n; k++)
			if (str_eq(row_text(&r, k, 0), sitting_state_word(SITTING_CLOSED)))
				*out = ph;
	}
	return OK;
}

err
themes_over_all(struct db_conn *c, struct arena *a, int64_t process, str phase, str step, struct themes *out)
{
	struct gathering g = { 0 };
	struct rows r;

	TRY(read_themes(c, a, process, phase, &g));
	TRY(db_query(c, a, &r, CHAIN_THEMES, INT(process), TEXT(phase)));
	*out = (struct themes){ .p = NEW_ARRAY(a, struct theme, r.n) };
	for (size_t i = 0; i < r.n; i++) {
		const struct theme_node *n = &g.nodes[i];
		if (!str_eq(row_text(&r, i, 1), step) || n->into.n || !n->on_vote)
			continue;
		out->p[out->n++] = (struct theme){ .id = n->id, .step = step, .name = n->name, .notes = n->notes, .on_vote = true };
	}
	return OK;
}
