/* moderate.c: setting aside, erasing, and what must be handled. */
#include "app/room/moderate.h"

#include "app/access/audit.h"
#include "app/access/role.h"
#include "base/clock.h"

static bool
is_leader(const struct moderate_act *act)
{
	return (act->roles & (WHO_LEADER | ROLE_BIT(ROLE_SUPERIOR))) != 0;
}

static bool
is_rep(const struct moderate_act *act)
{
	return (act->roles & WHO_REPS) != 0;
}

/* A leader's wish needs a rep and the other way round. Setting aside by a rep or the workshop leader needs nobody. */
static bool
needs_second(const struct moderate_act *act)
{
	if (act->what == MODERATE_ERASE)
		return true;
	return act->what == MODERATE_ASIDE && is_leader(act) && !is_rep(act);
}

/* True when the other side has already asked for the same. */
static err
second_has_asked(struct db_conn *c, struct moderate_act *act, str what, bool *out)
{
	struct rows r;
	err e = db_one(c, act->arena, &r, TAP_GET, TEXT(act->note), INT(act->room));

	*out = false;
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	if (!str_eq(row_text(&r, 0, 0), what) || row_int(&r, 0, 2) == act->person)
		return OK;
	*out = row_int(&r, 0, 3) ? is_rep(act) : is_leader(act);
	if (*out)
		act->reason = row_text(&r, 0, 1);
	return OK;
}

static err
ask(struct db_conn *c, struct moderate_act *act, str what)
{
	act->waiting = true;
	TRY(db_exec(c, NULL, TAP_ASK, TEXT(act->note), INT(act->room), TEXT(what), TEXT(act->reason), INT(act->person),
		INT(is_leader(act))));
	return sitting_event(c, act->arena, act->room, EVENT_DESK, S(""), &act->seq);
}

/* That it was done, and by whom; never what the note said. */
static err
log_it(struct db_conn *c, struct moderate_act *act, const char *kind)
{
	struct rows r;

	TRY(db_one(c, act->arena, &r, ABOUT_SITTING, INT(act->room)));
	return audit_add(c, act->arena, row_int(&r, 0, 0), row_int(&r, 0, 1), act->person, 0, kind, S(""));
}

static err
set_aside(struct db_conn *c, struct moderate_act *act)
{
	TRY(db_exec(c, NULL, NOTE_SET_STATE, TEXT(act->note), INT(act->room), TEXT(S("aside")), TEXT(act->reason)));
	TRY(log_it(c, act, act->what == MODERATE_HANDLE ? "note.handle" : "note.aside"));
	TRY(db_exec(c, NULL, TAP_DONE, TEXT(act->note)));
	return sitting_event(c, act->arena, act->room, EVENT_NOTE, act->note, &act->seq);
}

/* The text goes from the row; chain and exports only ever read the row. The id stays, so that the count does. */
static err
erase(struct db_conn *c, struct moderate_act *act)
{
	TRY(db_exec(c, NULL, NOTE_ERASE, TEXT(act->note), INT(act->room)));
	TRY(log_it(c, act, "note.erase"));
	TRY(db_exec(c, NULL, TAP_DONE, TEXT(act->note)));
	TRY(scrub_ask(c, act->arena));
	return sitting_event(c, act->arena, act->room, EVENT_NOTE, act->note, &act->seq);
}

static err
put_on_list(struct db_conn *c, struct moderate_act *act, const struct room *rm, const struct note *n)
{
	TRY(db_exec(c, NULL, HANDLE_ADD, INT(rm->s.process), TEXT(n->body), TEXT(act->reason), INT(act->about_leader),
		INT(clock_now())));
	return set_aside(c, act);
}

err
moderate(struct db_conn *c, void *arg)
{
	struct moderate_act *act = arg;
	str what = act->what == MODERATE_ERASE ? S("erase") : S("aside");
	struct room rm;
	struct note n;
	bool agreed = false, is_new;

	act->waiting = false;
	TRY(form_key_use(c, act->key, &is_new));
	TRY(room_load(act->app, c, act->arena, act->room, &rm));
	if (rm.s.state == SITTING_CLOSED)
		return ERR_GONE;
	TRY(note_get(c, act->arena, act->room, act->note, &n));
	if (!is_new || n.state == NOTE_ERASED)
		return OK;
	if (act->what == MODERATE_BACK) {
		if (!is_rep(act) && !(act->roles & WHO_DESK))
			return ERR_DENIED;
		TRY(db_exec(c, NULL, NOTE_SET_STATE, TEXT(act->note), INT(act->room), TEXT(S("shown")), NIL));
		TRY(log_it(c, act, "note.back"));
		return sitting_event(c, act->arena, act->room, EVENT_NOTE, act->note, &act->seq);
	}
	if (act->what == MODERATE_ERASE && !is_leader(act) && !is_rep(act))
		return ERR_DENIED;
	if (act->what == MODERATE_HANDLE)
		return put_on_list(c, act, &rm, &n);
	if (needs_second(act) || act->what == MODERATE_ASIDE)
		TRY(second_has_asked(c, act, what, &agreed));
	if (needs_second(act) && !agreed)
		return ask(c, act, what);
	return act->what == MODERATE_ERASE ? erase(c, act) : set_aside(c, act);
}
