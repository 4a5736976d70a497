/* files_process.c: what a process has said and chosen, as tables: themes with counts, choices, gatherings. */
#include "app/files/files.h"

#include "app/chain/chain.h"
#include "text/date.h"

static str
came_of(enum lang l, const struct challenge *ch)
{
	switch (ch ? ch->state : CHALLENGE_PROPOSED) {
	case CHALLENGE_CHOSEN: return tr(l, "chosen by the staff, confirmed by all three");
	case CHALLENGE_ADDED: return tr(l, "added by all three");
	case CHALLENGE_ASIDE: return tr(l, "set aside by all three");
	case CHALLENGE_TIED: return tr(l, "stood equal, not taken along");
	case CHALLENGE_PROPOSED: break;
	}
	return (str){ 0 };
}

static void
columns_of(struct grid *t, enum lang l, const char *const *names, const double *widths, size_t n)
{
	for (size_t i = 0; i < n; i++)
		grid_column(t, tr_dynamic(l, str_of(names[i])), widths[i]);
}

/* ---- themes ---- */

/* Votes as numbers only where the page shows them so; a small sitting's never. */
static void
add_theme(struct grid *t, enum lang l, const struct results *one, const struct theme_part *part, const struct theme_node *node)
{
	const struct challenge *ch = results_of_theme(one, node->id);

	grid_text(t, text_in(&one->g.phase->name, l));
	grid_text(t, report_part_title(l, part));
	grid_text(t, node->name);
	grid_number(t, node->notes);
	if (part->voted && part->numbers)
		grid_number(t, node->votes);
	else
		grid_text(t, (str){ 0 });
	grid_count(t, part->voted ? node->rank : 0);
	grid_text(t, came_of(l, ch));
	grid_text(t, ch ? ch->reason : (str){ 0 });
}

static void
add_themes(struct req *rq, struct file *out, const struct chain_summary *s)
{
	static const char *const names[] = { N_("Phase"), N_("What it was about"), N_("Theme"), N_("Number of notes"), N_("Number of votes"),
		N_("Place in the vote"), N_("What came of it"), N_("Reason") };
	static const double widths[] = { 16, 28, 40, 10, 10, 10, 32, 40 };
	struct grid *t = file_grid(rq, out, S("themes"), tr(rq->lang, "Themes"));

	columns_of(t, rq->lang, names, widths, COUNT(names));
	for (size_t i = s->n; i > 0; i--) {
		const struct results *one = &s->phases[i - 1];
		for (size_t k = 0; k < one->g.part_count; k++)
			for (size_t j = 0; j < one->g.parts[k].n; j++)
				add_theme(t, rq->lang, one, &one->g.parts[k], one->g.parts[k].headings[j]);
	}
}

/* ---- choices ---- */

static void
add_choice(struct grid *t, enum lang l, const struct results *one, const struct result_pick *pick, const struct challenge *ch)
{
	grid_text(t, text_in(&one->g.phase->name, l));
	grid_text(t, text_in(&pick->pick->name, l));
	grid_text(t, ch->title);
	grid_text(t, came_of(l, ch));
	if (ch->votes >= 0)
		grid_number(t, ch->votes);
	else
		grid_text(t, (str){ 0 });
	grid_count(t, ch->rank);
	grid_text(t, ch->reason);
	grid_day(t, ch->decided_at);
}

static void
add_choices(struct req *rq, struct file *out, const struct chain_summary *s)
{
	static const char *const names[] = { N_("Phase"), N_("What was chosen"), N_("Title"), N_("What came of it"), N_("Number of votes"),
		N_("Place in the vote"), N_("Reason"), N_("Decided") };
	static const double widths[] = { 16, 28, 40, 32, 10, 10, 40, 12 };
	struct grid *t = file_grid(rq, out, S("choices"), tr(rq->lang, "Choices"));

	columns_of(t, rq->lang, names, widths, COUNT(names));
	for (size_t i = s->n; i > 0; i--) {
		const struct results *one = &s->phases[i - 1];
		for (size_t k = 0; k < one->pick_count; k++) {
			for (size_t j = 0; j < one->picks[k].going_count; j++)
				add_choice(t, rq->lang, one, &one->picks[k], &one->picks[k].going[j]);
			for (size_t j = 0; j < one->picks[k].left_count; j++)
				add_choice(t, rq->lang, one, &one->picks[k], &one->picks[k].left[j]);
		}
	}
}

/* ---- gatherings ---- */

static err
add_gathering(struct req *rq, struct db_conn *c, const struct process *p, struct grid *t, const struct plan_sitting *g)
{
	const struct method_phase *ph = method_phase(p->method, g->phase);
	const struct method_session *s = ph ? method_session(ph, g->session) : NULL;
	struct sitting one;

	if (!s || !str_eq(g->state, S("closed")))
		return OK;
	TRY(sitting_get(c, rq->arena, g->id, &one));
	grid_day(t, g->starts_at);
	grid_text(t, text_in(&ph->name, rq->lang));
	grid_text(t, text_in(&s->name, rq->lang));
	grid_text(t, g->label);
	grid_count(t, one.headcount);
	grid_share(t, one.headcount, p->staff_count);
	return OK;
}

static err
add_gatherings(struct req *rq, struct db_conn *c, const struct process *p, struct file *out)
{
	static const char *const names[] = { N_("Day"), N_("Phase"), N_("Gathering"), N_("Which"), N_("How many came"),
		N_("Share of the staff, per cent") };
	static const double widths[] = { 12, 16, 36, 24, 12, 14 };
	struct grid *t = file_grid(rq, out, S("gatherings"), tr(rq->lang, "Gatherings"));
	struct plan_sittings all;

	columns_of(t, rq->lang, names, widths, COUNT(names));
	TRY(plan_sittings_read(c, rq->arena, p->id, &all));
	for (size_t i = 0; i < all.n; i++)
		TRY(add_gathering(rq, c, p, t, &all.p[i]));
	return OK;
}

err
file_results(struct req *rq, struct db_conn *c, const struct process *p, struct file *out)
{
	struct chain_summary s;

	out->name = tr(rq->lang, "Themes and choices");
	out->place = p->unit_name;
	TRY(chain_summary_read(c, rq->arena, p, (str){ 0 }, &s));
	add_themes(rq, out, &s);
	add_choices(rq, out, &s);
	return add_gatherings(rq, c, p, out);
}
