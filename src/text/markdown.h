/* markdown.h: Markdown (guides, report text, messages) as HTML, by cmark. Any thread. */
#ifndef TEXT_MARKDOWN_H
#define TEXT_MARKDOWN_H

#include "base/html.h"

#define MARKDOWN_MAX ((size_t)256 * 1024)	/* longer text is cut at a line's end */

/* Tables (lines that begin with |, the second of them a rule) become tables.
 * Headings are moved `shift` levels down (# becomes <h2> with 1, deepest is <h6>), so that a text fits under
 * the page's own. HTML in the text is shown as it was typed. Links lead to http:, https:, mailto: and
 * relative addresses only, images to relative ones; of others the words remain. */
markup markdown(struct arena *a, str text, unsigned shift);

#endif
