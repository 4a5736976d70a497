/* letters.c: what of date.h is about letters: sorting, counting, cleaning. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#include "base/str.h"
#include "text/date.h"
#include "text/pool.h"

#define BYTES_PER_GRAPHEME 40	/* the longest emoji sequences in use have about that */

/* ---- sorting ---- */

/* Comparing does not change a collator, so one a language serves all threads. */
static UCollator *collators[LANG_COUNT];
static pthread_once_t collators_once = PTHREAD_ONCE_INIT;

static void
open_collators(void)
{
	for (enum lang l = LANG_NB; l < LANG_COUNT; l++) {
		UErrorCode status = U_ZERO_ERROR;
		char room[16];
		collators[l] = ucol_open(pool_locale(l, room), &status);
		if (U_FAILURE(status)) {
			fprintf(stderr, "level=error msg=\"ICU cannot sort: %s\"\n", u_errorName(status));
			abort();
		}
	}
}

int
sort_cmp(enum lang l, str a, str b)
{
	UErrorCode status = U_ZERO_ERROR;
	int d;

	(void)pthread_once(&collators_once, open_collators);
	/* Names of people and places here sort the Norwegian way for readers of further languages too. */
	d = ucol_strcollUTF8(collators[l < LANG_COUNT ? l : LANG_NB], a.p ? a.p : "", (int32_t)a.n, b.p ? b.p : "",
		(int32_t)b.n, &status);
	return d && U_SUCCESS(status) ? d : str_cmp(a, b);
}

/* ---- counting ---- */

static bool
is_ascii(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static size_t
count_boundaries(str s)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;
	UBreakIterator *it = icu_borrow(TOOL_GRAPHEMES, LANG_NB);
	size_t n = 0;

	utext_openUTF8(&text, s.p, (int64_t)s.n, &status);
	ubrk_setUText(it, &text, &status);
	if (U_SUCCESS(status))
		while (ubrk_next(it) != UBRK_DONE)
			n++;
	/* The iterator must not keep a view of the caller's bytes. */
	status = U_ZERO_ERROR;
	ubrk_setText(it, u"", 0, &status);
	icu_return(TOOL_GRAPHEMES, LANG_NB, it);
	utext_close(&text);
	return n;
}

size_t
graphemes(str s)
{
	size_t pairs = 0;

	if (!is_ascii(s))
		return count_boundaries(s);
	for (size_t i = 1; i < s.n; i++)
		pairs += s.p[i - 1] == '\r' && s.p[i] == '\n';
	return s.n - pairs;
}

/* ---- cleaning ---- */

static bool
is_refused(UChar32 c)
{
	bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
	bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

	return control || turns || U_IS_UNICODE_NONCHAR(c);
}

static bool
is_outer(UChar32 c)
{
	return u_isUWhiteSpace(c) || c == 0x200b || c == 0xfeff;
}

/* Line ends become LF; ERR_INVALID for what is_refused. n may shrink. */
static err
unify(UChar *s, int32_t *n)
{
	int32_t to = 0;

	for (int32_t i = 0; i < *n; i++) {
		UChar c = s[i];
		if (c == '\r' && i + 1 < *n && s[i + 1] == '\n')
			continue;
		s[to++] = c == '\r' || c == 0x2028 || c == 0x2029 ? '\n' : c;
	}
	*n = to;
	for (int32_t i = 0; i < to;) {
		UChar32 c;
		U16_NEXT(s, i, to, c);
		if (is_refused(c))
			return ERR_INVALID;
	}
	return OK;
}

static void
trim(const UChar **s, int32_t *n)
{
	while (*n) {
		UChar32 c;
		int32_t i = 0;
		U16_NEXT(*s, i, *n, c);
		if (!is_outer(c))
			break;
		*s += i;
		*n -= i;
	}
	while (*n) {
		UChar32 c;
		int32_t i = *n;
		U16_PREV(*s, 0, i, c);
		if (!is_outer(c))
			break;
		*n = i;
	}
}

/* A letter can carry any number of accents; that many nobody means. */
static bool
is_heavy(str s, size_t most)
{
	return s.n / BYTES_PER_GRAPHEME > most + 8 || s.n > INT32_MAX / 16;
}

err
text_clean(struct arena *a, str in, size_t most, str *out)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	int32_t n = 0, room, composed_n;
	UChar *wide, *composed;
	const UChar *s;
	char *bytes;

	if (is_heavy(in, most))
		return ERR_TOOBIG;
	if (!str_is_utf8(in))
		return ERR_INVALID;
	wide = NEW_ARRAY(a, UChar, in.n + 1);
	u_strFromUTF8(wide, (int32_t)in.n + 1, &n, in.p ? in.p : "", (int32_t)in.n, &status);
	TRY(unify(wide, &n));
	room = n * 3 + 1;	/* NFC makes nothing longer than three times */
	composed = NEW_ARRAY(a, UChar, (size_t)room);
	composed_n = unorm2_normalize(nfc, wide, n, composed, room, &status);
	s = composed;
	trim(&s, &composed_n);
	bytes = arena_alloc(a, (size_t)composed_n * 3 + 1, 1);
	u_strToUTF8(bytes, composed_n * 3 + 1, &n, s, composed_n, &status);
	if (U_FAILURE(status))
		return ERR_INVALID;
	*out = (str){ bytes, (size_t)n };
	if (is_heavy(*out, most))
		return ERR_TOOBIG;
	return graphemes(*out) > most ? ERR_TOOBIG : OK;
}
