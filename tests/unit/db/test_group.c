/* test_group.c: what the writes of one group leave for each other. */
#include "together.h"

/* How often the item was written, and what was left for it. */
static int settled;

/* Stands for many small steps of one counter. */
struct steps {
	int64_t n;
	str name;
};

static err
settle_steps(struct db_conn *c, int64_t key, void *left)
{
	struct steps *s = left;

	assert_int_equal(key, 7);
	settled++;
	return db_exec(c, NULL, ITEM_SET, TEXT(s->name), INT(s->n));
}

/* Counts without a statement, if somebody has looked already. */
static err
step_up(struct db_conn *c, void *arg)
{
	struct task *t = arg;
	struct steps *s = db_left(c, settle_steps, 7);
	struct rows r;

	if (!s) {
		TRY(db_one(c, &t->a, &r, ITEM_GET, TEXT(t->name)));
		s = db_leave(c, settle_steps, 7, sizeof(*s));
		s->n = row_int(&r, 0, 0);
		s->name = str_dup(db_left_arena(c), t->name);
	}
	db_left_changes(c);
	s->n++;
	return OK;
}

static err
step_up_and_regret(struct db_conn *c, void *arg)
{
	TRY(step_up(c, arg));
	return ERR_DENIED;
}

/* Sees what those before it have left, and others see what it wrote. */
static err
double_it(struct db_conn *c, void *arg)
{
	struct task *t = arg;
	struct rows r;

	TRY(db_one(c, &t->a, &r, ITEM_GET, TEXT(t->name)));
	return db_exec(c, NULL, ITEM_SET, TEXT(t->name), INT(row_int(&r, 0, 0) * 2));
}

static err
add_beside(struct db_conn *c, void *arg UNUSED)
{
	return db_exec_beside(c, NULL, ITEM_ADD, TEXT(S("beside")), INT(1), NIL);
}

static err
add_twice_beside(struct db_conn *c, void *arg)
{
	TRY(add_beside(c, arg));
	return add_beside(c, arg);
}

static int64_t
value_of(struct fixture *f, str name)
{
	struct db_conn *c;
	struct rows r;
	int64_t n;

	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_GET, TEXT(name)), OK);
	n = row_int(&r, 0, 0);
	db_read_end(c);
	return n;
}

static void
all_succeed(const struct task *t, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(t[i].result, OK);
}

static void
many_steps_are_written_once(void **state)
{
	struct fixture *f = *state;
	struct task t[9];

	settled = 0;
	assert_int_equal(add_item(f->db, S("k"), 10), OK);
	for (size_t i = 0; i < COUNT(t); i++)
		t[i] = (struct task){ .fn = i == 4 ? add_beside : step_up, .name = S("k") };
	run_together(f->db, t, COUNT(t));
	all_succeed(t, COUNT(t));
	assert_int_equal(value_of(f, S("k")), 18);
	assert_int_equal(settled, 1);
}

static void
a_lone_step_is_written_too(void **state)
{
	struct fixture *f = *state;
	struct task t = { .fn = step_up, .name = S("k") };

	assert_int_equal(add_item(f->db, S("k"), 10), OK);
	assert_int_equal(db_write(f->db, t.fn, &t), OK);
	assert_int_equal(value_of(f, S("k")), 11);
	t.fn = step_up_and_regret;
	assert_int_equal(db_write(f->db, t.fn, &t), ERR_DENIED);
	assert_int_equal(value_of(f, S("k")), 11);
	arena_free(&t.a);
}

static void
other_statements_see_what_was_left(void **state)
{
	struct fixture *f = *state;
	struct task t[] = {
		{ .fn = step_up, .name = S("k") },
		{ .fn = step_up, .name = S("k") },
		{ .fn = double_it, .name = S("k") },
		{ .fn = step_up, .name = S("k") },
	};

	settled = 0;
	assert_int_equal(add_item(f->db, S("k"), 10), OK);
	run_together(f->db, t, COUNT(t));
	all_succeed(t, COUNT(t));
	assert_int_equal(value_of(f, S("k")), 25);
	assert_int_equal(settled, 2);
}

static void
what_a_failed_job_left_is_undone_with_it(void **state)
{
	struct fixture *f = *state;
	struct task t[] = {
		{ .fn = step_up, .name = S("k") },
		{ .fn = step_up_and_regret, .name = S("k") },
		{ .fn = step_up, .name = S("k") },
		{ .fn = add_twice_beside },
		{ .fn = step_up, .name = S("k") },
	};

	assert_int_equal(add_item(f->db, S("k"), 10), OK);
	run_together(f->db, t, COUNT(t));
	assert_int_equal(t[1].result, ERR_DENIED);
	assert_int_equal(t[3].result, ERR_CONFLICT);
	for (size_t i = 0; i < COUNT(t); i += 2)
		assert_int_equal(t[i].result, OK);
	assert_int_equal(value_of(f, S("k")), 13);
	assert_int_equal(item_count(f), 1);
}

/* The name is taken. */
static err
settle_badly(struct db_conn *c, int64_t key UNUSED, void *left UNUSED)
{
	return db_exec(c, NULL, ITEM_ADD, TEXT(S("k")), INT(1), NIL);
}

static err
leave_a_mess(struct db_conn *c, void *arg UNUSED)
{
	db_left_changes(c);
	if (!db_left(c, settle_badly, 1))
		(void)db_leave(c, settle_badly, 1, 1);
	return OK;
}

static void
what_cannot_be_settled_is_not_saved(void **state)
{
	struct fixture *f = *state;
	struct task t[] = {
		{ .fn = step_up, .name = S("k") },
		{ .fn = leave_a_mess },
		{ .fn = step_up, .name = S("k") },
	};

	assert_int_equal(add_item(f->db, S("k"), 10), OK);
	run_together(f->db, t, COUNT(t));
	assert_int_equal(t[0].result, OK);
	assert_int_equal(t[1].result, ERR_CONFLICT);
	assert_int_equal(t[2].result, OK);
	assert_int_equal(value_of(f, S("k")), 12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(many_steps_are_written_once),
		BOTH(a_lone_step_is_written_too),
		BOTH(other_statements_see_what_was_left),
		BOTH(what_a_failed_job_left_is_undone_with_it),
		BOTH(what_cannot_be_settled_is_not_saved),
	};

	return cmocka_run_group_tests_name("group", tests, NULL, NULL);
}
