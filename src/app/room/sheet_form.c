/* sheet_form.c: what stands in the form of a sheet. */
#include "app/room/sheet_form.h"

/* The text a form has for a field; a span has two. */
static str
typed_in(struct req *rq, const struct method_field *f)
{
	str from = req_form(rq, str_fmt(rq->arena, "f-" STR_FMT, STR_ARG(f->id))), to;

	if (f->kind != ENTRY_SPAN)
		return from;
	to = req_form(rq, str_fmt(rq->arena, "t-" STR_FMT, STR_ARG(f->id)));
	return from.n || to.n ? str_fmt(rq->arena, STR_FMT "/" STR_FMT, STR_ARG(from), STR_ARG(to)) : from;
}

/* What was wrong with a field, for people. */
static str
field_problem(struct req *rq, const struct method_field *f)
{
	str name = text_in(&f->label, rq->lang);
	int64_t most = f->kind == ENTRY_LINE ? SHEET_LINE_GRAPHEMES : SHEET_TEXT_GRAPHEMES;

	switch (f->kind) {
	case ENTRY_TEXT:
	case ENTRY_LINE:
		return fill(rq->arena, rq->lang, tr(rq->lang, "“{name}” can have {n} letters at the most, without odd characters. It is not saved yet."),
			V("name", name), V("n", most));
	case ENTRY_DATE:
	case ENTRY_SPAN:
		return fill(rq->arena, rq->lang, tr(rq->lang, "The date in “{name}” does not fit. It is not saved yet."), V("name", name));
	case ENTRY_NUMBER:
		return fill(rq->arena, rq->lang, tr(rq->lang, "“{name}” takes a number. It is not saved yet."), V("name", name));
	case ENTRY_CHOICE: break;
	}
	return fill(rq->arena, rq->lang, tr(rq->lang, "Choose one of the answers in “{name}”."), V("name", name));
}

err
sheet_values(struct req *rq, const struct method_sheet *sheet, struct entry_value **values, size_t *n)
{
	*values = NEW_ARRAY(rq->arena, struct entry_value, sheet->field_count);
	*n = 0;
	for (size_t i = 0; i < sheet->field_count; i++) {
		const struct method_field *f = &sheet->fields[i];
		struct entry_value *v = &(*values)[*n];
		str version = str_fmt(rq->arena, "v-" STR_FMT, STR_ARG(f->id));
		if (!pairs_has(&rq->form, version))
			continue;
		if (str_int(req_form(rq, version), &v->version))
			return ERR_INVALID;
		if (entry_clean(rq->arena, f, typed_in(rq, f), &v->body))
			return req_fail(rq, ERR_INVALID, field_problem(rq, f));
		v->field = f;
		++*n;
	}
	return OK;
}

const str *
sheet_typed_in(struct req *rq, const struct method_sheet *sheet)
{
	str *typed = NEW_ARRAY(rq->arena, str, sheet->field_count);

	for (size_t i = 0; i < sheet->field_count; i++)
		typed[i] = typed_in(rq, &sheet->fields[i]);
	return typed;
}
