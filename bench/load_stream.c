/* load_stream.c: one phone's event stream. */
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

void
stream_shut(struct phone *p)
{
	if (p->stream.fd >= 0)
		close(p->stream.fd);
	p->stream.fd = -1;
	p->stream.open = p->stream.asked = false;
	buf_free(&p->stream.rest);
}

/* As the page's script does: after a bye when it says and up to three seconds more, else 1, 2, 4 … 30 s, each between half and
 * whole. */
static int64_t
wait_ms(struct phone *p)
{
	struct stream *s = &p->stream;
	int64_t ms = s->bye_ms, whole = 1000 << (s->tries < 5 ? s->tries : 5);

	if (ms) {
		s->bye_ms = 0;
		return ms + loop_random(p->loop, 3000);
	}
	s->tries++;
	whole = whole > 30000 ? 30000 : whole;
	return whole / 2 + loop_random(p->loop, (unsigned)whole / 2);
}

static void
stream_again(struct phone *p)
{
	struct loop *l = p->loop;
	int64_t ms = wait_ms(p);

	if (p->stream.fd >= 0 && !l->draining && !p->closed)
		l->tally->stream_failures++;
	if (p->stream.open)
		p->stream.lost_us = clock_mono_us();
	stream_shut(p);
	if (!p->closed)
		loop_at(l, (struct timer){ .at_us = l->now_us + ms * 1000, .kind = TIMER_STREAM, .phone = p });
}

void
stream_open(struct phone *p)
{
	if (p->stream.fd >= 0 || p->closed)
		return;
	p->stream.fd = tcp_connect(p->loop->o, p->from);
	if (p->stream.fd < 0) {
		stream_again(p);
		return;
	}
	loop_watch(p->loop, p->stream.fd, &p->stream);
}

static void
stream_ask(struct phone *p)
{
	const struct options *o = p->loop->o;
	str code = o->codes[p->room];
	struct buf b = buf_heap(4096);

	p->stream.asked = true;
	buf_addf(&b, "GET /r/" STR_FMT "/events?screen=phone&lang=nb&after=%" PRId64 " HTTP/1.1\r\nHost: " STR_FMT ":%d\r\n"
		"Accept: text/event-stream\r\nCookie: seat=%s\r\n", STR_ARG(code), p->last_id, STR_ARG(o->to.host), o->to.port,
		p->seat);
	if (p->joined)
		buf_addf(&b, "Last-Event-ID: %" PRId64 "\r\n", p->last_id);
	buf_add(&b, S("\r\n"));
	if (send(p->stream.fd, b.p, b.n, MSG_NOSIGNAL) != (ssize_t)b.n)
		stream_again(p);
	buf_free(&b);
}

static bool
mark(struct phone *p, uint32_t nth)
{
	size_t byte = nth / 8;
	bool before;

	if (byte >= p->seen_room) {
		size_t room = byte * 2 + 16;
		p->seen = mem_grow(p->seen, room, 1);
		memset(p->seen + p->seen_room, 0, room - p->seen_room);
		p->seen_room = room;
	}
	before = p->seen[byte] >> (nth % 8) & 1;
	p->seen[byte] |= (unsigned char)(1u << (nth % 8));
	return before;
}

bool
phone_saw(const struct phone *p, uint32_t nth)
{
	return nth / 8 < p->seen_room && (p->seen[nth / 8] >> (nth % 8) & 1);
}

static void
delivered(struct phone *p, struct note *n)
{
	struct tally *t = p->loop->tally;
	int64_t now = clock_mono_us(), never = 0, acked = n->acked_us;

	t->deliveries++;
	t->in_time += now <= p->loop->book->end_us + IN_FLIGHT_US;
	n->seen++;
	atomic_compare_exchange_strong(&n->first_seen_us, &never, now);
	if (n->pressed_us < p->stream.open_us && p->reopened) {
		t->caught_up++;	/* while this phone was away: not a matter of speed */
	} else if (n->author != p->number) {
		samples_add(&t->delivery, now - n->pressed_us);
		samples_add(&t->fanout, acked ? now - acked : 0);
	}
}

void
phone_see(struct phone *p, str text, bool in_frame)
{
	str sign = S("id=\"note-");
	const char *begin = text.p, *at;

	while ((at = memmem(text.p, text.n, sign.p, sign.n))) {
		struct note *n;
		text = str_from(text, (size_t)(at - text.p) + sign.n);
		n = book_find(p->loop->book, text);
		if (!n || n->room != p->room)
			continue;
		if (!mark(p, n->nth)) {
			if (in_frame)
				delivered(p, n);
		} else if (memmem(begin, (size_t)(at - begin), n->id, UUID_LENGTH)) {
			p->loop->tally->doubled++;
		} else if (in_frame) {
			p->loop->tally->repeated++;
		}
	}
}

static void
event(struct phone *p, str name, int64_t id, str block, str data)
{
	struct tally *t = p->loop->tally;
	int64_t ms;

	if (id >= 0) {
		t->backwards += id <= p->last_id;
		p->last_id = id;
	}
	if (str_eq(name, S("patch"))) {
		t->frames++;
		phone_see(p, block, true);
	} else if (str_eq(name, S("reset"))) {
		t->resets++;
		if (str_int(str_trim(data), &ms))
			ms = 1000;
		loop_at(p->loop, (struct timer){ .at_us = p->loop->now_us + ms * 1000, .kind = TIMER_REFETCH, .phone = p });
	} else if (str_eq(name, S("bye"))) {
		(void)!str_int(str_trim(data), &p->stream.bye_ms);
	} else if (str_eq(name, S("closed"))) {
		t->closed++;
		p->closed = true;
	}
}

static void
parse_block(struct phone *p, str block)
{
	str rest = block, line, key, value, name = { 0 }, data = { 0 };
	int64_t id = -1;

	while (rest.n) {
		str_cut(rest, '\n', &line, &rest);
		str_cut(line, ':', &key, &value);
		if (str_eq(key, S("id")))
			(void)!str_int(str_trim(value), &id);
		else if (str_eq(key, S("event")))
			name = str_trim(value);
		else if (str_eq(key, S("data")) && data.n == 0)
			data = value;
	}
	if (name.n)
		event(p, name, id, block, data);
}

/* How much of the text made whole events. */
static size_t
parse_events(struct phone *p, str text)
{
	size_t used = 0;
	const char *end;

	while ((end = memmem(text.p + used, text.n - used, "\n\n", 2))) {
		size_t n = (size_t)(end - text.p) - used;
		parse_block(p, (str){ text.p + used, n });
		used += n + 2;
	}
	return used;
}

/* SIZE_MAX: no stream. */
static size_t
parse_head(struct phone *p, str text)
{
	str end = S("\r\n\r\n");
	size_t at = str_find(text, end);
	int64_t status = 0;

	if (at == SIZE_MAX)
		return 0;
	if (str_int(str_take(str_from(text, 9), 3), &status) || status != 200) {
		p->loop->tally->statuses[status > 0 && status < STATUS_MAX ? status : 0]++;
		return SIZE_MAX;
	}
	p->stream.open = true;
	p->stream.open_us = clock_mono_us();
	p->stream.tries = 0;
	if (p->stream.lost_us)
		samples_add(&p->loop->tally->away, p->stream.open_us - p->stream.lost_us);
	p->stream.lost_us = 0;
	p->reopened = p->joined;
	p->bytes += (int64_t)(at + end.n);
	if (p->joined)
		p->loop->tally->reconnects++;
	else
		phone_joined(p);
	return at + end.n;
}

static bool
stream_take(struct phone *p, str text)
{
	struct buf *rest = &p->stream.rest;
	size_t used = 0;

	if (rest->n) {
		buf_add(rest, text);
		text = buf_str(rest);
	}
	if (!p->stream.open)
		used = parse_head(p, text);
	if (used == SIZE_MAX)
		return false;
	if (p->stream.open)
		used += parse_events(p, str_from(text, used));
	text = str_from(text, used);
	if (rest->n) {
		memmove(rest->p, text.p, text.n);
		rest->n = text.n;
		if (text.n == 0)
			buf_free(rest);
	} else {
		buf_add(rest, text);
	}
	return true;
}

void
stream_event(struct stream *s, uint32_t events)
{
	struct phone *p = s->phone;
	struct loop *l = p->loop;
	ssize_t n;

	if (s->fd < 0)
		return;
	if (!s->asked && (events & EPOLLOUT))
		stream_ask(p);
	while (s->fd >= 0) {
		n = recv(s->fd, l->read, sizeof(l->read), 0);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0 || !stream_take(p, (str){ l->read, (size_t)n })) {
			stream_again(p);
			return;
		}
	}
}
