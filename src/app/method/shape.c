/* shape.c: reads a YAML map into a struct by a table of its keys, and says what does not fit. */
#include "app/method/pack.h"
#include "base/str.h"

#include <stdalign.h>

#define TEXT_BYTES 1000
#define ID_BYTES 40

static const str tags[LANG_COUNT] = { { "nb", 2 }, { "nn", 2 }, { "en", 2 } };

static struct method_place
place(const struct pack_load *l, const struct ynode *n)
{
	return (struct method_place){ l->file, n->line };
}

bool
pack_is_id(str s)
{
	if (s.n == 0 || s.n > ID_BYTES || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '-')
			return false;
	return true;
}

static bool
has_control(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < ' ' && s.p[i] != '\n' && s.p[i] != '\t') || s.p[i] == 127)
			return true;
	return false;
}

static bool
is_field(str name, struct pack_near *near)
{
	for (const char *const *f = method_fields; *f; f++) {
		if (str_eq(name, str_of(*f)))
			return true;
		pack_near_try(near, str_of(*f));
	}
	return false;
}

void
pack_braces(struct pack_load *l, struct method_place at, str text, bool may)
{
	str before, rest = text, name;

	while (str_cut(rest, '{', &before, &rest)) {
		struct pack_near near = { 0 };
		for (size_t i = 0; i < before.n; i++)
			at.line += before.p[i] == '\n' && at.line ? 1 : 0;
		if (!may) {
			pack_error(l->report, at, "{fields} in braces are filled in only in messages, posters and "
				"talking points. Take the braces away.");
			return;
		}
		if (!str_cut(rest, '}', &name, NULL)) {
			pack_error(l->report, at, "A brace { is opened and never closed.");
			return;
		}
		near.wanted = name;
		if (!is_field(name, &near))
			pack_error(l->report, at, "{" STR_FMT "} is not a field that can be filled in." STR_FMT,
				STR_ARG(str_take(name, ID_BYTES)), STR_ARG(pack_near_text(l->a, &near)));
	}
}

/* --- scalars */
static bool
is_text(struct pack_load *l, const struct shape_key *k, const struct ynode *n)
{
	if (n->kind != YNODE_TEXT)
		pack_error(l->report, place(l, n), "\"%s\" must be one word or number, not a list or a map.", k->name);
	else if (n->text.n == 0)
		pack_error(l->report, place(l, n), "\"%s\" has no value.", k->name);
	else if (n->text.n > TEXT_BYTES || has_control(n->text))
		pack_error(l->report, place(l, n), "\"%s\" is too long, or has control characters in it.", k->name);
	else
		return true;
	return false;
}

static void
read_id(struct pack_load *l, const struct shape_key *k, const struct ynode *n, str *out)
{
	if (!is_text(l, k, n))
		return;
	if (!pack_is_id(n->text))
		pack_error(l->report, place(l, n), "\"" STR_FMT "\" cannot be an id. Use small letters a-z, digits "
			"and hyphens, at most %d.", STR_ARG(n->text), ID_BYTES);
	*out = n->text;
}

static void
read_number(struct pack_load *l, const struct shape_key *k, const struct ynode *n, int *out)
{
	int64_t v;

	if (!is_text(l, k, n))
		return;
	if (str_int(n->text, &v) || v < k->least || v > k->most)
		pack_error(l->report, place(l, n), "\"%s\" must be a whole number from %d to %d.", k->name, k->least,
			k->most);
	else
		*out = (int)v;
}

static void
read_bool(struct pack_load *l, const struct shape_key *k, const struct ynode *n, bool *out)
{
	if (!is_text(l, k, n))
		return;
	*out = str_eq(n->text, S("yes")) || str_eq(n->text, S("true"));
	if (!*out && !str_eq(n->text, S("no")) && !str_eq(n->text, S("false")))
		pack_error(l->report, place(l, n), "\"%s\" must be yes or no.", k->name);
}

static void
read_word(struct pack_load *l, const struct shape_key *k, const struct ynode *n, unsigned *out)
{
	struct pack_near near = { .wanted = n->text };
	struct buf all = buf_new(l->a, 1000);

	if (!is_text(l, k, n))
		return;
	for (const struct word *w = k->words->word; w->name; w++)
		if (str_eq(n->text, str_of(w->name))) {
			*out = w->value;
			return;
		}
	for (const struct word *w = k->words->word; w->name; w++) {
		buf_addf(&all, "%s%s", w == k->words->word ? "" : ", ", w->name);
		pack_near_try(&near, str_of(w->name));
	}
	pack_error(l->report, place(l, n), "\"" STR_FMT "\" is not %s." STR_FMT " There is: " STR_FMT ".",
		STR_ARG(str_take(n->text, ID_BYTES)), k->words->what, STR_ARG(pack_near_text(l->a, &near)),
		STR_ARG(buf_str(&all)));
}

/* --- texts in three languages */
static int
tag_of(str s)
{
	for (int i = 0; i < LANG_COUNT; i++)
		if (str_eq(tags[i], s))
			return i;
	return -1;
}

static void
read_text(struct pack_load *l, const struct shape_key *k, const struct ynode *n, struct text3 *out)
{
	if (n->kind != YNODE_MAP) {
		pack_error(l->report, place(l, n), "\"%s\" must be written in three languages: {nb: ..., nn: ..., "
			"en: ...}.", k->name);
		return;
	}
	for (size_t i = 0; i < n->count; i++) {
		const struct ynode *v = n->item[i];
		int lang = tag_of(n->key[i]->text);
		if (lang < 0) {
			pack_error(l->report, place(l, n->key[i]), "\"" STR_FMT "\" is not a language of a text; "
				"nb, nn and en are. If a comma stands in a text, put the text in quotation marks.",
				STR_ARG(str_take(n->key[i]->text, ID_BYTES)));
			continue;
		}
		if (!is_text(l, k, v))
			continue;
		pack_braces(l, place(l, v), v->text, (k->flags & KEY_BRACES) != 0);
		out->in[lang] = v->text;
	}
	for (int i = 0; i < LANG_COUNT; i++) {
		bool there = false;
		for (size_t j = 0; j < n->count; j++)
			there |= str_eq(n->key[j]->text, tags[i]);
		if (!there)
			pack_error(l->report, place(l, n), "\"%s\" lacks the language " STR_FMT ".", k->name,
				STR_ARG(tags[i]));
	}
}

/* The bytes without a byte order mark and carriage returns. */
static str
clean(struct arena *a, str s)
{
	return str_without(a, str_starts(s, S("\xef\xbb\xbf")) ? str_from(s, 3) : s, '\r');
}

static void
split_title(str all, str *title, str *body)
{
	str line, rest;

	*title = (str){ 0 };
	*body = str_trim(all);
	str_cut(*body, '\n', &line, &rest);
	if (!str_starts(line, S("# ")))
		return;
	*title = str_trim(str_from(line, 2));
	*body = str_trim(rest);
}

static void
read_doc_language(struct pack_load *l, struct method_place at, struct method_doc *d, int lang)
{
	str name = str_fmt(l->a, "texts/" STR_FMT "/" STR_FMT ".md", STR_ARG(tags[lang]), STR_ARG(d->name));
	struct pack_file *f = pack_find(&l->files, name);
	struct method_place in = { .file = name };
	str text;

	if (!f) {
		pack_error(l->report, at, "The file " STR_FMT " is missing.", STR_ARG(name));
		return;
	}
	f->is_used = true;
	text = clean(l->a, f->bytes);
	if (!str_is_utf8(text) || has_control(text)) {
		pack_error(l->report, in, "The file must be UTF-8 text without control characters.");
		return;
	}
	split_title(text, &d->title.in[lang], &d->body.in[lang]);
	if (d->body.in[lang].n == 0)
		pack_error(l->report, in, "The file has no text.");
}

struct method_doc
pack_doc(struct pack_load *l, struct method_place at, str name)
{
	struct method_doc *d;

	if (!pack_is_id(name)) {
		pack_error(l->report, at, "\"" STR_FMT "\" cannot be the name of a text. Write only NAME for "
			"texts/nb/NAME.md: small letters a-z, digits and hyphens.", STR_ARG(str_take(name, ID_BYTES)));
		return (struct method_doc){ 0 };
	}
	for (size_t i = 0; i < l->doc_count; i++)
		if (str_eq(l->docs[i]->name, name))
			return *l->docs[i];
	d = NEW(l->a, struct method_doc);
	d->name = name;
	for (int lang = 0; lang < LANG_COUNT; lang++)
		read_doc_language(l, at, d, lang);
	if (l->doc_count < PACK_FILES)
		l->docs[l->doc_count++] = d;
	return *d;
}

/* --- lists and maps */
static bool
is_list(struct pack_load *l, const struct shape_key *k, const struct ynode *n)
{
	if (n->kind != YNODE_LIST) {
		pack_error(l->report, place(l, n), "\"%s\" must be a list: a line with \"- \" for each.", k->name);
		return false;
	}
	if (n->count < (size_t)k->least || n->count > (size_t)k->most) {
		pack_error(l->report, place(l, n), "\"%s\" must have from %d to %d items; it has %zu.", k->name,
			k->least, k->most, n->count);
		return false;
	}
	return true;
}

static void
check_unique(struct pack_load *l, const struct shape *s, const char *items, size_t count)
{
	if (s->id_at == SIZE_MAX)
		return;
	for (size_t i = 0; i < count; i++) {
		const str *id = (const void *)(items + i * s->size + s->id_at);
		const struct method_place *at = (const void *)(items + i * s->size);
		for (size_t j = 0; j < i && id->n; j++) {
			const str *other = (const void *)(items + j * s->size + s->id_at);
			const struct method_place *first = (const void *)(items + j * s->size);
			if (str_eq(*id, *other))
				pack_error(l->report, *at, "There are two with the id \"" STR_FMT "\" here; the "
					"first is on line %d.",
					STR_ARG(*id), first->line);
		}
	}
}

static void
read_list(struct pack_load *l, const struct shape_key *k, const struct ynode *n, void **out, size_t *count)
{
	char *items;

	if (!is_list(l, k, n))
		return;
	items = arena_array(l->a, n->count, k->shape->size, alignof(max_align_t));
	for (size_t i = 0; i < n->count; i++)
		shape_read(l, k->shape, n->item[i], items + i * k->shape->size);
	check_unique(l, k->shape, items, n->count);
	*out = items;
	*count = n->count;
}

/* One name, or a list of names. */
static void
read_refs(struct pack_load *l, const struct shape_key *k, const struct ynode *n, struct method_ref **out, size_t *count)
{
	size_t total = n->kind == YNODE_LIST ? n->count : 1;

	if (n->kind == YNODE_LIST && !is_list(l, k, n))
		return;
	*out = NEW_ARRAY(l->a, struct method_ref, total);
	*count = 0;	/* a key that stands twice (and was complained about) comes here twice */
	for (size_t i = 0; i < total; i++) {
		const struct ynode *item = n->kind == YNODE_LIST ? n->item[i] : n;
		if (!is_text(l, k, item))
			continue;
		(*out)[(*count)++] = (struct method_ref){ .at = place(l, item), .name = item->text };
	}
}

static void
read_lines(struct pack_load *l, const struct shape_key *k, const struct ynode *n, struct method_line **out,
	size_t *count)
{
	if (!is_list(l, k, n))
		return;
	*out = NEW_ARRAY(l->a, struct method_line, n->count);
	*count = n->count;
	for (size_t i = 0; i < n->count; i++) {
		(*out)[i].at = place(l, n->item[i]);
		read_text(l, k, n->item[i], &(*out)[i].text);
	}
}

static void
read_value(struct pack_load *l, const struct shape_key *k, const struct ynode *n, char *base)
{
	void *at = base + k->at;
	size_t *count = (void *)(base + k->count_at);

	switch (k->want) {
	case WANT_ID: read_id(l, k, n, at); break;
	case WANT_REF:
	case WANT_LINE:
		if (is_text(l, k, n))
			*(str *)at = n->text;
		break;
	case WANT_TEXT: read_text(l, k, n, at); break;
	case WANT_DOC:
		if (is_text(l, k, n))
			*(struct method_doc *)at = pack_doc(l, place(l, n), n->text);
		break;
	case WANT_NUMBER: read_number(l, k, n, at); break;
	case WANT_BOOL: read_bool(l, k, n, at); break;
	case WANT_WORD: read_word(l, k, n, at); break;
	case WANT_ONE: shape_read(l, k->shape, n, at); break;
	case WANT_LIST: read_list(l, k, n, at, count); break;
	case WANT_REFS: read_refs(l, k, n, at, count); break;
	case WANT_LINES: read_lines(l, k, n, at, count); break;
	}
}

static const struct shape_key *
find_key(struct pack_load *l, const struct shape *s, const struct ynode *key)
{
	struct pack_near near = { .wanted = key->text };

	for (size_t i = 0; i < s->key_count; i++) {
		if (str_eq(key->text, str_of(s->keys[i].name)))
			return &s->keys[i];
		pack_near_try(&near, str_of(s->keys[i].name));
	}
	pack_error(l->report, place(l, key), "A %s has nothing called \"" STR_FMT "\"." STR_FMT, s->what,
		STR_ARG(str_take(key->text, ID_BYTES)), STR_ARG(pack_near_text(l->a, &near)));
	return NULL;
}

void
shape_read(struct pack_load *l, const struct shape *s, const struct ynode *n, void *out)
{
	*(struct method_place *)out = place(l, n);
	if (n->kind != YNODE_MAP) {
		pack_error(l->report, place(l, n), "A %s must be a map: lines of \"key: value\".", s->what);
		return;
	}
	for (size_t i = 0; i < n->count; i++) {
		const struct shape_key *k = find_key(l, s, n->key[i]);
		if (k)
			read_value(l, k, n->item[i], out);
	}
	for (size_t i = 0; i < s->key_count; i++) {
		bool there = (s->keys[i].flags & KEY_MUST) == 0;
		for (size_t j = 0; j < n->count && !there; j++)
			there = str_eq(n->key[j]->text, str_of(s->keys[i].name));
		if (!there)
			pack_error(l->report, place(l, n), "This %s lacks \"%s\".", s->what, s->keys[i].name);
	}
}
