/* bulk.c: whole tables. A bulk is a handle of its own on the same database, whose list of statements is the program's with
 * five for each table and those of loading after it. */
#include "db/bulk.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"
#include "db/engine.h"

#define TRIES_MOST 8
#define TABLES_MOST 300
#define TEXT_MOST 65536

enum kind { READ_FIRST, READ_NEXT, ROWS, INSERT, HOLD, KINDS };

struct span {
	size_t from, n;	/* statements, by number */
};

struct bulk {
	struct db db;	/* a view: engine, URL and complaints of the real one, statements of our own */
	struct arena a;
	struct bulk_table *tables;
	size_t n;
	struct sql_stmt *stmts;
	size_t first, room;	/* the first statement of ours; how many fit */
	struct span begin, end;	/* of loading */
	struct span one_snapshot;
};

/* ---- what is there ---- */

static const char sqlite_tables[] =
	"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
static const char sqlite_columns[] = "SELECT name, pk, 0 FROM pragma_table_info($1) ORDER BY cid";
static const char postgres_tables[] =
	"SELECT c.relname::text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
	" ORDER BY c.relname::text COLLATE \"C\"";
/* Name, place in the primary key, whether the database numbers it. */
static const char postgres_columns[] =
	"SELECT a.attname::text, COALESCE((SELECT x.n FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS x(col, n)"
	" WHERE x.col = a.attnum), 0), CASE a.attidentity WHEN '' THEN 0 ELSE 1 END"
	" FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary"
	" WHERE a.attrelid = to_regclass(quote_ident($1)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
static const char postgres_references[] =
	"SELECT conrelid::regclass::text, conname::text FROM pg_constraint"
	" WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2";

static err
add_statement(struct bulk *b, const char *name, struct buf *text)
{
	str s;

	TRY(buf_done(text, &s));
	assert(b->db.cfg.stmt_count < b->room);
	b->stmts[b->db.cfg.stmt_count++] = (struct sql_stmt){ .name = name, .sqlite = s.p };
	return OK;
}

/* Our own migrations made the names, so none needs more than this. */
static void
add_name(struct buf *out, str name)
{
	buf_addf(out, "\"" STR_FMT "\"", STR_ARG(name));
}

static void
add_names(struct buf *out, const struct bulk_table *t, bool key)
{
	size_t n = key ? t->key_count : t->column_count;

	for (size_t i = 0; i < n; i++) {
		buf_add(out, i ? S(", ") : S(""));
		add_name(out, t->columns[key ? t->key[i] : i]);
	}
}

static void
add_values(struct buf *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_addf(out, "%s$%zu", i ? ", " : "", i + 1);
}

static err
add_read(struct bulk *b, const struct bulk_table *t, bool next)
{
	struct buf text = buf_new(&b->a, TEXT_MOST);

	buf_add(&text, S("SELECT "));
	add_names(&text, t, false);
	buf_add(&text, S(" FROM "));
	add_name(&text, t->name);
	if (next) {
		buf_add(&text, S(" WHERE ("));
		add_names(&text, t, true);
		buf_add(&text, S(") > ("));
		add_values(&text, t->key_count);
		buf_addc(&text, ')');
	}
	buf_add(&text, S(" ORDER BY "));
	add_names(&text, t, true);
	buf_addf(&text, " LIMIT %d", BULK_ROWS);
	return add_statement(b, "bulk read", &text);
}

static err
add_rows(struct bulk *b, const struct bulk_table *t)
{
	struct buf text = buf_new(&b->a, TEXT_MOST);

	buf_add(&text, S("SELECT COUNT(*) FROM "));
	add_name(&text, t->name);
	return add_statement(b, "bulk count", &text);
}

static err
add_insert(struct bulk *b, const struct bulk_table *t)
{
	struct buf text = buf_new(&b->a, TEXT_MOST);

	buf_add(&text, S("INSERT INTO "));
	add_name(&text, t->name);
	buf_add(&text, S(" ("));
	add_names(&text, t, false);
	buf_add(&text, db_is_postgres(&b->db) ? S(") OVERRIDING SYSTEM VALUE VALUES (") : S(") VALUES ("));
	add_values(&text, t->column_count);
	buf_addc(&text, ')');
	return add_statement(b, "bulk insert", &text);
}

/* SQLite has one writer anyway, and needs nothing. */
static err
add_hold(struct bulk *b, const struct bulk_table *t)
{
	struct buf text = buf_new(&b->a, TEXT_MOST);

	if (db_is_postgres(&b->db)) {
		buf_add(&text, S("LOCK TABLE "));
		add_name(&text, t->name);
		buf_add(&text, S(" IN EXCLUSIVE MODE"));
	} else {
		buf_add(&text, S("SELECT 0"));
	}
	return add_statement(b, "bulk hold", &text);
}

/* In the order of enum kind. */
static err
add_table(struct bulk *b, const struct bulk_table *t)
{
	TRY(add_read(b, t, false));
	TRY(add_read(b, t, true));
	TRY(add_rows(b, t));
	TRY(add_insert(b, t));
	return add_hold(b, t);
}

static err
read_table(struct bulk *b, struct db_conn *c, str name, struct bulk_table *t)
{
	struct rows r;
	str *columns;
	size_t *key;

	TRY(b->db.engine->ask(c, &b->a, &r, db_is_postgres(&b->db) ? postgres_columns : sqlite_columns, name));
	columns = NEW_ARRAY(&b->a, str, r.n);
	key = NEW_ARRAY(&b->a, size_t, r.n);
	*t = (struct bulk_table){ .name = name, .columns = columns, .column_count = r.n, .key = key };
	for (size_t i = 0; i < r.n; i++) {
		int64_t place = row_int(&r, i, 1);
		columns[i] = row_text(&r, i, 0);
		if (str_has(columns[i], '"') || place < 0 || (size_t)place > r.n)
			return ERR_INVALID;
		if (place)
			key[place - 1] = i;
		t->key_count += place > 0;
	}
	if (t->key_count == 0 || str_has(name, '"')) {
		db_complain(&b->db, "bulk: table " STR_FMT " has no primary key", STR_ARG(name));
		return ERR_INVALID;
	}
	return OK;
}

/* ---- loading ---- */

static err
add_plain(struct bulk *b, const char *sql)
{
	struct buf text = buf_new(&b->a, TEXT_MOST);

	buf_add(&text, str_of(sql));
	return add_statement(b, "bulk control", &text);
}

/* References are made to wait until the end of the transaction, and then set back. */
static err
add_references(struct bulk *b, const struct rows *refs, const char *how)
{
	for (size_t i = 0; i < refs->n; i++) {
		struct buf text = buf_new(&b->a, TEXT_MOST);
		buf_addf(&text, "ALTER TABLE " STR_FMT " ALTER CONSTRAINT ", STR_ARG(row_text(refs, i, 0)));
		add_name(&text, row_text(refs, i, 1));
		buf_addf(&text, " %s", how);
		TRY(add_statement(b, "bulk references", &text));
	}
	return OK;
}

static err
add_numbering(struct bulk *b, struct db_conn *c, const struct bulk_table *t)
{
	struct rows r;

	TRY(b->db.engine->ask(c, &b->a, &r, postgres_columns, t->name));
	for (size_t i = 0; i < r.n; i++) {
		struct buf text = buf_new(&b->a, TEXT_MOST);
		str name = row_text(&r, i, 0);
		if (row_int(&r, i, 2) == 0)
			continue;
		buf_addf(&text,
			"SELECT setval(pg_get_serial_sequence('\"" STR_FMT "\"', '" STR_FMT "'),"
			" (SELECT COALESCE(MAX(\"" STR_FMT "\"), 0) + 1 FROM \"" STR_FMT "\"), false)",
			STR_ARG(t->name), STR_ARG(name), STR_ARG(name), STR_ARG(t->name));
		TRY(add_statement(b, "bulk numbering", &text));
	}
	return OK;
}

static err
add_load_begin(struct bulk *b, const struct rows *refs)
{
	b->begin.from = b->db.cfg.stmt_count;
	if (db_is_postgres(&b->db))
		TRY(add_references(b, refs, "DEFERRABLE INITIALLY DEFERRED"));
	else
		TRY(add_plain(b, "PRAGMA defer_foreign_keys = ON"));
	b->begin.n = b->db.cfg.stmt_count - b->begin.from;
	return OK;
}

static err
add_load_end(struct bulk *b, struct db_conn *c, const struct rows *refs)
{
	b->end.from = b->db.cfg.stmt_count;
	if (db_is_postgres(&b->db)) {
		TRY(add_plain(b, "SET CONSTRAINTS ALL IMMEDIATE"));
		TRY(add_references(b, refs, "NOT DEFERRABLE"));
		for (size_t i = 0; i < b->n; i++)
			TRY(add_numbering(b, c, &b->tables[i]));
	}
	b->end.n = b->db.cfg.stmt_count - b->end.from;
	return OK;
}

static err
add_snapshot(struct bulk *b)
{
	b->one_snapshot.from = b->db.cfg.stmt_count;
	if (db_is_postgres(&b->db))
		TRY(add_plain(b, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
	b->one_snapshot.n = b->db.cfg.stmt_count - b->one_snapshot.from;
	return OK;
}

/* ---- open and close ---- */

static void
make_room(struct bulk *b, const struct db *db, size_t references)
{
	b->first = db->cfg.stmt_count;
	b->room = b->first + b->n * (KINDS + 2) + references * 2 + 8;
	b->stmts = mem_new(b->room * sizeof(*b->stmts));
	memcpy(b->stmts, db->cfg.stmts, b->first * sizeof(*b->stmts));
	b->db.cfg.stmts = b->stmts;
}

static err
read_all(struct bulk *b, const struct db *db, struct db_conn *c)
{
	const struct engine *en = b->db.engine;
	struct rows names, refs = { 0 };

	TRY(en->ask(c, &b->a, &names, db_is_postgres(&b->db) ? postgres_tables : sqlite_tables, (str){ 0 }));
	if (db_is_postgres(&b->db))
		TRY(en->ask(c, &b->a, &refs, postgres_references, (str){ 0 }));
	if (names.n > TABLES_MOST)
		return ERR_TOOBIG;
	b->n = names.n;
	b->tables = NEW_ARRAY(&b->a, struct bulk_table, b->n);
	make_room(b, db, refs.n);
	for (size_t i = 0; i < b->n; i++) {
		TRY(read_table(b, c, row_text(&names, i, 0), &b->tables[i]));
		TRY(add_table(b, &b->tables[i]));
	}
	TRY(add_load_begin(b, &refs));
	TRY(add_load_end(b, c, &refs));
	return add_snapshot(b);
}

err
bulk_open(struct db *db, struct bulk **out)
{
	struct bulk *b = mem_new(sizeof(*b));
	struct db_conn *c;
	err e;

	*out = NULL;
	b->db = (struct db){ .cfg = db->cfg, .engine = db->engine, .url = db->url, .password_file = db->password_file };
	pthread_mutex_init(&b->db.said_lock, NULL);
	e = db->engine->open(db, CONN_PLAIN, &c);
	if (e == OK) {
		e = read_all(b, db, c);
		db->engine->close(c);
	}
	if (e) {
		bulk_close(b);
		return e;
	}
	*out = b;
	return OK;
}

void
bulk_close(struct bulk *b)
{
	if (!b)
		return;
	pthread_mutex_destroy(&b->db.said_lock);
	free(b->stmts);
	arena_free(&b->a);
	free(b);
}

size_t
bulk_count(const struct bulk *b)
{
	return b->n;
}

const struct bulk_table *
bulk_table(const struct bulk *b, size_t i)
{
	assert(i < b->n);
	return &b->tables[i];
}

const struct bulk_table *
bulk_find(const struct bulk *b, str name)
{
	for (size_t i = 0; i < b->n; i++)
		if (str_eq(b->tables[i].name, name))
			return &b->tables[i];
	return NULL;
}

/* ---- transactions ---- */

static int
stmt_of(const struct bulk *b, const struct bulk_table *t, enum kind k)
{
	return (int)(b->first + (size_t)(t - b->tables) * KINDS + k);
}

static err
run_span(struct db_conn *c, const struct span *s)
{
	for (size_t i = 0; i < s->n; i++)
		TRY(db_exec(c, NULL, (int)(s->from + i), DB_NONE));
	return OK;
}

struct task {
	enum bulk_end end;
	const struct bulk_table *still;
	db_write_fn fn;
	void *arg;
};

/* The lock comes before the first statement that reads, and with it before the snapshot. */
static err
prepare(struct bulk *b, struct db_conn *c, const struct task *t)
{
	if (t->end == BULK_LOOK)
		return OK;
	TRY(run_span(c, &b->one_snapshot));
	return t->still ? db_exec(c, NULL, stmt_of(b, t->still, HOLD), DB_NONE) : OK;
}

static err
run_once(struct bulk *b, struct db_conn *c, const struct task *t)
{
	const struct engine *en = b->db.engine;
	err e;

	c->spoilt = OK;
	c->trouble = TROUBLE_NONE;
	TRY(en->begin(c));
	e = prepare(b, c, t);
	if (e == OK)
		e = t->fn(c, t->arg);
	if (e == OK)
		e = c->spoilt;
	if (e == OK && t->end == BULK_KEEP)
		return en->commit(c);
	en->rollback(c);
	return e;
}

err
bulk_run(struct bulk *b, enum bulk_end end, const struct bulk_table *still, db_write_fn fn, void *arg)
{
	struct task t = { end, still, fn, arg };
	struct db_conn *c;
	err e;

	TRY(b->db.engine->open(&b->db, end == BULK_LOOK ? CONN_READ : CONN_WRITE, &c));
	e = run_once(b, c, &t);
	/* Somebody changed what we were about to, or held it too long: a new snapshot may do. */
	for (int tries = 1; e == ERR_BUSY && c->trouble != TROUBLE_LOST && tries < TRIES_MOST; tries++)
		e = run_once(b, c, &t);
	b->db.engine->close(c);
	return e;
}

/* ---- rows ---- */

err
bulk_read(struct db_conn *c, struct bulk *b, const struct bulk_table *t, const struct val *after, struct arena *a,
	struct rows *out)
{
	if (!after)
		return db_query(c, a, out, stmt_of(b, t, READ_FIRST), DB_NONE);
	return db_query_(c, a, out, stmt_of(b, t, READ_NEXT), after, t->key_count);
}

err
bulk_rows(struct db_conn *c, struct bulk *b, const struct bulk_table *t, int64_t *count)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct rows r;

	TRY(db_one(c, &a, &r, stmt_of(b, t, ROWS), DB_NONE));
	*count = row_int(&r, 0, 0);
	return OK;
}

err
bulk_insert(struct db_conn *c, struct bulk *b, const struct bulk_table *t, const struct val *row)
{
	return db_exec_(c, NULL, stmt_of(b, t, INSERT), row, t->column_count);
}

err
bulk_load_begin(struct db_conn *c, struct bulk *b)
{
	return run_span(c, &b->begin);
}

err
bulk_load_end(struct db_conn *c, struct bulk *b)
{
	return run_span(c, &b->end);
}
