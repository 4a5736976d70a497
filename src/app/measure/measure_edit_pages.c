/* measure_edit_pages.c: writing a card: four fields first, the rest folded away. */
#include "app/measure/measure_pages.h"
#include "app/measure_edit_tmpl.h"
#include "app/page.h"
#include "app/process/process.h"
#include "base/rand.h"
#include "text/date.h"

#define MOST_HELPERS 20
#define MOST_REPS 20

static const struct field edit_form[] = {
	{ "title", N_("What do we call it?"), .max = MEASURE_TITLE, .required = true },
	{ "what", N_("What are we going to do?"), .kind = FIELD_TEXT, .max = MEASURE_TEXT, .required = true },
	{ "owner", N_("Who sees to it?"), N_("Somebody with an account here. That person can note that it is done."), .kind = FIELD_CHOICE,
		.quiet = true },
	{ "who", N_("Or in words"), N_("For example “the evening shift”"), .max = 120, .quiet = true },
	{ "start", N_("From"), .kind = FIELD_DATE, .quiet = true },
	{ "due", N_("To"), .kind = FIELD_DATE, .quiet = true },
	{ "when", N_("Or in words"), N_("For example “every handover until Easter”"), .max = 120, .quiet = true },
	{ "sign", N_("How do we see that it works?"), N_("Something we can see, count or ask about before and after"), .kind = FIELD_TEXT,
		.max = MEASURE_TEXT },
	{ "area", N_("Area"), .kind = FIELD_CHOICE, .required = true },
	{ "priority", N_("Priority"), N_("Leader, union representatives and safety representative set it together."), .kind = FIELD_CHOICE },
	{ "level", N_("Who can decide on it?"), .kind = FIELD_CHOICE, .required = true },
	{ "source", N_("Where does it come from?"), .kind = FIELD_CHOICE, .required = true },
	{ "cause", N_("The problem, or its root cause"), .kind = FIELD_TEXT, .max = MEASURE_TEXT },
	{ "wish", N_("The effect we wish for"), .kind = FIELD_TEXT, .max = MEASURE_TEXT },
	{ "baseline", N_("Our sign today"), .max = MEASURE_SENTENCE },
	{ "target", N_("Our sign when it works"), .max = MEASURE_SENTENCE },
	{ "place", N_("Where?"), .max = 120 },
	{ "need", N_("What do we need?"), .kind = FIELD_TEXT, .max = MEASURE_TEXT },
	{ "risk", N_("Who could be hit by it?"), .kind = FIELD_TEXT, .max = MEASURE_TEXT },
	{ "helpers", N_("Who helps?"), N_("One on each line"), .kind = FIELD_TEXT, .max = 1000 },
	{ "contact", N_("Contact person"), .max = 120 },
	{ "proposed_by", N_("Who proposed it?"), N_("A group, not a person, unless the person wants it"), .max = 120 },
	{ "factor1", N_("Unclear or conflicting demands and expectations"), .kind = FIELD_TICK },
	{ "factor2", N_("Emotional demands and strain in work with people"), .kind = FIELD_TICK },
	{ "factor3", N_("Workload and time pressure"), .kind = FIELD_TICK },
	{ "factor4", N_("Support and help in the work"), .kind = FIELD_TICK },
	{ "tell1", N_("Mail at intervals"), .kind = FIELD_TICK },
	{ "tell2", N_("Notices in the unit"), .kind = FIELD_TICK },
	{ "tell3", N_("Info screens"), .kind = FIELD_TICK },
	{ "tell4", N_("The intranet"), .kind = FIELD_TICK },
	{ "tell5", N_("Word of mouth in meetings"), .kind = FIELD_TICK },
	{ "is_test", N_("We try it out first"), N_("People can check in while it is being tried."), .kind = FIELD_TICK },
	{ "evaluate", N_("We evaluate it on"), N_("Three months after it is decided, unless you say otherwise"), .kind = FIELD_DATE },
	{ "restructuring", N_("This is restructuring"), N_("Then it is risk-assessed, and the safety representative gives a view, before it is "
		"decided."), .kind = FIELD_TICK },
	{ "assessment", N_("Risk assessment"), .kind = FIELD_TEXT, .max = 4000 },
	{ "sensitive", N_("This is a sensitive matter"), N_("A personnel case or a conflict. Only the leader, the superior leader and those you tick "
		"see it. It is never printed, mailed or shown elsewhere. Later this cannot be taken away."), .kind = FIELD_TICK },
	{ "cue", N_("When this happens …"), .max = MEASURE_SENTENCE },
	{ "act", N_("… we do this …"), .max = MEASURE_SENTENCE },
	{ "reason", N_("… because"), .max = MEASURE_SENTENCE },
	{ "look", N_("Next look at the habit"), .kind = FIELD_DATE },
	{ "learning", N_("What have we learnt?"), .kind = FIELD_TEXT, .max = MEASURE_TEXT },
	{ "version", N_("Version"), .kind = FIELD_HIDDEN },
};

static const char *const factor_fields[FACTOR_COUNT] = { "factor1", "factor2", "factor3", "factor4" };
static const char *const tell_fields[TELL_COUNT] = { "tell1", "tell2", "tell3", "tell4", "tell5" };

/* ---- choices ---- */

static void
offer_owners(struct req *rq, struct form *f, const struct parties *here)
{
	struct choice *all = NEW_ARRAY(rq->arena, struct choice, here->n);
	size_t n = 0;

	for (size_t i = 0; i < here->n; i++) {
		str id = str_fmt(rq->arena, "%" PRId64, here->p[i].person);
		bool there = false;
		for (size_t k = 0; k < n; k++)
			there |= str_eq(all[k].value, id);
		if (!there && (ROLE_BIT(here->p[i].role) & (WHO_GROUP | WHO_STAFF | ROLE_BIT(ROLE_SUPERIOR))))
			all[n++] = (struct choice){ id, here->p[i].name };
	}
	form_choices(f, "owner", all, n);
}

static void
offer_words(struct req *rq, struct form *f)
{
	struct choice *area = NEW_ARRAY(rq->arena, struct choice, 2), *priority = NEW_ARRAY(rq->arena, struct choice, 3);
	struct choice *level = NEW_ARRAY(rq->arena, struct choice, LEVEL_COUNT);
	struct choice *source = NEW_ARRAY(rq->arena, struct choice, SOURCE_COUNT);

	area[0] = (struct choice){ S("improve"), measure_area_name(rq->lang, AREA_IMPROVE) };
	area[1] = (struct choice){ S("preserve"), measure_area_name(rq->lang, AREA_PRESERVE) };
	priority[0] = (struct choice){ S("1"), tr(rq->lang, "1: first") };
	priority[1] = (struct choice){ S("2"), tr(rq->lang, "2: after that") };
	priority[2] = (struct choice){ S("3"), tr(rq->lang, "3: when there is time") };
	for (int i = 0; i < LEVEL_COUNT; i++)
		level[i] = (struct choice){ measure_level_word((enum measure_level)i), measure_level_name(rq->lang, (enum measure_level)i) };
	for (int i = 0; i < SOURCE_COUNT; i++)
		source[i] = (struct choice){ measure_source_word((enum measure_source)i),
			measure_source_name(rq->lang, (enum measure_source)i) };
	form_choices(f, "area", area, 2);
	form_choices(f, "priority", priority, 3);
	form_choices(f, "level", level, LEVEL_COUNT);
	form_choices(f, "source", source, SOURCE_COUNT);
}

/* Representatives, who may be party to a sensitive one; those who are, are ticked. */
static err
offer_reps(struct req *rq, struct db_conn *c, const struct parties *here, struct measure_edit_view *v)
{
	struct measure_helpers parties = { 0 };
	bool *is_party = NEW_ARRAY(rq->arena, bool, here->n + 1);

	if (v->m)
		TRY(measure_helpers_read(c, rq->arena, v->m->id, "party", &parties));
	v->reps = NEW_ARRAY(rq->arena, struct choice, here->n + 1);
	for (size_t i = 0; i < here->n && v->rep_count < MOST_REPS; i++) {
		if (!(ROLE_BIT(here->p[i].role) & WHO_REPS) || !party_counts(&here->p[i]))
			continue;
		for (size_t k = 0; k < parties.n; k++)
			is_party[v->rep_count] |= parties.p[k].person == here->p[i].person;
		v->reps[v->rep_count++] = (struct choice){ str_fmt(rq->arena, "%" PRId64, here->p[i].person),
			str_fmt(rq->arena, STR_FMT " (" STR_FMT ")", STR_ARG(here->p[i].name),
				STR_ARG(role_in_text(rq->arena, rq->lang, here->p[i].role))) };
	}
	v->is_party = is_party;
	return OK;
}

/* ---- a card into a form ---- */

static void
set_date(struct req *rq, struct form *f, const char *name, int64_t at)
{
	if (at)
		form_set(f, name, date_iso(rq->arena, at));
}

static void
set_more(struct req *rq, struct form *f, const struct measure *m, const struct measure_helpers *helpers)
{
	struct buf b = buf_new(rq->arena, 8192);

	for (size_t i = 0; i < helpers->n; i++) {
		buf_add(&b, helpers->p[i].name);
		buf_addc(&b, '\n');
	}
	form_set(f, "helpers", str_trim(buf_str(&b)));
	for (unsigned i = 0; i < FACTOR_COUNT; i++)
		form_set(f, factor_fields[i], m->factors & (1u << i) ? S("1") : S(""));
	for (unsigned i = 0; i < TELL_COUNT; i++)
		form_set(f, tell_fields[i], m->tell & (1u << i) ? S("1") : S(""));
	form_set(f, "is_test", m->is_test ? S("1") : S(""));
	form_set(f, "restructuring", m->restructuring ? S("1") : S(""));
	form_set(f, "sensitive", m->sensitive ? S("1") : S(""));
	form_set_int(rq, f, "version", m->version);
}

static void
set_form(struct req *rq, struct form *f, struct measure *m, const struct measure_helpers *helpers)
{
	for (size_t i = 0; i < measure_text_count; i++)
		form_set(f, measure_texts[i].name, *measure_text_of(m, i));
	if (m->owner)
		form_set_int(rq, f, "owner", m->owner);
	if (m->priority)
		form_set_int(rq, f, "priority", m->priority);
	set_date(rq, f, "start", m->start_at);
	set_date(rq, f, "due", m->due_at);
	set_date(rq, f, "evaluate", m->evaluate_at);
	set_date(rq, f, "look", m->look_at);
	form_set(f, "area", measure_area_word(m->area));
	form_set(f, "level", measure_level_word(m->level));
	form_set(f, "source", measure_source_word(m->source));
	set_more(rq, f, m, helpers);
}

/* ---- a form into a card ---- */

static err
read_dates(struct req *rq, struct form *f, struct measure *m)
{
	TRY(form_time(rq, f, "start", NULL, &m->start_at));
	TRY(form_time(rq, f, "due", NULL, &m->due_at));
	TRY(form_time(rq, f, "evaluate", NULL, &m->evaluate_at));
	TRY(form_time(rq, f, "look", NULL, &m->look_at));
	if (m->start_at && m->due_at && m->due_at < m->start_at)
		return form_error(f, "due", tr(rq->lang, "The last day comes before the first."));
	return OK;
}

static err
check_choices(struct req *rq, struct form *f)
{
	static const char *const names[] = { "owner", "area", "priority", "level", "source" };
	err e = OK;

	for (size_t i = 0; i < COUNT(names); i++)
		if (form_check_choice(rq, f, names[i]))
			e = ERR_INVALID;
	return e;
}

static err
read_measure(struct req *rq, struct form *f, struct measure *m)
{
	for (size_t i = 0; i < measure_text_count; i++)
		*measure_text_of(m, i) = form_str(f, measure_texts[i].name);
	m->owner = form_str(f, "owner").n ? form_int(f, "owner") : 0;
	m->area = str_eq(form_str(f, "area"), S("preserve")) ? AREA_PRESERVE : AREA_IMPROVE;
	m->priority = form_str(f, "priority").n ? form_int(f, "priority") : 0;
	m->level = measure_level_of(form_str(f, "level"));
	m->source = measure_source_of(form_str(f, "source"));
	for (unsigned i = 0; i < FACTOR_COUNT; i++)
		m->factors |= form_tick(f, factor_fields[i]) ? 1u << i : 0;
	for (unsigned i = 0; i < TELL_COUNT; i++)
		m->tell |= form_tick(f, tell_fields[i]) ? 1u << i : 0;
	m->is_test = form_tick(f, "is_test");
	m->restructuring = form_tick(f, "restructuring");
	m->sensitive = form_tick(f, "sensitive");
	if (str_int(form_str(f, "version"), &m->version))
		m->version = 0;
	return read_dates(rq, f, m);
}

static void
read_people(struct req *rq, const struct form *f, struct measure_act *x)
{
	str *helpers = NEW_ARRAY(rq->arena, str, MOST_HELPERS), rest = form_str(f, "helpers"), line;
	int64_t *parties = NEW_ARRAY(rq->arena, int64_t, MOST_REPS);

	while (rest.n && x->helper_count < MOST_HELPERS) {
		str_cut(rest, '\n', &line, &rest);
		line = str_trim(line);
		if (line.n)
			helpers[x->helper_count++] = line;
	}
	for (size_t i = 0; i < rq->form.n && x->party_count < MOST_REPS; i++)
		if (str_eq(rq->form.p[i].name, S("party")) && str_int(rq->form.p[i].value, &parties[x->party_count]) == OK)
			x->party_count++;
	x->helpers = helpers;
	x->parties = parties;
}

/* ---- the pages ---- */

static err
prepare(struct req *rq, struct form *f, struct measure_edit_view *v, struct measure *m, struct measure_helpers *helpers)
{
	const struct looker who = measure_looker(rq);
	struct parties here;
	struct db_conn *c;
	bool open = true;
	int64_t id;

	TRY(req_read(rq, &c));
	v->back = str_fmt(rq->arena, "/u/%" PRId64 "/measures", rq->unit);
	v->action = str_fmt(rq->arena, STR_FMT "/new", STR_ARG(v->back));
	v->may_be_sensitive = true;
	v->key = rand_uuid(rq->arena);
	if (rq->params[1].n) {
		TRY(req_id(rq, 1, &id));
		TRY(measure_get(c, rq->arena, rq->unit, id, &who, m));
		if (m->sensitive)
			TRY(measure_is_open(c, rq->arena, id, rq->user->id, &open));
		if (!open)
			return ERR_NOTFOUND;
		TRY(measure_helpers_read(c, rq->arena, id, "helper", helpers));
		v->m = m;
		v->may_be_sensitive = m->sensitive || !measure_is_decided(m);
		v->back = str_fmt(rq->arena, STR_FMT "/%" PRId64, STR_ARG(v->back), id);
		TRY(process_object_days(c, rq->arena, m->process, &v->object_days));
		v->action = str_fmt(rq->arena, STR_FMT "/edit", STR_ARG(v->back));
	}
	TRY(people_at(c, rq->arena, rq->unit, &here));
	offer_owners(rq, f, &here);
	offer_words(rq, f);
	return offer_reps(rq, c, &here, v);
}

static err
draw(struct req *rq, struct response *rs, const struct form *f, const struct measure_edit_view *v)
{
	struct page pg = page_of(rq, v->m ? tr(rq->lang, "Change the card") : tr(rq->lang, "A new measure"));

	pg.form = f;
	measure_edit(&rs->body, rq->lang, &pg, v, f);
	return OK;
}

static err
show(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, edit_form, COUNT(edit_form));
	struct measure_helpers helpers = { 0 };
	struct measure_edit_view v = { 0 };
	struct measure m = { .area = AREA_IMPROVE, .level = LEVEL_GROUP, .source = SOURCE_MEETING, .is_test = true };

	TRY(prepare(rq, &f, &v, &m, &helpers));
	set_form(rq, &f, &m, &helpers);
	return draw(rq, rs, &f, &v);
}

static err
save(struct req *rq, struct response *rs)
{
	struct measure_act x = { .arena = rq->arena, .unit = rq->unit, .person = rq->user->id, .roles = rq->roles, .lang = rq->lang,
		.key = req_form(rq, S("key")) };
	struct measure_helpers helpers = { 0 };
	struct measure_edit_view v = { 0 };
	struct measure old;
	struct form f;
	err e = form_read(rq, edit_form, COUNT(edit_form), &f);

	TRY(prepare(rq, &f, &v, &old, &helpers));
	if (!e)
		e = check_choices(rq, &f);
	if (!e)
		e = read_measure(rq, &f, &x.m);
	read_people(rq, &f, &x);
	x.id = v.m ? v.m->id : 0;
	/* Those who are not asked keep what was. */
	if (!v.may_be_sensitive)
		x.m.sensitive = false;
	if (v.m && v.m->sensitive)
		x.m.sensitive = true;
	if (!e)
		e = req_write(rq, measure_save, &x);
	if (e == ERR_INVALID && !f.wrong)
		e = form_error(&f, "owner", tr(rq->lang, "Somebody who may not see a sensitive matter cannot be responsible for it."));
	if (e == ERR_CONFLICT)
		e = form_error(&f, "title", tr(rq->lang, "Somebody has changed the card meanwhile. Open it again, and write your change anew."));
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f, &v));
		return e;
	}
	TRY(e);
	if (!x.m.id)
		return req_go(rq, rs, "/u/%" PRId64 "/measures", rq->unit);
	return req_go(rq, rs, "/u/%" PRId64 "/measures/%" PRId64 "?said=saved", rq->unit, x.m.id);
}

err
measure_new_page(struct req *rq, struct response *rs)
{
	return show(rq, rs);
}

err
measure_new_post(struct req *rq, struct response *rs)
{
	return save(rq, rs);
}

err
measure_edit_page(struct req *rq, struct response *rs)
{
	return show(rq, rs);
}

err
measure_edit_post(struct req *rq, struct response *rs)
{
	return save(rq, rs);
}
