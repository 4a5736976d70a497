/* paper_things.c: where notes and ideas lay on paper, and sheets that tables filled in by hand. */
#include "app/from_paper/inside.h"
#include "app/room/alone.h"
#include "app/room/sort.h"
#include "base/rand.h"

static err
refuse(struct paper_act *x, const char *why)
{
	x->problem = str_of(why);
	return ERR_INVALID;
}

err
paper_in(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct things *out)
{
	struct room left = paper_left(rm);
	struct thing_scope scope = scope_of_room(&left);

	TRY(things_in(c, a, &scope, st, out));
	typing_leave_hidden(rm, out);
	return OK;
}

/* ---- places ---- */

/* Single notes of a closed sitting are nobody's to move about any more. */
static err
sort_notes(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct method_step *st)
{
	str sources = sort_sources(x->arena, st);
	int64_t changed;

	if (rm->s.state == SITTING_CLOSED)
		return ERR_INVALID;
	for (size_t i = 0; i < x->place_n; i++) {
		const struct paper_place *p = &x->places[i];
		if (p->value.n && !method_column(st, p->value))
			return ERR_INVALID;
		TRY(db_exec(c, &changed, SORT_PUT, TEXT(p->target), INT(rm->s.id), TEXT(sources), TEXT(p->value)));
		if (changed != 1)
			return refuse(x, N_("One of these has changed meanwhile. Look at the page again; nothing is saved yet."));
		TRY(typing_tell(c, x, rm, EVENT_NOTE, p->target));
	}
	return OK;
}

/* "1-2": low or high across, low or high up. */
static bool
place_of(str value, int64_t *across, int64_t *up)
{
	str head, tail;

	return str_cut(value, '-', &head, &tail) && !str_int(head, across) && !str_int(tail, up) && *across >= 1 && *across <= 2 &&
		*up >= 1 && *up <= 2;
}

static err
place_things(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct method_step *st)
{
	int64_t across, up, room = rm->s.state == SITTING_CLOSED ? 0 : rm->s.id;
	struct things in;

	TRY(paper_in(c, x->arena, rm, st, &in));
	for (size_t i = 0; i < x->place_n; i++) {
		const struct paper_place *p = &x->places[i];
		if (!things_find(&in, p->target))
			return refuse(x, N_("One of these has changed meanwhile. Look at the page again; nothing is saved yet."));
		if (!p->value.n)
			TRY(db_exec(c, NULL, PAPER_PLACE_TAKE, INT(rm->s.process), TEXT(st->id), INT(room), TEXT(p->target)));
		else if (place_of(p->value, &across, &up))
			TRY(db_exec(c, NULL, PLACE_PUT, INT(rm->s.process), TEXT(st->id), TYPING_ROOM(rm), TEXT(p->target), INT(across),
				INT(up)));
		else
			return ERR_INVALID;
		TRY(typing_tell(c, x, rm, EVENT_THING, p->target));
	}
	return OK;
}

err
paper_places(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	const struct method_step *st;
	struct room rm;
	bool is_new;

	TRY(typing_begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	st = room_step(&rm, x->step);
	if (!st || (st->kind != STEP_SORT && st->kind != STEP_MATRIX))
		return ERR_INVALID;
	TRY(st->kind == STEP_SORT ? sort_notes(c, x, &rm, st) : place_things(c, x, &rm, st));
	return x->place_n ? typing_log(c, x, &rm) : OK;
}

/* ---- sheets ---- */

bool
paper_has_tables(const struct room *rm, const struct method_step *st)
{
	return step_has_tables(st) && (rm->s.state == SITTING_OPEN || rm->s.state == SITTING_BROKEN);
}

static err
fields_of(struct db_conn *c, struct arena *a, struct entry *e)
{
	struct rows r;

	TRY(db_query(c, a, &r, THING_ENTRY_FIELDS, TEXT(e->id)));
	e->f = NEW_ARRAY(a, struct filled, r.n);
	for (size_t i = 0; i < r.n; i++)
		e->f[e->n++] = (struct filled){ e->id, row_text(&r, i, 1), row_text(&r, i, 2), row_int(&r, i, 3) };
	return OK;
}

err
paper_entries(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct entries *out)
{
	int64_t room = rm->s.state == SITTING_CLOSED ? 0 : rm->s.id;
	struct rows r;

	TRY(db_query(c, a, &r, PAPER_ENTRIES, INT(rm->s.process), TEXT(rm->s.phase), TEXT(st->id), INT(room)));
	*out = (struct entries){ .p = NEW_ARRAY(a, struct entry, r.n), .n = r.n };
	for (size_t i = 0; i < r.n; i++) {
		struct entry *e = &out->p[i];
		struct thing about;
		bool has;
		*e = (struct entry){ .id = row_text(&r, i, 0), .makes = st->makes, .about = row_text(&r, i, 1),
			.table = row_int(&r, i, 2), .step = st->id };
		TRY(fields_of(c, a, e));
		has = e->about.n && thing_get(c, a, rm->method, rm->s.process, e->about, &about) == OK;
		sheet_title(a, st->sheet, e->f, e->n, has ? &about.title : NULL, &e->title);
	}
	return OK;
}

/* A name is in its place where the sheet asks who does something. */
static err
check_names(struct db_conn *c, struct paper_act *x)
{
	str *texts = NEW_ARRAY(x->arena, str, x->value_n);
	size_t n = 0;

	for (size_t i = 0; i < x->value_n; i++) {
		const struct method_field *f = x->values[i].field;
		if (sheet_looks_for_names(f))
			texts[n++] = x->values[i].body;
	}
	return typing_names(c, x, texts, n);
}

static bool
says_anything(const struct paper_act *x)
{
	for (size_t i = 0; i < x->value_n; i++)
		if (x->values[i].body.n)
			return true;
	return false;
}

/* In an open room each table has one sheet about a thing, and an idea one proposal: phones go on with that one. Of those filled in
 * alone there are as many as people. */
static err
is_free(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct method_step *st)
{
	struct rows r;

	if ((rm->s.state != SITTING_OPEN && rm->s.state != SITTING_BROKEN) || step_is_alone(st))
		return OK;
	if (st->kind == STEP_PROPOSAL && x->about.n)
		TRY(db_query(c, x->arena, &r, ENTRY_FIND_ANY, INT(rm->s.id), TEXT(st->id), TEXT(x->about)));
	else
		TRY(db_query(c, x->arena, &r, ENTRY_FIND, INT(rm->s.id), TEXT(st->id), TEXT(x->about), INT(x->table)));
	if (r.n)
		return refuse(x, N_("There is a sheet about this already. Open it above and write it there, or choose another table."));
	return OK;
}

static err
new_sheet(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct method_step *st)
{
	bool tables = paper_has_tables(rm, st);
	struct entries all;
	struct things in;

	if (!says_anything(x))
		return refuse(x, N_("Write something on the sheet first."));
	if (x->about.n) {
		TRY(paper_in(c, x->arena, rm, st, &in));
		if (!things_find(&in, x->about))
			return ERR_INVALID;
	} else if (st->from_count && st->kind != STEP_PROPOSAL) {
		return refuse(x, N_("Choose what the sheet is about."));
	}
	if (tables ? x->table < 1 || x->table > room_tables(rm) : x->table != 0)
		return refuse(x, N_("Choose the table."));
	TRY(is_free(c, x, rm, st));
	TRY(paper_entries(c, x->arena, rm, st, &all));
	if (all.n >= SHEETS_MOST)
		return ERR_TOOBIG;
	x->entry = rand_uuid(x->arena);
	return db_exec(c, NULL, ENTRY_ADD, TEXT(x->entry), INT(rm->s.process), TEXT(rm->s.phase), TYPING_ROOM(rm), TEXT(st->id),
		TEXT(str_of(makes_word(st->makes))), TEXT(x->about), INT(x->table), INT(rand_below(INT32_MAX)));
}

/* Nothing is overwritten that the writer has not seen. */
static err
put_values(struct db_conn *c, struct paper_act *x)
{
	for (size_t i = 0; i < x->value_n; i++) {
		const struct entry_value *v = &x->values[i];
		struct rows r;
		TRY(db_query(c, x->arena, &r, ENTRY_FIELD_GET, TEXT(x->entry), TEXT(v->field->id)));
		if (str_eq(r.n ? row_text(&r, 0, 0) : S(""), v->body))
			continue;
		x->changed = (r.n ? row_int(&r, 0, 1) : 0) != v->version;
		if (x->changed)
			return ERR_CONFLICT;
		TRY(db_exec(c, NULL, ENTRY_FIELD_PUT, TEXT(x->entry), TEXT(v->field->id), TEXT(v->body)));
	}
	return OK;
}

/* What a room does when it closes, for a sheet that comes later. */
static err
after_the_end(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct method_step *st)
{
	struct entries all;

	if (rm->s.state != SITTING_CLOSED)
		return OK;
	TRY(paper_entries(c, x->arena, rm, st, &all));
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.p[i].id, x->entry) && entry_lifts(st->sheet, &all.p[i]))
			TRY(lift_once(c, x->arena, rm, thing_ref(x->arena, "entry", x->entry), text_in(&all.p[i].title, LANG_NB)));
	return typing_mix(c, x, rm, PAPER_PHASE_ENTRIES, PAPER_ENTRY_RENEW);
}

static err
find_sheet(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct method_step *st)
{
	struct entries all;

	if (!x->entry.n)
		return new_sheet(c, x, rm, st);
	TRY(paper_entries(c, x->arena, rm, st, &all));
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.p[i].id, x->entry))
			return OK;
	return ERR_INVALID;
}

err
paper_fill(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	const struct method_step *st;
	str named = x->entry;
	struct room rm;
	bool is_new;
	err e;

	TRY(typing_begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	st = room_step(&rm, x->step);
	if (!st || !st->sheet || (st->kind != STEP_FORM && st->kind != STEP_PROPOSAL) || x->value_n == 0)
		return ERR_INVALID;
	TRY(check_names(c, x));
	e = find_sheet(c, x, &rm, st);
	if (!e)
		e = put_values(c, x);
	if (!e)
		e = typing_tell(c, x, &rm, EVENT_ENTRY, x->entry);
	if (!e)
		e = after_the_end(c, x, &rm, st);
	/* It may run again. */
	x->entry = named;
	TRY(e);
	return typing_log(c, x, &rm);
}
