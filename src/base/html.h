/* html.h: the only escapers of the program. One function per type and context; templates pick by type.
 *
 * HTML(out, v) is for text and for double-quoted attribute values: it escapes & < > " ' and replaces
 * bytes that are not UTF-8 and control characters other than tab, LF by U+FFFD. Any thread. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

/* Finished HTML. Only this file, the templates' own functions and text/markdown make one. */
typedef struct markup {
	str s;
} markup;

#define HTML(b, v) _Generic((v), str: html_str, char *: html_z, const char *: html_z, bool: html_bool, \
	int: html_int, long: html_int, long long: html_int, unsigned: html_uint, unsigned long: html_uint, \
	unsigned long long: html_uint)(b, v)

void html_str(struct buf *b, str s);
void html_z(struct buf *b, const char *z);
void html_int(struct buf *b, long long v);
void html_uint(struct buf *b, unsigned long long v);
void html_bool(struct buf *b, bool v);	/* "true" or "false", for aria- attributes */
void html_raw(struct buf *b, markup m);

/* URL attribute values: only http:, https:, mailto:, tel:, data:image/png;base64 and svg+xml made by us are NOT
 * allowed here; relative URLs are. Anything else becomes "about:invalid". Then escaped as HTML. */
#define HTML_URL(b, v) _Generic((v), str: html_url, char *: html_url_z, const char *: html_url_z)(b, v)
void html_url(struct buf *b, str url);
void html_url_z(struct buf *b, const char *url);
/* One part of a path or one query value inside a URL attribute: percent-encoded. */
#define HTML_URL_PART(b, v) _Generic((v), str: html_url_part, char *: html_url_part_z, \
	const char *: html_url_part_z, int: html_int, long: html_int, long long: html_int, \
	unsigned: html_uint, unsigned long: html_uint)(b, v)
void html_url_part(struct buf *b, str s);
void html_url_part_z(struct buf *b, const char *z);

/* A JSON string literal, quotes included, safe inside HTML text and attributes after HTML(). */
void json_str(struct buf *b, str s);

#endif
