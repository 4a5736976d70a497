/* names.c: a memo of indexes (blame.h), by unit. */
#include "app/room/names.h"

#include <stdlib.h>

#include "app/room/blame.h"

#define KEEP_MS 60000
#define MOST 2000	/* units */

struct unit_names {
	struct arena arena;
	struct blame_index index;
};

static void
drop(void *unit)
{
	struct unit_names *u = unit;

	arena_free(&u->arena);
	free(u);
}

struct memo *
names_new(void)
{
	return memo_new(KEEP_MS, MOST, drop);
}

struct question {
	str text, word;
};

static void
look_for(const void *unit, void *question)
{
	const struct unit_names *u = unit;
	struct question *q = question;

	q->word = blame_in(&u->index, q->text);
}

static err
remember(struct req *rq, str unit)
{
	struct unit_names *u;
	struct db_conn *c;
	const str *names;
	size_t n;

	TRY(req_read(rq, &c));
	TRY(blame_names(c, rq->arena, rq->unit, &names, &n));
	u = mem_new(sizeof(*u));
	blame_index(&u->arena, names, n, &u->index);
	memo_put(rq->app->names, unit, u);
	return OK;
}

str
names_word(struct req *rq, str text)
{
	str unit = str_fmt(rq->arena, "%" PRId64, rq->unit);
	struct question q = { .text = text };

	/* The second look may fail, too: when another thread has filled the memo meanwhile. */
	if (!memo_look(rq->app->names, unit, look_for, &q) && remember(rq, unit) == OK)
		(void)memo_look(rq->app->names, unit, look_for, &q);
	return q.word;
}
