/* sql_file.h: reads files of named SQL statements.
 *
 *	-- stmt: NOTE_SAVE
 *	UPDATE note SET text = $2 WHERE id = $1;
 *	-- stmt: NOTE_SAVE @postgres
 *	…the text PostgreSQL gets instead…
 *
 * Comments are dropped, one statement a block, parameters are $1, $2 … without a gap and the same
 * in both texts. Pure. */
#ifndef SQL_FILE_H
#define SQL_FILE_H

#include "tool.h"

struct sql_named {
	str name, sqlite, postgres;	/* postgres is empty when both take the same */
	str file;
	size_t line;
	unsigned params;	/* highest number */
};

struct sql_list {
	struct sql_named *items;
	size_t n, room;
};

/* Adds the statements of one file. ERR_INVALID fills *f. */
err sql_file_read(struct arena *a, str file, str text, struct sql_list *list, struct fault *f) MUST_USE;

#endif
