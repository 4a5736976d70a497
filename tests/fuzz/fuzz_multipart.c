/* fuzz_multipart.c: forms with files. The first line is the content type, the rest the body. */
#include "base/str.h"
#include "fuzz.h"
#include "http/multipart.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct pairs fields;
	struct uploads files;
	str type, body;

	(void)str_cut(fuzz_str(data, n), '\n', &type, &body);
	if (multipart_parse(&a, type, body, &fields, &files))
		return 0;
	assert(fields.n + files.n <= MULTIPART_PARTS_MOST);
	for (size_t i = 0; i < fields.n; i++)
		assert(str_is_utf8(fields.p[i].value) && !str_has(fields.p[i].value, 0) && str_is_utf8(fields.p[i].name));
	for (size_t i = 0; i < files.n; i++)
		assert(files.p[i].bytes.n <= body.n && !str_has(files.p[i].file, '/') && !str_has(files.p[i].file, '\\'));
	return 0;
}
