/* from_paper.c: paper becomes notes and themes like all others; who may type in, and when. */
#include "app/access/audit.h"
#include "app/chain/erase.h"
#include "app/chain/themes.h"
#include "app/chain/thing.h"
#include "app/from_paper/inside.h"
#include "app/process/process.h"
#include "app/room/about.h"
#include "app/room/blame.h"
#include "app/room/sort.h"
#include "base/rand.h"
#include "text/date.h"

err
paper_bar(struct db_conn *c, struct arena *a, const struct process *p, const struct room *rm, unsigned roles,
	enum paper_bar *out)
{
	unsigned who = WHO_REPS | WHO_HELPER | (p->paper_by_group ? WHO_LEADER : 0);
	struct gathering g;

	*out = PAPER_OPEN;
	if (rm->s.kind == SITTING_GROUP || rm->s.kind == SITTING_REHEARSAL)
		*out = PAPER_NOT_HERE;
	else if (!(roles & who))
		*out = PAPER_NOT_YOURS;
	else if (p->state == PROCESS_DRAFT)
		*out = PAPER_NOT_BEGUN;
	if (*out)
		return OK;
	TRY(gathering_read(c, a, p, rm->phase, &g));
	if (g.decided || g.asked)
		*out = PAPER_TOO_LATE;
	return OK;
}

err
typing_begin(struct db_conn *c, struct paper_act *x, struct room *rm, bool *is_new)
{
	enum paper_bar bar;
	struct process p;

	x->seq = 0;
	x->scrub = x->changed = false;
	x->problem = x->word = (str){ 0 };
	TRY(form_key_use(c, x->key, is_new));
	if (!*is_new)
		return OK;
	TRY(room_load(x->app, c, x->arena, x->sitting, rm));
	TRY(process_get(x->app, c, x->arena, rm->s.process, &p));
	TRY(paper_bar(c, x->arena, &p, rm, x->roles, &bar));
	if (bar == PAPER_NOT_YOURS || bar == PAPER_NOT_HERE)
		return ERR_DENIED;
	return bar ? ERR_CONFLICT : OK;
}

err
typing_tell(struct db_conn *c, struct paper_act *x, const struct room *rm, enum event_kind k, str target)
{
	if (rm->s.state != SITTING_OPEN)
		return OK;
	return sitting_event(c, x->arena, rm->s.id, k, target, &x->seq);
}

err
typing_log(struct db_conn *c, const struct paper_act *x, const struct room *rm)
{
	struct rows r;

	TRY(db_one(c, x->arena, &r, ABOUT_SITTING, INT(rm->s.id)));
	return audit_add(c, x->arena, row_int(&r, 0, 0), rm->s.process, x->person, 0, "paper", S(""));
}

err
typing_names(struct db_conn *c, struct paper_act *x, const str *texts, size_t n)
{
	if (x->anyway)
		return OK;
	TRY(blame_any(c, x->arena, x->unit, texts, n, &x->word));
	if (!x->word.n)
		return OK;
	x->problem = S(N_("“{word}” looks like a name. Write about how we work, not about who. Is it not a name? Then keep it."));
	return ERR_INVALID;
}

struct room
paper_left(const struct room *rm)
{
	struct room left = *rm;

	if (rm->s.state == SITTING_CLOSED)
		left.s.id = 0;
	return left;
}

bool
typing_may_see(const struct room *rm, const struct thing *t)
{
	const struct method_step *st = room_step(rm, t->step);

	return (rm->s.state != SITTING_OPEN && rm->s.state != SITTING_BROKEN) || !st || !sheets_hidden(rm, st);
}

void
typing_leave_hidden(const struct room *rm, struct things *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (typing_may_see(rm, &t->p[i]))
			t->p[n++] = t->p[i];
	t->n = n;
}

/* ---- order ---- */

size_t *
typing_order(struct arena *a, size_t n)
{
	size_t *order = NEW_ARRAY(a, size_t, n);

	for (size_t i = 0; i < n; i++) {
		size_t j = rand_below((uint32_t)i + 1);
		order[i] = order[j];
		order[j] = i;
	}
	return order;
}

err
typing_mix(struct db_conn *c, struct paper_act *x, const struct room *rm, int list, int renew)
{
	struct rows r;
	size_t *order;

	TRY(db_query(c, x->arena, &r, list, INT(rm->s.process), TEXT(rm->s.phase)));
	order = typing_order(x->arena, r.n);
	for (size_t i = 0; i < r.n; i++)
		TRY(db_exec(c, NULL, renew, TEXT(row_text(&r, order[i], 0)), INT(rand_below(INT32_MAX))));
	x->scrub = true;
	return scrub_ask(c, x->arena);
}

/* Notes get new ids too: their phones know the old ones. */
static err
shuffle_phase(struct db_conn *c, const struct paper_act *x, const struct room *rm)
{
	struct rows r;
	size_t *order;
	str *ids, *news;

	TRY(erase_forget(c, rm->s.process, rm->s.phase));
	TRY(db_query(c, x->arena, &r, PAPER_PHASE_NOTES, INT(rm->s.process), TEXT(rm->s.phase)));
	order = typing_order(x->arena, r.n);
	ids = NEW_ARRAY(x->arena, str, r.n);
	news = NEW_ARRAY(x->arena, str, r.n);
	for (size_t i = 0; i < r.n; i++) {
		ids[i] = row_text(&r, order[i], 0);
		news[i] = rand_uuid(x->arena);
		TRY(db_exec(c, NULL, PAPER_NOTE_RENEW, TEXT(ids[i]), TEXT(news[i]), INT(rand_below(INT32_MAX)),
			INT(rm->s.process)));
	}
	return notes_renamed(c, x->arena, rm->s.process, ids, news, r.n);
}

/* ---- notes ---- */

err
paper_lines(struct arena *a, str text, const str **lines, size_t *n, size_t *bad)
{
	str *out = NEW_ARRAY(a, str, PAPER_LINES), line, rest = text;
	bool more = text.n > 0;

	*n = *bad = 0;
	for (size_t number = 1; more; number++) {
		more = str_cut(rest, '\n', &line, &rest);
		line = str_trim(line);
		if (!line.n)
			continue;
		*bad = number;
		if (*n == PAPER_LINES)
			return ERR_TOOBIG;
		TRY(text_clean(a, line, NOTE_GRAPHEMES, &out[*n]));
		*n += out[*n].n > 0;
	}
	*bad = 0;
	*lines = out;
	return OK;
}

/* What notes that are typed in together have in common. */
struct lot {
	const struct method_step *notes;
	str col, bin, theme, about, builds_on;
};

/* As for a note from a phone: hidden before reveal, and after it until the next shuffle. On a sheet all have seen it. */
static bool
is_hidden(const struct room *rm, const struct lot *l)
{
	const struct sitting_step *line = room_line(rm, l->notes->id);

	if (l->theme.n || l->bin.n || (rm->s.state != SITTING_OPEN && rm->s.state != SITTING_BROKEN))
		return false;
	return l->notes->show == SHOW_AT_REVEAL || (line && line->revealed);
}

static err
put_notes(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct lot *l)
{
	bool hidden = is_hidden(rm, l);

	TRY(typing_names(c, x, x->lines, x->n));
	for (size_t i = 0; i < x->n; i++) {
		str id = rand_uuid(x->arena);
		TRY(db_exec(c, NULL, PAPER_NOTE, TEXT(id), INT(rm->s.process), TEXT(rm->s.phase), TYPING_NOTE_ROOM(rm), TEXT(l->notes->id),
			TEXT(l->col), TEXT(x->lines[i]), TEXT(hidden ? S("hidden") : S("shown")), INT(rand_below(INT32_MAX)),
			TEXT_OR_NIL(l->theme), TEXT(l->about), TEXT_OR_NIL(l->builds_on), TEXT(l->bin)));
		TRY(typing_tell(c, x, rm, hidden ? EVENT_COUNT : EVENT_NOTE, hidden ? S("") : id));
	}
	TRY(db_exec(c, NULL, PAPER_COUNTED, INT(rm->s.id), INT(x->n)));
	if (rm->s.state != SITTING_CLOSED)
		return OK;
	x->scrub = true;
	TRY(scrub_ask(c, x->arena));
	return shuffle_phase(c, x, rm);
}

/* The column a note belongs in: the only one, or the one that was named. */
static err
find_column(const struct method_step *st, str named, str *out)
{
	*out = (str){ 0 };
	if (!st->column_count)
		return OK;
	if (st->column_count == 1) {
		*out = st->columns[0].id;
		return OK;
	}
	*out = named;
	return method_column(st, named) ? OK : ERR_INVALID;
}

err
paper_abouts(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct things *out)
{
	struct room left = paper_left(rm);

	TRY(about_offered(c, a, &left, st, out));
	typing_leave_hidden(rm, out);
	return OK;
}

err
paper_builds(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct things *out)
{
	struct room left = paper_left(rm);
	struct thing_scope scope = scope_of_room(&left);

	*out = (struct things){ 0 };
	for (size_t i = 0; i < st->from_count; i++)
		if (st->from[i].step && st->from[i].step != st && step_builds_on(st, st->from[i].step->id))
			TRY(things_add(c, a, &scope, st->from[i].step, st, out));
	return OK;
}

/* What these notes are about and go on from, as with notes from phones: the only thing there is, or the one that was named. */
static err
find_about(struct db_conn *c, const struct paper_act *x, const struct room *rm, struct lot *l)
{
	struct things offered, builds;
	const struct thing *on;
	str kind, id;

	TRY(paper_builds(c, x->arena, rm, l->notes, &builds));
	on = x->builds_on.n ? things_find(&builds, x->builds_on) : NULL;
	if (on && thing_cut(on->ref, &kind, &id)) {
		l->builds_on = id;
		l->about = on->about;
		return OK;
	}
	TRY(paper_abouts(c, x->arena, rm, l->notes, &offered));
	if (x->builds_on.n || (x->about.n && !things_find(&offered, x->about)))
		return ERR_INVALID;
	l->about = offered.n == 1 ? offered.p[0].ref : x->about;
	return OK;
}

/* A notes step itself, or the field of a step that sorts its notes. */
static err
find_notes(const struct room *rm, const struct paper_act *x, struct lot *l)
{
	const struct method_step *st = room_step(rm, x->step);

	*l = (struct lot){ .notes = st };
	if (st && st->kind == STEP_SORT) {
		l->notes = sort_source(st, x->source);
		l->bin = x->bin;
		if (!method_column(st, x->bin))
			return ERR_INVALID;
	}
	if (!l->notes || l->notes->kind != STEP_NOTES || x->n == 0)
		return ERR_INVALID;
	return find_column(l->notes, x->col, &l->col);
}

err
paper_notes(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	struct room rm;
	struct lot l;
	bool is_new;

	TRY(typing_begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	TRY(find_notes(&rm, x, &l));
	TRY(find_about(c, x, &rm, &l));
	TRY(put_notes(c, x, &rm, &l));
	return typing_log(c, x, &rm);
}

/* ---- table sheets ---- */

/* The step that notes on a sheet of this one would have been written in: the one that was named, or the first. */
static const struct method_step *
sheet_source(const struct method_step *st, str named)
{
	const struct method_step *all[NOTE_SOURCES];
	size_t n = room_note_sources(st, all);

	for (size_t i = 0; i < n; i++)
		if (!named.n || str_eq(all[i]->id, named))
			return all[i];
	return NULL;
}

err
paper_themes(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *themes, struct themes *out)
{
	if (!themes) {
		*out = (struct themes){ 0 };
		return OK;
	}
	if (rm->s.state == SITTING_CLOSED || rm->s.kind == SITTING_VOTING)
		return themes_over_all(c, a, rm->s.process, rm->s.phase, themes->id, out);
	return themes_list(c, a, rm->s.id, themes->id, out);
}

static bool
has_theme(const struct themes *all, str id)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->p[i].id, id))
			return true;
	return false;
}

err
paper_sheet(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	const struct method_step *st;
	const struct method_column *only;
	struct lot l = { .theme = x->theme };
	struct themes all;
	struct room rm;
	bool is_new;

	TRY(typing_begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	st = room_step(&rm, x->step);
	l.notes = st ? sheet_source(st, x->source) : NULL;
	if (!st || st->kind != STEP_THEMES || !l.notes || (!l.theme.n && !x->name.n))
		return ERR_INVALID;
	TRY(find_column(l.notes, x->col, &l.col));
	TRY(paper_themes(c, x->arena, &rm, st, &all));
	if (l.theme.n && !has_theme(&all, l.theme))
		return ERR_INVALID;
	if (!l.theme.n) {
		l.theme = rand_uuid(x->arena);
		only = room_only_column(st);
		TRY(typing_names(c, x, &x->name, 1));
		TRY(db_exec(c, NULL, PAPER_THEME, TEXT(l.theme), INT(rm.s.process), TEXT(rm.s.phase), TYPING_ROOM(&rm), TEXT(st->id),
			TEXT(only ? only->id : (str){ 0 }), TEXT(x->name), INT(rand_below(INT32_MAX))));
	}
	TRY(put_notes(c, x, &rm, &l));
	TRY(typing_tell(c, x, &rm, EVENT_THEME, l.theme));
	return typing_log(c, x, &rm);
}

/* ---- the end of a sitting on paper ---- */

err
paper_close(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	struct close_act close = { .arena = x->arena, .app = x->app, .room = x->sitting, .person = x->person };
	struct process p;
	struct room rm;
	bool is_new;

	TRY(typing_begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	if (rm.s.state != SITTING_PLANNED)
		return ERR_CONFLICT;
	TRY(db_exec(c, NULL, PAPER_HELD, INT(x->sitting), INT(x->headcount)));
	TRY(process_get(x->app, c, x->arena, rm.s.process, &p));
	if (p.state == PROCESS_ANCHORED || p.state == PROCESS_PLANNED)
		TRY(process_set_state(c, x->arena, p.id, x->person, PROCESS_RUNNING));
	TRY(room_close(c, &close));
	x->scrub = true;
	x->phase = phase_has_themes(rm.phase) ? rm.s.phase : (str){ 0 };
	return OK;
}
