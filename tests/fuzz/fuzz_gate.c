/* fuzz_gate.c: raw bytes of a connection. How the network cuts them must not change what the gate thinks; and whoever is refused gets
 * a whole answer, however broken the head that was sent. */
#include "base/str.h"
#include "fuzz.h"
#include "http/inside.h"

static size_t
limit(void *ctx, enum http_method m, str path)
{
	(void)ctx;
	assert(str_starts(path, S("/")));
	return m == POST ? 1000 : 0;
}

/* Feeds bytes in pieces; the verdict, and in g what it was reached by. */
static enum gate_verdict
feed(struct gate *g, str bytes, size_t piece)
{
	enum gate_verdict v = GATE_MORE;

	*g = (struct gate){ 0 };
	for (size_t n = 0; v == GATE_MORE && n < bytes.n;) {
		n = n + piece < bytes.n ? n + piece : bytes.n;
		v = gate_scan(g, str_take(bytes, n));
	}
	if (v == GATE_WHOLE)
		v = gate_head(g, str_take(bytes, g->head), limit, NULL);
	if (v != GATE_WHOLE || !g->chunked)
		return v;
	v = GATE_MORE;
	while (v == GATE_MORE && g->head + g->raw < bytes.n)
		v = gate_chunks(g, str_take(str_from(bytes, g->head + g->raw), piece));
	return v;
}

static void
too_large(void *ctx, struct request *rq, struct response *rs)
{
	(void)ctx;
	assert(str_starts(rq->path, S("/")) && rq->header_count <= GATE_LINES_MOST);
	for (size_t i = 0; i < rq->header_count; i++)
		assert(str_find(rq->headers[i].name, S("\n")) == SIZE_MAX && str_find(rq->headers[i].value, S("\n")) == SIZE_MAX);
	rs->status = 413;
	rs->body = buf_new(rq->arena, 64);
	buf_add(&rs->body, S("too large"));
}

/* As if its body had been too large, whatever was wrong with it. */
static void
refuse(const struct gate *g, str head)
{
	struct server server = { .cfg = { .too_large = too_large } };
	struct loop loop = { .server = &server };
	struct conn conn = { .loop = &loop, .gate = *g };
	struct arena a CLEANUP(arena_free) = { 0 };
	str said = refusal(&conn, &a, head, 413, "too large");

	assert(str_starts(said, S("HTTP/1.1 413 ")) && str_find(said, S("\r\n\r\n")) != SIZE_MAX);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	str bytes = fuzz_str(data, n);
	struct gate whole, split;
	enum gate_verdict v = feed(&whole, bytes, n ? n : 1);

	for (size_t piece = 1; piece <= 7; piece += 3) {
		enum gate_verdict w = feed(&split, bytes, piece);
		assert(v == w && split.head == whole.head && split.status == whole.status);
		assert(v != GATE_WHOLE || (split.raw == whole.raw && split.content == whole.content));
	}
	if (v == GATE_REFUSED) {
		assert(whole.status >= 400 && whole.why);
		refuse(&whole, str_take(bytes, whole.head));
	}
	if (v == GATE_WHOLE) {
		assert(whole.head <= GATE_HEAD_MOST && whole.head + whole.raw <= n);
		assert(whole.content <= whole.limit && whole.length <= whole.limit);
		assert(!whole.chunked || whole.length == 0);
	}
	return 0;
}
