/* files_measures.c: measures and the action plan as tables. */
#include "app/files/files.h"

#include "text/date.h"

static const struct {
	const char *name;
	double width;
} measure_columns[] = {
	{ N_("Measure"), 34 }, { N_("What is done"), 44 }, { N_("Area"), 18 }, { N_("Status"), 16 }, { N_("Responsible"), 24 },
	{ N_("Begins"), 12 }, { N_("Deadline"), 12 }, { N_("When, in words"), 20 }, { N_("How we see that it works"), 36 },
	{ N_("Challenge or cause"), 36 }, { N_("Wished effect"), 30 }, { N_("The sign today"), 22 }, { N_("The sign when it works"), 22 },
	{ N_("Where"), 20 }, { N_("What we need"), 26 }, { N_("Who can decide on it"), 22 }, { N_("Priority"), 9 },
	{ N_("Factor in § 4-3"), 30 }, { N_("Decided"), 12 }, { N_("Carried out"), 12 }, { N_("Next look"), 12 },
	{ N_("What we learned"), 36 }, { N_("Habit"), 30 },
};

static void
add_measure(struct grid *t, enum lang l, const struct measure *m)
{
	grid_text(t, m->title);
	grid_text(t, m->what);
	grid_text(t, measure_area_name(l, m->area));
	grid_text(t, measure_status_name(l, m->status));
	grid_text(t, m->who);
	grid_day(t, m->start_at);
	grid_day(t, m->due_at);
	grid_text(t, m->when_words);
	grid_text(t, m->sign);
	grid_text(t, m->cause);
	grid_text(t, m->wish);
	grid_text(t, m->baseline);
	grid_text(t, m->target);
	grid_text(t, m->place);
	grid_text(t, m->need);
	grid_text(t, measure_level_name(l, m->level));
	grid_count(t, m->priority);
	grid_text(t, measure_factors_text(t->arena, l, m->factors));
	grid_day(t, m->decided_at);
	grid_day(t, m->done_at);
	grid_day(t, measure_next_look(m));
	grid_text(t, m->learning);
	grid_text(t, m->habit_act);
}

err
file_measures(struct req *rq, struct db_conn *c, const struct measure_filter *filter, struct file *out)
{
	struct looker who = { rq->user ? rq->user->id : 0, rq->roles };
	struct measure_filter f = *filter;
	struct measures all;
	struct grid *t;

	/* Whatever was asked for. */
	f.with_sensitive = false;
	out->name = tr(rq->lang, "Measures");
	t = file_grid(rq, out, S("measures"), out->name);
	for (size_t i = 0; i < COUNT(measure_columns); i++)
		grid_column(t, tr_dynamic(rq->lang, str_of(measure_columns[i].name)), measure_columns[i].width);
	TRY(measures_read(c, rq->arena, rq->unit, &who, &f, &all));
	for (size_t i = 0; i < all.n; i++)
		add_measure(t, rq->lang, &all.p[i]);
	return OK;
}

/* ---- the action plan ---- */

static const struct {
	const char *name;
	double width;
} plan_columns[] = {
	{ N_("No."), 6 }, { N_("Area"), 18 }, { N_("Challenge or cause"), 36 }, { N_("Measure"), 34 }, { N_("What is done"), 44 },
	{ N_("Responsible"), 24 }, { N_("Deadline"), 12 }, { N_("When, in words"), 20 }, { N_("Status"), 16 }, { N_("Evaluation"), 36 },
	{ N_("Factor in § 4-3"), 30 },
};

static void
add_planned(struct grid *t, const struct report *r, size_t number, const struct measure *m)
{
	grid_number(t, (int64_t)number);
	grid_text(t, measure_area_name(r->lang, m->area));
	grid_text(t, report_reason(r, m));
	grid_text(t, m->title);
	grid_text(t, m->what);
	grid_text(t, m->who);
	grid_day(t, m->due_at);
	grid_text(t, m->when_words);
	grid_text(t, measure_status_name(r->lang, m->status));
	grid_text(t, report_judged(r, m));
	grid_text(t, measure_factors_text(t->arena, r->lang, m->factors));
}

/* The facts a report begins with, and what it ends with, as a tab of their own. */
static void
add_about(struct req *rq, struct file *out, const struct report *r)
{
	struct grid *t = file_grid(rq, out, S("about"), tr(rq->lang, "About the file"));

	grid_column(t, tr(rq->lang, "What"), 24);
	grid_column(t, tr(rq->lang, "Answer"), 70);
	for (size_t i = 0; i < r->n; i++) {
		const struct report_part *part = &r->parts[i];
		for (size_t k = 0; part->kind == PART_FACTS && k < part->n; k++)
			grid_text(t, part->cells[k]);
		if (part->kind == PART_QUIET) {
			grid_text(t, tr(rq->lang, "Signed"));
			grid_text(t, part->text);
		}
	}
}

err
file_action_plan(struct req *rq, struct db_conn *c, const struct process *p, struct file *out)
{
	struct measure_filter f = { .statuses = ~(unsigned)MEASURE_BIT(MEASURE_PROPOSED) };
	struct measures all;
	struct report r;
	struct grid *t;

	TRY(report_read(rq, c, p, REPORT_ACTION_PLAN, &r));
	TRY(measures_read(c, rq->arena, p->unit, &(struct looker){ 0 }, &f, &all));
	out->name = r.title;
	out->place = p->unit_name;
	t = file_grid(rq, out, S("plan"), r.title);
	for (size_t i = 0; i < COUNT(plan_columns); i++)
		grid_column(t, tr_dynamic(rq->lang, str_of(plan_columns[i].name)), plan_columns[i].width);
	for (size_t i = 0; i < all.n; i++)
		add_planned(t, &r, i + 1, &all.p[i]);
	add_about(rq, out, &r);
	return OK;
}
