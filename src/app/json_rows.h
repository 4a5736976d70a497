/* json_rows.h: rows of the database as JSON, for files that people take out. */
#ifndef APP_JSON_ROWS_H
#define APP_JSON_ROWS_H

#include <jansson.h>

#include "db/db.h"

/* all[name] becomes a list of objects with these names, one a column of the statement, whose $1 is `of`. */
err json_rows(struct db_conn *c, struct arena *a, json_t *all, const char *name, int stmt, const char *const *columns, int64_t of) MUST_USE;
json_t *json_of_str(str s);	/* as it is; {0} is "" */
/* The finished text in the arena; takes *all. */
err json_text(struct arena *a, json_t *all, str *out) MUST_USE;

#endif
