/* tables.h: what a backup does with each table. */
#ifndef APP_BACKUP_TABLES_H
#define APP_BACKUP_TABLES_H

#include "base/base.h"

enum table_fate {
	TABLE_UNKNOWN,	/* the backup stops: somebody has to decide */
	TABLE_KEPT,
	TABLE_NEVER,	/* not in a file, not from a file */
	TABLE_OURS,	/* the schema's own memory, made anew */
};
enum table_fate table_fate(str table);
/* All of them by name: 0 to table_count() - 1. */
size_t table_count(void);
const char *table_name(size_t i);
/* Columns of kept tables that are NULL in the file, whatever they hold. */
bool column_is_left_out(str table, str column);

#endif
