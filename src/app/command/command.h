/* command.h: what the command line can do. Each returns the process's exit status: 0 done,
 * 1 failed (said on stderr), 2 wrong words. */
#ifndef APP_COMMAND_COMMAND_H
#define APP_COMMAND_COMMAND_H

#include "base/arena.h"
#include "base/base.h"
#include "db/db.h"

struct args {
	struct arena *arena;
	int argc;
	char **argv;
};

struct command {
	const char *name;
	int (*run)(struct args *args);
	const char *help, *usage;
	bool has_settings;	/* --help lists them (settings.h) */
};

/* Answers --help itself, otherwise runs. */
int command_run(const struct command *cmd, int argc, char **argv);

/* "--name VALUE": the value, or fallback. "--name": whether it stands there. The n-th word without dashes. */
str args_get(const struct args *args, const char *name, str fallback);
bool args_has(const struct args *args, const char *name);
str args_word(const struct args *args, int n);
/* Complains about options that are not in the NULL-ended list; true when all are known. */
bool args_known(const struct args *args, const char *const *names);

/* Opens the database named by --db (or MEDVIRK_DB) with all statements and migrations; says what is wrong. */
err command_open_db(struct args *args, struct db **out) MUST_USE;
/* The same with the first `migrations` of the program only. */
err command_open_db_at(str url, const char *password_file, size_t migrations, struct db **out) MUST_USE;
str command_db_url(const struct args *args);
const char *command_db_password(const struct args *args);	/* the file that holds it; NULL: none */
/* False, and said on stderr, when a password stands where others can read it. */
bool command_db_is_discreet(str url);
/* False when the URL names an SQLite file that does not exist: opening it would make one. */
bool command_db_is_there(const struct args *args);

int command_demo(struct args *args);
int command_serve(struct args *args);
int command_init(struct args *args);
int command_let_in(struct args *args);
int command_routes(struct args *args);
int command_doctor(struct args *args);
int command_method(struct args *args);
int command_backup(struct args *args);
int command_restore(struct args *args);

#endif
