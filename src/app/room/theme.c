/* theme.c: themes: named, filled, merged. The originals are always kept. */
#include "app/chain/themes.h"
#include "app/room/room.h"
#include "base/rand.h"

#define MOST_THEMES 200

/* Themes are made and filled in the steps that are there for it; the desk may tidy up in any step. */
static err
may_group(struct db_conn *c, const struct theme_act *act, struct room *rm)
{
	TRY(room_load(act->app, c, act->arena, act->room, rm));
	if (rm->s.state != SITTING_OPEN)
		return ERR_GONE;
	if (act->by_desk)
		return OK;
	if (!seat_exists(c, act->arena, act->room, act->seat))
		return ERR_DENIED;
	if (!rm->step || (rm->step->kind != STEP_THEMES && rm->step->kind != STEP_MERGE))
		return ERR_CONFLICT;
	return OK;
}

/* The themes step that new themes belong to: the running one, or the one that feeds it. */
static const struct method_step *
themes_step(const struct room *rm)
{
	return rm->step ? room_source(rm->step, STEP_THEMES) : NULL;
}

err
theme_put(struct db_conn *c, void *arg)
{
	struct theme_act *act = arg;
	struct room rm;
	struct theme t;
	struct rows r;
	const struct method_step *st;
	const struct method_column *only;
	int64_t table = act->table;
	err e;

	TRY(may_group(c, act, &rm));
	e = theme_get(c, act->arena, act->room, act->id, &t);
	if (e && e != ERR_NOTFOUND)
		return e;
	if (!e) {
		TRY(db_exec(c, NULL, THEME_RENAME, TEXT(act->id), INT(act->room), TEXT(act->name)));
		return sitting_event(c, act->arena, act->room, EVENT_THEME, act->id, &act->seq);
	}
	st = themes_step(&rm);
	if (!st)
		return ERR_CONFLICT;
	/* It is about the area of the notes it gathers, when they are all about one. */
	only = room_only_column(st);
	TRY(db_one(c, act->arena, &r, THEMES_IN_ROOM, INT(act->room)));
	if (row_int(&r, 0, 0) >= MOST_THEMES)
		return ERR_TOOBIG;
	if (!act->by_desk && db_one(c, act->arena, &r, SEAT_EXISTS, TEXT(act->seat), INT(act->room)) == OK)
		table = row_int(&r, 0, 0);
	TRY(db_exec(c, NULL, THEME_INSERT, TEXT(act->id), INT(rm.s.process), TEXT(rm.s.phase), INT(act->room), TEXT(st->id),
		TEXT(only ? only->id : (str){ 0 }), TEXT(act->name), INT(table), INT(rand_below(INT32_MAX))));
	return sitting_event(c, act->arena, act->room, EVENT_THEME, act->id, &act->seq);
}

err
theme_note(struct db_conn *c, void *arg)
{
	struct theme_act *act = arg;
	struct room rm;
	struct theme t;
	struct note n;
	int64_t changed;

	TRY(may_group(c, act, &rm));
	TRY(note_get(c, act->arena, act->room, act->note, &n));
	if (act->in)
		TRY(theme_get(c, act->arena, act->room, act->id, &t));
	else if (!str_eq(n.theme, act->id))
		return OK;	/* already out */
	TRY(db_exec(c, &changed, NOTE_THEME, TEXT(act->note), INT(act->room), act->in ? TEXT(act->id) : NIL));
	if (changed != 1)
		return ERR_NOTFOUND;
	TRY(sitting_event(c, act->arena, act->room, EVENT_NOTE, act->note, &act->seq));
	if (n.theme.n && !str_eq(n.theme, act->id))
		TRY(sitting_event(c, act->arena, act->room, EVENT_THEME, n.theme, &act->seq));
	return sitting_event(c, act->arena, act->room, EVENT_THEME, act->id, &act->seq);
}

err
theme_merge(struct db_conn *c, void *arg)
{
	struct theme_act *act = arg;
	struct room rm;
	struct theme from, to;

	TRY(may_group(c, act, &rm));
	TRY(theme_get(c, act->arena, act->room, act->id, &from));
	if (act->into.n) {
		TRY(theme_get(c, act->arena, act->room, act->into, &to));
		if (str_eq(act->id, act->into) || to.merged_into.n)
			return ERR_INVALID;
	}
	TRY(db_exec(c, NULL, THEME_MERGE, TEXT(act->id), INT(act->room), TEXT_OR_NIL(act->into)));
	TRY(sitting_event(c, act->arena, act->room, EVENT_THEME, act->id, &act->seq));
	if (act->into.n)
		TRY(sitting_event(c, act->arena, act->room, EVENT_THEME, act->into, &act->seq));
	else if (from.merged_into.n)
		TRY(sitting_event(c, act->arena, act->room, EVENT_THEME, from.merged_into, &act->seq));
	return OK;
}

static struct theme
theme_row(const struct rows *r, size_t i)
{
	return (struct theme){
		.id = row_text(r, i, 0),
		.step = row_text(r, i, 1),
		.col = row_text(r, i, 2),
		.name = row_text(r, i, 3),
		.merged_into = row_text(r, i, 4),
		.table = row_int(r, i, 5),
		.on_vote = row_int(r, i, 6) != 0,
		.notes = row_int(r, i, 7),
	};
}

/* Themes of closed sittings belong to no room any more: a vote over all asks the chain for them. */
static err
over_all(struct db_conn *c, struct arena *a, const struct room *rm, str step, struct themes *out)
{
	struct themes some;

	*out = (struct themes){ 0 };
	for (size_t i = 0; i < rm->session->step_count; i++) {
		const struct method_step *st = &rm->session->steps[i];
		struct theme *p;
		if (st->kind != STEP_THEMES || (step.n && !str_eq(step, st->id)))
			continue;
		TRY(themes_over_all(c, a, rm->s.process, rm->s.phase, st->id, &some));
		p = NEW_ARRAY(a, struct theme, out->n + some.n);
		for (size_t k = 0; k < out->n + some.n; k++)
			p[k] = k < out->n ? out->p[k] : some.p[k - out->n];
		*out = (struct themes){ p, out->n + some.n };
	}
	return OK;
}

err
themes_offered(struct db_conn *c, struct arena *a, const struct room *rm, str step, struct themes *out)
{
	return rm->s.kind == SITTING_VOTING ? over_all(c, a, rm, step, out) : themes_list(c, a, rm->s.id, step, out);
}

err
theme_offered(struct db_conn *c, struct arena *a, const struct room *rm, str id, struct theme *out)
{
	struct themes all;

	if (rm->s.kind != SITTING_VOTING)
		return theme_get(c, a, rm->s.id, id, out);
	TRY(over_all(c, a, rm, S(""), &all));
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.p[i].id, id)) {
			*out = all.p[i];
			return OK;
		}
	return ERR_NOTFOUND;
}

err
theme_get(struct db_conn *c, struct arena *a, int64_t room, str id, struct theme *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, THEME_GET, TEXT(id), INT(room)));
	*out = theme_row(&r, 0);
	return OK;
}

err
themes_list(struct db_conn *c, struct arena *a, int64_t room, str step, struct themes *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, THEMES_LIST, INT(room), TEXT(step)));
	out->p = NEW_ARRAY(a, struct theme, r.n);
	out->n = r.n;
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = theme_row(&r, i);
	return OK;
}
