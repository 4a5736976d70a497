/* fuzz_proxy.c: X-Forwarded-For and lists of trusted networks. The result is always an address. */
#include "base/str.h"
#include "fuzz.h"
#include "http/proxy.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct header h[] = { { S("X-Forwarded-For"), fuzz_str(data, n) }, { S("X-Forwarded-Proto"), fuzz_str(data, n) } };
	struct request rq = { .arena = &a, .headers = h, .header_count = COUNT(h) };
	struct network trusted[2], other;
	struct ip ip;
	err e = network_parse(S("127.0.0.0/8"), &trusted[0]);

	assert(e == OK);
	e = network_parse(S("fd00::/9"), &trusted[1]);
	assert(e == OK);
	proxy_resolve(&rq, S("127.0.0.1"), trusted, COUNT(trusted));
	assert(ip_parse(rq.client, &ip) == OK);
	if (network_parse(fuzz_str(data, n), &other) == OK)
		assert(other.bits <= 128 && network_has(&other, other.ip));
	return 0;
}
