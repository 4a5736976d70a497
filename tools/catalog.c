/* catalog.c: what the sources ask for against what the languages have. */
#include "catalog.h"

#include <stdlib.h>

enum { NB, NN, EN, BUILT_IN };

static void complain(struct catalog *c, str file, size_t line, bool warning, const char *fmt, ...) FORMAT(5, 6);

static void
complain(struct catalog *c, str file, size_t line, bool warning, const char *fmt, ...)
{
	struct complaints *l = &c->complaints;
	struct buf b = buf_new(c->a, 4096);
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&b, fmt, ap);
	va_end(ap);
	if (l->n == l->room) {
		size_t room = l->room ? l->room * 2 : 64;
		struct complaint *more = NEW_ARRAY(c->a, struct complaint, room);
		if (l->n)
			memcpy(more, l->items, l->n * sizeof(*more));
		l->items = more;
		l->room = room;
	}
	l->items[l->n++] = (struct complaint){ .file = file, .line = line, .what = buf_str(&b), .warning = warning };
	l->errors += !warning;
}

static int
key_cmp(str context, str text, str other_context, str other_text)
{
	int d = str_cmp(context, other_context);

	return d ? d : str_cmp(text, other_text);
}

static int
by_key(const void *x, const void *y)
{
	const struct id *p = x, *q = y;
	int d = key_cmp(p->context, p->text, q->context, q->text);

	return d ? d : str_cmp(q->plural, p->plural);	/* the one with a plural first */
}

static int
entry_by_key(const void *x, const void *y)
{
	const struct po_entry *p = x, *q = y;

	return key_cmp(p->context, p->id, q->context, q->id);
}

/* For sorting: of one key, the file that is named first. */
static int
entry_by_place(const void *x, const void *y)
{
	const struct po_entry *p = x, *q = y;
	int d = entry_by_key(x, y);

	if (d == 0)
		d = str_cmp(p->file, q->file);
	return d ? d : (p->line > q->line) - (p->line < q->line);
}

static const struct po_entry *
entry_of(const struct catalog_lang *l, const struct id *id)
{
	struct po_entry key = { .context = id->context, .id = id->text };

	return l->list.n ? bsearch(&key, l->list.items, l->list.n, sizeof(key), entry_by_key) : NULL;
}

static bool
is_complete(const struct po_entry *e)
{
	for (unsigned i = 0; e && i < e->forms; i++)
		if (e->texts[i].n == 0)
			return false;
	return e != NULL;
}

static void
single_ids(struct catalog *c)
{
	size_t n = 0;
	struct id_list *l = &c->ids;
	struct id *items = l->items;

	if (l->n)
		qsort(items, l->n, sizeof(*items), by_key);
	for (size_t i = 0; i < l->n; i++) {
		const struct id *id = &items[i];
		const struct id *last = n ? &items[n - 1] : NULL;
		if (!last || key_cmp(last->context, last->text, id->context, id->text) != 0)
			items[n++] = *id;
		else if (id->plural.n && !str_eq(id->plural, last->plural))
			complain(c, id->file, id->line, false, "\"" STR_FMT "\" has another plural at " STR_FMT ":%zu",
				STR_ARG(id->text), STR_ARG(last->file), last->line);
	}
	l->n = n;
}

static bool
same_text(const struct po_entry *x, const struct po_entry *y)
{
	if (x->forms != y->forms)
		return false;
	for (unsigned i = 0; i < x->forms; i++)
		if (!str_eq(x->texts[i], y->texts[i]))
			return false;
	return true;
}

/* Two capabilities may use the same words; then both files say the same, and one entry is kept. */
static void
single_entries(struct catalog *c, struct po_list *l)
{
	size_t n = 0;

	if (l->n)
		qsort(l->items, l->n, sizeof(*l->items), entry_by_place);
	for (size_t i = 0; i < l->n; i++) {
		const struct po_entry *e = &l->items[i], *kept = n ? &l->items[n - 1] : NULL;
		if (!kept || entry_by_key(kept, e) != 0)
			l->items[n++] = *e;
		else if (!same_text(kept, e) || !str_eq(kept->plural, e->plural))
			complain(c, e->file, e->line, c->draft, "\"" STR_FMT "\" has another text at " STR_FMT ":%zu: make them "
				"one, or give one a context", STR_ARG(e->id), STR_ARG(kept->file), kept->line);
	}
	l->n = n;
}

static void
read_lang(struct catalog *c, struct catalog_lang *l)
{
	struct fault f = { 0 };
	str rule = l->header.plural_forms.n ? l->header.plural_forms : S("nplurals=2; plural=(n != 1);");

	if (plural_read(c->a, rule, &l->plural, &f) || l->plural.forms > PO_FORMS)
		complain(c, l->tag, 0, false, STR_FMT, STR_ARG(f.what.n ? f.what : S("Plural-Forms has too many forms")));
	single_entries(c, &l->list);
}

/* ---- placeholders ---- */

/* The names in one text that the other lacks; `but` may lack. */
static str
lacking(str text, str other, str but)
{
	str name;

	for (size_t i = 0; (name = po_placeholder(text, i)).n; i++)
		if (!po_has_placeholder(other, name) && !str_eq(name, but))
			return name;
	return (str){ 0 };
}

static void
check_placeholders(struct catalog *c, const struct catalog_lang *l, const struct id *id, const struct po_entry *e)
{
	for (unsigned i = 0; i < e->forms; i++) {
		/* The form for one may say "one" where the others say {n}. */
		bool single = id->plural.n && plural_form(&l->plural, 1) == i;
		str model = id->plural.n && !single ? id->plural : id->text;
		str but = single ? S("n") : S("");
		str missing = lacking(model, e->texts[i], but), extra = lacking(e->texts[i], model, but);
		if (missing.n || extra.n)
			complain(c, e->file, e->line, false, "\"" STR_FMT "\": {" STR_FMT "} is only in the %s",
				STR_ARG(id->text), STR_ARG(missing.n ? missing : extra), missing.n ? "id" : "translation");
	}
}

static void
check_entry(struct catalog *c, struct catalog_lang *l, const struct id *id, bool must)
{
	const struct po_entry *e = entry_of(l, id);

	if (!is_complete(e)) {
		l->missing += must;
		if (must && !c->draft)
			complain(c, id->file, id->line, false, STR_FMT " lacks \"" STR_FMT "\"%s" STR_FMT, STR_ARG(l->tag),
				STR_ARG(id->text), id->context.n ? " in the context " : "", STR_ARG(id->context));
		return;
	}
	if (!str_eq(e->plural, id->plural)) {
		complain(c, e->file, e->line, false, "\"" STR_FMT "\": msgid_plural is not what " STR_FMT ":%zu says",
			STR_ARG(id->text), STR_ARG(id->file), id->line);
		return;
	}
	if (id->plural.n && e->forms != l->plural.forms) {
		complain(c, e->file, e->line, false, "\"" STR_FMT "\" has %u forms, the language %u", STR_ARG(id->text),
			e->forms, l->plural.forms);
		return;
	}
	check_placeholders(c, l, id, e);
}

/* ---- nynorsk that is bokmål ---- */

/* The line of the list that allows id to be the same in both, 0 when there is none. */
static size_t
allowed_at(struct catalog *c, const struct id *id)
{
	str rest = c->same, one;
	str want = id->context.n ? str_fmt(c->a, STR_FMT " | " STR_FMT, STR_ARG(id->context), STR_ARG(id->text)) : id->text;

	for (size_t line = 1; rest.n; line++) {
		str_cut(rest, '\n', &one, &rest);
		if (str_eq(str_trim(one), str_trim(want)))
			return line;
	}
	return 0;
}

static void
check_same(struct catalog *c)
{
	size_t lines = lines_in(c->same) + 2;
	bool *used = NEW_ARRAY(c->a, bool, lines);
	str rest = c->same, one;

	for (size_t i = 0; i < c->ids.n; i++) {
		const struct id *id = &c->ids.items[i];
		const struct po_entry *nb = entry_of(&c->langs[NB], id), *nn = entry_of(&c->langs[NN], id);
		size_t at;
		if (!is_complete(nb) || !is_complete(nn) || !same_text(nb, nn))
			continue;
		at = allowed_at(c, id);
		used[at] = true;
		if (at == 0)
			complain(c, nn->file, nn->line, c->draft, "\"" STR_FMT "\" is the same as in nb: say it in nynorsk, or add "
				"the id to " STR_FMT, STR_ARG(id->text), STR_ARG(c->same_file));
	}
	for (size_t line = 1; rest.n; line++) {
		str_cut(rest, '\n', &one, &rest);
		one = str_trim(one);
		if (one.n && one.p[0] != '#' && !used[line])
			complain(c, c->same_file, line, true, "\"" STR_FMT "\" is not the same in nb and nn, or not used",
				STR_ARG(one));
	}
}

static void
check_unused(struct catalog *c, const struct catalog_lang *l)
{
	for (size_t i = 0; i < l->list.n; i++) {
		const struct po_entry *e = &l->list.items[i];
		struct id key = { .context = e->context, .text = e->id };
		bool used = false;
		for (size_t k = 0; k < c->ids.n && !used; k++)
			used = key_cmp(c->ids.items[k].context, c->ids.items[k].text, key.context, key.text) == 0;
		if (!used)
			complain(c, e->file, e->line, true, "\"" STR_FMT "\" is not used", STR_ARG(e->id));
	}
}

bool
catalog_check(struct catalog *c)
{
	assert(c->lang_count >= BUILT_IN);
	single_ids(c);
	for (size_t i = 0; i < c->lang_count; i++) {
		struct catalog_lang *l = &c->langs[i];
		read_lang(c, l);
		for (size_t k = 0; k < c->ids.n; k++)
			check_entry(c, l, &c->ids.items[k], i == NB || i == NN);
		check_unused(c, l);
		if (i >= BUILT_IN && l->header.name.n == 0)
			complain(c, l->tag, 0, false, "the header of one of its files must give X-Language-Name");
	}
	check_same(c);
	return c->complaints.errors == 0;
}

/* ---- writing ---- */

static void
add_po_string(struct buf *b, const char *field, str s)
{
	buf_addf(b, "%s \"", field);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_addc(b, '\\');
		if (s.p[i] == '\n')
			buf_add(b, S("\\n"));
		else
			buf_addc(b, s.p[i]);
	}
	buf_add(b, S("\"\n"));
}

void
catalog_missing(const struct catalog *c, const struct catalog_lang *l, struct buf *b)
{
	for (size_t i = 0; i < c->ids.n; i++) {
		const struct id *id = &c->ids.items[i];
		if (is_complete(entry_of(l, id)))
			continue;
		buf_addf(b, "#: " STR_FMT ":%zu\n", STR_ARG(id->file), id->line);
		if (id->context.n)
			add_po_string(b, "msgctxt", id->context);
		add_po_string(b, "msgid", id->text);
		if (id->plural.n) {
			add_po_string(b, "msgid_plural", id->plural);
			for (unsigned k = 0; k < l->plural.forms; k++)
				buf_addf(b, "msgstr[%u] \"\"\n", k);
		} else {
			buf_add(b, S("msgstr \"\"\n"));
		}
		buf_addc(b, '\n');
	}
}

static void
add_str(struct buf *b, str s)
{
	buf_add(b, S("{ "));
	c_literal(b, s);
	buf_addf(b, ", %zu }", s.n);
}

static void
write_lang(const struct catalog *c, const struct catalog_lang *l, struct buf *b)
{
	unsigned *at = NEW_ARRAY(c->a, unsigned, c->ids.n + 1), next = 1;

	buf_addf(b, "\nstatic unsigned\n" STR_FMT "_plural(unsigned long long n)\n{\n\t(void)n;\n\treturn (unsigned)",
		STR_ARG(l->tag));
	plural_add(b, &l->plural);
	buf_addf(b, ";\n}\n\nstatic const str " STR_FMT "_texts[] = {\n\t{ 0 },\n", STR_ARG(l->tag));
	for (size_t i = 0; i < c->ids.n; i++) {
		const struct po_entry *e = entry_of(l, &c->ids.items[i]);
		if (!is_complete(e))
			continue;
		at[i] = next;
		next += e->forms;
		for (unsigned k = 0; k < e->forms; k++) {
			buf_addc(b, '\t');
			add_str(b, e->texts[k]);
			buf_add(b, S(",\n"));
		}
	}
	buf_addf(b, "};\nstatic const unsigned " STR_FMT "_at[] = {", STR_ARG(l->tag));
	for (size_t i = 0; i <= c->ids.n; i++)
		buf_addf(b, "%s%u,", i % 20 ? " " : "\n\t", at[i]);
	buf_add(b, S("\n};\n"));
}

void
catalog_write(const struct catalog *c, struct buf *b)
{
	static const str names[BUILT_IN] = { S("bokmål"), S("nynorsk"), S("English") };

	buf_add(b, S("/* Made by tools/msgc from lang/. */\n#include \"text/messages.h\"\n\n"
		"/* A rule may say more than it needs to. */\n#pragma GCC diagnostic ignored \"-Wtype-limits\"\n\n"
		"const struct message messages[] = {\n"));
	for (size_t i = 0; i < c->ids.n; i++) {
		buf_add(b, S("\t{ "));
		add_str(b, c->ids.items[i].context);
		buf_add(b, S(", "));
		add_str(b, c->ids.items[i].text);
		buf_addf(b, ", %s },\n", c->ids.items[i].plural.n ? "true" : "false");
	}
	buf_addf(b, "\t{ .plural = false },\n};\nconst size_t message_count = %zu;\n", c->ids.n);
	for (size_t i = 0; i < c->lang_count; i++)
		write_lang(c, &c->langs[i], b);
	buf_add(b, S("\nconst struct language languages[] = {\n"));
	for (size_t i = 0; i < c->lang_count; i++) {
		const struct catalog_lang *l = &c->langs[i];
		buf_add(b, S("\t{ "));
		add_str(b, l->tag);
		buf_add(b, S(", "));
		add_str(b, i < BUILT_IN ? names[i] : l->header.name);
		buf_addf(b, ", " STR_FMT "_plural, " STR_FMT "_texts, " STR_FMT "_at },\n", STR_ARG(l->tag), STR_ARG(l->tag),
			STR_ARG(l->tag));
	}
	buf_addf(b, "};\nconst size_t language_count = %zu;\n", c->lang_count);
}
