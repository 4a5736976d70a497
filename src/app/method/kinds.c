/* kinds.c: what each kind of step must have and may take in, and the defaults by kind. */
#include "app/method/pack.h"
#include "base/str.h"

#define KIND(k) (1u << STEP_##k)
#define THINGS (KIND(NOTES) | KIND(THEMES) | KIND(MERGE) | KIND(SORT) | KIND(VOTES) | KIND(CHOOSE) | KIND(FORM) | \
	KIND(TREE) | KIND(MATRIX) | KIND(PROPOSAL) | KIND(VERDICT))

/* Parts a step may have, beside those of every step. */
enum part { P_FROM = 1, P_COLUMNS = 2, P_BALLOTS = 4, P_PICKS = 8, P_QUESTIONS = 16, P_ANSWERS = 32, P_AXES = 64,
	P_BONES = 128, P_SHEET = 256, P_DOCUMENT = 512 };
static const char *const part_names[] = { "from", "columns", "ballots", "picks", "questions", "answers", "axes",
	"bones", "sheet", "document" };

static const struct kind_rule {
	unsigned takes;	/* kinds of step that may stand in from */
	unsigned must, may;	/* parts */
	bool is_written;
	enum step_makes makes;
} rules[] = {
	[STEP_TALK] = { THINGS | KIND(CHECKOUT), 0, P_FROM | P_DOCUMENT | P_SHEET, false, 0 },
	[STEP_NOTES] = { THINGS, P_COLUMNS, P_FROM | P_SHEET, true, MAKES_NOTE },
	[STEP_THEMES] = { KIND(NOTES) | KIND(SORT) | KIND(FORM), P_FROM, P_SHEET, true, MAKES_THEME },
	[STEP_MERGE] = { KIND(NOTES) | KIND(THEMES) | KIND(MERGE), P_FROM, P_SHEET, true, MAKES_THEME },
	[STEP_SORT] = { KIND(NOTES) | KIND(THEMES) | KIND(MERGE) | KIND(FORM), P_FROM | P_COLUMNS, P_SHEET, true,
		MAKES_ENTRY },
	[STEP_VOTES] = { THINGS & ~KIND(VOTES) & ~KIND(CHOOSE), P_FROM | P_BALLOTS, P_SHEET, true, 0 },
	[STEP_CHOOSE] = { THINGS & ~KIND(CHOOSE), P_FROM | P_PICKS, P_SHEET, true, 0 },
	[STEP_FORM] = { THINGS, P_SHEET, P_FROM, true, MAKES_ENTRY },
	[STEP_TREE] = { THINGS & ~KIND(TREE), P_FROM, P_BONES | P_SHEET, true, MAKES_CAUSE },
	[STEP_MATRIX] = { KIND(NOTES) | KIND(THEMES) | KIND(MERGE) | KIND(FORM) | KIND(PROPOSAL), P_FROM | P_AXES,
		P_SHEET, true, 0 },
	[STEP_PROPOSAL] = { THINGS, P_FROM | P_SHEET, 0, true, MAKES_PROPOSAL },
	[STEP_VERDICT] = { THINGS, P_FROM | P_QUESTIONS | P_ANSWERS, P_SHEET, true, MAKES_VERDICT },
	[STEP_CHECKOUT] = { THINGS, P_QUESTIONS | P_ANSWERS, P_FROM | P_SHEET, true, 0 },
	[STEP_RULES] = { 0, 0, P_SHEET | P_DOCUMENT, true, 0 },
	[STEP_PLAN] = { 0, 0, P_SHEET, true, 0 },
	[STEP_BREAK] = { 0, 0, 0, false, 0 },
};

bool
step_is_written(enum step_kind k)
{
	return k < COUNT(rules) && rules[k].is_written;
}

static unsigned
parts_of(const struct method_step *s)
{
	return (s->from_count ? P_FROM : 0u) | (s->column_count ? P_COLUMNS : 0u) | (s->ballot_count ? P_BALLOTS : 0u) |
		(s->pick_count ? P_PICKS : 0u) | (s->question_count ? P_QUESTIONS : 0u) |
		(s->answer_count ? P_ANSWERS : 0u) | (s->axis_count ? P_AXES : 0u) | (s->bone_count ? P_BONES : 0u) |
		(s->sheet_id.n ? P_SHEET : 0u) | (s->document.name.n ? P_DOCUMENT : 0u);
}

static void
check_parts(struct pack_load *l, const struct method_step *s)
{
	const struct kind_rule *rule = &rules[s->kind];
	unsigned has = parts_of(s);
	const char *kind = step_kind_name(s->kind);

	for (size_t i = 0; i < COUNT(part_names); i++) {
		unsigned part = 1u << i;
		if ((rule->must & part) && !(has & part))
			pack_error(l->report, s->at, "A step of kind %s needs \"%s\".", kind, part_names[i]);
		if ((has & part) && !((rule->must | rule->may) & part))
			pack_error(l->report, s->at, "A step of kind %s cannot have \"%s\".", kind, part_names[i]);
	}
	if (s->axis_count && s->axis_count != 2)
		pack_error(l->report, s->at, "\"axes\" must be two: first the one across, then the one up.");
	if (s->answer_count == 1)
		pack_error(l->report, s->at, "One answer is no choice: \"answers\" must be two or more.");
	if (s->kind != STEP_BREAK && !s->work)
		pack_error(l->report, s->at, "This step lacks \"work\": alone, pairs, groups or plenary.");
	if (s->kind != STEP_BREAK && text_is_empty(&s->task))
		pack_error(l->report, s->at, "This step lacks \"task\": what people are to do, in a sentence or two.");
	if (rule->is_written && text_is_empty(&s->paper))
		pack_error(l->report, s->at, "This step lacks \"paper\": how the same is done without phones.");
}

static bool
is_opinion(enum step_kind k)
{
	return k == STEP_NOTES || k == STEP_VOTES || k == STEP_CHECKOUT;
}

static void
fill_defaults(struct method_step *s)
{
	const struct kind_rule *rule = &rules[s->kind];

	if (!s->at_zero)
		s->at_zero = ZERO_NOTHING;
	if (!s->makes)
		s->makes = rule->makes;
	if (!s->ask_heard)
		s->ask_heard = s->work == WORK_GROUPS || s->work == WORK_PAIRS ? ASK_YES : ASK_NO;
	if (rule->is_written && !s->show)
		s->show = s->work == WORK_ALONE ? SHOW_AT_REVEAL : SHOW_AT_ONCE;
	if (rule->is_written && !s->privacy)
		s->privacy = s->session->kind == SESSION_MEETING && !is_opinion(s->kind) ? PRIVACY_GROUP :
			PRIVACY_UNNAMED;
	for (size_t i = 0; i < s->question_count; i++)
		if (!s->questions[i].on_no)
			s->questions[i].on_no = NO_NOTHING;
}

static void
check_rules(struct pack_load *l, const struct method_step *s)
{
	bool in_meeting = s->session->kind == SESSION_MEETING;

	if (!step_is_written(s->kind)) {
		if (s->show || s->privacy || s->at_zero == ZERO_REVEAL)
			pack_error(l->report, s->at, "Nothing is written in a step of kind %s: \"show\", "
				"\"privacy\" and \"at-zero: reveal\" do not fit.",
				step_kind_name(s->kind));
		return;
	}
	if (s->at_zero == ZERO_REVEAL && s->show != SHOW_AT_REVEAL)
		pack_error(l->report, s->at, "\"at-zero: reveal\" needs \"show: at-reveal\": what is shown at once "
			"cannot be revealed.");
	if (s->privacy == PRIVACY_OWN && (s->kind != STEP_FORM || s->work != WORK_ALONE))
		pack_error(l->report, s->at, "\"privacy: own\" is for a form that people fill in alone.");
	if (s->kind == STEP_PROPOSAL && s->work == WORK_ALONE && !in_meeting)
		pack_error(l->report, s->at, "A proposal is made by several: pairs, groups or plenary. For what each "
			"writes alone use a step of kind notes or form.");
	if (s->privacy == PRIVACY_GROUP && !in_meeting)
		pack_error(l->report, s->at, "In a workshop what people write is unnamed. \"privacy: group\" is for "
			"meetings of the group.");
	if (s->kind == STEP_CHOOSE && !in_meeting)
		pack_error(l->report, s->at, "A step of kind choose belongs in a meeting: the three parties confirm "
			"what the staff voted for.");
	if ((s->kind == STEP_VOTES || s->kind == STEP_CHECKOUT || s->kind == STEP_VERDICT) && s->show == SHOW_AT_ONCE)
		pack_error(l->report, s->at, "Votes and answers are shown when all have answered: use \"show: "
			"at-reveal\".");
}

/* --- from: an earlier step */
static struct method_step *
find_step(struct method *m, const struct method_phase *here, str name)
{
	str phase, id;
	bool has_phase = str_cut(name, '/', &phase, &id);

	for (size_t i = 0; i < m->phase_count; i++) {
		struct method_phase *p = &m->phases[i];
		if (has_phase ? !str_eq(p->id, phase) : p != here)
			continue;
		for (size_t j = 0; j < p->session_count; j++)
			for (size_t k = 0; k < p->sessions[j].step_count; k++)
				if (str_eq(p->sessions[j].steps[k].id, has_phase ? id : name))
					return &p->sessions[j].steps[k];
	}
	return NULL;
}

static bool
is_before(const struct method_step *a, const struct method_step *b)
{
	if (a->session->phase != b->session->phase)
		return a->session->phase->index < b->session->phase->index;
	if (a->session != b->session)
		return a->session->index < b->session->index;
	return a->index < b->index;
}

static void
near_steps(struct method *m, const struct method_phase *here, struct pack_near *near)
{
	for (size_t i = 0; i < m->phase_count; i++)
		for (size_t j = 0; j < m->phases[i].session_count; j++)
			for (size_t k = 0; k < m->phases[i].sessions[j].step_count; k++) {
				const struct method_step *s = &m->phases[i].sessions[j].steps[k];
				pack_near_try(near, &m->phases[i] == here ? s->id : s->key);
				if (str_eq(s->id, near->wanted) && &m->phases[i] != here)
					near->best = s->key;
			}
}

static void
link_from(struct pack_load *l, struct method *m, struct method_step *s, struct method_ref *ref)
{
	struct pack_near near = { .wanted = ref->name };

	ref->step = find_step(m, s->session->phase, ref->name);
	if (!ref->step) {
		near_steps(m, s->session->phase, &near);
		pack_error(l->report, ref->at, "There is no step \"" STR_FMT "\". Write the id of a step of this "
			"phase, or phase/step." STR_FMT,
			STR_ARG(str_take(ref->name, 81)), STR_ARG(pack_near_text(l->a, &near)));
	} else if (!is_before(ref->step, s)) {
		pack_error(l->report, ref->at, "\"" STR_FMT "\" does not come before this step, so nothing can come "
			"from it.",
			STR_ARG(ref->name));
		ref->step = NULL;
	} else if (!(rules[s->kind].takes & 1u << ref->step->kind)) {
		pack_error(l->report, ref->at, "A step of kind %s cannot use what comes from \"" STR_FMT "\", which "
			"is of kind %s.",
			step_kind_name(s->kind), STR_ARG(ref->name), step_kind_name(ref->step->kind));
		ref->step = NULL;
	}
}

static void
link_ballots(struct pack_load *l, struct method_step *s)
{
	for (size_t i = 0; i < s->ballot_count; i++) {
		struct method_ballot *b = &s->ballots[i];
		struct pack_near near = { .wanted = b->of };
		bool found = false;
		for (size_t j = 0; j < s->from_count; j++) {
			pack_near_try(&near, s->from[j].name);
			if (!str_eq(s->from[j].name, b->of))
				continue;
			found = true;
			b->step = s->from[j].step;
		}
		if (!found)
			pack_error(l->report, b->at, "\"of: " STR_FMT "\" must be one of the steps in this step's "
				"\"from\"." STR_FMT,
				STR_ARG(str_take(b->of, 81)), STR_ARG(pack_near_text(l->a, &near)));
		if (!b->each_most)
			b->each_most = b->dots;
		if (!b->dots_least)
			b->dots_least = 1;
		if (!b->dots_most)
			b->dots_most = b->one_dot_per ? 20 : b->dots;
		if (b->dots_least > b->dots_most || b->dots < b->dots_least || b->dots > b->dots_most)
			pack_error(l->report, b->at, "\"dots\" must lie between \"dots-least\" and \"dots-most\".");
		if (b->each_most > b->dots)
			pack_error(l->report, b->at, "\"each-most\" cannot be more than \"dots\".");
	}
}

static void
link_picks(struct pack_load *l, struct method_step *s)
{
	for (size_t i = 0; i < s->pick_count; i++) {
		struct method_pick *p = &s->picks[i];
		struct pack_near near = { .wanted = p->ballot };
		if (p->least > p->most)
			pack_error(l->report, p->at, "\"least\" is more than \"most\".");
		if (p->ballot.n == 0)
			continue;
		for (size_t j = 0; j < s->from_count; j++)
			for (size_t k = 0; s->from[j].step && k < s->from[j].step->ballot_count; k++) {
				pack_near_try(&near, s->from[j].step->ballots[k].id);
				if (str_eq(s->from[j].step->ballots[k].id, p->ballot))
					p->votes = &s->from[j].step->ballots[k];
			}
		if (!p->votes)
			pack_error(l->report, p->at, "No vote in this step's \"from\" has the ballot "
				"\"" STR_FMT "\"." STR_FMT,
				STR_ARG(str_take(p->ballot, 40)), STR_ARG(pack_near_text(l->a, &near)));
	}
}

static void
check_proposal(struct pack_load *l, const struct method_step *s)
{
	static const enum entry_becomes needed[] = { BECOMES_WHAT, BECOMES_WHO, BECOMES_WHEN, BECOMES_SIGN };
	static const char *const names[] = { "what", "who", "when", "sign" };

	for (size_t i = 0; i < COUNT(needed) && s->sheet; i++) {
		bool found = false;
		for (size_t j = 0; j < s->sheet->field_count; j++)
			found |= s->sheet->fields[j].becomes == needed[i];
		if (!found)
			pack_error(l->report, s->at, "The sheet of a proposal needs a field with \"becomes: %s\": a "
				"measure is built from it.",
				names[i]);
	}
}

void
kinds_check(struct pack_load *l, struct method *m)
{
	for (size_t i = 0; i < m->phase_count; i++)
		for (size_t j = 0; j < m->phases[i].session_count; j++)
			for (size_t k = 0; k < m->phases[i].sessions[j].step_count; k++) {
				struct method_step *s = &m->phases[i].sessions[j].steps[k];
				if (!s->kind)
					continue;
				check_parts(l, s);
				fill_defaults(s);
				check_rules(l, s);
				for (size_t n = 0; n < s->from_count; n++)
					link_from(l, m, s, &s->from[n]);
				link_ballots(l, s);
				link_picks(l, s);
				if (s->kind == STEP_PROPOSAL)
					check_proposal(l, s);
			}
}
