/* fuzz_path.c: request targets and route patterns. A path that is let through has one spelling only. */
#include "base/buf.h"
#include "base/str.h"
#include "fuzz.h"
#include "http/path.h"

static void
check_canonical(struct arena *a, str path)
{
	struct buf b = buf_new(a, 4 * path.n + 100);
	str rest = str_from(path, 1), part, again, query;
	bool more;

	assert(str_starts(path, S("/")) && str_is_utf8(path) && !str_has(path, 0) && !str_has(path, '\\'));
	assert(str_find(path, S("//")) == SIZE_MAX);
	do {
		more = str_cut(rest, '/', &part, &rest);
		assert(!str_eq(part, S(".")) && !str_eq(part, S("..")));
		buf_addc(&b, '/');
		buf_add(&b, url_part(a, part));
	} while (more);
	assert(path_split(a, buf_str(&b), &again, &query) == OK);
	assert(str_eq(again, path) && query.n == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const str patterns[] = { S("/"), S("/*"), S("/r/:code"), S("/r/:code/notes/:id"), S("/:a/:b/:c/:d/:e/:f"), S("/a/:b/*") };
	struct arena a CLEANUP(arena_free) = { 0 };
	str path, query, params[ROUTE_PARAMS] = { { 0 } };

	if (path_split(&a, fuzz_str(data, n), &path, &query))
		return 0;
	check_canonical(&a, path);
	for (size_t i = 0; i < COUNT(patterns); i++)
		if (path_match(patterns[i], path, params))
			for (size_t k = 0; k < ROUTE_PARAMS; k++)
				assert(params[k].n < path.n);
	return 0;
}
