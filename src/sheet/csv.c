/* csv.c: a table as CSV. */
#include <csv.h>
#include <math.h>

#include "base/str.h"
#include "sheet/sheet.h"

#define SEPARATOR ';'

struct cell
cell_text(str text)
{
	return (struct cell){ .text = text };
}

struct cell
cell_number(double n)
{
	return (struct cell){ .kind = CELL_NUMBER, .number = n };
}

struct cell
cell_date(str iso)
{
	return iso.n ? (struct cell){ .kind = CELL_DATE, .text = iso } : (struct cell){ 0 };
}

/* The same signs in the letters of East Asian keyboards: some programs take them for the plain ones. */
static const str wide_signs[] = { S("\uff1d"), S("\uff0b"), S("\uff0d"), S("\uff20") };

bool
looks_like_formula(str text)
{
	size_t i = 0;

	if (text.n && (text.p[0] == '\t' || text.p[0] == '\r' || text.p[0] == '\n'))
		return true;
	while (i < text.n && (text.p[i] == ' ' || str_starts(str_from(text, i), S("\u00a0"))))
		i += text.p[i] == ' ' ? 1 : 2;
	text = str_from(text, i);
	for (size_t k = 0; k < COUNT(wide_signs); k++)
		if (str_starts(text, wide_signs[k]))
			return true;
	return text.n && (text.p[0] == '=' || text.p[0] == '+' || text.p[0] == '-' || text.p[0] == '@' || text.p[0] == '\t' ||
		text.p[0] == '\r' || text.p[0] == '\n');
}

/* Always in quotation marks: then no separator or line break in it counts. */
static void
add_text(struct buf *out, str text)
{
	char room[512];

	buf_addc(out, '"');
	if (looks_like_formula(text))
		buf_addc(out, '\'');
	while (text.n) {
		str piece = str_take(text, sizeof(room) / 2 - 2);
		size_t n = csv_write(room, sizeof(room), piece.p, piece.n);
		/* The library quotes each piece; the marks around the whole are ours. */
		buf_add(out, (str){ room + 1, n - 2 });
		text = str_from(text, piece.n);
	}
	buf_addc(out, '"');
}

static void
add_number(struct buf *out, double n)
{
	size_t from = out->n;

	if (n == floor(n))
		buf_addf(out, "%.0f", n);
	else
		buf_addf(out, "%.6g", n);
	for (size_t i = from; i < out->n; i++)
		if (out->p[i] == '.')
			out->p[i] = ',';
}

/* "2026-11-21" as "21.11.2026". */
static void
add_date(struct buf *out, str iso)
{
	str year, rest, month, day;

	str_cut(iso, '-', &year, &rest);
	str_cut(rest, '-', &month, &day);
	buf_addf(out, STR_FMT "." STR_FMT "." STR_FMT, STR_ARG(day), STR_ARG(month), STR_ARG(year));
}

static void
add_cell(struct buf *out, const struct cell *c)
{
	if (c->kind == CELL_NUMBER)
		add_number(out, c->number);
	else if (c->kind == CELL_DATE)
		add_date(out, c->text);
	else
		add_text(out, c->text);
}

err
sheet_csv(const struct sheet *s, struct buf *out)
{
	str done;

	if (s->rows > SHEET_ROWS_MOST || s->column_count > SHEET_COLUMNS_MOST)
		return ERR_TOOBIG;
	buf_add(out, S("\xef\xbb\xbf"));
	for (size_t k = 0; k < s->column_count; k++) {
		if (k)
			buf_addc(out, SEPARATOR);
		add_text(out, s->columns[k].name);
	}
	buf_add(out, S("\r\n"));
	for (size_t i = 0; i < s->rows; i++) {
		for (size_t k = 0; k < s->column_count; k++) {
			if (k)
				buf_addc(out, SEPARATOR);
			add_cell(out, &s->cells[i * s->column_count + k]);
		}
		buf_add(out, S("\r\n"));
	}
	return buf_done(out, &done);
}
