/* staff_list_pages.c: a list is brought, shown, and taken in. Nothing of it is stored until then. */
#include "app/staff_list/staff_list_pages.h"

#include "app/staff_list_tmpl.h"
#include "base/rand.h"
#include "sheet/sheet.h"

static const struct field list_form[] = {
	{ "file", N_("The list as a file"), N_("An Excel workbook (.xlsx), of which the first sheet is read, or CSV."), FIELD_FILE,
		.max = STAFF_LIST_BYTES, .quiet = true },
	{ "text", N_("Or the cells themselves"), N_("Mark them in the spreadsheet, headings too, copy, and paste here."), FIELD_TEXT, .quiet = true },
};

static err
draw(struct req *rq, struct response *rs, const struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Staff list"));

	pg.form = f;
	pg.said = page_said(rq);
	staff_list_view(&rs->body, rq->lang, &pg, f);
	return OK;
}

err
staff_list_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, list_form, COUNT(list_form));

	return draw(rq, rs, &f);
}

/* ---- looking ---- */

str
staff_outcome_text(const struct page *pg, const struct staff_row *r)
{
	enum lang l = pg->lang;

	switch (r->outcome) {
	case STAFF_SAME: return tr(l, "Nothing: is there already");
	case STAFF_NEW: return tr(l, "Is registered");
	case STAFF_ROLE: return tr(l, "Is known, and gets the role");
	case STAFF_NAME:
		return r->gives_role ? fill(pg->arena, l, tr(l, "Is called {name} now, gets the new name and the role"), V("name", r->old_name)) :
			fill(pg->arena, l, tr(l, "Is called {name} now, gets the new name"), V("name", r->old_name));
	case STAFF_WRONG: return r->problem;
	case STAFF_OUTCOMES: break;
	}
	return (str){ 0 };
}

str
staff_encoding_name(enum lang l, enum encoding encoding)
{
	switch (encoding) {
	case ENCODING_UTF8: return S("UTF-8");
	case ENCODING_UTF16: return S("UTF-16");
	case ENCODING_WINDOWS: break;
	}
	return tr(l, "Windows (Western European)");
}

str
staff_separator_name(enum lang l, char separator)
{
	return separator == ';' ? tr(l, "semicolon") : separator == ',' ? tr(l, "comma") : tr(l, "tab");
}

static err
preview(struct req *rq, struct response *rs, struct db_conn *c, const struct staff_list *s, bool moved)
{
	struct page pg = page_of(rq, tr(rq->lang, "This is what happens"));
	struct staff_list_view v = { .s = s, .moved = moved, .invite = req_form(rq, S("invite")).n > 0 };

	TRY(mail_is_on(c, rq->arena, &v.mail));
	v.packed = staff_list_pack(rq->arena, s);
	v.changing = s->counts[STAFF_NEW] + s->counts[STAFF_ROLE] + s->counts[STAFF_NAME];
	staff_preview_view(&rs->body, rq->lang, &pg, &v, rand_uuid(rq->arena));
	return OK;
}

/* Where the list came: what is wrong with a file is said with its name, and that no page can hold on to a file. */
struct brought {
	const struct upload *file;	/* NULL: pasted */
	str bytes;
};

static err
wrong(struct req *rq, struct form *f, const struct brought *b, str why)
{
	if (!b->file)
		return form_error(f, "text", why);
	return form_error(f, "file", fill(rq->arena, rq->lang, tr(rq->lang, "{why} The file was “{file}”. Choose it again when it is mended."),
		V("why", why), V("file", b->file->file.n ? b->file->file : S("?"))));
}

/* The file when there is one, else what was pasted, which stays in its field whatever happens. */
static err
bring(struct req *rq, struct form *f, struct brought *b)
{
	*b = (struct brought){ .bytes = req_form(rq, S("text")) };
	/* Lines come from a form with CR and LF, of which a page shows the LF. */
	form_set(f, "text", str_without(rq->arena, b->bytes, '\r'));
	for (size_t i = 0; i < rq->files.n; i++)
		if (str_eq(rq->files.p[i].name, S("file")) && (rq->files.p[i].file.n || rq->files.p[i].bytes.n))
			b->file = &rq->files.p[i];
	if (b->file)
		b->bytes = b->file->bytes;
	if (b->file && !b->bytes.n)
		return wrong(rq, f, b, tr(rq->lang, "There is nothing in the file."));
	if (!str_trim(b->bytes).n)
		return form_error(f, "file", tr(rq->lang, "Choose a file, or paste the cells."));
	return OK;
}

static err
table_of(struct req *rq, struct form *f, const struct brought *b, struct read_table *t)
{
	err e = is_workbook(b->bytes) ? workbook_read(rq->arena, b->bytes, t) : read_table(rq->arena, b->bytes, t);

	if (e == ERR_TOOBIG)
		return wrong(rq, f, b, tr(rq->lang, "The list is too large. Split it: at most 2,000 people at a time."));
	if (e == ERR_INVALID)
		return wrong(rq, f, b, tr(rq->lang, "This is not a list that can be read. Save it as an Excel workbook (.xlsx) without a "
			"password or as CSV, or copy the cells and paste them."));
	return e;
}

static err
look_at(struct req *rq, struct response *rs, struct form *f)
{
	struct read_table t;
	struct staff_list s;
	struct brought b;
	struct db_conn *c;
	err e;

	TRY(bring(rq, f, &b));
	TRY(table_of(rq, f, &b, &t));
	TRY(req_read(rq, &c));
	e = staff_list_read(c, rq->arena, rq->lang, rq->user->organisation, &t, &s);
	if (e == ERR_TOOBIG)
		return wrong(rq, f, &b, tr(rq->lang, "The list is too large. Split it: at most 2,000 people at a time."));
	TRY(e);
	if (!s.has_head)
		return wrong(rq, f, &b, tr(rq->lang, "The first row must have headings: fornavn, etternavn, epost, enhet and rolle. Look at the example."));
	if (!s.n)
		return wrong(rq, f, &b, tr(rq->lang, "There are headings, but nobody under them."));
	return preview(rq, rs, c, &s, false);
}

err
staff_list_post(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, list_form, COUNT(list_form));
	err e = look_at(rq, rs, &f);

	if (e == ERR_INVALID)
		TRY(draw(rq, rs, &f));
	return e;
}

err
staff_list_example_page(struct req *rq, struct response *rs)
{
	static const struct sheet_column columns[] = { { S("fornavn"), 0 }, { S("etternavn"), 0 }, { S("epost"), 0 }, { S("enhet"), 0 },
		{ S("rolle"), 0 } };
	struct cell cells[10] = { cell_text(S("Kari")), cell_text(S("Nordmann")), cell_text(S("kari.nordmann@example.no")), { 0 },
		cell_text(tr(rq->lang, "Employee")), cell_text(S("Ola")), cell_text(S("Nordmann")), { 0 }, { 0 }, { 0 } };
	struct units units;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(units_of(c, rq->arena, rq->user->organisation, &units));
	for (size_t i = 0; i < units.n; i++)
		if (str_eq(units.p[i].kind, S("unit")))
			cells[3] = cells[8] = cell_text(units.p[i].name);
	TRY(sheet_csv(&(struct sheet){ S("staff"), columns, COUNT(columns), cells, 2 }, &rs->body));
	response_header(rs, S("Content-Type"), S("text/csv; charset=utf-8; header=present"));
	response_header(rs, S("Content-Disposition"), S("attachment; filename=\"personliste.csv\""));
	return OK;
}

/* ---- taking in ---- */

static err
take_all(struct req *rq, const struct staff_list *s, struct staff_take *t)
{
	for (size_t at = 0; at < s->n && !t->again; at += t->n) {
		t->rows = s->rows + at;
		t->n = s->n - at < STAFF_LIST_PIECE ? s->n - at : STAFF_LIST_PIECE;
		TRY(req_write(rq, staff_list_take, t));
		t->key = (str){ 0 };
	}
	t->n = s->n;
	return t->again ? OK : req_write(rq, staff_list_log, t);
}

err
staff_list_take_post(struct req *rq, struct response *rs)
{
	struct staff_take t = { .arena = rq->arena, .organisation = rq->user->organisation, .by = rq->user->id, .lang = rq->lang,
		.invite = req_form(rq, S("invite")).n > 0, .key = req_form(rq, S("key")) };
	struct staff_list s;
	struct db_conn *c;
	err e;

	TRY(req_read(rq, &c));
	TRY(staff_list_unpack(c, rq->arena, rq->lang, t.organisation, req_form(rq, S("rows")), &s));
	e = s.counts[STAFF_WRONG] ? ERR_CONFLICT : take_all(rq, &s, &t);
	if (e == ERR_CONFLICT) {
		TRY(req_read(rq, &c));
		TRY(staff_list_unpack(c, rq->arena, rq->lang, t.organisation, req_form(rq, S("rows")), &s));
		TRY(preview(rq, rs, c, &s, true));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/admin/staff-list?said=list");
}
