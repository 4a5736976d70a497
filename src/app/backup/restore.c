/* restore.c: a file into an empty database. What the file says is looked up in our own lists before it is used; every line
 * is checked before it is written, and every table is read back before it counts. */
#include <stdlib.h>

#include "app/access/audit.h"
#include "app/backup/backup.h"
#include "app/backup/line.h"
#include "app/backup/tables.h"
#include "app/sql.h"
#include "base/str.h"
#include "db/bulk.h"

#define LINE_MOST ((size_t)64 << 20)

struct reading {
	struct backup *b;
	struct bulk *bulk;
	char *line;	/* getline's */
	size_t room;
	int64_t number;	/* of the line, for complaints */
	struct sum whole;
};

/* ---- lines ---- */

static err
damaged(struct reading *r, const char *how)
{
	r->b->why = str_fmt(r->b->arena, "Line %" PRId64 " of the file is damaged: %s.", r->number, how);
	return ERR_INVALID;
}

/* The next line as text and as JSON, which the caller lets go of. */
static err
next_line(struct reading *r, str *text, json_t **out)
{
	ssize_t n = getline(&r->line, &r->room, r->b->file);

	*out = NULL;
	r->number++;
	if (n < 0)
		return damaged(r, ferror(r->b->file) ? "it could not be read" : "the file ends too early");
	if ((size_t)n > LINE_MOST)
		return damaged(r, "it is too long");
	*text = str_trim((str){ r->line, (size_t)n });
	*out = json_loadb(text->p, text->n, JSON_REJECT_DUPLICATES, NULL);
	return *out ? OK : damaged(r, "it is no JSON");
}

static str
word_of(const json_t *line, const char *name)
{
	return str_of(json_string_value(json_object_get(line, name)));
}

static err
rewind_file(struct reading *r)
{
	r->number = 0;
	r->whole = (struct sum){ 0 };
	r->b->tables = 0;
	r->b->rows = 0;
	clearerr(r->b->file);
	return fseek(r->b->file, 0, SEEK_SET) ? ERR_IO : OK;
}

/* ---- the head ---- */

static err
check_schema(struct reading *r, const json_t *schema, size_t *migrations)
{
	size_t n = json_array_size(schema);

	for (size_t i = 0; i < n; i++) {
		str name = str_of(json_string_value(json_array_get(schema, i)));
		if (i >= sql_migration_count || !str_eq(name, str_of(sql_migrations[i].name))) {
			r->b->why = str_fmt(r->b->arena, "The file was made by a newer version of the program (" STR_FMT ").",
				STR_ARG(name));
			return ERR_CONFLICT;
		}
	}
	*migrations = n;
	return n ? OK : damaged(r, "it names no schema");
}

static err
check_head(struct reading *r, const json_t *head, size_t *migrations)
{
	if (!str_eq(word_of(head, "medvirk"), S("backup"))) {
		r->b->why = S("This file is not a backup of Medvirk.");
		return ERR_INVALID;
	}
	if (json_integer_value(json_object_get(head, "format")) != 1) {
		r->b->why = S("The file was made by a newer version of the program.");
		return ERR_CONFLICT;
	}
	r->b->made = json_integer_value(json_object_get(head, "made"));
	return check_schema(r, json_object_get(head, "schema"), migrations);
}

static err
read_head(struct reading *r, size_t *migrations)
{
	json_t *head;
	str text;
	err e;

	TRY(rewind_file(r));
	e = next_line(r, &text, &head);
	if (e == OK)
		e = check_head(r, head, migrations);
	else
		r->b->why = S("This file is not a backup of Medvirk.");
	json_decref(head);
	return e;
}

err
backup_read_head(struct backup *b, size_t *migrations)
{
	struct reading r = { .b = b };
	err e = read_head(&r, migrations);

	free(r.line);
	return e;
}

/* ---- one table ---- */

/* Where each column of the file stands in the table of this database. */
static err
map_columns(struct reading *r, struct arena *a, const json_t *names, const struct bulk_table *t, size_t **out)
{
	size_t n = json_array_size(names), *at = NEW_ARRAY(a, size_t, n);

	for (size_t i = 0; i < n; i++) {
		str name = str_of(json_string_value(json_array_get(names, i)));
		at[i] = t->column_count;
		for (size_t k = 0; k < t->column_count; k++)
			if (str_eq(name, t->columns[k]))
				at[i] = k;
		for (size_t k = 0; k < i; k++)
			if (at[k] == at[i])
				at[i] = t->column_count;
		if (at[i] == t->column_count)
			return damaged(r, "it names a column that is not there");
	}
	*out = at;
	return n == t->column_count ? OK : damaged(r, "columns are missing");
}

static err
load_row(struct reading *r, struct db_conn *c, const struct bulk_table *t, const size_t *at, const json_t *line)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct val *given = NEW_ARRAY(&a, struct val, t->column_count), *row = NEW_ARRAY(&a, struct val, t->column_count);
	err e;

	if (line_to_row(&a, line, t->column_count, given))
		return damaged(r, "the row does not fit its table");
	for (size_t i = 0; i < t->column_count; i++)
		row[at[i]] = column_is_left_out(t->name, t->columns[at[i]]) ? NIL : given[i];
	e = bulk_insert(c, r->bulk, t, row);
	if (e == ERR_CONFLICT || e == ERR_INVALID || e == ERR_IO)
		return damaged(r, "the database refuses the row");
	return e;
}

/* The rows as they stand in the database now, in the file's order of columns. */
static err
sum_table(struct reading *r, struct db_conn *c, const struct bulk_table *t, const size_t *at, struct sum *sum)
{
	struct arena keep CLEANUP(arena_free) = { 0 };
	struct val *after = NEW_ARRAY(&keep, struct val, t->key_count), *row = NEW_ARRAY(&keep, struct val, t->column_count);
	size_t got = BULK_ROWS;

	for (bool first = true; got == BULK_ROWS; first = false) {
		struct arena page CLEANUP(arena_free) = { 0 };
		struct rows rows;
		TRY(bulk_read(c, r->bulk, t, first ? NULL : after, &page, &rows));
		got = rows.n;
		for (size_t i = 0; i < got; i++) {
			str line;
			for (size_t k = 0; k < t->column_count; k++)
				row[k] = rows.vals[i * rows.cols + at[k]];
			TRY(line_of_row(&page, row, t->column_count, &line));
			sum_add(sum, line);
		}
		for (size_t k = 0; got && k < t->key_count; k++) {
			after[k] = rows.vals[(got - 1) * rows.cols + t->key[k]];
			after[k].s = str_dup(&keep, after[k].s);
		}
	}
	return OK;
}

/* The line that ends a table against what came in the file and against what now stands in the database. */
static err
compare(struct reading *r, struct db_conn *c, const struct bulk_table *t, const size_t *at, const json_t *end,
	const struct sum *came)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct sum stands = { 0 };
	str hex = sum_hex(&a, came);

	if (!str_eq(word_of(end, "end"), t->name) || json_integer_value(json_object_get(end, "rows")) != came->rows)
		return damaged(r, "rows are missing before it");
	if (!str_eq(word_of(end, "sum"), hex))
		return damaged(r, "the rows before it have been changed");
	TRY(sum_table(r, c, t, at, &stands));
	if (stands.rows != came->rows || !str_eq(sum_hex(&a, &stands), hex)) {
		r->b->why = str_fmt(r->b->arena, "The table \"" STR_FMT "\" did not come out of the database as it went in.",
			STR_ARG(t->name));
		return ERR_IO;
	}
	r->b->tables++;
	r->b->rows += came->rows;
	sum_add(&r->whole, hex);
	return OK;
}

static err
load_rows(struct reading *r, struct db_conn *c, const struct bulk_table *t, const size_t *at)
{
	struct sum came = { 0 };

	for (;;) {
		json_t *line;
		str text;
		bool is_row;
		err e = next_line(r, &text, &line);
		is_row = json_is_array(line);
		if (e == OK && is_row) {
			sum_add(&came, text);
			e = load_row(r, c, t, at, line);
		} else if (e == OK) {
			e = compare(r, c, t, at, line, &came);
		}
		json_decref(line);
		if (e || !is_row)
			return e;
	}
}

static err
load_table(struct reading *r, struct db_conn *c, const json_t *head)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str name = word_of(head, "table");
	const struct bulk_table *t = table_fate(name) == TABLE_KEPT ? bulk_find(r->bulk, name) : NULL;
	int64_t there;
	size_t *at;

	if (!t)
		return damaged(r, "it names a table that no backup has");
	TRY(bulk_rows(c, r->bulk, t, &there));
	if (there)
		return damaged(r, "the table came twice");
	TRY(map_columns(r, &a, json_object_get(head, "columns"), t, &at));
	return load_rows(r, c, t, at);
}

/* ---- all ---- */

static err
check_empty(struct reading *r, struct db_conn *c)
{
	for (size_t i = 0; i < bulk_count(r->bulk); i++) {
		const struct bulk_table *t = bulk_table(r->bulk, i);
		int64_t rows = 0;
		if (table_fate(t->name) != TABLE_OURS)
			TRY(bulk_rows(c, r->bulk, t, &rows));
		if (rows) {
			r->b->why = str_fmt(r->b->arena, "The database is not empty: there are %" PRId64 " rows in \"" STR_FMT
				"\". Nothing was changed.", rows, STR_ARG(t->name));
			return ERR_CONFLICT;
		}
	}
	return OK;
}

static err
check_end(struct reading *r, const json_t *end)
{
	size_t kept = 0;

	for (size_t i = 0; i < bulk_count(r->bulk); i++)
		kept += table_fate(bulk_table(r->bulk, i)->name) == TABLE_KEPT;
	if (!str_eq(word_of(end, "end"), S("backup")) || r->b->tables != kept
		|| json_integer_value(json_object_get(end, "tables")) != (json_int_t)kept)
		return damaged(r, "tables are missing before it");
	if (!str_eq(word_of(end, "sum"), sum_hex(r->b->arena, &r->whole)))
		return damaged(r, "the sum over all tables is another");
	return OK;
}

/* A db_write_fn: from the start again when it runs twice. */
static err
load_all(struct db_conn *c, void *arg)
{
	struct reading *r = arg;
	size_t migrations;
	bool more = true;

	TRY(read_head(r, &migrations));
	TRY(check_empty(r, c));
	TRY(bulk_load_begin(c, r->bulk));
	while (more) {
		json_t *line;
		str text;
		err e = next_line(r, &text, &line);
		more = json_object_get(line, "table");
		if (e == OK)
			e = more ? load_table(r, c, line) : check_end(r, line);
		json_decref(line);
		TRY(e);
	}
	if (bulk_load_end(c, r->bulk))
		return damaged(r, "something in it refers to what is not there");
	return OK;
}

err
backup_restore(struct backup *b)
{
	struct reading r = { .b = b };
	err e;

	TRY(bulk_open(b->app->db, &r.bulk));
	e = bulk_run(r.bulk, BULK_KEEP, NULL, load_all, &r);
	bulk_close(r.bulk);
	free(r.line);
	return e;
}
