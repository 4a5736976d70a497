/* tmpl_attr.h: which attributes hold addresses or code, and how far an address has come. Pure. */
#ifndef TMPL_ATTR_H
#define TMPL_ATTR_H

#include "tmpl_html.h"

bool attr_is_url(str attr);	/* href and its like */
bool attr_is_handler(str attr);	/* onclick and its like: script */

/* Static text in a URL attribute. What an expression began may only go on with what ends a scheme, and a
 * scheme must stand whole in one piece of text, so that nobody can be led to javascript:. */
err attr_url_text(struct html_at *h, struct arena *a, str s, size_t line, struct fault *f) MUST_USE;

/* An expression in the value of h->attr: which escaper, or why none. */
err attr_expression(struct html_at *h, struct arena *a, size_t line, enum html_sink *sink, struct fault *f) MUST_USE;

#endif
