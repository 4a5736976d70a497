/* gate.h: which bytes of a connection may reach evhttp.
 *
 * evhttp takes more than HTTP/1.1 allows: bare LF, folded lines, NUL in headers, several lengths, chunk
 * extensions and trailers that become headers. The gate looks at the raw bytes of one message first and lets
 * through only what every parser reads alike; all else is refused with a status. It keeps no text: evhttp
 * parses what came through. Pure; any thread. Source: RFC 9112. */
#ifndef HTTP_GATE_H
#define HTTP_GATE_H

#include "http/request.h"

#define GATE_HEAD_MOST (16 * 1024)	/* bytes of request line and headers */
#define GATE_LINES_MOST 100	/* headers */

enum gate_verdict { GATE_MORE, GATE_WHOLE, GATE_REFUSED };

struct gate {
	int status;	/* GATE_REFUSED: the HTTP status and a few words */
	const char *why;
	size_t head;	/* bytes of the head with its empty line; 0 until seen */
	size_t seen;	/* bytes of the head looked at */
	/* Known once the head is whole: */
	enum http_method method;
	bool is_head, old, close, expects, chunked;	/* old: HTTP/1.0 */
	size_t length;	/* Content-Length, 0 without one */
	size_t limit;	/* largest body; 0 until one was announced */
	/* Chunked bodies: */
	size_t raw;	/* bytes of the body looked at, framing included; when whole, all of them */
	size_t content;	/* bytes of content so far */
	size_t left;	/* of the present chunk */
	unsigned digits;	/* of the present size line */
	enum { CHUNK_SIZE, CHUNK_SIZE_LF, CHUNK_DATA, CHUNK_CR, CHUNK_LF, CHUNK_LAST_CR, CHUNK_LAST_LF } at;
};

/* Looks for the end of the head in all bytes so far (from the first byte of the message).
 * GATE_WHOLE: g->head is set; call gate_head next. */
enum gate_verdict gate_scan(struct gate *g, str bytes);

/* Checks a whole head. limit says how large the body may be, if there is one. GATE_WHOLE or GATE_REFUSED. */
typedef size_t gate_limit(void *ctx, enum http_method m, str path);
enum gate_verdict gate_head(struct gate *g, str head, gate_limit *limit, void *ctx);

/* Checks further bytes of a chunked body. At GATE_WHOLE g->raw is where the body ends. */
enum gate_verdict gate_chunks(struct gate *g, str bytes);

#endif
