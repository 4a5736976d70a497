/* tmpl.h: the template compiler: x.tmpl to C functions that write escaped HTML.
 *
 * Text outside {{ }} is copied (indentation is dropped where HTML does not see it); inside is C:
 *	{{ include "app/room/room.h" }}	at the top: #include
 *	{{ define card(const struct note *n) }} … {{ end }}
 *		void card(struct buf *out, enum lang lang, const struct note *n);
 *		with `static` before the name it is local to the file
 *	{{ expr }}	HTML(out, expr), HTML_URL or HTML_URL_PART in attributes that hold addresses
 *	{{ tr("English text") }}	tr, trc, trn, tr_dynamic, trc_dynamic get `lang, ` put in, anywhere
 *	{{ fill(tr("Hello {name}"), V("name", p->name)) }}	html_fill; only at the start of {{ }}
 *	{{ if c }} {{ else if c }} {{ else }} {{ end }}, {{ for (…) }} {{ end }}, {{ let T x = …; }}
 *	{{ call card(n) }}	card(out, lang, n)
 *	{{ raw m }}	html_raw, takes only `markup`
 *	{{# comment }}
 * A line that holds only if, else, for, end, let, define, include or a comment leaves nothing behind; one
 * that holds only a call leaves its newline.
 *
 * Refused with line and reason: see tmpl_html.h. Pure. */
#ifndef TMPL_H
#define TMPL_H

#include "tool.h"

/* name: as it shall stand in #line and messages. header: what the C file includes ("card_tmpl.h").
 * On OK the two texts live in the arena. */
err tmpl_compile(struct arena *a, str name, str header, str text, str *h, str *c, struct fault *f) MUST_USE;

#endif
