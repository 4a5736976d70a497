/* tmpl_html.h: where in an HTML document the template compiler stands, after static text.
 *
 * A small HTML tokenizer: it knows text, tags, attributes with their names, comments, doctypes and
 * the elements whose content is no markup. It refuses what no escaper could make safe, and source
 * that would confuse a reader (unquoted values, missing white space between attributes). Pure. */
#ifndef TMPL_HTML_H
#define TMPL_HTML_H

#include "tool.h"

enum html_state {
	AT_TEXT, AT_OPEN, AT_TAG_NAME, AT_END_TAG, AT_TAG, AT_NAME, AT_AFTER_NAME, AT_EQUALS, AT_VALUE, AT_COMMENT,
	AT_DOCTYPE, AT_RAW	/* content of script, style, textarea, title */
};

/* What of a URL attribute's value has been written. */
enum url_part {
	URL_EMPTY,
	URL_START,	/* static text that could still be the start of a scheme */
	URL_PATH,	/* past that: anything more is a part */
	URL_LED,	/* an expression gave the beginning */
	URL_MIXED	/* depends on an if */
};

struct html_at {
	enum html_state state;
	enum url_part url;
	str tag, attr;	/* slices of the template */
	char quote;
	bool glued;	/* in a tag: white space or the tag's end must follow */
	bool refresh, content;	/* this tag has http-equiv, has an expression in content */
	unsigned pre;	/* depth of <pre>, where indentation counts */
};

enum html_sink { SINK_TEXT, SINK_URL, SINK_URL_PART };

/* Moves over static text that begins at *line of the template, and adds it to out without indentation (kept where
 * it counts). line_start: nothing but the source line's own beginning stands before. */
err html_static(struct html_at *h, struct arena *a, str text, size_t *line, bool line_start, struct buf *out,
	struct fault *f) MUST_USE;

/* An expression stands here: which escaper. */
err html_expression(struct html_at *h, struct arena *a, size_t line, enum html_sink *sink, struct fault *f) MUST_USE;

/* if, for, else, end stand here: an unfinished attribute name ends. ERR_INVALID where no branch may begin. */
err html_branch(struct html_at *h, struct arena *a, size_t line, struct fault *f) MUST_USE;
/* Two branches meet: *h becomes what holds after either. False when they stand in different places. */
bool html_join(struct html_at *h, const struct html_at *other);

/* "in the value of href": for messages. */
str html_where(const struct html_at *h, struct arena *a);

#endif
