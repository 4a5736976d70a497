/* load.h: the inside of the load client.
 *
 * N phones in P processes walk the wire contract of design.md section 6. The processes share one book (mmap): every note
 * has a record, and its number is hidden in the last eight digits of its id, so whoever sees the id in a frame
 * finds the record at once. Each process is one epoll thread. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <stdatomic.h>
#include <sys/queue.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"

enum {
	NOTES_MAX = 4 * 1000 * 1000,
	ROOMS_MAX = 4096,
	SAMPLES_MAX = 16 * 1000 * 1000,
	PROCS_MAX = 16,
	TARGETS_MAX = 4,
	UUID_LENGTH = 36,
	STATUS_MAX = 600,
};

struct target {
	str host;
	int port;
};

struct options {
	struct target targets[TARGETS_MAX], to;	/* of the URLs; to: this process's */
	size_t target_count;
	str *codes;
	size_t code_count;
	int phones, procs, pool, reconnects, notes_each;
	double join_s, settle_s, notes_every_s, votes_every_s, get_every_s, seconds;
	bool floor, spread, no_streams, ready;
	const char *get, *cookie, *book_file;
	long pids[TARGETS_MAX];
	size_t pid_count;
	bool json;
};

struct note {
	char id[UUID_LENGTH];
	uint32_t room, nth;	/* nth of its room */
	uint32_t author;
	int64_t pressed_us;	/* the phone wanted it sent: waiting for a connection counts */
	_Atomic int64_t acked_us, first_seen_us;
	_Atomic uint32_t status, seen;
};

struct samples {
	size_t n;
	uint32_t us[SAMPLES_MAX];	/* only what is used has memory behind it */
};

/* What is in flight when writing ends has so long to come and still counts for what was done in the time; the processor is read then. */
enum { IN_FLIGHT_US = 400 * 1000 };

/* What one process found. */
struct tally {
	int64_t joined, open_streams, frames, deliveries, in_time, caught_up, lost, doubled, repeated, backwards, resent, reconnects, resets, closed;
	int64_t stream_failures, join_bytes, join_bytes_max, requests;
	int64_t statuses[STATUS_MAX];	/* other than expected; 0: no answer */
	struct samples delivery, fanout, ack, vote, join, away;	/* fanout: from saved to seen; away: from losing a stream to having it back */
};

struct book {
	int64_t start_us, write_us, end_us;
	_Atomic uint32_t count;
	_Atomic uint32_t room_count[ROOMS_MAX];
	_Atomic int64_t waiting;	/* notes without their acknowledgement */
	struct note notes[NOTES_MAX];
	struct tally tally[PROCS_MAX];
};

/* load_book.c */
struct book *book_open(void);
struct note *book_new_note(struct book *b, uint32_t room, uint32_t author, uint32_t *number);
struct note *book_find(struct book *b, str id);	/* NULL for what is not ours */
void book_write(const struct book *b, const char *file);
void book_add_up(struct book *b, int procs);	/* the counts, not the samples, into the first tally */
void samples_add(struct samples *s, int64_t us);

/* load_http.c */
struct loop;
struct phone;

enum call_kind { CALL_LANDING, CALL_JOIN, CALL_ROOM, CALL_NOTE, CALL_VOTE, CALL_READY, CALL_GET };

struct call {
	STAILQ_ENTRY(call) link;
	struct phone *phone;
	enum call_kind kind;
	uint32_t note;	/* CALL_NOTE */
	int64_t began_us;
	struct buf bytes;
};
STAILQ_HEAD(calls, call);

struct answer {
	int status;	/* 0: the connection failed */
	str head, body;
	size_t bytes;	/* on the wire */
};

enum source_kind { SOURCE_HTTP, SOURCE_STREAM };

/* One connection for one call at a time. */
struct http {
	enum source_kind kind;	/* first: what an epoll event points to */
	int fd;	/* -1: closed */
	uint32_t from;	/* source address, host order; 0: any */
	bool used;	/* has answered before: may be closed under us */
	int64_t began_us;
	struct call *call;
	size_t sent;
	struct buf in;
	struct lane *lane;
};

/* Connections and the calls that wait for one. */
struct lane {
	struct http *conns;
	size_t count;
	struct calls waiting;
};

void lane_open(struct lane *l, size_t count, uint32_t from);
void lane_close(struct lane *l);
void lane_rest(struct lane *l);	/* closes the connections that are idle; the next call opens one again */
void lane_time_out(struct loop *l, struct lane *lane);	/* calls without an answer for 20 s fail */
void lane_submit(struct loop *l, struct lane *lane, struct call *c);
void http_event(struct loop *l, struct http *h, uint32_t events);
void call_free(struct call *c);
int tcp_connect(const struct options *o, uint32_t from);	/* in progress; -1 when it cannot even begin */

/* load_phone.c */
enum timer_kind { TIMER_START, TIMER_NOTE, TIMER_RESEND, TIMER_VOTE, TIMER_READY, TIMER_STREAM, TIMER_DROP,
	TIMER_PAGE, TIMER_REFETCH };

struct timer {
	int64_t at_us;
	enum timer_kind kind;
	uint32_t note;	/* TIMER_RESEND */
	struct phone *phone;
};

struct stream {
	enum source_kind kind;	/* first */
	int fd;
	bool open;	/* its head has come */
	bool asked;
	int64_t open_us, lost_us;	/* lost_us: broken since, 0: not */
	int64_t bye_ms;	/* the server asked to be left alone for so long */
	unsigned tries;	/* that failed since it was open */
	struct phone *phone;
	struct buf rest;	/* an event that is not complete yet */
};

enum { COLUMNS = 8, WORD = 64 };

struct phone {
	struct loop *loop;
	uint32_t number, room;
	uint32_t from;
	struct lane own;
	struct lane *lane;	/* own, or the pool of the process */
	struct stream stream;
	char seat[WORD * 2], step[WORD], round[WORD];
	char columns[COLUMNS][WORD], targets[COLUMNS][WORD];
	size_t column_count, target_count;
	int64_t last_id, began_us, page_us;	/* notes pressed after page_us must come in a frame */
	int64_t bytes;
	bool joined, reopened, closed;
	bool voted;	/* has a vote on targets[choice] */
	unsigned choice;
	int written;	/* notes; of --get: the page that is next */
	struct buf note_head;	/* what all its notes begin with; empty: not written yet */
	unsigned char *seen;	/* bits by nth note of the room */
	size_t seen_room;
};

void phone_init(struct phone *p, struct loop *l, uint32_t number);
void phone_answer(struct phone *p, struct call *c, const struct answer *a);	/* takes the call */
void phone_timer(const struct timer *t);
bool phone_saw(const struct phone *p, uint32_t nth);
void phone_end(struct phone *p);

/* load_stream.c */
void stream_open(struct phone *p);
void stream_shut(struct phone *p);
void stream_event(struct stream *s, uint32_t events);
/* Marks every note of ours in this text; in_frame: counts it as delivered. */
void phone_see(struct phone *p, str text, bool in_frame);
void phone_joined(struct phone *p);

/* load_page.c: reading the room page as a tool may */
str page_value(str html, str name, size_t nth);	/* value of the nth name="…" value="…" */
int64_t page_seq(str html);
void word_copy(char to[WORD], str from);

/* load_loop.c */
struct loop {
	const struct options *o;
	struct book *book;
	struct tally *tally;
	int epoll, proc;
	int64_t now_us, came_us, missing;	/* after the end: since when so many notes and deliveries are missing */
	bool draining;
	struct phone *phones;
	size_t phone_count;
	struct lane pool;
	struct calls spare;	/* answered; their memory serves the next */
	struct timer *timers;	/* a heap */
	size_t timer_count, timer_room;
	unsigned seed;
	char read[256 * 1024];
};

void loop_run(const struct options *o, struct book *b, int proc);
void loop_at(struct loop *l, struct timer t);
void loop_watch(struct loop *l, int fd, void *source);
unsigned loop_random(struct loop *l, unsigned below);

/* load_report.c */
#define THREAD_NAMES 24
struct usage {
	double cpu_s;
	long rss_kb, peak_kb;
	size_t name_count;
	struct thread_usage {
		char name[16];
		double cpu_s;	/* of all threads so named, in hundredths of a second each */
	} names[THREAD_NAMES];
};
struct usage usage_of(const struct options *o);	/* of all servers together; zeros when there is no --pid */
void report(const struct options *o, struct book *b, const struct usage at[3]);

#endif
