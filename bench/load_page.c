/* load_page.c: the room page carries plain forms; a tool reads names and values out of them. */
#include "load.h"

/* The value of attribute in this tag, or empty. */
static str
attribute(str tag, str name)
{
	size_t at = 0;

	while (at < tag.n) {
		size_t found = str_find(str_from(tag, at), name);
		str rest, value;
		if (found == SIZE_MAX)
			break;
		at += found;
		rest = str_from(tag, at + name.n);
		if (at > 0 && (tag.p[at - 1] == ' ' || tag.p[at - 1] == '\n' || tag.p[at - 1] == '\t') &&
			str_starts(rest, S("=\""))) {
			str_cut(str_from(rest, 2), '"', &value, NULL);
			return value;
		}
		at += name.n;
	}
	return (str){ 0 };
}

str
page_value(str html, str name, size_t nth)
{
	while (html.n) {
		str tag, value;
		if (!str_cut(html, '<', NULL, &html))
			break;
		str_cut(html, '>', &tag, NULL);
		if (!str_eq(attribute(tag, S("name")), name))
			continue;
		value = attribute(tag, S("value"));
		if (value.n && nth-- == 0)
			return value;
	}
	return (str){ 0 };
}

int64_t
page_seq(str html)
{
	str mark = S("data-seq=\""), digits;
	size_t at = str_find(html, mark);
	int64_t seq;

	if (at == SIZE_MAX)
		return -1;
	str_cut(str_from(html, at + mark.n), '"', &digits, NULL);
	return str_int(digits, &seq) == OK ? seq : -1;
}

void
word_copy(char to[WORD], str from)
{
	size_t n = from.n < WORD - 1 ? from.n : WORD - 1;

	if (n)
		memcpy(to, from.p, n);
	to[n] = 0;
}
