/* doctor.c: medvirk doctor: is this machine fit to keep what people say, and is the log whole? */
#include <stdarg.h>
#include <stdio.h>

#include "app/command/doctor/visit.h"

void
say(struct visit *v, enum verdict verdict, const char *fmt, ...)
{
	static const char *const marks[] = { [GOOD] = "good   ", [WARN] = "look at", [TROUBLE] = "TROUBLE" };
	va_list ap;

	v->warnings += verdict == WARN;
	v->troubles += verdict == TROUBLE;
	printf("%s  ", marks[verdict]);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
}

static int
conclude(const struct visit *v)
{
	if (v->troubles)
		printf("\nTrouble found: %d. Do something about it before people use the program.\n", v->troubles);
	else if (v->warnings)
		printf("\nNo trouble; %d to look at.\n", v->warnings);
	else
		printf("\nAll is well.\n");
	return v->troubles ? 1 : 0;
}

int
command_doctor(struct args *args)
{
	static const char *const known[] = { "--db", "--db-password-file", "--listen", "--public-url", "--trust", "--methods", "--mail-password-file",
		"--mail-ca", "--confine", "--metrics", NULL };
	struct visit v = { .args = args, .url = command_db_url(args) };

	if (!args_known(args, known))
		return 2;
	if (!settings_environment_is_known())
		say(&v, TROUBLE, "There are settings that do not exist (above). The program does not start with them.");
	if (!command_db_is_there(args))
		say(&v, WARN, "There was no database yet. It has been made now, and it is empty.");
	if (command_open_db(args, &v.db))
		return 1;
	say(&v, GOOD, "The database opens: %s.", db_is_postgres(v.db) ? "PostgreSQL" : "SQLite");
	look_at_data(&v);
	look_at_machine(&v);
	look_at_confinement(&v);
	look_at_server(&v);
	look_at_network(&v);
	look_at_mail(&v);
	db_close(v.db);
	return conclude(&v);
}
