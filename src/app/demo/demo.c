/* demo.c: people, process and workshops of the fictional nursing home. */
#include "app/demo/demo.h"

#include <stdlib.h>

#include "app/access/agreement.h"
#include "app/access/people.h"
#include "app/access/secret.h"
#include "app/access/start.h"
#include "app/demo/after.h"
#include "app/demo/measures.h"
#include "app/demo/meetings.h"
#include "app/demo/planning.h"
#include "app/demo/play.h"
#include "app/demo/released.h"
#include "app/process/process.h"
#include "app/retention/discussed.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "text/date.h"

struct fill {
	struct app *app;
	struct arena arena;
	json_t *data;
	str secret_hash;
	int64_t organisation, unit, admin, leader, process, asked;
	struct parties people;
};

#define HAPPENINGS 60
struct happening {
	size_t list;	/* of the data: 0 held, 1 meetings, 2 measures, 3 planning */
	int64_t day;	/* on which it begins */
	json_t *data;
};

static err
add_person(struct db_conn *c, struct fill *f, const json_t *one)
{
	struct role_new n = { .organisation = f->organisation, .unit = f->unit, .by = f->admin, .lang = LANG_NB,
		.role = role_of_word(play_text(one, "role")), .name = play_text(one, "name"), .email = play_text(one, "email"),
		.union_name = play_text(one, "union"), .from_at = clock_now() };

	if (n.role == ROLE_ADMIN)
		return OK;
	TRY(role_add(c, &f->arena, &n));
	TRY(db_exec(c, NULL, DEMO_SET_SECRET, INT(n.person), TEXT(f->secret_hash)));
	if (n.role == ROLE_LEADER)
		f->leader = n.person;
	return role_must_confirm(n.role) ? role_confirm(c, &f->arena, n.role_id, n.person) : OK;
}

static err
add_people(struct db_conn *c, void *arg)
{
	struct fill *f = arg;
	const json_t *people = json_object_get(f->data, "people");

	for (size_t i = 0; i < json_array_size(people); i++)
		TRY(add_person(c, f, json_array_get(people, i)));
	return OK;
}

static err
add_organisation(struct fill *f)
{
	const json_t *admin = json_array_get(json_object_get(f->data, "people"), 0);
	struct start s = { .arena = &f->arena, .organisation = play_text(f->data, "organisation"), .unit = play_text(f->data, "unit"),
		.name = play_text(admin, "name"), .email = play_text(admin, "email"), .lang = LANG_NB, .secret_hash = f->secret_hash };

	TRY(db_write(f->app->db, start_write, &s));
	f->organisation = s.organisation_id;
	f->unit = s.unit_id;
	f->admin = s.person_id;
	return db_write(f->app->db, add_people, f);
}

/* All who are asked say yes, each in their own role. */
static err
all_agree(struct fill *f, int64_t id)
{
	struct agreement_parties parties = { 0 };
	struct agreement g;
	struct db_conn *c;
	err e;

	TRY(db_read_begin(f->app->db, &c));
	e = agreement_get(c, &f->arena, id, &g);
	if (!e)
		e = agreement_parties(c, &f->arena, &g, &parties);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < parties.n; i++) {
		struct agreement_tick tick = { .app = f->app, .arena = &f->arena, .agreement = id,
			.role = parties.p[i].who.role_id, .person = parties.p[i].who.person, .answer = ANSWER_YES };
		if (parties.p[i].needed)
			TRY(db_write(f->app->db, agreement_answer, &tick));
	}
	return OK;
}

static err
ask_to_start(struct db_conn *c, void *arg)
{
	struct fill *f = arg;
	struct agreement_new ask = { .unit = f->unit, .process = f->process, .kind = "start", .lang = LANG_NB, .by = f->leader };
	struct process p;

	TRY(process_get(f->app, c, &f->arena, f->process, &p));
	ask.wording = process_start_wording(&f->arena, LANG_NB, &p);
	return agreement_open(c, &f->arena, &ask, &f->asked);
}

/* Workshops of the data take the place of the planned ones. */
static err
clear_planned(struct db_conn *c, void *arg)
{
	struct fill *f = arg;
	const json_t *held = json_object_get(f->data, "held");

	TRY(process_set_state(c, &f->arena, f->process, f->leader, PROCESS_RUNNING));
	for (size_t i = 0; i <= json_array_size(held); i++) {
		const json_t *w = i < json_array_size(held) ? json_array_get(held, i) : json_object_get(f->data, "open");
		TRY(db_exec(c, NULL, DEMO_FORGET_PLANNED, INT(f->process), TEXT(play_text(w, "phase")), TEXT(play_text(w, "session"))));
		TRY(db_exec(c, NULL, DEMO_FORGET_PLANNED_ROW, INT(f->process), TEXT(play_text(w, "phase")), TEXT(play_text(w, "session"))));
	}
	return OK;
}

static err
begin_process(struct fill *f)
{
	struct process_begin b = { .arena = &f->arena, .app = f->app, .unit = f->unit, .person = f->leader, .lang = LANG_NB,
		.method = shelf_by_id(f->app->shelf, play_text(f->data, "method")), .name = play_text(f->data, "name"),
		.place = play_text(f->data, "place"), .staff_count = json_integer_value(json_object_get(f->data, "staff")) };

	if (!b.method)
		return ERR_NOTFOUND;
	TRY(date_parse(date_iso(&f->arena, clock_now()), S("13:00"), &b.first_at));
	TRY(db_write(f->app->db, process_begin, &b));
	f->process = b.id;
	return OK;
}

static struct planning_play
planning_of(struct fill *f, const struct play *p)
{
	return (struct planning_play){ .app = f->app, .arena = &f->arena, .method = p->method, .unit = f->unit, .process = f->process,
		.leader = f->leader };
}

/* When the plan is made, the three agree to start, the same day. */
static err
plan_and_start(struct fill *f, struct play *p, const json_t *planning)
{
	struct planning_play x = planning_of(f, p);
	err e;

	TRY(planning_play(&x, planning));
	clock_shift(play_day(planning) * 86400);
	e = db_write(f->app->db, ask_to_start, f);
	if (!e)
		e = all_agree(f, f->asked);
	if (!e)
		e = db_write(f->app->db, clear_planned, f);
	clock_shift(0);
	return e;
}

/* What lies behind has been held and ticked off; the plan shows the days on which the workshops were. */
static err
mark_held(struct db_conn *c, void *arg)
{
	struct fill *f = arg;
	const json_t *held = json_object_get(f->data, "held"), *open = json_object_get(f->data, "open");
	int64_t now = clock_now();

	for (size_t i = 0; i <= json_array_size(held); i++) {
		const json_t *w = i < json_array_size(held) ? json_array_get(held, i) : open;
		TRY(db_exec(c, NULL, DEMO_MEETS_AT, INT(f->process), TEXT(play_text(w, "phase")), TEXT(play_text(w, "session"))));
	}
	TRY(db_exec(c, NULL, DEMO_PLANNED_BEFORE, INT(f->process), INT(now)));
	return db_exec(c, NULL, DEMO_PHASE_DONE, INT(f->process), INT(now - 7200));
}

static err
say_yes(void *ctx, int64_t agreement)
{
	return all_agree(ctx, agreement);
}

static err
try_measures(struct fill *f, const json_t *measures)
{
	struct measures_play p = { .app = f->app, .arena = &f->arena, .unit = f->unit, .process = f->process, .agree = say_yes,
		.ctx = f };

	return measures_play(&p, measures);
}

static err
release(struct fill *f)
{
	struct measures_play p = { .app = f->app, .arena = &f->arena, .unit = f->unit, .process = f->process, .agree = say_yes,
		.ctx = f };

	TRY(released_play(&p, json_object_get(f->data, "released")));
	return released_give(&p, f->leader, json_object_get(f->data, "given_out"));
}

/* Whom the data names, or the leader. */
static int64_t
who_leads(const struct fill *f, const json_t *workshop)
{
	int64_t host = planning_person(&f->people, play_text(workshop, "host"));

	return host ? host : f->leader;
}

/* Played on the day it was held. Nothing is served yet, so nobody else sees the clock moved. */
static err
play_workshop(struct fill *f, struct play *p, const json_t *w)
{
	struct after_play after = { .app = f->app, .arena = &f->arena, .method = p->method, .unit = f->unit, .process = f->process,
		.leader = f->leader, .agree = say_yes, .ctx = f };
	err e;

	p->desk_person = who_leads(f, w);
	clock_shift(play_day(w) * 86400);
	e = play_held(p, w);
	clock_shift(0);
	TRY(e);
	TRY(after_play(&after, w));
	return try_measures(f, json_object_get(w, "measures"));
}

static err
hold_meeting(struct fill *f, const json_t *meeting)
{
	struct meetings_play p = { .app = f->app, .arena = &f->arena, .unit = f->unit, .process = f->process,
		.phase = play_text(json_object_get(f->data, "open"), "phase") };

	return meetings_play(&p, meeting);
}

static int
by_day(const void *a, const void *b)
{
	const struct happening *x = a, *y = b;

	return (x->day > y->day) - (x->day < y->day);
}

/* What began first is played first, so that the log reads as it would have. */
static size_t
happenings(struct fill *f, struct happening **out)
{
	static const char *const lists[] = { "held", "meetings", "measures", "planning" };
	size_t n = 0;

	*out = NEW_ARRAY(&f->arena, struct happening, HAPPENINGS);
	for (size_t k = 0; k < COUNT(lists); k++) {
		const json_t *all = json_object_get(f->data, lists[k]);
		for (size_t i = 0; i < json_array_size(all) && n < HAPPENINGS; i++, n++)
			(*out)[n] = (struct happening){ k, json_integer_value(json_object_get(json_array_get(all, i), "days")), json_array_get(all, i) };
	}
	qsort(*out, n, sizeof **out, by_day);
	return n;
}

static err
happen(struct fill *f, struct play *p, const struct happening *h)
{
	json_t *one;
	err e;

	if (h->list == 0)
		return play_workshop(f, p, h->data);
	if (h->list == 3)
		return plan_and_start(f, p, h->data);
	one = json_pack("[O]", h->data);
	e = h->list == 1 ? hold_meeting(f, one) : try_measures(f, one);
	json_decref(one);
	return e;
}

static err
play_all(struct fill *f)
{
	struct play p = { .app = f->app, .arena = &f->arena, .unit = f->unit, .process = f->process, .desk_person = f->leader,
		.place = play_text(f->data, "place") };
	struct planning_play planning;
	struct planning_check check = { .p = &planning, .running = play_text(json_object_get(f->data, "open"), "phase"),
		.unchecked = play_text(f->data, "unchecked") };
	struct happening *all;
	struct db_conn *c;
	size_t n;
	err e;

	TRY(db_read_begin(f->app->db, &c));
	e = people_at(c, &f->arena, f->unit, &f->people);
	if (!e)
		e = process_method(f->app, c, &f->arena, f->process, &p.method);
	db_read_end(c);
	TRY(e);
	n = happenings(f, &all);
	for (size_t i = 0; i < n; i++)
		TRY(happen(f, &p, &all[i]));
	p.desk_person = who_leads(f, json_object_get(f->data, "next"));
	TRY(play_plan(&p, json_object_get(f->data, "next")));
	p.desk_person = who_leads(f, json_object_get(f->data, "open"));
	TRY(play_open(&p, json_object_get(f->data, "open")));
	TRY(db_write(f->app->db, mark_held, f));
	planning = planning_of(f, &p);
	return db_write(f->app->db, planning_check, &check);
}

/* Is there an organisation, and is it the demo's own? */
static err
look_around(struct fill *f, bool *done, bool *ours)
{
	struct db_conn *c;
	struct rows r = { 0 };
	err e;

	TRY(db_read_begin(f->app->db, &c));
	e = start_is_done(c, &f->arena, done);
	if (!e)
		e = db_query(c, &f->arena, &r, SETTING_GET, TEXT(S("demo")));
	db_read_end(c);
	*ours = !e && r.n > 0;
	return e;
}

static err
mark_ours(struct db_conn *c, void *arg)
{
	(void)arg;
	return db_exec(c, NULL, SETTING_PUT, TEXT(S("demo")), TEXT(S("1")));
}

/* Talked over before they began: the leader says when, a representative confirms. */
static err
talk_over(struct fill *f)
{
	struct parties here;
	struct db_conn *c;
	int64_t union_rep = 0;
	err e;

	TRY(db_read_begin(f->app->db, &c));
	e = people_at(c, &f->arena, f->unit, &here);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < here.n; i++)
		if (here.p[i].role == ROLE_UNION)
			union_rep = here.p[i].person;
	struct discussed_act say = { .arena = &f->arena, .unit = f->unit, .person = f->leader, .held_on = clock_now(),
		.roles = ROLE_BIT(ROLE_LEADER), .key = rand_uuid(&f->arena) };
	struct discussed_act confirm = { .arena = &f->arena, .unit = f->unit, .person = union_rep, .roles = ROLE_BIT(ROLE_UNION),
		.confirm = true, .key = rand_uuid(&f->arena) };
	TRY(db_write(f->app->db, discussed_write, &say));
	return db_write(f->app->db, discussed_write, &confirm);
}

/* Done on the day that the data names. */
static err
on_its_day(struct fill *f, const char *what, err (*it)(struct fill *f))
{
	err e;

	clock_shift(play_day(json_object_get(f->data, what)) * 86400);
	e = it(f);
	clock_shift(0);
	return e;
}

static err
fill_all(struct fill *f)
{
	bool done, ours;

	TRY(look_around(f, &done, &ours));
	if (done)
		return ours ? ERR_CONFLICT : ERR_DENIED;
	TRY(db_write(f->app->db, mark_ours, NULL));
	TRY(secret_hash(&f->arena, S(DEMO_SECRET), &f->secret_hash));
	TRY(on_its_day(f, "registered", add_organisation));
	TRY(on_its_day(f, "talked_over", talk_over));
	TRY(on_its_day(f, "begin", begin_process));
	TRY(play_all(f));
	return release(f);
}

err
demo_fill(struct app *app)
{
	struct fill f = { .app = app };
	json_error_t trouble;
	err e;

	f.data = json_loadb((const char *)demo_data, demo_data_size, 0, &trouble);
	if (!f.data) {
		log_error("demo data line %d: %s", trouble.line, trouble.text);
		return ERR_INVALID;
	}
	e = fill_all(&f);
	json_decref(f.data);
	arena_free(&f.arena);
	return e;
}
