/* html_test.c: the escapers, over all 256 bytes and over what attackers write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/html.h"
#include "base/str.h"

#define BAD "\xef\xbf\xbd"	/* U+FFFD */

/* What f makes of s, in an arena. */
static str
made(struct arena *a, void (*f)(struct buf *, str), str s)
{
	struct buf b = buf_new(a, 64 * 1024);
	str out;

	f(&b, s);
	assert_int_equal(buf_done(&b, &out), OK);
	return out;
}

static void
same(str got, str want)
{
	if (!str_eq(got, want))
		fail_msg("'" STR_FMT "' instead of '" STR_FMT "'", STR_ARG(got), STR_ARG(want));
}

static str
html_of_byte(unsigned char c, const char *itself)
{
	switch (c) {
	case '&': return S("&amp;");
	case '<': return S("&lt;");
	case '>': return S("&gt;");
	case '"': return S("&quot;");
	case '\'': return S("&#39;");
	default: break;
	}
	if ((c < 0x20 && c != '\t' && c != '\n') || c >= 0x7f)
		return S(BAD);
	return (str){ itself, 1 };
}

static void
html_escapes_every_byte(void **state)
{
	(void)state;
	for (int i = 0; i < 256; i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		char c = (char)i;
		same(made(&a, html_str, (str){ &c, 1 }), html_of_byte((unsigned char)i, &c));
	}
}

static void
html_keeps_text_and_replaces_what_is_not_utf8(void **state)
{
	static const struct {
		str in, want;
	} t[] = {
		{ S(""), S("") },
		{ S("a<b>&\"'c"), S("a&lt;b&gt;&amp;&quot;&#39;c") },
		{ S("blåbær čáhci 😀"), S("blåbær čáhci 😀") },
		{ S("a\0b"), S("a" BAD "b") },
		{ S("\x7f\x1b[2J"), S(BAD BAD "[2J") },
		{ S("\xc3"), S(BAD) },
		{ S("\xc3<"), S(BAD "&lt;") },
		{ S("\xe2\x82<"), S(BAD BAD "&lt;") },
		{ S("\xc0\xbc"), S(BAD BAD) },	/* '<' in too many bytes */
		{ S("\xed\xa0\x80"), S(BAD BAD BAD) },	/* a surrogate */
		{ S("\xf5\x80\x80\x80"), S(BAD BAD BAD BAD) },
		{ S("x\xff"), S("x" BAD) },
		{ S("a\tb\nc\rd"), S("a\tb\nc" BAD "d") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		same(made(&a, html_str, t[i].in), t[i].want);
	}
}

static void
html_picks_by_type(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 1000);
	char z[] = "<";

	(void)state;
	HTML(&b, S("<"));
	HTML(&b, z);
	HTML(&b, "&");
	HTML(&b, -1);
	HTML(&b, 2u);
	HTML(&b, INT64_MIN);
	HTML(&b, UINT64_MAX);
	HTML(&b, (bool){ true });
	HTML(&b, (bool){ false });
	html_raw(&b, (markup){ S("<br>") });
	same(buf_str(&b), S("&lt;&lt;&amp;-12-922337203685477580818446744073709551615truefalse<br>"));
}

static void
urls_keep_to_safe_schemes(void **state)
{
	static const struct {
		str in;
		bool ok;
	} t[] = {
		{ S("/a/b?c=d"), true },
		{ S("a/b:c"), true },
		{ S("?x=javascript:1"), true },
		{ S("#a:b"), true },
		{ S(""), true },
		{ S("https://example.org/"), true },
		{ S("HTTP://example.org/"), true },
		{ S("mailto:a@example.org"), true },
		{ S("tel:+4712345678"), true },
		{ S("javascript:alert(1)"), false },
		{ S("JaVaScRiPt:alert(1)"), false },
		{ S(" javascript:alert(1)"), false },
		{ S("java\tscript:alert(1)"), false },
		{ S("java\nscript:alert(1)"), false },
		{ S("\x01javascript:alert(1)"), false },
		{ S("javascript\0:alert(1)"), false },
		{ S("data:text/html,<script>"), false },
		{ S("vbscript:x"), false },
		{ S("blob:x"), false },
		{ S(":x"), false },
		{ S("\\\\evil.example/"), false },
		{ S("/\\evil.example/"), false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		same(made(&a, html_url, t[i].in), t[i].ok ? made(&a, html_str, t[i].in) : S("about:invalid"));
	}
}

static void
url_parts_are_encoded_byte_by_byte(void **state)
{
	static const str plain = S("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~");

	(void)state;
	for (int i = 0; i < 256; i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		char c = (char)i;
		str got = made(&a, html_url_part, (str){ &c, 1 });
		same(got, str_has(plain, c) ? (str){ &c, 1 } : str_fmt(&a, "%%%02X", (unsigned)i));
	}
}

static void
json_strings_are_safe_in_pages_too(void **state)
{
	static const struct {
		str in, want;
	} t[] = {
		{ S(""), S("\"\"") },
		{ S("a\"b\\c"), S("\"a\\\"b\\\\c\"") },
		{ S("</script>"), S("\"\\u003c/script\\u003e\"") },
		{ S("a&'b"), S("\"a\\u0026\\u0027b\"") },
		{ S("a\nb\tc"), S("\"a\\u000ab\\u0009c\"") },
		{ S("\0\x1f\x7f\xff"), S("\"\\ufffd\\ufffd\\ufffd\\ufffd\"") },
		{ S("ærlig 😀"), S("\"ærlig 😀\"") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		same(made(&a, json_str, t[i].in), t[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_escapes_every_byte),
		cmocka_unit_test(html_keeps_text_and_replaces_what_is_not_utf8),
		cmocka_unit_test(html_picks_by_type),
		cmocka_unit_test(urls_keep_to_safe_schemes),
		cmocka_unit_test(url_parts_are_encoded_byte_by_byte),
		cmocka_unit_test(json_strings_are_safe_in_pages_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
