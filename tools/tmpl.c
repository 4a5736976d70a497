/* tmpl.c: directives, blocks and the C they become. */
#include "tmpl.h"

#include "tmpl_expr.h"
#include "tmpl_html.h"

#define MOST_BLOCKS 24

enum word { W_EXPR, W_COMMENT, W_INCLUDE, W_DEFINE, W_END, W_IF, W_ELSE, W_FOR, W_LET, W_CALL, W_RAW };

static const struct {
	str name;
	enum word word;
} words[] = {
	{ S("include"), W_INCLUDE }, { S("define"), W_DEFINE }, { S("end"), W_END }, { S("if"), W_IF },
	{ S("else"), W_ELSE }, { S("for"), W_FOR }, { S("let"), W_LET }, { S("call"), W_CALL },
	{ S("raw"), W_RAW },
};

struct block {
	enum word word;	/* W_DEFINE, W_IF, W_FOR */
	size_t line;
	bool has_else, joined;
	struct html_at start, end;	/* end: after the branches so far, once joined */
};

struct tmpl {
	struct arena *a;
	struct fault *f;
	str name, text;
	size_t line;	/* of what is being read */
	bool line_start;	/* a directive has taken the newline before what comes */
	struct html_at at;
	struct buf still;	/* static text not yet written */
	struct buf head, locals, body;
	struct block blocks[MOST_BLOCKS];
	size_t depth;
};

struct directive {
	enum word word;
	str args;
	size_t line;
};

static void
flush(struct tmpl *t)
{
	if (t->still.n) {
		buf_add(&t->body, S("\tbuf_add(out, S("));
		c_literal(&t->body, buf_str(&t->still));
		buf_add(&t->body, S("));\n"));
		buf_reset(&t->still);
	}
}

/* What follows in the C file comes from this line of the template. */
static void
mark_line(struct tmpl *t, struct buf *b, size_t line)
{
	buf_addf(b, "#line %zu ", line);
	c_literal(b, t->name);
	buf_addc(b, '\n');
}

static void
open_line(struct tmpl *t, size_t line)
{
	flush(t);
	mark_line(t, &t->body, line);
}

static err
no_args(struct tmpl *t, const struct directive *d, const char *word)
{
	return d->args.n ? fault_at(t->f, t->a, d->line, "nothing can follow %s", word) : OK;
}

/* ---- define ---- */

static err
define(struct tmpl *t, const struct directive *d)
{
	bool local;
	size_t name = 0;
	str sig = d->args, params, head;

	local = expr_word(sig, S("static"), &sig);
	while (name < sig.n && is_word(sig.p[name]))
		name++;
	params = str_trim(str_from(sig, name));
	if (t->depth)
		return fault_at(t->f, t->a, d->line, "a define cannot stand inside another block");
	if (name == 0 || params.n < 2 || params.p[0] != '(' || params.p[params.n - 1] != ')')
		return fault_at(t->f, t->a, d->line, "a define is written: define name(type parameter, …)");
	TRY(expr_check(t->a, params, false, d->line, t->f));
	params = str_trim((str){ params.p + 1, params.n - 2 });
	if (str_eq(params, S("void")))
		params = S("");
	head = str_fmt(t->a, STR_FMT "(struct buf *out, enum lang lang%s" STR_FMT ")", STR_ARG(str_take(sig, name)),
		params.n ? ", " : "", STR_ARG(params));
	buf_addf(local ? &t->locals : &t->head, "%svoid " STR_FMT ";\n", local ? "static " : "", STR_ARG(head));
	buf_addc(&t->body, '\n');
	mark_line(t, &t->body, d->line);
	buf_addf(&t->body, "%svoid " STR_FMT "\n{\n\t(void)out;\n\t(void)lang;\n", local ? "static " : "", STR_ARG(head));
	t->at = (struct html_at){ 0 };
	t->blocks[t->depth++] = (struct block){ .word = W_DEFINE, .line = d->line };
	return OK;
}

/* ---- blocks ---- */

static err
open_block(struct tmpl *t, const struct directive *d)
{
	TRY(html_branch(&t->at, t->a, d->line, t->f));
	TRY(expr_check(t->a, d->args, d->word == W_FOR, d->line, t->f));
	if (t->depth == MOST_BLOCKS)
		return fault_at(t->f, t->a, d->line, "blocks are nested too deep");
	if (d->args.n == 0)
		return fault_at(t->f, t->a, d->line, "%s needs a condition", d->word == W_IF ? "if" : "for");
	if (d->word == W_FOR && t->at.state == AT_TAG)
		return fault_at(t->f, t->a, d->line, "a loop cannot stand inside a tag");
	if (d->word == W_FOR && (d->args.p[0] != '(' || d->args.p[d->args.n - 1] != ')'))
		return fault_at(t->f, t->a, d->line, "a loop is written: for (start; condition; step)");
	open_line(t, d->line);
	buf_addf(&t->body, "\t%s", d->word == W_IF ? "if (" : "for ");
	expr_add(&t->body, d->args);
	buf_add(&t->body, d->word == W_IF ? S(") {\n") : S(" {\n"));
	t->blocks[t->depth++] = (struct block){ .word = d->word, .line = d->line, .start = t->at };
	return OK;
}

/* A branch is over: where it ends must fit the block's beginning and the other branches. */
static err
end_branch(struct tmpl *t, struct block *b, size_t line)
{
	struct html_at start = b->start;

	TRY(html_branch(&t->at, t->a, line, t->f));
	if (!html_join(&start, &t->at))
		return fault_at(t->f, t->a, line, "this branch ends " STR_FMT ", but the block of line %zu began " STR_FMT,
			STR_ARG(html_where(&t->at, t->a)), b->line, STR_ARG(html_where(&b->start, t->a)));
	if (b->word == W_FOR && t->at.state == AT_VALUE && t->at.url != b->start.url)
		return fault_at(t->f, t->a, line, "a loop cannot write the beginning of a URL");
	if (!b->joined)
		b->end = t->at;
	else
		(void)html_join(&b->end, &t->at);
	b->joined = true;
	return OK;
}

static err
else_branch(struct tmpl *t, const struct directive *d)
{
	struct block *b = t->depth ? &t->blocks[t->depth - 1] : NULL;
	str cond = { 0 };
	bool has_cond = expr_word(d->args, S("if"), &cond);

	if (!b || b->word != W_IF)
		return fault_at(t->f, t->a, d->line, "else without an if");
	if (b->has_else)
		return fault_at(t->f, t->a, d->line, "another else after the last one of the if of line %zu", b->line);
	if ((d->args.n && !has_cond) || (has_cond && cond.n == 0))
		return fault_at(t->f, t->a, d->line, "after else comes nothing, or: if condition");
	TRY(expr_check(t->a, cond, false, d->line, t->f));
	TRY(end_branch(t, b, d->line));
	b->has_else = !has_cond;
	open_line(t, d->line);
	if (has_cond) {
		buf_add(&t->body, S("\t} else if ("));
		expr_add(&t->body, cond);
		buf_add(&t->body, S(") {\n"));
	} else {
		buf_add(&t->body, S("\t} else {\n"));
	}
	t->at = b->start;
	return OK;
}

static err
end_block(struct tmpl *t, const struct directive *d)
{
	struct block *b = t->depth ? &t->blocks[t->depth - 1] : NULL;

	TRY(no_args(t, d, "end"));
	if (!b)
		return fault_at(t->f, t->a, d->line, "end without a block");
	if (b->word == W_DEFINE) {
		if (t->at.state != AT_TEXT)
			return fault_at(t->f, t->a, d->line, "the define of line %zu ends " STR_FMT, b->line,
				STR_ARG(html_where(&t->at, t->a)));
	} else {
		TRY(end_branch(t, b, d->line));
		if (!b->has_else)
			(void)html_join(&b->end, &b->start);
		t->at = b->end;
	}
	flush(t);
	buf_add(&t->body, b->word == W_DEFINE ? S("}\n") : S("\t}\n"));
	t->depth--;
	return OK;
}

/* ---- the rest ---- */

static err
include(struct tmpl *t, const struct directive *d)
{
	bool quoted = d->args.n > 2 && ((d->args.p[0] == '"' && d->args.p[d->args.n - 1] == '"') ||
		(d->args.p[0] == '<' && d->args.p[d->args.n - 1] == '>'));

	if (t->depth)
		return fault_at(t->f, t->a, d->line, "include stands outside of define");
	if (!quoted || str_has(d->args, '\n'))
		return fault_at(t->f, t->a, d->line, "include is written: include \"app/part/part.h\"");
	buf_addf(&t->head, "#include " STR_FMT "\n", STR_ARG(d->args));
	return OK;
}

static err
let(struct tmpl *t, const struct directive *d)
{
	if (d->args.n == 0)
		return fault_at(t->f, t->a, d->line, "let is written: let type name = value;");
	TRY(html_branch(&t->at, t->a, d->line, t->f));
	TRY(expr_check(t->a, d->args, true, d->line, t->f));
	open_line(t, d->line);
	buf_addc(&t->body, '\t');
	expr_add(&t->body, d->args);
	buf_add(&t->body, d->args.p[d->args.n - 1] == ';' ? S("\n") : S(";\n"));
	return OK;
}

static err
call(struct tmpl *t, const struct directive *d)
{
	size_t name = 0;
	str args;

	while (name < d->args.n && is_word(d->args.p[name]))
		name++;
	args = str_trim(str_from(d->args, name));
	if (name == 0 || args.n < 2 || args.p[0] != '(' || args.p[args.n - 1] != ')')
		return fault_at(t->f, t->a, d->line, "call is written: call name(argument, …)");
	if (t->at.state != AT_TEXT)
		return fault_at(t->f, t->a, d->line, "call can only stand in text, not " STR_FMT,
			STR_ARG(html_where(&t->at, t->a)));
	TRY(expr_check(t->a, args, false, d->line, t->f));
	args = str_trim((str){ args.p + 1, args.n - 2 });
	open_line(t, d->line);
	buf_addf(&t->body, "\t" STR_FMT "(out, lang%s", STR_ARG(str_take(d->args, name)), args.n ? ", " : "");
	expr_add(&t->body, args);
	buf_add(&t->body, S(");\n"));
	return OK;
}

static err
raw(struct tmpl *t, const struct directive *d)
{
	if (t->at.state != AT_TEXT)
		return fault_at(t->f, t->a, d->line, "raw can only stand in text, not " STR_FMT,
			STR_ARG(html_where(&t->at, t->a)));
	TRY(expr_check(t->a, d->args, false, d->line, t->f));
	open_line(t, d->line);
	buf_add(&t->body, S("\thtml_raw(out, "));
	expr_add(&t->body, d->args);
	buf_add(&t->body, S(");\n"));
	return OK;
}

static err
expression(struct tmpl *t, const struct directive *d)
{
	static const char *const macros[] = { [SINK_TEXT] = "HTML", [SINK_URL] = "HTML_URL",
		[SINK_URL_PART] = "HTML_URL_PART" };
	enum html_sink sink;
	str args;

	if (d->args.n == 0)
		return fault_at(t->f, t->a, d->line, "the braces are empty");
	TRY(html_expression(&t->at, t->a, d->line, &sink, t->f));
	TRY(expr_check(t->a, d->args, false, d->line, t->f));
	open_line(t, d->line);
	if (expr_word(d->args, S("fill"), &args) && args.n && args.p[0] == '(') {
		if (sink != SINK_TEXT)
			return fault_at(t->f, t->a, d->line, "fill cannot make a URL");
		buf_add(&t->body, S("\thtml_fill(out, lang, "));
		expr_add(&t->body, str_from(args, 1));
		buf_add(&t->body, S(";\n"));
		return OK;
	}
	buf_addf(&t->body, "\t%s(out, (", macros[sink]);
	expr_add(&t->body, d->args);
	buf_add(&t->body, S("));\n"));
	return OK;
}

static err
run_directive(struct tmpl *t, const struct directive *d)
{
	if (t->depth == 0 && d->word != W_COMMENT && d->word != W_INCLUDE && d->word != W_DEFINE && d->word != W_END)
		return fault_at(t->f, t->a, d->line, "outside of define only include and comments can stand");
	switch (d->word) {
	case W_COMMENT: return OK;
	case W_INCLUDE: return include(t, d);
	case W_DEFINE: return define(t, d);
	case W_END: return end_block(t, d);
	case W_IF:
	case W_FOR: return open_block(t, d);
	case W_ELSE: return else_branch(t, d);
	case W_LET: return let(t, d);
	case W_CALL: return call(t, d);
	case W_RAW: return raw(t, d);
	case W_EXPR: return expression(t, d);
	}
	return OK;
}

/* ---- reading ---- */

static err
read_directive(struct tmpl *t, str inside, struct directive *d, size_t *length)
{
	bool comment = inside.n && inside.p[0] == '#';
	size_t end = comment ? str_find(inside, S("}}")) : expr_end(inside);

	*d = (struct directive){ .word = comment ? W_COMMENT : W_EXPR, .line = t->line };
	if (end == SIZE_MAX)
		return fault_at(t->f, t->a, t->line, "{{ is not closed by }}");
	*length = end + 2;
	if (comment)
		return OK;
	d->args = str_trim(str_take(inside, end));
	/* The line where the code begins, not the braces. */
	d->line += d->args.n ? lines_in(str_take(inside, (size_t)(d->args.p - inside.p))) : 0;
	for (size_t i = 0; i < COUNT(words); i++)
		if (expr_word(d->args, words[i].name, &d->args)) {
			d->word = words[i].word;
			break;
		}
	return OK;
}

/* How much white space belongs to a directive that has its line to itself. */
static bool
alone_on_line(str before, str after, size_t *left, size_t *right)
{
	*left = *right = 0;
	while (*left < before.n && (before.p[before.n - 1 - *left] == ' ' || before.p[before.n - 1 - *left] == '\t'))
		++*left;
	while (*right < after.n && (after.p[*right] == ' ' || after.p[*right] == '\t' || after.p[*right] == '\r'))
		++*right;
	if ((*left < before.n && before.p[before.n - 1 - *left] != '\n') || (*right < after.n && after.p[*right] != '\n'))
		return false;
	*right += *right < after.n;
	return true;
}

static err
static_text(struct tmpl *t, str s)
{
	if (t->depth)
		return html_static(&t->at, t->a, s, &t->line, t->line_start, &t->still, t->f);
	for (size_t i = 0; i < s.n; i++) {
		if (!is_blank(s.p[i]))
			return fault_at(t->f, t->a, t->line, "text outside of define");
		t->line += s.p[i] == '\n';
	}
	return OK;
}

static err
compile_body(struct tmpl *t)
{
	size_t pos = 0;

	for (;;) {
		str rest = str_from(t->text, pos), before, after;
		size_t open = str_find(rest, S("{{")), length = 0, left, right;
		struct directive d;
		bool alone;

		if (open == SIZE_MAX)
			return static_text(t, rest);
		/* The line of the directive is known only after the text before it. */
		before = str_take(rest, open);
		t->line += lines_in(before);
		TRY(read_directive(t, str_from(rest, open + 2), &d, &length));
		t->line -= lines_in(before);
		after = str_from(rest, open + 2 + length);
		alone = alone_on_line(str_take(t->text, pos + open), after, &left, &right) && d.word != W_EXPR &&
			d.word != W_RAW;
		if (alone && left <= before.n)
			before.n -= left;
		TRY(static_text(t, before));
		TRY(run_directive(t, &d));
		if (alone && d.word == W_CALL)
			right = 0;
		t->line += lines_in(str_take(str_from(rest, open), 2 + length + (alone ? right : 0)));
		t->line_start = alone && right;
		pos += open + 2 + length + (alone ? right : 0);
	}
}

err
tmpl_compile(struct arena *a, str name, str header, str text, str *h, str *c, struct fault *f)
{
	struct tmpl t = { .a = a, .f = f, .name = name, .text = text, .line = 1 };
	struct buf out = buf_new(a, TOOL_MAX), head = buf_new(a, TOOL_MAX);
	char *guard = arena_alloc(a, header.n + 1, 1);

	f->file = name;
	t.still = buf_new(a, TOOL_MAX);
	t.head = buf_new(a, TOOL_MAX);
	t.locals = buf_new(a, TOOL_MAX);
	t.body = buf_new(a, TOOL_MAX);
	for (size_t i = 0; i < header.n; i++)
		guard[i] = !is_word(header.p[i]) ? '_' : header.p[i] >= 'a' ? (char)(header.p[i] - 'a' + 'A') : header.p[i];
	if (str_has(text, 0) || !str_is_utf8(text))
		return fault_at(f, a, 1, "the file is not UTF-8 text");
	TRY(compile_body(&t));
	if (t.depth)
		return fault_at(f, a, t.blocks[t.depth - 1].line, "the block that begins here has no end");
	buf_addf(&head, "/* Made by tools/tmplc from " STR_FMT ". */\n#ifndef %s\n#define %s\n\n#include \"base/html.h\"\n"
		"#include \"text/i18n.h\"\n", STR_ARG(base_name(name)), guard, guard);
	buf_add(&head, buf_str(&t.head));
	buf_add(&head, S("\n#endif\n"));
	buf_addf(&out, "/* Made by tools/tmplc from " STR_FMT ". */\n#include \"" STR_FMT "\"\n\n", STR_ARG(base_name(name)),
		STR_ARG(header));
	buf_add(&out, buf_str(&t.locals));
	buf_add(&out, buf_str(&t.body));
	return buf_done(&out, c) || buf_done(&head, h) ? fault_at(f, a, 1, "the file is too large") : OK;
}
