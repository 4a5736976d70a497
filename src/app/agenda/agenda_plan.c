/* agenda_plan.c: meetings are planned: made, changed, their agenda filled by any of the three, called and released. */
#include "app/access/audit.h"
#include "app/access/session.h"
#include "app/agenda/agenda.h"
#include "app/calendar/calendar.h"
#include "base/clock.h"
#include "base/str.h"

static err
tell(struct db_conn *c, const struct agenda_by *by, const char *kind, str what)
{
	return audit_add(c, by->arena, by->unit, by->process, by->person, 0, kind, audit_body(by->arena, V("what", what)));
}

/* ---- the meeting ---- */

static err
add_item(struct db_conn *c, int64_t meeting, int64_t place, const struct agenda_item *it, int64_t by)
{
	return db_exec(c, NULL, AGENDA_ITEM_ADD, INT(meeting), INT(place), TEXT(it->title), TEXT(it->why),
		TEXT(agenda_want_word(it->want)), TEXT(agenda_label_word(it->label)), TEXT(agenda_reach_word(it->reach)),
		INT(it->minutes), INT_OR_NIL(it->person), INT_OR_NIL(by));
}

/* The agenda of another meeting, without what came of it. */
static err
copy_items(struct db_conn *c, const struct agenda_put *x)
{
	struct agenda_items items;
	struct agenda_meeting from;

	TRY(agenda_get(c, x->by.arena, x->by.process, x->copy, &from));
	TRY(agenda_items_read(c, x->by.arena, &from, &items));
	for (size_t i = 0; i < items.n; i++)
		TRY(add_item(c, x->m.id, (int64_t)i + 1, &items.p[i], x->by.person));
	return OK;
}

err
agenda_create(struct db_conn *c, void *put)
{
	struct agenda_put *x = put;
	struct agenda_meeting *m = &x->m;
	struct rows r;
	bool is_new;

	TRY(form_key_use(c, x->by.key, &is_new));
	if (!is_new)
		return OK;
	TRY(db_one(c, x->by.arena, &r, AGENDA_ADD, INT(x->by.process), TEXT(agenda_kind_word(m->kind)), TEXT(m->title),
		INT_OR_NIL(m->starts_at), INT(m->minutes), TEXT(m->place), TEXT(m->link), INT_OR_NIL(m->chair), TEXT(m->purpose),
		TEXT(m->wished), INT(clock_now()), INT(x->by.person)));
	m->id = row_int(&r, 0, 0);
	if (x->copy)
		TRY(copy_items(c, x));
	for (size_t i = 0; i < x->item_count; i++)
		TRY(add_item(c, m->id, (int64_t)i + 1, &x->items[i], x->by.person));
	return tell(c, &x->by, "agenda.add", m->title);
}

err
agenda_change(struct db_conn *c, void *put)
{
	struct agenda_put *x = put;
	const struct agenda_meeting *m = &x->m;
	struct agenda_meeting was;
	int64_t changed;
	bool is_new;

	TRY(form_key_use(c, x->by.key, &is_new));
	if (!is_new)
		return OK;
	TRY(agenda_get(c, x->by.arena, x->by.process, x->by.meeting, &was));
	if (agenda_is_over(&was))
		return ERR_GONE;
	TRY(db_exec(c, &changed, AGENDA_CHANGE, INT(was.id), INT(x->version), TEXT(agenda_kind_word(m->kind)), TEXT(m->title),
		INT_OR_NIL(m->starts_at), INT(m->minutes), TEXT(m->place), TEXT(m->link), INT_OR_NIL(m->chair), TEXT(m->purpose),
		TEXT(m->wished)));
	if (changed == 0)
		return ERR_CONFLICT;
	/* What staff read is what all three have seen: a changed plan is seen again first. */
	if (was.released_at)
		TRY(db_exec(c, NULL, AGENDA_RELEASE, INT(was.id), NIL));
	return tell(c, &x->by, "agenda.change", m->title);
}

/* ---- the agenda ---- */

str
agenda_item_seen(struct arena *a, const struct agenda_item *it)
{
	struct buf b = buf_new(a, 64 * 1024);

	buf_addf(&b, "%d %d %d %" PRId64 " %" PRId64 "\n" STR_FMT "\n" STR_FMT, it->want, it->label, it->reach, it->minutes, it->person,
		STR_ARG(it->title), STR_ARG(it->why));
	return str_take(token_hash(a, buf_str(&b)), 16);
}

static err
place_items(struct db_conn *c, const struct agenda_items *all, int64_t meeting, size_t from, size_t to)
{
	for (size_t i = 0; i < all->n; i++) {
		size_t place = i == from ? to : i == to ? from : i;
		TRY(db_exec(c, NULL, AGENDA_ITEM_PLACE, INT(all->p[i].id), INT(meeting), INT(place + 1)));
	}
	return OK;
}

static err
add_to(struct db_conn *c, const struct agenda_item_put *x, const struct agenda_items *all)
{
	if (all->n >= AGENDA_ITEMS)
		return ERR_TOOMANY;
	TRY(place_items(c, all, x->by.meeting, all->n, all->n));
	TRY(add_item(c, x->by.meeting, (int64_t)all->n + 1, &x->item, x->by.person));
	return tell(c, &x->by, "agenda.item.add", x->item.title);
}

static err
change_one(struct db_conn *c, const struct agenda_item_put *x, const struct agenda_items *all, size_t i)
{
	const struct agenda_item *it = &x->item;
	int64_t meeting = x->by.meeting;

	switch (x->act) {
	case ITEM_CHANGE:
		if (!str_eq(x->seen, agenda_item_seen(x->by.arena, &all->p[i])))
			return ERR_CONFLICT;
		TRY(db_exec(c, NULL, AGENDA_ITEM_CHANGE, INT(it->id), INT(meeting), TEXT(it->title), TEXT(it->why),
			TEXT(agenda_want_word(it->want)), TEXT(agenda_label_word(it->label)), TEXT(agenda_reach_word(it->reach)),
			INT(it->minutes), INT_OR_NIL(it->person)));
		return tell(c, &x->by, "agenda.item.change", it->title);
	case ITEM_REMOVE:
		TRY(db_exec(c, NULL, AGENDA_ITEM_REMOVE, INT(it->id), INT(meeting)));
		return tell(c, &x->by, "agenda.item.remove", all->p[i].title);
	case ITEM_UP: return place_items(c, all, meeting, i, i > 0 ? i - 1 : 0);
	case ITEM_DOWN: return place_items(c, all, meeting, i, i + 1 < all->n ? i + 1 : i);
	case ITEM_ADD: break;
	}
	return OK;
}

static err
put_item(struct db_conn *c, const struct agenda_item_put *x, const struct agenda_meeting *m)
{
	struct agenda_items all;

	TRY(agenda_items_read(c, x->by.arena, m, &all));
	if (x->act == ITEM_ADD)
		return add_to(c, x, &all);
	for (size_t i = 0; i < all.n; i++) {
		if (all.p[i].id != x->item.id)
			continue;
		/* What has been talked about stays on the agenda. */
		if (x->act == ITEM_REMOVE && (all.p[i].result.n || all.p[i].follow_up.n))
			return ERR_GONE;
		return change_one(c, x, &all, i);
	}
	return ERR_NOTFOUND;
}

err
agenda_item_write(struct db_conn *c, void *put)
{
	struct agenda_item_put *x = put;
	struct agenda_meeting m;
	bool is_new;

	TRY(form_key_use(c, x->by.key, &is_new));
	if (!is_new)
		return OK;
	TRY(agenda_get(c, x->by.arena, x->by.process, x->by.meeting, &m));
	if (agenda_is_over(&m))
		return ERR_GONE;
	TRY(put_item(c, x, &m));
	if (m.released_at)
		TRY(db_exec(c, NULL, AGENDA_RELEASE, INT(m.id), NIL));
	return db_exec(c, NULL, AGENDA_TOUCH, INT(m.id));
}

/* ---- steps ---- */

/* A call that lacks something goes out with a reason only, which holds for the next call too; and it is a call of what was read. */
static err
call_out(struct db_conn *c, const struct agenda_step *x, const struct agenda_whole *w)
{
	str why = x->why.n ? x->why : w->m.called_why;

	if (agenda_state(&w->m) != AGENDA_PLANNED && agenda_state(&w->m) != AGENDA_CALLED)
		return ERR_GONE;
	if (x->version != w->m.version)
		return ERR_CONFLICT;
	if (agenda_lacks(w) && !why.n)
		return ERR_DENIED;
	TRY(db_exec(c, NULL, AGENDA_CALL, INT(w->m.id), INT(clock_now()), INT(x->version), TEXT(agenda_lacks(w) ? why : (str){ 0 })));
	return tell(c, &x->by, "agenda.call", w->m.title);
}

static err
see(struct db_conn *c, const struct agenda_step *x, const struct agenda_whole *w, str what, int64_t version)
{
	if (x->version != version)
		return ERR_CONFLICT;
	return db_exec(c, NULL, AGENDA_SEE, INT(w->m.id), TEXT(what), INT(x->by.person), INT(version), INT(clock_now()));
}

/* When the last of the three has seen them, the minutes are locked. */
static err
see_minutes(struct db_conn *c, const struct agenda_step *x, const struct agenda_whole *w)
{
	struct agenda_parties now;

	if (!w->m.ended_at || w->m.locked_at)
		return ERR_GONE;
	TRY(see(c, x, w, S("minutes"), w->m.told_version));
	TRY(agenda_parties_read(c, x->by.arena, x->by.unit, &w->m, &now));
	if (!now.minutes_seen)
		return OK;
	TRY(db_exec(c, NULL, AGENDA_LOCK, INT(w->m.id), INT(clock_now())));
	return tell(c, &x->by, "agenda.lock", w->m.title);
}

/* Open to staff is what all three have seen. */
static err
open_up(struct db_conn *c, const struct agenda_step *x, const struct agenda_whole *w)
{
	bool plan = x->act == ACT_RELEASE;

	if (w->m.kind != AGENDA_STAFF || (plan ? !w->parties.plan_seen : !w->m.locked_at))
		return ERR_DENIED;
	TRY(db_exec(c, NULL, plan ? AGENDA_RELEASE : AGENDA_TELL, INT(w->m.id), INT(clock_now())));
	return tell(c, &x->by, plan ? "agenda.release" : "agenda.tell", w->m.title);
}

static err
cancel(struct db_conn *c, const struct agenda_step *x, const struct agenda_whole *w)
{
	bool off = x->act == ACT_CANCEL;

	if (w->m.begun_at)
		return ERR_GONE;
	TRY(db_exec(c, NULL, AGENDA_CANCEL, INT(w->m.id), off ? INT(clock_now()) : NIL));
	if (off)
		TRY(calendar_call_off(c, x->by.arena, x->by.process, &w->m));
	return tell(c, &x->by, off ? "agenda.cancel" : "agenda.uncancel", w->m.title);
}

err
agenda_step_inside(struct db_conn *c, const struct agenda_step *x, const struct agenda_whole *w)
{
	if (w->m.cancelled_at && x->act != ACT_UNCANCEL)
		return ERR_GONE;
	switch (x->act) {
	case ACT_CALLED: return call_out(c, x, w);
	case ACT_RELEASE:
	case ACT_TELL: return open_up(c, x, w);
	case ACT_BEGIN: return db_exec(c, NULL, AGENDA_BEGIN, INT(w->m.id), INT(clock_now()));
	case ACT_SEE_PLAN: return agenda_is_over(&w->m) ? ERR_GONE : see(c, x, w, S("plan"), w->m.version);
	case ACT_SEE_MINUTES: return see_minutes(c, x, w);
	case ACT_CANCEL:
	case ACT_UNCANCEL: return cancel(c, x, w);
	}
	return ERR_INVALID;
}

err
agenda_step_write(struct db_conn *c, void *step)
{
	struct agenda_step *x = step;
	struct agenda_whole w;
	bool is_new;

	TRY(form_key_use(c, x->by.key, &is_new));
	if (!is_new)
		return OK;
	TRY(agenda_whole_read(c, x->by.arena, x->by.unit, x->by.process, x->by.meeting, &w));
	return agenda_step_inside(c, x, &w);
}
