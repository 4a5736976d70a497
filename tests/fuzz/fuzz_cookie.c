/* fuzz_cookie.c: Cookie headers. */
#include "base/str.h"
#include "fuzz.h"
#include "http/request.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct header h = { S("Cookie"), fuzz_str(data, n) };
	struct request rq = { .headers = &h, .header_count = 1 };
	str value = request_cookie(&rq, S("seat"));

	assert(!str_has(value, ';'));
	assert(value.n == 0 || (value.p >= h.value.p && value.p + value.n <= h.value.p + n));
	return 0;
}
