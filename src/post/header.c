/* header.c: encoding what stands in mail headers. */
#include "post/header.h"

#include <sodium.h>
#include <time.h>

#include "base/buf.h"
#include "base/str.h"

#define PLAIN_MOST 60	/* longer text is folded */
#define WORD_BYTES 45	/* 60 signs of base64 and 12 around them: under the 75 of RFC 2047 */
#define TEXT_MOST 2000

static bool
is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Atoms with single dots between them. */
static bool
is_dotted(str s, const char *signs)
{
	char before = '.';

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '.' && before == '.')
			return false;
		if (c != '.' && !is_alnum(c) && !str_has(str_of(signs), c))
			return false;
		before = c;
	}
	return s.n && before != '.';
}

bool
mail_address_is_fit(str address)
{
	str local, host;

	if (address.n > 254 || !str_cut(address, '@', &local, &host))
		return false;
	return local.n <= 64 && is_dotted(local, "!#$%&'*+-/=?^_`{|}~") && is_dotted(host, "-") && host.p[0] != '-';
}

bool
mail_host_is_fit(str host)
{
	if (host.n > 4 && host.n < 48 && host.p[0] == '[' && host.p[host.n - 1] == ']') {
		for (size_t i = 1; i + 1 < host.n; i++)
			if (!is_alnum(host.p[i]) && host.p[i] != ':' && host.p[i] != '.')
				return false;
		return true;
	}
	return host.n <= 253 && is_dotted(host, "-") && host.p[0] != '-';
}

static bool
is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

static bool
is_simple(str s)
{
	if (s.n > PLAIN_MOST || str_find(s, S("=?")) != SIZE_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && !str_has(S(" !#$%&'*+-/=?^_`{|}~"), s.p[i]))
			return false;
	return true;
}

/* As much of the text as fits in one encoded word, no letter cut in two. */
static size_t
word_length(str rest)
{
	size_t n = rest.n < WORD_BYTES ? rest.n : WORD_BYTES;

	while (n > 1 && n < rest.n && ((unsigned char)rest.p[n] & 0xc0) == 0x80)
		n--;
	return n;
}

static void
add_word(struct buf *b, str piece)
{
	char text[sodium_base64_ENCODED_LEN(WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];

	sodium_bin2base64(text, sizeof(text), (const unsigned char *)piece.p, piece.n, sodium_base64_VARIANT_ORIGINAL);
	buf_add(b, S("=?UTF-8?B?"));
	buf_add(b, str_of(text));
	buf_add(b, S("?="));
}

str
header_text(struct arena *a, str text)
{
	struct buf clean = buf_new(a, TEXT_MOST + 8), out = buf_new(a, 4 * TEXT_MOST);
	str rest;

	text = str_trim(text);
	/* Cut before a letter, not in one. */
	if (text.n > TEXT_MOST) {
		size_t n = TEXT_MOST;
		while (n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
			n--;
		text = str_take(text, n);
	}
	for (size_t i = 0; i < text.n; i++)
		buf_addc(&clean, is_control(text.p[i]) ? ' ' : text.p[i]);
	rest = str_trim(buf_str(&clean));
	if (is_simple(rest))
		return rest;
	if (!str_is_utf8(rest))
		return S("?");
	while (rest.n) {
		size_t n = word_length(rest);
		if (out.n)
			buf_add(&out, S("\r\n "));
		add_word(&out, str_take(rest, n));
		rest = str_from(rest, n);
	}
	return buf_str(&out);
}

str
header_date(struct arena *a, int64_t t)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t at = (time_t)t;
	struct tm tm;

	gmtime_r(&at, &tm);
	return str_fmt(a, "%s, %d %s %d %02d:%02d:%02d +0000", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900,
		tm.tm_hour, tm.tm_min, tm.tm_sec);
}
