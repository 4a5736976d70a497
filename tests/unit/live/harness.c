/* harness.c */
#include "harness.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/rand.h"

int64_t
harness_now_ms(void)
{
	return clock_mono_ms();
}

void
harness_pause(void)
{
	poll(NULL, 0, 1);
}

unsigned
harness_random(unsigned *state, unsigned below)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 8) % below;
}

static err
world_render(void *ctx, int64_t room, int64_t after, size_t screen, size_t lang, struct frame *out)
{
	struct world *w = ctx;
	int64_t last = w->seq[room];

	assert(out->html.n == 0);
	w->renders++;
	if (w->slow_ms)
		poll(NULL, 0, w->slow_ms);
	if (w->failing > 0) {
		w->failing--;
		return ERR_IO;
	}
	out->last_seq = last;
	if (w->closed[room]) {
		out->kind = FRAME_CLOSED;
		buf_add(&out->html, S("<p>goodbye</p>"));
		return OK;
	}
	if (after < w->oldest) {
		out->kind = FRAME_RESET;
		return OK;
	}
	if (last <= after)
		return OK;
	out->kind = FRAME_PATCH;
	buf_addf(&out->html, "<ul data-screen=\"%zu\" data-lang=\"%zu\">\n", screen, lang);
	for (int64_t n = after + 1; n <= last; n++)
		buf_addf(&out->html, "<li id=\"e-%" PRId64 "\">\r\n%" PRId64 "%s</li>\n", n, n,
			n == w->secret && (!w->taken_by || last < w->taken_by) ? " secret words" : "");
	out->forget = after < w->taken_by && last >= w->taken_by;
	for (int i = 0; i < w->padding; i++)
		buf_addc(&out->html, 'x');
	buf_add(&out->html, S("</ul>\n"));
	return OK;
}

static void
world_presence(void *ctx, int64_t room)
{
	struct world *w = ctx;

	assert(room < WORLD_ROOMS);
	w->presence++;
}

void
world_start(struct world *w, const struct hub_config *limits)
{
	struct hub_config cfg = limits ? *limits : (struct hub_config){ 0 };

	memset(w, 0, sizeof(*w));
	assert_int_equal(rand_init(), OK);
	if (!cfg.threads)
		cfg.threads = 2;
	if (!cfg.tick_ms)
		cfg.tick_ms = 5;
	cfg.screens = 3;
	cfg.langs = 3;
	cfg.ctx = w;
	cfg.render = world_render;
	cfg.presence = world_presence;
	assert_int_equal(hub_start(&cfg, &w->hub), OK);
}

void
world_stop(struct world *w, int64_t ms)
{
	int pair[2];

	hub_stop(w->hub, ms);
	/* Who has not heard of it yet does no harm. */
	hub_poke(w->hub, 1, INT64_MAX);
	hub_poke_all(w->hub);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	assert_int_equal(hub_subscribe(w->hub, pair[1], &(struct hub_join){ 0 }), ERR_BUSY);
	close(pair[0]);
	hub_free(w->hub);
	w->hub = NULL;
}

int64_t
world_write(struct world *w, int64_t room)
{
	int64_t seq = ++w->seq[room];

	hub_poke(w->hub, room, seq);
	return seq;
}

static void
client_start(struct client *c, struct world *w, const struct hub_join *join, int mine, int theirs)
{
	memset(c, 0, sizeof(*c));
	c->fd = mine;
	c->raw = buf_heap(64 * 1024 * 1024);
	c->first = c->last = join->after;
	fcntl(mine, F_SETFL, O_NONBLOCK);
	fcntl(theirs, F_SETFL, O_NONBLOCK);
	(void)!hub_subscribe(w->hub, theirs, join);
}

void
client_open(struct client *c, struct world *w, const struct hub_join *join)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	client_start(c, w, join, pair[0], pair[1]);
}

void
client_open_tcp(struct client *c, struct world *w, const struct hub_join *join)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int mine = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int small = 4096;

	setsockopt(mine, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	assert_int_equal(bind(listener, (struct sockaddr *)&at, n), 0);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&at, &n), 0);
	assert_int_equal(connect(mine, (struct sockaddr *)&at, n), 0);
	client_start(c, w, join, mine, accept4(listener, NULL, NULL, SOCK_CLOEXEC));
	close(listener);
}

void
client_close(struct client *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	buf_free(&c->raw);
	free(c->seen);
	c->seen = NULL;
}

static void
see(struct client *c, int64_t n)
{
	assert_true(n > 0 && n < 1000 * 1000);
	if ((size_t)n >= c->seen_room) {
		size_t room = (size_t)n * 2 + 64;
		c->seen = realloc(c->seen, room);
		assert_non_null(c->seen);
		memset(c->seen + c->seen_room, 0, room - c->seen_room);
		c->seen_room = room;
	}
	if (n <= c->first || c->seen[n])
		c->repeated++;
	c->seen[n] = 1;
}

static void
see_all(struct client *c, str data)
{
	str mark = S("<li id=\"e-");
	size_t at;

	while ((at = str_find(data, mark)) != SIZE_MAX) {
		data = str_from(data, at + mark.n);
		see(c, strtoll(data.p, NULL, 10));
	}
}

static void
dispatch(struct client *c, str name, int64_t id, str data)
{
	if (str_eq(name, S("patch"))) {
		assert_true(id > c->last);	/* rising */
		assert_true(str_starts(data, S("<ul data-screen=")));
		c->patches++;
		see_all(c, data);
	} else if (str_eq(name, S("ping"))) {
		assert_int_equal(id, -1);
		c->pings++;
	} else if (str_eq(name, S("reset"))) {
		assert_int_equal(id, -1);
		c->resets++;
		c->reset_jitter = strtoll(data.p, NULL, 10);
	} else if (str_eq(name, S("closed"))) {
		assert_true(str_eq(data, S("<p>goodbye</p>")));
		c->closed++;
	} else if (str_eq(name, S("bye"))) {
		c->byes++;
		c->bye_retry = strtoll(data.p, NULL, 10);
	} else {
		fail_msg("unknown event " STR_FMT, STR_ARG(name));
	}
	if (id >= 0)
		c->last = id;
}

/* One block of lines up to an empty one. */
static void
parse_block(struct client *c, str block)
{
	struct buf data = buf_heap(16 * 1024 * 1024);
	str name = S("message"), line, text;
	int64_t id = -1;
	bool any = false;

	while (block.n) {
		str_cut(block, '\n', &line, &block);
		if (line.n == 0 || line.p[0] == ':')
			continue;
		str field = line, value = { 0 };
		str_cut(line, ':', &field, &value);
		if (value.n && value.p[0] == ' ')
			value = str_from(value, 1);
		if (str_eq(field, S("event"))) {
			name = value;
		} else if (str_eq(field, S("id"))) {
			assert_int_equal(str_int(value, &id), OK);
		} else if (str_eq(field, S("retry"))) {
			assert_int_equal(str_int(value, &c->retry), OK);
		} else {
			assert_true(str_eq(field, S("data")));
			if (any)
				buf_addc(&data, '\n');
			buf_add(&data, value);
			any = true;
		}
	}
	assert_int_equal(buf_done(&data, &text), OK);
	if (any)
		dispatch(c, name, id, text);
	buf_free(&data);
}

static void
parse(struct client *c)
{
	for (;;) {
		str rest = str_from(buf_str(&c->raw), c->parsed);
		str end = c->head_done ? S("\n\n") : S("\r\n\r\n");
		size_t at = str_find(rest, end);
		if (at == SIZE_MAX)
			return;
		if (c->head_done)
			parse_block(c, str_take(rest, at));
		c->head_done = true;
		c->parsed += at + end.n;
	}
}

bool
client_read(struct client *c, int ms)
{
	struct pollfd p = { c->fd, POLLIN, 0 };
	char part[16 * 1024];
	ssize_t n;

	if (c->ended)
		return false;
	poll(&p, 1, ms);
	while ((n = recv(c->fd, part, sizeof(part), 0)) > 0)
		buf_add(&c->raw, (str){ part, (size_t)n });
	c->ended = n == 0 || (n < 0 && errno != EAGAIN);
	parse(c);
	return !c->ended;
}

void
client_assert_whole(const struct client *c)
{
	for (int64_t n = c->first + 1; n <= c->last; n++)
		if ((size_t)n >= c->seen_room || !c->seen[n])
			fail_msg("event %" PRId64 " of %" PRId64 "..%" PRId64 " missing", n, c->first, c->last);
}
