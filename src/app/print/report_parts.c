/* report_parts.c: sections of reports: measures, results of the workshops, minutes. */
#include "app/print/report.h"
#include "base/clock.h"
#include "text/date.h"

/* ---- measures ---- */

static str
due(const struct report *r, const struct measure *m)
{
	return m->due_at ? date_short(r->rq->arena, r->lang, m->due_at) : m->when_words;
}

static str
two_lines(const struct report *r, str a, str b)
{
	if (!b.n || str_eq(a, b))
		return a;
	return str_fmt(r->rq->arena, STR_FMT "\n" STR_FMT, STR_ARG(a), STR_ARG(b));
}

str
report_reason(const struct report *r, const struct measure *m)
{
	str ref = str_fmt(r->rq->arena, "measure:%" PRId64, m->id);

	for (size_t i = 0; i < r->ways.n; i++) {
		const struct way *w = &r->ways.p[i];
		for (size_t k = 0; k < w->n && w->group != WAY_LOOSE; k++)
			if (w->p[k].stage == WAY_MEASURE && str_eq(w->p[k].ref, ref))
				return two_lines(r, w->title, m->cause);
	}
	return m->cause;
}

str
report_judged(const struct report *r, const struct measure *m)
{
	int64_t next = measure_next_look(m);

	if (m->learning.n)
		return m->learning;
	if (m->status == MEASURE_KEPT && m->habit_act.n)
		return m->habit_act;
	if (next)
		return fill(r->rq->arena, r->lang, tr(r->lang, "To be judged {day}"), V("day", date_short(r->rq->arena, r->lang, next)));
	return (str){ 0 };
}

static err
read_decided(struct report *r, struct db_conn *c, int64_t process, struct measures *all)
{
	struct measure_filter f = { .process = process, .statuses = ~(unsigned)MEASURE_BIT(MEASURE_PROPOSED) };

	return measures_read(c, r->rq->arena, r->p->unit, &(struct looker){ 0 }, &f, all);
}

err
report_action_plan(struct report *r, struct db_conn *c)
{
	static const double widths[] = { 9, -1.1, -2.2, -2.8, -1.5, 26, 24, -2, -1.8 };
	const size_t columns = COUNT(widths);
	str head[] = { tr(r->lang, "No."), tr(r->lang, "Area"), tr(r->lang, "Challenge or cause"), tr(r->lang, "Measure"),
		tr(r->lang, "Responsible"), tr(r->lang, "Deadline"), tr(r->lang, "Status"), tr(r->lang, "Evaluation"), tr(r->lang, "Factor in § 4-3") };
	struct measures all;
	str *cells;
	size_t n = 0;

	TRY(read_decided(r, c, 0, &all));
	TRY(ways_read(c, r->rq->arena, &(struct way_ask){ .lang = r->lang, .p = r->p }, &r->ways));
	if (!all.n) {
		report_add(r, PART_TEXT, tr(r->lang, "No measures have been decided yet."));
		return OK;
	}
	cells = NEW_ARRAY(r->rq->arena, str, columns * (all.n + 1));
	for (; n < columns; n++)
		cells[n] = head[n];
	for (size_t i = 0; i < all.n; i++) {
		const struct measure *m = &all.p[i];
		str row[] = { str_fmt(r->rq->arena, "%zu", i + 1), measure_area_name(r->lang, m->area), report_reason(r, m),
			two_lines(r, m->title, m->what), m->who, due(r, m), measure_status_name(r->lang, m->status), report_judged(r, m),
			measure_factors_text(r->rq->arena, r->lang, m->factors) };
		for (size_t k = 0; k < columns; k++)
			cells[n++] = row[k];
	}
	report_table(r, widths, columns, 3, cells, n);
	return OK;
}

err
report_measures(struct report *r, struct db_conn *c)
{
	static const double widths[] = { -3, -1.4, 26, 28, -2 };
	const size_t columns = COUNT(widths);
	str head[] = { tr(r->lang, "Measure"), tr(r->lang, "Responsible"), tr(r->lang, "Deadline"), tr(r->lang, "Status"),
		tr(r->lang, "How we see that it works") };
	struct measures all;
	str *cells;
	size_t n = 0;

	TRY(read_decided(r, c, r->p->id, &all));
	if (!all.n)
		return OK;
	cells = NEW_ARRAY(r->rq->arena, str, columns * (all.n + 1));
	for (; n < columns; n++)
		cells[n] = head[n];
	for (size_t i = 0; i < all.n; i++) {
		const struct measure *m = &all.p[i];
		str row[] = { two_lines(r, m->title, m->what), m->who, due(r, m), measure_status_name(r->lang, m->status), m->sign };
		for (size_t k = 0; k < columns; k++)
			cells[n++] = row[k];
	}
	report_add(r, PART_HEADING, tr(r->lang, "This is what we do"));
	report_table(r, widths, columns, 0, cells, n);
	return OK;
}

/* ---- results ---- */

static str
votes_of(const struct report *r, int64_t votes, int64_t rank)
{
	struct arena *a = r->rq->arena;

	if (votes >= 0)
		return fill(a, r->lang, trn(r->lang, "{n} vote", "{n} votes", votes), V("n", votes));
	return rank ? fill(a, r->lang, tr(r->lang, "no. {n} in the vote"), V("n", rank)) : (str){ 0 };
}

static str
why(const struct report *r, const struct challenge *ch)
{
	struct arena *a = r->rq->arena;

	if (!ch->reason.n)
		return (str){ 0 };
	switch (ch->state) {
	case CHALLENGE_ADDED: return fill(a, r->lang, tr(r->lang, "Added by all three: {reason}"), V("reason", ch->reason));
	case CHALLENGE_ASIDE: return fill(a, r->lang, tr(r->lang, "Set aside by all three: {reason}"), V("reason", ch->reason));
	case CHALLENGE_TIED: return fill(a, r->lang, tr(r->lang, "Stood equal with others, and was not taken along. {reason}"), V("reason", ch->reason));
	case CHALLENGE_CHOSEN: return fill(a, r->lang, tr(r->lang, "Stood equal with others. {reason}"), V("reason", ch->reason));
	case CHALLENGE_PROPOSED: break;
	}
	return (str){ 0 };
}

static str
challenge_line(const struct report *r, const struct challenge *ch)
{
	struct buf b = buf_new(r->rq->arena, 16 * 1024);
	str votes = votes_of(r, ch->votes, ch->rank), reason = why(r, ch);

	buf_add(&b, ch->title);
	if (votes.n)
		buf_addf(&b, " (" STR_FMT ")", STR_ARG(votes));
	if (reason.n)
		buf_addf(&b, "\n" STR_FMT, STR_ARG(reason));
	return buf_str(&b);
}

static void
add_pick(struct report *r, const struct result_pick *p)
{
	str *going = NEW_ARRAY(r->rq->arena, str, p->going_count + 1), *left = NEW_ARRAY(r->rq->arena, str, p->left_count + 1);

	if (!p->going_count && !p->left_count)
		return;
	report_add(r, PART_SUBHEADING, text_in(&p->pick->name, r->lang));
	for (size_t i = 0; i < p->going_count; i++)
		going[i] = challenge_line(r, &p->going[i]);
	for (size_t i = 0; i < p->left_count; i++)
		left[i] = challenge_line(r, &p->left[i]);
	report_cells(r, PART_NUMBERED, going, p->going_count);
	if (p->left_count)
		report_add(r, PART_TEXT, tr(r->lang, "Not taken along:"));
	report_cells(r, PART_POINTS, left, p->left_count);
}

/* When they were about one thing. */
str
report_part_title(enum lang l, const struct theme_part *part)
{
	const struct method_column *only = room_only_column(part->step);

	return text_in(only ? &only->name : &part->step->name, l);
}

static void
add_themes(struct report *r, const struct theme_part *part)
{
	str *points = NEW_ARRAY(r->rq->arena, str, part->n + 1);

	if (!part->n)
		return;
	report_add(r, PART_SUBHEADING, report_part_title(r->lang, part));
	for (size_t i = 0; i < part->n; i++) {
		const struct theme_node *t = part->headings[i];
		str notes = fill(r->rq->arena, r->lang, trn(r->lang, "{n} note", "{n} notes", t->notes), V("n", t->notes));
		str votes = part->voted && (t->votes || !part->numbers) ? votes_of(r, part->numbers ? t->votes : -1, t->rank) : (str){ 0 };
		points[i] = str_fmt(r->rq->arena, STR_FMT " (" STR_FMT "%s" STR_FMT ")", STR_ARG(t->name), STR_ARG(notes), votes.n ? ", " : "", STR_ARG(votes));
	}
	report_cells(r, PART_POINTS, points, part->n);
	if (part->voted && !part->numbers)
		report_add(r, PART_QUIET, tr(r->lang, "Few took part in at least one sitting, so votes are shown as an order only."));
}

static void
add_phase(struct report *r, const struct results *one)
{
	report_add(r, PART_HEADING, text_in(&one->g.phase->name, r->lang));
	if (!one->g.decided)
		report_add(r, PART_TEXT,
			tr(r->lang, "You have voted. Leader, union representatives and safety representative confirm it together, and then it stands here."));
	for (size_t i = 0; i < one->pick_count; i++)
		add_pick(r, &one->picks[i]);
	for (size_t i = 0; i < one->g.part_count; i++)
		add_themes(r, &one->g.parts[i]);
}

err
report_results(struct report *r, struct db_conn *c)
{
	struct chain_summary s;
	struct plan_sittings all;

	TRY(chain_summary_read(c, r->rq->arena, r->p, (str){ 0 }, &s));
	TRY(plan_sittings_read(c, r->rq->arena, r->p->id, &all));
	if (!plan_any_held(&all))
		report_add(r, PART_TEXT, tr(r->lang, "No workshop has been held yet."));
	for (size_t i = 0; i < r->p->method->phase_count; i++) {
		const struct method_phase *phase = &r->p->method->phases[i];
		bool headed = false;
		for (size_t k = 0; k < s.n; k++)
			if (s.phases[k].g.phase == phase) {
				add_phase(r, &s.phases[k]);
				headed = true;
			}
		TRY(report_later_phase(r, c, phase, headed));
	}
	TRY(report_lifts(r, c));
	if (s.next.n) {
		report_add(r, PART_HEADING, tr(r->lang, "Next time"));
		for (size_t i = 0; i < s.next.n; i++)
			report_add(r, PART_TEXT, str_fmt(r->rq->arena, STR_FMT "%s" STR_FMT, STR_ARG(date_time(r->rq->arena, r->lang, s.next.p[i].starts)),
				s.next.p[i].place.n ? ", " : "", STR_ARG(s.next.p[i].place)));
	}
	return OK;
}

/* ---- minutes ---- */

static void
fact(str *cells, size_t *n, str name, str text)
{
	if (!text.n)
		return;
	cells[(*n)++] = name;
	cells[(*n)++] = text;
}

static str
roles_there(const struct report *r, const struct parties *there)
{
	struct buf b = buf_new(r->rq->arena, 4096);

	for (size_t i = 0; i < there->n; i++) {
		buf_addf(&b, "%s" STR_FMT, i ? ", " : "", STR_ARG(role_name(r->lang, there->p[i].role)));
		if (there->p[i].union_name.n)
			buf_addf(&b, " (" STR_FMT ")", STR_ARG(there->p[i].union_name));
	}
	return buf_str(&b);
}

static str
when(const struct report *r, const struct agenda_meeting *m)
{
	struct arena *a = r->rq->arena;
	int64_t from = agenda_begins(m), to = m->ended_at ? m->ended_at : agenda_ends(m);

	if (!from)
		return tr(r->lang, "No date yet");
	return str_fmt(a, STR_FMT "–" STR_FMT, STR_ARG(date_time(a, r->lang, from)), STR_ARG(clock_hm(a, r->lang, to)));
}

static void
add_meeting_facts(struct report *r, const struct agenda_whole *w)
{
	str *cells = NEW_ARRAY(r->rq->arena, str, 20), reached, there, lacked;
	size_t n = 0;

	fact(cells, &n, tr(r->lang, "When"), when(r, &w->m));
	fact(cells, &n, tr(r->lang, "Place"), w->m.place);
	fact(cells, &n, tr(r->lang, "Who leads it"), w->m.chair_name);
	fact(cells, &n, tr(r->lang, "Purpose"), w->m.purpose);
	fact(cells, &n, tr(r->lang, "What we want to have when we part"), w->m.wished);
	if (w->m.ended_at) {
		reached = agenda_reached_name(r->lang, w->m.reached);
		there = roles_there(r, &w->there);
		lacked = agenda_lacked_words(r->rq->arena, r->lang, &w->m);
		fact(cells, &n, tr(r->lang, "Roles that were there"), lacked.n ? two_lines(r, there, lacked) : there);
		if (w->m.headcount >= 0)
			fact(cells, &n, tr(r->lang, "How many came"), number(r->rq->arena, r->lang, w->m.headcount));
		fact(cells, &n, tr(r->lang, "Did we reach it?"), w->m.reached_why.n ? two_lines(r, reached, w->m.reached_why) : reached);
	}
	report_cells(r, PART_FACTS, cells, n);
}

static void
add_tasks(struct report *r, const struct agenda_whole *w)
{
	static const double widths[] = { -3, -1.5, 27 };
	str *cells = NEW_ARRAY(r->rq->arena, str, 3 * (w->tasks.n + 1));
	size_t n = 0;

	if (!w->tasks.n)
		return;
	cells[n++] = tr(r->lang, "What is to be done");
	cells[n++] = tr(r->lang, "Responsible");
	cells[n++] = tr(r->lang, "Deadline");
	for (size_t i = 0; i < w->tasks.n; i++) {
		cells[n++] = w->tasks.p[i].body;
		cells[n++] = w->tasks.p[i].owner_name;
		cells[n++] = w->tasks.p[i].due_at ? date_short(r->rq->arena, r->lang, w->tasks.p[i].due_at) : (str){ 0 };
	}
	report_add(r, PART_HEADING, tr(r->lang, "What follows from it"));
	report_table(r, widths, 3, 0, cells, n);
}

/* Of an item that is to come: "13.10 · 20 min · Discuss · Discussion · Anne Berg". */
static str
item_facts(const struct report *r, const struct agenda_item *it)
{
	struct arena *a = r->rq->arena;
	const str facts[] = {
		it->from_at ? clock_hm(a, r->lang, it->from_at) : (str){ 0 },
		fill(a, r->lang, tr(r->lang, "{n} min"), V("n", it->minutes)),
		agenda_want_name(r->lang, it->want),
		agenda_label_name(r->lang, it->label),
		it->person_name,
	};
	struct buf b = buf_new(a, 4096);

	for (size_t i = 0; i < COUNT(facts); i++)
		if (facts[i].n)
			buf_addf(&b, "%s" STR_FMT, b.n ? " · " : "", STR_ARG(facts[i]));
	return buf_str(&b);
}

static void
add_item(struct report *r, const struct agenda_whole *w, size_t i)
{
	const struct agenda_item *it = &w->items.p[i];
	struct arena *a = r->rq->arena;

	report_add(r, PART_HEADING, str_fmt(a, "%zu. " STR_FMT, i + 1, STR_ARG(it->title)));
	if (!w->m.ended_at) {
		report_add(r, PART_TEXT, it->why);
		report_add(r, PART_QUIET, item_facts(r, it));
		return;
	}
	report_add(r, PART_TEXT, it->result.n ? it->result : tr(r->lang, "Nothing was written."));
	if (it->follow_up.n)
		report_add(r, PART_TEXT, str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(tr(r->lang, "What we follow up")), STR_ARG(it->follow_up)));
}

static void
add_end(struct report *r, const struct agenda_whole *w)
{
	struct arena *a = r->rq->arena;
	str *points = NEW_ARRAY(a, str, w->corrections.n + 1);

	for (size_t i = 0; i < w->corrections.n; i++)
		points[i] = str_fmt(a, STR_FMT " " STR_FMT ": " STR_FMT, STR_ARG(date_short(a, r->lang, w->corrections.p[i].at)),
			STR_ARG(w->corrections.p[i].who), STR_ARG(w->corrections.p[i].body));
	if (w->corrections.n)
		report_add(r, PART_HEADING, tr(r->lang, "Corrections"));
	report_cells(r, PART_POINTS, points, w->corrections.n);
	if (w->m.ended_at)
		report_add(r, PART_QUIET, !w->m.locked_at ? tr(r->lang, "Draft: not seen by all three yet.") :
			fill(a, r->lang, tr(r->lang, "Seen by all three, {day}."), V("day", date_long(a, r->lang, w->m.locked_at))));
}

err
report_minutes(struct req *rq, struct db_conn *c, const struct process *p, int64_t meeting, struct report *out)
{
	struct agenda_whole w;

	*out = (struct report){ .rq = rq, .p = p, .lang = rq->lang };
	TRY(agenda_whole_read(c, rq->arena, p->unit, p->id, meeting, &w));
	out->kind = w.m.ended_at ? trc(rq->lang, "meeting", "Minutes") : agenda_kind_name(rq->lang, w.m.kind);
	out->title = w.m.title;
	add_meeting_facts(out, &w);
	for (size_t i = 0; i < w.items.n; i++)
		add_item(out, &w, i);
	add_tasks(out, &w);
	add_end(out, &w);
	return OK;
}
