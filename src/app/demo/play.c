/* play.c: seats that write, group and vote. */
#include "app/demo/play_inside.h"

#include "app/access/session.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

str
play_text(const json_t *o, const char *name)
{
	return str_of(json_string_value(json_object_get(o, name)));
}

int64_t
play_int(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

/* Today's number, where people live by the clock of Oslo. */
static int64_t
today(void)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	int64_t noon = clock_now();
	err e = date_parse(date_iso(&a, noon), S("12:00"), &noon);

	assert(e == OK);	/* a date that we wrote ourselves */
	(void)e;
	return noon / 86400;
}

int64_t
play_day(const json_t *o)
{
	int64_t days = play_int(o, "days"), weekday = (today() + days + 3) % 7;	/* 0: Monday */

	if (days == 0 || weekday < 5)
		return days;
	return weekday == 5 ? days - 1 : days + 1;
}

/* ---- a sitting with its seats ---- */

/* The leader's part: time and people, so that all can come. */
static err
see_to(struct db_conn *c, const struct table *t)
{
	const json_t *part = json_object_get(t->data, "leaders_part");
	struct sitting s;

	if (!part)
		return OK;
	TRY(sitting_get(c, t->p->arena, t->sitting, &s));
	return db_exec(c, NULL, SITTING_CHANGE, INT(s.id), TEXT(s.label), TEXT(s.place), INT(s.starts_at), INT(s.ends_at), INT(s.leads),
		TEXT(play_text(part, "cover")), TEXT(play_text(part, "paid")), TEXT(play_text(part, "room")));
}

static err
sit_down(struct db_conn *c, void *arg)
{
	struct table *t = arg;
	struct arena *a = t->p->arena;
	struct sitting wanted = { .process = t->p->process, .phase = play_text(t->data, "phase"), .session = play_text(t->data, "session"),
		.kind = SITTING_STAFF, .label = play_text(t->data, "label"), .leads = t->p->desk_person, .place = t->p->place };

	/* So long ago that the step it is at has just begun. */
	wanted.starts_at = clock_now() - 2400;
	TRY(sitting_create(c, a, t->p->method, &wanted, &t->sitting));
	TRY(see_to(c, t));
	TRY(sitting_open(c, a, t->sitting));
	TRY(db_exec(c, NULL, DESK_TAKE, INT(t->sitting), INT(t->p->desk_person)));
	TRY(db_exec(c, NULL, DESK_SETTINGS, INT(t->sitting), INT(1), INT(play_int(t->data, "headcount")), INT(0)));
	for (size_t i = 0; i < t->seat_count; i++)
		TRY(db_exec(c, NULL, SEAT_ADD, TEXT(t->seats[i]), INT(t->sitting)));
	return OK;
}

err
play_desk(struct app *app, struct arena *a, int64_t sitting, int64_t person, enum desk_command command)
{
	struct desk_act act = { .app = app, .arena = a, .sitting = sitting, .person = person, .command = command };
	struct db_conn *c;
	struct sitting s;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = sitting_get(c, a, sitting, &s);
	db_read_end(c);
	TRY(e);
	act.step_version = s.step_version;
	act.desk_version = s.desk_version;
	return db_write_locked(app->db, sitting, room_desk, &act);
}

err
play_now(struct app *app, struct arena *a, int64_t sitting, struct room *out)
{
	struct db_conn *c;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = room_load(app, c, a, sitting, out);
	db_read_end(c);
	return e;
}

static err
desk(struct table *t, enum desk_command command)
{
	return play_desk(t->p->app, t->p->arena, t->sitting, t->p->desk_person, command);
}

static err
now(struct table *t, struct room *out)
{
	return play_now(t->p->app, t->p->arena, t->sitting, out);
}

/* ---- what people do in a step ---- */

static err
write_note(struct table *t, const struct room *rm, const json_t *group, const json_t *one)
{
	struct note_act act = { .arena = t->p->arena, .app = t->p->app, .room = t->sitting, .id = rand_uuid(t->p->arena),
		.seat = t->seats[t->said_count % t->seat_count], .step = play_text(group, "step"), .col = play_text(group, "column"),
		.text = json_is_string(one) ? str_of(json_string_value(one)) : play_text(one, "text"), .text_ok = true };
	str on = play_text(one, "on"), about = play_text(group, "about");

	if (t->said_count == PLAY_NOTES)
		return ERR_TOOBIG;
	if (about.n)
		TRY(play_ref(t, rm, about, &act.about));
	if (on.n) {
		TRY(play_ref(t, rm, on, &act.builds_on));
		act.builds_on = str_from(act.builds_on, str_find(act.builds_on, S(":")) + 1);
	}
	TRY(db_write_locked(t->p->app->db, t->sitting, note_add, &act));
	t->said[t->said_count++] = (struct said){ .step = act.step, .text = act.text, .id = act.id, .data = one };
	return OK;
}

static err
write_notes(struct table *t, const struct room *rm, const json_t *group)
{
	const json_t *texts = json_object_get(group, "texts");

	for (size_t i = 0; i < json_array_size(texts); i++)
		TRY(write_note(t, rm, group, json_array_get(texts, i)));
	return OK;
}

/* The i-th note of a step. */
static str
note_id(const struct table *t, str step, size_t i)
{
	for (size_t k = 0; k < t->said_count; k++)
		if (str_eq(t->said[k].step, step) && i-- == 0)
			return t->said[k].id;
	return (str){ 0 };
}

static err
make_theme(struct table *t, const json_t *theme, size_t at)
{
	const json_t *notes = json_object_get(theme, "notes");
	struct theme_act act = { .arena = t->p->arena, .app = t->p->app, .room = t->sitting, .by_desk = true,
		.id = rand_uuid(t->p->arena), .name = play_text(theme, "name") };

	TRY(db_write_locked(t->p->app->db, t->sitting, theme_put, &act));
	t->theme_ids[at] = act.id;
	act.in = true;
	for (size_t i = 0; i < json_array_size(notes); i++) {
		act.note = note_id(t, play_text(theme, "column"), (size_t)json_integer_value(json_array_get(notes, i)));
		if (act.note.n)
			TRY(db_write_locked(t->p->app->db, t->sitting, theme_note, &act));
	}
	return OK;
}

/* Deals the wished totals out: each seat gives one vote at a time while it has any left. */
static err
vote(struct table *t, const struct room *rm, const struct method_ballot *b)
{
	const json_t *themes = json_object_get(t->data, "themes");
	struct db_conn *c;
	struct round rd;
	size_t seat = 0;
	err e;

	TRY(db_read_begin(t->p->app->db, &c));
	e = round_now(c, t->p->arena, t->sitting, rm->step->id, b->id, &rd);
	db_read_end(c);
	if (e)
		return e == ERR_NOTFOUND ? OK : e;
	for (size_t i = 0; i < json_array_size(themes); i++) {
		const json_t *theme = json_array_get(themes, i);
		for (int64_t n = play_int(theme, "votes"); n > 0; n--, seat++) {
			struct vote_act act = { .arena = t->p->arena, .app = t->p->app, .room = t->sitting, .round = rd.id, .count = 1,
				.seat = t->seats[seat % t->seat_count], .target = t->theme_ids[i] };
			e = db_write_locked(t->p->app->db, t->sitting, vote_cast, &act);
			/* A theme of another ballot, or a seat without votes left. */
			if (e && e != ERR_INVALID)
				return e;
		}
	}
	return OK;
}

static err
check_out(struct table *t, const struct room *rm)
{
	const json_t *answers = json_object_get(t->data, "answers");
	struct db_conn *c;
	struct round rd;
	size_t seat = 0;
	err e;

	for (size_t q = 0; q < rm->step->question_count; q++) {
		TRY(db_read_begin(t->p->app->db, &c));
		e = round_now(c, t->p->arena, t->sitting, rm->step->id, rm->step->questions[q].id, &rd);
		db_read_end(c);
		if (e)
			return e == ERR_NOTFOUND ? OK : e;
		for (size_t i = 0; i < rm->step->answer_count && i < json_array_size(answers); i++)
			for (int64_t n = json_integer_value(json_array_get(answers, i)); n > 0; n--, seat++) {
				struct vote_act act = { .arena = t->p->arena, .app = t->p->app, .room = t->sitting, .round = rd.id,
					.seat = t->seats[seat % t->seat_count], .target = rm->step->answers[i].id };
				TRY(db_write_locked(t->p->app->db, t->sitting, vote_answer, &act));
			}
	}
	return OK;
}

static err
do_step(struct table *t, const struct room *rm)
{
	const json_t *notes = json_object_get(t->data, "notes"), *themes = json_object_get(t->data, "themes");

	assert(rm->now);	/* the room has just been moved to this step */
	for (size_t i = 0; i < json_array_size(notes); i++)
		if (str_eq(play_text(json_array_get(notes, i), "step"), rm->now->step))
			TRY(write_notes(t, rm, json_array_get(notes, i)));
	for (size_t i = 0; i < json_array_size(themes); i++)
		if (str_eq(play_text(json_array_get(themes, i), "step"), rm->now->step))
			TRY(make_theme(t, json_array_get(themes, i), i));
	if (!rm->step)
		return OK;
	for (size_t i = 0; i < rm->step->ballot_count; i++)
		if (step_themes(rm->step->ballots[i].step))
			TRY(vote(t, rm, &rm->step->ballots[i]));
	return rm->step->kind == STEP_CHECKOUT ? check_out(t, rm) : play_things(t, rm);
}

/* ---- a whole workshop ---- */

static err
begin(struct table *t, struct play *p, const json_t *workshop)
{
	*t = (struct table){ .p = p, .data = workshop };
	t->theme_ids = NEW_ARRAY(p->arena, str, json_array_size(json_object_get(workshop, "themes")));
	t->seat_count = (size_t)play_int(workshop, "seats");
	if (t->seat_count == 0 || t->seat_count > PLAY_SEATS)
		return ERR_INVALID;
	for (size_t i = 0; i < t->seat_count; i++)
		t->seats[i] = token_hash(p->arena, rand_hex(p->arena, 16));
	TRY(db_write(p->app->db, sit_down, t));
	return desk(t, DESK_START);
}

/* The clock of the play ran in a second; the workshop was held from one to three. */
static err
held_at_one(struct db_conn *c, void *arg)
{
	struct table *t = arg;
	int64_t at;

	TRY(date_parse(date_iso(t->p->arena, clock_now()), S("13:00"), &at));
	return db_exec(c, NULL, DEMO_HELD_AT, INT(t->sitting), INT(at), INT(at + 7200));
}

err
play_held(struct play *p, const json_t *workshop)
{
	struct table t;
	struct room rm;
	struct close_act close = { .arena = p->arena, .app = p->app };
	err e;

	TRY(begin(&t, p, workshop));
	do {
		TRY(now(&t, &rm));
		TRY(do_step(&t, &rm));
		e = desk(&t, DESK_NEXT);
	} while (!e);
	if (e != ERR_CONFLICT)	/* no step after the last */
		return e;
	close.room = t.sitting;
	TRY(db_write_locked(p->app->db, t.sitting, room_close, &close));
	TRY(db_write(p->app->db, held_at_one, &t));
	/* Where somebody reads just now, the jobs do it. */
	e = scrub_run(p->app, p->arena);
	return e == ERR_BUSY ? OK : e;
}

static err
plan(struct db_conn *c, void *arg)
{
	struct table *t = arg;
	struct arena *a = t->p->arena;
	struct sitting wanted = { .process = t->p->process, .phase = play_text(t->data, "phase"), .session = play_text(t->data, "session"),
		.kind = SITTING_STAFF, .label = play_text(t->data, "label"), .leads = t->p->desk_person, .place = t->p->place };
	int64_t day = date_add_days(clock_now(), (int)play_day(t->data));

	TRY(date_parse(date_iso(a, day), S("13:00"), &wanted.starts_at));
	return sitting_create(c, a, t->p->method, &wanted, &t->sitting);
}

err
play_plan(struct play *p, const json_t *workshop)
{
	struct table t = { .p = p, .data = workshop };

	return db_write(p->app->db, plan, &t);
}

err
play_open(struct play *p, const json_t *workshop)
{
	struct table t;
	struct room rm;

	TRY(begin(&t, p, workshop));
	for (;;) {
		TRY(now(&t, &rm));
		if (!rm.now || str_eq(rm.now->step, play_text(workshop, "step")))
			break;
		TRY(desk(&t, DESK_NEXT));
	}
	TRY(do_step(&t, &rm));
	/* The clock stands, so that a visitor has time. */
	return desk(&t, DESK_PAUSE);
}
