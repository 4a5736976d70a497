/* backup.h: all that is worth keeping, in one file that knows nothing of the engine it came from.
 *
 * The file is text, one JSON value a line (docs/operations.md describes it): a head, then for each table its columns, its
 * rows and how many there were with a sum over them, and a last line. It never holds seats, room keys, single votes, edit
 * tokens, withdrawn notes, events, slips, sessions or one-time links: tables.c says which table goes where, and a table it
 * does not know stops the backup. A sitting that is open is closed in the file by the rules that close it in life, while
 * the one in the database goes on. Source: design.md 7.2. The command line's thread. */
#ifndef APP_BACKUP_BACKUP_H
#define APP_BACKUP_BACKUP_H

#include <stdio.h>

#include "app/app.h"

struct backup {
	struct arena *arena;
	struct app *app;	/* database and shelf */
	FILE *file;	/* writing: empty; reading: from its beginning. Both may go back to the start. */
	/* out */
	str why;	/* what went wrong, in a sentence for the command line; empty when err says it all */
	size_t tables;
	int64_t rows;
	size_t closed;	/* sittings that are open in the database and closed in the file */
	int64_t made;	/* reading: when the file was made */
};

/* While the program runs. ERR_NOTFOUND: nothing has been begun in this database. */
err backup_write(struct backup *b) MUST_USE;

/* What the file needs before a database is opened for it: the first migrations of the program that it was made with.
 * ERR_INVALID: not a backup, or damaged. ERR_CONFLICT: made by a newer program. */
err backup_read_head(struct backup *b, size_t *migrations) MUST_USE;

/* Into a database without a single row whose schema is the file's; all of it or nothing. Every table is read back and
 * compared before it counts. ERR_INVALID: the file is damaged. ERR_CONFLICT: there is something in the database. */
err backup_restore(struct backup *b) MUST_USE;

#endif
