/* files.c: which files an engine opens, for a process that will not be let near others; and where a password must not be. */
#include "db/db.h"

#include <libpq-fe.h>
#include <stdlib.h>

#include "base/confine.h"
#include "base/str.h"

/* Where libpq looks without being told. */
static void
allow_home(struct arena *a, struct confine *c)
{
	const char *home = getenv("HOME");

	if (!home || !*home)
		return;
	confine_allow(c, CONFINE_READ, str_fmt(a, "%s/.pgpass", home).p);
	confine_allow(c, CONFINE_READ, str_fmt(a, "%s/.pg_service.conf", home).p);
	confine_allow(c, CONFINE_READ, str_fmt(a, "%s/.postgresql", home).p);
}

/* Certificates are renewed by putting a new file in the old one's place: their folders, then. */
static void
allow_postgres(str url, struct arena *a, struct confine *c)
{
	static const char *const files[] = { "passfile", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir" };
	PQconninfoOption *all = PQconninfoParse(str_z(a, url), NULL);

	for (const PQconninfoOption *o = all; o && o->keyword; o++)
		for (size_t i = 0; i < COUNT(files); i++) {
			const char *value = o->val ? o->val : o->envvar ? getenv(o->envvar) : NULL;
			if (str_eq(str_of(o->keyword), str_of(files[i])) && value && *value == '/')
				confine_allow_beside(c, CONFINE_READ, a, str_of(value));
		}
	PQconninfoFree(all);
	confine_allow(c, CONFINE_READ, getenv("PGSERVICEFILE"));
	confine_allow(c, CONFINE_READ, getenv("PGSYSCONFDIR"));
	allow_home(a, c);
}

const char *
db_password_in_the_open(str url)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	const char *secret = getenv("PGPASSWORD"), *where = NULL;
	PQconninfoOption *all;

	if (str_starts(url, S("sqlite:")))
		return NULL;
	all = PQconninfoParse(str_z(&a, url), NULL);
	for (const PQconninfoOption *o = all; o && o->keyword; o++)
		if (str_eq(str_of(o->keyword), S("password")) && o->val && *o->val)
			where = "the database's URL";
	PQconninfoFree(all);
	return where ? where : secret && *secret ? "PGPASSWORD" : NULL;
}

void
db_confine(str url, struct arena *a, struct confine *c)
{
	/* SQLite makes -wal and -shm beside the file, and the folder itself is written to the disk when they come and go. */
	if (str_starts(url, S("sqlite:")))
		confine_allow_beside(c, CONFINE_CHANGE, a, str_from(url, sizeof("sqlite:") - 1));
	else
		allow_postgres(url, a, c);
}
