/* live.c: frames: what changed since, drawn once for all who look at the same screen in the same language. */
#include "app/room/live.h"

#include <stdlib.h>

#include "app/desk_tmpl.h"
#include "app/meeting/meeting.h"
#include "app/phone_steps_tmpl.h"
#include "app/phone_tmpl.h"
#include "app/room/about.h"
#include "app/room/alone.h"
#include "app/room/desk.h"
#include "app/room/live_things.h"
#include "app/room/phone.h"
#include "app/room/sort.h"
#include "app/room/tree.h"
#include "app/room/wall.h"
#include "app/sort_tmpl.h"
#include "app/tree_tmpl.h"
#include "app/wall_tmpl.h"
#include "base/clock.h"
#include "base/log.h"

#define MOST_EVENTS 200
#define ROLE_HOLDS_S 600	/* then a desk comes again, and is asked who it is: roles end, sessions are revoked */

/* ---- streams ---- */

struct stream {
	int64_t room, after;
	enum room_screen screen;
	enum lang lang;
};

void *
room_stream_new(int64_t room, enum room_screen screen, enum lang lang, int64_t after)
{
	struct stream *s = mem_new(sizeof(*s));

	*s = (struct stream){ room, after, screen, lang };
	return s;
}

void
room_stream_take(void *ctx, int fd, void *stream)
{
	struct app *app = ctx;
	struct stream *s = stream;
	bool by_role = s->screen == SCREEN_DESK || s->screen == SCREEN_GROUP;
	struct hub_join join = { .room = s->room, .screen = (size_t)s->screen, .lang = (size_t)s->lang, .after = s->after,
		.lasts_s = by_role ? ROLE_HOLDS_S : 0 };

	/* At the limit the hub has answered 503 and closed. */
	if (hub_subscribe(app->hub, fd, &join))
		log_warn("stream refused: too many open");
	free(s);
}

void
room_stream_drop(void *ctx, void *stream)
{
	(void)ctx;
	free(stream);
}

/* ---- what changed ---- */

/* What a batch of events asks to be drawn; each thing once, however often it changed. */
struct changes {
	bool step, clock, count, desk;
	bool forget;	/* something was erased, set aside, withdrawn or changed */
	struct note *notes;
	str *themes, *causes, *trees;
	size_t note_count, theme_count, cause_count, tree_count;
	struct changed_things of;
	int64_t last;
};

static void
add_once(str *list, size_t *n, str target)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(list[i], target))
			return;
	list[(*n)++] = target;
}

/* As it is now; of one that has been withdrawn its id alone. */
static void
add_note(struct changes *ch, const struct rows *r, size_t i)
{
	str id = row_text(r, i, 2);

	for (size_t k = 0; k < ch->note_count; k++)
		if (str_eq(ch->notes[k].id, id))
			return;
	ch->notes[ch->note_count++] = row_null(r, i, 3) ? (struct note){ .id = id } : note_in_row(r, i, 3);
}

static void
gather(struct arena *a, const struct rows *r, struct changes *ch)
{
	ch->notes = NEW_ARRAY(a, struct note, r->n);
	ch->themes = NEW_ARRAY(a, str, r->n);
	ch->causes = NEW_ARRAY(a, str, r->n);
	ch->trees = NEW_ARRAY(a, str, r->n);
	ch->of = (struct changed_things){ .entries = NEW_ARRAY(a, str, r->n), .things = NEW_ARRAY(a, str, r->n) };
	for (size_t i = 0; i < r->n; i++) {
		ch->last = row_int(r, i, 0);
		switch (event_of_word(row_text(r, i, 1))) {
		case EVENT_STEP:
		case EVENT_VOTES:
		case EVENT_REVEAL: ch->step = true; break;
		case EVENT_CLOCK: ch->clock = true; break;
		case EVENT_TAKEN:
			ch->forget = true;
			add_note(ch, r, i);
			break;
		case EVENT_NOTE: add_note(ch, r, i); break;
		case EVENT_THEME: add_once(ch->themes, &ch->theme_count, row_text(r, i, 2)); break;
		case EVENT_CAUSE: add_once(ch->causes, &ch->cause_count, row_text(r, i, 2)); break;
		case EVENT_TREE: add_once(ch->trees, &ch->tree_count, row_text(r, i, 2)); break;
		case EVENT_COUNT: ch->count = ch->of.count |= !str_eq(row_text(r, i, 2), COUNT_PEOPLE); break;
		case EVENT_DESK: ch->desk = true; break;
		case EVENT_ENTRY: add_once(ch->of.entries, &ch->of.entry_count, row_text(r, i, 2)); break;
		case EVENT_THING: add_once(ch->of.things, &ch->of.thing_count, row_text(r, i, 2)); break;
		case EVENT_SHEET:
		case EVENT_PLAN:
		case EVENT_CLOSED:
		case EVENT_KINDS: break;
		}
	}
}

/* ---- drawing ---- */

static void
draw_note(struct buf *out, enum lang lang, const struct view *v, const struct note *n)
{
	if (v->rm->step && v->rm->step->kind == STEP_THEMES && v->screen == SCREEN_PHONE)
		phone_group_note(out, lang, v, n);
	else if (v->sort && v->screen == SCREEN_PHONE)
		sort_card(out, lang, v, n);
	else
		note_card(out, lang, v, n);
}

static void
draw_theme(struct db_conn *c, struct buf *out, enum lang lang, const struct view *v, str id)
{
	struct theme_view t = { 0 };

	if (!v->rm->step || theme_get(c, v->a, v->rm->s.id, id, &t.t))
		return;
	if (v->rm->step->kind == STEP_THEMES) {
		if (notes_shown(c, v->a, v->rm, v->source ? v->source->id : S(""), id, 0, 0, 200, &t.notes))
			return;
		phone_theme(out, lang, v, &t);
	} else if (v->theme_count || v->rm->step->kind == STEP_MERGE) {
		phone_theme_line(out, lang, &t);
	}
}

/* How many notes lie in each column, of every table whose notes have changed. */
static void
draw_sorted(struct db_conn *c, struct buf *out, enum lang lang, const struct view *v, const struct changes *ch)
{
	bool seen[64] = { false };
	struct sort_view s;

	for (size_t i = 0; v->sort && i < ch->note_count; i++) {
		int64_t table = 0;
		if (v->screen == SCREEN_PHONE) {
			if (!ch->notes[i].step.n)
				continue;
			table = note_table(&ch->notes[i], v->sort->tables);
		}
		if (seen[table] || sort_count(c, v, table, &s))
			continue;
		seen[table] = true;
		sort_counts(out, lang, &s);
	}
}

/* Is this tree among those to be drawn whole, or one of its causes among those that have changed? */
static bool
tree_changed(const struct tree *t, const struct changes *ch)
{
	for (size_t i = 0; i < ch->tree_count; i++)
		if (str_eq(ch->trees[i], t->about.ref))
			return true;
	for (size_t i = 0; i < ch->cause_count; i++)
		if (tree_cause(t, ch->causes[i]))
			return true;
	return false;
}

/* A cause with all below it; one that is not drawn any more leaves the page. */
static void
draw_cause(struct buf *out, enum lang lang, const struct view *v, const struct desk_view *d, const struct tree *t, str id)
{
	const struct cause *n = tree_cause(t, id);

	if (n && (n->state == NOTE_SHOWN || n->kid_count))
		tree_branch(out, lang, v, d, t, n);
	else if (n)
		tree_gone(out, lang, n);
}

/* d: on the desk, else NULL. */
static void
draw_trees(struct buf *out, enum lang lang, const struct view *v, const struct desk_view *d, const struct changes *ch)
{
	for (size_t i = 0; tree_is_live(v) && i < v->trees->n; i++) {
		const struct tree *t = &v->trees->p[i];
		bool whole = false;
		if (!tree_changed(t, ch))
			continue;
		for (size_t k = 0; k < ch->tree_count; k++)
			whole |= str_eq(ch->trees[k], t->about.ref);
		if (v->screen == SCREEN_WALL) {
			tree_fish(out, lang, v, t);
		} else if (whole) {
			tree_part(out, lang, v, d, t);
		} else {
			for (size_t k = 0; k < ch->cause_count; k++)
				draw_cause(out, lang, v, d, t, ch->causes[k]);
			if (d)
				tree_fish(out, lang, v, t);
		}
	}
}

static void
draw_phone(struct db_conn *c, struct buf *out, enum lang lang, const struct view *v, const struct changes *ch)
{
	if (ch->step || ch->clock)
		phone_clock(out, lang, v);
	if (ch->step) {
		phone_step(out, lang, v);
		phone_shown(out, lang, v);
		/* What stands here is of one table or one phone: each asks for its own. */
		if ((step_has_tables(v->rm->step) && v->tables > 1) || room_has_alone(v->rm))
			phone_own(out, lang);
		return;
	}
	for (size_t i = 0; i < ch->theme_count; i++)
		draw_theme(c, out, lang, v, ch->themes[i]);
	for (size_t i = 0; i < ch->note_count; i++)
		draw_note(out, lang, v, &ch->notes[i]);
	draw_sorted(c, out, lang, v, ch);
	draw_trees(out, lang, v, NULL, ch);
	draw_phone_things(out, lang, v, &ch->of);
	if ((ch->count || ch->note_count) && v->rm->step && v->rm->step->kind == STEP_NOTES)
		phone_tally(out, lang, v);
}

static void
draw_wall(struct db_conn *c, struct buf *out, enum lang lang, const struct view *v, const struct changes *ch)
{
	struct wall_view w = { .v = v };
	struct theme_view t = { 0 };
	struct rows r;

	if (!db_one(c, v->a, &r, NOTES_ASIDE_COUNT, INT(v->rm->s.id)))
		w.aside = row_int(&r, 0, 0);
	if (ch->step || ch->clock)
		phone_clock(out, lang, v);
	if (ch->step) {
		wall_title(out, lang, v);
		wall_step(out, lang, &w);
	}
	wall_facts(out, lang, &w);
	if (ch->step || !v->rm->step)
		return;
	draw_wall_things(out, lang, v, &ch->of);
	/* Before the first theme the wall shows the task, and has no list to put one into. */
	if (ch->theme_count && ch->theme_count >= v->theme_count)
		wall_step(out, lang, &w);
	for (size_t i = 0; i < ch->theme_count && v->rm->step->kind != STEP_VOTES; i++)
		if (!theme_get(c, v->a, v->rm->s.id, ch->themes[i], &t.t))
			wall_theme(out, lang, &t);
	for (size_t i = 0; i < ch->note_count && (v->rm->step->kind == STEP_NOTES || v->sort); i++)
		draw_note(out, lang, v, &ch->notes[i]);
	draw_sorted(c, out, lang, v, ch);
	draw_trees(out, lang, v, NULL, ch);
	if (v->rm->step->kind == STEP_NOTES && v->rm->step->show == SHOW_AT_REVEAL && !v->rm->now->revealed)
		wall_tally(out, lang, v);
}

/* The desk's forms carry versions, so a step, a clock command or a change of desk draws what holds them anew. */
static err
draw_desk(struct db_conn *c, struct buf *out, enum lang lang, const struct view *v, const struct changes *ch)
{
	struct desk_view d;

	TRY(desk_read(c, lang, v, 0, &d));
	if (ch->step || ch->clock || ch->desk) {
		TRY(desk_read_settings(c, &d));
		if (ch->desk)
			desk_own(out, lang);
		desk_step(out, lang, &d);
		desk_side(out, lang, &d);
		desk_work(out, lang, &d);
		desk_rest(out, lang, &d);
		return OK;
	}
	desk_evidence(out, lang, &d);
	if (!v->rm->step)
		return OK;
	for (size_t i = 0; i < ch->theme_count; i++) {
		struct theme_view t = { 0 };
		if (v->rm->step->kind != STEP_THEMES && v->rm->step->kind != STEP_MERGE)
			break;
		if (theme_get(c, v->a, v->rm->s.id, ch->themes[i], &t.t))
			continue;
		TRY(notes_shown(c, v->a, v->rm, v->source ? v->source->id : S(""), t.t.id, 0, 0, 200, &t.notes));
		desk_theme(out, lang, &d, &t);
	}
	for (size_t i = 0; i < ch->note_count; i++)
		desk_note(out, lang, &d, &ch->notes[i]);
	if (ch->note_count || ch->theme_count)
		desk_left(out, lang, &d);
	draw_sorted(c, out, lang, v, ch);
	draw_trees(out, lang, v, &d, ch);
	draw_desk_things(out, lang, &d, &ch->of);
	if (ch->note_count || ch->cause_count || ch->of.entry_count)
		desk_aside(out, lang, &d);
	return OK;
}

/* Nothing but notes and their number on phones: the most frequent frame, and no list is drawn. */
static bool
only_notes(const struct room *rm, enum room_screen screen, const struct changes *ch)
{
	return screen == SCREEN_PHONE && rm->step && rm->step->kind == STEP_NOTES && !ch->step && !ch->clock && !ch->theme_count &&
		!ch->of.entry_count && !ch->of.thing_count;
}

static err
render(struct app *app, struct db_conn *c, struct arena *a, int64_t sitting, int64_t after, enum room_screen screen,
	enum lang lang, struct frame *out)
{
	struct changes ch = { 0 };
	struct room rm;
	struct view v;
	struct rows r, written;
	struct db_ask asks[] = { ASK(&r, ROOM_EVENTS, INT(sitting), INT(after)),
		ASK(&written, NOTES_COUNT_NOW, INT(sitting), INT(after), TEXT(COUNT_PEOPLE)) };
	bool few;

	TRY(room_rules_and(app, c, a, sitting, asks, COUNT(asks) - (screen != SCREEN_PHONE), &rm));
	out->last_seq = rm.s.seq;
	if (rm.s.state == SITTING_CLOSED) {
		out->kind = FRAME_CLOSED;
		return OK;
	}
	if (after >= rm.s.seq) {
		out->kind = FRAME_NONE;
		return OK;
	}
	/* Too far behind, or from before a time whose events are gone. */
	if (r.n == 0 || r.n > MOST_EVENTS || row_int(&r, 0, 0) != after + 1) {
		out->kind = FRAME_RESET;
		return OK;
	}
	if (screen == SCREEN_GROUP) {
		TRY(meeting_draw(app, c, a, &out->html, lang, &rm, &r));
		out->kind = out->html.n ? FRAME_PATCH : FRAME_NONE;
		return out->html.overflow ? ERR_TOOBIG : OK;
	}
	gather(a, &r, &ch);
	out->forget = ch.forget;
	few = only_notes(&rm, screen, &ch);
	if (!few || ch.forget)
		about_forget(app, a, &rm, rm.step);
	if (few) {
		TRY(view_of_notes(app, c, a, &rm, row_int(&written, 0, 0), &v));
	} else {
		TRY(room_about(c, a, &rm));
		TRY(view_read(c, a, &rm, screen, (str){ 0 }, 0, &v));
	}
	if (screen == SCREEN_PHONE)
		draw_phone(c, &out->html, lang, &v, &ch);
	else if (screen == SCREEN_WALL)
		draw_wall(c, &out->html, lang, &v, &ch);
	else
		TRY(draw_desk(c, &out->html, lang, &v, &ch));
	out->kind = out->html.n ? FRAME_PATCH : FRAME_NONE;
	return out->html.overflow ? ERR_TOOBIG : OK;
}

err
room_render(void *ctx, int64_t room, int64_t after, size_t screen, size_t lang, struct frame *out)
{
	struct app *app = ctx;
	struct arena a = { 0 };
	struct db_conn *c;
	err e = db_read_begin(app->db, &c);

	if (e)
		return e;
	e = render(app, c, &a, room, after, (enum room_screen)screen, (enum lang)lang, out);
	if (e == ERR_NOTFOUND) {
		out->kind = FRAME_CLOSED;
		e = OK;
	}
	db_read_end(c);
	arena_free(&a);
	return e;
}

#define CLOSED_LATELY_S 300
#define LOOKS_AT_EVERYTHING 30	/* each so many times */

static err
poke_rooms(struct app *app, struct arena *a)
{
	struct db_conn *c;
	struct rows r;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = db_query(c, a, &r, ROOMS_SEQ, INT(clock_now() - CLOSED_LATELY_S));
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < r.n; i++)
		hub_poke(app->hub, row_int(&r, i, 0), row_int(&r, i, 1));
	return OK;
}

void
room_resync(struct app *app)
{
	static _Atomic unsigned times;
	struct arena a CLEANUP(arena_free) = { 0 };

	if (times++ % LOOKS_AT_EVERYTHING == 0)
		hub_poke_all(app->hub);
	else if (poke_rooms(app, &a))
		log_warn("rooms: could not look for what other nodes have said");
}
