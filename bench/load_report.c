/* load_report.c: the figures, as a table or as one JSON object with the same keys. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

static long
status_kb(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	return at ? strtol(at + strlen(key), NULL, 10) : 0;
}

static size_t
read_proc(long pid, const char *name, char *out, size_t room)
{
	char path[64];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%ld/%s", pid, name);
	f = fopen(path, "r");
	if (!f)
		return 0;
	n = fread(out, 1, room - 1, f);
	out[n] = 0;
	fclose(f);
	return n;
}

static void
add_thread(struct usage *u, const char *name, double cpu_s)
{
	size_t i = 0;

	while (i < u->name_count && strcmp(u->names[i].name, name) != 0)
		i++;
	if (i == THREAD_NAMES)
		return;
	if (i == u->name_count) {
		snprintf(u->names[i].name, sizeof(u->names[i].name), "%s", name);
		u->name_count++;
	}
	u->names[i].cpu_s += cpu_s;
}

/* What threads have used, by their names. */
static void
add_threads(long pid, struct usage *u)
{
	char path[64], text[1024];
	DIR *tasks;
	struct dirent *d;

	snprintf(path, sizeof(path), "/proc/%ld/task", pid);
	tasks = opendir(path);
	while (tasks && (d = readdir(tasks))) {
		unsigned long user, kernel;
		char *name, *rest;
		snprintf(path, sizeof(path), "task/%.20s/stat", d->d_name);
		if (d->d_name[0] == '.' || !read_proc(pid, path, text, sizeof(text)))
			continue;
		name = strchr(text, '(');
		rest = strrchr(text, ')');
		if (!name || !rest || sscanf(rest, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) != 2)
			continue;
		*rest = 0;
		add_thread(u, name + 1, (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK));
	}
	if (tasks)
		closedir(tasks);
}

static double
thread_s(const struct usage *u, const char *name)
{
	for (size_t i = 0; i < u->name_count; i++)
		if (strcmp(u->names[i].name, name) == 0)
			return u->names[i].cpu_s;
	return 0;
}

static void
add_usage(long pid, struct usage *u)
{
	char text[4096];
	struct timespec cpu;
	clockid_t clock;

	/* Finer than the hundredths of a second in /proc. */
	if (clock_getcpuclockid((pid_t)pid, &clock) == 0 && clock_gettime(clock, &cpu) == 0)
		u->cpu_s += (double)cpu.tv_sec + (double)cpu.tv_nsec / 1e9;
	add_threads(pid, u);
	if (read_proc(pid, "status", text, sizeof(text))) {
		u->rss_kb += status_kb(text, "VmRSS:");
		u->peak_kb += status_kb(text, "VmHWM:");
	}
}

struct usage
usage_of(const struct options *o)
{
	struct usage u = { 0 };

	for (size_t i = 0; i < o->pid_count; i++)
		add_usage(o->pids[i], &u);
	return u;
}

static int
by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

struct spread {
	size_t n;
	double p50, p95, p99, max;	/* milliseconds */
};

/* which: where in a tally the samples are. */
static struct spread
spread_of(struct book *b, int procs, size_t which)
{
	struct spread s = { 0 };
	uint32_t *all;

	for (int i = 0; i < procs; i++)
		s.n += ((struct samples *)((char *)&b->tally[i] + which))->n;
	if (s.n == 0)
		return s;
	all = mem_new(s.n * sizeof(*all));
	s.n = 0;
	for (int i = 0; i < procs; i++) {
		struct samples *part = (struct samples *)((char *)&b->tally[i] + which);
		memcpy(all + s.n, part->us, part->n * sizeof(*all));
		s.n += part->n;
	}
	qsort(all, s.n, sizeof(*all), by_size);
	s.p50 = all[(s.n - 1) * 50 / 100] / 1000.0;
	s.p95 = all[(s.n - 1) * 95 / 100] / 1000.0;
	s.p99 = all[(s.n - 1) * 99 / 100] / 1000.0;
	s.max = all[s.n - 1] / 1000.0;
	free(all);
	return s;
}

struct writer {
	bool json;
	int count;
};

static void
put_text(struct writer *w, const char *key, const char *value)
{
	if (w->json)
		printf("%s\"%s\":%s", w->count++ ? "," : "{", key, value);
	else
		printf("%-22s %s\n", key, value);
}

static void
put(struct writer *w, const char *key, double value, int decimals)
{
	char text[64];

	snprintf(text, sizeof(text), "%.*f", decimals, value);
	put_text(w, key, text);
}

static void
put_spread(struct writer *w, const char *name, const struct spread *s)
{
	static const char *const parts[] = { "p50", "p95", "p99", "max" };
	const double values[] = { s->p50, s->p95, s->p99, s->max };

	if (s->n == 0)
		return;
	for (size_t i = 0; i < COUNT(parts); i++) {
		char key[64];
		snprintf(key, sizeof(key), "%s_%s_ms", name, parts[i]);
		put(w, key, values[i], 2);
	}
}

static void
put_errors(struct writer *w, const struct tally *t)
{
	struct buf b = buf_heap(8192);
	str text;

	for (int i = 0; i < STATUS_MAX; i++)
		if (t->statuses[i])
			buf_addf(&b, "%s\"%d\":%" PRId64, b.n ? "," : "{", i, t->statuses[i]);
	buf_add(&b, b.n ? S("}") : S("{}"));
	if (buf_done(&b, &text) == OK)
		put_text(w, "errors", text.p);
	buf_free(&b);
}

/* Where a note's time goes: microseconds of each kind of thread. */
static void
put_threads(struct writer *w, size_t notes, const struct usage at[3])
{
	for (size_t i = 0; i < at[2].name_count && notes; i++) {
		const struct thread_usage *n = &at[2].names[i];
		double us = (n->cpu_s - thread_s(&at[1], n->name)) * 1e6 / (double)notes;
		char key[40];
		snprintf(key, sizeof(key), "%s_us_per_note", n->name);
		if (us >= 0.5)
			put(w, key, us, 0);
	}
}

static void
put_server(struct writer *w, const struct options *o, const struct tally *t, const struct usage at[3], double seconds)
{
	double cpu = at[2].cpu_s - at[1].cpu_s;

	if (!o->pid_count)
		return;
	put(w, "server_cpu_s", cpu, 2);
	put(w, "server_cpu_join_s", at[1].cpu_s - at[0].cpu_s, 2);
	put(w, "server_cpu_share", cpu / seconds, 3);
	if (t->in_time) {
		put(w, "cpu_us_per_delivery", cpu * 1e6 / (double)t->in_time, 2);
		put(w, "sending_us_per_delivery", (thread_s(&at[2], "hub") - thread_s(&at[1], "hub")) * 1e6 / (double)t->in_time, 2);
	}
	if (t->frames)
		put(w, "cpu_us_per_frame", cpu * 1e6 / (double)t->frames, 2);
	put(w, "server_rss_mb", (double)at[2].rss_kb / 1024, 1);
	put(w, "server_peak_rss_mb", (double)at[2].peak_kb / 1024, 1);
	if (t->joined && !o->no_streams)
		put(w, "kb_per_stream", (double)(at[1].rss_kb - at[0].rss_kb) / (double)t->joined, 2);
}

static void
put_joins(struct writer *w, const struct options *o, const struct tally *t, struct book *b)
{
	struct spread join = spread_of(b, o->procs, offsetof(struct tally, join));

	put(w, "joined", (double)t->joined, 0);
	put_spread(w, "join", &join);
	put(w, "join_bytes_mean", t->joined ? (double)t->join_bytes / (double)t->joined : 0, 0);
	put(w, "join_bytes_max", (double)t->join_bytes_max, 0);
	put(w, "streams_at_end", (double)t->open_streams, 0);
}

/* Notes saved a second while the phones wrote; what was in flight at the end does not count, and the time ends earlier when
 * they had no more to write. */
static double
saved_per_second(const struct options *o, struct book *b)
{
	int64_t last = 0, count = 0;

	for (uint32_t i = 0; i < b->count; i++) {
		int64_t at = b->notes[i].acked_us;
		if (at == 0 || at > b->end_us)
			continue;
		count++;
		last = at > last ? at : last;
	}
	if (!o->notes_each || count < (int64_t)o->notes_each * o->phones)
		last = b->end_us;
	return count ? (double)count * 1e6 / (double)(last - b->write_us) : 0;
}

static void
put_notes(struct writer *w, const struct options *o, const struct tally *t, struct book *b, double seconds)
{
	struct spread ack = spread_of(b, o->procs, offsetof(struct tally, ack));
	struct spread delivery = spread_of(b, o->procs, offsetof(struct tally, delivery));
	struct spread fanout = spread_of(b, o->procs, offsetof(struct tally, fanout));
	struct spread vote = spread_of(b, o->procs, offsetof(struct tally, vote));
	struct spread away = spread_of(b, o->procs, offsetof(struct tally, away));

	put(w, "sent", b->count, 0);
	put(w, "acked", (double)ack.n, 0);
	put(w, "acked_per_s", saved_per_second(o, b), 1);
	put_spread(w, "ack", &ack);
	put(w, "votes", (double)vote.n, 0);
	put_spread(w, "vote", &vote);
	put(w, "delivered", (double)t->deliveries, 0);
	put(w, "frames", (double)t->frames, 0);
	put(w, "delivered_per_s", (double)t->in_time / seconds, 1);
	put_spread(w, "delivery", &delivery);
	put_spread(w, "fanout", &fanout);
	put(w, "caught_up", (double)t->caught_up, 0);
	put(w, "resent", (double)t->resent, 0);
	put(w, "lost", (double)t->lost, 0);
	put(w, "doubled", (double)t->doubled, 0);
	put(w, "repeated", (double)t->repeated, 0);
	put(w, "seq_backwards", (double)t->backwards, 0);
	put(w, "reconnects", (double)t->reconnects, 0);
	put(w, "came_back", (double)away.n, 0);
	put_spread(w, "away", &away);
	put(w, "resets", (double)t->resets, 0);
	put(w, "closed", (double)t->closed, 0);
	put(w, "stream_failures", (double)t->stream_failures, 0);
}

void
report(const struct options *o, struct book *b, const struct usage at[3])
{
	struct writer w = { .json = o->json };
	const struct tally *t = &b->tally[0];
	double seconds = (double)(b->end_us - b->write_us) / 1e6;

	put(&w, "phones", o->phones, 0);
	put(&w, "seconds", seconds, 1);
	if (o->get) {
		struct spread request = spread_of(b, o->procs, offsetof(struct tally, ack));
		put(&w, "requests", (double)t->requests, 0);
		put(&w, "requests_per_s", (double)t->requests / seconds, 1);
		put_spread(&w, "request", &request);
	} else {
		put(&w, "rooms", (double)o->code_count, 0);
		put_joins(&w, o, t, b);
		put_notes(&w, o, t, b, seconds);
	}
	put_errors(&w, t);
	put_server(&w, o, t, at, seconds);
	if (!o->get)
		put_threads(&w, spread_of(b, o->procs, offsetof(struct tally, ack)).n, at);
	if (w.json)
		puts("}");
}
