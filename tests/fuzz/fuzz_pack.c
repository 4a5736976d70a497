/* fuzz_pack.c: method packs as bytes: loaded, or refused with a reason; never half. */
#include "fuzz.h"

#include "app/method/method.h"
#include "base/buf.h"

static void
load(str bytes)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct method_report report = { .arena = &a };
	struct method *m = NULL;
	err e = method_load_bytes(bytes, &report, &m);

	assert(e ? report.errors > 0 : m != NULL && m->hash.n == 64);
	method_free(e ? NULL : m);
}

/* Once as a whole pack, once as the first file of one. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, n + 200);

	load(fuzz_str(data, n));
	buf_addf(&b, "medvirk-pack 1\nmethod.yaml %zu\n", n);
	buf_add(&b, fuzz_str(data, n));
	buf_addc(&b, '\n');
	load(buf_str(&b));
	return 0;
}
