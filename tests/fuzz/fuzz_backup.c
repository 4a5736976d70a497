/* fuzz_backup.c: backup files as bytes. A head is believed or refused with a reason; what is taken for a row can be written and read
 * again, and is the same. */
#include <stdio.h>

#include "app/backup/backup.h"
#include "app/backup/line.h"
#include "base/str.h"
#include "fuzz.h"

#define VALUES_MOST 40

static bool
same(const struct val *x, const struct val *y)
{
	return x->type == y->type && x->i == y->i && str_eq(x->s, y->s);
}

static void
read_row(struct arena *a, str text)
{
	json_t *line = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, NULL), *again;
	struct val row[VALUES_MOST], second[VALUES_MOST];
	size_t n = json_array_size(line);
	str out;
	err e;

	if (line && n <= VALUES_MOST && line_to_row(a, line, n, row) == OK) {
		e = line_of_row(a, row, n, &out);
		assert(e == OK && str_find(out, S("\n")) == SIZE_MAX);
		again = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, NULL);
		assert(again);
		e = line_to_row(a, again, n, second);
		assert(e == OK);
		for (size_t i = 0; i < n; i++)
			assert(same(&row[i], &second[i]));
		json_decref(again);
	}
	json_decref(line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct backup b = { .arena = &a };
	str line, rest = fuzz_str(data, n);
	size_t migrations;

	if (n == 0)
		return 0;
	b.file = fmemopen((void *)(uintptr_t)str_dup(&a, rest).p, n, "r");
	assert(b.file);
	if (backup_read_head(&b, &migrations))
		assert(b.why.n > 0);
	fclose(b.file);
	while (rest.n) {
		str_cut(rest, '\n', &line, &rest);
		read_row(&a, line);
	}
	return 0;
}
