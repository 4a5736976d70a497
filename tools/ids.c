/* ids.c: finds the message ids in C sources and templates. */
#include "ids.h"

#include "tmpl_expr.h"

#define MOST_ARGS 6

struct reader {
	struct arena *a;
	struct fault *f;
	struct id_list *list;
	str s;
	size_t i, line;
	bool define;	/* in a #define, where the marks themselves are made */
};

static const struct {
	const char *name;
	int context, text, plural;	/* which argument, counted from the end; 0: none */
} calls[] = {
	{ "tr", 0, 1, 0 }, { "trc", 2, 1, 0 }, { "trn", 0, 3, 2 }, { "N_", 0, 1, 0 }, { "NC_", 2, 1, 0 },
};

static void
move(struct reader *r, size_t to)
{
	r->line += lines_in((str){ r->s.p + r->i, to - r->i });
	r->i = to;
}

/* Steps over a comment, string or character constant; false when none begins here. */
static bool
skip(struct reader *r)
{
	str rest = str_from(r->s, r->i);
	size_t end;

	if (str_starts(rest, S("//")))
		end = str_find(rest, S("\n"));
	else if (str_starts(rest, S("/*")))
		end = str_find(rest, S("*/"));
	else
		end = expr_skip_literal(rest, 0);
	if (end == 0)
		return false;
	move(r, end == SIZE_MAX ? r->s.n : r->i + end + (str_starts(rest, S("/*")) ? 2 : 0));
	return true;
}

static char
escaped(char c)
{
	switch (c) {
	case 'n': return '\n';
	case 't': return '\t';
	case '"':
	case '\\':
	case '\'': return c;
	default: return 0;
	}
}

/* The value of an argument that is nothing but string literals; false for anything else. */
static bool
literal_of(struct arena *a, str arg, str *out)
{
	struct buf b = buf_new(a, TOOL_MAX);

	arg = str_trim(arg);
	if (arg.n == 0)
		return false;
	for (size_t i = 0; i < arg.n;) {
		size_t end;
		if (is_blank(arg.p[i])) {
			i++;
			continue;
		}
		end = arg.p[i] == '"' ? expr_skip_literal(arg, i) : i;
		if (end <= i + 1)
			return false;
		for (i++; i + 1 < end; i++) {
			char c = arg.p[i] == '\\' ? escaped(arg.p[++i]) : arg.p[i];
			if (c == 0)
				return false;
			buf_addc(&b, c);
		}
		i = end;
	}
	*out = buf_str(&b);
	return true;
}

/* The arguments from after the opening bracket; their number, or 0 when the bracket is not closed. */
static size_t
split(str s, str args[MOST_ARGS])
{
	size_t depth = 0, n = 0, from = 0;

	for (size_t i = 0; i < s.n && n < MOST_ARGS;) {
		size_t literal = expr_skip_literal(s, i);
		char c = s.p[i];
		if (c == '(' || c == '[' || c == '{')
			depth++;
		if ((c == ',' && depth == 0) || (c == ')' && depth == 0)) {
			args[n++] = (str){ s.p + from, i - from };
			from = i + 1;
			if (c == ')')
				return n;
		}
		if (c == ')' || c == ']' || c == '}')
			depth -= depth > 0;
		i = literal > i ? literal : i + 1;
	}
	return 0;
}

static void
append(struct reader *r, struct id id)
{
	struct id_list *l = r->list;

	if (l->n == l->room) {
		size_t room = l->room ? l->room * 2 : 256;
		struct id *more = NEW_ARRAY(r->a, struct id, room);
		if (l->n)
			memcpy(more, l->items, l->n * sizeof(*more));
		l->items = more;
		l->room = room;
	}
	l->items[l->n++] = id;
}

static err
read_call(struct reader *r, size_t k, str after)
{
	str args[MOST_ARGS];
	size_t n = split(after, args);
	struct id id = { .file = r->f->file, .line = r->line };
	int at[3] = { calls[k].context, calls[k].text, calls[k].plural };
	str *to[3] = { &id.context, &id.text, &id.plural };

	for (size_t i = 0; i < COUNT(at); i++) {
		if (at[i] == 0)
			continue;
		if (n < (size_t)at[i] || !literal_of(r->a, args[n - (size_t)at[i]], to[i])) {
			if (r->define)
				return OK;
			return fault_at(r->f, r->a, r->line, "the texts of %s must be string literals (ids that are data: "
				"N_ where they stand, tr_dynamic where they are shown)", calls[k].name);
		}
	}
	if (id.text.n == 0)
		return fault_at(r->f, r->a, r->line, "%s with an empty text", calls[k].name);
	append(r, id);
	return OK;
}

/* An identifier begins here. */
static err
read_word(struct reader *r, bool member)
{
	size_t n = 0, bracket;
	str word;

	while (r->i + n < r->s.n && is_word(r->s.p[r->i + n]))
		n++;
	word = (str){ r->s.p + r->i, n };
	for (bracket = r->i + n; bracket < r->s.n && is_blank(r->s.p[bracket]); bracket++)
		;
	if (!member && bracket < r->s.n && r->s.p[bracket] == '(')
		for (size_t k = 0; k < COUNT(calls); k++)
			if (str_eq(word, str_of(calls[k].name)))
				TRY(read_call(r, k, str_from(r->s, bracket + 1)));
	r->i += n;
	return OK;
}

/* r->s up to `end` is C. */
static err
read_code(struct reader *r, size_t end)
{
	str whole = r->s;
	bool line_start = true;

	r->s = str_take(whole, end);
	while (r->i < end) {
		char c = r->s.p[r->i], before = r->i ? r->s.p[r->i - 1] : 0;
		bool member = before == '.' || (before == '>' && r->i > 1 && r->s.p[r->i - 2] == '-');
		if (line_start && c == '#')
			r->define = true;
		if (c == '\n' && before != '\\')
			r->define = false;
		line_start = c == '\n' || (line_start && is_blank(c));
		if (skip(r))
			continue;
		if (is_word(c))
			TRY(read_word(r, member));
		else
			move(r, r->i + 1);
	}
	r->s = whole;
	return OK;
}

static err
read_template(struct reader *r)
{
	for (;;) {
		size_t open = str_find(str_from(r->s, r->i), S("{{")), length;
		str inside;
		if (open == SIZE_MAX)
			return OK;
		move(r, r->i + open + 2);
		inside = str_from(r->s, r->i);
		length = inside.n && inside.p[0] == '#' ? str_find(inside, S("}}")) : expr_end(inside);
		if (length == SIZE_MAX)
			return fault_at(r->f, r->a, r->line, "{{ is not closed by }}");
		if (inside.n && inside.p[0] == '#')
			move(r, r->i + length);
		else
			TRY(read_code(r, r->i + length));
	}
}

err
ids_read(struct arena *a, str file, str text, struct id_list *list, struct fault *f)
{
	struct reader r = { .a = a, .f = f, .list = list, .s = text, .line = 1 };

	f->file = file;
	return str_ends(file, S(".tmpl")) ? read_template(&r) : read_code(&r, text.n);
}
