/* erase.c: the second word that makes a text disappear. */
#include "app/chain/erase.h"

#include "app/access/audit.h"

err
erase_waiting(struct db_conn *c, struct arena *a, int64_t process, str phase, int64_t person, struct erase_waits *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, ERASE_LIST, INT(process), TEXT(phase)));
	*out = (struct erase_waits){ .p = NEW_ARRAY(a, struct erase_wait, r.n), .n = r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct erase_wait){ .target = row_text(&r, i, 0), .is_theme = row_int(&r, i, 1) != 0,
			.mine = row_int(&r, i, 2) == person, .by_leader = row_int(&r, i, 3) != 0, .by_name = row_text(&r, i, 4),
			.text = row_text(&r, i, 5) };
	return OK;
}

/* Which of the two a target is. Of a theme only a first name that is kept beside can go. */
static err
find(struct db_conn *c, const struct erase_act *x, str target, bool *is_theme)
{
	struct rows r;
	err e = db_one(c, x->arena, &r, ERASE_NOTE_GET, TEXT(target), INT(x->process), TEXT(x->phase));

	*is_theme = e == ERR_NOTFOUND;
	if (!*is_theme)
		return e;
	TRY(db_one(c, x->arena, &r, CHAIN_THEME, TEXT(target), INT(x->process), TEXT(x->phase)));
	return row_text(&r, 0, 2).n ? OK : ERR_NOTFOUND;
}

static err
erase(struct db_conn *c, struct erase_act *x, str target, bool is_theme)
{
	struct rows r;

	if (is_theme) {
		TRY(db_exec(c, NULL, ERASE_THEME, TEXT(target)));
	} else {
		TRY(db_one(c, x->arena, &r, ERASE_NOTE_GET, TEXT(target), INT(x->process), TEXT(x->phase)));
		TRY(db_exec(c, NULL, HANDLE_ERASE, INT(x->process), TEXT(row_text(&r, 0, 0))));
		TRY(db_exec(c, NULL, ERASE_NOTE, TEXT(target)));
	}
	TRY(db_exec(c, NULL, ERASE_FORGET, TEXT(target)));
	TRY(scrub_ask(c, x->arena));
	x->done = true;
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, "note.erase", S(""));
}

/* A leader's wish needs a rep and the other way round; somebody who is both is the leader here. */
static err
press_one(struct db_conn *c, struct erase_act *x, str target)
{
	bool leader = (x->roles & WHO_LEADER) != 0, is_theme;
	struct rows r;
	err e;

	TRY(find(c, x, target, &is_theme));
	e = db_one(c, x->arena, &r, ERASE_GET, TEXT(target));
	if (!e && row_int(&r, 0, 0) != x->person && (row_int(&r, 0, 1) != 0) != leader)
		return erase(c, x, target, is_theme);
	if (e != ERR_NOTFOUND)
		return e;
	return db_exec(c, NULL, ERASE_ASK, TEXT(target), INT(x->process), TEXT(x->phase), INT(is_theme), INT(x->person),
		INT(leader));
}

err
erase_forget(struct db_conn *c, int64_t process, str phase)
{
	return db_exec(c, NULL, ERASE_FORGET_PHASE, INT(process), TEXT(phase));
}

err
erase_press(struct db_conn *c, void *act)
{
	struct erase_act *x = act;
	bool is_new;

	x->done = false;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	if (!(x->roles & WHO_GROUP))
		return ERR_DENIED;
	if (x->n == 0 || x->n > 50)
		return ERR_INVALID;
	for (size_t i = 0; i < x->n; i++)
		TRY(press_one(c, x, x->targets[i]));
	return OK;
}
