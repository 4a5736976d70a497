/* report.c: reports put together from what the capabilities tell everybody. */
#include "app/print/report.h"

#include "base/clock.h"
#include "text/date.h"

static const struct {
	const char *word, *name, *told;
} kinds[REPORT_KINDS] = {
	[REPORT_ACTION_PLAN] = { "action-plan", N_("Action plan"),
		N_("What is to be done, by whom and until when. It is what the law asks for, and what the labour inspectorate asks to see.") },
	[REPORT_SUMMARY] = { "summary", N_("Summary for staff"),
		N_("What you said, what you chose, and what is done about it. To hang on the wall or take along to a staff meeting.") },
	[REPORT_PROCESS] = { "process", N_("Report of the process"),
		N_("How you worked, who took part, what was chosen and why, and what came of it. "
			"For the working-environment committee and the level above.") },
};

str
report_word(enum report_kind k)
{
	return str_of(kinds[k].word);
}

bool
report_of_word(str word, enum report_kind *out)
{
	for (*out = 0; *out < REPORT_KINDS; ++*out)
		if (str_eq(word, report_word(*out)))
			return true;
	return false;
}

str
report_name(enum lang l, enum report_kind k)
{
	return tr_dynamic(l, str_of(kinds[k].name));
}

str
report_told(enum lang l, enum report_kind k)
{
	return tr_dynamic(l, str_of(kinds[k].told));
}

/* ---- putting one together ---- */

static struct report_part *
add_part(struct report *r, enum report_part_kind kind)
{
	if (r->n == r->room) {
		struct report_part *more = NEW_ARRAY(r->rq->arena, struct report_part, r->room * 2 + 32);
		if (r->n)
			memcpy(more, r->parts, r->n * sizeof(*more));
		r->parts = more;
		r->room = r->room * 2 + 32;
	}
	r->parts[r->n] = (struct report_part){ .kind = kind };
	return &r->parts[r->n++];
}

void
report_add(struct report *r, enum report_part_kind kind, str text)
{
	if (text.n)
		add_part(r, kind)->text = text;
}

void
report_cells(struct report *r, enum report_part_kind kind, str *cells, size_t n)
{
	struct report_part *part;

	if (!n)
		return;
	part = add_part(r, kind);
	part->cells = cells;
	part->n = n;
}

void
report_table(struct report *r, const double *widths, size_t columns, size_t named, str *cells, size_t n)
{
	struct report_part *part = add_part(r, PART_TABLE);

	for (size_t i = r->n - 1; i > 0 && !part->text.n; i--)
		if (r->parts[i - 1].kind == PART_HEADING || r->parts[i - 1].kind == PART_SUBHEADING)
			part->text = r->parts[i - 1].text;
	if (!part->text.n)
		part->text = r->title;
	part->widths = widths;
	part->columns = columns;
	part->named = named;
	part->cells = cells;
	part->n = n;
}

/* ---- what several have ---- */

static str
period(const struct report *r)
{
	const struct process *p = r->p;
	struct arena *a = r->rq->arena;
	int64_t from = p->started ? p->started : p->created;

	return str_fmt(a, STR_FMT "–" STR_FMT, STR_ARG(date_short(a, r->lang, from)),
		STR_ARG(date_short(a, r->lang, p->ended ? p->ended : clock_now())));
}

/* Names and roles of those who count in the group now. */
static err
parties_of(struct report *r, struct db_conn *c, const char *between, str *out)
{
	struct buf b = buf_new(r->rq->arena, 8192);
	struct group group;

	TRY(group_at(c, r->rq->arena, r->p->unit, &group));
	for (size_t i = 0; i < group.all.n; i++) {
		if (!party_counts(&group.all.p[i]))
			continue;
		buf_addf(&b, "%s" STR_FMT " (" STR_FMT ")", b.n ? between : "", STR_ARG(group.all.p[i].name),
			STR_ARG(role_in_text(r->rq->arena, r->lang, group.all.p[i].role)));
	}
	*out = buf_str(&b);
	return OK;
}

static void
add_facts(struct report *r, str parties, str signed_off)
{
	str *cells = NEW_ARRAY(r->rq->arena, str, 10);
	size_t n = 0;

	cells[n++] = tr(r->lang, "Unit");
	cells[n++] = r->p->unit_name;
	cells[n++] = tr(r->lang, "Period");
	cells[n++] = period(r);
	if (parties.n) {
		cells[n++] = tr(r->lang, "The parties");
		cells[n++] = parties;
	}
	if (signed_off.n) {
		cells[n++] = tr(r->lang, "Agreed by the parties");
		cells[n++] = signed_off;
	}
	cells[n++] = tr(r->lang, "Printed");
	cells[n++] = date_long(r->rq->arena, r->lang, clock_now());
	report_cells(r, PART_FACTS, cells, n);
}

err
report_signed(struct report *r, struct db_conn *c)
{
	str who;

	TRY(parties_of(r, c, ", ", &who));
	if (who.n)
		report_add(r, PART_QUIET, fill(r->rq->arena, r->lang, tr(r->lang, "Made in cooperation between {who}."), V("who", who)));
	return OK;
}

/* ---- the kinds ---- */

static str
last_decision(const struct report *r, const struct measures *all)
{
	int64_t last = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].decided_at > last)
			last = all->p[i].decided_at;
	return last ? date_long(r->rq->arena, r->lang, last) : (str){ 0 };
}

static err
add_taking_part(struct report *r, struct db_conn *c)
{
	static const double widths[] = { -2, -3, -1 };
	struct plan_sittings all;
	str *cells;
	size_t n = 0;

	TRY(plan_sittings_read(c, r->rq->arena, r->p->id, &all));
	cells = NEW_ARRAY(r->rq->arena, str, 3 * (all.n + 1));
	cells[n++] = tr(r->lang, "When");
	cells[n++] = tr(r->lang, "What");
	cells[n++] = tr(r->lang, "How many came");
	for (size_t i = 0; i < all.n; i++) {
		const struct plan_sitting *g = &all.p[i];
		const struct method_phase *ph = method_phase(r->p->method, g->phase);
		const struct method_session *s = ph ? method_session(ph, g->session) : NULL;
		struct sitting one;
		if (!str_eq(g->state, S("closed")) || !s)
			continue;
		TRY(sitting_get(c, r->rq->arena, g->id, &one));
		cells[n++] = g->starts_at ? date_short(r->rq->arena, r->lang, g->starts_at) : (str){ 0 };
		cells[n++] = str_fmt(r->rq->arena, STR_FMT "%s" STR_FMT, STR_ARG(text_in(&s->name, r->lang)), g->label.n ? " · " : "",
			STR_ARG(g->label));
		cells[n++] = one.headcount > 0 ? number(r->rq->arena, r->lang, one.headcount) : S("–");
	}
	report_add(r, PART_HEADING, tr(r->lang, "How we worked"));
	report_add(r, PART_TEXT, text_in(&r->p->method->summary, r->lang));
	if (r->p->staff_count > 0)
		report_add(r, PART_TEXT, fill(r->rq->arena, r->lang,
			trn(r->lang, "{n} person works at the unit.", "{n} people work at the unit.", r->p->staff_count), V("n", r->p->staff_count)));
	if (n > 3)
		report_table(r, widths, 3, 0, cells, n);
	return OK;
}

static err
read_kind(struct report *r, struct db_conn *c, enum report_kind k)
{
	struct measure_filter f = { .statuses = ~(unsigned)MEASURE_BIT(MEASURE_PROPOSED) };
	struct measures all;
	str parties;

	switch (k) {
	case REPORT_ACTION_PLAN:
		r->wide = true;
		TRY(measures_read(c, r->rq->arena, r->p->unit, &(struct looker){ 0 }, &f, &all));
		TRY(parties_of(r, c, "\n", &parties));
		add_facts(r, parties, last_decision(r, &all));
		return report_action_plan(r, c);
	case REPORT_SUMMARY:
		TRY(report_results(r, c));
		return report_measures(r, c);
	case REPORT_PROCESS:
		TRY(parties_of(r, c, "\n", &parties));
		add_facts(r, parties, (str){ 0 });
		TRY(add_taking_part(r, c));
		TRY(report_results(r, c));
		TRY(report_thread(r, c));
		return report_measures(r, c);
	case REPORT_KINDS: break;
	}
	return ERR_NOTFOUND;
}

err
report_read(struct req *rq, struct db_conn *c, const struct process *p, enum report_kind k, struct report *out)
{
	*out = (struct report){ .rq = rq, .p = p, .lang = rq->lang, .title = report_name(rq->lang, k),
		.kind = str_fmt(rq->arena, STR_FMT " · " STR_FMT, STR_ARG(p->unit_name), STR_ARG(p->name)) };
	TRY(read_kind(out, c, k));
	return report_signed(out, c);
}

str
report_stamp_text(enum lang l, str stamp)
{
	if (str_eq(stamp, S("13")))
		return tr(l, "Exempt from public disclosure: Freedom of Information Act § 13");
	if (str_eq(stamp, S("14")))
		return tr(l, "Exempt from public disclosure: Freedom of Information Act § 14");
	return (str){ 0 };
}

str
report_stamp(struct req *rq)
{
	return report_stamp_text(rq->lang, req_query(rq, S("stamp")));
}
