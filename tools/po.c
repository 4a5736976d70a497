/* po.c: reads gettext's .po files. */
#include "po.h"

enum field { F_NONE, F_CONTEXT, F_ID, F_PLURAL, F_TEXT };

struct reader {
	struct arena *a;
	struct fault *f;
	struct po_list *list;
	struct po_header *header;
	size_t line;
	struct po_entry e;
	bool open, next_fuzzy;	/* an entry has begun; a flag for the one to come was read */
	bool seen[F_TEXT + 1];
	enum field field;	/* what a line with only a string goes on with */
	unsigned form;
	struct buf text;	/* of the field that is being read */
};

/* ---- strings ---- */

static err
unescape(struct reader *r, str s, size_t *i)
{
	static const char from[] = "ntr\"\\", to[] = "\n\t\r\"\\";
	const char *at;

	if (++*i == s.n)
		return fault_at(r->f, r->a, r->line, "the string is not closed");
	at = memchr(from, s.p[*i], sizeof(from) - 1);
	if (!at)
		return fault_at(r->f, r->a, r->line, "unknown escape \\%c", s.p[*i]);
	buf_addc(&r->text, to[at - from]);
	return OK;
}

/* Adds one "…" to the field's text. */
static err
add_string(struct reader *r, str s)
{
	size_t i = 1;

	if (s.n == 0 || s.p[0] != '"')
		return fault_at(r->f, r->a, r->line, "a string in double quotes is missing");
	for (; i < s.n && s.p[i] != '"'; i++) {
		if (s.p[i] == '\\')
			TRY(unescape(r, s, &i));
		else
			buf_addc(&r->text, s.p[i]);
	}
	if (i >= s.n)
		return fault_at(r->f, r->a, r->line, "the string is not closed");
	if (i + 1 < s.n)
		return fault_at(r->f, r->a, r->line, "something follows the string");
	return OK;
}

/* ---- entries ---- */

static void
end_field(struct reader *r)
{
	str s = str_dup(r->a, buf_str(&r->text));

	switch (r->field) {
	case F_CONTEXT: r->e.context = s; break;
	case F_ID: r->e.id = s; break;
	case F_PLURAL: r->e.plural = s; break;
	case F_TEXT: r->e.texts[r->form] = s; break;
	case F_NONE: break;
	}
	r->field = F_NONE;
	buf_reset(&r->text);
}

static void
append(struct arena *a, struct po_list *list, const struct po_entry *e)
{
	if (list->n == list->room) {
		size_t room = list->room ? list->room * 2 : 64;
		struct po_entry *more = NEW_ARRAY(a, struct po_entry, room);
		if (list->n)
			memcpy(more, list->items, list->n * sizeof(*more));
		list->items = more;
		list->room = room;
	}
	list->items[list->n++] = *e;
}

static err
read_header(struct reader *r, str text)
{
	while (text.n) {
		str one, name, value;
		str_cut(text, '\n', &one, &text);
		str_cut(one, ':', &name, &value);
		value = str_trim(value);
		if (str_eq_nocase(name, S("Plural-Forms")))
			r->header->plural_forms = value;
		else if (str_eq_nocase(name, S("X-Language-Name")))
			r->header->name = value;
		else if (str_eq_nocase(name, S("Content-Type")) && str_find(value, S("UTF-8")) == SIZE_MAX)
			return fault_at(r->f, r->a, r->line, "the file must be UTF-8");
	}
	return OK;
}

static err
end_entry(struct reader *r)
{
	struct po_entry *e = &r->e;
	bool header;

	end_field(r);
	if (!r->open)
		return OK;
	if (!r->seen[F_ID])
		return fault_at(r->f, r->a, e->line, "the entry has no msgid");
	if (e->forms == 0)
		return fault_at(r->f, r->a, e->line, "the entry has no msgstr");
	if (e->plural.n == 0 && r->seen[F_PLURAL])
		return fault_at(r->f, r->a, e->line, "msgid_plural is empty");
	header = e->id.n == 0 && !r->seen[F_CONTEXT];
	if (!header && e->id.n == 0)
		return fault_at(r->f, r->a, e->line, "msgid is empty");
	if (header)
		TRY(read_header(r, e->texts[0]));
	else if (!e->fuzzy)
		append(r->a, r->list, e);
	r->open = false;
	return OK;
}

static err
begin_entry(struct reader *r)
{
	TRY(end_entry(r));
	r->e = (struct po_entry){ .file = r->f->file, .line = r->line, .fuzzy = r->next_fuzzy };
	r->open = true;
	r->next_fuzzy = false;
	memset(r->seen, 0, sizeof(r->seen));
	return OK;
}

/* "[2] …" after msgstr. */
static err
read_index(struct reader *r, str *s)
{
	str digits;
	int64_t n;

	if (!str_cut(str_from(*s, 1), ']', &digits, s) || str_int(digits, &n) || n != r->e.forms || n >= PO_FORMS)
		return fault_at(r->f, r->a, r->line, "msgstr[N] must count from 0 without a gap");
	if (!r->seen[F_PLURAL])
		return fault_at(r->f, r->a, r->line, "msgstr[N] without msgid_plural");
	r->form = (unsigned)n;
	return OK;
}

static err
begin_field(struct reader *r, enum field field, str s)
{
	bool again = r->seen[field] && field != F_TEXT;

	if (field == F_CONTEXT || (field == F_ID && !(r->open && r->seen[F_CONTEXT] && !r->seen[F_ID]))) {
		TRY(begin_entry(r));
	} else {
		end_field(r);
		if (!r->open || again || (field != F_ID && !r->seen[F_ID]) || (field == F_PLURAL && r->e.forms))
			return fault_at(r->f, r->a, r->line, "the lines of the entry are not in order");
	}
	if (field == F_TEXT) {
		r->form = 0;
		if (s.n && s.p[0] == '[')
			TRY(read_index(r, &s));
		else if (r->seen[F_TEXT] || r->seen[F_PLURAL])
			return fault_at(r->f, r->a, r->line, "msgstr is out of place");
		r->e.forms++;
	}
	r->seen[field] = true;
	r->field = field;
	return add_string(r, str_trim(s));
}

static err
comment(struct reader *r, str s)
{
	/* Comments stand in front of an entry; after a msgstr they begin the next one. */
	if (r->seen[F_TEXT])
		TRY(end_entry(r));
	if (str_starts(s, S("#,")) && str_find(s, S("fuzzy")) != SIZE_MAX)
		r->next_fuzzy = true;
	if (str_starts(s, S("#~")))
		r->next_fuzzy = false;
	return OK;
}

static err
read_line(struct reader *r, str s)
{
	static const struct {
		str word;
		enum field field;
	} fields[] = { { S("msgctxt"), F_CONTEXT }, { S("msgid_plural"), F_PLURAL }, { S("msgid"), F_ID },
		{ S("msgstr"), F_TEXT } };

	if (s.n == 0)
		return OK;
	if (s.p[0] == '#')
		return comment(r, s);
	if (s.p[0] == '"') {
		if (r->field == F_NONE)
			return fault_at(r->f, r->a, r->line, "a string that belongs to nothing");
		return add_string(r, s);
	}
	for (size_t i = 0; i < COUNT(fields); i++)
		if (str_starts(s, fields[i].word))
			return begin_field(r, fields[i].field, str_trim(str_from(s, fields[i].word.n)));
	return fault_at(r->f, r->a, r->line, "not a line of a .po file");
}

err
po_read(struct arena *a, str file, str text, struct po_list *list, struct po_header *header, struct fault *f)
{
	struct reader r = { .a = a, .f = f, .list = list, .header = header, .text = buf_new(a, TOOL_MAX) };

	f->file = file;
	if (!str_is_utf8(text) || str_has(text, 0))
		return fault_at(f, a, 1, "the file is not UTF-8 text");
	while (text.n) {
		str one;
		str_cut(text, '\n', &one, &text);
		r.line++;
		TRY(read_line(&r, str_trim(one)));
	}
	return end_entry(&r);
}

str
po_placeholder(str text, size_t n)
{
	for (size_t i = 0; i < text.n; i++) {
		size_t end = i + 1;
		if (text.p[i] != '{')
			continue;
		while (end < text.n && is_word(text.p[end]))
			end++;
		if (end > i + 1 && end < text.n && text.p[end] == '}' && n-- == 0)
			return (str){ text.p + i + 1, end - i - 1 };
	}
	return (str){ 0 };
}

bool
po_has_placeholder(str text, str name)
{
	str one;

	for (size_t i = 0; (one = po_placeholder(text, i)).n; i++)
		if (str_eq(one, name))
			return true;
	return false;
}
