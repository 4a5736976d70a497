/* html.c: the only escapers of the program. */
#include "base/html.h"

#include "base/str.h"

/* How many bytes at p make one character that may stand in a page; 0 when the first byte may not. */
static size_t
character(str s)
{
	static const size_t lengths[16] = { 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 3, 4 };
	unsigned char c = (unsigned char)s.p[0];
	size_t n = lengths[c >> 4];

	if (c < 0x20)
		return c == '\t' || c == '\n';
	if (c == 0x7f || n == 0 || n > s.n || !str_is_utf8(str_take(s, n)))
		return 0;
	return n;
}

static str
entity(char c)
{
	switch (c) {
	case '&': return S("&amp;");
	case '<': return S("&lt;");
	case '>': return S("&gt;");
	case '"': return S("&quot;");
	case '\'': return S("&#39;");
	default: return (str){ 0 };
	}
}

/* Most of all text. */
static bool
stands_as_it_is(char c)
{
	return c >= ' ' && c <= '~' && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
}

void
html_str(struct buf *b, str s)
{
	size_t from = 0, i = 0;

	while (i < s.n) {
		size_t n;
		str out;
		if (stands_as_it_is(s.p[i])) {
			i++;
			continue;
		}
		n = character(str_from(s, i));
		out = n ? entity(s.p[i]) : S("\xef\xbf\xbd");
		if (out.n) {
			buf_add(b, (str){ s.p + from, i - from });
			buf_add(b, out);
			from = i + 1;
		}
		i += n ? n : 1;
	}
	if (from < s.n)
		buf_add(b, str_from(s, from));
}

void
html_z(struct buf *b, const char *z)
{
	html_str(b, str_of(z));
}

void
html_int(struct buf *b, long long v)
{
	buf_int(b, v);
}

void
html_uint(struct buf *b, unsigned long long v)
{
	buf_addf(b, "%llu", v);
}

void
html_bool(struct buf *b, bool v)
{
	buf_add(b, v ? S("true") : S("false"));
}

void
html_raw(struct buf *b, markup m)
{
	buf_add(b, m.s);
}

/* The scheme of an absolute URL, or empty for a relative one. Browsers drop tab, CR, LF and leading
 * control characters and spaces before they look, so those make the URL invalid here ("?" as scheme). */
static str
scheme_of(str url)
{
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= 0x20 || url.p[i] == 0x7f || url.p[i] == '\\')
			return S("?");
	for (size_t i = 0; i < url.n; i++) {
		char c = url.p[i];
		if (c == ':')
			return i ? str_take(url, i) : S("?");
		if (c == '/' || c == '?' || c == '#')
			break;
	}
	return (str){ 0 };
}

void
html_url(struct buf *b, str url)
{
	static const str allowed[] = { S("http"), S("https"), S("mailto"), S("tel") };
	str scheme = scheme_of(url);
	bool ok = scheme.n == 0;

	for (size_t i = 0; i < COUNT(allowed) && !ok; i++)
		ok = str_eq_nocase(scheme, allowed[i]);
	html_str(b, ok ? url : S("about:invalid"));
}

void
html_url_z(struct buf *b, const char *url)
{
	html_url(b, str_of(url));
}

void
html_url_part(struct buf *b, str s)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			c == '-' || c == '_' || c == '.' || c == '~';
		if (plain) {
			buf_addc(b, (char)c);
			continue;
		}
		buf_addc(b, '%');
		buf_addc(b, digits[c >> 4]);
		buf_addc(b, digits[c & 15]);
	}
}

void
html_url_part_z(struct buf *b, const char *z)
{
	html_url_part(b, str_of(z));
}

void
json_str(struct buf *b, str s)
{
	buf_addc(b, '"');
	for (size_t i = 0, n; i < s.n; i += n ? n : 1) {
		char c = s.p[i];
		n = character(str_from(s, i));
		if (n == 0)
			buf_add(b, S("\\ufffd"));
		else if (c == '"' || c == '\\')
			buf_add(b, (str){ (char[]){ '\\', c }, 2 });
		else if (c == '<' || c == '>' || c == '&' || c == '\'' || c == '\n' || c == '\t')
			buf_addf(b, "\\u%04x", (unsigned)c);
		else
			buf_add(b, (str){ s.p + i, n });
	}
	buf_addc(b, '"');
}
