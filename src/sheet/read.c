/* read.c: bytes to letters, letters to rows. */
#include "sheet/read.h"

#include <csv.h>
#include <unicode/ucnv.h>

#include "base/buf.h"
#include "base/str.h"

bool
is_workbook(str bytes)
{
	/* The second is what Excel saved before 2007. */
	return str_starts(bytes, S("PK\x03\x04")) || str_starts(bytes, S("\xd0\xcf\x11\xe0"));
}

/* ---- letters ---- */

/* Text without a mark in which every other byte is empty: "LE" when it is the second. */
static const char *
unmarked_utf16(str s)
{
	size_t even = 0, odd = 0, look = s.n < 400 ? s.n : 400;

	if (s.n % 2 || look < 4)
		return NULL;
	for (size_t i = 0; i < look; i++)
		if (!s.p[i])
			*(i % 2 ? &odd : &even) += 1;
	if (odd * 4 > look && !even)
		return "UTF-16LE";
	return even * 4 > look && !odd ? "UTF-16BE" : NULL;
}

static err
convert(struct arena *a, const char *from, str in, str *out)
{
	UErrorCode status = U_ZERO_ERROR;
	/* No letter of these takes more than three bytes for each of its own. */
	size_t room = in.n * 3 + 16;
	char *p = arena_alloc(a, room, 1);
	int32_t n = ucnv_convert("UTF-8", from, p, (int32_t)room, in.p, (int32_t)in.n, &status);

	if (U_FAILURE(status) || n < 0 || (size_t)n > room)
		return ERR_INVALID;
	*out = (str){ p, (size_t)n };
	return OK;
}

static err
to_utf8(struct arena *a, str in, enum encoding *encoding, str *out)
{
	const char *wide = unmarked_utf16(in);

	*encoding = ENCODING_UTF16;
	if (str_starts(in, S("\xff\xfe")))
		return convert(a, "UTF-16LE", str_from(in, 2), out);
	if (str_starts(in, S("\xfe\xff")))
		return convert(a, "UTF-16BE", str_from(in, 2), out);
	if (wide)
		return convert(a, wide, in, out);
	*encoding = ENCODING_UTF8;
	if (str_starts(in, S("\xef\xbb\xbf")))
		in = str_from(in, 3);
	*out = in;
	if (str_is_utf8(in))
		return OK;
	*encoding = ENCODING_WINDOWS;
	return convert(a, "windows-1252", in, out);
}

/* One kind of line end, so that rows are counted as the spreadsheet counts them. */
static str
one_line_end(struct arena *a, str in)
{
	char *p = arena_alloc(a, in.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < in.n; i++) {
		if (in.p[i] == '\r' && i + 1 < in.n && in.p[i + 1] == '\n')
			continue;
		p[n++] = in.p[i] == '\r' ? '\n' : in.p[i];
	}
	return (str){ p, n };
}

/* ---- rows ---- */

static char
most_often(str text)
{
	static const char signs[] = { ';', '\t', ',' };
	size_t counts[COUNT(signs)] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.n && (quoted || text.p[i] != '\n'); i++) {
		quoted ^= text.p[i] == '"';
		for (size_t k = 0; !quoted && k < COUNT(signs); k++)
			counts[k] += text.p[i] == signs[k];
	}
	for (size_t k = 1; k < COUNT(signs); k++)
		if (counts[k] > counts[best])
			best = k;
	return signs[best];
}

struct reading {
	struct arena *arena;
	struct read_table *out;
	size_t room, number;
	str cells[READ_COLUMNS_MOST];
	size_t n;
	bool something;
	err failed;
};

static void
got_cell(void *bytes, size_t n, void *arg)
{
	struct reading *r = arg;
	str cell = str_trim((str){ bytes, n });

	if (cell.n > READ_CELL_MOST || r->n == READ_COLUMNS_MOST) {
		/* Empty columns at the end are no more than that. */
		if (cell.n)
			r->failed = ERR_TOOBIG;
		return;
	}
	r->something |= cell.n > 0;
	r->cells[r->n++] = cell.n ? str_dup(r->arena, cell) : (str){ 0 };
}

static void
got_row(int end, void *arg)
{
	struct reading *r = arg;
	struct read_row *row;

	(void)end;
	r->number++;
	if (r->something && r->out->n == READ_ROWS_MOST)
		r->failed = ERR_TOOBIG;
	if (!r->something || r->failed) {
		r->n = 0;
		r->something = false;
		return;
	}
	if (r->out->n == r->room) {
		struct read_row *more = NEW_ARRAY(r->arena, struct read_row, r->room * 2 + 64);
		if (r->out->n)
			memcpy(more, r->out->rows, r->out->n * sizeof(*more));
		r->out->rows = more;
		r->room = r->room * 2 + 64;
	}
	row = &r->out->rows[r->out->n++];
	*row = (struct read_row){ NEW_ARRAY(r->arena, str, r->n), r->n, r->number };
	memcpy(row->cells, r->cells, r->n * sizeof(str));
	r->n = 0;
	r->something = false;
}

static void
free_parser(struct csv_parser *p)
{
	csv_free(p);
}

static err
to_rows(struct reading *r, str text)
{
	struct csv_parser p CLEANUP(free_parser);

	/* Every line end is told, so that empty lines count. */
	if (csv_init(&p, CSV_REPALL_NL))
		return ERR_IO;
	csv_set_delim(&p, (unsigned char)r->out->separator);
	if (csv_parse(&p, text.p, text.n, got_cell, got_row, r) != text.n || csv_fini(&p, got_cell, got_row, r))
		return ERR_INVALID;
	return r->failed;
}

err
read_table(struct arena *a, str bytes, struct read_table *out)
{
	struct reading *r = NEW(a, struct reading);
	str text, line, rest;

	*out = (struct read_table){ 0 };
	*r = (struct reading){ .arena = a, .out = out };
	if (bytes.n > READ_BYTES_MOST)
		return ERR_TOOBIG;
	if (is_workbook(bytes))
		return ERR_INVALID;
	TRY(to_utf8(a, bytes, &out->encoding, &text));
	if (str_has(text, 0) || !str_is_utf8(text))
		return ERR_INVALID;
	text = one_line_end(a, text);
	out->separator = most_often(text);
	(void)str_cut(text, '\n', &line, &rest);
	if (line.n == 5 && str_starts(line, S("sep="))) {
		out->separator = line.p[4] == ';' || line.p[4] == ',' || line.p[4] == '\t' ? line.p[4] : ';';
		text = rest;
		r->number = 1;
	}
	return to_rows(r, text);
}
