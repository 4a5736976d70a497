/* entry.c: sheets filled in together. */
#include "app/room/entry.h"

#include "app/room/alone.h"
#include "base/rand.h"

static struct entry
entry_row(const struct rows *r, size_t i)
{
	return (struct entry){
		.id = row_text(r, i, 0),
		.makes = makes_of(row_text(r, i, 1)),
		.about = row_text(r, i, 2),
		.table = row_int(r, i, 3),
		.aside = str_eq(row_text(r, i, 4), S("aside")),
		.step = row_text(r, i, 5),
	};
}

/* Where a sheet's fields begin among those of many, which are in the order of ids. */
static size_t
first_of(const struct rows *fields, str id)
{
	size_t low = 0, high = fields->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (str_cmp(row_text(fields, mid, 0), id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void
take_fields(struct arena *a, const struct rows *fields, struct entry *e)
{
	size_t from = first_of(fields, e->id), to = from;

	while (to < fields->n && str_eq(row_text(fields, to, 0), e->id))
		to++;
	e->f = NEW_ARRAY(a, struct filled, to - from);
	for (size_t i = from; i < to; i++)
		e->f[e->n++] = (struct filled){ e->id, row_text(fields, i, 1), row_text(fields, i, 2), row_int(fields, i, 3) };
}

static void
name_it(struct db_conn *c, struct arena *a, const struct room *rm, struct entry *e)
{
	const struct method_step *st = room_step(rm, e->step);
	struct thing about = { 0 };
	bool has = e->about.n && thing_get(c, a, rm->method, rm->s.process, e->about, &about) == OK;

	sheet_title(a, st ? st->sheet : NULL, e->f, e->n, has ? &about.title : NULL, &e->title);
}

err
entries_read(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, bool aside,
	struct entries *out)
{
	struct rows r, fields;

	TRY(db_query(c, a, &r, ENTRIES, INT(rm->s.id), TEXT(st->id), INT(aside)));
	TRY(db_query(c, a, &fields, ENTRY_FIELDS_OF_STEP, INT(rm->s.id), TEXT(st->id)));
	*out = (struct entries){ .p = NEW_ARRAY(a, struct entry, r.n), .n = r.n };
	for (size_t i = 0; i < r.n; i++) {
		out->p[i] = entry_row(&r, i);
		take_fields(a, &fields, &out->p[i]);
		name_it(c, a, rm, &out->p[i]);
	}
	return OK;
}

err
entries_aside(struct db_conn *c, struct arena *a, const struct room *rm, struct entries *out)
{
	struct rows r, fields;

	TRY(db_query(c, a, &r, ENTRIES_ASIDE, INT(rm->s.id)));
	*out = (struct entries){ .p = NEW_ARRAY(a, struct entry, r.n), .n = r.n };
	for (size_t i = 0; i < r.n; i++) {
		out->p[i] = entry_row(&r, i);
		TRY(db_query(c, a, &fields, THING_ENTRY_FIELDS, TEXT(out->p[i].id)));
		take_fields(a, &fields, &out->p[i]);
		name_it(c, a, rm, &out->p[i]);
	}
	return OK;
}

err
entry_get(struct db_conn *c, struct arena *a, const struct room *rm, str id, struct entry *out)
{
	struct rows r, fields;

	TRY(db_one(c, a, &r, ENTRY_GET, INT(rm->s.id), TEXT(id)));
	TRY(db_query(c, a, &fields, THING_ENTRY_FIELDS, TEXT(id)));
	*out = entry_row(&r, 0);
	take_fields(a, &fields, out);
	name_it(c, a, rm, out);
	return OK;
}

const struct entry *
entries_find(const struct entries *e, str about, int64_t table)
{
	for (size_t i = 0; i < e->n; i++)
		if (!e->p[i].aside && str_eq(e->p[i].about, about) && (table < 0 || e->p[i].table == table))
			return &e->p[i];
	return NULL;
}

static const struct filled *
filled_of(const struct entry *e, str field)
{
	for (size_t i = 0; e && i < e->n; i++)
		if (str_eq(e->f[i].field, field))
			return &e->f[i];
	return NULL;
}

str
entry_body(const struct entry *e, str field)
{
	const struct filled *f = filled_of(e, field);

	return f ? f->body : (str){ 0 };
}

int64_t
entry_version(const struct entry *e, str field)
{
	const struct filled *f = filled_of(e, field);

	return f ? f->version : 0;
}

bool
entry_is_empty(const struct entry *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->f[i].body.n)
			return false;
	return true;
}

bool
entry_lifts(const struct method_sheet *sheet, const struct entry *e)
{
	for (size_t i = 0; i < sheet->field_count; i++)
		for (size_t k = 0; k < sheet->fields[i].choice_count; k++)
			if (sheet->fields[i].choices[k].means == MEANS_LIFT &&
				str_eq(entry_body(e, sheet->fields[i].id), sheet->fields[i].choices[k].id))
				return true;
	return false;
}

/* ---- changes ---- */

/* The three answer a verdict together, as on a sheet; everybody else votes. */
static bool
takes_sheets(const struct method_step *st, bool by_group)
{
	return (st->sheet && (st->kind == STEP_FORM || st->kind == STEP_PROPOSAL)) || (st->kind == STEP_VERDICT && by_group);
}

/* The step, when it is one with sheets and the room has come so far: what was typed when time was up still counts. */
static err
may_write(struct db_conn *c, const struct entry_act *act, struct room *rm, const struct method_step **out)
{
	const struct sitting_step *line;
	const struct method_step *st;

	TRY(room_load(act->app, c, act->arena, act->room, rm));
	if (rm->s.state != SITTING_OPEN)
		return ERR_GONE;
	if (!act->by_desk && !act->by_group && !seat_exists(c, act->arena, act->room, act->seat))
		return ERR_DENIED;
	*out = st = room_step(rm, act->step);
	line = room_line(rm, act->step);
	/* What is filled in alone comes by alone.h; the desk changes what was shared. */
	if (step_is_alone(st) && !(act->by_desk && act->id.n))
		return ERR_INVALID;
	if (!st || !takes_sheets(st, act->by_group) || !line || line->pos > rm->s.step_pos)
		return ERR_INVALID;
	if (step_has_tables(st) && !act->by_group ? act->table < 1 || act->table > room_tables(rm) : act->table != 0)
		return ERR_INVALID;
	return OK;
}

err
entry_is_offered(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, str about)
{
	struct thing_scope scope = scope_of_room(rm);
	struct things in;

	if (!about.n)
		return st->from_count == 0 || st->kind == STEP_PROPOSAL ? OK : ERR_INVALID;
	TRY(things_in(c, a, &scope, st, &in));
	return things_find(&in, about) ? OK : ERR_INVALID;
}

/* The sheet that the act is about; an empty id when it has not been begun. Two tables do not take the same. */
static err
find(struct db_conn *c, struct entry_act *act, const struct method_step *st, str *id)
{
	struct rows r;
	err e;

	*id = act->id;
	if (act->by_desk && act->id.n)
		return OK;
	if (st->kind == STEP_PROPOSAL && act->about.n)
		e = db_one(c, act->arena, &r, ENTRY_FIND_ANY, INT(act->room), TEXT(act->step), TEXT(act->about));
	else
		e = db_one(c, act->arena, &r, ENTRY_FIND, INT(act->room), TEXT(act->step), TEXT(act->about), INT(act->table));
	*id = e ? (str){ 0 } : row_text(&r, 0, 0);
	if (e)
		return e == ERR_NOTFOUND ? OK : e;
	act->taken = st->kind == STEP_PROPOSAL && act->about.n && row_int(&r, 0, 1) != act->table;
	return act->taken ? ERR_CONFLICT : OK;
}

static err
begin(struct db_conn *c, const struct entry_act *act, const struct room *rm, const struct method_step *st, str *id)
{
	struct rows r;

	TRY(db_one(c, act->arena, &r, ENTRY_COUNT, INT(act->room), TEXT(act->step)));
	if (row_int(&r, 0, 0) >= SHEETS_MOST)
		return ERR_TOOBIG;
	*id = rand_uuid(act->arena);
	return db_exec(c, NULL, ENTRY_ADD, TEXT(*id), INT(rm->s.process), TEXT(rm->s.phase), INT(act->room), TEXT(st->id),
		TEXT(str_of(makes_word(st->makes))), TEXT(act->about), INT(act->table), INT(rand_below(INT32_MAX)));
}

/* Nothing is overwritten that the writer has not seen. */
static err
put(struct db_conn *c, struct entry_act *act, str id, const struct entry_value *v, bool *changed)
{
	struct rows r;
	err e = db_one(c, act->arena, &r, ENTRY_FIELD_GET, TEXT(id), TEXT(v->field->id));
	str now = e ? (str){ 0 } : row_text(&r, 0, 0);

	if (e && e != ERR_NOTFOUND)
		return e;
	if (str_eq(now, v->body))
		return OK;
	if ((e ? 0 : row_int(&r, 0, 1)) != v->version)
		return ERR_CONFLICT;
	*changed = true;
	return db_exec(c, NULL, ENTRY_FIELD_PUT, TEXT(id), TEXT(v->field->id), TEXT(v->body));
}

static bool
says_anything(const struct entry_act *act)
{
	for (size_t i = 0; i < act->n; i++)
		if (act->values[i].body.n)
			return true;
	return false;
}

err
entry_save(struct db_conn *c, void *arg)
{
	struct entry_act *act = arg;
	const struct method_step *st;
	struct room rm;
	bool changed = false;
	str id;

	act->seq = 0;
	act->taken = false;
	TRY(may_write(c, act, &rm, &st));
	if (!act->by_desk || !act->id.n)
		TRY(entry_is_offered(c, act->arena, &rm, st, act->about));
	TRY(find(c, act, st, &id));
	if (!id.n && !says_anything(act))
		return OK;
	if (!id.n)
		TRY(begin(c, act, &rm, st, &id));
	for (size_t i = 0; i < act->n; i++)
		TRY(put(c, act, id, &act->values[i], &changed));
	return changed ? sitting_event(c, act->arena, act->room, EVENT_ENTRY, id, &act->seq) : OK;
}

err
entry_take(struct db_conn *c, void *arg)
{
	struct entry_act *act = arg;
	const struct method_step *st;
	struct room rm;
	str id;

	act->seq = 0;
	act->taken = false;
	TRY(may_write(c, act, &rm, &st));
	if (st->kind != STEP_PROPOSAL && !(act->by_desk && step_has_tables(st)))
		return ERR_INVALID;
	TRY(entry_is_offered(c, act->arena, &rm, st, act->about));
	TRY(find(c, act, st, &id));
	if (id.n)
		return OK;
	TRY(begin(c, act, &rm, st, &id));
	return sitting_event(c, act->arena, act->room, EVENT_STEP, S(""), &act->seq);
}

err
entry_leave(struct db_conn *c, void *arg)
{
	struct entry_act *act = arg;
	const struct method_step *st;
	struct room rm;
	struct rows r;
	str id;

	act->seq = 0;
	act->taken = false;
	TRY(may_write(c, act, &rm, &st));
	TRY(find(c, act, st, &id));
	if (!id.n || st->kind != STEP_PROPOSAL)
		return OK;
	TRY(db_one(c, act->arena, &r, ENTRY_WRITTEN, TEXT(id)));
	if (row_int(&r, 0, 0))
		return ERR_CONFLICT;
	TRY(db_exec(c, NULL, ENTRY_DROP_FIELDS, TEXT(id)));
	TRY(db_exec(c, NULL, ENTRY_DROP, TEXT(id), INT(act->room)));
	return sitting_event(c, act->arena, act->room, EVENT_STEP, S(""), &act->seq);
}
