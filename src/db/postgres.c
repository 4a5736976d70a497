/* postgres.c: the engine for several nodes. */
#include "db/engine.h"

static err
absent(struct db *db, enum conn_use use UNUSED, struct db_conn **out)
{
	*out = NULL;
	db_complain(db, "PostgreSQL is not in this build");
	return ERR_IO;
}

const struct engine engine_postgres = { .open = absent };
