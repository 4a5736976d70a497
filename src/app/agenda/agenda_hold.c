/* agenda_hold.c: meetings are held: what came of each item, what follows, who was there, and whether it gave what was wished. */
#include "app/access/audit.h"
#include "app/agenda/agenda.h"
#include "base/clock.h"
#include "base/str.h"

/* Reads the meeting and refuses what is locked or cancelled. */
static err
open_meeting(struct db_conn *c, const struct agenda_by *by, struct agenda_meeting *m)
{
	TRY(agenda_get(c, by->arena, by->process, by->meeting, m));
	return m->locked_at || m->cancelled_at ? ERR_GONE : OK;
}

static err
tell(struct db_conn *c, const struct agenda_by *by, const char *kind, str what)
{
	return audit_add(c, by->arena, by->unit, by->process, by->person, 0, kind, audit_body(by->arena, V("what", what)));
}

err
agenda_result_write(struct db_conn *c, void *result)
{
	struct agenda_result *x = result;
	struct agenda_meeting m;
	int64_t changed;
	bool is_new;

	TRY(form_key_use(c, x->by.key, &is_new));
	if (!is_new)
		return OK;
	TRY(open_meeting(c, &x->by, &m));
	TRY(db_exec(c, &changed, AGENDA_ITEM_RESULT, INT(x->item), INT(m.id), INT(x->version), TEXT(x->result), TEXT(x->follow_up)));
	if (changed == 0)
		return ERR_CONFLICT;
	if (x->task.body.n)
		TRY(db_exec(c, NULL, AGENDA_TASK_ADD, INT(x->by.process), TEXT(x->phase),
			TEXT(str_fmt(x->by.arena, "item:%" PRId64, x->item)), TEXT(x->task.body), INT_OR_NIL(x->task.owner),
			INT_OR_NIL(x->task.due_at)));
	/* Minutes are changed before they are locked: they are seen anew. */
	return db_exec(c, NULL, AGENDA_TOLD, INT(m.id));
}

static bool
is_of_group(const struct agenda_parties *all, int64_t role)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].who.role_id == role)
			return true;
	return false;
}

err
agenda_end_write(struct db_conn *c, void *end)
{
	struct agenda_end *x = end;
	struct agenda_parties all;
	struct agenda_meeting m;
	bool is_new;

	TRY(form_key_use(c, x->by.key, &is_new));
	if (!is_new)
		return OK;
	TRY(open_meeting(c, &x->by, &m));
	if (!m.begun_at)
		return ERR_CONFLICT;
	TRY(agenda_parties_read(c, x->by.arena, x->by.unit, &m, &all));
	TRY(db_exec(c, NULL, AGENDA_THERE_CLEAR, INT(m.id)));
	for (size_t i = 0; i < x->role_count; i++) {
		if (!is_of_group(&all, x->roles[i]))
			return ERR_INVALID;
		TRY(db_exec(c, NULL, AGENDA_THERE_ADD, INT(m.id), INT(x->roles[i])));
	}
	TRY(db_exec(c, NULL, AGENDA_END, INT(m.id), INT(clock_now()), x->headcount < 0 ? NIL : INT(x->headcount),
		TEXT(agenda_reached_word(x->reached)), TEXT(x->why)));
	return m.ended_at ? OK : tell(c, &x->by, "agenda.end", m.title);
}

err
agenda_tick_write(struct db_conn *c, void *tick)
{
	struct agenda_tick *x = tick;
	bool is_new;

	TRY(form_key_use(c, x->by.key, &is_new));
	if (!is_new)
		return OK;
	return db_exec(c, NULL, AGENDA_TASK_DONE, INT(x->task), INT(x->by.process), x->done ? INT(clock_now()) : NIL);
}

err
agenda_correct_write(struct db_conn *c, void *correct)
{
	struct agenda_correct *x = correct;
	struct agenda_meeting m;
	bool is_new;

	TRY(form_key_use(c, x->by.key, &is_new));
	if (!is_new)
		return OK;
	TRY(agenda_get(c, x->by.arena, x->by.process, x->by.meeting, &m));
	if (!m.locked_at)
		return ERR_CONFLICT;
	TRY(db_exec(c, NULL, AGENDA_CORRECT, INT(m.id), INT(x->by.person), INT(clock_now()), TEXT(x->body)));
	return tell(c, &x->by, "agenda.correct", m.title);
}
