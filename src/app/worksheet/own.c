/* own.c: individual sheets: their owner's alone until shared. */
#include "app/meeting/sitting.h"
#include "app/process/process.h"
#include "app/room/room.h"
#include "app/worksheet/worksheet.h"
#include "base/clock.h"

err
own_sheet_read(struct db_conn *c, struct arena *a, int64_t process, int64_t person, const struct method_sheet *sheet,
	struct own_sheet *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, OWN_SHEET, INT(process), INT(person), TEXT(sheet->id)));
	*out = (struct own_sheet){ .sheet = sheet, .p = NEW_ARRAY(a, struct own_answer, sheet->field_count),
		.n = sheet->field_count };
	for (size_t i = 0; i < out->n; i++) {
		out->p[i].field = &sheet->fields[i];
		for (size_t k = 0; k < r.n; k++) {
			if (!str_eq(row_text(&r, k, 0), sheet->fields[i].id))
				continue;
			out->p[i].body = row_text(&r, k, 1);
			out->p[i].shared = row_int(&r, k, 2) != 0;
		}
	}
	return OK;
}

err
own_sheet_shared(struct db_conn *c, struct arena *a, int64_t process, const struct method_sheet *sheet,
	struct shared_answers *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, OWN_SHEET_SHARED, INT(process), TEXT(sheet->id)));
	*out = (struct shared_answers){ .p = NEW_ARRAY(a, struct shared_answer, r.n) };
	/* In the order in which the sheet asks. */
	for (size_t k = 0; k < sheet->field_count; k++)
		for (size_t i = 0; i < r.n; i++)
			if (str_eq(row_text(&r, i, 0), sheet->fields[k].id))
				out->p[out->n++] = (struct shared_answer){ &sheet->fields[k], row_text(&r, i, 1), row_text(&r, i, 2) };
	return OK;
}

/* The work has started: from then on nothing is kept for its owner alone, since nothing would delete it. */
static err
has_started(struct db_conn *c, const struct own_save *s, bool *out)
{
	struct rows r;

	TRY(db_one(c, s->arena, &r, PROCESS_GET, INT(s->process)));
	*out = !str_eq(row_text(&r, 0, 6), process_state_word(PROCESS_DRAFT));
	return OK;
}

static err
put(struct db_conn *c, const struct own_save *s, str field, str body)
{
	if (body.n == 0)
		return db_exec(c, NULL, OWN_SHEET_DELETE, INT(s->process), INT(s->person), TEXT(s->sheet->id), TEXT(field));
	return db_exec(c, NULL, OWN_SHEET_PUT, INT(s->process), INT(s->person), TEXT(s->sheet->id), TEXT(field), TEXT(body));
}

static err
share(struct db_conn *c, const struct own_save *s, str field, int64_t at)
{
	if (field.n == 0)
		return OK;
	return db_exec(c, NULL, OWN_SHEET_SHARE, INT(s->process), INT(s->person), TEXT(s->sheet->id), TEXT(field),
		INT_OR_NIL(at));
}

static err
share_all(struct db_conn *c, const struct own_save *s, const struct own_sheet *before)
{
	for (size_t i = 0; i < before->n; i++)
		if (s->bodies[i].n && !before->p[i].shared)
			TRY(share(c, s, before->p[i].field->id, clock_now()));
	return OK;
}

/* Does what the others see differ? */
static bool
others_see_a_change(const struct own_sheet *before, const struct own_save *s)
{
	if (s->share.n || s->unshare.n)
		return true;
	for (size_t i = 0; i < before->n; i++)
		if ((before->p[i].shared || s->share_all) && !str_eq(before->p[i].body, s->bodies[i]))
			return true;
	return false;
}

err
own_save_write(struct db_conn *c, void *save)
{
	struct own_save *s = save;
	struct own_sheet before;
	bool is_new, started;

	s->seq = 0;
	TRY(form_key_use(c, s->key, &is_new));
	if (!is_new)
		return OK;
	TRY(has_started(c, s, &started));
	/* The page was drawn before the start, and said that this would be hers alone. */
	if (started && !s->share_all)
		return ERR_GONE;
	TRY(own_sheet_read(c, s->arena, s->process, s->person, s->sheet, &before));
	for (size_t i = 0; i < s->sheet->field_count; i++)
		TRY(put(c, s, s->sheet->fields[i].id, s->bodies[i]));
	if (s->share_all) {
		TRY(share_all(c, s, &before));
	} else {
		TRY(share(c, s, s->share, clock_now()));
		TRY(share(c, s, s->unshare, 0));
	}
	if (!others_see_a_change(&before, s))
		return OK;
	return sitting_event(c, s->arena, s->sitting, EVENT_SHEET, s->sheet->id, &s->seq);
}

err
own_sheets_forget(struct db_conn *c, struct arena *a, int64_t process)
{
	TRY(db_exec(c, NULL, OWN_SHEET_FORGET, INT(process)));
	return scrub_ask(c, a);
}
