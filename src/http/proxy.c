/* proxy.c: forwarded addresses. */
#include "http/proxy.h"

#include <arpa/inet.h>

#include "base/str.h"

err
ip_parse(str text, struct ip *out)
{
	char z[INET6_ADDRSTRLEN];
	struct in_addr v4;
	struct in6_addr v6;

	if (text.n == 0 || text.n >= sizeof(z) || str_has(text, 0))
		return ERR_INVALID;
	memcpy(z, text.p, text.n);
	z[text.n] = 0;
	if (inet_pton(AF_INET, z, &v4) == 1) {
		memset(out->b, 0, 10);
		memset(out->b + 10, 0xff, 2);
		memcpy(out->b + 12, &v4, 4);
		return OK;
	}
	if (inet_pton(AF_INET6, z, &v6) != 1)
		return ERR_INVALID;
	memcpy(out->b, &v6, 16);
	return OK;
}

static bool
is_v4(struct ip ip)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(ip.b, mapped, sizeof(mapped)) == 0;
}

str
ip_text(struct arena *a, struct ip ip)
{
	char z[INET6_ADDRSTRLEN] = "";

	if (is_v4(ip))
		inet_ntop(AF_INET, ip.b + 12, z, sizeof(z));
	else
		inet_ntop(AF_INET6, ip.b, z, sizeof(z));
	return str_dup(a, str_of(z));
}

err
network_parse(str text, struct network *out)
{
	str address, bits;
	int64_t n;

	if (!str_cut(text, '/', &address, &bits)) {
		out->bits = 128;
		return ip_parse(text, &out->ip);
	}
	TRY(ip_parse(address, &out->ip));
	TRY(str_int(bits, &n));
	if (!str_has(address, ':'))
		n += n >= 0 ? 96 : 0;
	if (n < 0 || n > 128)
		return ERR_INVALID;
	out->bits = (unsigned)n;
	return OK;
}

bool
network_has(const struct network *w, struct ip ip)
{
	size_t whole = w->bits / 8;
	unsigned rest = w->bits % 8;

	if (memcmp(w->ip.b, ip.b, whole) != 0)
		return false;
	return rest == 0 || ((w->ip.b[whole] ^ ip.b[whole]) >> (8 - rest)) == 0;
}

static bool
is_trusted(struct ip ip, const struct network *trusted, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (network_has(&trusted[i], ip))
			return true;
	return false;
}

/* What stands after the last comma; *list keeps what stands before it. False when nothing is left. */
static bool
take_last(str *list, str *last)
{
	size_t at = list->n;

	if (list->n == 0)
		return false;
	while (at > 0 && list->p[at - 1] != ',')
		at--;
	*last = str_trim(str_from(*list, at));
	list->n = at ? at - 1 : 0;
	return true;
}

/* An entry of X-Forwarded-For: an address, perhaps with a port, IPv6 then in brackets. */
static err
entry_parse(str entry, struct ip *out)
{
	str address = entry, port;

	if (str_starts(entry, S("["))) {
		if (!str_cut(str_from(entry, 1), ']', &address, &port))
			return ERR_INVALID;
		return ip_parse(address, out);
	}
	if (ip_parse(entry, out) == OK)
		return OK;
	str_cut(entry, ':', &address, &port);
	return ip_parse(address, out);
}

void
proxy_resolve(struct request *rq, str peer, const struct network *trusted, size_t n)
{
	struct ip ip, hop;
	str list, entry;

	rq->client = str_dup(rq->arena, peer);
	if (ip_parse(peer, &ip))
		return;
	rq->client = ip_text(rq->arena, ip);
	if (!is_trusted(ip, trusted, n))
		return;
	list = request_header(rq, S("X-Forwarded-Proto"));
	rq->secure = take_last(&list, &entry) && str_eq_nocase(entry, S("https"));
	list = request_header(rq, S("X-Forwarded-For"));
	/* An entry that is no address ends the walk: nothing to its left can be trusted. */
	while (is_trusted(ip, trusted, n) && take_last(&list, &entry) && entry_parse(entry, &hop) == OK)
		ip = hop;
	rq->client = ip_text(rq->arena, ip);
}
