/* serve.h: the running program. */
#ifndef APP_COMMAND_SERVE_H
#define APP_COMMAND_SERVE_H

#include "app/app.h"
#include "app/command/command.h"

struct serve_config {
	str listen, metrics, db_url, public_url, methods, mail_password_file, mail_ca;
	str confine;	/* a word of command/confinement.h */
	const char *db_password_file;	/* NULL: none */
	const str *trusted;
	size_t trusted_count;
	int64_t drain_s;	/* between being asked to stop and stopping */
	bool demo;
	/* Called once everything stands, before the first request is waited for; may print addresses. NULL: nothing. */
	err (*ready)(struct app *app, int port, void *ctx);
	void *ctx;
};

/* The proxies of --trust; false, and said on stderr, when there are too many. */
bool serve_trusted(struct args *args, struct serve_config *cfg);
/* Serves until SIGTERM or SIGINT, then stops in order. Exit status. */
int serve(const struct serve_config *cfg);

#endif
