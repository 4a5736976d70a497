/* measure_change.c: what people do with a measure. */
#include "app/measure/measure_change.h"

#include "app/access/audit.h"
#include "app/measure/measure_write.h"
#include "app/room/room.h"
#include "app/process/process.h"
#include "base/clock.h"
#include "text/date.h"

#define OPEN_FOR 3600

unsigned
measure_may(const struct looker *who, const struct measure *m, int64_t now)
{
	bool group = (who->roles & WHO_GROUP) != 0, mine = who->person && (m->owner == who->person || m->helps);
	bool decided = measure_is_decided(m), over = (MEASURE_BIT(m->status) & MEASURES_OVER) != 0;
	unsigned may = 0;

	if (group)
		may |= MAY_EDIT | MAY_SAY;
	if ((group || mine) && decided && !over)
		may |= MAY_MOVE;
	if (mine)
		may |= MAY_SAY;
	if (group && !decided)
		may |= MAY_REMOVE | (m->sensitive && !(who->roles & WHO_LEADER) ? 0 : MAY_ASK);
	if ((who->roles & ROLE_BIT(ROLE_SAFETY)) && !decided)
		may |= MAY_CONSULT;
	if (group && decided && m->object_until > now)
		may |= MAY_OBJECT;
	/* What is being tried in a process is judged by the staff. */
	if (group && decided && m->status != MEASURE_STOPPED && m->status != MEASURE_LIFTED &&
		!(m->status == MEASURE_TESTING && m->process))
		may |= MAY_EVALUATE;
	if ((group || mine) && m->status == MEASURE_KEPT)
		may |= MAY_LOOK;
	return may;
}

bool
measure_may_move(enum measure_status from, enum measure_status to)
{
	if (from == to)
		return false;
	if (MEASURE_BIT(from) & MEASURES_DECIDED)
		return to == MEASURE_RUNNING || to == MEASURE_TESTING || to == MEASURE_DONE;
	if (MEASURE_BIT(from) & MEASURES_GOING)
		return to == MEASURE_RUNNING || to == MEASURE_TESTING || to == MEASURE_DONE;
	return from == MEASURE_DONE && to == MEASURE_RUNNING;
}

enum measure_lack
measure_lacks(const struct measure *m)
{
	if (m->restructuring && !m->assessment.n)
		return LACK_ASSESSMENT;
	if (m->restructuring && (!m->consulted_at || !m->consulted_view.n))
		return LACK_VIEW;
	return m->sensitive && !m->consulted_at ? LACK_CONSULTED : LACK_NOTHING;
}

/* The measure as the person may see it; and whether the form comes for the first time. */
static err
begin(struct db_conn *c, const struct measure_act *x, struct measure *m, bool *is_new)
{
	const struct looker who = { x->person, x->roles };

	TRY(form_key_use(c, x->key, is_new));
	return measure_get(c, x->arena, x->unit, x->id, &who, m);
}

static bool
may(const struct measure_act *x, const struct measure *m, unsigned what)
{
	const struct looker who = { x->person, x->roles };

	return (measure_may(&who, m, clock_now()) & what) != 0;
}

/* One party has changed something that is decided: the others have some days. */
static err
let_object(struct db_conn *c, const struct measure_act *x, const struct measure *m)
{
	int days;

	if (!measure_is_decided(m) || !(x->roles & WHO_GROUP) || m->sensitive)
		return OK;
	TRY(process_object_days(c, x->arena, m->process, &days));
	return db_exec(c, NULL, MEASURE_OBJECT_UNTIL, INT(m->id), INT(date_add_days(clock_now(), days)));
}

/* ---- saving the card ---- */

const struct measure_text measure_texts[] = {
	{ "title", offsetof(struct measure, title) }, { "what", offsetof(struct measure, what) },
	{ "who", offsetof(struct measure, who_words) }, { "when", offsetof(struct measure, when_words) },
	{ "sign", offsetof(struct measure, sign) }, { "cause", offsetof(struct measure, cause) },
	{ "wish", offsetof(struct measure, wish) }, { "place", offsetof(struct measure, place) },
	{ "need", offsetof(struct measure, need) }, { "baseline", offsetof(struct measure, baseline) },
	{ "target", offsetof(struct measure, target) }, { "risk", offsetof(struct measure, risk) },
	{ "contact", offsetof(struct measure, contact) }, { "proposed_by", offsetof(struct measure, proposed_by) },
	{ "assessment", offsetof(struct measure, assessment) }, { "cue", offsetof(struct measure, habit_cue) },
	{ "act", offsetof(struct measure, habit_act) }, { "reason", offsetof(struct measure, habit_reason) },
	{ "learning", offsetof(struct measure, learning) },
};
const size_t measure_text_count = COUNT(measure_texts);

str *
measure_text_of(struct measure *m, size_t i)
{
	return (str *)(void *)((char *)m + measure_texts[i].at);
}

static str
text_at(const struct measure *m, size_t at)
{
	return *(const str *)(const void *)((const char *)m + at);
}

static err
note_field(struct db_conn *c, const struct measure_act *x, const char *field, str was, str became, bool *any)
{
	if (str_eq(was, became))
		return OK;
	*any = true;
	return measure_note(c, x->id, x->person, str_fmt(x->arena, "field:%s", field), was, became);
}

static str
day(struct arena *a, int64_t t)
{
	return t ? date_iso(a, t) : (str){ 0 };
}

static str
owner_id(struct arena *a, int64_t person)
{
	return person ? str_fmt(a, "%" PRId64, person) : (str){ 0 };
}

static err
note_fields(struct db_conn *c, const struct measure_act *x, const struct measure *old, bool *any)
{
	const struct measure *m = &x->m;
	struct arena *a = x->arena;

	for (size_t i = 0; i < measure_text_count; i++)
		TRY(note_field(c, x, measure_texts[i].name, text_at(old, measure_texts[i].at), text_at(m, measure_texts[i].at), any));
	TRY(note_field(c, x, "owner", owner_id(a, old->owner), owner_id(a, m->owner), any));
	TRY(note_field(c, x, "start", day(a, old->start_at), day(a, m->start_at), any));
	TRY(note_field(c, x, "due", day(a, old->due_at), day(a, m->due_at), any));
	TRY(note_field(c, x, "evaluate", day(a, old->evaluate_at), day(a, m->evaluate_at), any));
	TRY(note_field(c, x, "look", day(a, old->look_at), day(a, m->look_at), any));
	TRY(note_field(c, x, "area", measure_area_word(old->area), measure_area_word(m->area), any));
	TRY(note_field(c, x, "level", measure_level_word(old->level), measure_level_word(m->level), any));
	TRY(note_field(c, x, "priority", str_fmt(a, "%" PRId64, old->priority), str_fmt(a, "%" PRId64, m->priority), any));
	TRY(note_field(c, x, "factors", measure_factors_text(a, x->lang, old->factors),
		measure_factors_text(a, x->lang, m->factors), any));
	return note_field(c, x, "restructuring", old->restructuring ? S("1") : S(""), m->restructuring ? S("1") : S(""), any);
}

/* Who is responsible for a sensitive one must be somebody who sees it. */
static err
owner_may_see(struct db_conn *c, const struct measure_act *x)
{
	struct parties here;

	if (!x->m.sensitive || !x->m.owner)
		return OK;
	for (size_t i = 0; i < x->party_count; i++)
		if (x->parties[i] == x->m.owner)
			return OK;
	TRY(people_at(c, x->arena, x->unit, &here));
	for (size_t i = 0; i < here.n; i++)
		if (here.p[i].person == x->m.owner && (here.p[i].role == ROLE_LEADER || here.p[i].role == ROLE_SUPERIOR))
			return OK;
	return ERR_INVALID;
}

/* A name that somebody here goes by is that person. */
static int64_t
person_called(const struct parties *here, str name)
{
	for (size_t i = 0; i < here->n; i++)
		if (str_eq(here->p[i].name, name))
			return here->p[i].person;
	return 0;
}

static err
write_helpers(struct db_conn *c, const struct measure_act *x)
{
	struct parties here;

	TRY(people_at(c, x->arena, x->unit, &here));
	TRY(db_exec(c, NULL, MEASURE_HELPERS_CLEAR, INT(x->m.id)));
	for (size_t i = 0; i < x->helper_count; i++) {
		int64_t person = x->m.sensitive ? 0 : person_called(&here, x->helpers[i]);
		TRY(db_exec(c, NULL, MEASURE_HELPER_ADD, INT(x->m.id), INT(i), TEXT(S("helper")), INT_OR_NIL(person),
			TEXT(person ? S("") : x->helpers[i])));
	}
	for (size_t i = 0; i < x->party_count && x->m.sensitive; i++)
		TRY(db_exec(c, NULL, MEASURE_HELPER_ADD, INT(x->m.id), INT(i), TEXT(S("party")), INT(x->parties[i]), TEXT(S(""))));
	return OK;
}

static err
write_fields(struct db_conn *c, const struct measure *m)
{
	TRY(db_exec(c, NULL, MEASURE_SET, INT(m->id), TEXT(m->title), TEXT(m->what), INT_OR_NIL(m->owner), TEXT(m->who_words),
		INT_OR_NIL(m->start_at), INT_OR_NIL(m->due_at), TEXT(m->when_words), TEXT(m->sign), TEXT(m->cause), TEXT(m->wish),
		TEXT(m->place), TEXT(m->need), TEXT(m->baseline), TEXT(m->target), TEXT(m->risk), TEXT(m->contact),
		TEXT(m->proposed_by), TEXT(m->assessment)));
	return db_exec(c, NULL, MEASURE_SET_MORE, INT(m->id), TEXT(measure_source_word(m->source)), TEXT(measure_area_word(m->area)),
		TEXT(measure_level_word(m->level)), INT(m->priority), INT(m->factors), INT(m->tell), INT(m->sensitive),
		INT(m->restructuring), INT(m->is_test), INT_OR_NIL(m->evaluate_at), INT_OR_NIL(m->look_at), TEXT(m->habit_cue),
		TEXT(m->habit_act), TEXT(m->habit_reason), TEXT(m->learning));
}

static err
save_new(struct db_conn *c, struct measure_act *x)
{
	if (!(x->roles & WHO_GROUP))
		return ERR_DENIED;
	TRY(owner_may_see(c, x));
	x->m.unit = x->unit;
	TRY(measure_insert(c, x->arena, &x->m, x->person));
	TRY(write_fields(c, &x->m));
	return write_helpers(c, x);
}

err
measure_save(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	const struct looker who = { x->person, x->roles };
	struct measure old, *m = &x->m;
	bool is_new, any = false;

	TRY(form_key_use(c, x->key, &is_new));
	if (!x->id)
		return is_new ? save_new(c, x) : OK;
	TRY(measure_get(c, x->arena, x->unit, x->id, &who, &old));
	if (!is_new)
		return OK;
	m->id = x->id;
	if (!may(x, &old, MAY_EDIT))
		return ERR_DENIED;
	if (m->version != old.version)
		return ERR_CONFLICT;
	/* Nobody makes something secret that all have read; and what is sensitive stays so. */
	if (m->sensitive != old.sensitive && (old.sensitive || measure_is_decided(&old)))
		return ERR_CONFLICT;
	TRY(owner_may_see(c, x));
	m->status = old.status;
	TRY(note_fields(c, x, &old, &any));
	TRY(write_fields(c, m));
	TRY(write_helpers(c, x));
	if (old.status == MEASURE_PRIORITISED && measure_start_status(m, 0) == MEASURE_PLANNED)
		TRY(measure_move(c, &old, x->person, MEASURE_PLANNED));
	return any ? let_object(c, x, &old) : OK;
}

/* ---- moving, saying, being heard ---- */

err
measure_status_write(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	struct measure m;
	bool is_new;

	TRY(begin(c, x, &m, &is_new));
	if (!is_new)
		return OK;
	if (!may(x, &m, MAY_MOVE))
		return ERR_DENIED;
	if (!measure_may_move(m.status, x->to))
		return ERR_CONFLICT;
	TRY(measure_move(c, &m, x->person, x->to));
	if (x->text.n)
		TRY(measure_note(c, m.id, x->person, S("said"), S(""), x->text));
	return OK;
}

err
measure_say(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	struct measure m;
	bool is_new;

	TRY(begin(c, x, &m, &is_new));
	if (!may(x, &m, MAY_SAY))
		return ERR_DENIED;
	return is_new ? measure_note(c, m.id, x->person, S("said"), S(""), x->text) : OK;
}

err
measure_consult(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	int64_t changed;
	bool is_new;

	if (!(x->roles & ROLE_BIT(ROLE_SAFETY)))
		return ERR_DENIED;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(db_exec(c, &changed, MEASURE_CONSULTED, INT(x->id), INT(x->unit), INT(clock_now()), INT(x->person), TEXT(x->text)));
	if (!changed)
		return ERR_NOTFOUND;
	return measure_note(c, x->id, x->person, S("consulted"), S(""), x->text);
}

static enum role
role_in_group(unsigned roles)
{
	static const enum role order[] = { ROLE_LEADER, ROLE_SAFETY, ROLE_UNION, ROLE_EMPLOYEE_REP };

	for (size_t i = 0; i < COUNT(order); i++)
		if (roles & ROLE_BIT(order[i]))
			return order[i];
	return ROLE_NONE;
}

err
measure_object(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	struct measure m;
	bool is_new;

	TRY(begin(c, x, &m, &is_new));
	if (!is_new)
		return OK;
	if (!may(x, &m, MAY_OBJECT))
		return x->roles & WHO_GROUP ? ERR_CONFLICT : ERR_DENIED;
	TRY(db_exec(c, NULL, MEASURE_OBJECTION_ADD, INT(m.id), INT(x->person), TEXT(role_word(role_in_group(x->roles))),
		TEXT(x->text), INT(clock_now())));
	return measure_note(c, m.id, x->person, S("objected"), S(""), x->text);
}

err
measure_settle(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	struct measure m;
	int64_t changed;
	bool is_new;

	TRY(begin(c, x, &m, &is_new));
	if (!is_new)
		return OK;
	/* Whoever objected says when it is settled. */
	TRY(db_exec(c, &changed, MEASURE_OBJECTION_SETTLE, INT(x->objection), INT(m.id), INT(clock_now()), INT(x->person), TEXT(x->text)));
	return changed ? measure_note(c, m.id, x->person, S("settled"), S(""), x->text) : ERR_DENIED;
}

/* ---- judging ---- */

err
measure_evaluate(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	struct measure m;
	int64_t next;
	bool is_new;

	TRY(begin(c, x, &m, &is_new));
	if (!is_new)
		return OK;
	if (!may(x, &m, MAY_EVALUATE))
		return ERR_DENIED;
	x->look.kind = S("evaluation");
	TRY(measure_judge(c, x->arena, &m, x->person, &x->look, 0, S("")));
	next = x->look.verdict == MEANS_STOP ? 0 :
		measure_months_on(x->arena, clock_now(), x->look.verdict == MEANS_ADJUST ? EVALUATE_MONTHS : 12);
	TRY(db_exec(c, NULL, MEASURE_EVALUATE_AT, INT(m.id), INT_OR_NIL(next)));
	return let_object(c, x, &m);
}

err
measure_habit_look(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	int64_t now = clock_now();
	struct measure m;
	bool is_new;

	TRY(begin(c, x, &m, &is_new));
	if (!is_new)
		return OK;
	if (!may(x, &m, MAY_LOOK))
		return ERR_DENIED;
	TRY(db_exec(c, NULL, MEASURE_LOOK_ADD, INT(m.id), TEXT(S("habit")), INT(m.round), NIL, INT(now), TEXT(S("")), TEXT(x->text),
		TEXT(S("")), TEXT(S("")), TEXT(x->holds ? S("good") : S("none")), TEXT(S("")), TEXT(S("")), TEXT(S("")), NIL,
		INT(x->person), INT(now), TEXT(S(""))));
	/* One that slips is looked at again in a week. */
	TRY(db_exec(c, NULL, MEASURE_LOOKED, INT(m.id), INT(x->holds ? m.looks + 1 : 0),
		INT(measure_habit_next(x->arena, now, x->holds ? m.looks + 1 : 0))));
	return measure_note(c, m.id, x->person, x->holds ? S("habit") : S("slips"), S(""), x->text);
}

/* ---- deciding ---- */

#define WORDING_MOST ((size_t)1024 * 1024)	/* of all that are asked about at once, their texts at the limit */

static err
add_wording(const struct measure_act *x, const struct measure *m, struct buf *b)
{
	if (b->n)
		buf_addc(b, ' ');
	buf_add(b, fill(x->arena, x->lang, tr(x->lang, "“{title}”: {what} Who: {who}. When: {when}."), V("title", m->title),
		V("what", m->what.n ? m->what : m->title), V("who", m->who.n ? m->who : tr(x->lang, "not decided")),
		V("when", m->due_at ? date_short(x->arena, x->lang, m->due_at) : m->when_words.n ? m->when_words :
				tr(x->lang, "not decided"))));
	return OK;
}

err
measure_ask(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	const struct looker nobody = { 0 };
	struct buf wording = buf_new(x->arena, WORDING_MOST), subject = buf_new(x->arena, 4096);
	struct agreement_new ask = { .unit = x->unit, .kind = "measure", .lang = x->lang, .by = x->person };
	struct measure m;
	bool is_new;

	x->agreement = 0;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	if (!(x->roles & WHO_GROUP))
		return ERR_DENIED;
	for (size_t i = 0; i < x->id_count; i++) {
		TRY(measure_get(c, x->arena, x->unit, x->ids[i], &nobody, &m));
		if (m.status != MEASURE_PROPOSED)
			return ERR_CONFLICT;
		if (measure_lacks(&m) != LACK_NOTHING)
			return ERR_INVALID;
		ask.process = i == 0 || ask.process == m.process ? m.process : 0;
		TRY(add_wording(x, &m, &wording));
		buf_addf(&subject, "%s%" PRId64, subject.n ? " " : "", m.id);
	}
	TRY(buf_done(&wording, &ask.wording));
	TRY(buf_done(&subject, &ask.subject));
	if (!ask.subject.n)
		return ERR_INVALID;
	TRY(agreement_open(c, x->arena, &ask, &x->agreement));
	for (size_t i = 0; i < x->id_count; i++)
		TRY(db_exec(c, NULL, MEASURE_ASKED, INT(x->ids[i]), INT(x->agreement)));
	return OK;
}

err
measure_decide_sensitive(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	int64_t now = clock_now();
	struct measure m;
	bool is_new;

	TRY(begin(c, x, &m, &is_new));
	if (!is_new)
		return OK;
	if (!m.sensitive || !may(x, &m, MAY_ASK))
		return ERR_DENIED;
	if (measure_lacks(&m) != LACK_NOTHING)
		return ERR_CONFLICT;
	TRY(db_exec(c, NULL, MEASURE_DECIDED, INT(m.id), TEXT(measure_status_word(measure_start_status(&m, now))), NIL, INT(now),
		INT(measure_months_on(x->arena, now, EVALUATE_MONTHS))));
	return measure_note(c, m.id, x->person, S("decided"), S(""), S(""));
}

err
measure_open_sensitive(struct db_conn *c, void *act)
{
	struct measure_act *x = act;
	struct measure m;
	bool is_new;

	TRY(begin(c, x, &m, &is_new));
	if (!is_new || !m.sensitive)
		return OK;
	/* Without unit and process: the log of those is read by people who must not know of it. */
	TRY(audit_add(c, x->arena, 0, 0, x->person, 0, "measure.opened", S("")));
	return measure_note(c, m.id, x->person, S("opened"), S(""), S(""));
}

err
measure_is_open(struct db_conn *c, struct arena *a, int64_t measure, int64_t person, bool *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, MEASURE_OPENED, INT(measure), INT(person), INT(clock_now() - OPEN_FOR)));
	*out = r.n > 0;
	return OK;
}

err
measure_remove(struct db_conn *c, void *act)
{
	static const int statements[] = { MEASURE_REMOVE_HELPERS, MEASURE_REMOVE_LOG, MEASURE_REMOVE_ROW };
	struct measure_act *x = act;
	struct measure m;
	bool is_new;

	TRY(begin(c, x, &m, &is_new));
	if (!may(x, &m, MAY_REMOVE))
		return ERR_DENIED;
	if (m.agreement)
		return ERR_CONFLICT;
	for (size_t i = 0; i < COUNT(statements); i++)
		TRY(db_exec(c, NULL, statements[i], INT(m.id)));
	return OK;
}

/* ---- by itself ---- */

static err
run_due(struct db_conn *c, void *arg)
{
	int64_t now = clock_now(), released;
	struct arena *a = arg;
	struct rows r;

	TRY(db_query(c, a, &r, MEASURES_TO_BEGIN, INT(now)));
	for (size_t i = 0; i < r.n; i++) {
		struct measure m = { .id = row_int(&r, i, 0), .status = MEASURE_PLANNED };
		TRY(measure_move(c, &m, 0, MEASURE_TESTING));
	}
	/* What came together lies together, in the order of random ids: see scrub in room/close.c. */
	TRY(db_exec(c, &released, MEASURE_SENTENCES_RELEASE, INT(now)));
	return released ? scrub_ask(c, a) : OK;
}

err
measure_run_due(struct app *app, struct arena *a)
{
	return db_write(app->db, run_due, a);
}
