/* gate.c: the checks before the parser. */
#include "http/gate.h"

#include "base/str.h"
#include "http/path.h"

#define LENGTH_DIGITS 15

static enum gate_verdict
refuse(struct gate *g, int status, const char *why)
{
	g->status = status;
	g->why = why;
	return GATE_REFUSED;
}

enum gate_verdict
gate_scan(struct gate *g, str bytes)
{
	for (size_t i = g->seen; i < bytes.n; i++) {
		char before = i ? bytes.p[i - 1] : 0;
		if (i == GATE_HEAD_MOST)
			return refuse(g, 431, "head too large");
		if (bytes.p[i] == 0)
			return refuse(g, 400, "NUL in the head");
		if ((bytes.p[i] == '\n') != (before == '\r'))
			return refuse(g, 400, "CR or LF alone");
		if (bytes.p[i] == '\n' && i >= 3 && bytes.p[i - 2] == '\n') {
			g->head = i + 1;
			return GATE_WHOLE;
		}
		g->seen = i + 1;
	}
	return GATE_MORE;
}

/* RFC 9110 section 5.6.2. */
static bool
is_token(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (!alnum && (c == 0 || !str_has(S("!#$%&'*+-.^_`|~"), c)))
			return false;
	}
	return s.n > 0;
}

static bool
is_field_value(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* A name or address, perhaps a port: enough that it can stand in a URL and in a log. */
static bool
is_host(str s)
{
	bool bracket = str_starts(s, S("["));

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (!alnum && c != '.' && c != '-' && c != ':' && c != '_' && !(bracket && (c == '[' || c == ']')))
			return false;
	}
	return s.n > 0 && s.n <= 255;
}

/* Lines that change the meaning of the request and so may come once only. */
static bool
comes_once(str name)
{
	static const str once[] = { S("Host"), S("Content-Length"), S("Transfer-Encoding"), S("Content-Type"),
		S("Content-Encoding"), S("Origin"), S("Sec-Fetch-Site"), S("Sec-Fetch-Mode"), S("Sec-Fetch-Dest"),
		S("Referer"), S("Authorization"), S("Expect"), S("User-Agent"), S("Last-Event-ID"),
		S("If-Modified-Since"), S("If-Unmodified-Since"), S("If-Range"), S("Range"), S("HX-Request") };

	for (size_t i = 0; i < COUNT(once); i++)
		if (str_eq_nocase(name, once[i]))
			return true;
	return false;
}

static bool
list_has(str list, str token)
{
	bool more;

	do {
		str item;
		more = str_cut(list, ',', &item, &list);
		if (str_eq_nocase(str_trim(item), token))
			return true;
	} while (more);
	return false;
}

struct heads {
	str names[GATE_LINES_MOST];
	size_t n;
	bool host, length, coding;
};

static enum gate_verdict
read_length(struct gate *g, str value)
{
	int64_t n;

	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] < '0' || value.p[i] > '9')
			return refuse(g, 400, "bad Content-Length");
	if (value.n == 0)
		return refuse(g, 400, "bad Content-Length");
	if (value.n > LENGTH_DIGITS || str_int(value, &n))
		return refuse(g, 413, "body too large");
	g->length = (size_t)n;
	return GATE_WHOLE;
}

static enum gate_verdict
read_meaning(struct gate *g, struct heads *h, str name, str value)
{
	if (str_eq_nocase(name, S("Host"))) {
		h->host = true;
		return is_host(value) ? GATE_WHOLE : refuse(g, 400, "bad Host");
	}
	if (str_eq_nocase(name, S("Content-Length"))) {
		h->length = true;
		return read_length(g, value);
	}
	if (str_eq_nocase(name, S("Transfer-Encoding"))) {
		h->coding = g->chunked = true;
		return str_eq_nocase(value, S("chunked")) ? GATE_WHOLE : refuse(g, 501, "unknown transfer coding");
	}
	if (str_eq_nocase(name, S("Expect"))) {
		g->expects = true;
		return str_eq_nocase(value, S("100-continue")) ? GATE_WHOLE : refuse(g, 417, "unknown expectation");
	}
	if (str_eq_nocase(name, S("Connection")))
		g->close = g->close || list_has(value, S("close"));
	return GATE_WHOLE;
}

static enum gate_verdict
read_field(struct gate *g, struct heads *h, str line)
{
	str name, value;

	if (!str_cut(line, ':', &name, &value) || !is_token(name) || !is_field_value(value))
		return refuse(g, 400, "bad header");
	if (h->n == GATE_LINES_MOST)
		return refuse(g, 431, "too many headers");
	for (size_t i = 0; i < h->n; i++)
		if (str_eq_nocase(name, h->names[i]) && comes_once(name))
			return refuse(g, 400, "header repeated");
	h->names[h->n++] = name;
	return read_meaning(g, h, name, str_trim(value));
}

static enum gate_verdict
read_version(struct gate *g, str version)
{
	g->old = str_eq(version, S("HTTP/1.0"));
	if (g->old || str_eq(version, S("HTTP/1.1")))
		return GATE_WHOLE;
	return str_starts(version, S("HTTP/")) ? refuse(g, 505, "HTTP/1.1, please") : refuse(g, 400, "bad request line");
}

static enum gate_verdict
read_request_line(struct gate *g, str line, str *target)
{
	str method, version;

	if (!str_cut(line, ' ', &method, &line) || !str_cut(line, ' ', target, &version) || !is_token(method))
		return refuse(g, 400, "bad request line");
	if (read_version(g, version) == GATE_REFUSED)
		return GATE_REFUSED;
	g->is_head = str_eq(method, S("HEAD"));
	if (g->is_head || str_eq(method, S("GET")))
		g->method = GET;
	else if (str_eq(method, S("POST")))
		g->method = POST;
	else
		return refuse(g, 405, "method not allowed");
	return GATE_WHOLE;
}

/* A length and a coding, or a coding in HTTP/1.0, are how requests are smuggled past a proxy. evhttp
 * reads no body after HEAD, so one would be taken for the next request. */
static enum gate_verdict
check_framing(struct gate *g, const struct heads *h)
{
	if (!h->host)
		return refuse(g, 400, "no Host");
	if (h->coding && (h->length || g->old))
		return refuse(g, 400, "two lengths");
	if (g->is_head && (h->coding || g->length))
		return refuse(g, 400, "HEAD with a body");
	if (g->length > g->limit)
		return refuse(g, 413, "body too large");
	g->expects = g->expects && !g->old && (h->coding || g->length);
	return GATE_WHOLE;
}

/* The text up to CRLF; *text keeps the rest. */
static str
take_line(str *text)
{
	size_t at = str_find(*text, S("\r\n"));
	str line;

	assert(at != SIZE_MAX);
	line = str_take(*text, at);
	*text = str_from(*text, at + 2);
	return line;
}

enum gate_verdict
gate_head(struct gate *g, str head, gate_limit *limit, void *ctx)
{
	_Alignas(max_align_t) char room[1024] = { 0 };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct heads h = { .n = 0 };
	str target, path, query, line;

	arena_lend(&a, room, sizeof(room));
	if (read_request_line(g, take_line(&head), &target) == GATE_REFUSED)
		return GATE_REFUSED;
	if (path_split(&a, target, &path, &query))
		return refuse(g, 400, "bad path");
	for (line = take_line(&head); line.n; line = take_line(&head))
		if (read_field(g, &h, line) == GATE_REFUSED)
			return GATE_REFUSED;
	if (g->length || g->chunked)
		g->limit = limit(ctx, g->method, path);
	return check_framing(g, &h);
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static enum gate_verdict
chunk_size(struct gate *g, char c)
{
	int v = hex_value(c);

	if (v >= 0 && g->digits < 8) {
		g->left = g->left * 16 + (size_t)v;
		g->digits++;
		return GATE_MORE;
	}
	if (c != '\r' || g->digits == 0)
		return refuse(g, 400, "bad chunk");
	if (g->left > g->limit - g->content)
		return refuse(g, 413, "body too large");
	g->content += g->left;
	g->at = CHUNK_SIZE_LF;
	return GATE_MORE;
}

/* The bytes between chunks, one at a time. */
static enum gate_verdict
chunk_framing(struct gate *g, char c)
{
	switch (g->at) {
	case CHUNK_SIZE:
		return chunk_size(g, c);
	case CHUNK_SIZE_LF:
		g->at = g->left ? CHUNK_DATA : CHUNK_LAST_CR;
		return c == '\n' ? GATE_MORE : refuse(g, 400, "bad chunk");
	case CHUNK_CR:
		g->at = CHUNK_LF;
		return c == '\r' ? GATE_MORE : refuse(g, 400, "bad chunk");
	case CHUNK_LF:
		g->at = CHUNK_SIZE;
		g->digits = 0;
		return c == '\n' ? GATE_MORE : refuse(g, 400, "bad chunk");
	case CHUNK_LAST_CR:
		g->at = CHUNK_LAST_LF;
		return c == '\r' ? GATE_MORE : refuse(g, 400, "trailers are not read");
	case CHUNK_LAST_LF:
		return c == '\n' ? GATE_WHOLE : refuse(g, 400, "bad chunk");
	case CHUNK_DATA:
	default:
		break;
	}
	assert(0);
	return GATE_REFUSED;
}

enum gate_verdict
gate_chunks(struct gate *g, str bytes)
{
	for (size_t i = 0; i < bytes.n;) {
		enum gate_verdict v;
		if (g->at == CHUNK_DATA) {
			size_t n = g->left < bytes.n - i ? g->left : bytes.n - i;
			i += n;
			g->raw += n;
			g->left -= n;
			if (g->left == 0)
				g->at = CHUNK_CR;
			continue;
		}
		v = chunk_framing(g, bytes.p[i]);
		i++;
		g->raw++;
		if (v != GATE_MORE)
			return v;
		/* One byte a chunk is six on the wire: so much more framing than content is nobody's honest upload. */
		if (g->raw > 2 * g->limit + 4096)
			return refuse(g, 413, "body too large");
	}
	return GATE_MORE;
}
