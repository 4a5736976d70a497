/* memory_test.c: arenas, buffers and maps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/memo.h"
#include "base/rand.h"
#include "base/str.h"

static void
arenas_give_zeroed_aligned_memory(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	size_t sum = 0;

	(void)state;
	for (size_t i = 0; i < 2000; i++) {
		size_t align = (size_t)1 << i % 5, n = i * 7 % 300;
		unsigned char *p = arena_alloc(&a, n, align);
		assert_int_equal((uintptr_t)p % align, 0);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(p[k], 0);
		memset(p, 0xff, n);
		sum += n;
	}
	assert_int_equal(a.used, sum);
	assert_non_null(arena_alloc(&a, 0, 1));
	memset(arena_alloc(&a, 1 << 20, 16), 1, 1 << 20);
	arena_free(&a);
	assert_int_equal(a.used, 0);
	*NEW(&a, int) = 7;
	assert_non_null(NEW_ARRAY(&a, int64_t, 100));
}

/* Twice in the same memory: what the first left there is gone. */
static void
lent_memory_comes_back_blank(void **state)
{
	_Alignas(max_align_t) static char room[512], blank[512];

	(void)state;
	for (int round = 0; round < 2; round++) {
		struct arena a = { 0 };
		arena_lend(&a, room, sizeof(room));
		for (int i = 0; i < 20; i++) {
			unsigned char *p = arena_alloc(&a, 100, 8);
			for (size_t b = 0; b < 100; b++)
				assert_int_equal(p[b], 0);
			memset(p, 0xff, 100);
		}
		assert_int_equal(a.used, 2000);
		arena_free(&a);
		assert_memory_equal(room, blank, sizeof(room));
		assert_null(a.blocks);
	}
}

static void
heap_objects_are_zeroed_copies(void **state)
{
	char *p = mem_new(10), *copy = mem_dup(S("a\0b"));

	(void)state;
	for (size_t i = 0; i < 10; i++)
		assert_int_equal(p[i], 0);
	p = mem_grow(p, 1000, 2);
	memset(p, 1, 2000);
	assert_memory_equal(copy, "a\0b", 4);
	free(copy);
	free(p);
}

static void
buffers_grow_to_their_maximum(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 1000);
	str out;

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_addc(&b, (char)('a' + i % 26));
	assert_int_equal(buf_done(&b, &out), OK);
	assert_int_equal(out.n, 1000);
	assert_int_equal(out.p[1000], 0);
	assert_int_equal(out.p[999], 'a' + 999 % 26);
	buf_addc(&b, 'x');
	assert_int_equal(buf_done(&b, &out), ERR_TOOBIG);
	assert_int_equal(buf_str(&b).n, 1000);
}

static void
an_overflow_sticks_until_reset(void **state)
{
	struct buf b = buf_heap(4);
	str out;

	(void)state;
	buf_add(&b, S("abc"));
	buf_add(&b, S("de"));
	buf_addc(&b, 'd');	/* would fit, but something before it is missing */
	assert_true(b.overflow);
	assert_true(str_eq(buf_str(&b), S("abc")));
	assert_int_equal(buf_done(&b, &out), ERR_TOOBIG);
	buf_reset(&b);
	buf_addf(&b, "%s-%d", "x", 42);
	assert_int_equal(buf_done(&b, &out), OK);
	assert_true(str_eq(out, S("x-42")));
	buf_free(&b);
	buf_add(&b, S("ny"));
	assert_true(str_eq(buf_str(&b), S("ny")));
	buf_free(&b);
}

static void
an_empty_buffer_is_an_empty_text(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 0);
	str out = S("x");

	(void)state;
	buf_add(&b, S(""));
	buf_addf(&b, "%s", "");
	assert_int_equal(buf_done(&b, &out), OK);
	assert_int_equal(out.n, 0);
	assert_string_equal(out.p, "");
}

static void
whole_numbers_are_written_whole(void **state)
{
	static const int64_t values[] = { 0, 1, -1, 10, -10, 1234567890123, INT64_MAX, INT64_MIN };

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct buf b = buf_new(&a, 100);
		buf_int(&b, values[i]);
		assert_true(str_eq(buf_str(&b), str_fmt(&a, "%" PRId64, values[i])));
	}
}

/* The map against a plain array, with many additions and removals. */
static void
maps_agree_with_an_array(void **state)
{
	static int values[500];
	bool there[COUNT(values)] = { false };
	struct map *m = map_new();
	size_t count = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		size_t i = rand_below(COUNT(values));
		str key = str_fmt(&a, "key %zu", i);
		assert_ptr_equal(map_get(m, key), there[i] ? &values[i] : NULL);
		if (rand_below(2)) {
			assert_ptr_equal(map_put(m, key, &values[i]), there[i] ? &values[i] : NULL);
			count += !there[i];
			there[i] = true;
		} else {
			assert_ptr_equal(map_remove(m, key), there[i] ? &values[i] : NULL);
			count -= there[i];
			there[i] = false;
		}
		assert_int_equal(map_count(m), count);
	}
	map_free(m);
}

static void
maps_are_walked_whole(void **state)
{
	struct map *m = map_new();
	int values[100] = { 0 };
	size_t at = 0, seen = 0;
	str key;
	void *value;

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		char name[2] = { (char)i, 0 };
		map_put(m, (str){ name, i % 2 + 1 }, &values[i]);
	}
	while (map_next(m, &at, &key, &value)) {
		assert_int_equal(key.p[0], (int *)value - values);
		seen++;
	}
	assert_int_equal(seen, COUNT(values));
	assert_null(map_get(m, S("")));
	assert_null(map_put(m, S(""), values));
	assert_ptr_equal(map_get(m, (str){ 0 }), values);
	map_free(m);
	map_free(NULL);
}

static int
start(void **state)
{
	(void)state;
	return rand_init() == OK ? 0 : -1;
}

static int dropped;

static void
drop_int(void *value)
{
	dropped++;
	free(value);
}

static void
see_int(const void *value, void *out)
{
	*(int *)out = *(const int *)value;
}

static void
put_int(struct memo *m, str key, int n)
{
	int *value = mem_new(sizeof(*value));

	*value = n;
	memo_put(m, key, value);
}

static void
memos_remember_until_they_are_full(void **state)
{
	struct memo *m = memo_new(60000, 3, drop_int);
	int n = 0;

	(void)state;
	dropped = 0;
	assert_false(memo_look(m, S("a"), see_int, &n));
	put_int(m, S("a"), 1);
	put_int(m, S("a"), 2);
	assert_int_equal(dropped, 1);
	assert_true(memo_look(m, S("a"), see_int, &n));
	assert_int_equal(n, 2);
	put_int(m, S("b"), 3);
	put_int(m, S("c"), 4);
	put_int(m, S("d"), 5);
	assert_int_equal(dropped, 4);
	assert_false(memo_look(m, S("a"), see_int, &n));
	assert_true(memo_look(m, S("d"), see_int, &n));
	assert_int_equal(n, 5);
	memo_free(m);
	assert_int_equal(dropped, 5);
	memo_free(NULL);
}

static void
memos_forget_after_their_time(void **state)
{
	struct memo *m = memo_new(-1, 10, drop_int);
	int n = 0;

	(void)state;
	dropped = 0;
	put_int(m, S("a"), 1);
	assert_false(memo_look(m, S("a"), see_int, &n));
	put_int(m, S("b"), 2);
	assert_int_equal(dropped, 1);
	memo_free(m);
	assert_int_equal(dropped, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arenas_give_zeroed_aligned_memory),
		cmocka_unit_test(lent_memory_comes_back_blank),
		cmocka_unit_test(memos_remember_until_they_are_full),
		cmocka_unit_test(memos_forget_after_their_time),
		cmocka_unit_test(heap_objects_are_zeroed_copies),
		cmocka_unit_test(buffers_grow_to_their_maximum),
		cmocka_unit_test(an_overflow_sticks_until_reset),
		cmocka_unit_test(an_empty_buffer_is_an_empty_text),
		cmocka_unit_test(whole_numbers_are_written_whole),
		cmocka_unit_test(maps_agree_with_an_array),
		cmocka_unit_test(maps_are_walked_whole),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
