/* workbook.c: XLSX: a zip with XML in it. Four parts are read: which sheets there are, where they lie, the texts they share, and one
 * sheet. Names of elements are compared without their prefix. */
#include "sheet/workbook.h"

#include <expat.h>
#include <zip.h>

#include "base/buf.h"
#include "base/str.h"

/* ---- one part ---- */

struct part;
/* What an element's beginning, its end and its text mean in this part. */
struct part_rules {
	void (*begin)(struct part *p, const char *name, const XML_Char **attrs);
	void (*end)(struct part *p, const char *name);
};
struct part {
	const struct part_rules *rules;
	struct workbook *w;
	XML_Parser parser;
	int depth;
	bool takes_text;
	struct buf text;	/* of the element that takes it */
	err failed;
};

struct tab {
	str name, id;
	bool hidden;
};
struct workbook {
	struct arena *arena;
	zip_t *zip;
	size_t left;	/* of WORKBOOK_XML_MOST */
	struct tab *tabs;
	size_t tab_count;
	str wanted, target;	/* the relation of the sheet, and where it leads */
	str *texts;
	size_t text_count, text_room, text_bytes;
	struct buf shared;	/* one shared text, put together from its pieces */
	bool in_phonetic;	/* how a name is said: no part of the text */
	struct read_table *out;
	size_t row_room, number;
	str cells[READ_COLUMNS_MOST];
	size_t width;	/* cells of the row, up to the last with something in it */
	size_t column;	/* of the running cell */
	char kind;	/* of the running cell: s shared, i inline or a formula's text, b true or false, e error, n number */
	str value;
	bool row_is_open;
};

static void
stop(struct part *p, err e)
{
	if (!p->failed)
		p->failed = e;
	XML_StopParser(p->parser, XML_FALSE);
}

/* "x:row" is "row". */
static const char *
local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static bool
is(const char *name, const char *word)
{
	return strcmp(name, word) == 0;
}

static str
attr(const XML_Char **attrs, const char *word)
{
	for (size_t i = 0; attrs[i]; i += 2)
		if (is(local(attrs[i]), word))
			return str_of(attrs[i + 1]);
	return (str){ 0 };
}

static void XMLCALL
on_begin(void *ctx, const XML_Char *name, const XML_Char **attrs)
{
	struct part *p = ctx;

	if (++p->depth > WORKBOOK_DEPTH_MOST)
		stop(p, ERR_TOOBIG);
	else if (!p->failed)
		p->rules->begin(p, local(name), attrs);
}

static void XMLCALL
on_end(void *ctx, const XML_Char *name)
{
	struct part *p = ctx;

	p->depth--;
	if (!p->failed)
		p->rules->end(p, local(name));
}

static void XMLCALL
on_text(void *ctx, const XML_Char *s, int n)
{
	struct part *p = ctx;

	if (!p->takes_text || p->failed)
		return;
	buf_add(&p->text, (str){ s, (size_t)n });
	if (p->text.overflow)
		stop(p, ERR_TOOBIG);
}

/* A document type can bring entities, and an entity can be anything: no spreadsheet writes one. */
static void XMLCALL
on_doctype(void *ctx, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid, int internal)
{
	(void)name, (void)sysid, (void)pubid, (void)internal;
	stop(ctx, ERR_INVALID);
}

static void
take_text(struct part *p)
{
	buf_reset(&p->text);
	p->takes_text = true;
}

static err
feed(struct part *p, zip_file_t *f)
{
	char room[16 * 1024];

	for (;;) {
		zip_int64_t n = zip_fread(f, room, sizeof(room));
		if (n < 0)
			return ERR_INVALID;
		if ((size_t)n > p->w->left)
			return ERR_TOOBIG;
		p->w->left -= (size_t)n;
		if (XML_Parse(p->parser, room, (int)n, n == 0) == XML_STATUS_ERROR)
			return p->failed ? p->failed : ERR_INVALID;
		if (n == 0)
			return p->failed;
	}
}

static void
close_file(zip_file_t **f)
{
	if (*f)
		zip_fclose(*f);
}

static void
free_parser(XML_Parser *parser)
{
	if (*parser)
		XML_ParserFree(*parser);
}

/* ERR_NOTFOUND: there is no such part. */
static err
read_part(struct workbook *w, str name, const struct part_rules *rules)
{
	zip_int64_t at = zip_name_locate(w->zip, str_z(w->arena, name), 0);
	zip_file_t *f CLEANUP(close_file) = at < 0 ? NULL : zip_fopen_index(w->zip, (zip_uint64_t)at, 0);
	XML_Parser parser CLEANUP(free_parser) = NULL;
	struct part p = { .rules = rules, .w = w, .text = buf_new(w->arena, READ_CELL_MOST * 8) };

	if (at < 0)
		return ERR_NOTFOUND;
	if (!f)
		return ERR_INVALID;
	p.parser = parser = XML_ParserCreate(NULL);
	if (!parser)
		return ERR_IO;
	XML_SetUserData(parser, &p);
	XML_SetElementHandler(parser, on_begin, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetStartDoctypeDeclHandler(parser, on_doctype);
	return feed(&p, f);
}

/* ---- which sheets, and where ---- */

static void
book_begin(struct part *p, const char *name, const XML_Char **attrs)
{
	struct workbook *w = p->w;

	if (!is(name, "sheet") || w->tab_count == WORKBOOK_PARTS_MOST)
		return;
	w->tabs[w->tab_count++] = (struct tab){ str_dup(w->arena, attr(attrs, "name")), str_dup(w->arena, attr(attrs, "id")),
		attr(attrs, "state").n && !str_eq(attr(attrs, "state"), S("visible")) };
}

static void
no_end(struct part *p, const char *name)
{
	(void)p, (void)name;
}

static void
relation_begin(struct part *p, const char *name, const XML_Char **attrs)
{
	struct workbook *w = p->w;

	if (is(name, "Relationship") && str_eq(attr(attrs, "Id"), w->wanted) && !str_eq(attr(attrs, "TargetMode"), S("External")))
		w->target = str_dup(w->arena, attr(attrs, "Target"));
}

/* From the file's root; what is not found there is not a part of it. */
static str
path_of(struct arena *a, str target)
{
	return str_starts(target, S("/")) ? str_from(target, 1) : str_fmt(a, "xl/" STR_FMT, STR_ARG(target));
}

static err
find_sheet(struct workbook *w, str *path)
{
	static const struct part_rules book = { book_begin, no_end }, relations = { relation_begin, no_end };
	const struct tab *tab = NULL;

	w->tabs = NEW_ARRAY(w->arena, struct tab, WORKBOOK_PARTS_MOST);
	TRY(read_part(w, S("xl/workbook.xml"), &book));
	for (size_t i = 0; i < w->tab_count && !tab; i++)
		if (!w->tabs[i].hidden)
			tab = &w->tabs[i];
	if (!tab)
		return ERR_INVALID;
	w->wanted = tab->id;
	TRY(read_part(w, S("xl/_rels/workbook.xml.rels"), &relations));
	if (!w->target.n)
		return ERR_INVALID;
	w->out->tab = str_is_utf8(tab->name) ? tab->name : (str){ 0 };
	w->out->tabs = w->tab_count;
	*path = path_of(w->arena, w->target);
	return OK;
}

/* ---- the texts that cells share ---- */

static void
shared_begin(struct part *p, const char *name, const XML_Char **attrs)
{
	(void)attrs;
	if (is(name, "si"))
		buf_reset(&p->w->shared);
	else if (is(name, "rPh"))
		p->w->in_phonetic = true;
	else if (is(name, "t") && !p->w->in_phonetic)
		take_text(p);
}

static void
keep_shared(struct part *p)
{
	struct workbook *w = p->w;

	if (w->text_count == WORKBOOK_TEXTS_MOST) {
		stop(p, ERR_TOOBIG);
		return;
	}
	if (w->text_count == w->text_room) {
		str *more = NEW_ARRAY(w->arena, str, w->text_room * 2 + 256);
		if (w->text_count)
			memcpy(more, w->texts, w->text_count * sizeof(*more));
		w->texts = more;
		w->text_room = w->text_room * 2 + 256;
	}
	w->texts[w->text_count++] = str_dup(w->arena, buf_str(&w->shared));
}

static void
shared_end(struct part *p, const char *name)
{
	if (is(name, "t") && p->takes_text) {
		buf_add(&p->w->shared, buf_str(&p->text));
		p->takes_text = false;
	} else if (is(name, "rPh")) {
		p->w->in_phonetic = false;
	} else if (is(name, "si")) {
		keep_shared(p);
	}
}

/* ---- the sheet ---- */

/* "AB12" is column 27. */
static size_t
column_of(str ref)
{
	size_t n = 0;

	for (size_t i = 0; i < ref.n && ref.p[i] >= 'A' && ref.p[i] <= 'Z' && n < READ_COLUMNS_MOST * 26; i++)
		n = n * 26 + (size_t)(ref.p[i] - 'A') + 1;
	return n ? n - 1 : READ_COLUMNS_MOST;
}

static void
begin_row(struct part *p, const XML_Char **attrs)
{
	struct workbook *w = p->w;
	int64_t number = (int64_t)w->number + 1;
	str said = attr(attrs, "r");

	/* Rows only rise; a file that says otherwise is broken. */
	if (w->row_is_open || (said.n && (str_int(said, &number) || number <= (int64_t)w->number || number > 2000000))) {
		stop(p, ERR_INVALID);
		return;
	}
	w->number = (size_t)number;
	w->row_is_open = true;
	memset(w->cells, 0, w->width * sizeof(str));
	w->width = w->column = 0;
}

static void
begin_cell(struct part *p, const XML_Char **attrs)
{
	struct workbook *w = p->w;
	str ref = attr(attrs, "r"), type = attr(attrs, "t");

	if (ref.n)
		w->column = column_of(ref);
	w->kind = str_eq(type, S("s")) ? 's' : str_eq(type, S("b")) ? 'b' : str_eq(type, S("e")) ? 'e' :
		str_eq(type, S("inlineStr")) || str_eq(type, S("str")) ? 'i' : 'n';
	w->value = (str){ 0 };
	buf_reset(&w->shared);
}

static void
sheet_begin(struct part *p, const char *name, const XML_Char **attrs)
{
	if (is(name, "row"))
		begin_row(p, attrs);
	else if (is(name, "c") && p->w->row_is_open)
		begin_cell(p, attrs);
	else if (is(name, "rPh"))
		p->w->in_phonetic = true;
	else if (is(name, "v") || (is(name, "t") && !p->w->in_phonetic))
		take_text(p);
}

static str
cell_value(struct part *p)
{
	struct workbook *w = p->w;
	int64_t i;

	if (w->kind == 'b')
		return str_eq(w->value, S("1")) ? S("TRUE") : S("FALSE");
	if (w->kind == 'e')
		return (str){ 0 };
	if (w->kind != 's')
		return w->value.n ? w->value : buf_str(&w->shared);
	if (!w->value.n)
		return (str){ 0 };
	if (str_int(w->value, &i) || i < 0 || (size_t)i >= w->text_count) {
		stop(p, ERR_INVALID);
		return (str){ 0 };
	}
	return w->texts[i];
}

static void
end_cell(struct part *p)
{
	struct workbook *w = p->w;
	str value = str_trim(cell_value(p));
	size_t at = w->column++;

	if (!value.n)
		return;
	if (at >= READ_COLUMNS_MOST || value.n > READ_CELL_MOST) {
		stop(p, ERR_TOOBIG);
		return;
	}
	w->cells[at] = str_dup(w->arena, value);
	if (w->width <= at)
		w->width = at + 1;
}

static void
end_row(struct part *p)
{
	struct workbook *w = p->w;
	struct read_table *t = w->out;

	w->row_is_open = false;
	if (!w->width)
		return;
	if (t->n == READ_ROWS_MOST) {
		stop(p, ERR_TOOBIG);
		return;
	}
	if (t->n == w->row_room) {
		struct read_row *more = NEW_ARRAY(w->arena, struct read_row, w->row_room * 2 + 64);
		if (t->n)
			memcpy(more, t->rows, t->n * sizeof(*more));
		t->rows = more;
		w->row_room = w->row_room * 2 + 64;
	}
	t->rows[t->n] = (struct read_row){ NEW_ARRAY(w->arena, str, w->width), w->width, w->number };
	memcpy(t->rows[t->n++].cells, w->cells, w->width * sizeof(str));
}

static void
sheet_end(struct part *p, const char *name)
{
	struct workbook *w = p->w;

	if (is(name, "v") && p->takes_text) {
		w->value = str_dup(w->arena, buf_str(&p->text));
		p->takes_text = false;
	} else if (is(name, "t") && p->takes_text) {
		buf_add(&w->shared, buf_str(&p->text));
		p->takes_text = false;
	} else if (is(name, "rPh")) {
		w->in_phonetic = false;
	} else if (is(name, "c") && w->row_is_open) {
		end_cell(p);
	} else if (is(name, "row") && w->row_is_open) {
		end_row(p);
	}
}

/* ---- the whole ---- */

static err
read_parts(struct workbook *w)
{
	static const struct part_rules texts = { shared_begin, shared_end }, sheet = { sheet_begin, sheet_end };
	str path;
	err e;

	TRY(find_sheet(w, &path));
	e = read_part(w, S("xl/sharedStrings.xml"), &texts);
	/* A sheet without texts has none to share. */
	if (e && e != ERR_NOTFOUND)
		return e;
	return read_part(w, path, &sheet);
}

static void
discard(zip_t **z)
{
	if (*z)
		zip_discard(*z);
}

err
workbook_read(struct arena *a, str bytes, struct read_table *out)
{
	zip_error_t why;
	zip_source_t *s;
	zip_t *z CLEANUP(discard) = NULL;
	struct workbook *w = NEW(a, struct workbook);
	err e;

	*out = (struct read_table){ .encoding = ENCODING_UTF8 };
	if (bytes.n > WORKBOOK_BYTES_MOST)
		return ERR_TOOBIG;
	zip_error_init(&why);
	s = zip_source_buffer_create(bytes.p, bytes.n, 0, &why);
	z = s ? zip_open_from_source(s, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
	zip_error_fini(&why);
	if (!z) {
		if (s)
			zip_source_free(s);
		return s ? ERR_INVALID : ERR_IO;
	}
	if (zip_get_num_entries(z, 0) > WORKBOOK_PARTS_MOST)
		return ERR_TOOBIG;
	*w = (struct workbook){ .arena = a, .zip = z, .left = WORKBOOK_XML_MOST, .shared = buf_new(a, READ_CELL_MOST * 8), .out = out };
	e = read_parts(w);
	return e == ERR_NOTFOUND ? ERR_INVALID : e;
}
