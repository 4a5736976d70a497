/* multipart_test.c: forms with files come out as they were sent, byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "http/multipart.h"

#define TYPE S("multipart/form-data; boundary=\"x-1\"")

static str
form_of(struct arena *a, str file)
{
	struct buf b = buf_new(a, 1 << 20);

	buf_add(&b, S("--x-1\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n\xc3\xa5 = 1\r\n"));
	buf_add(&b, S("--x-1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\\\a\\\\\xc3\xa5r.csv\"\r\n"
		      "Content-Type: text/csv\r\n\r\n"));
	buf_add(&b, file);
	buf_add(&b, S("\r\n--x-1--\r\n"));
	return buf_str(&b);
}

static void
every_byte_comes_through(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	static const str files[] = { S(""), S("a"), S("a\r\n"), S("\r\n"), S("\n\n"), S("\0\1\2\xff\xfe"), S("a\0b\0\r\0\n\0"),
		S("From me\r\n.\r\n--x\r\n-\r\n--x-"), S("Content-Type: text/plain\r\n\r\nx"), S("\xff\xfe" "a\0;\0") };

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		struct pairs fields;
		struct uploads up;
		assert_int_equal(multipart_parse(&a, TYPE, form_of(&a, files[i]), &fields, &up), OK);
		assert_int_equal(fields.n, 1);
		assert_true(str_eq(pairs_get(&fields, S("key")), S("\xc3\xa5 = 1")));
		assert_int_equal(up.n, 1);
		assert_true(str_eq(up.p[0].name, S("file")));
		assert_true(str_eq(up.p[0].file, S("\xc3\xa5r.csv")));
		assert_true(str_eq(up.p[0].bytes, files[i]));
	}
}

static void
what_is_no_form_is_refused(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf many = buf_new(&a, 1 << 20);
	struct pairs fields;
	struct uploads up;
	str good = form_of(&a, S("x"));

	(void)state;
	assert_true(is_multipart(S("Multipart/Form-Data; boundary=a")));
	assert_false(is_multipart(S("application/x-www-form-urlencoded")));
	assert_int_equal(multipart_parse(&a, S("multipart/form-data"), good, &fields, &up), ERR_INVALID);
	assert_int_equal(multipart_parse(&a, S("multipart/mixed; boundary=x-1"), good, &fields, &up), ERR_INVALID);
	assert_int_equal(multipart_parse(&a, TYPE, S(""), &fields, &up), ERR_INVALID);
	assert_int_equal(multipart_parse(&a, S("multipart/form-data; boundary=x-1\r\nX: y"), good, &fields, &up), ERR_INVALID);
	assert_int_equal(multipart_parse(&a, TYPE, S("--x-1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--x-1--"), &fields,
		&up), ERR_INVALID);
	for (int i = 0; i < MULTIPART_PARTS_MOST + 1; i++)
		buf_add(&many, S("--x-1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n"));
	assert_int_equal(multipart_parse(&a, TYPE, buf_str(&many), &fields, &up), ERR_TOOBIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_byte_comes_through), cmocka_unit_test(what_is_no_form_is_refused) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
