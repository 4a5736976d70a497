/* service_test.c: clock, chance, names of errors, the log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/str.h"

static void
the_clock_can_be_moved(void **state)
{
	int64_t before = clock_now(), mono = clock_mono_ms();

	(void)state;
	clock_shift(100000);
	assert_in_range(clock_now() - before, 100000, 100060);
	assert_in_range(clock_now_ms() / 1000 - before, 100000, 100060);
	assert_in_range(clock_mono_ms() - mono, 0, 60000);
	clock_shift(0);
	assert_in_range(clock_now() - before, 0, 60);
	assert_true(clock_mono_us() / 1000 >= mono);
}

static void
chance_has_the_right_shape(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	bool seen[7] = { false };
	str uuid = rand_uuid(&a), hex = rand_hex(&a, 16);

	(void)state;
	assert_int_equal(uuid.n, 36);
	for (size_t i = 0; i < uuid.n; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		assert_true(dash ? uuid.p[i] == '-' : str_has(S("0123456789abcdef"), uuid.p[i]));
	}
	assert_int_equal(uuid.p[14], '4');
	assert_true(str_has(S("89ab"), uuid.p[19]));
	assert_false(str_eq(uuid, rand_uuid(&a)));
	assert_int_equal(hex.n, 32);
	assert_false(str_eq(hex, rand_hex(&a, 16)));
	for (int i = 0; i < 1000; i++) {
		uint32_t v = rand_below(COUNT(seen));
		assert_true(v < COUNT(seen));
		seen[v] = true;
	}
	for (size_t i = 0; i < COUNT(seen); i++)
		assert_true(seen[i]);
}

static void
every_error_has_a_name(void **state)
{
	(void)state;
	for (err e = OK; e < ERR_COUNT_; e++)
		assert_string_not_equal(err_name(e), "unknown");
	assert_string_equal(err_name(ERR_COUNT_), "unknown");
}

/* What log_line, or log_fields, writes to stderr. */
static str
caught(struct arena *a, enum log_level level, const char *text, bool with_fields)
{
	char piece[4096];
	int ends[2], old = dup(STDERR_FILENO);
	ssize_t n;

	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	if (with_fields)
		log_fields(level, text, "route=%s status=%d", "/u/:unit\n", 200);
	else
		log_line(level, "%s", text);
	dup2(old, STDERR_FILENO);
	close(old);
	n = read(ends[0], piece, sizeof(piece));
	close(ends[0]);
	assert_true(n >= 0);
	return str_dup(a, (str){ piece, (size_t)n });
}

static str
logged(struct arena *a, enum log_level level, const char *text)
{
	return caught(a, level, text, false);
}

static void
fields_stand_as_keys_of_their_own_and_lines_are_counted(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	int64_t before = log_count(LOG_INFO);

	(void)state;
	assert_true(str_eq(caught(&a, LOG_INFO, "request", true), S("level=info msg=\"request\" route=/u/:unit? status=200\n")));
	assert_int_equal(log_count(LOG_INFO), before + 1);
}

static void
a_log_line_stays_one_line(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 10000);
	str line = logged(&a, LOG_WARN, "he said \"hi\"\r\nlevel=error\tx\x1b[2J");

	(void)state;
	assert_true(str_starts(line, S("level=warn msg=\"")));
	assert_true(str_ends(line, S("\"\n")));
	assert_int_equal(str_find(line, S("\n")), line.n - 1);
	assert_false(str_has(line, '\r') || str_has(line, '\x1b'));
	for (int i = 0; i < 9000; i++)
		buf_addc(&b, 'x');
	buf_addc(&b, 0);
	line = logged(&a, LOG_ERROR, b.p);
	assert_in_range(line.n, 1000, 2048);
	assert_true(str_ends(line, S("\n")));
	log_level_set(LOG_WARN);
	assert_int_equal(logged(&a, LOG_INFO, "quiet").n, 0);
	log_level_set(LOG_INFO);
	assert_true(logged(&a, LOG_INFO, "loud").n > 0);
}

static int
start(void **state)
{
	(void)state;
	return rand_init() == OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_can_be_moved),
		cmocka_unit_test(chance_has_the_right_shape),
		cmocka_unit_test(every_error_has_a_name),
		cmocka_unit_test(a_log_line_stays_one_line),
		cmocka_unit_test(fields_stand_as_keys_of_their_own_and_lines_are_counted),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
