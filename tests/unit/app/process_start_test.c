/* process_start_test.c: a plan is proposed, the three agree to start, settings are agreed on, states follow each other. */
#include "app/access/agreement.h"
#include "app/meeting/sitting.h"
#include "app/process/days.h"
#include "app/process/process.h"
#include "app/sql.h"
#include "base/clock.h"
#include "house.h"
#include "text/date.h"

static int64_t
at(const char *day, const char *time)
{
	int64_t t;

	assert_int_equal(date_parse(str_of(day), str_of(time), &t), OK);
	return t;
}

static struct process
begun(struct house *h, const char *key)
{
	struct process_begin b = { .arena = &h->a, .app = &h->app, .staff_count = 30, .place = S("Kantina"),
		.name = S("Arbeidsmiljøet vårt"), .lang = LANG_NN, .key = str_of(key) };
	struct db_conn *c;
	struct process p;

	if (!h->leader)
		house_people(h);
	if (!h->app.shelf)
		assert_int_equal(shelf_new((str){ 0 }, &h->app.shelf), OK);
	/* A Thursday before the summer time begins. */
	b.first_at = at("2027-03-18", "13:00");
	b.unit = h->unit;
	b.person = h->leader;
	b.method = shelf_at(h->app.shelf, 0);
	must_write(h, process_begin, &b);
	c = reading(h);
	assert_int_equal(process_get(&h->app, c, &h->a, b.id, &p), OK);
	db_read_end(c);
	return p;
}

static void
shelf_away(struct house *h)
{
	shelf_free(h->app.shelf);
	h->app.shelf = NULL;
}

static void
the_whole_plan_is_proposed_on_weekdays_at_the_same_clock_time(void **state)
{
	struct house *h = *state;
	struct process p = begun(h, "one");
	struct plan_sittings all;
	struct plan plan;
	struct db_conn *c = reading(h);
	size_t sessions = 0;

	assert_int_equal(p.state, PROCESS_DRAFT);
	assert_int_equal(p.k, 5);
	assert_int_equal(plan_read(c, &h->a, LANG_NB, &p, &plan), OK);
	assert_int_equal(plan_sittings_read(c, &h->a, p.id, &all), OK);
	assert_int_equal(plan.n, p.method->phase_count);
	for (size_t i = 0; i < plan.n; i++) {
		const struct plan_row *row = &plan.rows[i];
		assert_true(row->meet_at > 0);
		assert_int_equal(row->hint_count, 0);
		assert_true(!phase_prepare(row->phase) || (row->prepare_at && row->prepare_at < row->meet_at));
		assert_true(str_eq(time_iso(&h->a, row->meet_at), S("13:00")));
		for (size_t k = 0; k < row->phase->session_count; k++)
			sessions += row->phase->sessions[k].kind != SESSION_PERIOD;
	}
	assert_int_equal(all.n, sessions);
	for (size_t i = 0; i < all.n; i++) {
		assert_false(day_is_off(&h->a, all.p[i].starts_at));
		assert_true(all.p[i].ends_at > all.p[i].starts_at);
	}
	assert_int_equal(plan_now(&plan, &all), 0);
	/* The planning meeting was never held, and staff have met all the same. */
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.p[i].phase, plan.rows[1].phase->id) && str_eq(all.p[i].kind, S("staff")))
			all.p[i].state = S("closed");
	assert_int_equal(plan_now(&plan, &all), 1);
	assert_false(phase_is_done(&plan.rows[1], &all));
	db_read_end(c);
	shelf_away(h);
}

static void
nobody_is_asked_to_meet_on_weekends_and_days_off(void **state)
{
	static const struct {
		const char *day;
		bool off;
	} days[] = {
		{ "2026-04-01", false }, { "2026-04-02", true }, { "2026-04-03", true }, { "2026-04-06", true },
		{ "2026-04-07", false }, { "2026-05-01", true }, { "2026-05-14", true }, { "2026-05-15", false },
		{ "2026-05-25", true }, { "2026-11-21", true }, { "2026-11-22", true }, { "2026-11-23", false },
		{ "2026-12-23", false }, { "2026-12-28", true }, { "2027-01-01", true }, { "2027-01-04", false },
		{ "2027-03-25", true }, { "2027-05-17", true }, { "2038-04-26", true }, { "2000-02-29", false },
	};
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++)
		assert_int_equal(day_is_off(&a, at(days[i].day, "09:00")), days[i].off);
}

static void
a_form_sent_twice_begins_once(void **state)
{
	struct house *h = *state;
	struct process p = begun(h, "same"), again = begun(h, "same");

	assert_int_equal(p.id, again.id);
	shelf_away(h);
}

/* ---- agreeing ---- */

struct asking {
	struct house *h;
	struct agreement_new ask;
	int64_t id;
};

static err
ask(struct db_conn *c, void *arg)
{
	struct asking *x = arg;

	return agreement_open(c, &x->h->a, &x->ask, &x->id);
}

static void
say_yes(struct house *h, int64_t id, int64_t role, int64_t person)
{
	struct agreement_tick t = { .app = &h->app, .arena = &h->a, .agreement = id, .role = role, .person = person, .answer = ANSWER_YES };

	must_write(h, agreement_answer, &t);
}

static void
all_say_yes(struct house *h, int64_t id)
{
	say_yes(h, id, h->leader_role, h->leader);
	say_yes(h, id, h->rep_role, h->rep);
	say_yes(h, id, h->second_rep_role, h->second_rep);
	say_yes(h, id, h->safety_role, h->safety);
}

static int64_t
asked_to_start(struct house *h, const struct process *p)
{
	struct asking x = { .h = h, .ask = { .unit = h->unit, .process = p->id, .kind = "start", .lang = LANG_NB, .by = h->rep,
		.wording = process_start_wording(&h->a, LANG_NB, p) } };

	must_write(h, ask, &x);
	return x.id;
}

static struct process
look(struct house *h, int64_t id)
{
	struct db_conn *c = reading(h);
	struct process p;

	assert_int_equal(process_get(&h->app, c, &h->a, id, &p), OK);
	db_read_end(c);
	return p;
}

static int64_t
count(struct house *h, int stmt, int64_t id)
{
	struct db_conn *c = reading(h);
	struct rows r;

	assert_int_equal(db_query(c, &h->a, &r, stmt, INT(id), INT(h->leader), TEXT(S("mine-tanker"))), OK);
	db_read_end(c);
	return (int64_t)r.n;
}

static void
the_work_begins_when_all_have_said_yes_and_unshared_sheets_are_gone(void **state)
{
	struct house *h = *state;
	struct process p = begun(h, "one");
	int64_t id = asked_to_start(h, &p);

	by_hand(h, str_fmt(&h->a, "INSERT INTO own_sheet (process_id, person_id, sheet, field, body) VALUES (%" PRId64 ", %" PRId64
		", 'mine-tanker', 'lurer', 'hemmelig')", p.id, h->leader));
	by_hand(h, str_fmt(&h->a, "INSERT INTO own_sheet (process_id, person_id, sheet, field, body, shared_at) VALUES (%" PRId64
		", %" PRId64 ", 'mine-tanker', 'gleder', 'delt', 1)", p.id, h->leader));
	say_yes(h, id, h->leader_role, h->leader);
	say_yes(h, id, h->rep_role, h->rep);
	say_yes(h, id, h->safety_role, h->safety);
	assert_int_equal(look(h, p.id).state, PROCESS_DRAFT);
	assert_int_equal(count(h, PRINT_OWN_SHEET, p.id), 2);
	say_yes(h, id, h->second_rep_role, h->second_rep);
	assert_int_equal(look(h, p.id).state, PROCESS_ANCHORED);
	assert_true(look(h, p.id).started > 0);
	assert_int_equal(count(h, PRINT_OWN_SHEET, p.id), 1);
	shelf_away(h);
}

/* ---- settings ---- */

static err
set(struct house *h, int64_t process, const char *subject, int64_t *agreement)
{
	struct process_setting s = { .arena = &h->a, .process = process, .unit = h->unit, .person = h->leader,
		.subject = str_of(subject), .wording = S("Noe annet."), .lang = LANG_NB };
	err e = db_write(h->app.db, process_setting_write, &s);

	*agreement = s.agreement;
	return e;
}

static void
settings_are_free_until_the_question_and_agreed_on_afterwards(void **state)
{
	struct house *h = *state;
	struct process p = begun(h, "one");
	int64_t id, start;

	assert_int_equal(set(h, p.id, "k=2", &id), ERR_INVALID);
	assert_int_equal(set(h, p.id, "k=4", &id), OK);
	assert_int_equal(id, 0);
	p = look(h, p.id);
	assert_int_equal(p.k, 4);
	assert_true(str_find(process_start_wording(&h->a, LANG_EN, &p), S("at least 4")) != SIZE_MAX);

	start = asked_to_start(h, &p);
	assert_int_equal(set(h, p.id, "k=6", &id), ERR_CONFLICT);
	all_say_yes(h, start);
	assert_int_equal(set(h, p.id, "k=6", &id), OK);
	assert_true(id > 0);
	assert_int_equal(look(h, p.id).k, 4);
	all_say_yes(h, id);
	assert_int_equal(look(h, p.id).k, 6);
	assert_int_equal(set(h, p.id, "paper_by=group", &id), OK);
	all_say_yes(h, id);
	assert_true(look(h, p.id).paper_by_group);
	assert_int_equal(look(h, p.id).k, 6);
	shelf_away(h);
}

static void
the_number_stays_once_a_room_has_been_open(void **state)
{
	struct house *h = *state;
	struct process p = begun(h, "one");
	struct agreement_tick t = { .app = &h->app, .arena = &h->a, .role = h->safety_role, .person = h->safety, .answer = ANSWER_YES };
	int64_t id;

	t.role = h->safety_role;
	t.person = h->safety;
	all_say_yes(h, asked_to_start(h, &p));
	assert_int_equal(set(h, p.id, "k=3", &id), OK);
	by_hand(h, str_fmt(&h->a, "UPDATE sitting SET opened_at = 1 WHERE process_id = %" PRId64 " AND kind = 'staff'", p.id));
	say_yes(h, id, h->leader_role, h->leader);
	say_yes(h, id, h->rep_role, h->rep);
	say_yes(h, id, h->second_rep_role, h->second_rep);
	t.agreement = id;
	assert_int_equal(db_write(h->app.db, agreement_answer, &t), ERR_CONFLICT);
	assert_int_equal(look(h, p.id).k, 5);
	shelf_away(h);
}

/* ---- states ---- */

struct step {
	struct house *h;
	int64_t process;
	enum process_state to;
};

static err
step(struct db_conn *c, void *arg)
{
	struct step *s = arg;

	return process_set_state_why(c, &s->h->a, s->process, s->h->safety, s->to, S("Ferie."));
}

static err
staff_come(struct db_conn *c, void *arg)
{
	struct step *s = arg;

	return process_staff_opened(c, &s->h->a, s->process, s->h->safety);
}

static err
go(struct house *h, int64_t process, enum process_state to)
{
	struct step s = { h, process, to };

	return db_write(h->app.db, step, &s);
}

static void
states_follow_each_other_and_staff_come_in_only_when_all_is_ready(void **state)
{
	struct house *h = *state;
	struct process p = begun(h, "one");
	struct step s = { h, p.id, PROCESS_RUNNING };

	assert_int_equal(go(h, p.id, PROCESS_PAUSED), ERR_CONFLICT);
	assert_int_equal(db_write(h->app.db, staff_come, &s), ERR_DENIED);
	all_say_yes(h, asked_to_start(h, &p));
	must_write(h, staff_come, &s);
	assert_int_equal(look(h, p.id).state, PROCESS_RUNNING);
	assert_int_equal(go(h, p.id, PROCESS_PAUSED), OK);
	assert_int_equal(db_write(h->app.db, staff_come, &s), ERR_DENIED);
	assert_int_equal(go(h, p.id, PROCESS_RUNNING), OK);
	assert_int_equal(go(h, p.id, PROCESS_ENDED), OK);
	assert_true(look(h, p.id).ended > 0);
	assert_int_equal(go(h, p.id, PROCESS_PAUSED), ERR_CONFLICT);
	assert_int_equal(go(h, p.id, PROCESS_ARCHIVED), OK);
	assert_int_equal(go(h, p.id, PROCESS_RUNNING), OK);
	shelf_away(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(the_whole_plan_is_proposed_on_weekdays_at_the_same_clock_time),
		cmocka_unit_test(nobody_is_asked_to_meet_on_weekends_and_days_off),
		BOTH(a_form_sent_twice_begins_once),
		BOTH(the_work_begins_when_all_have_said_yes_and_unshared_sheets_are_gone),
		BOTH(settings_are_free_until_the_question_and_agreed_on_afterwards),
		BOTH(the_number_stays_once_a_room_has_been_open),
		BOTH(states_follow_each_other_and_staff_come_in_only_when_all_is_ready),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
