/* secret_test.c: where passwords lie: which file counts, and what is no password. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/secret.h"
#include "base/str.h"

static char folder[64];

static int
make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "%s", "/tmp/medvirk-secret-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int
remove_folder(void **state)
{
	(void)state;
	unsetenv("CREDENTIALS_DIRECTORY");
	return rmdir(folder);
}

/* A file of that text and mode, until the test removes it. */
static const char *
file_of(struct arena *a, const char *name, str text, mode_t mode)
{
	const char *file = str_fmt(a, "%s/%s", folder, name).p;
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.p, text.n), text.n);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
	return file;
}

static void
a_credential_counts_before_a_named_file(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	const char *kept = file_of(&a, "relay", S("x"), 0600);

	(void)state;
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_null(secret_file(&a, "relay", S("")));
	assert_string_equal(secret_file(&a, "relay", S("/etc/named")), "/etc/named");
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	assert_string_equal(secret_file(&a, "relay", S("/etc/named")), kept);
	assert_string_equal(secret_file(&a, "database", S("/etc/named")), "/etc/named");
	assert_null(secret_file(&a, "database", S("")));
	unlink(kept);
}

static void
line_ends_after_it_are_the_editors(void **state)
{
	static const str written[] = { S("kanel og ved"), S("kanel og ved\n"), S("kanel og ved\r\n"), S("kanel og ved\n\n\r\n") };
	struct arena a CLEANUP(arena_free) = { 0 };
	bool open_to = true;
	str got;

	(void)state;
	for (size_t i = 0; i < COUNT(written); i++) {
		const char *file = file_of(&a, "s", written[i], 0600);
		assert_int_equal(secret_read(file, &a, &got, &open_to), OK);
		assert_true(str_eq(got, S("kanel og ved")));
		assert_false(open_to);
		unlink(file);
	}
}

static void
it_is_told_who_else_may_read(void **state)
{
	static const struct { mode_t mode; bool open_to; } modes[] = { { 0400, false }, { 0640, false }, { 0644, true }, { 0601, true } };
	struct arena a CLEANUP(arena_free) = { 0 };
	bool open_to;
	str got;

	(void)state;
	for (size_t i = 0; i < COUNT(modes); i++) {
		const char *file = file_of(&a, "s", S("ja"), modes[i].mode);
		assert_int_equal(secret_read(file, &a, &got, &open_to), OK);
		assert_int_equal(open_to, modes[i].open_to);
		unlink(file);
	}
}

static void
nothing_too_much_and_no_file_are_no_password(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	char many[1026];
	const char *file;
	bool open_to;
	str got = S("before");

	(void)state;
	memset(many, 'a', sizeof(many));
	assert_int_equal(secret_read("/tmp/medvirk-there-is-no-such-file", &a, &got, &open_to), ERR_IO);
	assert_int_equal(got.n, 0);
	assert_int_equal(secret_read(folder, &a, &got, &open_to), ERR_IO);
	for (size_t n = 0; n < 3; n++) {
		file = file_of(&a, "s", str_take(S("\n\r"), n), 0600);
		assert_int_equal(secret_read(file, &a, &got, &open_to), ERR_IO);
	}
	file = file_of(&a, "s", (str){ many, 1024 }, 0600);
	assert_int_equal(secret_read(file, &a, &got, &open_to), OK);
	assert_int_equal(got.n, 1024);
	file = file_of(&a, "s", (str){ many, 1025 }, 0600);
	assert_int_equal(secret_read(file, &a, &got, &open_to), ERR_IO);
	assert_int_equal(got.n, 0);
	unlink(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_credential_counts_before_a_named_file),
		cmocka_unit_test(line_ends_after_it_are_the_editors),
		cmocka_unit_test(it_is_told_who_else_may_read),
		cmocka_unit_test(nothing_too_much_and_no_file_are_no_password),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
