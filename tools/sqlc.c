/* sqlc.c: named SQL statements and migrations as C tables.
 *
 *	sqlc OUT.h OUT.c FILE.sql …
 *
 * Files in a folder called schema whose names are NNN_name.sql are migrations, kept word for word;
 * all others hold "-- stmt: NAME" blocks. */
#include <stdio.h>
#include <stdlib.h>

#include "sql_file.h"

struct migration {
	str file, name, text;
	unsigned number;
};

static bool
is_migration(str path)
{
	str name = base_name(path);
	str folder = str_take(path, path.n - name.n);

	return str_ends(folder, S("schema/"));
}

static struct migration
migration_read(struct arena *a, const char *path)
{
	struct migration m = { .file = str_of(path), .text = tool_read(a, path) };
	str name = base_name(m.file), digits;
	int64_t number;

	m.name = str_take(name, name.n - sizeof(".sql") + 1);
	str_cut(m.name, '_', &digits, NULL);
	if (digits.n != 3 || str_int(digits, &number) || number < 1)
		tool_fail(m.file, 0, S("a migration is called NNN_name.sql, from 001 on"));
	m.number = (unsigned)number;
	return m;
}

static int
by_number(const void *x, const void *y)
{
	const struct migration *p = x, *q = y;

	return (p->number > q->number) - (p->number < q->number);
}

static void
write_header(const char *path, struct arena *a, const struct sql_list *list)
{
	struct buf b = buf_new(a, TOOL_MAX);

	buf_add(&b, S("/* Made by tools/sqlc from the .sql files. */\n#ifndef APP_SQL_H\n#define APP_SQL_H\n\n"
		"#include \"db/db.h\"\n\nenum stmt {\n\tSTMT_NONE,\n"));
	for (size_t i = 0; i < list->n; i++)
		buf_addf(&b, "\t" STR_FMT ",\n", STR_ARG(list->items[i].name));
	buf_add(&b, S("\tSTMT_COUNT\n};\n\n"
		"/* STMT_COUNT entries, indexed by enum stmt; entry STMT_NONE has no text. */\n"
		"extern const struct sql_stmt sql_statements[];\n"
		"extern const struct sql_migration sql_migrations[];\n"
		"extern const size_t sql_migration_count;\n\n#endif\n"));
	tool_write(path, &b);
}

static void
write_source(const char *path, const char *header, struct arena *a, const struct sql_list *list,
	const struct migration *ms, size_t n)
{
	struct buf b = buf_new(a, TOOL_MAX);

	buf_addf(&b, "/* Made by tools/sqlc from the .sql files. */\n#include \"" STR_FMT "\"\n\n"
		"const struct sql_stmt sql_statements[] = {\n\t[STMT_NONE] = { .name = \"STMT_NONE\" },\n",
		STR_ARG(base_name(str_of(header))));
	for (size_t i = 0; i < list->n; i++) {
		const struct sql_named *s = &list->items[i];
		buf_addf(&b, "\t[" STR_FMT "] = { .name = \"" STR_FMT "\",\n\t\t.sqlite = ", STR_ARG(s->name), STR_ARG(s->name));
		c_literal(&b, s->sqlite);
		if (s->postgres.n) {
			buf_add(&b, S(",\n\t\t.postgres = "));
			c_literal(&b, s->postgres);
		}
		buf_add(&b, S(" },\n"));
	}
	buf_add(&b, S("};\n\nconst struct sql_migration sql_migrations[] = {\n"));
	for (size_t i = 0; i < n; i++) {
		buf_addf(&b, "\t{ .name = \"" STR_FMT "\", .text =\n\t\t", STR_ARG(ms[i].name));
		c_literal(&b, ms[i].text);
		buf_add(&b, S(" },\n"));
	}
	if (n == 0)
		buf_add(&b, S("\t{ .name = NULL },\n"));
	buf_addf(&b, "};\n\nconst size_t sql_migration_count = %zu;\n", n);
	tool_write(path, &b);
}

int
main(int argc, char **argv)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct sql_list list = { 0 };
	struct migration *ms = NEW_ARRAY(&a, struct migration, (size_t)argc);
	size_t n = 0;

	if (argc < 3) {
		fputs("usage: sqlc OUT.h OUT.c FILE.sql …\n", stderr);
		return 2;
	}
	for (int i = 3; i < argc; i++) {
		struct fault f = { 0 };
		if (is_migration(str_of(argv[i])))
			ms[n++] = migration_read(&a, argv[i]);
		else if (sql_file_read(&a, str_of(argv[i]), tool_read(&a, argv[i]), &list, &f))
			tool_fault(str_of(argv[i]), &f);
	}
	qsort(ms, n, sizeof(*ms), by_number);
	for (size_t i = 0; i < n; i++)
		if (i > 0 && ms[i].number == ms[i - 1].number)
			tool_fail(ms[i].file, 0, S("migrations are numbered from 001 without a double"));
	write_header(argv[1], &a, &list);
	write_source(argv[2], argv[1], &a, &list, ms, n);
	return 0;
}
