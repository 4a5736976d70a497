/* measure_test.c: proposals become measures, verdicts are kept, and sensitive ones are seen by those named only. */
#include "app/measure/measure_write.h"
#include "base/clock.h"
#include "text/date.h"
#include "workshop.h"

#define PROPOSAL "11111111-1111-4111-8111-111111111111"
#define RESULT "22222222-2222-4222-8222-222222222222"
#define HABIT "33333333-3333-4333-8333-333333333333"

static void
dates_are_found_as_people_write_them(void **state)
{
	static const struct {
		const char *text, *from, *to;
	} t[] = {
		{ "1.12.2026–15.1.2027", "2026-12-01", "2027-01-15" },
		{ "2026-12-01 2027-01-15", "2026-12-01", "2027-01-15" },
		{ "fra 01.12.2026 til 15.01.2027, hver dag", "2026-12-01", "2027-01-15" },
		{ "innen 15.1.2027", "", "2027-01-15" },
		{ "en gang til våren", "", "" },
		{ "31.2.2027", "", "" },
		{ "ring 112026-12-011", "", "" },
	};
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		int64_t from, to;
		measure_dates(str_of(t[i].text), &from, &to);
		assert_true(str_eq(from ? date_iso(&a, from) : S(""), str_of(t[i].from)));
		assert_true(str_eq(to ? date_iso(&a, to) : S(""), str_of(t[i].to)));
	}
}

static void
months_end_where_the_month_ends(void **state)
{
	static const char *const t[][2] = { { "2026-11-30", "2027-02-28" }, { "2026-11-21", "2027-02-21" }, { "2027-11-30", "2028-02-29" } };
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		int64_t at;
		assert_int_equal(date_parse(str_of(t[i][0]), S("12:00"), &at), OK);
		assert_true(str_eq(date_iso(&a, measure_months_on(&a, at, 3)), str_of(t[i][1])));
	}
}

/* Every role × what it sees of a sensitive measure, alone and as party to it. domain.md G.3. */
static void
sensitive_measures_are_seen_by_those_named(void **state)
{
	static const struct {
		enum role role;
		enum measure_sight alone, as_party;
	} t[] = {
		{ ROLE_NONE, SIGHT_NONE, SIGHT_NONE }, { ROLE_LEADER, SIGHT_ALL, SIGHT_ALL }, { ROLE_SUPERIOR, SIGHT_ALL, SIGHT_ALL },
		{ ROLE_UNION, SIGHT_NONE, SIGHT_ALL }, { ROLE_EMPLOYEE_REP, SIGHT_NONE, SIGHT_ALL },
		{ ROLE_SAFETY, SIGHT_EXISTS, SIGHT_ALL }, { ROLE_CHIEF_UNION, SIGHT_NONE, SIGHT_NONE },
		{ ROLE_CHIEF_SAFETY, SIGHT_NONE, SIGHT_NONE }, { ROLE_HELPER, SIGHT_NONE, SIGHT_NONE },
		{ ROLE_WORKSHOP_LEADER, SIGHT_NONE, SIGHT_NONE }, { ROLE_STAFF, SIGHT_NONE, SIGHT_NONE },
		{ ROLE_ADMIN, SIGHT_NONE, SIGHT_NONE },
	};

	(void)state;
	assert_int_equal(COUNT(t), ROLE_COUNT);
	for (size_t i = 0; i < COUNT(t); i++) {
		struct looker who = { .person = 7, .roles = t[i].role ? ROLE_BIT(t[i].role) : 0 };
		assert_int_equal(measure_sight(&who, true, false), t[i].alone);
		assert_int_equal(measure_sight(&who, true, true), t[i].as_party);
		assert_int_equal(measure_sight(&who, false, false), SIGHT_ALL);
	}
}

static void
filters_let_through_what_fits(void **state)
{
	const struct measure m = { .process = 3, .owner = 7, .status = MEASURE_RUNNING, .due_at = 100, .phase = S("skape"),
		.factors = FACTOR_WORKLOAD, .level = LEVEL_LEADER, .area = AREA_PRESERVE };
	const struct looker me = { .person = 7 }, other = { .person = 8 }, nobody = { 0 };
	const struct {
		struct measure_filter f;
		const struct looker *who;
		bool helps, passes;
	} t[] = {
		{ { 0 }, &nobody, false, true },
		{ { .process = 3 }, &me, false, true }, { { .process = 4 }, &me, false, false },
		{ { .statuses = MEASURES_GOING }, &me, false, true }, { { .statuses = MEASURES_OVER }, &me, false, false },
		{ { .mine = true }, &me, false, true }, { { .mine = true }, &other, false, false },
		{ { .mine = true }, &other, true, true }, { { .mine = true }, &nobody, false, false },
		{ { .late = true }, &me, false, true }, { { .phase = S("skape") }, &me, false, true },
		{ { .phase = S("teste") }, &me, false, false }, { { .factors = FACTOR_WORKLOAD }, &me, false, true },
		{ { .factors = FACTOR_SUPPORT }, &me, false, false }, { { .level = LEVEL_LEADER + 1 }, &me, false, true },
		{ { .level = LEVEL_SELF + 1 }, &me, false, false }, { { .area = AREA_PRESERVE }, &me, false, true },
		{ { .area = AREA_IMPROVE }, &me, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(measure_passes(&m, t[i].who, &t[i].f, t[i].helps, 200), t[i].passes);
	assert_false(measure_is_late(&m, 50));
}

/* ---- from the workshops ---- */

struct handed {
	struct app *app;
	struct arena *a;
	struct agreement g;
	str entry;
	int64_t id;
	enum answer_means verdict;
};

/* Only its id is asked for here: who answers is another test's. */
static err
ask(struct db_conn *c, void *arg)
{
	struct handed *x = arg;
	struct agreement_new n = { .unit = x->g.unit, .process = x->g.process, .kind = "choice", .wording = S("Stille rapport"),
		.by = x->g.opened_by };

	return agreement_open(c, x->a, &n, &x->g.id);
}

static err
hand_over(struct db_conn *c, void *arg)
{
	struct handed *x = arg;
	const struct method *m;

	TRY(process_method(x->app, c, x->a, x->g.process, &m));
	return measure_from_proposal(c, x->a, &x->g, m, x->entry, &x->id);
}

static err
judge(struct db_conn *c, void *arg)
{
	struct handed *x = arg;
	const struct method *m;

	TRY(process_method(x->app, c, x->a, x->g.process, &m));
	return measure_verdict(c, x->a, &x->g, m, x->id, x->verdict, S("Begynn et kvarter før"));
}

static void
write_entry(struct house *h, int64_t process, const char *id, const char *phase, const char *step, const char *makes, str about,
	const char *const (*fields)[2], size_t n)
{
	by_hand(h, str_fmt(&h->a, "INSERT INTO entry (id, process_id, phase, step, makes, about) VALUES ('%s', %" PRId64
		", '%s', '%s', '%s', '" STR_FMT "')", id, process, phase, step, makes, STR_ARG(about)));
	for (size_t i = 0; i < n; i++)
		by_hand(h, str_fmt(&h->a, "INSERT INTO entry_field (entry_id, field, body) VALUES ('%s', '%s', '%s')", id, fields[i][0],
			fields[i][1]));
}

static void
begin(struct workshop *w, struct house *h, struct handed *x)
{
	static const char *const fields[][2] = {
		{ "tittel", "Stille rapport" }, { "hva", "Vi leser rapporten selv" }, { "hvem", "Kveldsvakten" },
		{ "nar", "1.12.2025–15.1.2026" }, { "tegn", "Vi slutter i tide" }, { "kontakt", "Siri" },
	};

	workshop_begin(w, h);
	write_entry(h, w->p.id, PROPOSAL, "skape", "forslag", "proposal", S(""), fields, COUNT(fields));
	*x = (struct handed){ .app = &h->app, .a = &h->a, .entry = S(PROPOSAL),
		.g = { .unit = h->unit, .process = w->p.id, .opened_by = h->rep } };
	must_write(h, ask, x);
	must_write(h, hand_over, x);
}

static struct measure
read_one(struct house *h, int64_t id)
{
	const struct looker nobody = { 0 };
	struct db_conn *c = reading(h);
	struct measure m;

	assert_int_equal(measure_get(c, &h->a, h->unit, id, &nobody, &m), OK);
	db_read_end(c);
	return m;
}

static struct measure_looks
looks_of(struct house *h, int64_t id)
{
	struct db_conn *c = reading(h);
	struct measure_looks looks;

	assert_int_equal(measure_looks_read(c, &h->a, id, &looks), OK);
	db_read_end(c);
	return looks;
}

static void
a_confirmed_proposal_becomes_a_measure_once(void **state)
{
	struct house *h = *state;
	struct workshop w;
	struct handed x;
	struct measure m;
	int64_t first;

	begin(&w, h, &x);
	first = x.id;
	must_write(h, hand_over, &x);
	assert_int_equal(x.id, first);
	m = read_one(h, first);
	assert_true(str_eq(m.title, S("Stille rapport")));
	assert_true(str_eq(m.what, S("Vi leser rapporten selv")));
	assert_true(str_eq(m.who, S("Kveldsvakten")));
	assert_true(str_eq(m.sign, S("Vi slutter i tide")));
	assert_true(str_eq(m.contact, S("Siri")));
	assert_true(str_eq(date_iso(&h->a, m.start_at), S("2025-12-01")));
	assert_true(str_eq(date_iso(&h->a, m.due_at), S("2026-01-15")));
	assert_true(m.decided_at && m.is_test && m.token.n == 32);
	assert_int_equal(m.status, m.start_at <= clock_now() ? MEASURE_TESTING : MEASURE_PLANNED);
	assert_int_equal(m.evaluate_at, measure_months_on(&h->a, m.decided_at, EVALUATE_MONTHS));
}

static void
a_kept_trial_becomes_a_habit_with_its_sheets(void **state)
{
	static const char *const result[][2] = { { "periode", "1.12.2025 10.1.2026" }, { "hvor-mange", "14 av 20" },
		{ "hva-skjedde", "Roligere vaktskifte" }, { "for", "3 av 5" }, { "etter", "5 av 5" }, { "larte", "Begynn presis" } };
	static const char *const habit[][2] = { { "nar", "Når vakten begynner" }, { "gjor", "leser vi i fem minutter" },
		{ "fordi", "da går vi hjem i tide" }, { "ansvarlig", "Kveldsvakten" } };
	struct house *h = *state;
	struct measure_looks looks;
	struct workshop w;
	struct handed x;
	struct measure m;
	str about;

	begin(&w, h, &x);
	about = str_fmt(&h->a, "measure:%" PRId64, x.id);
	write_entry(h, w.p.id, RESULT, "teste", "resultat", "entry", about, result, COUNT(result));
	write_entry(h, w.p.id, HABIT, "teste", "vaner", "habit", about, habit, COUNT(habit));
	x.verdict = MEANS_ADJUST;
	must_write(h, judge, &x);
	m = read_one(h, x.id);
	assert_int_equal(m.status, MEASURE_TESTING);
	assert_int_equal(m.round, 2);
	x.verdict = MEANS_KEEP;
	must_write(h, judge, &x);
	m = read_one(h, x.id);
	looks = looks_of(h, x.id);
	assert_int_equal(m.status, MEASURE_KEPT);
	assert_true(m.look_at > clock_now() && m.look_at < clock_now() + 8 * 86400);
	assert_int_equal(looks.n, 2);
	assert_true(str_eq(looks.p[0].before, S("3 av 5")) && str_eq(looks.p[0].after, S("5 av 5")));
	assert_true(str_eq(looks.p[0].adjustment, S("Begynn et kvarter før")));
	assert_true(str_eq(date_iso(&h->a, looks.p[0].to_at), S("2026-01-10")));
	assert_int_equal(looks.p[0].verdict, MEANS_ADJUST);
	/* The sheets of the first round are not told again in the second. */
	assert_true(looks.p[1].happened.n == 0);
	assert_true(str_eq(m.learning, S("Begynn presis")));
}

static void
the_habit_card_is_taken_from_the_sheet(void **state)
{
	static const char *const habit[][2] = { { "nar", "Når vakten begynner" }, { "gjor", "leser vi i fem minutter" },
		{ "fordi", "da går vi hjem i tide" }, { "ansvarlig", "Avdeling Solsiden" } };
	struct house *h = *state;
	struct workshop w;
	struct handed x;
	struct measure m;

	begin(&w, h, &x);
	write_entry(h, w.p.id, HABIT, "teste", "vaner", "habit", str_fmt(&h->a, "measure:%" PRId64, x.id), habit, COUNT(habit));
	x.verdict = MEANS_KEEP;
	must_write(h, judge, &x);
	m = read_one(h, x.id);
	assert_true(str_eq(m.habit_cue, S("Når vakten begynner")) && str_eq(m.habit_act, S("leser vi i fem minutter")));
	assert_true(str_eq(m.habit_reason, S("da går vi hjem i tide")) && str_eq(m.who, S("Avdeling Solsiden")));
}

static void
a_lifted_measure_stands_on_the_list_of_lifts_once(void **state)
{
	struct house *h = *state;
	struct workshop w;
	struct handed x;

	begin(&w, h, &x);
	x.verdict = MEANS_LIFT;
	must_write(h, judge, &x);
	must_write(h, judge, &x);
	assert_int_equal(read_one(h, x.id).status, MEASURE_LIFTED);
	assert_int_equal(looks_of(h, x.id).n, 2);
	/* A second one would break the key. */
	by_hand(h, S("INSERT INTO setting (name, value) SELECT thing, what FROM lift"));
}

/* Whoever asks without thinking gets no sensitive one, the leader neither. */
static void
sensitive_ones_are_left_out_unless_asked_for(void **state)
{
	struct house *h = *state;
	const struct looker leader = { h->leader, ROLE_BIT(ROLE_LEADER) }, nobody = { 0 };
	const struct measure_filter any = { 0 }, all = { .with_sensitive = true };
	struct hidden_measures hidden;
	struct measure_counts counts;
	struct measures list;
	struct workshop w;
	struct looker safety, rep;
	struct db_conn *c;
	struct measure m;
	struct handed x;

	begin(&w, h, &x);
	safety = (struct looker){ h->safety, ROLE_BIT(ROLE_SAFETY) };
	rep = (struct looker){ h->rep, ROLE_BIT(ROLE_UNION) };
	by_hand(h, S("UPDATE measure SET sensitive = 1"));
	c = reading(h);
	assert_int_equal(measures_read(c, &h->a, h->unit, &leader, &any, &list), OK);
	assert_int_equal(list.n, 0);
	assert_int_equal(measures_read(c, &h->a, h->unit, &nobody, &all, &list), OK);
	assert_int_equal(list.n, 0);
	assert_int_equal(measures_read(c, &h->a, h->unit, &safety, &all, &list), OK);
	assert_int_equal(list.n, 0);
	assert_int_equal(measures_before_meeting(c, &h->a, h->unit, &list), OK);
	assert_int_equal(list.n, 0);
	assert_int_equal(measures_hidden(c, &h->a, h->unit, &rep, &hidden), OK);
	assert_int_equal(hidden.n, 0);
	assert_int_equal(measures_hidden(c, &h->a, h->unit, &safety, &hidden), OK);
	assert_int_equal(hidden.n, 1);
	assert_int_equal(measure_counts_read(c, &h->a, h->unit, 0, &counts), OK);
	assert_int_equal(counts.all, 0);
	assert_int_equal(measure_get(c, &h->a, h->unit, x.id, &rep, &m), ERR_NOTFOUND);
	assert_int_equal(measures_read(c, &h->a, h->unit, &(struct looker){ h->leader, ROLE_BIT(ROLE_LEADER) }, &all, &list), OK);
	assert_int_equal(list.n, 1);
	db_read_end(c);
	by_hand(h, str_fmt(&h->a, "INSERT INTO measure_helper (measure_id, position, kind, person_id) VALUES (%" PRId64 ", 1, 'party', %" PRId64
		")", x.id, h->rep));
	c = reading(h);
	assert_int_equal(measure_get(c, &h->a, h->unit, x.id, &rep, &m), OK);
	db_read_end(c);
	assert_int_equal(db_write(h->app.db, judge, &x), ERR_NOTFOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_found_as_people_write_them),
		cmocka_unit_test(months_end_where_the_month_ends),
		cmocka_unit_test(sensitive_measures_are_seen_by_those_named),
		cmocka_unit_test(filters_let_through_what_fits),
		HELD_ON_BOTH(a_confirmed_proposal_becomes_a_measure_once),
		HELD_ON_BOTH(a_kept_trial_becomes_a_habit_with_its_sheets),
		HELD_ON_BOTH(the_habit_card_is_taken_from_the_sheet),
		HELD_ON_BOTH(a_lifted_measure_stands_on_the_list_of_lifts_once),
		HELD_ON_BOTH(sensitive_ones_are_left_out_unless_asked_for),
	};

	return cmocka_run_group_tests_name("measure", tests, NULL, NULL);
}
