/* refuse.c: what is said to somebody whose message did not pass the gate. Loop thread. */
#include "base/str.h"
#include "http/inside.h"
#include "http/path.h"

#define PAGE_MOST ((size_t)128 * 1024)

/* The text up to CRLF, of which the gate has seen the end; *text keeps the rest. */
static str
take_line(str *text)
{
	str line;

	str_cut(*text, '\n', &line, text);
	return str_trim(line);
}

/* Not all of it may be in order: the gate stopped at the first thing that was wrong. */
static struct request
read_head(struct arena *a, const struct gate *g, str head)
{
	struct request rq = { .arena = a, .method = g->method };
	struct header *h = NEW_ARRAY(a, struct header, GATE_LINES_MOST);
	str line = take_line(&head), target = { 0 };

	if (!str_cut(line, ' ', &line, &target) || !str_cut(target, ' ', &target, &line) || path_split(a, target, &rq.path, &rq.query))
		rq.path = S("/");
	for (line = take_line(&head); line.n && rq.header_count < GATE_LINES_MOST; line = take_line(&head)) {
		struct header *next = &h[rq.header_count];
		if (!str_cut(line, ':', &next->name, &next->value))
			continue;
		next->value = str_trim(next->value);
		rq.header_count++;
	}
	rq.headers = h;
	rq.host = str_lower(a, request_header(&rq, S("Host")));
	return rq;
}

static void
add_start(struct buf *b, int status, size_t length)
{
	char date[64] = "";

	evutil_date_rfc1123(date, sizeof(date), NULL);
	buf_addf(b, "HTTP/1.1 %d %s\r\nDate: %s\r\nConnection: close\r\nContent-Length: %zu\r\n", status, status_phrase(status), date, length);
}

/* A page for whoever sent too much: a person with a large file, most likely. */
static bool
add_page(struct buf *b, const struct conn *c, str head)
{
	const struct server_config *cfg = &c->loop->server->cfg;
	struct request rq = read_head(b->arena, &c->gate, head);
	struct response rs;

	response_init(&rs, b->arena);
	cfg->too_large(cfg->ctx, &rq, &rs);
	if (rs.body.overflow || buf_str(&rs.body).n > PAGE_MOST / 2)
		return false;
	add_start(b, rs.status, buf_str(&rs.body).n);
	for (size_t i = 0; i < rs.header_count; i++)
		buf_addf(b, STR_FMT ": " STR_FMT "\r\n", STR_ARG(rs.headers[i].name), STR_ARG(rs.headers[i].value));
	buf_add(b, S("\r\n"));
	buf_add(b, buf_str(&rs.body));
	return true;
}

str
refusal(const struct conn *c, struct arena *a, str head, int status, const char *why)
{
	struct buf b = buf_new(a, PAGE_MOST);

	if (status == 413 && head.n && c->loop->server->cfg.too_large && add_page(&b, c, head))
		return buf_str(&b);
	add_start(&b, status, strlen(why) + 1);
	buf_addf(&b, "Content-Type: text/plain; charset=utf-8\r\n%s%s\r\n", status == 405 ? "Allow: GET, HEAD, POST\r\n" : "",
		status == 503 ? "Retry-After: 2\r\n" : "");
	if (!c->gate.is_head)
		buf_addf(&b, "%s\n", why);
	return buf_str(&b);
}
