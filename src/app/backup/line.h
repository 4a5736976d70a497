/* line.h: the lines of a backup file: rows as JSON arrays, and sums over them. */
#ifndef APP_BACKUP_LINE_H
#define APP_BACKUP_LINE_H

#include <jansson.h>

#include "db/db.h"

/* Over the rows of a table, in whatever order they come: PostgreSQL and SQLite do not sort alike. */
struct sum {
	unsigned char bytes[32];
	int64_t rows;
};
void sum_add(struct sum *s, str line);
str sum_hex(struct arena *a, const struct sum *s);

/* A row as a line, without its end: numbers, texts, null, and bytes as {"base64":"…"}. Copied to the arena. */
err line_of_row(struct arena *a, const struct val *row, size_t n, str *out) MUST_USE;
/* The way back; ERR_INVALID when it is not a row of n values. Copied to the arena. */
err line_to_row(struct arena *a, const json_t *line, size_t n, struct val *row) MUST_USE;

#endif
