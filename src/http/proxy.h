/* proxy.h: which address a request came from, and what a trusted proxy says about it. Pure; any thread. */
#ifndef HTTP_PROXY_H
#define HTTP_PROXY_H

#include "http/request.h"

struct ip {
	unsigned char b[16];	/* IPv4 as ::ffff:a.b.c.d */
};

struct network {
	struct ip ip;
	unsigned bits;	/* 0..128 */
};

/* "192.0.2.1" or "2001:db8::1". */
err ip_parse(str text, struct ip *out) MUST_USE;
str ip_text(struct arena *a, struct ip ip);
/* An address, or an address and "/" and the number of leading bits. */
err network_parse(str text, struct network *out) MUST_USE;
bool network_has(const struct network *w, struct ip ip);

/* Sets rq->client and rq->secure. Only when the peer is one of the trusted networks are X-Forwarded-For
 * (read from the right to the first address that is not trusted) and X-Forwarded-Proto believed. */
void proxy_resolve(struct request *rq, str peer, const struct network *trusted, size_t n);

#endif
