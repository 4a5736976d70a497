/* sort.c: notes are put into columns. */
#include "app/room/sort.h"

/* Step number i that this one takes from, back to the notes; NULL when they were written in another session. */
static const struct method_step *
source_at(const struct method_step *st, size_t i)
{
	const struct method_step *source = room_source(st->from[i].step, STEP_NOTES);

	return source && source->session == st->session ? source : NULL;
}

const struct method_step *
sort_source(const struct method_step *st, str step)
{
	const struct method_step *source;

	for (size_t i = 0; i < st->from_count; i++)
		if ((source = source_at(st, i)) && (!step.n || str_eq(source->id, step)))
			return source;
	return NULL;
}

/* The step that notes which are sorted here were written in. */
static const struct method_step *
source_of(const struct room *rm, str step)
{
	return rm->step && step.n ? sort_source(rm->step, step) : NULL;
}

str
sort_sources(struct arena *a, const struct method_step *st)
{
	struct buf b = buf_new(a, 4096);

	buf_add(&b, S(","));
	for (size_t i = 0; i < st->from_count; i++)
		if (source_at(st, i))
			buf_addf(&b, STR_FMT ",", STR_ARG(source_at(st, i)->id));
	return buf_str(&b);
}

bool
sort_is_live(const struct room *rm)
{
	return rm->step && rm->step->kind == STEP_SORT && sort_source(rm->step, S(""));
}

/* Tables are numbered in the lists' ids, so that a phone leaves out what is not for its table. */
static int64_t
tables_here(const struct view *v)
{
	return step_has_tables(v->rm->step) ? v->tables : 1;
}

static str
list_id(struct arena *a, int64_t table, str column)
{
	return column.n ? str_fmt(a, "sort-%" PRId64 "-" STR_FMT, table, STR_ARG(column)) : str_fmt(a, "sort-%" PRId64, table);
}

/* What was put into a column of another step lies in none of this one's. */
static str
column_of(const struct method_step *st, str bin)
{
	return method_column(st, bin) ? bin : (str){ 0 };
}

str
sort_list(const struct view *v, const struct note *n)
{
	str column = column_of(v->rm->step, n->bin);

	if (n->state != NOTE_SHOWN || !source_of(v->rm, n->step))
		return (str){ 0 };
	/* The big screen has no room for what is not sorted yet. */
	if (v->screen == SCREEN_WALL && !column.n)
		return (str){ 0 };
	return list_id(v->a, v->screen == SCREEN_PHONE ? note_table(n, tables_here(v)) : 0, column);
}

str
sort_from(const struct view *v, enum lang l, const struct note *n)
{
	const struct method_step *source = source_of(v->rm, n->step);
	const struct method_column *col = source && source->column_count > 1 ? method_column(source, n->col) : NULL;

	return col ? text_in(&col->name, l) : (str){ 0 };
}

static struct sort_bin *
bin_of(struct sort_view *s, str bin)
{
	for (size_t i = 1; i < s->n; i++)
		if (str_eq(s->bins[i].column->id, bin))
			return &s->bins[i];
	return &s->bins[0];
}

static struct sort_view
empty_bins(const struct view *v, int64_t table)
{
	const struct method_step *st = v->rm->step;
	struct sort_view s = { .table = table, .tables = tables_here(v), .n = st->column_count + 1 };

	s.bins = NEW_ARRAY(v->a, struct sort_bin, s.n);
	for (size_t i = 0; i < s.n; i++) {
		s.bins[i].column = i ? &st->columns[i - 1] : NULL;
		s.bins[i].list = list_id(v->a, table, i ? st->columns[i - 1].id : (str){ 0 });
	}
	return s;
}

err
sort_count(struct db_conn *c, const struct view *v, int64_t table, struct sort_view *out)
{
	struct rows r;

	*out = empty_bins(v, table);
	TRY(db_query(c, v->a, &r, SORT_COUNT, INT(v->rm->s.id), TEXT(sort_sources(v->a, v->rm->step)), INT(table), INT(out->tables)));
	for (size_t i = 0; i < r.n; i++)
		bin_of(out, row_text(&r, i, 0))->count += row_int(&r, i, 1);
	return OK;
}

static err
read_notes(struct db_conn *c, struct view *v, struct sort_view *s)
{
	struct rows r;

	TRY(db_query(c, v->a, &r, SORT_NOTES, INT(v->rm->s.id), TEXT(sort_sources(v->a, v->rm->step)), INT(s->table), INT(s->tables),
		INT(SORT_MOST)));
	for (size_t i = 0; i < s->n; i++)
		s->bins[i].p = NEW_ARRAY(v->a, struct note, r.n);
	for (size_t i = 0; i < r.n; i++) {
		struct note n = note_of_row(&r, i);
		struct sort_bin *bin = bin_of(s, n.bin);
		if (!view_takes(v, &n))
			break;
		bin->p[bin->n++] = n;
	}
	return OK;
}

err
sort_read(struct db_conn *c, struct view *v)
{
	struct sort_view *s = NEW(v->a, struct sort_view);
	int64_t table = 0;

	v->sort = s;
	if (v->screen == SCREEN_PHONE)
		table = tables_here(v) == 1 ? 1 : v->seat_table <= tables_here(v) ? v->seat_table : 0;
	if (v->screen == SCREEN_PHONE && !table) {
		*s = empty_bins(v, 0);
		s->choose = true;
		return OK;
	}
	TRY(sort_count(c, v, table, s));
	return read_notes(c, v, s);
}

/* ---- changes ---- */

static err
may_sort(struct db_conn *c, const struct sort_act *act, struct room *rm)
{
	TRY(room_rules(act->app, c, act->arena, act->room, rm));
	if (rm->s.state != SITTING_OPEN)
		return ERR_GONE;
	if (!act->by_desk && !seat_exists(c, act->arena, act->room, act->seat))
		return ERR_DENIED;
	if (!sort_is_live(rm))
		return ERR_CONFLICT;
	return act->column.n && !method_column(rm->step, act->column) ? ERR_INVALID : OK;
}

err
sort_put(struct db_conn *c, void *arg)
{
	struct sort_act *act = arg;
	struct room rm;
	int64_t changed;
	str sources;

	act->seq = 0;
	TRY(may_sort(c, act, &rm));
	sources = sort_sources(act->arena, rm.step);
	for (size_t i = 0; i < act->n; i++) {
		TRY(db_exec(c, &changed, SORT_PUT, TEXT(act->notes[i]), INT(act->room), TEXT(sources), TEXT(act->column)));
		if (changed != 1)
			return ERR_NOTFOUND;
		TRY(sitting_event(c, act->arena, act->room, EVENT_NOTE, act->notes[i], &act->seq));
	}
	return act->seq > EVENTS_MOST ? ERR_TOOMANY : OK;
}
