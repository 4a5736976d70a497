/* args.c: words of the command line. */
#include <stdio.h>
#include <unistd.h>

#include "app/command/command.h"
#include "app/command/settings.h"
#include "app/sql.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/str.h"

int
command_run(const struct command *cmd, int argc, char **argv)
{
	struct arena arena CLEANUP(arena_free) = { 0 };
	struct args args = { .arena = &arena, .argc = argc, .argv = argv };

	if (args_has(&args, "--help")) {
		printf("medvirk %s %s\n%s.\n", cmd->name, cmd->usage, cmd->help);
		if (cmd->has_settings)
			settings_print();
		return 0;
	}
	return cmd->run(&args);
}

static bool
is_option(const char *word)
{
	return word[0] == '-' && word[1] == '-';
}

str
args_get(const struct args *args, const char *name, str fallback)
{
	for (int i = 0; i + 1 < args->argc; i++)
		if (strcmp(args->argv[i], name) == 0)
			return str_of(args->argv[i + 1]);
	return fallback;
}

bool
args_has(const struct args *args, const char *name)
{
	for (int i = 0; i < args->argc; i++)
		if (strcmp(args->argv[i], name) == 0)
			return true;
	return false;
}

/* Flags that stand alone; every other option takes the word after it. */
static bool
stands_alone(const char *word)
{
	return strcmp(word, "--fresh") == 0 || strcmp(word, "--help") == 0;
}

str
args_word(const struct args *args, int n)
{
	for (int i = 0; i < args->argc; i++) {
		if (is_option(args->argv[i])) {
			i += !stands_alone(args->argv[i]);
			continue;
		}
		if (n-- == 0)
			return str_of(args->argv[i]);
	}
	return (str){ 0 };
}

bool
args_known(const struct args *args, const char *const *names)
{
	for (int i = 0; i < args->argc; i++) {
		bool known = !is_option(args->argv[i]);
		for (size_t j = 0; names[j] && !known; j++)
			known = strcmp(args->argv[i], names[j]) == 0;
		if (!known) {
			fprintf(stderr, "medvirk: there is no option \"%s\" here; --help lists them\n", args->argv[i]);
			return false;
		}
		if (is_option(args->argv[i]) && !stands_alone(args->argv[i]))
			i++;
	}
	return true;
}

static void
complain(void *ctx, const char *what)
{
	(void)ctx;
	log_error("database: %s", what);
}

bool
command_db_is_discreet(str url)
{
	const char *where = db_password_in_the_open(url);

	if (where)
		fprintf(stderr, "medvirk: there is a password in %s, where others can read it. Put it into a file that only the program can "
			"read: --db-password-file, or systemd's credential \"db-password\" (docs/operations.md)\n", where);
	return !where;
}

err
command_open_db_at(str url, const char *password_file, size_t migrations, struct db **out)
{
	struct db_config cfg = {
		.url = url,
		.password_file = password_file,
		.stmts = sql_statements,
		.stmt_count = STMT_COUNT,
		.migrations = sql_migrations,
		.migration_count = migrations,
		.lock_stmt = SITTING_LOCK,
		.complain = complain,
		.group = true,
	};
	err e;

	if (cfg.url.n == 0) {
		fprintf(stderr, "medvirk: say which database: --db sqlite:FILE or --db postgresql://…\n");
		return ERR_INVALID;
	}
	if (!command_db_is_discreet(url))
		return ERR_INVALID;
	e = db_open(&cfg, out);
	if (e == ERR_CONFLICT)
		fprintf(stderr, "medvirk: the database was made by a newer version of the program\n");
	else if (e)
		fprintf(stderr, "medvirk: cannot open the database (%s)\n", err_name(e));
	return e;
}

str
command_db_url(const struct args *args)
{
	return setting(args, SETTING_DB);
}

const char *
command_db_password(const struct args *args)
{
	return secret_file(args->arena, "db-password", setting(args, SETTING_DB_PASSWORD_FILE));
}

err
command_open_db(struct args *args, struct db **out)
{
	return command_open_db_at(command_db_url(args), command_db_password(args), sql_migration_count, out);
}

bool
command_db_is_there(const struct args *args)
{
	str url = command_db_url(args), file = str_from(url, sizeof("sqlite:") - 1);

	return !str_starts(url, S("sqlite:")) || access(str_z(args->arena, file), F_OK) == 0;
}
