/* write.c: the database into a file.
 *
 * Rooms that are open are closed first, by room_close itself, in a transaction that is undone when the file is written.
 * So the file gets exactly what a closed room leaves, and the room goes on. */
#include <stdlib.h>
#include <unistd.h>

#include "app/backup/backup.h"
#include "app/backup/line.h"
#include "app/backup/tables.h"
#include "app/room/room.h"
#include "app/sql.h"
#include "base/clock.h"
#include "base/str.h"
#include "db/bulk.h"

struct writing {
	struct backup *b;
	struct bulk *bulk;
	bool may_close;	/* in a transaction that will be undone */
	bool must_close;	/* out: there are open rooms, and it was not one */
	struct sum whole;
};

static err
put(struct writing *w, str line)
{
	bool good = fwrite(line.p, 1, line.n, w->b->file) == line.n && putc('\n', w->b->file) != EOF;

	if (!good)
		w->b->why = S("The file could not be written. Is the disk full?");
	return good ? OK : ERR_IO;
}

/* Takes the value over. */
static err
put_json(struct writing *w, json_t *value)
{
	char *text = value ? json_dumps(value, JSON_COMPACT) : NULL;
	err e = text ? put(w, str_of(text)) : ERR_IO;

	json_decref(value);
	free(text);
	return e;
}

static err
put_head(struct writing *w)
{
	json_t *schema = json_array();

	w->b->made = clock_now();
	for (size_t i = 0; i < sql_migration_count; i++)
		json_array_append_new(schema, json_string(sql_migrations[i].name));
	return put_json(w, json_pack("{s:s, s:i, s:I, s:o}", "medvirk", "backup", "format", 1, "made",
		(json_int_t)w->b->made, "schema", schema));
}

static err
put_table_head(struct writing *w, const struct bulk_table *t)
{
	json_t *columns = json_array();

	for (size_t i = 0; i < t->column_count; i++)
		json_array_append_new(columns, json_stringn(t->columns[i].p, t->columns[i].n));
	return put_json(w, json_pack("{s:s%, s:o}", "table", t->name.p, t->name.n, "columns", columns));
}

/* One page of rows; the key of the last one goes to `after`, copied to `keep`. */
static err
put_page(struct writing *w, const struct bulk_table *t, const struct rows *r, struct sum *sum, struct arena *keep,
	struct val *after)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct val *row = NEW_ARRAY(&a, struct val, t->column_count);

	for (size_t i = 0; i < r->n; i++) {
		str line;
		for (size_t k = 0; k < t->column_count; k++)
			row[k] = column_is_left_out(t->name, t->columns[k]) ? NIL : r->vals[i * r->cols + k];
		TRY(line_of_row(&a, row, t->column_count, &line));
		sum_add(sum, line);
		TRY(put(w, line));
	}
	for (size_t k = 0; r->n && k < t->key_count; k++) {
		after[k] = r->vals[(r->n - 1) * r->cols + t->key[k]];
		after[k].s = str_dup(keep, after[k].s);
	}
	return OK;
}

static err
put_rows(struct writing *w, struct db_conn *c, const struct bulk_table *t, struct sum *sum)
{
	struct arena keep CLEANUP(arena_free) = { 0 };
	struct val *after = NEW_ARRAY(&keep, struct val, t->key_count);
	bool first = true;
	size_t got;

	do {
		struct arena page CLEANUP(arena_free) = { 0 };
		struct rows r;
		TRY(bulk_read(c, w->bulk, t, first ? NULL : after, &page, &r));
		TRY(put_page(w, t, &r, sum, &keep, after));
		first = false;
		got = r.n;
	} while (got == BULK_ROWS);
	return OK;
}

static err
put_table(struct writing *w, struct db_conn *c, const struct bulk_table *t)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct sum sum = { 0 };
	str hex;

	TRY(put_table_head(w, t));
	TRY(put_rows(w, c, t, &sum));
	hex = sum_hex(&a, &sum);
	w->b->tables++;
	w->b->rows += sum.rows;
	sum_add(&w->whole, hex);
	return put_json(w, json_pack("{s:s%, s:I, s:s%}", "end", t->name.p, t->name.n, "rows", (json_int_t)sum.rows, "sum",
		hex.p, hex.n));
}

static err
put_tables(struct writing *w, struct db_conn *c)
{
	for (size_t i = 0; i < bulk_count(w->bulk); i++) {
		const struct bulk_table *t = bulk_table(w->bulk, i);
		switch (table_fate(t->name)) {
		case TABLE_KEPT: TRY(put_table(w, c, t)); break;
		case TABLE_NEVER:
		case TABLE_OURS: break;
		case TABLE_UNKNOWN:
		default:
			w->b->why = str_fmt(w->b->arena, "The database has a table \"" STR_FMT "\" that is not this program's, or "
				"newer than it.", STR_ARG(t->name));
			return ERR_INVALID;
		}
	}
	return OK;
}

static err
close_rooms(struct writing *w, struct db_conn *c)
{
	struct rows r;

	TRY(db_query(c, w->b->arena, &r, BACKUP_OPEN_ROOMS, DB_NONE));
	w->must_close = r.n && !w->may_close;
	if (w->must_close)
		return ERR_CONFLICT;
	for (size_t i = 0; i < r.n; i++) {
		struct close_act act = { .arena = w->b->arena, .app = w->b->app, .room = row_int(&r, i, 0) };
		TRY(room_close(c, &act));
	}
	w->b->closed = r.n;
	return OK;
}

/* A db_write_fn: from the start again when it runs twice. */
static err
write_all(struct db_conn *c, void *arg)
{
	struct writing *w = arg;
	struct rows r;

	w->b->tables = 0;
	w->b->rows = 0;
	w->whole = (struct sum){ 0 };
	if (fseek(w->b->file, 0, SEEK_SET) || ftruncate(fileno(w->b->file), 0))
		return ERR_IO;
	TRY(db_one(c, w->b->arena, &r, BACKUP_BEGUN, DB_NONE));
	if (row_int(&r, 0, 0) == 0)
		return ERR_NOTFOUND;
	TRY(close_rooms(w, c));
	TRY(put_head(w));
	TRY(put_tables(w, c));
	return put_json(w, json_pack("{s:s, s:I, s:s}", "end", "backup", "tables", (json_int_t)w->b->tables, "sum",
		sum_hex(w->b->arena, &w->whole).p));
}

err
backup_write(struct backup *b)
{
	struct writing w = { .b = b };
	err e;

	TRY(bulk_open(b->app->db, &w.bulk));
	e = bulk_run(w.bulk, BULK_LOOK, NULL, write_all, &w);
	if (w.must_close) {
		w.may_close = true;
		/* Whatever happens in a room raises its sitting's number first. */
		e = bulk_run(w.bulk, BULK_UNDO, bulk_find(w.bulk, S("sitting")), write_all, &w);
	}
	bulk_close(w.bulk);
	if (e == OK && (fflush(b->file) || fsync(fileno(b->file)))) {
		b->why = S("The disk did not confirm the file. Is it full?");
		e = ERR_IO;
	}
	return e;
}
