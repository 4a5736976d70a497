/* measure.c: reading measures, and who sees which. */
#include "app/measure/measure.h"

#include "base/clock.h"

#define MOST_SHOWN 500
#define ALL_OF_UNIT (-1)	/* no measure and no process has this id */
#define SOON ((int64_t)14 * 86400)

enum measure_sight
measure_sight(const struct looker *who, bool sensitive, bool is_party)
{
	if (!sensitive)
		return SIGHT_ALL;
	if (who->roles & (WHO_LEADER | ROLE_BIT(ROLE_SUPERIOR)))
		return SIGHT_ALL;
	if ((who->roles & WHO_REPS) && is_party && who->person)
		return SIGHT_ALL;
	return who->roles & ROLE_BIT(ROLE_SAFETY) ? SIGHT_EXISTS : SIGHT_NONE;
}

bool
measure_is_late(const struct measure *m, int64_t now)
{
	return m->due_at && m->due_at < now && (MEASURE_BIT(m->status) & (MEASURES_DECIDED | MEASURES_GOING));
}

int64_t
measure_next_look(const struct measure *m)
{
	if (m->status == MEASURE_KEPT)
		return m->look_at;
	if (m->status == MEASURE_PROPOSED || (MEASURE_BIT(m->status) & MEASURES_OVER))
		return 0;
	return m->evaluate_at;
}

bool
measure_is_decided(const struct measure *m)
{
	return m->status != MEASURE_PROPOSED;
}

bool
measure_passes(const struct measure *m, const struct looker *who, const struct measure_filter *f, bool helps, int64_t now)
{
	if (f->process && m->process != f->process)
		return false;
	if (f->statuses && !(MEASURE_BIT(m->status) & f->statuses))
		return false;
	if (f->mine && !(who->person && (m->owner == who->person || helps)))
		return false;
	if (f->late && !measure_is_late(m, now))
		return false;
	if (f->phase.n && !str_eq(m->phase, f->phase))
		return false;
	if (f->factors && !(m->factors & f->factors))
		return false;
	if (f->level && (int)m->level + 1 != f->level)
		return false;
	return !f->area || m->area == f->area;
}

/* The columns of MEASURES up to what the card's lower half holds. */
static struct measure
measure_row(const struct rows *r, size_t i)
{
	struct measure m = { .id = row_int(r, i, 0), .unit = row_int(r, i, 1), .process = row_int(r, i, 2), .phase = row_text(r, i, 3),
		.thing = row_text(r, i, 4), .source = measure_source_of(row_text(r, i, 5)),
		.area = str_eq(row_text(r, i, 6), S("preserve")) ? AREA_PRESERVE : AREA_IMPROVE, .title = row_text(r, i, 7),
		.what = row_text(r, i, 8), .owner = row_int(r, i, 9), .who = row_text(r, i, 10), .who_words = row_text(r, i, 11),
		.start_at = row_int(r, i, 12), .due_at = row_int(r, i, 13), .when_words = row_text(r, i, 14),
		.sign = row_text(r, i, 15), .cause = row_text(r, i, 16), .wish = row_text(r, i, 17), .place = row_text(r, i, 18),
		.need = row_text(r, i, 19), .baseline = row_text(r, i, 20), .target = row_text(r, i, 21), .risk = row_text(r, i, 22),
		.contact = row_text(r, i, 23), .proposed_by = row_text(r, i, 24), .assessment = row_text(r, i, 25),
		.level = measure_level_of(row_text(r, i, 26)), .priority = row_int(r, i, 27), .factors = (unsigned)row_int(r, i, 28),
		.tell = (unsigned)row_int(r, i, 29), .sensitive = row_int(r, i, 30) != 0, .restructuring = row_int(r, i, 31) != 0,
		.is_test = row_int(r, i, 32) != 0, .status = measure_status_of(row_text(r, i, 33)), .round = row_int(r, i, 34) };

	m.consulted_at = row_int(r, i, 35);
	m.consulted_by = row_int(r, i, 36);
	m.consulted_name = row_text(r, i, 37);
	m.consulted_view = row_text(r, i, 38);
	m.agreement = row_int(r, i, 39);
	m.decided_at = row_int(r, i, 40);
	m.done_at = row_int(r, i, 41);
	m.evaluate_at = row_int(r, i, 42);
	m.look_at = row_int(r, i, 43);
	m.looks = row_int(r, i, 44);
	m.habit_cue = row_text(r, i, 45);
	m.habit_act = row_text(r, i, 46);
	m.habit_reason = row_text(r, i, 47);
	m.habit_since = row_int(r, i, 48);
	m.learning = row_text(r, i, 49);
	m.object_until = row_int(r, i, 50);
	m.token = row_text(r, i, 51);
	m.created = row_int(r, i, 52);
	m.version = row_int(r, i, 53);
	m.objections = row_int(r, i, 54);
	m.helps = row_int(r, i, 55) != 0;
	m.raised = row_int(r, i, 57);
	return m;
}

err
measures_read(struct db_conn *c, struct arena *a, int64_t unit, const struct looker *who, const struct measure_filter *f,
	struct measures *out)
{
	int64_t now = clock_now();
	struct rows r;

	TRY(db_query(c, a, &r, MEASURES, INT(unit), INT(ALL_OF_UNIT), INT(f->with_sensitive), INT(who->person),
		INT(f->waits_before)));
	*out = (struct measures){ .p = NEW_ARRAY(a, struct measure, r.n) };
	for (size_t i = 0; i < r.n && out->n < MOST_SHOWN; i++) {
		struct measure m = measure_row(&r, i);
		bool is_party = row_int(&r, i, 56) != 0;
		if (measure_sight(who, m.sensitive, is_party) != SIGHT_ALL || !measure_passes(&m, who, f, m.helps, now))
			continue;
		out->p[out->n++] = m;
	}
	return OK;
}

static bool
is_for_meeting(const struct measure *m, int64_t now)
{
	int64_t look = measure_next_look(m);

	return m->objections || m->status == MEASURE_TESTING || measure_is_late(m, now) || (look && look < now + SOON);
}

err
measures_before_meeting(struct db_conn *c, struct arena *a, int64_t unit, struct measures *out)
{
	struct looker nobody = { 0 };
	struct measure_filter all = { 0 };
	int64_t now = clock_now();
	size_t n = 0;

	TRY(measures_read(c, a, unit, &nobody, &all, out));
	for (size_t i = 0; i < out->n; i++)
		if (is_for_meeting(&out->p[i], now))
			out->p[n++] = out->p[i];
	out->n = n;
	return OK;
}

err
measure_get(struct db_conn *c, struct arena *a, int64_t unit, int64_t id, const struct looker *who, struct measure *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, MEASURES, INT(unit), INT(id < 0 ? 0 : id), INT(1), INT(who->person), INT(0)));
	*out = measure_row(&r, 0);
	return measure_sight(who, out->sensitive, row_int(&r, 0, 56) != 0) == SIGHT_ALL ? OK : ERR_NOTFOUND;
}

err
measures_hidden(struct db_conn *c, struct arena *a, int64_t unit, const struct looker *who, struct hidden_measures *out)
{
	struct rows r;

	*out = (struct hidden_measures){ 0 };
	if (measure_sight(who, true, false) != SIGHT_EXISTS)
		return OK;
	TRY(db_query(c, a, &r, MEASURES_HIDDEN, INT(unit)));
	out->p = NEW_ARRAY(a, struct hidden_measure, r.n);
	out->n = r.n;
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct hidden_measure){ row_int(&r, i, 0),
			str_eq(row_text(&r, i, 1), S("preserve")) ? AREA_PRESERVE : AREA_IMPROVE, row_int(&r, i, 2), row_int(&r, i, 3) != 0 };
	return OK;
}

err
measure_counts_read(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, struct measure_counts *out)
{
	struct rows r;

	*out = (struct measure_counts){ 0 };
	TRY(db_query(c, a, &r, MEASURE_COUNTS, INT(unit), INT(process ? process : ALL_OF_UNIT), INT(clock_now())));
	for (size_t i = 0; i < r.n; i++) {
		int64_t n = row_int(&r, i, 2);
		out->status[measure_status_of(row_text(&r, i, 0))] += n;
		out->all += n;
		out->late += row_int(&r, i, 3);
		if (str_eq(row_text(&r, i, 1), S("preserve")))
			out->preserve += n;
		else
			out->improve += n;
	}
	return OK;
}

err
measure_helpers_read(struct db_conn *c, struct arena *a, int64_t measure, const char *kind, struct measure_helpers *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, MEASURE_HELPERS, INT(measure), TEXT(str_of(kind))));
	*out = (struct measure_helpers){ NEW_ARRAY(a, struct measure_helper, r.n), r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct measure_helper){ row_int(&r, i, 0), row_text(&r, i, 1) };
	return OK;
}

err
measure_looks_read(struct db_conn *c, struct arena *a, int64_t measure, struct measure_looks *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, MEASURE_LOOKS, INT(measure)));
	*out = (struct measure_looks){ NEW_ARRAY(a, struct measure_look, r.n), r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct measure_look){ .kind = row_text(&r, i, 0), .round = row_int(&r, i, 1), .from_at = row_int(&r, i, 2),
			.to_at = row_int(&r, i, 3), .at = row_int(&r, i, 4), .agreement = row_int(&r, i, 5), .reach = row_text(&r, i, 6),
			.happened = row_text(&r, i, 7), .before = row_text(&r, i, 8), .after = row_text(&r, i, 9),
			.effect = row_text(&r, i, 10), .adjustment = row_text(&r, i, 11), .learning = row_text(&r, i, 12),
			.verdict = measure_verdict_of(row_text(&r, i, 13)) };
	return OK;
}
