/* about.c: what a note is about, and which idea it goes on from. */
#include "app/room/about.h"

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
	TRY(about_offered(c, act->arena, rm, st, &offered));
	if (act->about.n && !things_find(&offered, act->about))
		return ERR_INVALID;
	*about = offered.n == 1 ? offered.p[0].ref : act->about;
	return OK;
}
