/* serve.h: the running program. */
#ifndef APP_COMMAND_SERVE_H
#define APP_COMMAND_SERVE_H

#include "app/app.h"

struct serve_config {
	str listen, db_url, public_url, methods;
	const str *trusted;
	size_t trusted_count;
	bool demo;
	/* Called once everything stands, before the first request is waited for; may print addresses. NULL: nothing. */
	err (*ready)(struct app *app, int port, void *ctx);
	void *ctx;
};

/* Serves until SIGTERM or SIGINT, then stops in order. Exit status. */
int serve(const struct serve_config *cfg);

#endif
