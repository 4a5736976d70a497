/* fuzz_header.c: mail headers and addresses. Nothing that comes out can begin a header of its own. */
#include "base/str.h"
#include "fuzz.h"
#include "post/header.h"

/* Line ends are followed by a space, lines are short, and all is printable ASCII. */
static void
check_value(str v)
{
	size_t line = 0;

	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];
		line = c == '\n' ? 0 : line + 1;
		assert(line <= 77);
		if (c == '\r')
			assert(i + 2 < v.n && v.p[i + 1] == '\n' && v.p[i + 2] == ' ');
		else if (c == '\n')
			assert(i > 0 && v.p[i - 1] == '\r');
		else
			assert(c >= 0x20 && c < 0x7f);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str in = fuzz_str(data, n);

	check_value(header_text(&a, in));
	if (mail_address_is_fit(in)) {
		assert(in.n >= 3 && in.n <= 254);
		for (size_t i = 0; i < in.n; i++)
			assert(in.p[i] > ' ' && in.p[i] < 0x7f && !str_has(S("<>()[],;:\\\""), in.p[i]));
	}
	if (mail_host_is_fit(in))
		for (size_t i = 0; i < in.n; i++)
			assert(!str_has(S("/?#@ %\r\n"), in.p[i]) && in.p[i] != 0);
	return 0;
}
