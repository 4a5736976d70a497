/* backup.c: medvirk backup FILE. A backup nobody has read back is a hope: the file is restored into a database of its own,
 * and compared, before it gets its name. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/backup/backup.h"
#include "app/command/command.h"
#include "app/command/settings.h"
#include "app/process/shelf.h"
#include "app/sql.h"
#include "base/str.h"

static int
fail(const struct backup *b, const char *doing, err e)
{
	if (b->why.n)
		fprintf(stderr, "medvirk backup: " STR_FMT "\n", STR_ARG(b->why));
	else if (e == ERR_NOTFOUND)
		fprintf(stderr, "medvirk backup: nothing has been begun in this database. Is it the right one?\n");
	else
		fprintf(stderr, "medvirk backup: could not %s (%s)\n", doing, err_name(e));
	return 1;
}

/* ---- reading it back ---- */

static void
remove_scratch(struct arena *a, const char *folder)
{
	static const char *const files[] = { "db", "db-wal", "db-shm" };

	for (size_t i = 0; i < COUNT(files); i++)
		unlink(str_fmt(a, "%s/%s", folder, files[i]).p);
	rmdir(folder);
}

static err
read_back(const struct backup *written)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	const char *tmp = getenv("TMPDIR");
	char *folder = mem_dup(str_fmt(&a, "%s/medvirk-check-XXXXXX", tmp && *tmp ? tmp : "/var/tmp"));
	struct app app = { 0 };
	struct backup b = { .arena = &a, .app = &app, .file = written->file };
	err e = ERR_IO;

	if (mkdtemp(folder)) {
		e = command_open_db_at(str_fmt(&a, "sqlite:%s/db", folder), NULL, sql_migration_count, &app.db);
		if (e == OK)
			e = backup_restore(&b);
		if (e == OK && (b.rows != written->rows || b.tables != written->tables))
			e = ERR_IO;
		db_close(app.db);
		remove_scratch(&a, folder);
	}
	if (b.why.n)
		fprintf(stderr, "medvirk backup: the file could not be read back: " STR_FMT "\n", STR_ARG(b.why));
	free(folder);
	return e;
}

/* ---- writing ---- */

static err
write_and_check(struct backup *b)
{
	TRY(backup_write(b));
	return read_back(b);
}

/* The name lasts when its folder is on the disk. */
static err
give_name(const char *part, const char *file)
{
	char *path = mem_dup(str_of(file));
	int folder = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool named = renameat2(AT_FDCWD, part, AT_FDCWD, file, RENAME_NOREPLACE) == 0;

	/* Network shares do not know how not to replace. */
	if (!named && errno != EEXIST)
		named = rename(part, file) == 0;
	named = named && folder >= 0 && fsync(folder) == 0;
	if (folder >= 0)
		close(folder);
	free(path);
	return named ? OK : ERR_IO;
}

static int
say_what_there_is(const struct backup *b, const char *file)
{
	struct stat st = { 0 };

	if (stat(file, &st))
		return 1;
	printf("Wrote %s: %" PRId64 " rows of %zu tables, %" PRId64 " kB. It was read back and is whole.\n", file, b->rows,
		b->tables, (int64_t)(st.st_size + 1023) / 1024);
	if (b->closed)
		printf("%zu workshop%s open now. In the file, and if it is restored, %s closed.\n", b->closed,
			b->closed == 1 ? " is" : "s are", b->closed == 1 ? "it is" : "they are");
	return 0;
}

static int
backup_to(struct args *args, struct backup *b, const char *file)
{
	const char *part = str_fmt(args->arena, "%s.part", file).p;
	int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	err e = OK;

	if (fd < 0) {
		fprintf(stderr, "medvirk backup: cannot make %s: %s\n", part, strerror(errno));
		return 1;
	}
	b->file = fdopen(fd, "w+");
	e = b->file ? write_and_check(b) : ERR_IO;
	if (b->file)
		fclose(b->file);
	if (e == OK)
		e = give_name(part, file);
	if (e) {
		unlink(part);
		return fail(b, "write the backup", e);
	}
	return say_what_there_is(b, file);
}

/* What a newer version has added we would leave out, and nobody would know before the day it is missed. */
static bool
is_ours(struct db *db)
{
	enum db_age age;
	err e = db_age(db, &age);

	if (e == OK && age == DB_OF_OURS)
		return true;
	fprintf(stderr, "medvirk backup: %s\n", e ? err_name(e)
		: "a newer version works on this database; make the backup with that one, or it would not be whole");
	return false;
}

int
command_backup(struct args *args)
{
	static const char *const known[] = { "--db", "--db-password-file", "--methods", NULL };
	const char *file = str_z(args->arena, args_word(args, 0));
	struct app app = { 0 };
	struct backup b = { .arena = args->arena, .app = &app };
	int status = 1;
	err e;

	if (!args_known(args, known))
		return 2;
	if (!*file) {
		fprintf(stderr, "usage: medvirk backup FILE --db URL\n");
		return 2;
	}
	if (access(file, F_OK) == 0) {
		fprintf(stderr, "medvirk backup: %s is there already, and a backup is never written over another\n", file);
		return 1;
	}
	if (!command_db_is_there(args)) {
		fprintf(stderr, "medvirk backup: there is no database at " STR_FMT "\n", STR_ARG(command_db_url(args)));
		return 1;
	}
	e = shelf_new(setting(args, SETTING_METHODS), &app.shelf);
	if (e)
		return fail(&b, "load the method packs", e);
	if (command_open_db(args, &app.db) == OK && is_ours(app.db))
		status = backup_to(args, &b, file);
	db_close(app.db);
	shelf_free(app.shelf);
	return status;
}
