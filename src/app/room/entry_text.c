/* entry_text.c: what stands in a field of a sheet, from people and for people; and what is marked for a lift. */
#include "app/chain/verdict.h"
#include "app/room/entry.h"
#include "text/date.h"

static err
clean_date(struct arena *a, str typed, str *out)
{
	int64_t t;

	*out = (str){ 0 };
	if (!str_trim(typed).n)
		return OK;
	TRY(date_parse(str_trim(typed), S(""), &t));
	*out = date_iso(a, t);
	return OK;
}

/* Two dates with a slash between; one of them may be missing. */
static err
clean_span(struct arena *a, str typed, str *out)
{
	str from, to = { 0 }, f, t;

	if (!str_cut(typed, '/', &from, &to))
		from = typed;
	TRY(clean_date(a, from, &f));
	TRY(clean_date(a, to, &t));
	if (f.n && t.n && str_cmp(f, t) > 0)
		return ERR_INVALID;
	*out = f.n || t.n ? str_fmt(a, STR_FMT "/" STR_FMT, STR_ARG(f), STR_ARG(t)) : (str){ 0 };
	return OK;
}

static err
clean_choice(const struct method_field *field, str typed, str *out)
{
	*out = (str){ 0 };
	for (size_t i = 0; i < field->choice_count; i++)
		if (str_eq(field->choices[i].id, typed))
			*out = field->choices[i].id;
	return out->n == typed.n ? OK : ERR_INVALID;
}

/* "12", "12,5", "-3.5": kept as written, with the comma of the language made a full stop. */
static err
clean_number(struct arena *a, str typed, str *out)
{
	char *p = arena_alloc(a, typed.n + 1, 1);
	bool point = false, digit = false;

	typed = str_trim(typed);
	for (size_t i = 0; i < typed.n; i++) {
		char ch = typed.p[i] == ',' ? '.' : typed.p[i];
		if (ch == '.' ? point : (ch == '-' ? i > 0 : ch < '0' || ch > '9'))
			return ERR_INVALID;
		point |= ch == '.';
		digit |= ch >= '0' && ch <= '9';
		p[i] = ch;
	}
	*out = (str){ p, typed.n };
	return (typed.n && !digit) || typed.n > 20 ? ERR_INVALID : OK;
}

err
entry_clean(struct arena *a, const struct method_field *field, str typed, str *out)
{
	switch (field->kind) {
	case ENTRY_TEXT: return text_clean(a, typed, SHEET_TEXT_GRAPHEMES, out);
	case ENTRY_LINE: return str_has(typed, '\n') ? ERR_INVALID : text_clean(a, typed, SHEET_LINE_GRAPHEMES, out);
	case ENTRY_CHOICE: return clean_choice(field, typed, out);
	case ENTRY_DATE: return clean_date(a, typed, out);
	case ENTRY_SPAN: return clean_span(a, typed, out);
	case ENTRY_NUMBER: return clean_number(a, typed, out);
	}
	return ERR_INVALID;
}

bool
sheet_looks_for_names(const struct method_field *field)
{
	return (field->kind == ENTRY_TEXT || field->kind == ENTRY_LINE) && field->becomes != BECOMES_WHO &&
		field->becomes != BECOMES_CONTACT;
}

static str
shown_date(struct arena *a, str iso, enum lang l)
{
	int64_t t;

	return iso.n && !date_parse(iso, S(""), &t) ? date_short(a, l, t) : iso;
}

static str
shown_span(struct arena *a, str body, enum lang l)
{
	str from, to;

	if (!str_cut(body, '/', &from, &to))
		return shown_date(a, body, l);
	if (!from.n)
		return fill(a, l, tr(l, "until {date}"), V("date", shown_date(a, to, l)));
	if (!to.n)
		return fill(a, l, tr(l, "from {date}"), V("date", shown_date(a, from, l)));
	return fill(a, l, tr(l, "{from} to {to}"), V("from", shown_date(a, from, l)), V("to", shown_date(a, to, l)));
}

/* A decimal comma where the language has one. */
static str
shown_number(struct arena *a, str body, enum lang l)
{
	char *p = arena_alloc(a, body.n + 1, 1);

	for (size_t i = 0; i < body.n; i++)
		p[i] = body.p[i] == '.' && l != LANG_EN ? ',' : body.p[i];
	return (str){ p, body.n };
}

str
entry_shown(struct arena *a, const struct method_field *field, str body, enum lang l)
{
	if (!body.n)
		return body;
	switch (field->kind) {
	case ENTRY_CHOICE:
		for (size_t i = 0; i < field->choice_count; i++)
			if (str_eq(field->choices[i].id, body))
				return text_in(&field->choices[i].text, l);
		return body;
	case ENTRY_DATE: return shown_date(a, body, l);
	case ENTRY_SPAN: return shown_span(a, body, l);
	case ENTRY_NUMBER: return shown_number(a, body, l);
	case ENTRY_TEXT:
	case ENTRY_LINE:
		break;
	}
	return body;
}

/* ---- lifts ---- */

err
lift_once(struct db_conn *c, struct arena *a, const struct room *rm, str thing, str what)
{
	struct rows r;
	err e = db_one(c, a, &r, LIFT_MARKED, INT(rm->s.process), TEXT(thing));

	if (e != ERR_NOTFOUND)
		return e;
	return db_exec(c, NULL, LIFT_MARK, INT(rm->s.process), TEXT(rm->s.phase), TEXT(thing), TEXT(what));
}

/* A later sheet about a sheet speaks for it. */
static bool
is_improved(const struct entry *e, const struct entries *all, size_t steps)
{
	for (size_t s = 0; s < steps; s++)
		for (size_t i = 0; i < all[s].n; i++) {
			str kind, id;
			if (thing_cut(all[s].p[i].about, &kind, &id) && str_eq(id, e->id))
				return true;
		}
	return false;
}

static err
lifts_of_sheets(struct db_conn *c, struct arena *a, const struct room *rm)
{
	size_t n = rm->session->step_count;
	struct entries *all = NEW_ARRAY(a, struct entries, n);

	for (size_t s = 0; s < n; s++)
		if (rm->session->steps[s].sheet)
			TRY(entries_read(c, a, rm, &rm->session->steps[s], false, &all[s]));
	for (size_t s = 0; s < n; s++)
		for (size_t i = 0; i < all[s].n; i++) {
			const struct entry *e = &all[s].p[i];
			if (entry_lifts(rm->session->steps[s].sheet, e) && !is_improved(e, all, n))
				TRY(lift_once(c, a, rm, thing_ref(a, "entry", e->id), text_in(&e->title, LANG_NB)));
		}
	return OK;
}

static err
lifts_of_verdict(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st)
{
	struct judgements j;

	TRY(verdict_read(c, a, rm->s.process, rm, st, &j));
	for (size_t i = 0; i < j.n; i++) {
		struct thing t;
		if (j.p[i].lift && thing_get(c, a, rm->method, rm->s.process, j.p[i].about, &t) == OK)
			TRY(lift_once(c, a, rm, t.ref, thing_title(&t, LANG_NB)));
	}
	return OK;
}

err
lifts_gather(struct db_conn *c, struct arena *a, const struct room *rm)
{
	TRY(lifts_of_sheets(c, a, rm));
	for (size_t s = 0; s < rm->session->step_count; s++)
		if (rm->session->steps[s].kind == STEP_VERDICT)
			TRY(lifts_of_verdict(c, a, rm, &rm->session->steps[s]));
	return OK;
}
