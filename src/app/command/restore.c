/* restore.c: medvirk restore FILE: into a database in which there is nothing, all of it or nothing. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/access/audit.h"
#include "app/backup/backup.h"
#include "app/command/command.h"
#include "app/sql.h"
#include "base/str.h"

struct noting {
	struct arena *arena;
	int64_t made;
};

/* Those who look at the log shall see that something may be missing. And in new files there is nothing of a closed room to
 * be wiped, whatever waited for that where the backup was made. */
static err
note_it(struct db_conn *c, void *arg)
{
	struct noting *n = arg;
	struct rows r;

	TRY(db_query(c, n->arena, &r, SETTING_GET, TEXT(S("scrub"))));
	if (r.n)
		TRY(db_exec(c, NULL, SETTING_DROP, TEXT(S("scrub")), TEXT(row_text(&r, 0, 0))));
	/* What waited to be sent then has been sent since, or is out of date. */
	TRY(db_exec(c, NULL, MAIL_RESTORED, DB_NONE));
	TRY(db_query(c, n->arena, &r, RESTORED_UNITS, DB_NONE));
	for (size_t i = 0; i < r.n; i++)
		TRY(audit_add(c, n->arena, row_int(&r, i, 0), 0, 0, 0, "backup.restored",
			audit_body(n->arena, V("made_at", n->made))));
	return OK;
}

static int
fail(const struct backup *b, err e)
{
	if (b->why.n)
		fprintf(stderr, "medvirk restore: " STR_FMT "\n", STR_ARG(b->why));
	else
		fprintf(stderr, "medvirk restore: failed (%s). Nothing was changed.\n", err_name(e));
	return 1;
}

/* What opening made, when it came to nothing. */
static void
remove_new_file(struct args *args)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	str file = str_from(command_db_url(args), sizeof("sqlite:") - 1);

	for (size_t i = 0; i < COUNT(endings); i++)
		unlink(str_fmt(args->arena, STR_FMT "%s", STR_ARG(file), endings[i]).p);
}

/* The schema of the file first; then the rest of the program's migrations bring it up to date. */
static err
restore(struct args *args, struct backup *b)
{
	struct noting n = { .arena = args->arena };
	size_t migrations;
	err e;

	TRY(backup_read_head(b, &migrations));
	TRY(command_open_db_at(command_db_url(args), command_db_password(args), migrations, &b->app->db));
	e = backup_restore(b);
	if (e == OK && migrations < sql_migration_count) {
		db_close(b->app->db);
		b->app->db = NULL;
		e = command_open_db(args, &b->app->db);
	}
	n.made = b->made;
	return e ? e : db_write(b->app->db, note_it, &n);
}

int
command_restore(struct args *args)
{
	static const char *const known[] = { "--db", "--db-password-file", NULL };
	const char *file = str_z(args->arena, args_word(args, 0));
	struct app app = { 0 };
	struct backup b = { .arena = args->arena, .app = &app };
	bool was_there;
	err e;

	if (!args_known(args, known))
		return 2;
	if (!*file) {
		fprintf(stderr, "usage: medvirk restore FILE --db URL\n");
		return 2;
	}
	b.file = fopen(file, "re");
	if (!b.file) {
		fprintf(stderr, "medvirk restore: cannot read %s: %s\n", file, strerror(errno));
		return 1;
	}
	was_there = command_db_is_there(args);
	e = restore(args, &b);
	fclose(b.file);
	db_close(app.db);
	if (e) {
		if (!was_there)
			remove_new_file(args);
		return fail(&b, e);
	}
	printf("Restored %" PRId64 " rows of %zu tables, compared with the file. Everybody has to sign in again.\n", b.rows,
		b.tables);
	return 0;
}
