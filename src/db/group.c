/* group.c: what the writes of one group leave for each other. */
#include "db/engine.h"

struct left {
	struct left *next;
	db_settle_fn settle;
	int64_t key;
	void *what;
};

void *
db_left(const struct db_conn *c, db_settle_fn settle, int64_t key)
{
	for (const struct left *l = c->left; l; l = l->next)
		if (l->settle == settle && l->key == key)
			return l->what;
	return NULL;
}

void *
db_leave(struct db_conn *c, db_settle_fn settle, int64_t key, size_t size)
{
	struct left *l = NEW(&c->left_arena, struct left);

	assert(c->use == CONN_WRITE && !db_left(c, settle, key));
	*l = (struct left){ .next = c->left, .settle = settle, .key = key,
		.what = arena_alloc(&c->left_arena, size, _Alignof(max_align_t)) };
	c->left = l;
	return l->what;
}

struct arena *
db_left_arena(struct db_conn *c)
{
	return &c->left_arena;
}

void
db_left_changes(struct db_conn *c)
{
	c->writes++;
}

void
left_forget(struct db_conn *c)
{
	c->left = NULL;
	arena_free(&c->left_arena);
}

err
left_settle(struct db_conn *c)
{
	struct left *all = c->left;
	err e = OK;

	/* What settles runs statements of its own. */
	c->left = NULL;
	for (struct left *l = all; l && e == OK; l = l->next)
		e = l->settle(c, l->key, l->what);
	if (all)
		left_forget(c);
	return e;
}
