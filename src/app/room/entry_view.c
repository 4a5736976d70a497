/* entry_view.c: small words that the templates of sheets need. */
#include "app/room/entry_view.h"

#include "app/room/blame.h"

bool
field_lifts(const struct method_field *f, str choice)
{
	for (size_t i = 0; i < f->choice_count; i++)
		if (str_eq(f->choices[i].id, choice))
			return f->choices[i].means == MEANS_LIFT;
	return false;
}

str
sheet_element(struct arena *a, const struct sheet_form *s)
{
	if (s->element.n)
		return s->element;
	return str_fmt(a, "sheet-" STR_FMT "-%lld", STR_ARG(s->about ? thing_element(a, s->about->ref) : S("own")),
		(long long)s->table);
}

str
sheet_field_id(struct arena *a, const struct sheet_form *s, const struct method_field *f)
{
	return str_fmt(a, STR_FMT "-" STR_FMT, STR_ARG(sheet_element(a, s)), STR_ARG(f->id));
}

str
sheet_typed(const struct sheet_form *s, const struct method_field *f)
{
	return s->typed ? s->typed[f - s->st->sheet->fields] : (str){ 0 };
}

str
sheet_named(const struct view *v, const struct entry *e, const struct method_field *f)
{
	return sheet_looks_for_names(f) ? blame_word(v->names, v->name_count, entry_body(e, f->id)) : (str){ 0 };
}

str
sheet_described(struct arena *a, const struct method_field *f, str id, bool named, enum lang l)
{
	bool helped = text_in(&f->help, l).n > 0;

	return str_fmt(a, "%s" STR_FMT "%s%s" STR_FMT, helped ? "help-" : "", STR_ARG(helped ? id : S("")), helped && named ? " " : "",
		named ? "name-" : "", STR_ARG(named ? id : S("")));
}

str
sheet_value(const struct sheet_form *s, const struct method_field *f)
{
	if (s->typed)
		return sheet_typed(s, f);
	return entry_body(s->entry ? s->entry : s->model, f->id);
}

str
span_from(str value)
{
	str from, to;

	return str_cut(value, '/', &from, &to) ? from : value;
}

str
span_to(str value)
{
	str from, to;

	return str_cut(value, '/', &from, &to) ? to : (str){ 0 };
}
