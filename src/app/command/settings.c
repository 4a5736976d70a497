/* settings.c: one table. etc/medvirk.env shows the same names; a test compares them. */
#include "app/command/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"

static const struct {
	const char *option, *name, *fallback, *help;
} table[SETTING_COUNT] = {
	[SETTING_DB] = { "--db", "MEDVIRK_DB", "", "Where the data lies: sqlite:FILE or postgresql://USER@HOST/NAME" },
	[SETTING_LISTEN] = { "--listen", "MEDVIRK_LISTEN", "127.0.0.1:8080",
		"Address and port. With a proxy in front, keep it on 127.0.0.1" },
	[SETTING_PUBLIC_URL] = { "--public-url", "MEDVIRK_PUBLIC_URL", "",
		"What people type: https://medvirk.example.no, no slash at the end. In links, QR codes and mail" },
	[SETTING_TRUST] = { "--trust", "MEDVIRK_TRUST", "",
		"Addresses or networks of proxies, with commas: only their word about who comes and by https is believed" },
	[SETTING_METHODS] = { "--methods", "MEDVIRK_METHODS", "",
		"A folder of method packs of your own, beside those in the program" },
	[SETTING_MAIL_PASSWORD_FILE] = { "--mail-password-file", "MEDVIRK_MAIL_PASSWORD_FILE", "",
		"A file that holds the password for the mail relay; systemd's credential \"mail-password\" goes before it" },
	[SETTING_MAIL_CA] = { "--mail-ca", "MEDVIRK_MAIL_CA", "",
		"A file with the certificates the mail relay's is checked against, when it is not one that everybody trusts" },
	[SETTING_DB_PASSWORD_FILE] = { "--db-password-file", "MEDVIRK_DB_PASSWORD_FILE", "",
		"A file that holds the password for PostgreSQL; systemd's credential \"db-password\" goes before it" },
	[SETTING_CONFINE] = { "--confine", "MEDVIRK_CONFINE", "wanted",
		"required: do not serve on a kernel that cannot shut the program in; off: do not try" },
	[SETTING_METRICS] = { "--metrics", "MEDVIRK_METRICS", "",
		"Address and port where Prometheus may read figures, 127.0.0.1:9464; not given: nowhere. Never an address people can reach" },
	[SETTING_DRAIN] = { "--drain", "MEDVIRK_DRAIN", "0",
		"With several nodes: for so many seconds after it is asked to stop it still answers, while /readyz sends newcomers elsewhere" },
};

/* For tests and for looking into trouble; not for daily use. */
static const char *const others[] = { "MEDVIRK_BUILD", "MEDVIRK_CLOCK_OFFSET", "MEDVIRK_DEBUG", "MEDVIRK_NO_GROUP" };

str
setting(const struct args *args, enum setting s)
{
	const char *value = getenv(table[s].name);

	return args_get(args, table[s].option, str_of(value ? value : table[s].fallback));
}

const char *
setting_option(enum setting s)
{
	return table[s].option;
}

void
settings_print(void)
{
	printf("\nEach of these can also stand in the environment; docs/operations.md says more.\n\n");
	for (size_t i = 0; i < COUNT(table); i++) {
		printf("  %-12s %-18s %s.\n", table[i].option, table[i].name, table[i].help);
		if (*table[i].fallback)
			printf("  %-12s %-18s Without it: %s\n", "", "", table[i].fallback);
	}
}

static bool
is_known(str name)
{
	bool known = str_starts(name, S("MEDVIRK_TEST_"));

	for (size_t i = 0; i < COUNT(table) && !known; i++)
		known = str_eq(name, str_of(table[i].name));
	for (size_t i = 0; i < COUNT(others) && !known; i++)
		known = str_eq(name, str_of(others[i]));
	return known;
}

bool
settings_environment_is_known(void)
{
	bool all = true;

	for (char **e = environ; *e; e++) {
		str name;
		str_cut(str_of(*e), '=', &name, NULL);
		if (str_starts(name, S("MEDVIRK_")) && !is_known(name)) {
			fprintf(stderr, "medvirk: there is no setting " STR_FMT "; medvirk serve --help lists them\n", STR_ARG(name));
			all = false;
		}
	}
	return all;
}
