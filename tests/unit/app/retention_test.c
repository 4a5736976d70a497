/* retention_test.c: periods and their notice; what goes and what stays; killed in the middle; one node at a time; where people
 * and processes stand in the database. */
#include <sqlite3.h>
#include <stdio.h>

#include "app/access/audit.h"
#include "app/access/me_pages.h"
#include "app/chain/themes.h"
#include "app/retention/person.h"
#include "app/retention/retention.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "text/date.h"
#include "workshop.h"

#define DAY 86400

static struct keeping
periods(struct house *h)
{
	struct db_conn *c = reading(h);
	struct keeping all;

	assert_int_equal(keeping_read(c, &h->a, &all), OK);
	db_read_end(c);
	return all;
}

static bool
want(struct house *h, enum keep k, int64_t value)
{
	struct keeping now = periods(h);
	struct keeping_change x = { .arena = &h->a, .person = h->admin, .key = rand_uuid(&h->a) };

	for (enum keep i = 0; i < KEEP_COUNT; i++)
		x.wanted[i] = now.next_at[i] ? now.next[i] : now.now[i];
	x.wanted[k] = value;
	must_write(h, keeping_change_write, &x);
	return x.later;
}

/* So long after the beginning, and the program has seen each day of it: the jump alone would hold everything (doubt_test.c). */
static void
live_until(struct house *h, int64_t seconds)
{
	clock_shift(seconds);
	by_hand(h, S("DELETE FROM setting WHERE name LIKE 'clock.%'"));
}

/* Lets the job work until it has nothing to do. How many pieces there were. */
static int
forget_all(struct house *h)
{
	struct forgetter f = { .node = S("n1") };
	bool more = true;
	int pieces = 0;

	while (more) {
		assert_int_equal(retention_run(&h->app, &h->a, &f, &more), OK);
		pieces += more;
		assert_true(pieces < 1000);
	}
	return pieces;
}

static struct audit_check
chain(struct house *h)
{
	struct db_conn *c = reading(h);
	struct audit_check out;

	assert_int_equal(audit_verify(c, &h->a, &out), OK);
	db_read_end(c);
	return out;
}

static void
a_shorter_period_counts_after_a_notice(void **state)
{
	struct house *h = *state;

	assert_int_equal(periods(h).now[KEEP_NOTES], 2);
	assert_false(want(h, KEEP_NOTES, 4));
	assert_int_equal(periods(h).now[KEEP_NOTES], 4);
	assert_true(want(h, KEEP_NOTES, 1));
	assert_int_equal(periods(h).now[KEEP_NOTES], 4);
	assert_int_equal(periods(h).next[KEEP_NOTES], 1);
	clock_shift((KEEP_NOTICE - 1) * DAY);
	assert_int_equal(periods(h).now[KEEP_NOTES], 4);
	clock_shift((KEEP_NOTICE + 1) * DAY);
	assert_int_equal(periods(h).now[KEEP_NOTES], 1);
	assert_int_equal(periods(h).next_at[KEEP_NOTES], 0);
	/* The next notice begins at what counts now, not at what was written down before. */
	assert_true(want(h, KEEP_NOTES, 0));
	assert_int_equal(periods(h).now[KEEP_NOTES], 1);
	/* Longer again: nothing is to come any more. */
	assert_false(want(h, KEEP_NOTES, 3));
	clock_shift(3 * KEEP_NOTICE * DAY);
	assert_int_equal(periods(h).now[KEEP_NOTES], 3);
}

static void
a_period_past_its_ends_is_not_believed(void **state)
{
	struct house *h = *state;
	struct keeping_change x = { .arena = &h->a, .person = h->admin, .key = S("k") };

	for (enum keep k = 0; k < KEEP_COUNT; k++)
		x.wanted[k] = keep_rules[k].usual;
	x.wanted[KEEP_LOG] = 0;
	assert_int_equal(db_write(h->app.db, keeping_change_write, &x), ERR_INVALID);
	by_hand(h, S("INSERT INTO setting (name, value) VALUES ('keep.log_years', '0'), ('keep.plan_years.next', '0 1')"));
	assert_int_equal(periods(h).now[KEEP_LOG], 1);
	assert_int_equal(periods(h).now[KEEP_WORK], 5);
}

static void
months_end_where_they_end(void **state)
{
	struct house *h = *state;
	struct keeping k = { .now = { [KEEP_ACCOUNTS] = 1, [KEEP_NOTES] = 2, [KEEP_LETTERS] = 10 } };
	int64_t march, wanted;

	assert_int_equal(date_parse(S("2028-03-31"), S("12:00"), &march), OK);
	assert_int_equal(date_parse(S("2028-02-29"), S(""), &wanted), OK);
	assert_int_equal(keep_before(&h->a, KEEP_ACCOUNTS, &k, march), wanted);
	assert_int_equal(date_parse(S("2026-03-31"), S(""), &wanted), OK);
	assert_int_equal(keep_before(&h->a, KEEP_NOTES, &k, march), wanted);
	assert_int_equal(keep_before(&h->a, KEEP_LETTERS, &k, march), march - 10 * DAY);
}

static void
hold_and_end(struct workshop *w)
{
	static const struct said said[] = {
		{ HARD, "Pausene ryker", 4, 5 }, { HARD, "Vaktbyttene", 2, 1 },
	};
	const struct held held = { .kind = SITTING_STAFF, .seats = 6, .said = said, .n = COUNT(said) };

	workshop_hold(w, &held);
	by_hand(w->h, str_fmt(&w->h->a, "UPDATE process SET state = 'ended', ended = %" PRId64 " WHERE id = %" PRId64, clock_now(), w->p.id));
}

static int64_t
notes_of_theme(struct workshop *w, const char *name)
{
	struct gathering g;

	workshop_gather(w, &g);
	return workshop_theme(workshop_part(&g, HARD), name)->notes;
}

static void
notes_go_and_theme_and_count_stay(void **state)
{
	struct house *h = *state;
	struct workshop w;

	workshop_begin(&w, h);
	hold_and_end(&w);
	assert_int_equal(notes_of_theme(&w, "Pausene ryker"), 4);
	assert_true(number_of(h, EXPIRE_NOTES_DUE, clock_now() + 1) >= 6);
	forget_all(h);
	assert_true(number_of(h, EXPIRE_NOTES_DUE, clock_now() + 1) >= 6);
	live_until(h, (int64_t)735 * DAY);
	assert_true(forget_all(h) > 0);
	assert_int_equal(number_of(h, EXPIRE_NOTES_DUE, clock_now() + 1), 0);
	assert_int_equal(notes_of_theme(&w, "Pausene ryker"), 4);
	assert_int_equal(notes_of_theme(&w, "Vaktbyttene"), 2);
	assert_int_equal(forget_all(h), 0);
	assert_int_equal(notes_of_theme(&w, "Pausene ryker"), 4);
	assert_int_equal(chain(h).first_bad, 0);
}

/* What a killed process leaves: some pieces done, not the rest. Each piece is one transaction, so it is enough to stop between two. */
static void
killed_in_the_middle_it_goes_on(void **state)
{
	struct house *h = *state;
	struct forgetter n1 = { .node = S("n1") }, n2 = { .node = S("n2") };
	bool more;

	for (int i = 0; i < 1300; i += 100) {
		struct buf b = buf_new(&h->a, 65536);
		buf_add(&b, S("INSERT INTO form_key (key, at) VALUES "));
		for (int k = 0; k < 100; k++)
			buf_addf(&b, "%s('k%d', 5)", k ? ", " : "", i + k);
		by_hand(h, buf_str(&b));
	}
	assert_int_equal(number_of(h, EXPIRE_KEYS_DUE, 10), 1300);
	assert_int_equal(retention_run(&h->app, &h->a, &n1, &more), OK);
	assert_true(more);
	assert_int_equal(number_of(h, EXPIRE_KEYS_DUE, 10), 800);
	/* The node is gone. Another one waits until its turn is over, then goes on where it stopped. */
	assert_int_equal(retention_run(&h->app, &h->a, &n2, &more), OK);
	assert_false(more);
	assert_int_equal(number_of(h, EXPIRE_KEYS_DUE, 10), 800);
	clock_shift(601);
	assert_int_equal(retention_run(&h->app, &h->a, &n2, &more), OK);
	assert_true(more);
	assert_int_equal(number_of(h, EXPIRE_KEYS_DUE, 10), 300);
	assert_int_equal(retention_run(&h->app, &h->a, &n1, &more), OK);
	assert_false(more);
}

/* ---- people ---- */

static err
leave(struct db_conn *c, void *arg)
{
	return person_leave_write(c, arg);
}

static struct person
who_is(struct house *h, int64_t id, err wanted)
{
	struct db_conn *c = reading(h);
	struct person p = { 0 };

	assert_int_equal(person_get(c, &h->a, h->organisation, id, &p), wanted);
	db_read_end(c);
	return p;
}

static void
somebody_who_left_is_erased_and_decisions_stand(void **state)
{
	struct house *h = *state;
	struct person_edit x = { .arena = &h->a, .organisation = h->organisation, .by = h->admin };
	struct db_conn *c;
	struct parties roles;
	struct rows r;

	house_people(h);
	x.person = h->rep;
	must_write(h, leave, &x);
	live_until(h, (int64_t)150 * DAY);
	forget_all(h);
	assert_true(str_eq(who_is(h, h->rep, OK).name, S("Per Li")));
	live_until(h, (int64_t)190 * DAY);
	forget_all(h);
	who_is(h, h->rep, ERR_NOTFOUND);
	c = reading(h);
	assert_int_equal(people_roles(c, &h->a, h->rep, &roles), OK);
	assert_int_equal(roles.n, 1);
	assert_int_equal(roles.p[0].role, ROLE_UNION);
	assert_int_equal(roles.p[0].union_name.n, 0);
	assert_true(str_eq(roles.p[0].name, S("Tidligere kollega")));
	assert_int_equal(db_query(c, &h->a, &r, SETTING_GET, TEXT(S("wipe"))), OK);
	assert_int_equal(r.n, 1);
	db_read_end(c);
	assert_int_equal(wipe_run(&h->app, &h->a), OK);
	c = reading(h);
	assert_int_equal(db_query(c, &h->a, &r, SETTING_GET, TEXT(S("wipe"))), OK);
	assert_int_equal(r.n, 0);
	db_read_end(c);
	assert_int_equal(chain(h).first_bad, 0);
}

static err
erase_now(struct db_conn *c, void *arg)
{
	struct house *h = arg;

	return person_erase(c, &h->a, h->safety, h->admin);
}

static void
nobody_is_erased_who_is_here(void **state)
{
	struct house *h = *state;

	house_people(h);
	assert_int_equal(db_write(h->app.db, erase_now, h), ERR_CONFLICT);
	assert_true(str_eq(who_is(h, h->safety, OK).name, S("Kari Nordmann")));
}

/* ---- where people and processes stand ---- */

struct columns {
	struct {
		char table[64], column[64];
	} p[200];
	size_t n;
};

/* Every column that refers to a table, and every one that is called as if it did: of the SQLite schema, which both engines share. */
static void
find_columns(struct house *h, const char *sql, struct columns *out)
{
	sqlite3_stmt *st;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(str_z(&h->a, str_from(str_of(h->url), sizeof("sqlite:") - 1)), &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	for (out->n = 0; sqlite3_step(st) == SQLITE_ROW; out->n++) {
		assert_true(out->n < COUNT(out->p));
		snprintf(out->p[out->n].table, sizeof(out->p[0].table), "%s", (const char *)sqlite3_column_text(st, 0));
		snprintf(out->p[out->n].column, sizeof(out->p[0].column), "%s", (const char *)sqlite3_column_text(st, 1));
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
}

static const struct person_column *
listed(const char *table, const char *column)
{
	for (size_t i = 0; i < person_column_count; i++)
		if (strcmp(person_columns[i].table, table) == 0 && strcmp(person_columns[i].column, column) == 0)
			return &person_columns[i];
	return NULL;
}

static void
every_person_column_is_erased_and_exported(void **state)
{
	struct house *h = *state;
	struct columns *all = NEW(&h->a, struct columns);

	find_columns(h, "SELECT m.name, f.\"from\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND "
		"f.\"table\" = 'person' UNION SELECT m.name, i.name FROM sqlite_master m JOIN pragma_table_info(m.name) i WHERE "
		"m.type = 'table' AND (i.name LIKE '%person%' OR i.name IN ('about_id', 'by_id', 'owner_id', 'helper_id', 'leads_id', 'desk_id', 'chair_id'))",
		all);
	for (size_t i = 0; i < all->n; i++)
		if (!listed(all->p[i].table, all->p[i].column))
			fail_msg("%s.%s holds a person: say in app/retention/person.c what becomes of it, and put it into the person's export "
				 "(app/access/me_export.c)", all->p[i].table, all->p[i].column);
	for (size_t i = 0; i < person_column_count; i++) {
		const struct person_column *p = &person_columns[i];
		if (p->fate == PERSON_SHORT ? p->part != NULL : !p->part || !me_export_has(str_of(p->part)))
			fail_msg("%s.%s is in no part of the person's export", p->table, p->column);
	}
}

/* Everything that belongs to a process is gone with it, in whatever table. */
static void
of_a_deleted_process_nothing_is_left(void **state)
{
	struct house *h = *state;
	struct columns *all = NEW(&h->a, struct columns);
	struct workshop w;

	workshop_begin(&w, h);
	hold_and_end(&w);
	by_hand(h, str_fmt(&h->a, "UPDATE process SET erase_at = 5 WHERE id = %" PRId64, w.p.id));
	assert_true(forget_all(h) > 0);
	assert_int_equal(forget_all(h), 0);
	if (h->postgres)
		return;
	find_columns(h, "SELECT m.name, i.name FROM sqlite_master m JOIN pragma_table_info(m.name) i WHERE m.type = 'table' AND "
		"i.name IN ('process_id', 'sitting_id', 'room_id', 'round_id', 'entry_id', 'agreement_id', 'measure_id', 'meeting_id')", all);
	assert_true(all->n > 30);
	for (size_t i = 0; i < all->n; i++) {
		const char *sql = str_z(&h->a, str_fmt(&h->a, "SELECT '%s', '%s' FROM %s WHERE %s IS NOT NULL LIMIT 1", all->p[i].table,
			all->p[i].column, all->p[i].table, all->p[i].column));
		struct columns left;
		find_columns(h, sql, &left);
		if (left.n)
			fail_msg("%s.%s is left of a deleted process: add it to app/retention/process_erase.c", left.p[0].table, left.p[0].column);
	}
}

/* The test above finds what is left; this one finds tables nothing of which was there. */
static void
every_table_of_a_process_has_its_statement(void **state)
{
	struct house *h = *state;
	struct columns *all = NEW(&h->a, struct columns);

	find_columns(h, "SELECT m.name, i.name FROM sqlite_master m JOIN pragma_table_info(m.name) i WHERE m.type = 'table' AND "
		"i.name IN ('process_id', 'sitting_id', 'room_id', 'round_id', 'entry_id', 'agreement_id', 'measure_id', 'meeting_id')", all);
	for (size_t i = 0; i < all->n; i++) {
		str begins = str_fmt(&h->a, "DELETE FROM %s ", all->p[i].table);
		bool found = strcmp(all->p[i].table, "audit") == 0;
		for (size_t s = 1; s < STMT_COUNT; s++)
			found |= str_starts(str_of(sql_statements[s].name), S("GONE_")) && str_starts(str_of(sql_statements[s].sqlite), begins);
		if (!found)
			fail_msg("nothing deletes %s with its process: a statement in app/retention/retention.sql, a word in process_erase.c",
				all->p[i].table);
	}
}

static void
an_open_gathering_keeps_its_process(void **state)
{
	struct house *h = *state;
	struct workshop w;
	struct forgetter f = { .node = S("n1") };
	bool more;

	workshop_begin(&w, h);
	hold_and_end(&w);
	by_hand(h, str_fmt(&h->a, "UPDATE process SET erase_at = 5 WHERE id = %" PRId64, w.p.id));
	by_hand(h, S("UPDATE sitting SET state = 'open' WHERE id = (SELECT MIN(id) FROM sitting)"));
	assert_int_equal(retention_run(&h->app, &h->a, &f, &more), OK);
	assert_int_equal(number_of(h, EXPIRE_ASKED_DUE, clock_now()), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_shorter_period_counts_after_a_notice),
		BOTH(a_period_past_its_ends_is_not_believed),
		cmocka_unit_test_setup_teardown(months_end_where_they_end, house_sqlite, house_done),
		HELD_ON_BOTH(notes_go_and_theme_and_count_stay),
		BOTH(killed_in_the_middle_it_goes_on),
		BOTH(somebody_who_left_is_erased_and_decisions_stand),
		BOTH(nobody_is_erased_who_is_here),
		cmocka_unit_test_setup_teardown(every_person_column_is_erased_and_exported, house_sqlite, house_done),
		HELD_ON_BOTH(of_a_deleted_process_nothing_is_left),
		cmocka_unit_test_setup_teardown(every_table_of_a_process_has_its_statement, house_sqlite, house_done),
		HELD_ON_BOTH(an_open_gathering_keeps_its_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
