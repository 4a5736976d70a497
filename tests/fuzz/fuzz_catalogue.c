/* fuzz_catalogue.c: .po files, plural rules, statement files and ids in sources: a fault has a line and words. */
#include "fuzz.h"

#include "base/arena.h"
#include "ids.h"
#include "plural.h"
#include "po.h"
#include "sql_file.h"
#include "tool.h"

static void
explained(err e, const struct fault *f)
{
	assert(!e || f->what.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str in = fuzz_str(data, n);
	struct po_list po = { 0 };
	struct po_header head = { 0 };
	struct sql_list sql = { 0 };
	struct id_list ids = { 0 }, marks = { 0 };
	struct plural rule = { 0 };
	struct fault f[5] = { 0 };

	explained(po_read(&a, S("x.po"), in, &po, &head, &f[0]), &f[0]);
	explained(sql_file_read(&a, S("x.sql"), in, &sql, &f[1]), &f[1]);
	explained(ids_read(&a, S("x.c"), in, &ids, &f[2]), &f[2]);
	explained(ids_read(&a, S("x.tmpl"), in, &marks, &f[3]), &f[3]);
	if (!plural_read(&a, in, &rule, &f[4]))
		for (uint64_t i = 0; i < 1000; i++)
			assert(plural_form(&rule, i) < rule.forms);
	for (size_t i = 0; po_placeholder(in, i).n; i++)
		assert(po_has_placeholder(in, po_placeholder(in, i)));
	return 0;
}
