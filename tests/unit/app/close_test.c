/* close_test.c: what the files hold after a room has closed: no copy of what was deleted, no order that says when. */
#include "stage.h"

#include <libpq-fe.h>
#include <stdio.h>

#include "base/rand.h"
#include "base/str.h"

#define MANY 1500

struct crowd {
	struct stage *s;
	str ids[MANY], tokens[MANY];
};

/* Notes of every length, so that the database moves them about. */
static err
all_write(struct db_conn *c, void *arg)
{
	struct crowd *x = arg;
	char text[300];

	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i < MANY; i++) {
		struct note_act n = note_of(x->s, i % SEATS, "bra", "");
		n.text = (str){ text, 10 + rand_below(250) };
		x->ids[i] = n.id;
		x->tokens[i] = n.token;
		TRY(note_add(c, &n));
	}
	return OK;
}

static struct crowd *
a_full_workshop(struct stage *s)
{
	struct crowd *x = NEW(&s->h->a, struct crowd);

	x->s = s;
	go_to(s, "bra");
	assert_int_equal(db_write_locked(s->h->app.db, s->sitting, all_write, x), OK);
	go_to(s, "bra-temaer");
	return x;
}

static void
close_it(struct stage *s)
{
	struct close_act close = { .arena = &s->h->a, .app = &s->h->app, .room = s->sitting };

	assert_int_equal(db_write_locked(s->h->app.db, s->sitting, room_close, &close), OK);
	assert_int_equal(scrub_run(&s->h->app, &s->h->a), OK);
}

static str
file_of(struct house *h)
{
	FILE *in = fopen(str_fmt(&h->a, "%s/test.db%c", h->place, 0).p, "rb");
	size_t n;
	char *p;

	assert_non_null(in);
	assert_int_equal(fseek(in, 0, SEEK_END), 0);
	n = (size_t)ftell(in);
	rewind(in);
	p = arena_alloc(&h->a, n + 1, 1);
	assert_int_equal(fread(p, 1, n, in), n);
	fclose(in);
	return (str){ p, n };
}

/* SQLite overwrites what is deleted where it lies, but not the copies it left behind when it moved rows from page to page. */
static void
no_page_keeps_a_copy_of_what_is_gone(void **state)
{
	struct stage s = set_up(*state);
	struct crowd *x = a_full_workshop(&s);
	size_t found = 0;
	str file;

	close_it(&s);
	file = file_of(s.h);
	for (size_t i = 0; i < MANY; i++)
		found += str_find(file, x->ids[i]) != SIZE_MAX;
	for (size_t i = 0; i < SEATS; i++)
		found += str_find(file, s.seats[i]) != SIZE_MAX;
	assert_int_equal(found, 0);
	put_away(&s);
}

/* What somebody with the database in hand gets when nothing is said of the order: the order of the file. */
static PGresult *
rows_as_they_lie(struct house *h, const char *sql)
{
	PGconn *link = PQconnectdb(h->url);
	PGresult *r = PQexec(link, sql);

	assert_int_equal(PQresultStatus(r), PGRES_TUPLES_OK);
	PQfinish(link);
	return r;
}

static void
the_file_lies_in_the_order_of_the_random_ids(void **state)
{
	struct stage s = set_up(*state);
	PGresult *r;

	a_full_workshop(&s);
	close_it(&s);
	r = rows_as_they_lie(s.h, "SELECT id FROM note");
	assert_int_equal(PQntuples(r), MANY);
	for (int i = 1; i < MANY; i++)
		assert_true(strcmp(PQgetvalue(r, i - 1, 0), PQgetvalue(r, i, 0)) < 0);
	PQclear(r);
	put_away(&s);
}

static void
erasing_asks_for_clean_files(void **state)
{
	struct stage s = set_up(*state);
	struct note_act n = note_of(&s, 0, "bra", "Kari er syk");
	struct moderate_act m;
	struct db_conn *c;
	struct rows r;

	go_to(&s, "bra");
	assert_int_equal(write_note(&s, &n), OK);
	go_to(&s, "bra-temaer");
	m = moderation(&s, n.id, MODERATE_ERASE, s.h->rep, ROLE_BIT(ROLE_UNION));
	must_write(s.h, moderate, &m);
	m = moderation(&s, n.id, MODERATE_ERASE, s.h->leader, ROLE_BIT(ROLE_LEADER));
	must_write(s.h, moderate, &m);
	c = reading(s.h);
	assert_int_equal(db_query(c, &s.h->a, &r, SETTING_GET, TEXT(S("scrub"))), OK);
	db_read_end(c);
	assert_int_equal(r.n, 1);
	put_away(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_page_keeps_a_copy_of_what_is_gone, house_sqlite, house_done),
		cmocka_unit_test_setup_teardown(the_file_lies_in_the_order_of_the_random_ids, house_postgres, house_done),
		BOTH(erasing_asks_for_clean_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
