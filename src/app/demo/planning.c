/* planning.c: the demo's planning meeting. */
#include "app/demo/planning.h"

#include "app/demo/play.h"
#include "app/meeting/hold.h"
#include "app/meeting/meeting.h"
#include "app/process/checklist.h"
#include "app/process/rules.h"
#include "app/worksheet/worksheet.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "text/date.h"

#define FIELDS 12

struct playing {
	struct planning_play *p;
	const json_t *data;
	struct parties here;
	int64_t sitting;
};

int64_t
planning_person(const struct parties *here, str name)
{
	for (size_t i = 0; i < here->n; i++)
		if (name.n && str_eq(here->p[i].name, name))
			return here->p[i].person;
	return 0;
}

static err
read_here(struct playing *x)
{
	struct db_conn *c;
	err e;

	TRY(db_read_begin(x->p->app->db, &c));
	e = people_at(c, x->p->arena, x->p->unit, &x->here);
	db_read_end(c);
	return e;
}

static err
do_it(struct playing *x, db_write_fn fn, void *act)
{
	return db_write_locked(x->p->app->db, x->sitting, fn, act);
}

/* ---- the plan ---- */

/* A row of the plan, as it stands. */
static err
row_as_is(struct playing *x, str phase, struct plan_change *out)
{
	struct db_conn *c;
	struct process p;
	struct plan plan = { 0 };
	err e;

	*out = (struct plan_change){ .arena = x->p->arena, .app = x->p->app, .process = x->p->process, .person = x->p->leader,
		.phase = phase, .key = rand_uuid(x->p->arena), .lang = LANG_NB };
	TRY(db_read_begin(x->p->app->db, &c));
	e = process_get(x->p->app, c, x->p->arena, x->p->process, &p);
	if (!e)
		e = plan_read(c, x->p->arena, LANG_NB, &p, &plan);
	if (!e)
		e = duties_read(c, x->p->arena, &p, phase, &out->duties);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < plan.n; i++)
		if (str_eq(plan.rows[i].phase->id, phase)) {
			const struct plan_row *r = &plan.rows[i];
			out->prepare_at = r->prepare_at;
			out->prepare_place = r->prepare_place;
			out->meet_at = r->meet_at;
			out->place = r->place;
			out->leads = r->leads;
			out->done = r->done_at != 0;
		}
	return OK;
}

/* The leader finds the hour; the meeting moves to it. */
static err
find_hour(struct playing *x, int64_t at)
{
	struct plan_change change;

	TRY(row_as_is(x, play_text(x->data, "phase"), &change));
	change.meet_at = at;
	change.place = play_text(x->data, "place");
	return db_write(x->p->app->db, plan_change_write, &change);
}

static err
share_out(struct playing *x)
{
	const json_t *plan = json_object_get(x->data, "plan");

	for (size_t i = 0; i < json_array_size(plan); i++) {
		const json_t *row = json_array_get(plan, i), *duties = json_object_get(row, "duties");
		struct plan_change change;
		TRY(row_as_is(x, play_text(row, "phase"), &change));
		change.leads = planning_person(&x->here, play_text(row, "leads"));
		change.prepare_place = play_text(x->data, "place");
		for (size_t k = 0; k < change.duties.n; k++) {
			struct duty *d = &change.duties.p[k];
			d->person = planning_person(&x->here, play_text(duties, str_z(x->p->arena, d->column->id)));
		}
		TRY(db_write(x->p->app->db, plan_change_write, &change));
	}
	return OK;
}

/* ---- the sheets ---- */

/* Everybody writes for themselves; what the data calls shared, the others see. */
static err
fill_own(struct playing *x, const struct method_sheet *sheet)
{
	const json_t *own = json_object_get(x->data, "own");

	for (size_t i = 0; i < json_array_size(own); i++) {
		const json_t *one = json_array_get(own, i), *shared = json_object_get(one, "shared");
		struct own_save save = { .arena = x->p->arena, .process = x->p->process, .sitting = x->sitting, .sheet = sheet,
			.person = planning_person(&x->here, play_text(one, "who")), .bodies = NEW_ARRAY(x->p->arena, str, sheet->field_count) };
		for (size_t k = 0; k < sheet->field_count; k++)
			save.bodies[k] = play_text(json_object_get(one, "fields"), str_z(x->p->arena, sheet->fields[k].id));
		for (size_t k = 0; k < json_array_size(shared); k++) {
			save.share = str_of(json_string_value(json_array_get(shared, k)));
			save.key = rand_uuid(x->p->arena);
			TRY(do_it(x, own_save_write, &save));
		}
	}
	return OK;
}

static err
fill_group(struct playing *x, const struct method_sheet *sheet)
{
	const json_t *group = json_object_get(x->data, "group");

	for (size_t k = 0; k < sheet->field_count; k++) {
		const json_t *said = json_object_get(group, str_z(x->p->arena, sheet->fields[k].id));
		for (size_t i = 0; i < json_array_size(said); i++) {
			const json_t *one = json_array_get(said, i);
			struct group_act act = { .arena = x->p->arena, .process = x->p->process, .sitting = x->sitting, .sheet = sheet->id,
				.field = sheet->fields[k].id, .id = rand_uuid(x->p->arena), .body = play_text(one, "text"),
				.person = planning_person(&x->here, play_text(one, "who")) };
			TRY(do_it(x, group_input_add, &act));
		}
	}
	return OK;
}

/* ---- the ground rules ---- */

static err
change_rule(struct playing *x, enum rule_act act, int64_t rule, str text)
{
	struct rule_change k = { .app = x->p->app, .arena = x->p->arena, .act = act, .process = x->p->process, .unit = x->p->unit, .person = x->p->leader,
		.rule = rule, .text = text, .key = rand_uuid(x->p->arena) };

	return db_write(x->p->app->db, rule_write, &k);
}

static bool
is_kept(const struct playing *x, const struct ground_rule *r)
{
	const json_t *keep = json_object_get(x->data, "rules_kept");

	for (size_t i = 0; r->tip && i < json_array_size(keep); i++)
		if (str_eq(r->tip->id, str_of(json_string_value(json_array_get(keep, i)))))
			return true;
	return false;
}

static err
settle_rules(struct playing *x)
{
	const json_t *own = json_object_get(x->data, "rules_own");
	struct ground_rules all;
	struct db_conn *c;
	err e;

	TRY(db_read_begin(x->p->app->db, &c));
	e = rules_read(c, x->p->arena, x->p->process, x->p->method, &all);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < all.n; i++)
		if (!is_kept(x, &all.p[i]))
			TRY(change_rule(x, RULE_REMOVE, all.p[i].id, S("")));
	for (size_t i = 0; i < json_array_size(own); i++)
		TRY(change_rule(x, RULE_ADD, 0, str_of(json_string_value(json_array_get(own, i)))));
	return OK;
}

/* ---- the meeting ---- */

static err
do_step(struct playing *x, const struct method_step *st)
{
	const struct method_sheet *group = meeting_sheet_of(st, false), *own = meeting_sheet_of(st, true);

	if (own)
		TRY(fill_own(x, own));
	if (group)
		TRY(fill_group(x, group));
	if (st->kind == STEP_PLAN)
		return share_out(x);
	return st->kind == STEP_RULES ? settle_rules(x) : OK;
}

static err
next(struct playing *x, enum desk_command command)
{
	return play_desk(x->p->app, x->p->arena, x->sitting, 0, command);
}

static err
all_come(struct playing *x)
{
	const json_t *here = json_object_get(x->data, "here");
	struct hold_act open = { .arena = x->p->arena, .app = x->p->app, .sitting = x->sitting, .person = x->p->leader,
		.key = rand_uuid(x->p->arena) };

	TRY(do_it(x, hold_open, &open));
	for (size_t i = 0; i < json_array_size(here); i++) {
		struct attend_act act = { .arena = x->p->arena, .sitting = x->sitting,
			.person = planning_person(&x->here, str_of(json_string_value(json_array_get(here, i)))) };
		TRY(do_it(x, meeting_attend, &act));
	}
	return OK;
}

/* Each item takes its minutes. */
static err
hold(struct playing *x, int64_t real, int64_t starts)
{
	struct hold_act close = { .arena = x->p->arena, .app = x->p->app, .sitting = x->sitting, .person = x->p->leader,
		.key = rand_uuid(x->p->arena) };
	struct room rm;
	err e;

	clock_shift(starts - real);
	TRY(all_come(x));
	TRY(next(x, DESK_START));
	do {
		TRY(play_now(x->p->app, x->p->arena, x->sitting, &rm));
		assert(rm.step);	/* the meeting has just been moved to it */
		TRY(do_step(x, rm.step));
		starts += (int64_t)rm.step->minutes * 60;
		clock_shift(starts - real);
		e = next(x, DESK_NEXT);
	} while (!e);
	if (e != ERR_CONFLICT)	/* no item after the last */
		return e;
	TRY(do_it(x, hold_close, &close));
	e = scrub_run(x->p->app, x->p->arena);
	/* Where somebody reads just now, the jobs do it. */
	return e == ERR_BUSY ? OK : e;
}

static err
find_meeting(struct playing *x)
{
	struct plan_sittings all;
	struct db_conn *c;
	err e;

	TRY(db_read_begin(x->p->app->db, &c));
	e = plan_sittings_read(c, x->p->arena, x->p->process, &all);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.p[i].phase, play_text(x->data, "phase")) && str_eq(all.p[i].session, play_text(x->data, "session"))) {
			x->sitting = all.p[i].id;
			return OK;
		}
	log_error("demo: there is no meeting to plan in");
	return ERR_NOTFOUND;
}

err
planning_play(struct planning_play *p, const json_t *planning)
{
	struct playing x = { .p = p, .data = planning };
	int64_t real = clock_now(), starts;
	err e;

	TRY(read_here(&x));
	TRY(find_meeting(&x));
	TRY(date_parse(date_iso(p->arena, date_add_days(real, (int)play_day(planning))), play_text(planning, "time"), &starts));
	/* Agreed the day before. */
	clock_shift(starts - 22 * (int64_t)3600 - real);
	e = find_hour(&x, starts);
	if (!e)
		e = hold(&x, real, starts);
	clock_shift(0);
	return e;
}
