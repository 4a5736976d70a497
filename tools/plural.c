/* plural.c: recursive descent over C's expression grammar, as far as gettext uses it. */
#include "plural.h"

#define MOST_NODES 400	/* the longest known rule has about 60 */
#define MOST_DEPTH 64

struct plural_node {
	char op[3];	/* "n", "#" for a number, "?" , "!", or the C operator */
	uint64_t number;
	const struct plural_node *x, *y, *z;
};

struct parser {
	struct arena *a;
	str s;
	size_t i;
	unsigned nodes, depth;
	bool wrong;
};

/* By binding, loosest first; all are left-associative. */
static const char *const levels[][5] = {
	{ "||" }, { "&&" }, { "==", "!=" }, { "<=", ">=", "<", ">" }, { "+", "-" }, { "*", "/", "%" },
};

static const struct plural_node *ternary(struct parser *p);

static void
space(struct parser *p)
{
	while (p->i < p->s.n && is_blank(p->s.p[p->i]))
		p->i++;
}

static bool
accept(struct parser *p, const char *token)
{
	space(p);
	if (!str_starts(str_from(p->s, p->i), str_of(token)))
		return false;
	p->i += strlen(token);
	return true;
}

static const struct plural_node *
node(struct parser *p, const char *op, const struct plural_node *x, const struct plural_node *y,
	const struct plural_node *z)
{
	struct plural_node *n = NEW(p->a, struct plural_node);

	p->wrong |= ++p->nodes > MOST_NODES;
	memcpy(n->op, op, strlen(op));
	n->x = x;
	n->y = y;
	n->z = z;
	return n;
}

static const struct plural_node *
number(struct parser *p)
{
	struct plural_node *n = NEW(p->a, struct plural_node);
	size_t from = p->i;

	while (p->i < p->s.n && p->s.p[p->i] >= '0' && p->s.p[p->i] <= '9' && p->i - from < 9)
		n->number = n->number * 10 + (uint64_t)(p->s.p[p->i++] - '0');
	p->wrong |= p->i == from;
	n->op[0] = '#';
	return n;
}

static const struct plural_node *
primary(struct parser *p)
{
	const struct plural_node *inner;

	if (++p->depth > MOST_DEPTH || p->wrong) {
		p->wrong = true;
		return number(p);
	}
	if (accept(p, "(")) {
		inner = ternary(p);
		p->wrong |= !accept(p, ")");
	} else if (accept(p, "!")) {
		inner = primary(p);
		inner = node(p, "!", inner, NULL, NULL);
	} else if (accept(p, "n")) {
		inner = node(p, "n", NULL, NULL, NULL);
	} else {
		inner = number(p);
	}
	p->depth--;
	return inner;
}

static const struct plural_node *
binary(struct parser *p, size_t level)
{
	const struct plural_node *x;

	if (level == COUNT(levels))
		return primary(p);
	x = binary(p, level + 1);
	for (size_t i = 0; i < COUNT(levels[0]) && levels[level][i] && !p->wrong;) {
		if (accept(p, levels[level][i])) {
			x = node(p, levels[level][i], x, binary(p, level + 1), NULL);
			i = 0;
		} else {
			i++;
		}
	}
	return x;
}

static const struct plural_node *
ternary(struct parser *p)
{
	const struct plural_node *cond = binary(p, 0), *yes;

	if (p->wrong || !accept(p, "?"))
		return cond;
	if (++p->depth > MOST_DEPTH) {
		p->wrong = true;
		return cond;
	}
	yes = ternary(p);
	p->wrong |= !accept(p, ":");
	cond = node(p, "?", cond, yes, p->wrong ? yes : ternary(p));
	p->depth--;
	return cond;
}

static uint64_t
value(const struct plural_node *e, uint64_t n, bool *wrong)
{
	uint64_t x, y;

	if (e->op[0] == 'n' || e->op[0] == '#')
		return e->op[0] == 'n' ? n : e->number;
	x = value(e->x, n, wrong);
	if (e->op[0] == '?')
		return value(x ? e->y : e->z, n, wrong);
	if (e->op[0] == '!' && !e->op[1])
		return !x;
	if (e->op[0] == '|' || e->op[0] == '&')
		return (e->op[0] == '|') == (x != 0) ? x != 0 : value(e->y, n, wrong) != 0;
	y = value(e->y, n, wrong);
	switch (e->op[0]) {
	case '=': return x == y;
	case '!': return x != y;
	case '<': return e->op[1] ? x <= y : x < y;
	case '>': return e->op[1] ? x >= y : x > y;
	case '+': return x + y;
	case '-': return x - y;
	case '*': return x * y;
	default: break;
	}
	*wrong |= y == 0;
	return y == 0 ? 0 : e->op[0] == '/' ? x / y : x % y;
}

err
plural_read(struct arena *a, str text, struct plural *out, struct fault *f)
{
	struct parser p = { .a = a, .s = text };
	const struct plural_node *forms;

	p.wrong |= !accept(&p, "nplurals") || !accept(&p, "=");
	space(&p);
	forms = number(&p);
	p.wrong |= !accept(&p, ";") || !accept(&p, "plural") || !accept(&p, "=");
	out->forms = (unsigned)forms->number;
	out->rule = ternary(&p);
	(void)accept(&p, ";");
	space(&p);
	if (p.wrong || p.i != text.n)
		return fault_at(f, a, 1, "Plural-Forms is not of the form nplurals=2; plural=(n != 1);");
	for (uint64_t n = 0; n <= 1000; n++) {
		bool wrong = false;
		uint64_t form = value(out->rule, n, &wrong);
		if (wrong || form >= out->forms)
			return fault_at(f, a, 1, "the Plural-Forms rule gives no form for n = %u", (unsigned)n);
	}
	return OK;
}

unsigned
plural_form(const struct plural *p, uint64_t n)
{
	bool wrong = false;

	return (unsigned)value(p->rule, n, &wrong);
}

static void
add(struct buf *b, const struct plural_node *e)
{
	if (e->op[0] == 'n') {
		buf_addc(b, 'n');
	} else if (e->op[0] == '#') {
		buf_addf(b, "%lluull", (unsigned long long)e->number);
	} else if (e->op[0] == '?') {
		buf_addc(b, '(');
		add(b, e->x);
		buf_add(b, S(" ? "));
		add(b, e->y);
		buf_add(b, S(" : "));
		add(b, e->z);
		buf_addc(b, ')');
	} else if (!e->y) {
		buf_add(b, S("(unsigned long long)(!"));
		add(b, e->x);
		buf_addc(b, ')');
	} else {
		buf_add(b, S("(unsigned long long)("));
		add(b, e->x);
		buf_addf(b, " %s ", e->op);
		add(b, e->y);
		buf_addc(b, ')');
	}
}

void
plural_add(struct buf *b, const struct plural *p)
{
	add(b, p->rule);
}
