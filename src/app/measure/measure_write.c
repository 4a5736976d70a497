/* measure_write.c: what the files that change measures share. */
#include "app/measure/measure_write.h"

#include "app/access/audit.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

#define ID_BITS 52	/* stays whole in every program that reads numbers as fractions */

static int64_t
random_id(void)
{
	uint64_t v;

	rand_bytes(&v, sizeof(v));
	v >>= 64 - ID_BITS;
	return v ? (int64_t)v : 1;
}

err
measure_insert(struct db_conn *c, struct arena *a, struct measure *m, int64_t person)
{
	m->id = random_id();
	m->token = rand_hex(a, 16);
	m->created = clock_now();
	TRY(db_exec(c, NULL, MEASURE_ADD, INT(m->id), INT(m->unit), INT_OR_NIL(m->process), TEXT(m->phase), TEXT(m->thing),
		TEXT(measure_source_word(m->source)), TEXT(measure_area_word(m->area)), TEXT(m->title), TEXT(m->what),
		INT_OR_NIL(m->owner), TEXT(m->who_words), INT_OR_NIL(m->start_at), INT_OR_NIL(m->due_at), TEXT(m->when_words),
		TEXT(m->sign), TEXT(m->cause), TEXT(m->wish), TEXT(m->place), TEXT(m->need), TEXT(m->baseline), TEXT(m->target),
		TEXT(m->risk), TEXT(m->contact), TEXT(m->proposed_by), TEXT(measure_level_word(m->level)), INT(m->priority),
		INT(m->factors), INT(m->tell), INT(m->sensitive), INT(m->restructuring), TEXT(m->assessment), INT(m->is_test),
		TEXT(m->token), INT(m->created), INT_OR_NIL(person)));
	return measure_note(c, m->id, person, S("added"), S(""), S(""));
}

err
measure_note(struct db_conn *c, int64_t measure, int64_t person, str kind, str was, str became)
{
	return db_exec(c, NULL, MEASURE_LOG_ADD, INT(measure), INT(clock_now()), INT_OR_NIL(person), TEXT(kind), TEXT(was),
		TEXT(became));
}

err
measure_audit(struct db_conn *c, struct arena *a, const struct measure *m, int64_t person, const char *kind)
{
	if (m->sensitive)
		return OK;
	return audit_add(c, a, m->unit, m->process, person, 0, kind, audit_body(a, V("what", m->title)));
}

int64_t
measure_months_on(struct arena *a, int64_t t, int n)
{
	str day = date_iso(a, t);
	int64_t year, month, date, out;

	if (str_int(str_take(day, 4), &year) || str_int(str_take(str_from(day, 5), 2), &month) || str_int(str_from(day, 8), &date))
		return t;
	month += n;
	year += (month - 1) / 12;
	month = (month - 1) % 12 + 1;
	while (date_parse(str_fmt(a, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, year, month, date), time_iso(a, t), &out) && date > 28)
		date--;
	return out;
}

int64_t
measure_habit_next(struct arena *a, int64_t from, int64_t looks)
{
	return looks < HABIT_WEEKLY ? date_add_days(from, 7) : measure_months_on(a, from, 1);
}

enum measure_status
measure_start_status(const struct measure *m, int64_t now)
{
	if ((!m->owner && !m->who_words.n) || (!m->due_at && !m->when_words.n))
		return MEASURE_PRIORITISED;
	if (m->is_test && m->start_at && m->start_at <= now)
		return MEASURE_TESTING;
	return MEASURE_PLANNED;
}

err
measure_move(struct db_conn *c, const struct measure *m, int64_t person, enum measure_status to)
{
	if (m->status == to)
		return OK;
	TRY(db_exec(c, NULL, MEASURE_STATUS, INT(m->id), TEXT(measure_status_word(to)),
		to == MEASURE_DONE ? INT(clock_now()) : NIL));
	return measure_note(c, m->id, person, S("status"), measure_status_word(m->status), measure_status_word(to));
}
