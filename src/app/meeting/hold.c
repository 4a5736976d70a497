/* hold.c: opening and closing. */
#include "app/meeting/hold.h"

#include "app/access/audit.h"
#include "app/meeting/rehearsal.h"
#include "app/process/process.h"
#include "app/room/room.h"
#include "app/worksheet/worksheet.h"
#include "base/clock.h"
#include "base/log.h"

#define REHEARSAL_SEC ((int64_t)12 * 3600)
#define DAY_SEC ((int64_t)24 * 3600)

static err
unit_of(struct db_conn *c, struct arena *a, int64_t sitting, int64_t *unit)
{
	struct rows r;

	TRY(db_one(c, a, &r, ABOUT_SITTING, INT(sitting)));
	*unit = row_int(&r, 0, 0);
	return OK;
}

static err
note_in_log(struct db_conn *c, const struct hold_act *act, const struct sitting *s, const char *kind)
{
	int64_t unit;

	if (s->kind == SITTING_REHEARSAL)
		return OK;
	TRY(unit_of(c, act->arena, s->id, &unit));
	return audit_add(c, act->arena, unit, s->process, act->person, 0, kind, S(""));
}

static bool
is_for_staff(const struct sitting *s)
{
	return s->kind == SITTING_STAFF || sitting_is_unled(s);
}

bool
hold_is_early(const struct sitting *s)
{
	return s->state == SITTING_PLANNED && s->kind != SITTING_REHEARSAL && s->starts_at > clock_now() + DAY_SEC;
}

err
hold_open(struct db_conn *c, void *arg)
{
	struct hold_act *act = arg;
	struct sitting s;
	bool is_new;

	act->seq = 0;
	TRY(form_key_use(c, act->key, &is_new));
	TRY(sitting_get(c, act->arena, act->sitting, &s));
	if (!is_new || s.state == SITTING_OPEN)
		return OK;
	if (s.state == SITTING_CLOSED)
		return ERR_GONE;
	/* Its time would be up within a second. */
	if (sitting_is_unled(&s) && s.ends_at <= clock_now())
		return ERR_INVALID;
	if (is_for_staff(&s))
		TRY(process_staff_opened(c, act->arena, s.process, act->person));
	if (act->only_due && hold_is_early(&s))
		return ERR_CONFLICT;
	TRY(sitting_open(c, act->arena, s.id));
	if (sitting_is_unled(&s))
		TRY(room_begin_unled(c, act->arena, act->app, s.id));
	TRY(note_in_log(c, act, &s, s.kind == SITTING_GROUP ? "meeting.open" : "room.open"));
	return sitting_event(c, act->arena, s.id, EVENT_STEP, S(""), &act->seq);
}

/* What somebody wrote for herself alone lives until the work starts; when it has started, no longer than the meeting. */
static err
close_meeting(struct db_conn *c, struct hold_act *act, const struct sitting *s)
{
	struct rows r;

	TRY(db_one(c, act->arena, &r, PROCESS_GET, INT(s->process)));
	if (!str_eq(row_text(&r, 0, 6), process_state_word(PROCESS_DRAFT)))
		TRY(own_sheets_forget(c, act->arena, s->process));
	return OK;
}

err
hold_close(struct db_conn *c, void *arg)
{
	struct hold_act *act = arg;
	struct close_act close = { .arena = act->arena, .app = act->app, .room = act->sitting, .person = act->person };
	struct sitting s;
	bool is_new;

	act->seq = 0;
	TRY(form_key_use(c, act->key, &is_new));
	TRY(sitting_get(c, act->arena, act->sitting, &s));
	if (!is_new || s.state == SITTING_CLOSED)
		return OK;
	if (s.state == SITTING_PLANNED)
		return ERR_CONFLICT;
	if (s.kind == SITTING_GROUP)
		TRY(close_meeting(c, act, &s));
	TRY(room_close(c, &close));
	act->seq = close.seq;
	act->forgotten = close.forgotten;
	return OK;
}

err
rehearsal_open(struct db_conn *c, void *arg)
{
	struct rehearsal_new *n = arg;
	struct sitting wanted = { .process = n->process, .phase = n->phase, .session = n->session, .kind = SITTING_REHEARSAL,
		.starts_at = clock_now(), .leads = n->person };
	int64_t id;
	bool is_new;

	n->id = 0;
	TRY(form_key_use(c, n->key, &is_new));
	if (!is_new)
		return OK;
	TRY(sitting_create(c, n->arena, n->method, &wanted, &id));
	TRY(sitting_open(c, n->arena, id));
	TRY(db_exec(c, NULL, DESK_TAKE, INT(id), INT(n->person)));
	TRY(rehearsal_seats(c, n->arena, id));
	n->id = id;
	return OK;
}

static err
close_one(struct app *app, struct arena *a, int64_t sitting)
{
	struct hold_act act = { .arena = a, .app = app, .sitting = sitting };

	TRY(db_write_locked(app->db, sitting, hold_close, &act));
	sitting_tell(app, sitting, act.seq);
	return scrub_run(app, a);
}

static err
open_one(struct app *app, struct arena *a, int64_t sitting)
{
	struct hold_act act = { .arena = a, .app = app, .sitting = sitting };

	TRY(db_write_locked(app->db, sitting, hold_open, &act));
	sitting_tell(app, sitting, act.seq);
	return OK;
}

/* What has come to its end, and of what has come to its time the part that may open: nothing is tried in vain each second. */
static err
find_due(struct db_conn *c, struct arena *a, struct rows *past, struct rows *due, bool **may_open)
{
	int64_t now = clock_now();
	struct process_ready ready = { 0 };

	TRY(db_query(c, a, past, SITTINGS_PAST_END, INT(now), INT(now - REHEARSAL_SEC)));
	TRY(db_query(c, a, due, SITTINGS_TO_OPEN, INT(now)));
	*may_open = NEW_ARRAY(a, bool, due->n);
	for (size_t i = 0; i < due->n; i++) {
		TRY(process_ready(c, a, row_int(due, i, 1), &ready));
		(*may_open)[i] = ready.may_open;
	}
	return OK;
}

err
hold_run(struct app *app, struct arena *a)
{
	struct rows past = { 0 }, due = { 0 };
	bool *may_open = NULL;
	struct db_conn *c;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = find_due(c, a, &past, &due, &may_open);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < past.n; i++) {
		e = close_one(app, a, row_int(&past, i, 0));
		/* Another node was first. */
		if (e && e != ERR_NOTFOUND)
			return e;
	}
	for (size_t i = 0; i < due.n; i++) {
		e = may_open[i] ? open_one(app, a, row_int(&due, i, 0)) : OK;
		/* It was removed, put off or ended, or somebody took an agreement back, just now. */
		if (e && e != ERR_NOTFOUND && e != ERR_DENIED && e != ERR_INVALID && e != ERR_GONE)
			return e;
	}
	return OK;
}
