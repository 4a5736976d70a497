/* about.c: what a note is about, and which idea it goes on from. */
#include "app/room/about.h"

#include <stdlib.h>

#include "base/memo.h"

#define MOST_TO_BUILD_ON 300

static bool
hands_on_notes(const struct method_step *st)
{
	switch (st->kind) {
	case STEP_NOTES: return true;
	case STEP_SORT:
	case STEP_MATRIX:
	case STEP_VOTES:
	case STEP_VERDICT:
		for (size_t i = 0; i < st->from_count; i++)
			if (st->from[i].step && hands_on_notes(st->from[i].step))
				return true;
		return false;
	case STEP_TALK:
	case STEP_THEMES:
	case STEP_MERGE:
	case STEP_CHOOSE:
	case STEP_FORM:
	case STEP_TREE:
	case STEP_PROPOSAL:
	case STEP_CHECKOUT:
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return false;
}

static void
join(struct arena *a, struct things *out, const struct things *more)
{
	struct thing *p = NEW_ARRAY(a, struct thing, out->n + more->n);
	size_t n = 0;

	for (size_t i = 0; i < out->n; i++)
		p[n++] = out->p[i];
	for (size_t i = 0; i < more->n; i++)
		if (!things_find(&(struct things){ p, n }, more->p[i].ref))
			p[n++] = more->p[i];
	*out = (struct things){ p, n };
}

err
about_offered(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct things *out)
{
	struct thing_scope scope = scope_of_room(rm);

	*out = (struct things){ 0 };
	for (size_t i = 0; i < st->from_count; i++) {
		const struct method_step *src = st->from[i].step;
		struct things some;
		if (!src)
			continue;
		if (hands_on_notes(src))
			TRY(about_offered(c, a, rm, room_source(src, STEP_NOTES), &some));
		else
			TRY(things_of(c, a, &scope, src, st, &some));
		join(a, out, &some);
	}
	return OK;
}

/* ---- remembered ---- */

#define KEEP_MS 15000
#define MOST 2000	/* rooms */

struct kept {
	struct arena arena;
	struct things things;
};

static void
drop(void *value)
{
	struct kept *k = value;

	arena_free(&k->arena);
	free(k);
}

struct memo *
abouts_new(void)
{
	return memo_new(KEEP_MS, MOST, drop);
}

static str
key_of(struct arena *a, const struct room *rm, const struct method_step *st)
{
	return str_fmt(a, "%" PRId64 " " STR_FMT, rm->s.id, STR_ARG(st->id));
}

/* Their refs and titles. */
static void
copy_names(struct arena *a, const struct things *from, struct things *out)
{
	*out = (struct things){ NEW_ARRAY(a, struct thing, from->n), from->n };
	for (size_t i = 0; i < from->n; i++) {
		out->p[i].ref = str_dup(a, from->p[i].ref);
		for (int l = 0; l < LANG_COUNT; l++)
			out->p[i].title.in[l] = str_dup(a, from->p[i].title.in[l]);
	}
}

struct look {
	struct arena *a;
	struct things *out;
};

static void
see(const void *value, void *look)
{
	const struct kept *k = value;
	struct look *l = look;

	copy_names(l->a, &k->things, l->out);
}

static err
read_anew(struct app *app, struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct things *out)
{
	struct kept *k;

	TRY(about_offered(c, a, rm, st, out));
	if (!app->abouts)
		return OK;
	k = mem_new(sizeof(*k));
	copy_names(&k->arena, out, &k->things);
	memo_put(app->abouts, key_of(a, rm, st), k);
	return OK;
}

err
about_offered_lately(struct app *app, struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st,
	struct things *out)
{
	if (app->abouts && memo_look(app->abouts, key_of(a, rm, st), see, &(struct look){ a, out }))
		return OK;
	return read_anew(app, c, a, rm, st, out);
}

void
about_forget(struct app *app, struct arena *a, const struct room *rm, const struct method_step *st)
{
	if (app->abouts && st)
		memo_forget(app->abouts, key_of(a, rm, st));
}

/* ---- ideas that go on from others ---- */

bool
step_builds_on(const struct method_step *st, str step)
{
	for (size_t i = 0; i < st->from_count; i++) {
		const struct method_step *src = st->from[i].step;
		if (src && src->kind == STEP_NOTES && src->makes == st->makes && src->session == st->session &&
			(str_eq(src->id, step) || str_eq(st->id, step)))
			return true;
	}
	return false;
}

bool
step_builds(const struct method_step *st)
{
	return step_builds_on(st, st->id);
}

err
builds_offered(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct notes *out)
{
	*out = (struct notes){ 0 };
	for (size_t i = 0; i < st->from_count; i++) {
		const struct method_step *src = st->from[i].step;
		struct notes some;
		struct note *p;
		if (!src || src == st || !step_builds_on(st, src->id))
			continue;
		TRY(notes_shown(c, a, rm, src->id, (str){ 0 }, 0, 0, MOST_TO_BUILD_ON, &some));
		p = NEW_ARRAY(a, struct note, out->n + some.n);
		for (size_t k = 0; k < out->n + some.n; k++)
			p[k] = k < out->n ? out->p[k] : some.p[k - out->n];
		*out = (struct notes){ p, out->n + some.n, out->all + some.all };
	}
	return OK;
}

err
about_of_note(struct db_conn *c, const struct note_act *act, const struct room *rm, const struct method_step *st, str *about,
	str *builds_on)
{
	struct things offered;
	struct note parent;

	*about = *builds_on = (str){ 0 };
	if (st->from_count == 0)
		return act->about.n ? ERR_INVALID : OK;
	if (act->builds_on.n && step_builds(st) && note_get(c, act->arena, act->room, act->builds_on, &parent) == OK &&
		parent.state == NOTE_SHOWN && step_builds_on(st, parent.step)) {
		*builds_on = parent.id;
		*about = parent.about;
		return OK;
	}
	TRY(about_offered_lately(act->app, c, act->arena, rm, st, &offered));
	if (act->about.n && !things_find(&offered, act->about))	/* it may have come since */
		TRY(read_anew(act->app, c, act->arena, rm, st, &offered));
	if (act->about.n && !things_find(&offered, act->about))
		return ERR_INVALID;
	*about = offered.n == 1 ? offered.p[0].ref : act->about;
	return OK;
}
