/* load.c: phones for the load test. See load_help. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include "base/rand.h"
#include "load.h"

static const char load_help[] =
	"load --url http://HOST:PORT[/r/CODE] [--code CODE[,CODE…]] [--codes FILE] …\n"
	"\n"
	"  --url URL           of several, the processes take one each in turn, so that every room is spread over all\n"
	"  --phones N          how many (1)\n"
	"  --procs N           processes that share them (1)\n"
	"  --join-seconds S    all join within S seconds (5)\n"
	"  --settle-seconds S  then nothing happens for S seconds (1)\n"
	"  --seconds S         then they write for S seconds (30)\n"
	"  --notes-every S     a note from each phone every S seconds; 0: the next as soon as one is saved;\n"
	"                      negative: none (2)\n"
	"  --notes-each N      no phone writes more than N notes\n"
	"  --votes-every S     a vote from each phone every S seconds, given or taken back, when the page has votes (none);\n"
	"                      such phones write no notes\n"
	"  --ready             each phone says once that it is ready, those of a room within a second\n"
	"  --reconnects N      each phone loses its stream N times and comes back with Last-Event-ID\n"
	"  --pool N            notes go over N shared connections a process, as behind a proxy; else each phone has its own\n"
	"  --no-streams        nobody listens\n"
	"  --spread            source addresses all over 127.0.0.0/8\n"
	"  --floor             the server is bench/floor or bench/fanout: no pages, no joining; --rooms N: that many\n"
	"  --get PATH          instead of all this: every phone fetches PATH[,PATH…] in turn, again and again; --cookie TEXT\n"
	"  --get-every S       waiting S seconds between two (0)\n"
	"  --pid PID           the server's: its CPU seconds and memory; of several, together\n"
	"  --book FILE         one line a note: id, room, status, pressed, saved, first seen (µs), seen by how many\n"
	"  --json              the same figures as JSON\n"
	"\n"
	"Delivery is from pressing the button to seeing id=\"note-UUID\" in a frame, at every other phone of the room;\n"
	"fanout is from the note being saved, as its author learns it;\n"
	"what was pressed while that phone had lost its stream is counted as caught_up instead.\n"
	"delivered_per_s and the processor count what came while they wrote; after it, all waits until nothing more comes for ten seconds.\n"
	"lost: phone and saved note that never met; doubled: twice in one page or frame; repeated: again in a later frame.\n"
	"Ends with 1 when something was lost or doubled or somebody could not join.\n";

enum { O_URL = 256, O_CODE, O_CODES, O_PHONES, O_PROCS, O_JOIN, O_SETTLE, O_SECONDS, O_NOTES, O_EACH, O_VOTES, O_READY, O_RECONNECTS,
	O_POOL, O_NO_STREAMS, O_SPREAD, O_FLOOR, O_ROOMS, O_GET, O_GET_EVERY, O_COOKIE, O_PID, O_BOOK, O_JSON, O_HELP };

static const struct option long_options[] = { { "url", required_argument, NULL, O_URL },
	{ "code", required_argument, NULL, O_CODE }, { "codes", required_argument, NULL, O_CODES },
	{ "phones", required_argument, NULL, O_PHONES }, { "procs", required_argument, NULL, O_PROCS },
	{ "join-seconds", required_argument, NULL, O_JOIN }, { "settle-seconds", required_argument, NULL, O_SETTLE },
	{ "seconds", required_argument, NULL, O_SECONDS }, { "notes-every", required_argument, NULL, O_NOTES },
	{ "votes-every", required_argument, NULL, O_VOTES },
	{ "notes-each", required_argument, NULL, O_EACH }, { "ready", no_argument, NULL, O_READY },
	{ "reconnects", required_argument, NULL, O_RECONNECTS }, { "pool", required_argument, NULL, O_POOL },
	{ "no-streams", no_argument, NULL, O_NO_STREAMS }, { "spread", no_argument, NULL, O_SPREAD },
	{ "floor", no_argument, NULL, O_FLOOR }, { "rooms", required_argument, NULL, O_ROOMS },
	{ "get", required_argument, NULL, O_GET }, { "get-every", required_argument, NULL, O_GET_EVERY }, { "cookie", required_argument, NULL, O_COOKIE },
	{ "pid", required_argument, NULL, O_PID }, { "book", required_argument, NULL, O_BOOK },
	{ "json", no_argument, NULL, O_JSON }, { "help", no_argument, NULL, O_HELP }, { 0 } };

static NORETURN void
complain(const char *what)
{
	fprintf(stderr, "load: %s; --help tells more\n", what);
	exit(2);
}

static void
add_code(struct options *o, str code)
{
	code = str_trim(code);
	if (code.n == 0)
		return;
	if (o->code_count == ROOMS_MAX)
		complain("too many rooms");
	o->codes = mem_grow(o->codes, o->code_count + 1, sizeof(*o->codes));
	o->codes[o->code_count++] = (str){ mem_dup(code), code.n };
}

static void
add_codes(struct options *o, str list)
{
	while (list.n) {
		str code;
		str_cut(list, ',', &code, &list);
		add_code(o, code);
	}
}

static void
add_code_file(struct options *o, const char *file)
{
	char line[256];
	FILE *f = fopen(file, "r");

	if (!f)
		complain("cannot read the file of codes");
	while (fgets(line, sizeof(line), f))
		add_code(o, str_of(line));
	fclose(f);
}

static void
add_rooms(struct options *o, long count)
{
	char code[32];

	for (long i = 0; i < count; i++) {
		snprintf(code, sizeof(code), "R%05ld", i);
		add_code(o, str_of(code));
	}
}

static void
read_url(struct options *o, str url)
{
	str host, port, path, room, code;
	int64_t n = 80;

	if (!str_starts(url, S("http://")))
		complain("--url must begin with http://");
	if (o->target_count == TARGETS_MAX)
		complain("that many servers");
	str_cut(str_from(url, 7), '/', &host, &path);
	if (str_cut(host, ':', &host, &port) && str_int(port, &n))
		complain("--url has no port number");
	o->targets[o->target_count++] = (struct target){ str_eq(host, S("localhost")) ? S("127.0.0.1") : host, (int)n };
	if (str_cut(path, '/', &room, &code) && str_eq(room, S("r")))
		add_code(o, code);
}

static void
read_pid(struct options *o, const char *text)
{
	if (o->pid_count == TARGETS_MAX)
		complain("that many servers");
	o->pids[o->pid_count++] = strtol(text, NULL, 10);
}

static bool
read_option(struct options *o, int option)
{
	switch (option) {
	case O_URL: read_url(o, str_of(optarg)); break;
	case O_CODE: add_codes(o, str_of(optarg)); break;
	case O_CODES: add_code_file(o, optarg); break;
	case O_PHONES: o->phones = (int)strtol(optarg, NULL, 10); break;
	case O_PROCS: o->procs = (int)strtol(optarg, NULL, 10); break;
	case O_JOIN: o->join_s = strtod(optarg, NULL); break;
	case O_SETTLE: o->settle_s = strtod(optarg, NULL); break;
	case O_SECONDS: o->seconds = strtod(optarg, NULL); break;
	case O_NOTES: o->notes_every_s = strtod(optarg, NULL); break;
	case O_EACH: o->notes_each = (int)strtol(optarg, NULL, 10); break;
	case O_VOTES: o->votes_every_s = strtod(optarg, NULL); break;
	case O_READY: o->ready = true; break;
	case O_RECONNECTS: o->reconnects = (int)strtol(optarg, NULL, 10); break;
	case O_POOL: o->pool = (int)strtol(optarg, NULL, 10); break;
	case O_NO_STREAMS: o->no_streams = true; break;
	case O_SPREAD: o->spread = true; break;
	case O_FLOOR: o->floor = true; break;
	case O_ROOMS: add_rooms(o, strtol(optarg, NULL, 10)); break;
	case O_GET: o->get = optarg; break;
	case O_GET_EVERY: o->get_every_s = strtod(optarg, NULL); break;
	case O_COOKIE: o->cookie = optarg; break;
	case O_PID: read_pid(o, optarg); break;
	case O_BOOK: o->book_file = optarg; break;
	case O_JSON: o->json = true; break;
	default: return false;
	}
	return true;
}

static void
read_options(struct options *o, int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (option == O_HELP) {
			fputs(load_help, stdout);
			exit(0);
		}
		if (!read_option(o, option))
			complain("what is that");
	}
	if (!o->target_count)
		complain("--url is missing");
	if (o->floor && !o->code_count)
		add_rooms(o, 1);
	if (o->get && !o->code_count)
		add_code(o, S("-"));
	if (!o->code_count)
		complain("no room: --code, --codes or a URL with /r/CODE");
	if (o->procs < (int)o->target_count)
		complain("each --url needs a process of its own: --procs");
	if (o->phones < 1 || o->procs < 1 || o->procs > PROCS_MAX || o->procs > o->phones || o->seconds <= 0)
		complain("--phones, --procs or --seconds out of range");
}

static void
wait_until(int64_t us)
{
	int64_t rest;

	while ((rest = us - clock_mono_us()) > 0)
		usleep(rest > 500000 ? 500000 : (unsigned)rest);
}

static void
start_children(struct options *o, struct book *b)
{
	for (int i = 0; i < o->procs; i++) {
		pid_t pid;
		o->to = o->targets[(size_t)i % o->target_count];
		pid = fork();
		if (pid < 0) {
			perror("fork");
			exit(1);
		}
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGTERM);
			loop_run(o, b, i);
			exit(0);
		}
	}
}

static bool
all_well(const struct options *o, const struct tally *t)
{
	return t->lost + t->doubled + t->backwards == 0 && (o->get || t->joined == o->phones);
}

static void
options_done(struct options *o)
{
	for (size_t i = 0; i < o->code_count; i++)
		free((void *)(uintptr_t)o->codes[i].p);
	free(o->codes);
}

int
main(int argc, char **argv)
{
	struct options o = { .phones = 1, .procs = 1, .join_s = 5, .settle_s = 1, .notes_every_s = 2, .seconds = 30 };
	struct rlimit files;
	struct usage at[3];
	struct book *b;
	bool well = true;
	int status;

	read_options(&o, argc, argv);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	if (rand_init())
		return 1;
	b = book_open();
	at[0] = usage_of(&o);
	b->start_us = clock_mono_us() + 200 * 1000;
	b->write_us = b->start_us + (int64_t)((o.join_s + o.settle_s) * 1e6);
	b->end_us = b->write_us + (int64_t)(o.seconds * 1e6);
	start_children(&o, b);
	wait_until(b->write_us - 50 * 1000);
	at[1] = usage_of(&o);
	wait_until(b->end_us + IN_FLIGHT_US);
	at[2] = usage_of(&o);
	while (wait(&status) > 0)
		well = well && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	book_add_up(b, o.procs);
	report(&o, b, at);
	if (o.book_file)
		book_write(b, o.book_file);
	well = well && all_well(&o, &b->tally[0]);
	options_done(&o);
	return well ? 0 : 1;
}
