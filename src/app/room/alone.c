/* alone.c: sheets that each fills in alone. */
#include "app/room/alone.h"

#include "base/rand.h"

bool
step_is_alone(const struct method_step *st)
{
	return st && st->kind == STEP_FORM && st->work == WORK_ALONE && st->session->kind == SESSION_WORKSHOP;
}

bool
room_asks_alone(const struct room *rm)
{
	for (size_t i = 0; i < rm->session->step_count; i++)
		if (step_is_alone(&rm->session->steps[i]))
			return true;
	return false;
}

bool
room_has_alone(const struct room *rm)
{
	for (size_t i = 0; i < rm->steps.n; i++)
		if (rm->steps.p[i].pos <= rm->s.step_pos && step_is_alone(sitting_pack_step(rm->method, &rm->s, &rm->steps.p[i])))
			return true;
	return false;
}

int64_t
alone_begun(struct db_conn *c, struct arena *a, int64_t room, str step)
{
	struct rows r;

	return db_one(c, a, &r, ALONE_BEGUN, INT(room), TEXT(step)) ? 0 : row_int(&r, 0, 0);
}

/* ---- reading one's own ---- */

/* The sheet as a form and a card draw it; NULL when nothing is begun. */
static err
read_sheet(struct db_conn *c, const struct view *v, str owner, struct sheet_form *s)
{
	str about = s->about ? s->about->ref : (str){ 0 };
	struct entry *e = NEW(v->a, struct entry);
	struct rows state, r;

	TRY(db_query(c, v->a, &state, ALONE_GET, INT(v->rm->s.id), TEXT(owner), TEXT(about)));
	if (state.n == 0)
		return OK;
	s->shared = (enum sheet_shared)row_int(&state, 0, 0);
	TRY(db_query(c, v->a, &r, ALONE_FIELDS, INT(v->rm->s.id), TEXT(owner), TEXT(about)));
	*e = (struct entry){ .step = s->st->id, .about = about, .makes = s->st->makes, .f = NEW_ARRAY(v->a, struct filled, r.n), .n = r.n };
	for (size_t i = 0; i < r.n; i++)
		e->f[i] = (struct filled){ .field = row_text(&r, i, 0), .body = row_text(&r, i, 1) };
	s->entry = e;
	return OK;
}

/* ERR_NOTFOUND: nobody in this room has anything of the kind yet. */
static err
owner_of(struct db_conn *c, struct arena *a, int64_t room, str seat, str step, str *out)
{
	return seat_mark(c, a, room, seat, str_fmt(a, "sheet " STR_FMT, STR_ARG(step)), out);
}

err
alone_view(struct db_conn *c, struct view *v)
{
	const struct method_step *st = v->rm->step;
	str owner = { 0 };
	err e;

	if (!v->seat.n)
		return OK;
	e = owner_of(c, v->a, v->rm->s.id, v->seat, st->id, &owner);
	if (e && e != ERR_NOTFOUND)
		return e;
	for (size_t i = 0; i < (st->from_count ? v->things.n : 1); i++) {
		struct sheet_form *s = &v->sheets[v->sheet_count++];
		*s = (struct sheet_form){ .st = st, .about = st->from_count ? &v->things.p[i] : NULL, .own = true };
		if (owner.n)
			TRY(read_sheet(c, v, owner, s));
	}
	for (size_t i = 0; i < v->sheet_count; i++)
		v->sheets[i].alone = v->sheet_count == 1;
	return OK;
}

static err
mine_of(struct db_conn *c, struct view *v, const struct method_step *st)
{
	struct rows r;
	str owner;
	err e = owner_of(c, v->a, v->rm->s.id, v->seat, st->id, &owner);
	struct sheet_form *all;

	if (e)
		return e == ERR_NOTFOUND ? OK : e;
	TRY(db_query(c, v->a, &r, ALONE_ALL, INT(v->rm->s.id), TEXT(owner)));
	all = NEW_ARRAY(v->a, struct sheet_form, v->mine_count + r.n);
	for (size_t i = 0; i < v->mine_count; i++)
		all[i] = v->mine[i];
	v->mine = all;
	for (size_t i = 0; i < r.n; i++) {
		struct sheet_form *s = &v->mine[v->mine_count];
		struct thing *about = NEW(v->a, struct thing);
		*s = (struct sheet_form){ .st = st, .own = true };
		if (row_text(&r, i, 0).n && thing_get(c, v->a, v->rm->method, v->rm->s.process, row_text(&r, i, 0), about))
			continue;
		s->about = row_text(&r, i, 0).n ? about : NULL;
		TRY(read_sheet(c, v, owner, s));
		v->mine_count += s->shared != SHEET_SHARED;
	}
	return OK;
}

err
alone_mine(struct db_conn *c, struct view *v)
{
	if (!v->seat.n || v->screen != SCREEN_PHONE)
		return OK;
	for (size_t i = 0; i < v->rm->steps.n; i++) {
		const struct method_step *st = sitting_pack_step(v->rm->method, &v->rm->s, &v->rm->steps.p[i]);
		if (v->rm->steps.p[i].pos < v->rm->s.step_pos && step_is_alone(st))
			TRY(mine_of(c, v, st));
	}
	return OK;
}

/* ---- writing ---- */

struct writing {
	const struct method_step *st;
	struct room rm;
	str owner;
	bool begun;
	enum sheet_shared was;
};

static err
may_write(struct db_conn *c, const struct alone_act *act, struct writing *w)
{
	const struct sitting_step *line;
	struct rows r;

	TRY(room_load(act->app, c, act->arena, act->room, &w->rm));
	if (w->rm.s.state != SITTING_OPEN)
		return ERR_GONE;
	if (!seat_exists(c, act->arena, act->room, act->seat))
		return ERR_DENIED;
	w->st = room_step(&w->rm, act->step);
	line = room_line(&w->rm, act->step);
	if (!step_is_alone(w->st) || !line || line->pos > w->rm.s.step_pos)
		return ERR_INVALID;
	TRY(entry_is_offered(c, act->arena, &w->rm, w->st, act->about));
	TRY(room_key_make(c, act->arena, act->room));
	TRY(owner_of(c, act->arena, act->room, act->seat, act->step, &w->owner));
	TRY(db_query(c, act->arena, &r, ALONE_GET, INT(act->room), TEXT(w->owner), TEXT(act->about)));
	w->begun = r.n > 0;
	w->was = r.n ? (enum sheet_shared)row_int(&r, 0, 0) : SHEET_OWN;
	return w->was == SHEET_SHARED ? ERR_CONFLICT : OK;
}

static err
put_values(struct db_conn *c, const struct alone_act *act, const struct writing *w, bool *empty)
{
	struct rows r;

	for (size_t i = 0; i < act->n; i++) {
		const struct entry_value *v = &act->values[i];
		if (v->body.n)
			TRY(db_exec(c, NULL, ALONE_FIELD_PUT, INT(act->room), TEXT(w->owner), TEXT(act->about), TEXT(v->field->id), TEXT(v->body)));
		else
			TRY(db_exec(c, NULL, ALONE_FIELD_DROP, INT(act->room), TEXT(w->owner), TEXT(act->about), TEXT(v->field->id)));
	}
	TRY(db_query(c, act->arena, &r, ALONE_FIELDS, INT(act->room), TEXT(w->owner), TEXT(act->about)));
	*empty = r.n == 0;
	return OK;
}

/* From here on it is one of the step's sheets, with an id and a place that say nothing. */
static err
show(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, str owner, str about, str *id)
{
	struct rows r;

	TRY(db_query(c, a, &r, ALONE_FIELDS, INT(rm->s.id), TEXT(owner), TEXT(about)));
	*id = rand_uuid(a);
	TRY(db_exec(c, NULL, ENTRY_ADD, TEXT(*id), INT(rm->s.process), TEXT(rm->s.phase), INT(rm->s.id), TEXT(st->id),
		TEXT(str_of(makes_word(st->makes))), TEXT(about), INT(0), INT(rand_below(INT32_MAX))));
	for (size_t i = 0; i < r.n; i++)
		TRY(db_exec(c, NULL, ENTRY_FIELD_PUT, TEXT(*id), TEXT(row_text(&r, i, 0)), TEXT(row_text(&r, i, 1))));
	TRY(db_exec(c, NULL, ALONE_FIELDS_DROP, INT(rm->s.id), TEXT(owner), TEXT(about)));
	return db_exec(c, NULL, ALONE_PUT, INT(rm->s.id), TEXT(owner), TEXT(st->id), TEXT(about), INT(SHEET_SHARED));
}

static err
share(struct db_conn *c, struct alone_act *act, const struct writing *w)
{
	const struct sitting_step *line = room_line(&w->rm, act->step);
	struct rows there, wished;
	str id;

	TRY(db_one(c, act->arena, &there, ENTRY_COUNT, INT(act->room), TEXT(act->step)));
	TRY(db_one(c, act->arena, &wished, ALONE_WISHED, INT(act->room), TEXT(act->step)));
	if (w->was == SHEET_OWN && row_int(&there, 0, 0) + row_int(&wished, 0, 0) >= SHEETS_MOST)
		return ERR_TOOBIG;
	if (w->st->show == SHOW_AT_REVEAL && !line->revealed)
		return db_exec(c, NULL, ALONE_PUT, INT(act->room), TEXT(w->owner), TEXT(act->step), TEXT(act->about), INT(SHEET_WISHED));
	TRY(show(c, act->arena, &w->rm, w->st, w->owner, act->about, &id));
	return sitting_event(c, act->arena, act->room, EVENT_ENTRY, id, &act->seq);
}

err
alone_save(struct db_conn *c, void *arg)
{
	struct alone_act *act = arg;
	struct writing w = { 0 };
	bool empty;

	act->seq = 0;
	act->empty = false;
	TRY(may_write(c, act, &w));
	TRY(put_values(c, act, &w, &empty));
	if (empty) {
		TRY(db_exec(c, NULL, ALONE_DROP, INT(act->room), TEXT(w.owner), TEXT(act->about)));
		act->empty = act->what == ALONE_SHARE;
		return act->empty ? ERR_INVALID : w.begun ? sitting_event(c, act->arena, act->room, EVENT_COUNT, S(""), &act->seq) : OK;
	}
	if (act->what == ALONE_SHARE)
		TRY(share(c, act, &w));
	else
		TRY(db_exec(c, NULL, ALONE_PUT, INT(act->room), TEXT(w.owner), TEXT(act->step), TEXT(act->about),
			INT(act->what == ALONE_TAKE_BACK ? SHEET_OWN : w.was)));
	/* That somebody has begun is counted; what they write on it, and whether they share it, nobody hears of. */
	return w.begun || act->seq ? OK : sitting_event(c, act->arena, act->room, EVENT_COUNT, S(""), &act->seq);
}

err
alone_reveal(struct db_conn *c, struct arena *a, const struct room *rm, bool all)
{
	struct rows r;

	TRY(db_query(c, a, &r, ALONE_TO_SHOW, INT(rm->s.id), INT(all)));
	for (size_t i = 0; i < r.n; i++) {
		const struct method_step *st = room_step(rm, row_text(&r, i, 1));
		str id;
		if (st)
			TRY(show(c, a, rm, st, row_text(&r, i, 0), row_text(&r, i, 2), &id));
	}
	return OK;
}

err
alone_forget(struct db_conn *c, struct arena *a, int64_t room, str seat)
{
	struct sitting s;
	struct sitting_steps steps;
	str owner;

	TRY(sitting_get(c, a, room, &s));
	TRY(sitting_steps(c, a, &s, &steps));
	for (size_t i = 0; i < steps.n; i++) {
		err e = owner_of(c, a, room, seat, steps.p[i].step, &owner);
		if (e)
			return e == ERR_NOTFOUND ? OK : e;
		TRY(db_exec(c, NULL, ALONE_FORGET_FIELDS, INT(room), TEXT(owner)));
		TRY(db_exec(c, NULL, ALONE_FORGET, INT(room), TEXT(owner)));
	}
	return OK;
}
