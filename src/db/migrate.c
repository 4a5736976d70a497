/* migrate.c: brings the schema up to the program's, one transaction per migration, under a lock so that
 * nodes that start together take turns.
 *
 * Migrations are written once for both engines. These words in them are replaced:
 *
 *	word		SQLite				PostgreSQL
 *	id $ID		INTEGER PRIMARY KEY		BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY
 *	$INT		INTEGER				BIGINT
 *	$BLOB		BLOB				BYTEA
 *	) $STRICT	STRICT				nothing
 *	) $NOROWID	STRICT, WITHOUT ROWID		nothing
 *	$POSTGRES	a comment to the end of line	nothing: the line is for PostgreSQL only
 *
 * Any other word of capitals after a dollar sign is refused. The table schema_migration remembers what has been applied; a
 * name there that the program does not know means that a newer program was here.
 *
 * Nodes are upgraded one after the other, so for a while older programs work on the newer schema. Whether they can is said in a
 * comment of the migration, and remembered beside its name:
 *
 *	-- $EXPAND		any program so far can go on: nothing is taken away or made narrower (checked: see expand.c)
 *	-- $CONTRACT NAME	programs that know the migration NAME can go on, older ones cannot
 *	neither			older programs must stop
 *
 * docs/operations.md, "Changing the schema", has the rule for those who write migrations. */
#include "db/engine.h"
#include "db/expand.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"

#define MIGRATION_MAX (1 << 20)

static const struct sql_migration memory = { "schema_migration",
	"CREATE TABLE IF NOT EXISTS schema_migration (name TEXT NOT NULL PRIMARY KEY, applied $INT NOT NULL, "
	"older TEXT NOT NULL DEFAULT '') $STRICT" };

static str
word_at(const char *p)
{
	size_t n = 1;

	while (p[n] >= 'A' && p[n] <= 'Z')
		n++;
	return (str){ p, n };
}

/* What a word becomes on this engine; NULL when there is no such word. */
static const char *
meaning(const struct engine *en, str word)
{
	const struct { str word; const char *text; } words[] = {
		{ S("$ID"), en->id },
		{ S("$INT"), en->integer },
		{ S("$BLOB"), en->blob },
		{ S("$STRICT"), en->strict },
		{ S("$NOROWID"), en->norowid },
		{ S("$POSTGRES"), en->only_postgres },
		{ S("$EXPAND"), "" },
		{ S("$CONTRACT"), "" },
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(words[i].word, word))
			return words[i].text;
	return NULL;
}

static err
translate(struct db *db, const struct sql_migration *m, struct buf *out)
{
	for (const char *p = m->text; *p;) {
		str word = *p == '$' ? word_at(p) : (str){ p, 1 };
		if (word.n > 1) {
			const char *text = meaning(db->engine, word);
			if (!text) {
				db_complain(db, "migration %s: unknown word " STR_FMT, m->name, STR_ARG(word));
				return ERR_INVALID;
			}
			buf_add(out, str_of(text));
		} else {
			buf_addc(out, *p);
		}
		p += word.n;
	}
	return OK;
}

static err
is_applied(struct db_conn *c, struct arena *a, const char *name, bool *yes)
{
	struct rows r;

	TRY(c->db->engine->ask(c, a, &r, "SELECT count(*) FROM schema_migration WHERE name = $1", str_of(name)));
	*yes = row_int(&r, 0, 0) > 0;
	return OK;
}

static bool
is_known(const struct db_config *cfg, str name)
{
	for (size_t i = 0; i < cfg->migration_count; i++)
		if (str_eq(name, str_of(cfg->migrations[i].name)))
			return true;
	return false;
}

#define GO_ON S("*")	/* in schema_migration.older: any program; a name: those that know it; empty: none */

/* What stands beside the migration's name. ERR_INVALID when it promises what it does not keep. */
static err
older_may(struct db *db, const struct sql_migration *m, str *out)
{
	static const char contract[] = "-- $CONTRACT ";
	str text = str_of(m->text), name;
	size_t at = str_find(text, S("-- $EXPAND"));
	const char *why;

	*out = (str){ 0 };
	if (at != SIZE_MAX) {
		*out = GO_ON;
		why = expand_breach(text);
		if (why)
			db_complain(db, "migration %s says that it only expands: %s", m->name, why);
		return why ? ERR_INVALID : OK;
	}
	at = str_find(text, str_of(contract));
	if (at == SIZE_MAX)
		return OK;
	str_cut(str_from(text, at + sizeof(contract) - 1), '\n', &name, NULL);
	*out = str_trim(name);
	if (is_known(&db->cfg, *out) && !str_eq(*out, str_of(m->name)))
		return OK;
	db_complain(db, "migration %s: there is no migration " STR_FMT, m->name, STR_ARG(*out));
	return ERR_INVALID;
}

static err
remember(struct db_conn *c, struct arena *a, const struct sql_migration *m, str older)
{
	const struct engine *en = c->db->engine;
	struct buf sql = buf_new(a, 256);
	struct rows r;
	str text;

	buf_addf(&sql, "INSERT INTO schema_migration (name, applied, older) VALUES ($1, %" PRId64 ", '" STR_FMT "')", clock_now(),
		STR_ARG(older));
	TRY(buf_done(&sql, &text));
	return en->ask(c, a, &r, text.p, str_of(m->name));
}

/* Inside the transaction: another node may have been first. */
static err
apply(struct db_conn *c, struct arena *a, const struct sql_migration *m)
{
	struct buf sql = buf_new(a, MIGRATION_MAX);
	bool done;
	str text, older;

	TRY(is_applied(c, a, m->name, &done));
	if (done)
		return OK;
	TRY(older_may(c->db, m, &older));
	TRY(translate(c->db, m, &sql));
	TRY(buf_done(&sql, &text));
	TRY(c->db->engine->script(c, text.p));
	return remember(c, a, m, older);
}

static err
apply_in_transaction(struct db_conn *c, const struct sql_migration *m)
{
	const struct engine *en = c->db->engine;
	struct arena a CLEANUP(arena_free) = { 0 };
	err e;

	TRY(en->script(c, en->begin_schema));
	e = apply(c, &a, m);
	if (e == OK)
		e = en->script(c, "COMMIT");
	if (e) {
		db_complain(c->db, "migration %s failed: %s", m->name, err_name(e));
		if (en->script(c, "ROLLBACK"))
			db_complain(c->db, "migration %s: nothing left to roll back", m->name);
	}
	return e;
}

/* which: the first migration of a newer program, if there is one, or the one that decides. */
static err
age_of(struct db_conn *c, struct arena *a, enum db_age *out, str *which)
{
	const struct db_config *cfg = &c->db->cfg;
	struct rows r;

	*out = DB_OF_OURS;
	TRY(c->db->engine->ask(c, a, &r, "SELECT name, older FROM schema_migration ORDER BY name", (str){ 0 }));
	for (size_t i = 0; i < r.n && *out != DB_TOO_NEW; i++) {
		str name = row_text(&r, i, 0), older = row_text(&r, i, 1);
		if (is_known(cfg, name))
			continue;
		*out = str_eq(older, GO_ON) || (older.n && is_known(cfg, older)) ? DB_NEWER : DB_TOO_NEW;
		*which = name;
	}
	return OK;
}

static err
refuse_newer(struct db_conn *c)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	enum db_age age;
	str which;

	TRY(age_of(c, &a, &age, &which));
	if (age != DB_OF_OURS)
		db_complain(c->db, "the database has migration " STR_FMT ", which this program does not know%s", STR_ARG(which),
			age == DB_NEWER ? "; it was made so that this one can go on" : "");
	return age == DB_TOO_NEW ? ERR_CONFLICT : OK;
}

err
db_age(struct db *db, enum db_age *out)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct db_conn *c;
	str which;
	err e;

	TRY(db->engine->open(db, CONN_PLAIN, &c));
	e = age_of(c, &a, out, &which);
	db->engine->close(c);
	return e;
}

static err
apply_missing(struct db_conn *c)
{
	const struct db_config *cfg = &c->db->cfg;

	for (size_t i = 0; i < cfg->migration_count; i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		bool done;
		TRY(is_applied(c, &a, cfg->migrations[i].name, &done));
		if (!done)
			TRY(apply_in_transaction(c, &cfg->migrations[i]));
	}
	return OK;
}

static err
migrate_on(struct db_conn *c)
{
	const struct engine *en = c->db->engine;
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf sql = buf_new(&a, MIGRATION_MAX);
	struct rows r;
	str text;

	if (en->lock_schema)
		TRY(en->ask(c, &a, &r, en->lock_schema, (str){ 0 }));
	TRY(translate(c->db, &memory, &sql));
	TRY(buf_done(&sql, &text));
	TRY(en->script(c, text.p));
	TRY(refuse_newer(c));
	return apply_missing(c);
}

err
migrate(struct db *db)
{
	struct db_conn *c;
	err e;

	TRY(db->engine->open(db, CONN_PLAIN, &c));
	e = migrate_on(c);
	db->engine->close(c);	/* which lets go of the lock */
	return e;
}
