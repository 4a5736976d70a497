/* codes.c: a memo of copies. */
#include "app/room/codes.h"

#include <stdlib.h>

#include "app/sql.h"

#define KEEP_MS 5000
#define MOST 20000

struct memo *
codes_new(void)
{
	return memo_new(KEEP_MS, MOST, free);
}

static void
take_copy(const void *place, void *out)
{
	*(struct code_place *)out = *(const struct code_place *)place;
}

static void
remember(struct memo *codes, str code, const struct code_place *p)
{
	struct code_place *copy = mem_new(sizeof(*copy));

	*copy = *p;
	memo_put(codes, code, copy);
}

err
codes_find(struct memo *codes, struct db_conn *c, struct arena *a, str code, struct code_place *out)
{
	struct rows r;

	if (memo_look(codes, code, take_copy, out))
		return OK;
	if (!c)
		return ERR_BUSY;
	TRY(db_one(c, a, &r, ABOUT_CODE, TEXT(code)));
	*out = (struct code_place){ .unit = row_int(&r, 0, 0), .process = row_int(&r, 0, 1), .sitting = row_int(&r, 0, 2) };
	remember(codes, code, out);
	return OK;
}
