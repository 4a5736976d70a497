/* files.c: tables put together, made into files in the press, and sent. */
#include "app/files/files.h"

#include <math.h>

#include "base/clock.h"
#include "http/server.h"
#include "paper/press.h"
#include "text/date.h"

/* ---- tables ---- */

struct grid *
file_grid(struct req *rq, struct file *f, str word, str name)
{
	assert(f->n < FILES_GRIDS_MOST);
	f->tables[f->n] = (struct grid){ .arena = rq->arena, .word = word, .name = name };
	return &f->tables[f->n++];
}

void
grid_column(struct grid *t, str name, double width)
{
	assert(t->column_count < SHEET_COLUMNS_MOST && !t->n);
	t->columns[t->column_count++] = (struct sheet_column){ name, width };
}

static void
put(struct grid *t, struct cell cell)
{
	if (t->n == t->room) {
		struct cell *more = NEW_ARRAY(t->arena, struct cell, t->room * 2 + 200);
		if (t->n)
			memcpy(more, t->cells, t->n * sizeof(*more));
		t->cells = more;
		t->room = t->room * 2 + 200;
	}
	t->cells[t->n++] = cell;
}

void
grid_text(struct grid *t, str text)
{
	put(t, cell_text(text));
}

void
grid_number(struct grid *t, int64_t n)
{
	put(t, cell_number((double)n));
}

void
grid_count(struct grid *t, int64_t n)
{
	put(t, n > 0 ? cell_number((double)n) : cell_text((str){ 0 }));
}

void
grid_day(struct grid *t, int64_t at)
{
	put(t, at ? cell_date(date_iso(t->arena, at)) : cell_text((str){ 0 }));
}

void
grid_share(struct grid *t, int64_t part, int64_t whole)
{
	bool told = part > 0 && whole > 0;

	put(t, told ? cell_number(round((double)part * 1000 / (double)whole) / 10) : cell_text((str){ 0 }));
}

size_t
grid_rows(const struct grid *t)
{
	assert(t->n % t->column_count == 0);
	return t->n / t->column_count;
}

/* ---- names ---- */

/* Letters and figures that every system and header takes; "Tiltak, Solbakken sykehjem" is "tiltak-solbakken-sykehjem". */
static void
add_plain(struct buf *b, str text)
{
	static const struct {
		str letter;
		const char *plain;
	} others[] = { { S("æ"), "ae" }, { S("Æ"), "ae" }, { S("ø"), "o" }, { S("Ø"), "o" }, { S("å"), "a" }, { S("Å"), "a" },
		{ S("é"), "e" }, { S("ü"), "u" }, { S("ö"), "o" }, { S("ä"), "a" } };

	for (size_t i = 0; i < text.n && b->n < 60; i++) {
		char c = text.p[i];
		size_t k = 0;
		while (k < COUNT(others) && !str_starts(str_from(text, i), others[k].letter))
			k++;
		if (k < COUNT(others)) {
			buf_add(b, str_of(others[k].plain));
			i += others[k].letter.n - 1;
		} else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			buf_addc(b, c);
		} else if (c >= 'A' && c <= 'Z') {
			buf_addc(b, (char)(c - 'A' + 'a'));
		} else if (b->n && b->p[b->n - 1] != '-') {
			buf_addc(b, '-');
		}
	}
	if (b->n && b->p[b->n - 1] != '-')
		buf_addc(b, '-');
}

str
file_name(struct arena *a, str what, str place, str ending)
{
	struct buf b = buf_new(a, 200);

	add_plain(&b, what);
	add_plain(&b, place);
	buf_addf(&b, STR_FMT "." STR_FMT, STR_ARG(date_iso(a, clock_now())), STR_ARG(ending));
	return buf_str(&b);
}

/* ---- sending ---- */

struct work {
	const struct file *f;
	const struct grid *only;	/* CSV; NULL: XLSX */
	struct book book;
	struct sheet *sheets;
	struct buf *out;
};

static err
make(void *arg)
{
	struct work *w = arg;

	return w->only ? sheet_csv(&w->sheets[w->only - w->f->tables], w->out) : book_xlsx(&w->book, w->out);
}

static const struct grid *
asked_table(struct req *rq, const struct file *f)
{
	str word = req_query(rq, S("table"));

	for (size_t i = 0; i < f->n; i++)
		if (!word.n || str_eq(word, f->tables[i].word))
			return &f->tables[i];
	return NULL;
}

static void
fill_sheets(struct work *w)
{
	for (size_t i = 0; i < w->f->n; i++) {
		const struct grid *t = &w->f->tables[i];
		w->sheets[i] = (struct sheet){ t->name, t->columns, t->column_count, t->cells, grid_rows(t) };
	}
	w->book.sheets = w->sheets;
	w->book.n = w->f->n;
}

err
file_send(struct req *rq, struct response *rs, const struct file *f)
{
	bool as_csv = str_eq(req_query(rq, S("as")), S("csv"));
	struct work w = { .f = f, .out = &rs->body, .book = { .title = f->name, .author = f->place, .made = clock_now() } };
	str what = f->name;
	err e;

	w.only = as_csv ? asked_table(rq, f) : NULL;
	if (as_csv && !w.only)
		return ERR_NOTFOUND;
	if (w.only && w.only != f->tables)
		what = w.only->name;
	w.sheets = NEW_ARRAY(rq->arena, struct sheet, f->n);
	fill_sheets(&w);
	req_read_done(rq);
	server_wait_begin();
	e = press_work(rq->app->press, make, &w);
	server_wait_end();
	if (e == ERR_TOOBIG)
		return req_fail(rq, e, tr(rq->lang, "This is too much for one file. Choose fewer with the filter."));
	if (e == ERR_BUSY)
		return req_fail(rq, e, tr(rq->lang, "Many are making files just now. Try again in a minute."));
	TRY(e);
	response_header(rs, S("Content-Type"), as_csv ? S("text/csv; charset=utf-8; header=present") :
		S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
	response_header(rs, S("Content-Disposition"), str_fmt(rq->arena, "attachment; filename=\"" STR_FMT "\"",
		STR_ARG(file_name(rq->arena, what, f->place, as_csv ? S("csv") : S("xlsx")))));
	return OK;
}
