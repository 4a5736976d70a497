/* fuzz_language.c: Accept-Language, and the two other lists that browsers send. */
#include "base/str.h"
#include "fuzz.h"
#include "http/static.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const str offered[] = { S("nb"), S("nn"), S("en") };
	static const struct asset_file file = { .name = "a-1.css", .url = "/a/a-1.css", .type = "text/css",
		.bytes = (const unsigned char *)"a", .gzip = (const unsigned char *)"b", .n = 1, .gzip_n = 1 };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct header h[] = { { S("Accept-Encoding"), fuzz_str(data, n) }, { S("If-None-Match"), fuzz_str(data, n) } };
	struct request rq = { .arena = &a, .headers = h, .header_count = COUNT(h) };
	struct response rs;
	size_t best = language_pick(fuzz_str(data, n), offered, COUNT(offered));

	assert(best < COUNT(offered) || best == SIZE_MAX);
	response_init(&rs, &a);
	assert(static_answer(&file, 1, S("a-1.css"), &rq, &rs) == OK);
	assert(rs.status == 304 || rs.fixed.n == 1);
	return 0;
}
