/* demo.c: medvirk demo. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command/command.h"
#include "app/command/serve.h"
#include "app/command/settings.h"
#include "app/demo/demo.h"
#include "base/str.h"

struct host {
	const char *name;
};

static err
ready(struct app *app, int port, void *ctx)
{
	struct host *host = ctx;
	err e = demo_fill(app);

	if (e == ERR_DENIED)
		fprintf(stderr, "medvirk: this database is not the demo's: there are real people in it\n");
	if (e && e != ERR_CONFLICT)
		return e;
	return demo_print(app, port, host->name);
}

static void
forget(struct arena *a, str folder)
{
	static const char *const files[] = { "medvirk.db", "medvirk.db-wal", "medvirk.db-shm" };

	for (size_t i = 0; i < COUNT(files); i++)
		unlink(str_fmt(a, STR_FMT "/%s", STR_ARG(folder), files[i]).p);
}

int
command_demo(struct args *args)
{
	static const char *const known[] = { "--listen", "--data", "--fresh", "--public-url", "--db", "--trust", "--confine", "--metrics", NULL };
	str folder = args_get(args, "--data", S("demo-data")), listen = args_get(args, "--listen", S("127.0.0.1:8080")), host;
	struct host h;
	struct serve_config cfg = { .listen = listen, .public_url = args_get(args, "--public-url", S("")), .demo = true,
		.confine = setting(args, SETTING_CONFINE), .ready = ready, .ctx = &h,
		.metrics = args_get(args, "--metrics", S("")) };

	if (!args_known(args, known) || !serve_trusted(args, &cfg))
		return 2;
	if (mkdir(str_z(args->arena, folder), 0700) && errno != EEXIST) {
		fprintf(stderr, "medvirk: cannot make the folder " STR_FMT "\n", STR_ARG(folder));
		return 1;
	}
	if (args_has(args, "--fresh"))
		forget(args->arena, folder);
	host = str_take(listen, listen.n - (size_t)(listen.n ? 1 : 0));
	while (host.n && host.p[host.n - 1] != ':')
		host.n--;
	host = str_take(host, host.n ? host.n - 1 : 0);
	h.name = host.n ? str_z(args->arena, host) : "127.0.0.1";
	cfg.db_url = args_get(args, "--db", str_fmt(args->arena, "sqlite:" STR_FMT "/medvirk.db", STR_ARG(folder)));
	return serve(&cfg);
}
