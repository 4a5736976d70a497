/* settings.h: what the owner of a machine may decide before the program starts. Each has an option and a name in the
 * environment; the option wins. What an administrator changes day by day lies in the database instead. */
#ifndef APP_COMMAND_SETTINGS_H
#define APP_COMMAND_SETTINGS_H

#include "app/command/command.h"

enum setting {
	SETTING_DB, SETTING_LISTEN, SETTING_PUBLIC_URL, SETTING_TRUST, SETTING_METHODS, SETTING_MAIL_PASSWORD_FILE, SETTING_MAIL_CA,
	SETTING_DB_PASSWORD_FILE, SETTING_CONFINE,
	SETTING_METRICS, SETTING_DRAIN,
	SETTING_COUNT
};

/* By option, by environment, or the default. */
str setting(const struct args *args, enum setting s);
const char *setting_option(enum setting s);
/* One setting after the other with what it is for: the end of --help. */
void settings_print(void);
/* False, and said on stderr, when the environment holds a MEDVIRK_ name that does not exist: a typing error must not go
 * unnoticed until somebody misses what it should have done. */
bool settings_environment_is_known(void);

#endif
