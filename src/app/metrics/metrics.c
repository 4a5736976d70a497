/* metrics.c: asks every part for its figures, and writes them down. */
#include "app/metrics/metrics.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/mail/mail.h"
#include "app/version.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/str.h"
#include "http/server.h"
#include "live/hub.h"

#define STOP_MS 200

struct metrics {
	struct app *app;
	struct server *about, *own;
	int64_t started;	/* seconds since 1970 */
	int statm;	/* -1: not to be had */
};

/* ---- the process ---- */

static int64_t
resident_bytes(const struct metrics *m)
{
	char text[128];
	ssize_t n = pread(m->statm, text, sizeof(text) - 1, 0);
	int64_t pages;
	str resident;

	if (n <= 0)
		return 0;
	str_cut((str){ text, (size_t)n }, ' ', NULL, &resident);
	str_cut(resident, ' ', &resident, NULL);
	return str_int(resident, &pages) ? 0 : pages * sysconf(_SC_PAGESIZE);
}

static void
process_figures(const struct metrics *m, struct buf *b)
{
	struct rlimit files = { 0 };
	struct rusage used;

	metric_head(b, "medvirk_build_info", "gauge", "Always 1; the labels say which program this is.");
	metric_int(b, "medvirk_build_info", db_is_postgres(m->app->db) ? "version=\"" MEDVIRK_VERSION "\",engine=\"postgresql\""
		: "version=\"" MEDVIRK_VERSION "\",engine=\"sqlite\"", 1);
	metric_gauge(b, "process_start_time_seconds", m->started, "When this process started, seconds since 1970.");
	if (getrusage(RUSAGE_SELF, &used) == 0) {
		metric_head(b, "process_cpu_seconds_total", "counter", "Processor time used, the kernel's for us included.");
		metric_real(b, "process_cpu_seconds_total", NULL, (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec)
			+ (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
	}
	metric_gauge(b, "process_resident_memory_bytes", resident_bytes(m), "Memory in use.");
	if (getrlimit(RLIMIT_NOFILE, &files) == 0)
		metric_gauge(b, "process_max_fds", (int64_t)files.rlim_cur, "Connections and files that may be open at once.");
	metric_gauge(b, "medvirk_clock_doubted", atomic_load(&m->app->clock_doubted),
		"1 while nothing is erased for its age because the clock has jumped ahead, until somebody looks at it.");
	metric_gauge(b, "medvirk_leaving", atomic_load(&m->app->leaving), "1 when it has been asked to stop and lets people go elsewhere.");
}

static void
log_figures(struct buf *b)
{
	static const struct { enum log_level level; const char *label; } levels[] = {
		{ LOG_ERROR, "level=\"error\"" }, { LOG_WARN, "level=\"warn\"" }, { LOG_INFO, "level=\"info\"" },
	};

	metric_head(b, "medvirk_log_lines_total", "counter", "Lines written to the log. An error wants somebody to do something.");
	for (size_t i = 0; i < COUNT(levels); i++)
		metric_int(b, "medvirk_log_lines_total", levels[i].label, log_count(levels[i].level));
}

/* ---- what people ask ---- */

static void
error_figures(struct app *app, struct arena *a, struct buf *b)
{
	metric_head(b, "medvirk_request_errors_total", "counter", "Requests that a handler did not answer as asked, by why.");
	for (err e = ERR_INVALID; e < ERR_COUNT_; e++)
		metric_int(b, "medvirk_request_errors_total", str_fmt(a, "kind=\"%s\"", err_name(e)).p, atomic_load(&app->errors[e]));
}

static void
http_figures(const struct metrics *m, struct buf *b)
{
	static const char *const classes[] = { NULL, "class=\"1xx\"", "class=\"2xx\"", "class=\"3xx\"", "class=\"4xx\"", "class=\"5xx\"" };
	struct server_stats s = server_stats(m->about);

	metric_head(b, "medvirk_http_responses_total", "counter", "Answers, by the class of their status; opened streams are among 2xx.");
	for (size_t i = 2; i < COUNT(classes); i++)
		metric_int(b, "medvirk_http_responses_total", classes[i], s.answers[i]);
	metric_histogram(b, "medvirk_http_request_seconds", &scale_time, &s.took,
		"From the last byte of a request to the first of its answer; streams apart.");
	metric_counter(b, "medvirk_http_requests_total", s.requests, "Requests that came whole.");
	metric_counter(b, "medvirk_http_refused_total", s.refused, "Requests refused before any handler saw them: malformed, too large, queue full.");
	metric_gauge(b, "medvirk_http_connections", s.open_connections, "Open connections, streams apart.");
	metric_gauge(b, "medvirk_http_queue", s.queued, "Requests that wait for a worker.");
	metric_counter(b, "medvirk_streams_opened_total", s.taken, "Streams of live rooms that were opened.");
}

static void
live_figures(const struct metrics *m, struct buf *b)
{
	struct hub_stats s = hub_stats(m->app->hub);

	metric_gauge(b, "medvirk_streams", s.streams, "Open streams: phones, walls and desks that look at a room just now.");
	metric_gauge(b, "medvirk_rooms", s.rooms, "Rooms that somebody looks at just now.");
	metric_counter(b, "medvirk_stream_frames_total", s.frames, "Frames sent, one for each stream that got it.");
	metric_counter(b, "medvirk_stream_bytes_total", s.bytes, "Bytes of those frames.");
	metric_counter(b, "medvirk_streams_cut_total", s.cut_off, "Streams cut off because they did not keep up; they come back by themselves.");
	metric_counter(b, "medvirk_renders_total", s.renders, "Frames drawn, once for all who look at the same screen in the same language.");
	metric_histogram(b, "medvirk_delivery_seconds", &scale_time, &s.delivery,
		"From the moment this node knew of a change until a stream had it in its socket.");
}

/* ---- the database ---- */

static void
write_figures(const struct metrics *m, struct buf *b)
{
	struct db_stats s = db_stats(m->app->db);

	metric_gauge(b, "medvirk_write_queue", s.waiting, "Writes that wait for the next commit.");
	metric_counter(b, "medvirk_writes_total", s.writes, "Writes that were saved.");
	metric_counter(b, "medvirk_writes_failed_total", s.failed, "Writes that were refused or could not be saved.");
	metric_counter(b, "medvirk_commits_total", s.commits, "Commits.");
	metric_histogram(b, "medvirk_commit_writes", &scale_group, &s.groups, "Writes saved by one commit.");
	metric_histogram(b, "medvirk_commit_seconds", &scale_time, &s.commit, "How long a commit took, with the disk's word that it is there (fsync).");
}

static void
file_figures(const struct metrics *m, struct buf *b)
{
	struct db_files f = db_files(m->app->db);

	if (db_is_postgres(m->app->db))
		return;
	metric_gauge(b, "medvirk_database_bytes", f.file_bytes, "Size of the SQLite file.");
	metric_gauge(b, "medvirk_wal_bytes", f.log_bytes, "Size of the write-ahead log beside it.");
	metric_gauge(b, "medvirk_wal_pages", f.log_pages, "Pages in the log since it last began anew.");
	metric_gauge(b, "medvirk_wal_kept_pages", f.kept_pages, "Pages the last checkpoint could not move: somebody reads an older state.");
	metric_head(b, "medvirk_checkpoints_total", "counter", "Checkpoints of the log.");
	metric_int(b, "medvirk_checkpoints_total", "outcome=\"done\"", f.checkpoints);
	metric_int(b, "medvirk_checkpoints_total", "outcome=\"failed\"", f.failed);
}

static err
read_mail(struct app *app, struct arena *a, struct mail_counts *out)
{
	struct db_conn *c;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = mail_counts(c, a, out);
	db_read_end(c);
	return e;
}

/* Read from the database, and so the proof that it is there. */
static void
mail_figures(const struct metrics *m, struct arena *a, struct buf *b)
{
	struct mail_counts n;
	err e = read_mail(m->app, a, &n);

	metric_gauge(b, "medvirk_database_up", e == OK, "1 when the database answered just now.");
	if (e)
		return;
	metric_head(b, "medvirk_mail_outbox", "gauge", "Letters that have not left: now due, of a later day, tried in vain, given up, "
		"and those of which nobody can know.");
	metric_int(b, "medvirk_mail_outbox", "state=\"due\"", n.due);
	metric_int(b, "medvirk_mail_outbox", "state=\"later\"", n.later);
	metric_int(b, "medvirk_mail_outbox", "state=\"retrying\"", n.troubled);
	metric_int(b, "medvirk_mail_outbox", "state=\"failed\"", n.failed);
	metric_int(b, "medvirk_mail_outbox", "state=\"unsure\"", n.unsure);
	metric_gauge(b, "medvirk_mail_oldest_seconds", n.oldest ? clock_now() - n.oldest : 0,
		"How long the oldest letter has waited that should have left.");
}

/* ---- the page ---- */

static bool
handle(void *ctx, struct request *rq, struct response *rs)
{
	const struct metrics *m = ctx;
	bool found = str_eq(rq->path, S("/metrics")) && rq->method == GET;

	response_header(rs, S("Content-Type"), found ? S("text/plain; version=0.0.4; charset=utf-8") : S("text/plain; charset=utf-8"));
	response_header(rs, S("Cache-Control"), S("no-store"));
	response_header(rs, S("X-Content-Type-Options"), S("nosniff"));
	if (!found) {
		rs->status = 404;
		buf_add(&rs->body, S("the figures are at /metrics\n"));
		return true;
	}
	process_figures(m, &rs->body);
	http_figures(m, &rs->body);
	error_figures(m->app, rq->arena, &rs->body);
	live_figures(m, &rs->body);
	write_figures(m, &rs->body);
	file_figures(m, &rs->body);
	mail_figures(m, rq->arena, &rs->body);
	log_figures(&rs->body);
	return true;
}

static size_t
no_body(void *ctx, enum http_method method, str path)
{
	(void)ctx, (void)method, (void)path;
	return 0;
}

static void
no_stream(void *ctx, int fd, void *stream)
{
	(void)ctx, (void)stream;
	close(fd);
}

static void
no_stream_either(void *ctx, void *stream)
{
	(void)ctx, (void)stream;
}

err
metrics_start(struct app *app, struct server *server, str listen, struct metrics **out)
{
	struct metrics *m = mem_new(sizeof(*m));
	struct server_config http = { .listen = listen, .loops = 1, .workers = 2, .running = 1, .queue = 16, .connections = 16,
		.bytes = 1024 * 1024, .handle = handle, .body_limit = no_body, .take = no_stream, .drop = no_stream_either, .ctx = m };
	err e;

	*m = (struct metrics){ .app = app, .about = server, .started = clock_now() };
	m->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	e = server_start(&http, &m->own);
	if (e) {
		metrics_stop(m);
		return e;
	}
	*out = m;
	return OK;
}

void
metrics_stop(struct metrics *m)
{
	if (!m)
		return;
	server_stop(m->own, STOP_MS);
	if (m->statm >= 0)
		close(m->statm);
	free(m);
}
