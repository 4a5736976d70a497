/* meetings.c: the demo's meetings. */
#include "app/demo/meetings.h"
#include "app/demo/play.h"

#include "app/agenda/agenda.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "text/date.h"

struct playing {
	struct meetings_play *p;
	const json_t *data;
	struct agenda_whole w;
	struct agenda_by by;
	int64_t real, days;	/* now, and on which day from now the meeting is */
};

/* Reads the meeting as it is by now, with the group around it. */
static err
look(struct playing *x)
{
	struct db_conn *c;
	err e;

	TRY(db_read_begin(x->p->app->db, &c));
	e = agenda_whole_read(c, x->p->arena, x->p->unit, x->p->process, x->by.meeting, &x->w);
	db_read_end(c);
	return e;
}

static err
group_of(struct meetings_play *p, struct group *out)
{
	struct db_conn *c;
	err e;

	TRY(db_read_begin(p->app->db, &c));
	e = group_at(c, p->arena, p->unit, out);
	db_read_end(c);
	return e;
}

/* Who holds a role; 0: nobody, or the data names none. */
static int64_t
person_of(const struct group *g, str role)
{
	for (size_t i = 0; i < g->all.n; i++)
		if (role.n && g->all.p[i].role == role_of_word(role))
			return g->all.p[i].person;
	return 0;
}

static err
write(struct playing *x, db_write_fn fn, void *arg)
{
	return db_write(x->p->app->db, fn, arg);
}

static struct agenda_by
by(struct playing *x, int64_t person)
{
	x->by.person = person ? person : x->by.person;
	x->by.key = rand_uuid(x->p->arena);
	return x->by;
}

static err
plan(struct playing *x, const struct group *g)
{
	const json_t *items = json_object_get(x->data, "items");
	struct agenda_put put = { .items = NEW_ARRAY(x->p->arena, struct agenda_item, AGENDA_ITEMS) };

	put.by = by(x, person_of(g, play_text(x->data, "chair")));
	put.m = (struct agenda_meeting){ .kind = agenda_kind_of(play_text(x->data, "kind")), .title = play_text(x->data, "title"),
		.purpose = play_text(x->data, "purpose"), .wished = play_text(x->data, "wished"), .place = play_text(x->data, "place"),
		.minutes = json_integer_value(json_object_get(x->data, "minutes")), .chair = put.by.person };
	TRY(date_parse(date_iso(x->p->arena, date_add_days(x->real, (int)x->days)), play_text(x->data, "time"), &put.m.starts_at));
	for (; put.item_count < json_array_size(items) && put.item_count < AGENDA_ITEMS; put.item_count++) {
		const json_t *it = json_array_get(items, put.item_count);
		put.items[put.item_count] = (struct agenda_item){ .title = play_text(it, "title"), .why = play_text(it, "why"),
			.want = agenda_want_of(play_text(it, "want")), .label = agenda_label_of(play_text(it, "label")),
			.reach = agenda_reach_of(play_text(it, "reach")), .minutes = json_integer_value(json_object_get(it, "minutes")),
			.person = person_of(g, play_text(it, "has")) };
	}
	TRY(write(x, agenda_create, &put));
	x->by.meeting = put.m.id;
	return look(x);
}

static err
step(struct playing *x, enum agenda_act act, int64_t person, int64_t version)
{
	struct agenda_step s = { .by = by(x, person), .act = act, .version = version };

	return write(x, agenda_step_write, &s);
}

/* All who must see it do so. */
static err
all_see(struct playing *x, enum agenda_act act)
{
	TRY(look(x));
	for (size_t i = 0; i < x->w.parties.n; i++)
		if (x->w.parties.p[i].needed)
			TRY(step(x, act, x->w.parties.p[i].who.person, act == ACT_SEE_PLAN ? x->w.m.version : x->w.m.told_version));
	return OK;
}

static err
talk(struct playing *x, const struct group *g, size_t i)
{
	const json_t *it = json_array_get(json_object_get(x->data, "items"), i), *tasks = json_object_get(it, "tasks");
	const int64_t version = x->w.items.p[i].version;

	for (size_t k = 0; k == 0 || k < json_array_size(tasks); k++) {
		const json_t *t = json_array_get(tasks, k);
		struct agenda_result r = { .by = by(x, 0), .item = x->w.items.p[i].id, .version = version + (int64_t)k, .phase = x->p->phase,
			.result = play_text(it, "result"), .follow_up = play_text(it, "follow_up") };
		r.task = (struct agenda_task){ .body = play_text(t, "body"), .owner = person_of(g, play_text(t, "owner")),
			.due_at = t ? date_add_days(clock_now(), (int)json_integer_value(json_object_get(t, "days"))) : 0 };
		TRY(write(x, agenda_result_write, &r));
	}
	return OK;
}

static err
end(struct playing *x)
{
	str away = play_text(x->data, "away");
	struct agenda_end e = { .by = by(x, 0), .reached = agenda_reached_of(play_text(x->data, "reached")), .headcount = -1,
		.why = play_text(x->data, "why"), .roles = NEW_ARRAY(x->p->arena, int64_t, x->w.parties.n + 1) };

	if (x->w.m.kind == AGENDA_STAFF)
		e.headcount = json_integer_value(json_object_get(x->data, "headcount"));
	for (size_t i = 0; i < x->w.parties.n; i++)
		if (!away.n || x->w.parties.p[i].who.role != role_of_word(away))
			e.roles[e.role_count++] = x->w.parties.p[i].who.role_id;
	return write(x, agenda_end_write, &e);
}

/* From the first minute to the last, and then the minutes are read. */
static err
hold(struct playing *x, const struct group *g)
{
	TRY(look(x));
	clock_shift(x->w.m.starts_at - x->real);
	TRY(step(x, ACT_BEGIN, 0, 0));
	for (size_t i = 0; i < x->w.items.n; i++)
		TRY(talk(x, g, i));
	clock_shift(x->w.m.starts_at - x->real + x->w.m.minutes * 60);
	TRY(end(x));
	return json_is_true(json_object_get(x->data, "seen")) ? all_see(x, ACT_SEE_MINUTES) : OK;
}

/* Those that the data says are done: the tasks are the process's, and their words are their own here. */
static err
tick(struct playing *x)
{
	const json_t *items = json_object_get(x->data, "items");

	TRY(look(x));
	for (size_t i = 0; i < x->w.tasks.n; i++) {
		struct agenda_tick t = { .by = by(x, 0), .task = x->w.tasks.p[i].id, .done = true };
		for (size_t k = 0; k < json_array_size(items); k++) {
			const json_t *tasks = json_object_get(json_array_get(items, k), "tasks");
			for (size_t n = 0; n < json_array_size(tasks); n++)
				if (json_is_true(json_object_get(json_array_get(tasks, n), "done")) &&
					str_eq(play_text(json_array_get(tasks, n), "body"), x->w.tasks.p[i].body))
					TRY(write(x, agenda_tick_write, &t));
		}
	}
	return OK;
}

static err
play_one(struct playing *x, const struct group *g)
{
	bool staff = agenda_kind_of(play_text(x->data, "kind")) == AGENDA_STAFF;

	clock_shift((x->days < 0 ? x->days - 7 : 0) * 86400);
	TRY(plan(x, g));
	if (staff && json_is_true(json_object_get(x->data, "seen"))) {
		TRY(all_see(x, ACT_SEE_PLAN));
		TRY(step(x, ACT_RELEASE, 0, 0));
	}
	if (json_is_true(json_object_get(x->data, "called")))
		TRY(step(x, ACT_CALLED, 0, x->w.m.version));
	if (x->days >= 0)
		return OK;
	TRY(hold(x, g));
	TRY(tick(x));
	return staff && json_is_true(json_object_get(x->data, "seen")) ? step(x, ACT_TELL, 0, 0) : OK;
}

err
meetings_play(struct meetings_play *p, const json_t *meetings)
{
	int64_t real = clock_now();
	struct group g;

	TRY(group_of(p, &g));
	for (size_t i = 0; i < json_array_size(meetings); i++) {
		struct playing x = { .p = p, .data = json_array_get(meetings, i), .real = real,
			.by = { .arena = p->arena, .unit = p->unit, .process = p->process } };
		err e;
		x.days = play_day(x.data);
		e = play_one(&x, &g);
		clock_shift(0);
		TRY(e);
	}
	return OK;
}
