/* forms.c: sheets about things in the group's meetings. */
#include "app/worksheet/forms.h"

bool
step_has_forms(const struct method_step *st)
{
	if (!st || st->session->kind != SESSION_MEETING || st->privacy == PRIVACY_OWN)
		return false;
	return st->kind == STEP_PROPOSAL || st->kind == STEP_VERDICT || (st->kind == STEP_FORM && st->from_count > 0);
}

static struct method_field
question_as_field(struct arena *a, const struct method_step *st, const struct method_question *q)
{
	struct method_field f = { .id = q->id, .kind = ENTRY_CHOICE, .label = q->text,
		.choices = NEW_ARRAY(a, struct method_choice, st->answer_count), .choice_count = st->answer_count };

	for (size_t i = 0; i < st->answer_count; i++)
		f.choices[i] = (struct method_choice){ .id = st->answers[i].id, .text = st->answers[i].text,
			.means = st->answers[i].means == MEANS_LIFT ? MEANS_LIFT : 0 };
	return f;
}

const struct method_step *
step_as_form(struct arena *a, const struct method_step *st)
{
	struct method_sheet *sheet;
	struct method_step *copy;

	if (st->kind != STEP_VERDICT)
		return st;
	sheet = NEW(a, struct method_sheet);
	*sheet = (struct method_sheet){ .id = st->id, .name = st->name, .whom = SHEET_GROUP, .paper = SIZE_A4,
		.fields = NEW_ARRAY(a, struct method_field, st->question_count), .field_count = st->question_count };
	for (size_t i = 0; i < st->question_count; i++)
		sheet->fields[i] = question_as_field(a, st, &st->questions[i]);
	copy = NEW(a, struct method_step);
	*copy = *st;
	copy->sheet = sheet;
	return copy;
}

/* A better version of a sheet begins from the sheet it is about. */
static err
read_model(struct db_conn *c, struct arena *a, struct sheet_form *s)
{
	struct entry *e;
	struct rows r;
	str kind, id;

	if (s->entry || !s->about || s->about->makes != s->st->makes || !thing_cut(s->about->ref, &kind, &id) || !str_eq(kind, S("entry")))
		return OK;
	TRY(db_query(c, a, &r, THING_ENTRY_FIELDS, TEXT(id)));
	e = NEW(a, struct entry);
	*e = (struct entry){ .id = id, .f = NEW_ARRAY(a, struct filled, r.n), .n = r.n };
	for (size_t i = 0; i < r.n; i++)
		e->f[i] = (struct filled){ id, row_text(&r, i, 1), row_text(&r, i, 2), row_int(&r, i, 3) };
	s->model = e;
	return OK;
}

/* The sheets of a meeting that is over, with what each is about. */
static err
read_closed(struct db_conn *c, struct arena *a, const struct room *rm, struct forms *out)
{
	str phase = out->st->session->phase->id;
	struct rows r, fields;

	TRY(db_query(c, a, &r, THING_ENTRIES, INT(rm->s.process), TEXT(phase), TEXT(out->st->id), INT(0)));
	TRY(db_query(c, a, &fields, THING_FIELDS, INT(rm->s.process), TEXT(phase), TEXT(out->st->id), INT(0)));
	out->entries.p = NEW_ARRAY(a, struct entry, r.n);
	out->things.p = NEW_ARRAY(a, struct thing, r.n);
	for (size_t i = 0; i < r.n; i++) {
		struct entry *e = &out->entries.p[out->entries.n++];
		struct thing *about = &out->things.p[out->things.n];
		*e = (struct entry){ .id = row_text(&r, i, 0), .about = row_text(&r, i, 2), .f = NEW_ARRAY(a, struct filled, fields.n) };
		for (size_t k = 0; k < fields.n; k++)
			if (str_eq(row_text(&fields, k, 0), e->id))
				e->f[e->n++] = (struct filled){ e->id, row_text(&fields, k, 1), row_text(&fields, k, 2), row_int(&fields, k, 3) };
		if (e->about.n && thing_get(c, a, rm->method, rm->s.process, e->about, about) == OK && !things_find(&out->things, e->about))
			out->things.n++;
	}
	return OK;
}

err
forms_read(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct forms *out)
{
	struct thing_scope scope = scope_of_room(rm);

	*out = (struct forms){ 0 };
	if (!step_has_forms(st))
		return OK;
	out->st = step_as_form(a, st);
	if (rm->s.state == SITTING_CLOSED) {
		TRY(read_closed(c, a, rm, out));
	} else {
		TRY(things_in(c, a, &scope, st, &out->things));
		TRY(entries_read(c, a, rm, st, false, &out->entries));
	}
	out->p = NEW_ARRAY(a, struct sheet_form, out->things.n + 1);
	for (size_t i = 0; i < out->things.n; i++)
		out->p[out->n++] = (struct sheet_form){ .st = out->st, .about = &out->things.p[i],
			.entry = entries_find(&out->entries, out->things.p[i].ref, 0) };
	if (st->kind == STEP_PROPOSAL)
		out->p[out->n++] = (struct sheet_form){ .st = out->st, .entry = entries_find(&out->entries, S(""), 0) };
	for (size_t i = 0; i < out->n; i++) {
		out->p[i].alone = out->n == 1;
		TRY(read_model(c, a, &out->p[i]));
	}
	return OK;
}

struct sheet_form *
forms_about(const struct forms *f, str about)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->p[i].about ? f->p[i].about->ref : S(""), about))
			return &f->p[i];
	return NULL;
}
