/* sender.c: one letter after the other, at the pace and with the pauses the relay wants. */
#include "app/mail/sender.h"

#include <pthread.h>
#include <stdlib.h>

#include "app/mail/mail.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/queue.h"
#include "base/rand.h"
#include "base/str.h"

#define LOOK_EVERY_MS 1000
#define FIRST_PAUSE_MS 15000
#define LONGEST_PAUSE_MS 300000
#define STALE_SEC 900	/* longer than any letter takes: its node is dead */
#define STOP_WAIT_MS 8000

struct sender {
	struct app *app;
	pthread_t thread;
	struct queue *stop;	/* closed to stop; waiting on it is the sleep */
	char node[17];
	struct smtp *smtp;
	char *setup;	/* the settings as last seen */
	int64_t resume_at, pause_ms;	/* after trouble with the relay itself; clock_mono_ms */
	int64_t stale_at, minute_at, this_minute;
	bool first_round;
	int64_t stopping_at;	/* clock_mono_ms; 0: not stopping. Set by another thread */
};

/* A letter that waits for its answer gets some seconds more: broken off, it would be doubted. */
static bool
is_stopping(void *ctx, bool whole)
{
	const struct sender *s = ctx;
	int64_t at = __atomic_load_n(&s->stopping_at, __ATOMIC_ACQUIRE);

	return at && (!whole || clock_mono_ms() > at + STOP_WAIT_MS);
}

static void
hang_up(struct sender *s)
{
	smtp_close(s->smtp);
	s->smtp = NULL;
}

/* ---- what a dead node left ---- */

struct stale {
	int64_t before;
	str node;
};

static err
stale_write(struct db_conn *c, void *arg)
{
	const struct stale *x = arg;

	return db_exec(c, NULL, MAIL_STALE, INT(x->before), TEXT(x->node));
}

/* SQLite has one node: what was being sent when we came was ours before we died. */
static err
take_up_stale(struct sender *s)
{
	bool alone = s->first_round && !db_is_postgres(s->app->db);
	struct stale x = { .before = clock_now() + (alone ? 86400 : -STALE_SEC), .node = str_of(s->node) };

	if (!s->first_round && clock_mono_ms() < s->stale_at)
		return OK;
	TRY(db_write(s->app->db, stale_write, &x));
	s->first_round = false;
	s->stale_at = clock_mono_ms() + 60000;
	return OK;
}

/* ---- one letter ---- */

static bool
is_relays_fault(enum smtp_outcome o)
{
	return o == SMTP_AWAY || o == SMTP_UNTRUSTED || o == SMTP_LOGIN || o == SMTP_SENDER;
}

static void
note_relay(struct sender *s, enum smtp_outcome o)
{
	if (!is_relays_fault(o)) {
		s->pause_ms = 0;
		return;
	}
	s->pause_ms = s->pause_ms ? s->pause_ms * 2 : FIRST_PAUSE_MS;
	if (s->pause_ms > LONGEST_PAUSE_MS)
		s->pause_ms = LONGEST_PAUSE_MS;
	s->resume_at = clock_mono_ms() + s->pause_ms - s->pause_ms / 4 + rand_below((uint32_t)(s->pause_ms / 2));
	hang_up(s);
}

/* Opens the connection's settings; the relay itself is called with the first letter. */
static err
get_ready(struct sender *s, struct arena *a, const struct mail_setup *setup)
{
	struct smtp_relay relay;

	if (s->smtp)
		return OK;
	TRY(mail_relay(s->app, a, setup, &relay));
	TRY(smtp_open(&relay, &s->smtp));
	smtp_on_wait(s->smtp, is_stopping, s);
	return OK;
}

/* Without this note the letter would be doubted after a restart: tried until the database is back, or we must go. */
static void
write_end(struct sender *s, struct outgoing_end *end)
{
	err e;

	while ((e = db_write(s->app->db, outgoing_end, end))) {
		void *none;
		log_warn("mail: what came of letter %" PRId64 " is not written yet: %s", end->o->id, err_name(e));
		if (queue_take_many(s->stop, &none, 1, 1000) != 0 || queue_is_closed(s->stop))
			return;
	}
}

static enum smtp_outcome
hand_over(struct sender *s, struct arena *a, const struct mail_setup *setup, const struct outgoing *o)
{
	struct outgoing_end end = { .arena = a, .node = str_of(s->node), .o = o };
	struct mail m;
	err e = OK;

	if (!o->superfluous && !o->old) {
		outgoing_compose(a, o, setup, &m);
		e = get_ready(s, a, setup);
		if (e)
			end.result = (struct smtp_result){ .outcome = SMTP_LOGIN, .says = S("the password cannot be read, or the settings are wrong") };
		else if (smtp_send(s->smtp, a, &m, &end.result))
			end.unfit = true;
	}
	write_end(s, &end);
	log_info("mail id=%" PRId64 " kind=\"" STR_FMT "\" try=%" PRId64 " outcome=%d code=%ld", o->id, STR_ARG(o->kind), o->tries,
		o->superfluous || o->old ? -1 : (int)end.result.outcome, end.result.code);
	return end.result.outcome;
}

/* So many a minute, because relays count. */
static bool
has_room(struct sender *s, int64_t per_minute)
{
	if (clock_mono_ms() >= s->minute_at) {
		s->minute_at = clock_mono_ms() + 60000;
		s->this_minute = 0;
	}
	return s->this_minute < per_minute;
}

static str
host_of(str address)
{
	str host;

	str_cut(address, '@', NULL, &host);
	return host.n ? host : S("localhost");
}

/* One letter, or none: *more says whether to go on. */
static err
send_next(struct sender *s, const struct mail_setup *setup, bool *more)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct outgoing_claim x = { .arena = &a, .app = s->app, .node = str_of(s->node), .host = host_of(setup->from) };

	*more = false;
	if (is_stopping(s, false) || !has_room(s, setup->per_minute))
		return OK;
	TRY(db_write(s->app->db, outgoing_claim, &x));
	if (!x.out.id)
		return OK;
	s->this_minute++;
	note_relay(s, hand_over(s, &a, setup, &x.out));
	*more = s->pause_ms == 0;
	return OK;
}

/* ---- the thread ---- */

static err
look(struct sender *s, struct arena *a, struct mail_setup *setup, bool *due)
{
	struct db_conn *c;
	struct rows r;
	err e;

	*due = false;
	TRY(db_read_begin(s->app->db, &c));
	e = mail_setup_read(c, a, setup);
	if (!e && setup->on)
		e = db_one(c, a, &r, MAIL_DUE, INT(clock_now()));
	db_read_end(c);
	if (e || !setup->on)
		return e;
	/* New settings and a test letter wait for no pause. */
	if (!s->setup || !str_eq(setup->text, str_of(s->setup))) {
		free(s->setup);
		s->setup = mem_dup(setup->text);
		s->resume_at = s->pause_ms = 0;
	}
	*due = row_int(&r, 0, 1) > 0 && (clock_mono_ms() >= s->resume_at || row_int(&r, 0, 0) > 0);
	return OK;
}

static err
round_once(struct sender *s)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct mail_setup setup;
	bool more;

	TRY(look(s, &a, &setup, &more));
	if (!setup.on || s->app->public_url.n == 0 || s->app->demo)
		return OK;
	TRY(take_up_stale(s));
	while (more)
		TRY(send_next(s, &setup, &more));
	hang_up(s);
	return OK;
}

static void *
run(void *arg)
{
	struct sender *s = arg;
	void *none;

	while (queue_take_many(s->stop, &none, 1, LOOK_EVERY_MS) == 0 && !queue_is_closed(s->stop)) {
		err e = round_once(s);
		if (e && e != ERR_BUSY)
			log_warn("mail: %s", err_name(e));
	}
	hang_up(s);
	return NULL;
}

struct sender *
sender_start(struct app *app)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct sender *s = mem_new(sizeof(*s));
	str node = rand_hex(&a, 8);

	memcpy(s->node, node.p, node.n);
	s->app = app;
	s->first_round = true;
	s->stop = queue_new(1);
	if (pthread_create(&s->thread, NULL, run, s)) {
		queue_free(s->stop);
		free(s);
		return NULL;
	}
	return s;
}

void
sender_stop(struct sender *s)
{
	if (!s)
		return;
	__atomic_store_n(&s->stopping_at, clock_mono_ms(), __ATOMIC_RELEASE);
	queue_close(s->stop);
	pthread_join(s->thread, NULL);
	queue_free(s->stop);
	free(s->setup);
	free(s);
}
