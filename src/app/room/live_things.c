/* live_things.c: frames of sheets and maps. */
#include "app/room/live_things.h"

#include "app/desk_tmpl.h"
#include "app/entry_tmpl.h"
#include "app/matrix_tmpl.h"
#include "app/room/alone.h"
#include "app/room/matrix_view.h"

static bool
has_sheets(const struct view *v)
{
	return v->rm->step && (v->rm->step->kind == STEP_FORM || v->rm->step->kind == STEP_PROPOSAL);
}

static const struct entry *
entry_of(const struct view *v, str id)
{
	for (size_t i = 0; i < v->entries.n; i++)
		if (str_eq(v->entries.p[i].id, id))
			return &v->entries.p[i];
	return NULL;
}

/* Other tables' sheets are hidden: the number alone goes out, and each table's own come with its page. True: that was all. */
static bool
only_count(struct buf *out, enum lang lang, const struct view *v, const struct changed_things *ch)
{
	if (!has_sheets(v) || !v->sheets_hidden)
		return false;
	if (ch->entry_count || ch->count)
		sheets_tally(out, lang, v);
	return true;
}

/* The place of a thing in the list of all; v->things.n when it is not there. */
static size_t
place_of(const struct view *v, str ref)
{
	for (size_t i = 0; i < v->things.n; i++)
		if (str_eq(v->things.p[i].ref, ref))
			return i;
	return v->things.n;
}

static int64_t
dealt_to(const struct view *v, size_t i)
{
	return step_has_tables(v->rm->step) && v->tables > 1 ? thing_table(i, v->tables) : 0;
}

void
draw_phone_things(struct buf *out, enum lang lang, const struct view *v, const struct changed_things *ch)
{
	str action = str_fmt(v->a, "/r/" STR_FMT "/places", STR_ARG(v->code));

	bool hidden = only_count(out, lang, v, ch);

	for (size_t i = 0; has_sheets(v) && !hidden && i < ch->entry_count; i++) {
		const struct entry *e = entry_of(v, ch->entries[i]);
		struct sheet_form s;
		if (!e) {
			entry_gone(out, lang, ch->entries[i]);
			continue;
		}
		s = sheet_form_of(v, e->about, e->table);
		/* What was filled in alone and shared is a card to all, and nobody's form. */
		if (!step_is_alone(v->rm->step))
			phone_sheet(out, lang, v, &s);
		entry_card(out, lang, v, e);
	}
	for (size_t i = 0; v->rm->step && i < ch->thing_count; i++) {
		size_t k = place_of(v, ch->things[i]);
		if (k == v->things.n)
			continue;
		if (v->rm->step->kind == STEP_MATRIX)
			map_line(out, lang, v, &v->things.p[k], dealt_to(v, k), action, S(""));
		else if (v->rm->step->kind == STEP_PROPOSAL)
			take_line(out, lang, v, &v->things.p[k]);
	}
}

void
draw_wall_things(struct buf *out, enum lang lang, const struct view *v, const struct changed_things *ch)
{
	bool hidden = only_count(out, lang, v, ch);

	for (size_t i = 0; has_sheets(v) && !hidden && i < ch->entry_count; i++) {
		const struct entry *e = entry_of(v, ch->entries[i]);
		if (e)
			entry_card(out, lang, v, e);
		else
			entry_gone(out, lang, ch->entries[i]);
	}
	for (size_t i = 0; v->rm->step && v->rm->step->kind == STEP_MATRIX && i < ch->thing_count; i++) {
		size_t k = place_of(v, ch->things[i]);
		if (k < v->things.n)
			map_card(out, lang, v, &v->things.p[k]);
	}
}

void
draw_desk_things(struct buf *out, enum lang lang, const struct desk_view *d, const struct changed_things *ch)
{
	const struct view *v = d->v;
	str action = str_fmt(v->a, "/r/" STR_FMT "/desk/places", STR_ARG(v->code));

	bool hidden = only_count(out, lang, v, ch);

	for (size_t i = 0; has_sheets(v) && !hidden && i < ch->entry_count; i++) {
		const struct entry *e = entry_of(v, ch->entries[i]);
		if (e)
			desk_entry(out, lang, d, e);
		else
			entry_gone(out, lang, ch->entries[i]);
	}
	for (size_t i = 0; v->rm->step && v->rm->step->kind == STEP_MATRIX && i < ch->thing_count; i++) {
		size_t k = place_of(v, ch->things[i]);
		if (k < v->things.n)
			map_line(out, lang, v, &v->things.p[k], 0, action, stamp_of(v->a));
	}
}
