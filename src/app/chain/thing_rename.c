/* thing_rename.c: notes that get new ids keep their place in the chain. */
#include <stdlib.h>

#include "app/chain/thing.h"

struct renamed {
	str from, to;
};

static int
by_from(const void *pa, const void *pb)
{
	return str_cmp(((const struct renamed *)pa)->from, ((const struct renamed *)pb)->from);
}

static err
rename_one(struct db_conn *c, struct arena *a, int64_t process, const struct renamed *n)
{
	static const int stmts[] = { THING_RENAME_ENTRY, THING_RENAME_CAUSE, THING_RENAME_PLACE, THING_RENAME_NOTE,
		THING_RENAME_OPEN_NOTE, THING_RENAME_TOTAL, THING_RENAME_ROUND, THING_RENAME_CHALLENGE, THING_RENAME_LIFT,
		THING_RENAME_TASK };
	str from = thing_ref(a, "note", n->from), to = thing_ref(a, "note", n->to);

	for (size_t i = 0; i < COUNT(stmts); i++)
		TRY(db_exec(c, NULL, stmts[i], INT(process), TEXT(from), TEXT(to)));
	TRY(db_exec(c, NULL, THING_RENAME_BUILDS, INT(process), TEXT(n->from), TEXT(n->to)));
	return db_exec(c, NULL, THING_RENAME_OPEN_BUILDS, INT(process), TEXT(n->from), TEXT(n->to));
}

err
notes_renamed(struct db_conn *c, struct arena *a, int64_t process, const str *from, const str *to, size_t n)
{
	struct renamed *all = NEW_ARRAY(a, struct renamed, n);
	struct rows r;

	for (size_t i = 0; i < n; i++)
		all[i] = (struct renamed){ from[i], to[i] };
	qsort(all, n, sizeof(*all), by_from);
	/* Few notes are ever referred to; each is looked up among those that were renamed. */
	TRY(db_query(c, a, &r, THING_NOTE_REFS, INT(process)));
	for (size_t i = 0; i < r.n; i++) {
		struct renamed key = { .from = str_from(row_text(&r, i, 0), sizeof("note:") - 1) };
		const struct renamed *found = bsearch(&key, all, n, sizeof(*all), by_from);
		if (found)
			TRY(rename_one(c, a, process, found));
	}
	return OK;
}
