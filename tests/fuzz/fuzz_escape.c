/* fuzz_escape.c: the escapers. Whatever goes in, nothing that a browser acts upon comes out. */
#include "base/html.h"
#include "base/str.h"
#include "fuzz.h"

static str
made(struct arena *a, void (*f)(struct buf *, str), str s)
{
	struct buf b = buf_new(a, 8 * s.n + 100);
	str out = { 0 };
	err e;

	f(&b, s);
	e = buf_done(&b, &out);
	assert(e == OK);
	(void)e;
	assert(str_is_utf8(out));
	return out;
}

/* Text and quoted attribute values: no markup, no quote, no control character, only our own entities. */
static void
check_html(str out)
{
	static const str entities[] = { S("&amp;"), S("&lt;"), S("&gt;"), S("&quot;"), S("&#39;") };

	for (size_t i = 0; i < out.n; i++) {
		unsigned char c = (unsigned char)out.p[i];
		bool ours = c != '&';
		for (size_t k = 0; k < COUNT(entities) && !ours; k++)
			ours = str_starts(str_from(out, i), entities[k]);
		assert(ours);
		assert(c != '<' && c != '>' && c != '"' && c != '\'' && c != 0x7f);
		assert(c >= 0x20 || c == '\t' || c == '\n');
	}
}

/* An address is relative, or of a scheme that starts nothing. */
static void
check_url(str out)
{
	static const str schemes[] = { S("http:"), S("https:"), S("mailto:"), S("tel:"), S("about:invalid") };
	size_t colon = str_find(out, S(":"));

	for (size_t i = 0; i < COUNT(schemes); i++)
		if (str_eq_nocase(str_take(out, schemes[i].n), schemes[i]))
			return;
	for (size_t i = 0; colon != SIZE_MAX && i < colon; i++)
		if (out.p[i] == '/' || out.p[i] == '?' || out.p[i] == '#')
			return;
	assert(colon == SIZE_MAX);
}

static void
check_json(str out)
{
	assert(out.n >= 2 && out.p[0] == '"' && out.p[out.n - 1] == '"');
	for (size_t i = 1; i + 1 < out.n; i++) {
		unsigned char c = (unsigned char)out.p[i];
		assert(c >= 0x20 && c != '<' && c != '>' && c != '&' && c != '\'' && c != '"');
		if (c == '\\')
			i += out.p[i + 1] == 'u' ? 5 : 1;
		assert(i + 1 < out.n);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str s = fuzz_str(data, n), part;

	check_html(made(&a, html_str, s));
	check_html(made(&a, html_url, s));
	check_url(made(&a, html_url, s));
	check_json(made(&a, json_str, s));
	part = made(&a, html_url_part, s);
	for (size_t i = 0; i < part.n; i++)
		assert(part.p[i] > 0x20 && part.p[i] < 0x7f && !str_has(S("<>\"'&:/?#\\;="), part.p[i]));
	return 0;
}
