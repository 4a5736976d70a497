/* fuzz_template.c: the template compiler takes any text, and either says what is wrong or makes C. */
#include "fuzz.h"

#include "base/arena.h"
#include "tmpl.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct fault f = { 0 };
	str h, c;

	if (tmpl_compile(&a, S("x.tmpl"), S("x_tmpl.h"), fuzz_str(data, n), &h, &c, &f))
		assert(f.what.n && f.line >= 1 && f.line <= n + 1);
	else
		assert(h.n && c.n);
	return 0;
}
