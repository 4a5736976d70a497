/* tmpl_html.c: the tokenizer of the template compiler. */
#include "tmpl_html.h"

#include "tmpl_attr.h"

/* One run over a piece of static text. */
struct run {
	struct html_at *h;
	struct arena *a;
	struct fault *f;
	struct buf *out;
	str text;
	size_t i, line;
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Elements whose content is not markup; in the last two the browser still reads &amp;. */
static bool
is_raw_element(str tag)
{
	static const char *const names[] = { "script", "style", "textarea", "title" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_eq_nocase(tag, str_of(names[i])))
			return true;
	return false;
}

str
html_where(const struct html_at *h, struct arena *a)
{
	switch (h->state) {
	case AT_TEXT: return S("in text");
	case AT_OPEN: return S("after <");
	case AT_TAG_NAME: return S("in a tag's name");
	case AT_END_TAG: return S("in an end tag");
	case AT_TAG: return str_fmt(a, "inside the tag <" STR_FMT ">", STR_ARG(h->tag));
	case AT_NAME:
	case AT_AFTER_NAME: return S("in an attribute's name");
	case AT_EQUALS: return str_fmt(a, "in the unquoted value of " STR_FMT, STR_ARG(h->attr));
	case AT_VALUE: return str_fmt(a, "in the value of " STR_FMT, STR_ARG(h->attr));
	case AT_COMMENT: return S("in an HTML comment");
	case AT_DOCTYPE: return S("in a doctype");
	case AT_RAW: return str_fmt(a, "inside <" STR_FMT ">", STR_ARG(h->tag));
	}
	return S("");
}

#define REFUSE(r, ...) return fault_at((r)->f, (r)->a, (r)->line, __VA_ARGS__)

static char
peek(const struct run *r, size_t ahead)
{
	return r->i + ahead < r->text.n ? r->text.p[r->i + ahead] : 0;
}

/* Takes n bytes over to the output. */
static void
take(struct run *r, size_t n)
{
	str s = str_take(str_from(r->text, r->i), n);

	buf_add(r->out, s);
	r->line += lines_in(s);
	r->i += s.n;
}

/* White space: a run with a newline in it becomes one newline, other runs stay. */
static void
take_space(struct run *r, bool drop_indent)
{
	size_t n = 0, newlines;

	while (is_blank(peek(r, n)))
		n++;
	newlines = lines_in(str_take(str_from(r->text, r->i), n));
	if (!newlines && !drop_indent) {
		take(r, n);
		return;
	}
	if (newlines && !(drop_indent && r->i == 0))
		buf_addc(r->out, '\n');
	r->line += newlines;
	r->i += n;
}

static err
in_text(struct run *r)
{
	struct html_at *h = r->h;
	char c = peek(r, 0), next = peek(r, 1);

	if (h->pre == 0 && is_blank(c)) {
		take_space(r, false);
		return OK;
	}
	if (c != '<') {
		take(r, 1);
		return OK;
	}
	if (next == '!') {
		bool comment = peek(r, 2) == '-' && peek(r, 3) == '-';
		h->state = comment ? AT_COMMENT : AT_DOCTYPE;
		take(r, comment ? 4 : 2);
	} else if (next == '/' && is_letter(peek(r, 2))) {
		h->state = AT_END_TAG;
		h->tag = (str){ 0 };
		take(r, 2);
	} else if (is_letter(next)) {
		*h = (struct html_at){ .state = AT_TAG_NAME, .pre = h->pre, .tag = { r->text.p + r->i + 1, 0 } };
		take(r, 1);
	} else if (next == 0) {
		h->state = AT_OPEN;
		take(r, 1);
	} else {
		REFUSE(r, "a bare < in text: write &lt;");
	}
	return OK;
}

/* After <script …> and its like comes raw content, after the others text. */
static err
end_of_tag(struct run *r, bool closed)
{
	struct html_at *h = r->h;

	if (h->refresh && h->content)
		REFUSE(r, "no expression can be made safe in the content of a meta http-equiv");
	h->state = is_raw_element(h->tag) && !closed ? AT_RAW : AT_TEXT;
	h->pre += str_eq_nocase(h->tag, S("pre")) && !closed;
	h->glued = false;
	take(r, closed ? 2 : 1);
	return OK;
}

static err
in_tag(struct run *r)
{
	struct html_at *h = r->h;
	char c = peek(r, 0);

	if (is_blank(c)) {
		take_space(r, false);
		h->glued = false;
		return OK;
	}
	if (c == '>' || (c == '/' && peek(r, 1) == '>'))
		return end_of_tag(r, c == '/');
	if (h->glued)
		REFUSE(r, "white space is missing before the next attribute of <" STR_FMT ">", STR_ARG(h->tag));
	if (c == '"' || c == '\'' || c == '<' || c == '=' || c == '/')
		REFUSE(r, "unexpected %c inside the tag <" STR_FMT ">", c, STR_ARG(h->tag));
	h->state = AT_NAME;
	h->attr = (str){ r->text.p + r->i, 0 };
	return OK;
}

static err
in_tag_name(struct run *r)
{
	struct html_at *h = r->h;
	char c = peek(r, 0);

	if (is_blank(c) || c == '>' || c == '/') {
		h->state = AT_TAG;
		return OK;
	}
	if (!is_word(c) && c != '-' && c != ':')
		REFUSE(r, "unexpected %c in a tag's name", c);
	h->tag.n++;
	take(r, 1);
	return OK;
}

static err
in_end_tag(struct run *r)
{
	struct html_at *h = r->h;
	char c = peek(r, 0);

	if (c == '>') {
		if (h->pre && str_eq_nocase(h->tag, S("pre")))
			h->pre--;
		h->state = AT_TEXT;
	} else if (is_word(c) || c == '-' || c == ':') {
		if (h->tag.n == 0)
			h->tag.p = r->text.p + r->i;
		h->tag.n++;
	} else if (!is_blank(c)) {
		REFUSE(r, "unexpected %c in an end tag", c);
	}
	take(r, 1);
	return OK;
}

static err
in_attr_name(struct run *r)
{
	struct html_at *h = r->h;
	char c = peek(r, 0);

	if (c == '=' || is_blank(c) || c == '>' || c == '/') {
		h->state = AT_AFTER_NAME;
		h->refresh |= str_eq_nocase(h->attr, S("http-equiv"));
		if (attr_is_handler(h->attr))
			REFUSE(r, STR_FMT " holds script, which the pages' security policy forbids", STR_ARG(h->attr));
		return OK;
	}
	if (c == '"' || c == '\'' || c == '<')
		REFUSE(r, "unexpected %c in an attribute's name", c);
	h->attr.n++;
	take(r, 1);
	return OK;
}

static err
after_attr_name(struct run *r)
{
	struct html_at *h = r->h;
	char c = peek(r, 0);

	if (c == '=') {
		h->state = AT_EQUALS;
		take(r, 1);
	} else if (is_blank(c)) {
		take_space(r, false);
	} else {
		h->state = AT_TAG;
	}
	return OK;
}

static err
at_equals(struct run *r)
{
	struct html_at *h = r->h;
	char c = peek(r, 0);

	if (c != '"' && c != '\'')
		REFUSE(r, "the value of " STR_FMT " must stand in quotes", STR_ARG(h->attr));
	h->state = AT_VALUE;
	h->quote = c;
	h->url = URL_EMPTY;
	take(r, 1);
	return OK;
}

static err
in_value(struct run *r)
{
	struct html_at *h = r->h;
	str s = str_from(r->text, r->i);

	str_cut(s, h->quote, &s, NULL);
	if (attr_is_url(h->attr))
		TRY(attr_url_text(h, r->a, s, r->line, r->f));
	take(r, s.n);
	if (peek(r, 0) == h->quote && r->i < r->text.n) {
		take(r, 1);
		h->state = AT_TAG;
		h->glued = true;
	}
	return OK;
}

/* Text up to a closing mark that may not be in this piece. */
static void
until(struct run *r, str mark)
{
	size_t at = str_find(str_from(r->text, r->i), mark);

	if (at == SIZE_MAX) {
		take(r, r->text.n - r->i);
		return;
	}
	take(r, at + mark.n);
	r->h->state = AT_TEXT;
}

static void
in_raw(struct run *r)
{
	struct html_at *h = r->h;

	while (r->i < r->text.n) {
		if (peek(r, 0) == '<' && peek(r, 1) == '/' &&
			str_eq_nocase(str_take(str_from(r->text, r->i + 2), h->tag.n), h->tag)) {
			h->state = AT_END_TAG;
			h->tag = (str){ 0 };
			take(r, 2);
			return;
		}
		take(r, 1);
	}
}

static err
step(struct run *r)
{
	switch (r->h->state) {
	case AT_TEXT: return in_text(r);
	case AT_OPEN: REFUSE(r, "a bare < in text: write &lt;");
	case AT_TAG_NAME: return in_tag_name(r);
	case AT_END_TAG: return in_end_tag(r);
	case AT_TAG: return in_tag(r);
	case AT_NAME: return in_attr_name(r);
	case AT_AFTER_NAME: return after_attr_name(r);
	case AT_EQUALS: return at_equals(r);
	case AT_VALUE: return in_value(r);
	case AT_COMMENT: until(r, S("-->")); return OK;
	case AT_DOCTYPE: until(r, S(">")); return OK;
	case AT_RAW: in_raw(r); return OK;
	}
	return OK;
}

err
html_static(struct html_at *h, struct arena *a, str text, size_t *line, bool line_start, struct buf *out,
	struct fault *f)
{
	struct run r = { .h = h, .a = a, .f = f, .out = out, .text = text, .line = *line };
	bool indent = (h->state == AT_TEXT && h->pre == 0) || (h->state == AT_TAG && !h->glued);

	if (line_start && indent && text.n && is_blank(text.p[0]))
		take_space(&r, true);
	while (r.i < r.text.n)
		TRY(step(&r));
	*line = r.line;
	return OK;
}

err
html_expression(struct html_at *h, struct arena *a, size_t line, enum html_sink *sink, struct fault *f)
{
	bool text_only = str_eq_nocase(h->tag, S("textarea")) || str_eq_nocase(h->tag, S("title"));

	*sink = SINK_TEXT;
	if (h->state == AT_TEXT || (h->state == AT_RAW && text_only))
		return OK;
	if (h->state == AT_VALUE)
		return attr_expression(h, a, line, sink, f);
	if (h->state == AT_EQUALS)
		return fault_at(f, a, line, "the value of " STR_FMT " must stand in quotes", STR_ARG(h->attr));
	return fault_at(f, a, line, "no expression can stand " STR_FMT, STR_ARG(html_where(h, a)));
}

err
html_branch(struct html_at *h, struct arena *a, size_t line, struct fault *f)
{
	enum html_sink sink;

	if (h->state == AT_TAG_NAME || h->state == AT_NAME || h->state == AT_AFTER_NAME) {
		if (h->state == AT_NAME && attr_is_handler(h->attr))
			return fault_at(f, a, line, STR_FMT " holds script, which the pages' security policy forbids",
				STR_ARG(h->attr));
		h->glued = h->state != AT_AFTER_NAME;
		h->state = AT_TAG;
	}
	if (h->state == AT_TAG || h->state == AT_VALUE)
		return OK;
	return html_expression(h, a, line, &sink, f);
}

bool
html_join(struct html_at *h, const struct html_at *other)
{
	if (h->state != other->state || h->pre != other->pre)
		return false;
	if (h->state == AT_TEXT)
		return true;
	if (!str_eq(h->tag, other->tag) || (h->state == AT_VALUE && (h->attr.p != other->attr.p || h->quote != other->quote)))
		return false;
	h->glued |= other->glued;
	h->refresh |= other->refresh;
	h->content |= other->content;
	if (h->url == other->url)
		return true;
	if (h->url == URL_EMPTY || other->url == URL_EMPTY)
		h->url = URL_MIXED;
	else if (h->url == URL_PATH || other->url == URL_PATH)
		h->url = h->url == URL_PATH ? other->url : h->url;
	else
		h->url = URL_MIXED;
	return true;
}
