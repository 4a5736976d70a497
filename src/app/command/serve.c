/* serve.c: database, hub and server put together. */
#include "app/command/serve.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "app/command/command.h"
#include "app/command/confinement.h"
#include "app/command/inherited.h"
#include "app/command/settings.h"
#include "app/dispatch.h"
#include "app/jobs.h"
#include "app/limit.h"
#include "app/mail/sender.h"
#include "app/metrics/metrics.h"
#include "app/process/shelf.h"
#include "app/room/about.h"
#include "app/room/codes.h"
#include "app/room/live.h"
#include "app/room/names.h"
#include "app/sql.h"
#include "base/log.h"
#include "base/str.h"
#include "http/server.h"
#include "live/hub.h"
#include "paper/press.h"

#define TRUSTED_MOST 16
#define FEW_FILES 1024
#define SOCKETS_MOST 16
#define DRAIN_MOST 300	/* seconds */

/* main joins db's LISTEN to live: these two are all that passes between them. */
static void
heard(void *ctx, int64_t room, int64_t seq)
{
	struct app *app = ctx;

	if (app->hub)
		hub_poke(app->hub, room, seq);
}

static void
resync(void *ctx)
{
	struct app *app = ctx;

	if (app->hub)
		room_resync(app);
}

static void
complain_db(void *ctx, const char *what)
{
	(void)ctx;
	log_warn("database: %s", what);
}

/* Whoever looks after us (systemd) starts us again. A disk that keeps nothing then stops us at once, before anybody is let in. */
static void
broken(void *ctx)
{
	struct app *app = ctx;

	log_error("the disk did not keep what was written (fsync failed): stopping, to be started again; look at the disk");
	app->broken = true;
	pthread_kill(app->main_thread, SIGTERM);
}

static void
complain_http(void *ctx, const char *what)
{
	(void)ctx;
	log_warn("http: %s", what);
}

static void
wait_begin(void *ctx)
{
	(void)ctx;
	server_wait_begin();
}

static void
wait_end(void *ctx)
{
	(void)ctx;
	server_wait_end();
}

static err
open_database(const struct serve_config *cfg, struct app *app)
{
	struct db_config db = {
		.url = cfg->db_url,
		.password_file = cfg->db_password_file,
		.stmts = sql_statements,
		.stmt_count = STMT_COUNT,
		.migrations = sql_migrations,
		.migration_count = sql_migration_count,
		.readers = 8,
		.lock_stmt = SITTING_LOCK,
		.wait_begin = wait_begin,
		.wait_end = wait_end,
		.heard = heard,
		.resync = resync,
		.complain = complain_db,
		.broken = broken,
		.ctx = app,
		.group = !getenv("MEDVIRK_NO_GROUP"),
	};

	return db_open(&db, &app->db);
}

/* Takes all descriptors that may be had and says how many of them streams may hold; the rest is for everything else. */
static size_t
stream_descriptors(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files))
		return 500;
	files.rlim_cur = files.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &files))
		(void)!getrlimit(RLIMIT_NOFILE, &files);
	if (files.rlim_cur < FEW_FILES)
		log_warn("only %" PRIu64 " connections and files may be open at once; raise the limit (LimitNOFILE)", (uint64_t)files.rlim_cur);
	return files.rlim_cur > 8192 ? (size_t)files.rlim_cur - 1600 : (size_t)files.rlim_cur / 2;
}

static err
start_hub(struct app *app, size_t streams)
{
	struct hub_config hub = {
		.streams = streams,
		.screens = ROOM_SCREENS,
		.langs = lang_all(),
		.render = room_render,
		.presence = room_presence,
		.ctx = app,
	};

	struct hub *h;

	TRY(hub_start(&hub, &h));
	app->hub = h;
	return OK;
}

static err
start_server(const struct serve_config *cfg, struct app *app, size_t streams, struct server **out)
{
	int sockets[SOCKETS_MOST];
	struct server_config http = {
		.listen = cfg->listen,
		.trusted_proxies = cfg->trusted,
		.trusted_count = cfg->trusted_count,
		.handle = dispatch,
		.resume = dispatch_resume,
		.body_limit = dispatch_body_limit,
		.too_large = dispatch_too_large,
		.take = room_stream_take,
		.drop = room_stream_drop,
		.complain = complain_http,
		.ctx = app,
		.stream_reserve = streams,
		.sockets = sockets,
		.socket_count = inherited_sockets(sockets, SOCKETS_MOST),
	};

	app->press = press_start();
	return app->press ? server_start(&http, out) : ERR_IO;
}

/* False: a newer version has taken over. */
static bool
wait_for_signal(struct app *app, const sigset_t *signals)
{
	static const struct timespec second = { .tv_sec = 1 };

	while (sigtimedwait(signals, NULL, &second) < 0)
		if (atomic_load(&app->outdated))
			return false;
	return true;
}

/* People are sent to other nodes meanwhile. Whoever asks a second time means now. */
static void
say_leaving(struct app *app, const sigset_t *signals, int64_t seconds)
{
	struct timespec patience = { .tv_sec = seconds };

	atomic_store(&app->leaving, true);
	if (seconds)
		while (sigtimedwait(signals, NULL, &patience) < 0 && errno == EINTR)
			continue;
}

/* Before the first thread, so that all of them leave these to sigwait. */
static void
block_signals(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGINT);
	pthread_sigmask(SIG_BLOCK, signals, NULL);
}

/* All that runs, in the order it started. */
struct running {
	struct app app;
	struct server *server;
	struct metrics *metrics;
	struct jobs *jobs;
	struct sender *sender;
	const char *stage;	/* that failed: "open the database" */
	str where;
};

static err
start_all(const struct serve_config *cfg, struct running *r)
{
	size_t streams = stream_descriptors();

	r->app.limits = limits_new(100000);
	r->app.codes = codes_new();
	r->app.abouts = abouts_new();
	r->app.names = names_new();
	r->stage = "load the method packs";
	TRY(shelf_new(cfg->methods, &r->app.shelf));
	/* All that is read once has been read, and no thread has started. */
	r->stage = "shut itself in";
	TRY(confinement_begin(cfg));
	r->stage = "open the database";
	TRY(open_database(cfg, &r->app));
	r->stage = "start the hub";
	TRY(start_hub(&r->app, streams));
	r->stage = "listen on";
	r->where = cfg->listen;
	TRY(start_server(cfg, &r->app, streams, &r->server));
	r->stage = "show figures on";
	r->where = cfg->metrics;
	if (cfg->metrics.n)
		TRY(metrics_start(&r->app, r->server, cfg->metrics, &r->metrics));
	r->stage = "get ready";
	r->where = S("");
	if (cfg->ready)
		TRY(cfg->ready(&r->app, server_port(r->server), cfg->ctx));
	/* After the demo has played months with a moved clock: what forgets must not believe that clock. */
	r->stage = "start the jobs";
	r->jobs = jobs_start(&r->app);
	r->sender = sender_start(&r->app);
	return r->jobs && r->sender ? OK : ERR_IO;
}

/* First nobody new, so that those who are told to come again come to another node, or to the next process. What has been asked is
 * answered, and what was answered as saved has been committed: nothing waits for the end to be written. */
static void
stop_all(struct running *r)
{
	if (r->server)
		server_drain(r->server);
	if (r->app.hub)
		hub_stop(r->app.hub, 2000);
	metrics_stop(r->metrics);
	if (r->server)
		server_stop(r->server, 5000);
	sender_stop(r->sender);
	jobs_stop(r->jobs);
	press_stop(r->app.press);
	db_close(r->app.db);
	hub_free(r->app.hub);	/* other nodes' notifications may have come until now */
	limits_free(r->app.limits);
	memo_free(r->app.codes);
	memo_free(r->app.abouts);
	memo_free(r->app.names);
	shelf_free(r->app.shelf);
}

int
serve(const struct serve_config *cfg)
{
	struct running r = { .app = { .main_thread = pthread_self(), .public_url = cfg->public_url, .demo = cfg->demo,
		.mail_password_file = cfg->mail_password_file, .mail_ca = cfg->mail_ca } };
	sigset_t signals;
	err e;

	block_signals(&signals);
	e = start_all(cfg, &r);
	if (e) {
		fprintf(stderr, "medvirk: cannot %s%s" STR_FMT " (%s)\n", r.stage, r.where.n ? " " : "", STR_ARG(r.where), err_name(e));
	} else {
		log_info("serving port=%d", server_port(r.server));
		if (!wait_for_signal(&r.app, &signals))
			e = ERR_CONFLICT;
		log_info("stopping");
		say_leaving(&r.app, &signals, e || r.app.broken ? 0 : cfg->drain_s);
	}
	stop_all(&r);
	return e || r.app.broken ? 1 : 0;
}

/* "127.0.0.1, 10.0.0.0/24"; whether each is an address is found out when the server starts. */
bool
serve_trusted(struct args *args, struct serve_config *cfg)
{
	str list = setting(args, SETTING_TRUST), one, *trusted = NEW_ARRAY(args->arena, str, TRUSTED_MOST);

	cfg->trusted = trusted;
	for (cfg->trusted_count = 0; list.n && cfg->trusted_count < TRUSTED_MOST; cfg->trusted_count++) {
		str_cut(list, ',', &one, &list);
		trusted[cfg->trusted_count] = str_trim(one);
	}
	if (list.n)
		fprintf(stderr, "medvirk: at most %d proxies can be trusted; name networks instead, like 10.0.0.0/24\n", TRUSTED_MOST);
	return list.n == 0;
}

int
command_serve(struct args *args)
{
	static const char *const known[] = { "--listen", "--db", "--public-url", "--methods", "--trust", "--mail-password-file",
		"--mail-ca", "--db-password-file", "--confine", "--metrics", "--drain", NULL };
	struct serve_config cfg = {
		.listen = setting(args, SETTING_LISTEN),
		.db_url = setting(args, SETTING_DB),
		.public_url = setting(args, SETTING_PUBLIC_URL),
		.methods = setting(args, SETTING_METHODS),
		.mail_password_file = setting(args, SETTING_MAIL_PASSWORD_FILE),
		.mail_ca = setting(args, SETTING_MAIL_CA),
		.confine = setting(args, SETTING_CONFINE),
		.db_password_file = command_db_password(args),
		.metrics = setting(args, SETTING_METRICS),
	};

	if (!args_known(args, known) || !settings_environment_is_known() || !serve_trusted(args, &cfg))
		return 2;
	if (str_int(setting(args, SETTING_DRAIN), &cfg.drain_s) || cfg.drain_s < 0 || cfg.drain_s > DRAIN_MOST) {
		fprintf(stderr, "medvirk: --drain is a number of seconds, at most %d\n", DRAIN_MOST);
		return 2;
	}
	if (cfg.db_url.n == 0) {
		fprintf(stderr, "medvirk: say which database: --db sqlite:FILE or --db postgresql://…\n");
		return 2;
	}
	return command_db_is_discreet(cfg.db_url) ? serve(&cfg) : 2;
}
