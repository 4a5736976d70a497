/* fuzz_words.c: text from people: what is kept is clean, and cleaning it again changes nothing; Markdown never comes alive. */
#include "fuzz.h"

#include "base/str.h"
#include "text/date.h"
#include "text/markdown.h"

/* No tag but those cmark and our tables make of Markdown themselves, and no address that runs. */
static void
harmless(struct arena *a, str html)
{
	static const char *const never[] = { "<script", "<style", "<iframe", "<object", "<svg", "<form", "<input", "href=\"javascript:",
		"href=\"vbscript:", "href=\"data:", "src=\"javascript:", "src=\"data:" };
	static const char *const tags[] = { "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p",
		"pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul" };
	str low = str_lower(a, html);

	for (size_t i = 0; i < COUNT(never); i++)
		assert(str_find(low, str_of(never[i])) == SIZE_MAX);
	for (size_t at; (at = str_find(low, S("<"))) != SIZE_MAX; low = str_from(low, at + 1)) {
		str name = str_from(low, at + 1);
		bool known = false;
		if (str_starts(name, S("/")))
			name = str_from(name, 1);
		for (size_t i = 0; i < COUNT(tags) && !known; i++) {
			size_t n = strlen(tags[i]);
			known = str_starts(name, str_of(tags[i])) && name.n > n && strchr(" >/", name.p[n]);
		}
		assert(known);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str in = fuzz_str(data, n), clean, again, date, time;
	int64_t t;

	if (!text_clean(&a, in, 280, &clean)) {
		assert(str_is_utf8(clean) && !str_has(clean, 0) && !str_has(clean, '\r') && graphemes(clean) <= 280);
		assert(!text_clean(&a, clean, 280, &again) && str_eq(clean, again));
	}
	if (str_is_utf8(in))
		harmless(&a, markdown(&a, in, 1).s);
	str_cut(in, '|', &date, &time);
	if (!date_parse(date, time, &t) && t > 0)
		assert(date_iso(&a, t).n >= 10);
	return 0;
}
