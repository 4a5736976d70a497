/* load_phone.c: what one phone does: joins, writes, votes, says that it is ready, loses its stream and comes back. */
#include <stdio.h>
#include <stdlib.h>

#include "base/rand.h"
#include "load.h"

static struct call *
call_new(struct phone *p, enum call_kind kind)
{
	struct calls *spare = &p->loop->spare;
	struct call *c = STAILQ_FIRST(spare);

	if (c) {
		STAILQ_REMOVE_HEAD(spare, link);
		buf_reset(&c->bytes);
	} else {
		c = mem_new(sizeof(*c));
		c->bytes = buf_heap(64 * 1024);
	}
	c->phone = p;
	c->kind = kind;
	c->began_us = clock_mono_us();
	return c;
}

static void
add_head(struct phone *p, struct call *c, const char *method, const char *tail)
{
	const struct options *o = p->loop->o;

	buf_addf(&c->bytes, "%s /r/" STR_FMT "%s HTTP/1.1\r\nHost: " STR_FMT ":%d\r\nAccept: */*\r\nAccept-Language: nb\r\n", method,
		STR_ARG(o->codes[p->room]), tail, STR_ARG(o->to.host), o->to.port);
	if (p->seat[0])
		buf_addf(&c->bytes, "Cookie: seat=%s\r\n", p->seat);
}

static void
submit_get(struct phone *p, enum call_kind kind, const char *tail)
{
	struct call *c = call_new(p, kind);

	add_head(p, c, "GET", tail);
	buf_add(&c->bytes, S("\r\n"));
	lane_submit(p->loop, &p->own, c);
}

/* All of a POST up to the number in Content-Length. */
static void
add_post_head(struct phone *p, struct call *c, const char *tail)
{
	add_head(p, c, "POST", tail);
	buf_add(&c->bytes, S("Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "));
}

static void
submit_body(struct phone *p, struct lane *lane, struct call *c, str body)
{
	buf_int(&c->bytes, (int64_t)body.n);
	buf_add(&c->bytes, S("\r\n\r\n"));
	buf_add(&c->bytes, body);
	lane_submit(p->loop, lane, c);
}

static void
submit_post(struct phone *p, struct lane *lane, struct call *c, const char *tail, str body)
{
	add_post_head(p, c, tail);
	submit_body(p, lane, c, body);
}

static void
submit_page(struct phone *p)
{
	const struct options *o = p->loop->o;
	str path, rest = str_of(o->get);
	struct call *c;

	if (p->loop->now_us >= p->loop->book->end_us)
		return;
	for (int i = 0; i <= p->written; i++)
		str_cut(rest, ',', &path, &rest);
	p->written = rest.n ? p->written + 1 : 0;
	c = call_new(p, CALL_GET);
	buf_addf(&c->bytes, "GET " STR_FMT " HTTP/1.1\r\nHost: " STR_FMT ":%d\r\n", STR_ARG(path), STR_ARG(o->to.host), o->to.port);
	if (o->cookie)
		buf_addf(&c->bytes, "Cookie: %s\r\n", o->cookie);
	buf_add(&c->bytes, S("\r\n"));
	lane_submit(p->loop, &p->own, c);
}

/* The first line and the headers are the same for every note of a phone once it has its seat: written once, then copied. */
static void
add_note_head(struct phone *p, struct call *c)
{
	if (!p->note_head.n) {
		add_post_head(p, c, "/notes");
		buf_add(&p->note_head, buf_str(&c->bytes));
		return;
	}
	buf_add(&c->bytes, buf_str(&p->note_head));
}

static char *
put(char *at, str s)
{
	return (char *)memcpy(at, s.p, s.n) + s.n;
}

static char *
put_hex(char *at, uint32_t number)
{
	for (int shift = 28; shift >= 0; shift -= 4)
		*at++ = "0123456789abcdef"[number >> shift & 15];
	return at;
}

/* Sends a note, or sends it again: the same id, and a phone that was answered once never asks again. No printf: the client shares
 * the processors with what it measures. */
static void
submit_note(struct phone *p, uint32_t number)
{
	struct note *n = &p->loop->book->notes[number];
	struct call *c = call_new(p, CALL_NOTE);
	char body[256 + 3 * WORD], *at = body;

	c->note = number;
	at = put(at, S("id="));
	at = put(at, (str){ n->id, UUID_LENGTH });
	if (!p->loop->o->floor) {
		at = put(at, S("&step="));
		at = put(at, str_of(p->step));
		at = put(at, S("&column="));
		at = put(at, str_of(p->column_count ? p->columns[number % p->column_count] : ""));
	}
	at = put(at, S("&token="));
	at = put_hex(put_hex(put_hex(put_hex(at, number), p->number), number ^ 0x5bd1e995), ~p->number);
	at = put(at, S("&text=Card+number+"));
	at = put_hex(at, number);
	at = put(at, S("+of+the+load+test%2C+as+long+as+a+sentence"));
	add_note_head(p, c);
	submit_body(p, p->lane, c, (str){ body, (size_t)(at - body) });
}

static void
write_note(struct phone *p)
{
	uint32_t number;

	/* Where the page asks for votes nobody writes. */
	if (p->round[0] || (p->loop->o->notes_each && p->written == p->loop->o->notes_each))
		return;
	p->written++;
	book_new_note(p->loop->book, p->room, p->number, &number);
	submit_note(p, number);
}

static void
later(struct phone *p, int64_t us, enum timer_kind kind, uint32_t note)
{
	loop_at(p->loop, (struct timer){ .at_us = p->loop->now_us + us, .kind = kind, .note = note, .phone = p });
}

/* A random moment of the first interval, so that phones are not in step. A room is ready within a second, for its leader has asked;
 * one room after the other, for no two leaders look at the same clock. */
static void
begin_writing(struct phone *p)
{
	struct loop *l = p->loop;
	const struct options *o = l->o;
	int64_t begin = l->book->write_us > l->now_us ? l->book->write_us - l->now_us : 0;
	int64_t whole = l->book->end_us - l->book->write_us;

	if (o->notes_every_s >= 0)
		later(p, begin + (int64_t)(o->notes_every_s * loop_random(l, 1000000)), TIMER_NOTE, 0);
	if (o->votes_every_s > 0)
		later(p, begin + (int64_t)(o->votes_every_s * loop_random(l, 1000000)), TIMER_VOTE, 0);
	if (o->ready)
		later(p, begin + whole * (2 * p->room + 1) / (int64_t)(2 * o->code_count) + loop_random(l, 1000000), TIMER_READY, 0);
	for (int i = 0; i < o->reconnects; i++)
		later(p, begin + (int64_t)((double)whole * loop_random(l, 1000000) / 1e6), TIMER_DROP, 0);
}

void
phone_joined(struct phone *p)
{
	struct tally *t = p->loop->tally;

	p->joined = true;
	if (p->loop->o->floor)
		p->page_us = clock_mono_us();
	t->joined++;
	t->join_bytes += p->bytes;
	t->join_bytes_max = p->bytes > t->join_bytes_max ? p->bytes : t->join_bytes_max;
	samples_add(&t->join, clock_mono_us() - p->began_us);
	if (p->lane != &p->own)
		lane_rest(&p->own);
	begin_writing(p);
}

static void
start(struct phone *p)
{
	if (!p->began_us)
		p->began_us = clock_mono_us();
	if (p->loop->o->get)
		submit_page(p);
	else if (!p->loop->o->floor)
		submit_get(p, CALL_LANDING, "");
	else if (p->loop->o->no_streams)
		phone_joined(p);
	else
		stream_open(p);
}

static void
read_seat(struct phone *p, str head)
{
	str mark = S("seat="), seat;
	size_t at = str_find(head, mark);

	if (at == SIZE_MAX)
		return;
	str_cut(str_from(head, at + mark.n), ';', &seat, NULL);
	str_cut(seat, '\r', &seat, NULL);
	buf_reset(&p->note_head);
	if (seat.n < sizeof(p->seat)) {
		memcpy(p->seat, seat.p, seat.n);
		p->seat[seat.n] = 0;
	}
}

static void
read_page(struct phone *p, str html)
{
	int64_t seq = page_seq(html);
	str value;

	p->page_us = clock_mono_us();
	if (seq > p->last_id)
		p->last_id = seq;
	word_copy(p->step, page_value(html, S("step"), 0));
	word_copy(p->round, page_value(html, S("round"), 0));
	p->column_count = p->target_count = 0;
	while (p->column_count < COLUMNS && (value = page_value(html, S("column"), p->column_count)).n)
		word_copy(p->columns[p->column_count++], value);
	while (p->target_count < COLUMNS && (value = page_value(html, S("target"), p->target_count)).n)
		word_copy(p->targets[p->target_count++], value);
	phone_see(p, html, false);
}

static void
count_status(struct phone *p, int status)
{
	p->loop->tally->statuses[status > 0 && status < STATUS_MAX ? status : 0]++;
}

static void
note_answered(struct phone *p, const struct call *c, int status)
{
	struct loop *l = p->loop;
	struct note *n = &l->book->notes[c->note];
	int64_t now = clock_mono_us();

	if (status == 201 || status == 200) {
		n->status = (uint32_t)status;
		n->acked_us = now;
		samples_add(&l->tally->ack, now - n->pressed_us);
		l->book->waiting--;
		if (l->o->notes_every_s == 0 && now < l->book->end_us)
			write_note(p);
		return;
	}
	count_status(p, status);
	if (status == 0 || status == 503 || status == 429) {
		l->tally->resent++;
		later(p, 500 * 1000 + loop_random(l, 500 * 1000), TIMER_RESEND, c->note);
	} else {
		n->status = (uint32_t)status;
		l->book->waiting--;
	}
}

static void
page_answered(struct phone *p, const struct answer *a)
{
	read_page(p, a->body);
	if (p->loop->o->no_streams && !p->joined)
		phone_joined(p);
	else
		stream_open(p);
}

static void
joining_answered(struct phone *p, enum call_kind kind, const struct answer *a)
{
	p->bytes += (int64_t)a->bytes;
	if (kind == CALL_LANDING && a->status == 200) {
		submit_post(p, &p->own, call_new(p, CALL_JOIN), "/join", (str){ 0 });
	} else if (kind == CALL_JOIN && a->status == 303) {
		read_seat(p, a->head);
		submit_get(p, CALL_ROOM, "/room");
	} else if (kind == CALL_ROOM && a->status == 200) {
		page_answered(p, a);
	} else {
		count_status(p, a->status);
		later(p, 1000 * 1000, p->joined ? TIMER_REFETCH : TIMER_START, 0);
	}
}

void
phone_answer(struct phone *p, struct call *c, const struct answer *a)
{
	struct tally *t = p->loop->tally;

	t->requests++;
	switch (c->kind) {
	case CALL_LANDING:
	case CALL_JOIN:
	case CALL_ROOM:
		joining_answered(p, c->kind, a);
		break;
	case CALL_NOTE:
		note_answered(p, c, a->status);
		break;
	case CALL_VOTE:
		if (a->status >= 200 && a->status < 400)
			samples_add(&t->vote, clock_mono_us() - c->began_us);
		else
			count_status(p, a->status);
		break;
	case CALL_READY:
		if (a->status < 200 || a->status >= 400)
			count_status(p, a->status);
		break;
	case CALL_GET:
		samples_add(&t->ack, clock_mono_us() - c->began_us);
		if (a->status != 200)
			count_status(p, a->status);
		p->loop->now_us = clock_mono_us();
		if (p->loop->o->get_every_s > 0)
			later(p, (int64_t)(p->loop->o->get_every_s * 1e6), TIMER_PAGE, 0);
		else
			submit_page(p);
		break;
	}
	STAILQ_INSERT_HEAD(&p->loop->spare, c, link);
}

/* One on something, and the next time takes it back, so that no budget is ever too small. */
static void
vote(struct phone *p)
{
	struct buf body = buf_heap(1024);

	if (p->target_count && p->round[0]) {
		if (!p->voted)
			p->choice = loop_random(p->loop, (unsigned)p->target_count);
		p->voted = !p->voted;
		buf_addf(&body, "round=%s&target=%s&count=%d", p->round, p->targets[p->choice], p->voted);
		submit_post(p, p->lane, call_new(p, CALL_VOTE), "/votes", buf_str(&body));
	}
	buf_free(&body);
	if (p->loop->now_us < p->loop->book->end_us)
		later(p, (int64_t)(p->loop->o->votes_every_s * 1e6), TIMER_VOTE, 0);
}

static void
say_ready(struct phone *p)
{
	struct buf body = buf_heap(256);

	buf_addf(&body, "step=%s&ready=1", p->step);
	submit_post(p, p->lane, call_new(p, CALL_READY), "/ready", buf_str(&body));
	buf_free(&body);
}

void
phone_timer(const struct timer *t)
{
	struct phone *p = t->phone;
	struct loop *l = p->loop;

	switch (t->kind) {
	case TIMER_START: start(p); break;
	case TIMER_NOTE:
		if (l->now_us >= l->book->end_us)
			break;
		write_note(p);
		if (l->o->notes_every_s > 0)
			later(p, (int64_t)(l->o->notes_every_s * 1e6), TIMER_NOTE, 0);
		break;
	case TIMER_RESEND: submit_note(p, t->note); break;
	case TIMER_VOTE: vote(p); break;
	case TIMER_READY: say_ready(p); break;
	case TIMER_STREAM: stream_open(p); break;
	case TIMER_DROP:
		if (p->stream.open) {
			stream_shut(p);
			later(p, 100 * 1000 + loop_random(l, 900 * 1000), TIMER_STREAM, 0);
		}
		break;
	case TIMER_PAGE: submit_page(p); break;
	case TIMER_REFETCH: submit_get(p, CALL_ROOM, "/room"); break;
	}
}

void
phone_init(struct phone *p, struct loop *l, uint32_t number)
{
	const struct options *o = l->o;
	uint32_t per_room = (uint32_t)((o->phones + (int)o->code_count - 1) / (int)o->code_count);
	uint32_t mine = number / (uint32_t)o->procs;

	p->loop = l;
	p->number = number;
	p->room = number / per_room;
	if (o->spread)
		p->from = 0x7f000000u | (uint32_t)(l->proc + 1) << 16 | (mine / 250) << 8 | (mine % 250 + 1);
	lane_open(&p->own, 1, p->from);
	p->lane = o->pool ? &l->pool : &p->own;
	p->stream = (struct stream){ .kind = SOURCE_STREAM, .fd = -1, .phone = p, .rest = buf_heap(4 * 1024 * 1024) };
	p->note_head = buf_heap(4096);
	loop_at(l, (struct timer){ .at_us = l->book->start_us + (int64_t)(o->join_s * 1e6 * number / o->phones),
		.kind = TIMER_START, .phone = p });
}

void
phone_end(struct phone *p)
{
	p->closed = true;
	stream_shut(p);
	lane_close(&p->own);
	buf_free(&p->note_head);
	free(p->seen);
}
