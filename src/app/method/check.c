/* check.c: rules of a whole pack: sums, links between parts, the parties nobody can leave out. */
#include "app/method/pack.h"
#include "base/str.h"

static void
link_sheet(struct pack_load *l, struct method_phase *p, struct method_step *s)
{
	struct pack_near near = { .wanted = s->sheet_id };

	for (size_t i = 0; i < p->sheet_count; i++) {
		pack_near_try(&near, p->sheets[i].id);
		if (str_eq(p->sheets[i].id, s->sheet_id))
			s->sheet = &p->sheets[i];
	}
	if (s->sheet_id.n && !s->sheet)
		pack_error(l->report, s->at, "The phase has no sheet \"" STR_FMT "\"." STR_FMT,
			STR_ARG(str_take(s->sheet_id, 40)),
			STR_ARG(pack_near_text(l->a, &near)));
}

static void
check_minutes(struct pack_load *l, const struct method_session *s)
{
	int sum = 0;

	if (s->kind == SESSION_PERIOD) {
		if (s->step_count || s->minutes || !s->days)
			pack_error(l->report, s->at, "A period has \"days\", and no \"steps\" or \"minutes\".");
		return;
	}
	if (s->days || s->checkin.every_days)
		pack_error(l->report, s->at, "\"days\" and \"check-in\" belong to a session of kind period.");
	if (!s->step_count || !s->minutes) {
		pack_error(l->report, s->at, "A meeting or workshop needs \"minutes\" and \"steps\".");
		return;
	}
	for (size_t i = 0; i < s->step_count; i++)
		sum += s->steps[i].minutes;
	if (sum != s->minutes)
		pack_error(l->report, s->at, "The steps take %d minutes together, but the session says %d.", sum,
			s->minutes);
}

/* Check-ins are counted on one scale from good to bad: the program compares one period with the next. */
static void
check_answers(struct pack_load *l, const struct method_checkin *c)
{
	static const enum answer_means scales[2][3] = { { MEANS_BETTER, MEANS_SAME, MEANS_WORSE }, { MEANS_YES, MEANS_PARTLY, MEANS_NO } };
	size_t on[2] = { 0 };

	for (size_t i = 0; i < c->answer_count; i++) {
		for (size_t k = 0; k < 6; k++)
			on[k / 3] += c->answers[i].means == scales[k / 3][k % 3];
		for (size_t k = 0; k < i; k++)
			if (c->answers[k].means == c->answers[i].means)
				pack_error(l->report, c->answers[i].at, "Another answer of the check-in means the same.");
	}
	if (c->answer_count && on[0] != c->answer_count && on[1] != c->answer_count)
		pack_error(l->report, c->at, "The answers of a check-in mean better, same or worse, or else yes, partly or no.");
}

static void
check_session(struct pack_load *l, const struct method_session *s)
{
	check_minutes(l, s);
	check_answers(l, &s->checkin);
	if (s->table_least > s->table_most)
		pack_error(l->report, s->at, "\"table-least\" is more than \"table-most\".");
	for (size_t i = 0; i < s->step_count && !s->table_most; i++)
		if (s->kind == SESSION_WORKSHOP && s->steps[i].work == WORK_GROUPS) {
			pack_error(l->report, s->at, "A workshop with groups needs \"table-least\" and "
				"\"table-most\": how many sit at a table.");
			break;
		}
	for (size_t i = 0; i < s->message_count; i++)
		if (s->messages[i].to && s->messages[i].to != METHOD_STAFF && s->messages[i].to != METHOD_GROUP)
			pack_error(l->report, s->messages[i].at, "A message goes to staff or to group.");
	for (size_t i = 0; i < s->item_count; i++) {
		struct method_item *item = &s->checklist[i];
		if (!item->per)
			item->per = PER_SESSION;
		if ((item->when == WHEN_BEFORE && item->days > 0) || (item->when == WHEN_AFTER && item->days < 0))
			pack_error(l->report, item->at, "\"days\" says the other side of the session than \"when\": "
				"before is negative, after positive.");
	}
}

static void
link_print(struct pack_load *l, struct method *m, struct method_phase *p, struct method_print *pr)
{
	bool needs = pr->what == PRINT_SHEET || pr->what == PRINT_POSTER || pr->what == PRINT_DOCUMENT;
	struct pack_near near = { .wanted = pr->of };

	if (needs == (pr->of.n == 0)) {
		pack_error(l->report, pr->at, needs ? "\"of\" is missing: which sheet, poster or document?" :
			"\"of\" belongs to a sheet, a poster or a document only.");
		return;
	}
	if (pr->what == PRINT_DOCUMENT)
		pr->document = pack_doc(l, pr->at, pr->of);
	for (size_t i = 0; i < p->sheet_count && pr->what == PRINT_SHEET; i++) {
		pack_near_try(&near, p->sheets[i].id);
		if (str_eq(p->sheets[i].id, pr->of))
			pr->sheet = &p->sheets[i];
	}
	for (size_t i = 0; i < m->poster_count && pr->what == PRINT_POSTER; i++) {
		pack_near_try(&near, m->posters[i].id);
		if (str_eq(m->posters[i].id, pr->of))
			pr->poster = &m->posters[i];
	}
	if ((pr->what == PRINT_SHEET && !pr->sheet) || (pr->what == PRINT_POSTER && !pr->poster))
		pack_error(l->report, pr->at, "There is no %s \"" STR_FMT "\"." STR_FMT, word_of(&words_what, pr->what),
			STR_ARG(str_take(pr->of, 40)), STR_ARG(pack_near_text(l->a, &near)));
}

static void
check_sheet(struct pack_load *l, struct method_sheet *s)
{
	for (size_t i = 0; i < s->field_count; i++) {
		struct method_field *f = &s->fields[i];
		if (!f->kind)
			f->kind = ENTRY_TEXT;
		if (!f->lines)
			f->lines = f->kind == ENTRY_TEXT ? 4 : 1;
		if ((f->kind == ENTRY_CHOICE) != (f->choice_count > 0))
			pack_error(l->report, f->at, "\"choices\" and \"kind: choice\" belong together.");
	}
}

/* Step ids are unique in the phase: its script has one section for each. */
static void
check_step_ids(struct pack_load *l, const struct method_phase *p)
{
	for (size_t i = 1; i < p->session_count; i++)
		for (size_t j = 0; j < p->sessions[i].step_count; j++)
			for (size_t k = 0; k < i; k++)
				for (size_t n = 0; n < p->sessions[k].step_count; n++) {
					const struct method_step *a = &p->sessions[i].steps[j],
						*b = &p->sessions[k].steps[n];
					if (a->id.n && str_eq(a->id, b->id))
						pack_error(l->report, a->at, "The phase has another step with the "
							"id \"" STR_FMT "\", on line %d.",
							STR_ARG(a->id), b->at.line);
				}
}

static void
check_phase(struct pack_load *l, struct method *m, struct method_phase *p)
{
	check_step_ids(l, p);
	for (size_t i = 0; i < p->sheet_count; i++)
		check_sheet(l, &p->sheets[i]);
	for (size_t i = 0; i < p->session_count; i++) {
		struct method_session *s = &p->sessions[i];
		check_session(l, s);
		for (size_t j = 0; j < s->print_count; j++)
			link_print(l, m, p, &s->print[j]);
		for (size_t j = 0; j < s->step_count; j++)
			link_sheet(l, p, &s->steps[j]);
	}
}

static void
check_members(struct pack_load *l, const struct method *m)
{
	static const enum method_role parties[] = { METHOD_LEADER, METHOD_UNION, METHOD_SAFETY };

	for (size_t i = 0; i < COUNT(parties); i++) {
		bool found = false;
		for (size_t j = 0; j < m->member_count; j++)
			found |= m->members[j].role == parties[i] && m->members[j].required;
		if (!found)
			pack_error(l->report, m->at, "\"roles\" must have \"%s\" with \"required: yes\": leader, "
				"union rep and safety rep carry every method together.", method_role_name(parties[i]));
	}
}

static void
check_frame(struct pack_load *l, const struct method *m)
{
	bool start = false, prepare = false, workshop = false;

	check_members(l, m);
	for (size_t i = 0; i < m->agreement_count; i++)
		start |= m->agreements[i].on == METHOD_AGREE_START;
	if (!start)
		pack_error(l->report, m->at, "\"agreements\" must say in words what the three agree on at the start "
			"(\"on: start\").");
	for (size_t i = 0; i < m->plan_count; i++) {
		const struct method_plan_column *c = &m->plan[i];
		prepare |= c->holds == HOLDS_PREPARE;
		workshop |= c->holds == HOLDS_WORKSHOP;
		if (c->role && c->holds != HOLDS_DUTY)
			pack_error(l->report, c->at, "\"role\" belongs to a column that holds a duty.");
	}
	if (!prepare || !workshop)
		pack_error(l->report, m->at, "\"plan\" must have a column that holds prepare and one that holds "
			"workshop.");
}

static bool
may_have_braces(const struct method *m, str doc)
{
	for (size_t i = 0; i < m->poster_count; i++)
		if (str_eq(m->posters[i].text.name, doc))
			return true;
	for (size_t i = 0; i < m->phase_count; i++)
		if (str_eq(m->phases[i].letters.name, doc))
			return true;
	return false;
}

static void
check_docs(struct pack_load *l, const struct method *m)
{
	for (size_t i = 0; i < l->files.count; i++) {
		struct pack_file *f = &l->files.file[i];
		struct method_place at = { .file = f->name, .line = 1 };
		if (!f->is_used) {
			pack_warn(l->report, (struct method_place){ .file = f->name }, "Nothing uses this file.");
			continue;
		}
		if (!str_ends(f->name, S(".md")))
			continue;
		pack_braces(l, at, f->bytes, may_have_braces(m, str_from(str_take(f->name, f->name.n - 3), 9)));
	}
}

/* Every struct is where it stays: pointers back, places in lists and keys. */
static void
link_back(struct pack_load *l, struct method *m)
{
	for (size_t i = 0; i < m->phase_count; i++) {
		struct method_phase *p = &m->phases[i];
		p->index = i;
		for (size_t j = 0; j < p->session_count; j++) {
			struct method_session *s = &p->sessions[j];
			s->phase = p;
			s->index = j;
			for (size_t k = 0; k < s->step_count; k++) {
				s->steps[k].session = s;
				s->steps[k].index = k;
				s->steps[k].key = str_fmt(l->a, STR_FMT "/" STR_FMT, STR_ARG(p->id),
					STR_ARG(s->steps[k].id));
			}
		}
	}
}

void
pack_check(struct pack_load *l, struct method *m)
{
	link_back(l, m);
	check_frame(l, m);
	for (size_t i = 0; i < m->phase_count; i++)
		check_phase(l, m, &m->phases[i]);
	kinds_check(l, m);
	sections_split(l, m);
	check_docs(l, m);
}
