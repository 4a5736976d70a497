/* test_types.c: what goes in comes out, on both engines alike. */
#include "fixture.h"

struct put {
	int stmt;
	struct val v[3];
	int64_t changed;
};

static err
put(struct db_conn *c, void *arg)
{
	struct put *p = arg;

	return db_exec(c, &p->changed, p->stmt, p->v[0], p->v[1], p->v[2]);
}

static struct rows
get(struct fixture *f, str name)
{
	struct db_conn *c;
	struct rows r;

	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_GET, TEXT(name)), OK);
	db_read_end(c);
	return r;
}

static void
values_come_back_as_they_went_in(void **state)
{
	static const char all[] = "\0\1\2'\"\\\x7f\x80\xff";
	static const struct { str name; int64_t n; struct val raw; } t[] = {
		{ S("plain"), 1, { .type = VAL_BLOB, .s = S("abc") } },
		{ S("Sjukepleiar på Áltá 🙂 ' \" \\ $1 %"), INT64_MAX, { .type = VAL_BLOB, .s = { all, sizeof(all) } } },
		{ S("smallest"), INT64_MIN, { .type = VAL_NULL } },
		{ S("no bytes"), 0, { .type = VAL_BLOB } },
		{ S("line\nbreak\ttab"), -1, { .type = VAL_BLOB, .s = S("\0") } },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(t); i++) {
		struct put p = { i % 2 ? ITEM_ADD_SWAPPED : ITEM_ADD, { TEXT(t[i].name), INT(t[i].n), t[i].raw }, 0 };
		struct rows r;
		assert_int_equal(db_write(f->db, put, &p), OK);
		assert_int_equal(p.changed, 1);
		r = get(f, t[i].name);
		assert_int_equal(row_int(&r, 0, 0), t[i].n);
		assert_int_equal(row_null(&r, 0, 1), t[i].raw.type == VAL_NULL);
		assert_true(str_eq(row_text(&r, 0, 1), t[i].raw.s));
		assert_true(str_eq(row_text(&r, 0, 2), t[i].name));
	}
}

static void
empty_text_is_not_null(void **state)
{
	struct fixture *f = *state;
	struct put p = { ITEM_ADD, { TEXT((str){ 0 }), INT(1), NIL }, 0 };
	struct rows r;

	assert_int_equal(db_write(f->db, put, &p), OK);
	r = get(f, S(""));
	assert_false(row_null(&r, 0, 2));
}

static void
text_with_nul_or_broken_utf8_is_refused(void **state)
{
	static const str bad[] = { S("a\0b"), S("\0"), S("\xff"), S("\xc3"), S("\xed\xa0\x80") };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(add_item(f->db, bad[i], 1), ERR_INVALID);
	assert_int_equal(item_count(f), 0);
}

static void
sums_and_comparisons_are_integers(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c;
	struct rows r;

	assert_int_equal(add_item(f->db, S("a"), INT64_MAX / 2), OK);
	assert_int_equal(add_item(f->db, S("b"), 4), OK);
	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_SUM, DB_NONE), OK);
	assert_int_equal(row_int(&r, 0, 0), INT64_MAX / 2 + 4);
	assert_int_equal(row_int(&r, 0, 1), 1);
	db_read_end(c);
}

static void
parameters_beside_small_literals_keep_64_bits(void **state)
{
	struct fixture *f = *state;
	int64_t ms = INT64_C(1795258260123);
	struct db_conn *c;
	struct rows r;

	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, WIDE_MATH, INT(ms)), OK);
	assert_int_equal(row_int(&r, 0, 0), ms + 1);
	assert_int_equal(db_one(c, &f->a, &r, WIDE_CHOICE, INT(ms)), OK);
	assert_int_equal(row_int(&r, 0, 0), 1);
	db_read_end(c);
}

static void
a_fraction_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c;
	struct rows r;

	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_query(c, &f->a, &r, A_FRACTION, DB_NONE), ERR_IO);
	assert_true(said(f, S("A_FRACTION")));
	db_read_end(c);
}

static void
lists_come_whole_and_in_order(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c;
	struct rows r;

	for (int64_t i = 0; i < 200; i++)
		assert_int_equal(add_item(f->db, str_fmt(&f->a, "item %03d", (int)i), i), OK);
	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_query(c, &f->a, &r, ITEM_LIST, INT(150)), OK);
	db_read_end(c);
	assert_int_equal(r.n, 150);
	assert_int_equal(r.cols, 3);
	for (size_t i = 0; i < r.n; i++) {
		assert_int_equal(row_int(&r, i, 1), i);
		assert_true(str_eq(row_text(&r, i, 0), str_fmt(&f->a, "item %03d", (int)i)));
		assert_true(row_null(&r, i, 2));
	}
}

static void
a_missing_row_is_notfound_and_does_no_harm(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c;
	struct rows r;

	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_GET, TEXT(S("nobody"))), ERR_NOTFOUND);
	assert_int_equal(r.n, 0);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_COUNT, DB_NONE), OK);
	db_read_end(c);
}

/* The first time on a connection each statement is prepared by itself, from then on they travel together. */
static void
questions_asked_together_answer_each_for_itself(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c;
	struct rows one, none, count, list;

	assert_int_equal(add_item(f->db, S("a"), 7), OK);
	assert_int_equal(add_item(f->db, S("b"), 8), OK);
	assert_int_equal(db_read_begin(f->db, &c), OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(db_query_all(c, &f->a, ASK(&one, ITEM_GET, TEXT(S("b"))), ASK(&none, ITEM_GET, TEXT(S("nobody"))),
			ASK(&count, ITEM_COUNT, DB_NONE), ASK(&list, ITEM_LIST, INT(10))), OK);
		assert_int_equal(one.n, 1);
		assert_int_equal(row_int(&one, 0, 0), 8);
		assert_int_equal(none.n, 0);
		assert_int_equal(row_int(&count, 0, 0), 2);
		assert_int_equal(list.n, 2);
		assert_true(str_eq(row_text(&list, 0, 0), S("a")));
		assert_int_equal(db_one(c, &f->a, &count, ITEM_COUNT, DB_NONE), OK);
	}
	db_read_end(c);
}

static void
a_failure_among_questions_leaves_none_answered(void **state)
{
	struct fixture *f = *state;
	struct rows first, bad, last;

	assert_int_equal(add_item(f->db, S("a"), 7), OK);
	for (int i = 0; i < 3; i++) {
		struct db_conn *c;
		assert_int_equal(db_read_begin(f->db, &c), OK);
		if (i)
			assert_int_equal(db_query(c, &f->a, &bad, WIDE_MATH, INT(1)), OK);
		assert_int_equal(db_query_all(c, &f->a, ASK(&first, ITEM_GET, TEXT(S("a"))), ASK(&bad, WIDE_MATH, INT(INT64_MAX)),
			ASK(&last, ITEM_COUNT, DB_NONE)), ERR_IO);
		assert_true(said(f, S("WIDE_MATH")));
		assert_int_equal(first.n + bad.n + last.n, 0);
		assert_int_equal(db_query(c, &f->a, &last, ITEM_COUNT, DB_NONE), ERR_IO);	/* failures stick */
		db_read_end(c);
	}
	assert_int_equal(item_count(f), 1);
}

static err
add_and_ask(struct db_conn *c, void *arg)
{
	struct fixture *f = arg;
	struct rows one, count;

	for (int i = 0; i < 3; i++) {
		str name = str_fmt(&f->a, "item %d", i);
		TRY(db_exec(c, NULL, ITEM_ADD, TEXT(name), INT(i), NIL));
		TRY(db_query_all(c, &f->a, ASK(&one, ITEM_GET, TEXT(name)), ASK(&count, ITEM_COUNT, DB_NONE)));
		assert_int_equal(row_int(&one, 0, 0), i);
		assert_int_equal(row_int(&count, 0, 0), i + 1);
	}
	return OK;
}

static void
questions_asked_together_see_what_was_written(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_write(f->db, add_and_ask, f), OK);
	assert_int_equal(item_count(f), 3);
}

static void
a_read_cannot_write(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c;

	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_exec(c, NULL, ITEM_ADD, TEXT(S("x")), INT(1), NIL), ERR_IO);
	db_read_end(c);
	assert_int_equal(item_count(f), 0);
}

static void
a_read_is_one_snapshot(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c;
	struct rows r;

	assert_int_equal(add_item(f->db, S("before"), 1), OK);
	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_COUNT, DB_NONE), OK);
	assert_int_equal(row_int(&r, 0, 0), 1);
	assert_int_equal(add_item(f->db, S("meanwhile"), 1), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_COUNT, DB_NONE), OK);
	assert_int_equal(row_int(&r, 0, 0), 1);
	db_read_end(c);
	assert_int_equal(item_count(f), 2);
}

static void
a_statement_over_its_time_is_stopped(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c;
	struct rows r;

	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_query(c, &f->a, &r, ENDLESS, DB_NONE), ERR_BUSY);
	assert_int_equal(db_query(c, &f->a, &r, ITEM_COUNT, DB_NONE), ERR_BUSY);	/* failures stick */
	db_read_end(c);
	assert_true(said(f, S("ENDLESS")));
	assert_int_equal(item_count(f), 0);
}

static void
more_readers_than_connections_is_busy_after_two_seconds(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c[4], *one_more;

	for (size_t i = 0; i < COUNT(c); i++)
		assert_int_equal(db_read_begin(f->db, &c[i]), OK);
	assert_int_equal(db_read_begin(f->db, &one_more), ERR_BUSY);
	assert_null(one_more);
	db_read_end(one_more);
	for (size_t i = 0; i < COUNT(c); i++)
		db_read_end(c[i]);
	assert_int_equal(db_read_begin(f->db, &one_more), OK);
	db_read_end(one_more);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(values_come_back_as_they_went_in),
		BOTH(empty_text_is_not_null),
		BOTH(text_with_nul_or_broken_utf8_is_refused),
		BOTH(sums_and_comparisons_are_integers),
		BOTH(parameters_beside_small_literals_keep_64_bits),
		BOTH(a_fraction_is_an_error),
		BOTH(lists_come_whole_and_in_order),
		BOTH(a_missing_row_is_notfound_and_does_no_harm),
		BOTH(questions_asked_together_answer_each_for_itself),
		BOTH(a_failure_among_questions_leaves_none_answered),
		BOTH(questions_asked_together_see_what_was_written),
		BOTH(a_read_cannot_write),
		BOTH(a_read_is_one_snapshot),
		BOTH(a_statement_over_its_time_is_stopped),
		BOTH(more_readers_than_connections_is_busy_after_two_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
