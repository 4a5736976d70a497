/* test_away.c: what becomes of writes and reads when the PostgreSQL server goes away, at every moment. */
#include "fixture.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "proxy.h"

static void
kill_backends(struct fixture *f)
{
	on_server(f, str_z(&f->a, str_fmt(&f->a,
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'", f->place)));
}

static void
a_killed_backend_is_not_noticed(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add_item(f->db, S("before"), 1), OK);
	assert_int_equal(item_count(f), 1);
	for (int i = 0; i < 3; i++) {
		kill_backends(f);
		assert_int_equal(add_item(f->db, str_fmt(&f->a, "after %d", i), 1), OK);
		kill_backends(f);
		assert_int_equal(item_count(f), i + 2);
	}
}

static void
questions_asked_together_do_not_notice_either(void **state)
{
	struct fixture *f = *state;
	struct rows one, count;
	struct db_conn *c;

	assert_int_equal(add_item(f->db, S("a"), 7), OK);
	for (int i = 0; i < 4; i++) {
		if (i > 1)	/* by then they are prepared, and travel together */
			kill_backends(f);
		assert_int_equal(db_read_begin(f->db, &c), OK);
		assert_int_equal(db_query_all(c, &f->a, ASK(&one, ITEM_GET, TEXT(S("a"))), ASK(&count, ITEM_COUNT, DB_NONE)), OK);
		assert_int_equal(row_int(&one, 0, 0), 7);
		assert_int_equal(row_int(&count, 0, 0), 1);
		db_read_end(c);
	}
}

struct suicide {
	int runs, deaths;
	str name;
};

/* Takes its own backend along, as often as asked to. */
static err
die_at_first(struct db_conn *c, void *arg)
{
	struct suicide *s = arg;

	TRY(db_exec(c, NULL, ITEM_ADD, TEXT(s->name), INT(1), NIL));
	if (s->runs++ < s->deaths)
		return db_exec(c, NULL, ADD_OR_DIE, TEXT(s->name));
	return OK;
}

static void
a_connection_lost_before_commit_means_once_more(void **state)
{
	struct fixture *f = *state;
	struct suicide s = { .deaths = 2, .name = S("thrice") };

	assert_int_equal(db_write(f->db, die_at_first, &s), OK);
	assert_int_equal(s.runs, 3);
	assert_int_equal(item_count(f), 1);
}

static void
but_not_for_ever(void **state)
{
	struct fixture *f = *state;
	struct suicide s = { .deaths = 1000, .name = S("never") };

	assert_int_equal(db_write(f->db, die_at_first, &s), ERR_BUSY);
	assert_in_range(s.runs, 2, 10);
	assert_int_equal(item_count(f), 0);
}

/* ---- through a wire that can be cut ---- */

static struct proxy *
through_proxy(struct fixture *f)
{
	str rest = str_of(f->url), port;
	struct proxy *p;
	int64_t n;

	str_cut(str_from(rest, str_find(rest, S("127.0.0.1:")) + 10), '/', &port, NULL);
	assert_int_equal(str_int(port, &n), OK);
	p = proxy_start((int)n);
	db_close(f->db);
	f->cfg.url = str_fmt(&f->a, "postgresql://medvirk@127.0.0.1:%d/%s", proxy_port(p), f->place);
	f->db = open_another(f);
	return p;
}

static void
a_commit_without_an_answer_may_have_been_saved(void **state)
{
	static const struct { enum proxy_mode mode; bool saved; } t[] = {
		{ PROXY_CUT_AT_COMMIT, false },
		{ PROXY_CUT_AFTER_COMMIT, true },
	};
	struct fixture *f = *state;
	struct proxy *p = through_proxy(f);
	int64_t want = 0;

	for (size_t i = 0; i < COUNT(t); i++) {
		str name = str_fmt(&f->a, "item %d", (int)i);
		proxy_set(p, t[i].mode);
		assert_int_equal(add_item(f->db, name, 1), ERR_MAYBE);
		want += t[i].saved;
		/* The server may still be at it when the wire is cut. */
		for (int64_t start = clock_mono_ms(); item_count(f) != want && clock_mono_ms() - start < 60000;)
			sched_yield();
		assert_int_equal(item_count(f), want);
		/* The same again, as a caller with an idempotency key does. */
		assert_int_equal(add_item(f->db, name, 1), t[i].saved ? ERR_CONFLICT : OK);
		want += !t[i].saved;
		assert_int_equal(item_count(f), want);
	}
	db_close(f->db);
	f->db = NULL;
	proxy_stop(p);
}

static err
read_something(struct fixture *f)
{
	struct db_conn *c;
	struct rows r;
	err e;

	TRY(db_read_begin(f->db, &c));
	e = db_one(c, &f->a, &r, ITEM_COUNT, DB_NONE);
	db_read_end(c);
	return e;
}

struct later {
	atomic_int told;
	err result;
};

static void
tell(void *later, err result)
{
	struct later *l = later;

	l->result = result;
	atomic_fetch_add(&l->told, 1);
}

static err
add_one(struct db_conn *c, void *name)
{
	return db_exec(c, NULL, ITEM_ADD, TEXT(str_of(name)), INT(1), NIL);
}

static err
write_later_and_see(struct fixture *f, const char *name)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct later l = { .told = 0 };
	int64_t start = clock_mono_ms();
	err e = db_write_later(f->db, &a, 0, add_one, (void *)(uintptr_t)name, tell, &l);

	while (!e && !atomic_load(&l.told)) {
		assert_true(clock_mono_ms() - start < 60000);
		sched_yield();
	}
	assert_int_equal(atomic_load(&l.told), e == OK);
	return e ? e : l.result;
}

static void
who_does_not_wait_is_told_that_it_is_away(void **state)
{
	struct fixture *f = *state;
	struct proxy *p = through_proxy(f);
	int64_t start;

	assert_int_equal(write_later_and_see(f, "before"), OK);
	proxy_set(p, PROXY_DOWN);
	for (int i = 0; i < 3; i++)
		assert_int_equal(write_later_and_see(f, "meanwhile"), ERR_BUSY);
	proxy_set(p, PROXY_PASS);
	start = clock_mono_ms();
	while (write_later_and_see(f, "afterwards"))
		assert_true(clock_mono_ms() - start < 60000);
	assert_int_equal(item_count(f), 2);
	db_close(f->db);
	f->db = NULL;
	proxy_stop(p);
}

static void
away_is_busy_and_comes_back(void **state)
{
	struct fixture *f = *state;
	struct proxy *p = through_proxy(f);
	int64_t start;

	assert_int_equal(add_item(f->db, S("before"), 1), OK);
	assert_int_equal(read_something(f), OK);
	proxy_set(p, PROXY_DOWN);
	assert_int_equal(add_item(f->db, S("meanwhile"), 1), ERR_BUSY);
	/* Known to be away: nobody waits for a turn of patience each, or these would take minutes. */
	start = clock_mono_ms();
	for (int i = 0; i < 60; i++) {
		assert_int_equal(read_something(f), ERR_BUSY);
		assert_int_equal(add_item(f->db, S("meanwhile"), 1), ERR_BUSY);
	}
	assert_in_range(clock_mono_ms() - start, 0, 60000);
	proxy_set(p, PROXY_PASS);
	start = clock_mono_ms();
	while (add_item(f->db, S("afterwards"), 1))
		assert_true(clock_mono_ms() - start < 60000);
	while (read_something(f))
		assert_true(clock_mono_ms() - start < 60000);
	assert_int_equal(item_count(f), 2);
	db_close(f->db);
	f->db = NULL;
	proxy_stop(p);
}

static void
a_server_that_says_nothing_is_given_up(void **state)
{
	struct fixture *f = *state;
	struct proxy *p = through_proxy(f);

	assert_int_equal(add_item(f->db, S("before"), 1), OK);
	assert_int_equal(read_something(f), OK);
	proxy_set(p, PROXY_SILENT);
	assert_int_equal(read_something(f), ERR_BUSY);
	assert_int_equal(add_item(f->db, S("meanwhile"), 1), ERR_BUSY);
	proxy_set(p, PROXY_DOWN);
	db_close(f->db);
	f->db = NULL;
	proxy_stop(p);
}

/* ---- under load ---- */

#define WRITERS 8
#define EACH 60

struct load {
	struct fixture *f;
	int number;
	atomic_int *left, *kills;
	int refused;
};

/* Sends each item until it is told that it is there, as a phone does. */
static void *
write_stubbornly(void *arg)
{
	struct load *l = arg;

	for (int i = 0; i < EACH; i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		str name = str_fmt(&a, "writer %d item %d", l->number, i);
		/* Whoever kills may have had to wait for a processor. */
		while (i == EACH / 2 && atomic_load(l->kills) < 2)
			nanosleep(&(struct timespec){ .tv_nsec = 1000 * 1000 }, NULL);
		err e = add_item(l->f->db, name, 1);
		while (e == ERR_BUSY || e == ERR_MAYBE)
			e = add_item(l->f->db, name, 1);
		l->refused += e != OK && e != ERR_CONFLICT;
	}
	atomic_fetch_sub(l->left, 1);
	return NULL;
}

static void
nothing_is_lost_or_doubled_while_backends_are_killed(void **state)
{
	struct fixture *f = *state;
	struct load loads[WRITERS];
	pthread_t threads[WRITERS];
	atomic_int left = WRITERS, kills = 0;

	for (int i = 0; i < WRITERS; i++) {
		loads[i] = (struct load){ .f = f, .number = i, .left = &left, .kills = &kills };
		assert_int_equal(pthread_create(&threads[i], NULL, write_stubbornly, &loads[i]), 0);
	}
	for (; atomic_load(&left) > 0; atomic_fetch_add(&kills, 1))
		kill_backends(f);
	for (int i = 0; i < WRITERS; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(loads[i].refused, 0);
	}
	assert_true(atomic_load(&kills) > 1);
	assert_int_equal(item_count(f), WRITERS * EACH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_POSTGRES(a_killed_backend_is_not_noticed),
		ON_POSTGRES(questions_asked_together_do_not_notice_either),
		ON_POSTGRES(a_connection_lost_before_commit_means_once_more),
		ON_POSTGRES(but_not_for_ever),
		ON_POSTGRES(a_commit_without_an_answer_may_have_been_saved),
		ON_POSTGRES(away_is_busy_and_comes_back),
		ON_POSTGRES(who_does_not_wait_is_told_that_it_is_away),
		ON_POSTGRES(a_server_that_says_nothing_is_given_up),
		ON_POSTGRES(nothing_is_lost_or_doubled_while_backends_are_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
