/* tmpl_expr.c: the C inside {{ }}. */
#include "tmpl_expr.h"

size_t
expr_skip_literal(str s, size_t i)
{
	char quote = s.p[i];

	if (quote != '"' && quote != '\'')
		return i;
	for (size_t at = i + 1; at < s.n && s.p[at] != '\n'; at++) {
		if (s.p[at] == '\\')
			at++;
		else if (s.p[at] == quote)
			return at + 1;
	}
	return i + 1;
}

size_t
expr_end(str s)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.n;) {
		size_t literal = expr_skip_literal(s, i);
		if (literal > i) {
			i = literal;
			continue;
		}
		if (s.p[i] == '{')
			depth++;
		if (s.p[i] == '}' && depth == 0 && i + 1 < s.n && s.p[i + 1] == '}')
			return i;
		if (s.p[i] == '}' && depth)
			depth--;
		i++;
	}
	return SIZE_MAX;
}

static char
opener_of(char c)
{
	return c == ')' ? '(' : c == ']' ? '[' : '{';
}

err
expr_check(struct arena *a, str e, bool statements, size_t line, struct fault *f)
{
	char open[32];
	size_t depth = 0;

	for (size_t i = 0; i < e.n;) {
		size_t literal = expr_skip_literal(e, i);
		char c = e.p[i];
		if (literal == i + 1)
			return fault_at(f, a, line, "the string or character constant does not end on its line");
		if (c == '/' && i + 1 < e.n && (e.p[i + 1] == '/' || e.p[i + 1] == '*'))
			return fault_at(f, a, line, "comments are written in {{# and its braces");
		if (c == '(' || c == '[' || c == '{') {
			if (depth == COUNT(open))
				return fault_at(f, a, line, "brackets are nested too deep");
			open[depth++] = c;
		} else if (c == ')' || c == ']' || c == '}') {
			if (depth == 0 || open[--depth] != opener_of(c))
				return fault_at(f, a, line, "%c has no opening bracket", c);
		} else if (c == ';' && !statements) {
			return fault_at(f, a, line, "a semicolon can only stand in let and for");
		}
		i = literal > i ? literal : i + 1;
	}
	if (depth)
		return fault_at(f, a, line, "%c is not closed", open[depth - 1]);
	return OK;
}

/* A call of a translating function that begins at i: how long its name and bracket are, else 0. */
static size_t
translation_at(str e, size_t i)
{
	static const char *const names[] = { "tr", "trc", "trn", "tr_dynamic", "trc_dynamic" };
	size_t n = 0, bracket;

	if (i && (is_word(e.p[i - 1]) || e.p[i - 1] == '.' || (e.p[i - 1] == '>' && i > 1 && e.p[i - 2] == '-')))
		return 0;
	while (i + n < e.n && is_word(e.p[i + n]))
		n++;
	for (bracket = i + n; bracket < e.n && is_blank(e.p[bracket]); bracket++)
		;
	if (bracket == e.n || e.p[bracket] != '(')
		return 0;
	for (size_t k = 0; k < COUNT(names); k++)
		if (str_eq((str){ e.p + i, n }, str_of(names[k])))
			return bracket + 1 - i;
	return 0;
}

/* The author wrote the language himself. */
static bool
has_lang(str args)
{
	str rest;

	return expr_word(str_trim(args), S("lang"), &rest) && rest.n && rest.p[0] == ',';
}

void
expr_add(struct buf *b, str e)
{
	for (size_t i = 0; i < e.n;) {
		size_t literal = expr_skip_literal(e, i), call = literal == i ? translation_at(e, i) : 0;
		if (call) {
			buf_add(b, (str){ e.p + i, call });
			if (!has_lang(str_from(e, i + call)))
				buf_add(b, S("lang, "));
			i += call;
		} else {
			size_t n = literal > i ? literal - i : 1;
			buf_add(b, (str){ e.p + i, n });
			i += n;
		}
	}
}

bool
expr_word(str e, str word, str *rest)
{
	if (!str_starts(e, word) || (e.n > word.n && is_word(e.p[word.n])))
		return false;
	*rest = str_trim(str_from(e, word.n));
	return true;
}
