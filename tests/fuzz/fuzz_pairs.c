/* fuzz_pairs.c: form bodies and queries. What was read must come back the same when it is written and read again. */
#include "base/buf.h"
#include "base/str.h"
#include "fuzz.h"
#include "http/request.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 16 * n + 1000000);
	struct pairs ps, again;

	if (pairs_parse(&a, fuzz_str(data, n), &ps))
		return 0;
	assert(ps.n <= 2000);
	for (size_t i = 0; i < ps.n; i++) {
		assert(str_is_utf8(ps.p[i].name) && !str_has(ps.p[i].name, 0));
		assert(str_is_utf8(ps.p[i].value) && !str_has(ps.p[i].value, 0));
		assert(pairs_has(&ps, ps.p[i].name));
		buf_add(&b, i ? S("&") : S(""));
		buf_add(&b, url_part(&a, ps.p[i].name));
		buf_addc(&b, '=');
		buf_add(&b, url_part(&a, ps.p[i].value));
	}
	assert(pairs_parse(&a, buf_str(&b), &again) == OK && again.n == ps.n);
	for (size_t i = 0; i < ps.n; i++)
		assert(str_eq(again.p[i].name, ps.p[i].name) && str_eq(again.p[i].value, ps.p[i].value));
	return 0;
}
