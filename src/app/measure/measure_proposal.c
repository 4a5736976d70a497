/* measure_proposal.c: what workshops hand over: proposals that become measures, and verdicts on trials. The sheets' fields are the
 * pack's; what each becomes stands in it. */
#include "app/measure/measure_write.h"

#include "base/clock.h"
#include "text/date.h"

#define LONGEST 8192	/* of a field that several sheets have filled in */

static bool
digit(str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* The length of the date that begins here, or 0. */
static size_t
date_at(str s, size_t i, int64_t *out)
{
	for (size_t n = 10; n >= 8; n--)
		if (i + n <= s.n && !digit(s, i + n) && date_parse((str){ s.p + i, n }, S(""), out) == OK)
			return n;
	return 0;
}

void
measure_dates(str text, int64_t *from, int64_t *to)
{
	int64_t found[2] = { 0, 0 };
	size_t n = 0;

	for (size_t i = 0; i < text.n && n < 2; i++) {
		size_t len = digit(text, i) && (i == 0 || !digit(text, i - 1)) ? date_at(text, i, &found[n]) : 0;
		if (len) {
			i += len - 1;
			n++;
		}
	}
	*from = n == 2 ? found[0] : 0;
	*to = n == 2 ? found[1] : found[0];
}

/* Dates and what stands between them, no words. */
static bool
only_dates(str text)
{
	int64_t day;

	for (size_t i = 0; i < text.n; i++) {
		size_t len = digit(text, i) ? date_at(text, i, &day) : 0;
		if (len)
			i += len - 1;
		else if (str_find(S(" /-\n"), (str){ text.p + i, 1 }) == SIZE_MAX)
			return false;
	}
	return true;
}

/* One thing that is filled in several times stands on lines of its own. */
static void
add_line(struct arena *a, str *to, str text)
{
	struct buf b;

	if (!to->n) {
		*to = text;
		return;
	}
	if (str_find(*to, text) != SIZE_MAX)
		return;
	b = buf_new(a, LONGEST);
	buf_add(&b, *to);
	buf_addc(&b, '\n');
	buf_add(&b, text);
	*to = buf_str(&b);
}

/* ---- a proposal ---- */

/* Where a field of a sheet goes. */
struct slot {
	enum entry_becomes becomes;
	size_t at;	/* of a str */
};

static const struct slot proposal_slots[] = {
	{ BECOMES_TITLE, offsetof(struct measure, title) }, { BECOMES_WHAT, offsetof(struct measure, what) },
	{ BECOMES_WHO, offsetof(struct measure, who_words) }, { BECOMES_WHERE, offsetof(struct measure, place) },
	{ BECOMES_WHEN, offsetof(struct measure, when_words) }, { BECOMES_NEED, offsetof(struct measure, need) },
	{ BECOMES_SIGN, offsetof(struct measure, sign) }, { BECOMES_BASELINE, offsetof(struct measure, baseline) },
	{ BECOMES_TARGET, offsetof(struct measure, target) }, { BECOMES_RISK, offsetof(struct measure, risk) },
	{ BECOMES_CONTACT, offsetof(struct measure, contact) },
};

static str *
find_slot(void *record, const struct slot *slots, size_t n, enum entry_becomes b)
{
	for (size_t i = 0; b && i < n; i++)
		if (slots[i].becomes == b)
			return (str *)(void *)((char *)record + slots[i].at);
	return NULL;
}

static const struct method_sheet *
sheet_of(struct arena *a, const struct method *m, str phase, str step)
{
	const struct method_step *s = method_step(m, str_fmt(a, STR_FMT "/" STR_FMT, STR_ARG(phase), STR_ARG(step)));

	return s ? s->sheet : NULL;
}

static enum entry_becomes
field_becomes(const struct method_sheet *sheet, str field)
{
	for (size_t i = 0; sheet && i < sheet->field_count; i++)
		if (str_eq(sheet->fields[i].id, field))
			return sheet->fields[i].becomes;
	return 0;
}

static err
read_proposal(struct db_conn *c, struct arena *a, const struct method_sheet *sheet, str entry, struct measure *m)
{
	struct rows r;

	TRY(db_query(c, a, &r, MEASURE_ENTRY_FIELDS, TEXT(entry)));
	for (size_t i = 0; i < r.n; i++) {
		str *to = find_slot(m, proposal_slots, COUNT(proposal_slots), field_becomes(sheet, row_text(&r, i, 0)));
		if (to && row_text(&r, i, 1).n)
			add_line(a, to, row_text(&r, i, 1));
	}
	measure_dates(m->when_words, &m->start_at, &m->due_at);
	if (m->due_at && only_dates(m->when_words))
		m->when_words = (str){ 0 };
	if (!m->title.n)
		m->title = m->what.n ? m->what : m->sign;
	return OK;
}

/* Walks from a sheet to the challenge behind it and takes its area; improve where there is none. */
static err
find_area(struct db_conn *c, struct arena *a, int64_t process, str about, struct measure *m)
{
	struct rows r;
	int64_t id;
	err e = OK;

	m->area = AREA_IMPROVE;
	for (int i = 0; i < 10 && str_starts(about, S("entry:")); i++) {
		e = db_one(c, a, &r, MEASURE_ENTRY_ABOUT, TEXT(str_from(about, 6)), INT(process));
		if (e)
			return e == ERR_NOTFOUND ? OK : e;
		about = row_text(&r, 0, 0);
	}
	if (!str_starts(about, S("challenge:")) || str_int(str_from(about, 10), &id))
		return OK;
	e = db_one(c, a, &r, MEASURE_CHALLENGE_KIND, INT(id), INT(process));
	if (!e && str_eq(row_text(&r, 0, 0), S("preserve")))
		m->area = AREA_PRESERVE;
	return e == ERR_NOTFOUND ? OK : e;
}

static err
decide(struct db_conn *c, struct arena *a, const struct measure *m, const struct agreement *g)
{
	int64_t now = clock_now();
	enum measure_status to = measure_start_status(m, now);

	TRY(db_exec(c, NULL, MEASURE_DECIDED, INT(m->id), TEXT(measure_status_word(to)), INT(g->id), INT(now),
		INT(measure_months_on(a, now, EVALUATE_MONTHS))));
	TRY(measure_note(c, m->id, 0, S("decided"), S(""), measure_status_word(to)));
	return measure_audit(c, a, m, g->opened_by, "measure.decided");
}

err
measure_from_proposal(struct db_conn *c, struct arena *a, const struct agreement *g, const struct method *method, str entry,
	int64_t *id)
{
	struct measure m = { .unit = g->unit, .process = g->process, .source = SOURCE_WORKSHOP, .level = LEVEL_GROUP,
		.is_test = true };
	struct rows r;

	m.thing = str_fmt(a, "entry:" STR_FMT, STR_ARG(entry));
	TRY(db_query(c, a, &r, MEASURE_BY_THING, TEXT(m.thing)));
	if (r.n) {
		*id = row_int(&r, 0, 0);
		return OK;
	}
	TRY(db_one(c, a, &r, MEASURE_ENTRY, TEXT(entry), INT(g->process)));
	m.phase = row_text(&r, 0, 1);
	TRY(find_area(c, a, g->process, row_text(&r, 0, 4), &m));
	TRY(read_proposal(c, a, sheet_of(a, method, m.phase, row_text(&r, 0, 2)), entry, &m));
	if (!m.title.n)
		return ERR_INVALID;
	TRY(measure_insert(c, a, &m, g->opened_by));
	*id = m.id;
	return decide(c, a, &m, g);
}

err
measure_of_thing(struct db_conn *c, struct arena *a, str thing, int64_t *id)
{
	struct rows r;

	TRY(db_query(c, a, &r, MEASURE_BY_THING, TEXT(thing)));
	*id = r.n ? row_int(&r, 0, 0) : 0;
	return OK;
}

err
measure_is_over(struct db_conn *c, struct arena *a, int64_t id, bool *over)
{
	struct rows r;

	TRY(db_one(c, a, &r, MEASURE_STATE, INT(id)));
	*over = (MEASURES_OVER & MEASURE_BIT(measure_status_of(row_text(&r, 0, 0)))) != 0;
	return OK;
}

/* Lines of agreement_kinds.c: the three have agreed on measures that came from elsewhere; the subject names them. */
err
measure_agreed(struct app *app UNUSED, struct db_conn *c, struct arena *a, const struct agreement *g)
{
	const struct looker nobody = { 0 };
	str rest = g->subject, one;
	struct measure m;
	int64_t id;

	while (rest.n) {
		str_cut(rest, ' ', &one, &rest);
		TRY(str_int(one, &id));
		/* One that has been made sensitive meanwhile, or taken away, is not decided here. */
		if (measure_get(c, a, g->unit, id, &nobody, &m) == OK && m.status == MEASURE_PROPOSED)
			TRY(decide(c, a, &m, g));
	}
	return OK;
}

/* ---- a verdict ---- */

/* What the sheets about a measure say that no earlier round has used. */
struct told {
	struct measure_look look;
	str tried;	/* from and to, in words */
	str cue, act, reason, who, next;	/* of the habit card */
	str used;	/* ids of the sheets */
};

static const struct slot trial_slots[] = {
	{ BECOMES_REACH, offsetof(struct told, look.reach) }, { BECOMES_HAPPENED, offsetof(struct told, look.happened) },
	{ BECOMES_BASELINE, offsetof(struct told, look.before) }, { BECOMES_TARGET, offsetof(struct told, look.after) },
	{ BECOMES_LEARNING, offsetof(struct told, look.learning) }, { BECOMES_WHEN, offsetof(struct told, tried) },
};
static const struct slot habit_slots[] = {
	{ BECOMES_CUE, offsetof(struct told, cue) }, { BECOMES_ACT, offsetof(struct told, act) },
	{ BECOMES_REASON, offsetof(struct told, reason) }, { BECOMES_WHO, offsetof(struct told, who) },
	{ BECOMES_WHEN, offsetof(struct told, next) },
};

static err
read_sheet(struct db_conn *c, struct arena *a, const struct method_sheet *sheet, str entry, bool habit, struct told *t)
{
	struct rows r;

	TRY(db_query(c, a, &r, MEASURE_ENTRY_FIELDS, TEXT(entry)));
	for (size_t i = 0; i < r.n; i++) {
		enum entry_becomes b = field_becomes(sheet, row_text(&r, i, 0));
		str *to = habit ? find_slot(t, habit_slots, COUNT(habit_slots), b) :
				  find_slot(t, trial_slots, COUNT(trial_slots), b);
		if (to && row_text(&r, i, 1).n)
			add_line(a, to, row_text(&r, i, 1));
	}
	return OK;
}

static err
read_told(struct db_conn *c, struct arena *a, const struct method *method, const struct measure *m, struct told *t)
{
	struct rows entries, before;

	*t = (struct told){ 0 };
	if (!m->process)
		return OK;
	/* In the room it is still the proposal it was. */
	TRY(db_query(c, a, &entries, MEASURE_ENTRIES_ABOUT, TEXT(str_fmt(a, "measure:%" PRId64, m->id)), INT(m->process),
		TEXT(m->thing.n ? m->thing : S("-"))));
	TRY(db_query(c, a, &before, MEASURE_LOOK_ENTRIES, INT(m->id)));
	for (size_t i = 0; i < entries.n; i++) {
		str id = row_text(&entries, i, 0);
		bool used = false;
		for (size_t k = 0; k < before.n; k++)
			used |= str_find(row_text(&before, k, 0), id) != SIZE_MAX;
		if (used)
			continue;
		TRY(read_sheet(c, a, sheet_of(a, method, row_text(&entries, i, 1), row_text(&entries, i, 2)), id,
			str_eq(row_text(&entries, i, 3), S("habit")), t));
		add_line(a, &t->used, id);
	}
	measure_dates(t->tried, &t->look.from_at, &t->look.to_at);
	return OK;
}

static err
keep_habit(struct db_conn *c, struct arena *a, const struct measure *m, const struct told *t, int64_t *look)
{
	int64_t from = 0, now = clock_now();

	measure_dates(t->next, &from, look);
	if (*look <= now)
		*look = measure_habit_next(a, now, 0);
	if (!t->cue.n && !t->act.n)
		return OK;
	return db_exec(c, NULL, MEASURE_HABIT_SET, INT(m->id), TEXT(t->cue), TEXT(t->act), TEXT(t->reason), TEXT(t->who), NIL);
}

static err
lift(struct db_conn *c, struct arena *a, const struct measure *m)
{
	str thing = str_fmt(a, "measure:%" PRId64, m->id);
	struct rows r;

	if (!m->process)
		return OK;
	TRY(db_query(c, a, &r, MEASURE_LIFT_FIND, INT(m->process), TEXT(thing)));
	return r.n ? OK : db_exec(c, NULL, MEASURE_LIFT_ADD, INT(m->process), TEXT(m->phase), TEXT(thing), TEXT(m->title));
}

static enum measure_status
after_verdict(const struct measure *m, enum answer_means v)
{
	if (v == MEANS_KEEP)
		return MEASURE_KEPT;
	if (v == MEANS_STOP)
		return MEASURE_STOPPED;
	if (v == MEANS_LIFT)
		return MEASURE_LIFTED;
	return m->is_test ? MEASURE_TESTING : MEASURE_RUNNING;
}

err
measure_judge(struct db_conn *c, struct arena *a, const struct measure *m, int64_t person, const struct measure_look *look,
	int64_t agreement, str used)
{
	enum measure_status to = after_verdict(m, look->verdict);
	int64_t now = clock_now(), next = look->verdict == MEANS_KEEP ? measure_habit_next(a, now, 0) : 0;

	TRY(db_exec(c, NULL, MEASURE_LOOK_ADD, INT(m->id), TEXT(look->kind), INT(m->round),
		INT_OR_NIL(look->from_at ? look->from_at : m->start_at), INT(look->to_at ? look->to_at : now), TEXT(look->reach),
		TEXT(look->happened), TEXT(look->before.n ? look->before : m->baseline), TEXT(look->after), TEXT(look->effect),
		TEXT(measure_verdict_word(look->verdict)), TEXT(look->adjustment), TEXT(look->learning), INT_OR_NIL(agreement),
		INT_OR_NIL(person), INT(now), TEXT(used)));
	TRY(db_exec(c, NULL, MEASURE_JUDGED, INT(m->id), TEXT(measure_status_word(to)),
		INT(m->round + (look->verdict == MEANS_ADJUST)), TEXT(look->learning), INT_OR_NIL(next),
		look->verdict == MEANS_KEEP ? INT(m->habit_since ? m->habit_since : now) : INT_OR_NIL(m->habit_since), INT(now)));
	if (look->verdict == MEANS_LIFT)
		TRY(lift(c, a, m));
	TRY(measure_note(c, m->id, person, S("verdict"), measure_status_word(m->status), measure_verdict_word(look->verdict)));
	return measure_audit(c, a, m, person, "measure.verdict");
}

err
measure_verdict(struct db_conn *c, struct arena *a, const struct agreement *g, const struct method *method, int64_t measure,
	enum answer_means verdict, str adjustment)
{
	const struct looker nobody = { 0 };
	struct measure m;
	struct told t;
	int64_t look = 0;

	TRY(measure_get(c, a, g->unit, measure, &nobody, &m));
	if (!measure_is_decided(&m))
		return ERR_CONFLICT;
	TRY(read_told(c, a, method, &m, &t));
	t.look.kind = S("trial");
	t.look.verdict = verdict;
	t.look.adjustment = adjustment;
	TRY(measure_judge(c, a, &m, 0, &t.look, g->id, t.used));
	if (verdict != MEANS_KEEP)
		return OK;
	TRY(keep_habit(c, a, &m, &t, &look));
	return db_exec(c, NULL, MEASURE_LOOK_NEXT, INT(m.id), INT(look));
}
