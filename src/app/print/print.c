/* print.c: what each printed thing needs, read from the plan, the sheets and the rules. */
#include "app/print/print.h"

#include "app/access/people.h"
#include "app/sql.h"
#include "text/date.h"

#define PEOPLE_AT_A_TABLE 5
#define STAFF_UNKNOWN 20

/* ---- counts ---- */

int64_t
print_participants(const struct process *p)
{
	return p->staff_count > 0 ? p->staff_count : STAFF_UNKNOWN;
}

int
print_tables(const struct method_session *s, int64_t participants)
{
	int64_t each = s->table_most > 0 ? s->table_most : PEOPLE_AT_A_TABLE;

	return (int)((participants + each - 1) / each);
}

err
print_members(struct req *rq, struct db_conn *c, int64_t *members)
{
	struct group group;

	TRY(group_at(c, rq->arena, rq->unit, &group));
	*members = group.all.n > 3 ? (int64_t)group.all.n : 3;
	return OK;
}

/* ---- what one thing needs ---- */

static err
read_base(struct req *rq, struct db_conn *c, struct print_view *v)
{
	TRY(process_of(rq, c, &v->p));
	TRY(timeline_read(rq, c, v->p, &v->timeline));
	v->base = str_fmt(rq->arena, "/p/%" PRId64, rq->process);
	v->back = str_fmt(rq->arena, STR_FMT "/print", STR_ARG(v->base));
	v->site = req_site(rq);
	v->staff_url = str_fmt(rq->arena, STR_FMT "/w/" STR_FMT, STR_ARG(v->site), STR_ARG(v->p->public_id));
	return OK;
}

static err
read_inputs(struct req *rq, struct db_conn *c, struct print_view *v)
{
	struct rows r;

	v->can_fill = v->session->kind == SESSION_MEETING || made_fits(v->session, v->sheet);
	v->filled = v->can_fill && v->filled;
	if (!v->filled)
		return OK;
	if (v->session->kind != SESSION_MEETING)
		return made_read(rq, c, v->p, v->session, v->sheet, &v->made);
	if (v->sheet->whom == SHEET_EACH)
		TRY(db_query(c, rq->arena, &r, PRINT_OWN_SHEET, INT(rq->process), INT(rq->user->id), TEXT(v->sheet->id)));
	else
		TRY(db_query(c, rq->arena, &r, PRINT_GROUP_SHEET, INT(rq->process), TEXT(v->sheet->id)));
	v->inputs = NEW_ARRAY(rq->arena, struct print_input, r.n);
	for (; v->input_count < r.n; v->input_count++)
		v->inputs[v->input_count] = (struct print_input){ row_text(&r, v->input_count, 0), row_text(&r, v->input_count, 1) };
	return OK;
}

bool
print_is_led(const struct print_run *run)
{
	return !sitting_is_unled(&run->sitting) && run->sitting.state != SITTING_CLOSED;
}

/* The gatherings of the session, each with clock times worked out from its own start. */
static err
read_runs(struct req *rq, struct db_conn *c, struct print_view *v)
{
	v->runs = NEW_ARRAY(rq->arena, struct print_run, v->timeline.all.n);
	for (size_t i = 0; i < v->timeline.all.n; i++) {
		struct print_run *run = &v->runs[v->run_count];
		if (!plan_sitting_is_of(&v->timeline.all.p[i], v->session))
			continue;
		TRY(sitting_get(c, rq->arena, v->timeline.all.p[i].id, &run->sitting));
		TRY(sitting_steps(c, rq->arena, &run->sitting, &run->steps));
		for (size_t k = 0; k < run->steps.n; k++)
			if (run->steps.p[k].starts_at && !run->steps.p[k].skipped)
				run->ends_at = run->steps.p[k].starts_at + run->steps.p[k].minutes * 60;
		v->run_count++;
	}
	return OK;
}

static err
read_titles(struct req *rq, struct db_conn *c, struct print_view *v, str kind)
{
	struct rows r;

	TRY(db_query(c, rq->arena, &r, LETTER_TITLES, INT(rq->process), TEXT(kind)));
	v->titles = NEW_ARRAY(rq->arena, str, r.n);
	for (; v->title_count < r.n; v->title_count++)
		v->titles[v->title_count] = row_text(&r, v->title_count, 0);
	return OK;
}

static err
read_rules(struct req *rq, struct db_conn *c, struct print_view *v)
{
	return rules_read(c, rq->arena, rq->process, v->p->method, &v->rules);
}

static err
read_poster(struct req *rq, struct db_conn *c, struct print_view *v)
{
	const struct method_poster *poster = v->what->poster;

	v->title = text_in(&poster->text.title, rq->lang);
	TRY(letter_fields(rq, c, rq->lang, v->p, &v->timeline, NULL, v->staff_url, &v->fields));
	v->text = letter_fill(rq->arena, &v->fields, text_in(&poster->text.body, rq->lang));
	if (poster->shows == SHOWS_RULES)
		return read_rules(rq, c, v);
	if (poster->shows == SHOWS_PHASES)
		return OK;
	return read_titles(rq, c, v, poster->shows == SHOWS_PRESERVED ? S("preserve") : S("improve"));
}

static void
set_document(struct req *rq, struct print_view *v, const struct method_doc *doc)
{
	v->title = text_in(&doc->title, rq->lang);
	v->text = text_in(&doc->body, rq->lang);
}

/* What is said and done in each step, under the step's own name. */
static void
set_script(struct req *rq, struct print_view *v)
{
	struct buf b = buf_new(rq->arena, 128 * 1024);

	for (size_t i = 0; i < v->session->step_count; i++) {
		const struct method_step *st = &v->session->steps[i];
		buf_addf(&b, "## " STR_FMT " (" STR_FMT ")\n\n" STR_FMT "\n\n", STR_ARG(text_in(&st->name, rq->lang)),
			STR_ARG(fill(rq->arena, rq->lang, tr(rq->lang, "{n} min"), V("n", st->minutes))),
			STR_ARG(text_in(&st->script, rq->lang)));
	}
	v->title = text_in(&v->session->name, rq->lang);
	v->text = buf_str(&b);
}

static err
read_plan(struct req *rq, struct db_conn *c, struct print_view *v)
{
	v->duties = NEW_ARRAY(rq->arena, struct duties, v->timeline.plan.n);
	for (size_t i = 0; i < v->timeline.plan.n; i++)
		TRY(duties_read(c, rq->arena, v->p, v->timeline.plan.rows[i].phase->id, &v->duties[i]));
	return OK;
}

static err
read_one(struct req *rq, struct db_conn *c, struct print_view *v)
{
	v->sheet = v->what->sheet;
	switch (v->what->what) {
	case PRINT_DOCUMENT: set_document(rq, v, &v->what->document); return OK;
	case PRINT_SCRIPT: set_script(rq, v); return OK;
	case PRINT_SHEET: return v->sheet ? read_inputs(rq, c, v) : ERR_NOTFOUND;
	case PRINT_POSTER: return v->what->poster ? read_poster(rq, c, v) : ERR_NOTFOUND;
	case PRINT_RUN_SHEET:
	case PRINT_CODE:
		return read_runs(rq, c, v);
	case PRINT_PLAN_B:
		TRY(read_rules(rq, c, v));
		return read_runs(rq, c, v);
	case PRINT_PLAN: return read_plan(rq, c, v);
	case PRINT_ATTENDANCE: return OK;
	case PRINT_SLIPS: return ERR_NOTFOUND;
	}
	return ERR_NOTFOUND;
}

static str
copies_note(struct req *rq, const struct print_view *v)
{
	return fill(rq->arena, rq->lang, trn(rq->lang, "{paper}, one copy", "{paper}, {n} copies", v->copies),
		V("paper", v->what->paper == SIZE_A3 ? "A3" : "A4"), V("n", v->copies));
}

err
print_asked(struct req *rq, struct db_conn *c, const struct method_session **s, size_t *index)
{
	const struct process *p;
	const struct method_phase *ph;
	int64_t n;

	TRY(process_of(rq, c, &p));
	ph = method_phase(p->method, rq->params[1]);
	*s = ph ? method_session(ph, rq->params[2]) : NULL;
	if (!*s || str_int(rq->params[3], &n) || n < 0 || (size_t)n >= (*s)->print_count)
		return ERR_NOTFOUND;
	*index = (size_t)n;
	return OK;
}

err
print_read(struct req *rq, struct db_conn *c, const struct method_session *s, size_t index, struct print_view *v)
{
	int64_t members;

	TRY(read_base(rq, c, v));
	if (index >= s->print_count)
		return ERR_NOTFOUND;
	v->session = s;
	v->what = &s->print[index];
	TRY(print_members(rq, c, &members));
	v->copies = method_copies(v->what, (int)members, (int)print_participants(v->p), print_tables(s, print_participants(v->p)));
	v->note = copies_note(rq, v);
	v->back = str_fmt(rq->arena, STR_FMT "/print?phase=" STR_FMT, STR_ARG(v->base), STR_ARG(s->phase->id));
	v->pdf = str_fmt(rq->arena, STR_FMT "/pdf/phase/" STR_FMT "/" STR_FMT "/%zu%s", STR_ARG(v->base), STR_ARG(s->phase->id),
		STR_ARG(s->id), index, v->filled ? "?filled=1" : "");
	return read_one(rq, c, v);
}

err
print_read_made(struct req *rq, struct db_conn *c, struct print_view *v, const struct method_phase **phase)
{
	TRY(read_base(rq, c, v));
	*phase = method_phase(v->p->method, rq->params[1]);
	if (!*phase)
		return ERR_NOTFOUND;
	v->back = str_fmt(rq->arena, STR_FMT "/print?phase=" STR_FMT, STR_ARG(v->base), STR_ARG((*phase)->id));
	for (size_t i = 0; i < (*phase)->session_count; i++) {
		struct mades some;
		struct made *all;
		TRY(made_read(rq, c, v->p, &(*phase)->sessions[i], NULL, &some));
		all = NEW_ARRAY(rq->arena, struct made, v->made.n + some.n);
		for (size_t k = 0; k < v->made.n + some.n; k++)
			all[k] = k < v->made.n ? v->made.p[k] : some.p[k - v->made.n];
		v->made = (struct mades){ all, v->made.n + some.n };
	}
	return OK;
}

bool
print_is_alone(const struct print_view *v)
{
	return !v->one_each && v->what && v->what->what == PRINT_SHEET;
}

bool
print_leads_to(const struct print_run *run)
{
	return run->sitting.state != SITTING_CLOSED && (run->sitting.kind == SITTING_GROUP || run->sitting.code.n);
}

str
print_address(const struct print_view *v, const struct print_run *run, struct arena *a)
{
	if (run->sitting.kind == SITTING_GROUP)
		return str_fmt(a, STR_FMT "/s/%" PRId64 "/meeting", STR_ARG(v->site), run->sitting.id);
	return str_fmt(a, STR_FMT "/r/" STR_FMT, STR_ARG(v->site), STR_ARG(run->sitting.code));
}

str
print_which(const struct print_view *v, const struct print_run *run, struct arena *a, enum lang l)
{
	const struct sitting *s = &run->sitting;
	size_t n = 0;

	for (size_t i = 0; i < v->run_count; i++)
		n += print_leads_to(&v->runs[i]);
	if (n < 2)
		return (str){ 0 };
	if (!s->starts_at)
		return s->label;
	return s->label.n ? str_fmt(a, STR_FMT " · " STR_FMT, STR_ARG(date_time(a, l, s->starts_at)), STR_ARG(s->label)) :
		date_time(a, l, s->starts_at);
}

static bool
all_over(const struct print_view *v)
{
	bool over = v->run_count > 0;

	for (size_t i = 0; i < v->run_count; i++)
		over = over && v->runs[i].sitting.state == SITTING_CLOSED;
	return over;
}

str
print_no_code(const struct print_view *v, enum lang l)
{
	if (!all_over(v))
		return tr(l, "Nothing is planned here yet, so there is no code to print.");
	return v->session->kind == SESSION_MEETING ? tr(l, "The meeting is over.") :
		tr(l, "The room is closed, and its code leads nowhere any more.");
}

str
print_plan_first(const struct print_view *v, struct arena *a)
{
	return all_over(v) ? (str){ 0 } : str_fmt(a, STR_FMT "/sittings", STR_ARG(v->base));
}

bool
print_ticked(const struct print_view *v, const struct method_field *f, str choice)
{
	for (size_t i = 0; i < v->input_count; i++)
		if (str_eq(v->inputs[i].field, f->id) && str_eq(v->inputs[i].text, choice))
			return true;
	return false;
}

struct print_view
print_of_made(const struct print_view *v, const struct made *m, struct arena *a)
{
	struct print_view out = *v;

	out.sheet = m->step->sheet;
	out.session = m->step->session;
	out.about = m->about;
	out.one_each = out.filled = true;
	out.input_count = 0;
	out.inputs = NEW_ARRAY(a, struct print_input, out.sheet->field_count);
	for (size_t i = 0; i < out.sheet->field_count; i++)
		if (m->bodies[i].n)
			out.inputs[out.input_count++] = (struct print_input){ out.sheet->fields[i].id, m->bodies[i] };
	return out;
}

err
print_read_plan(struct req *rq, struct db_conn *c, struct print_view *v)
{
	TRY(read_base(rq, c, v));
	v->back = str_fmt(rq->arena, STR_FMT "/plan", STR_ARG(v->base));
	return read_plan(rq, c, v);
}

err
print_read_rules(struct req *rq, struct db_conn *c, struct print_view *v)
{
	TRY(read_base(rq, c, v));
	v->back = str_fmt(rq->arena, STR_FMT "/rules", STR_ARG(v->base));
	return read_rules(rq, c, v);
}
