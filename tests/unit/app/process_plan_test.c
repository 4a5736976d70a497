/* process_plan_test.c: the plan is changed, sittings move along, lists and ground rules are kept, messages are filled in. */
#include "app/access/audit.h"
#include "app/meeting/sitting.h"
#include "app/process/checklist.h"
#include "app/process/letter.h"
#include "app/process/rules.h"
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
begun(struct house *h)
{
	struct process_begin b = { .arena = &h->a, .app = &h->app, .staff_count = 30, .place = S("Kantina"),
		.name = S("Arbeidsmiljøet vårt"), .lang = LANG_NB };
	struct db_conn *c;
	struct process p;

	house_people(h);
	assert_int_equal(shelf_new((str){ 0 }, &h->app.shelf), OK);
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
done(struct house *h)
{
	shelf_free(h->app.shelf);
	h->app.shelf = NULL;
}

static struct plan
plan_of(struct house *h, const struct process *p)
{
	struct db_conn *c = reading(h);
	struct plan plan;

	assert_int_equal(plan_read(c, &h->a, LANG_NB, p, &plan), OK);
	db_read_end(c);
	return plan;
}

static struct plan_sittings
sittings_of(struct house *h, const struct process *p)
{
	struct db_conn *c = reading(h);
	struct plan_sittings all;

	assert_int_equal(plan_sittings_read(c, &h->a, p->id, &all), OK);
	db_read_end(c);
	return all;
}

/* The change that changes nothing, to start from. */
static struct plan_change
same(struct house *h, const struct process *p, const struct plan_row *row)
{
	struct db_conn *c = reading(h);
	struct plan_change x = { .arena = &h->a, .app = &h->app, .process = p->id, .person = h->safety, .lang = LANG_NB,
		.phase = row->phase->id, .prepare_at = row->prepare_at, .meet_at = row->meet_at, .place = row->place,
		.prepare_place = row->prepare_place, .leads = row->leads, .seen = plan_seen(&h->a, row) };

	assert_int_equal(duties_read(c, &h->a, p, row->phase->id, &x.duties), OK);
	db_read_end(c);
	return x;
}

static size_t
logged(struct house *h, const struct process *p, str words)
{
	struct db_conn *c = reading(h);
	struct audit_lines lines;
	int64_t next;
	size_t n = 0;

	assert_int_equal(audit_of_process(c, &h->a, LANG_EN, p->unit, p->id, 0, &lines, &next), OK);
	for (size_t i = 0; i < lines.n; i++)
		n += str_find(lines.p[i].sentence, words) != SIZE_MAX;
	db_read_end(c);
	return n;
}

static void
a_moved_workshop_takes_its_sittings_and_the_meeting_afterwards_along(void **state)
{
	struct house *h = *state;
	struct process p = begun(h);
	struct plan plan = plan_of(h, &p);
	const struct plan_row *row = &plan.rows[1];
	const struct method_session *meet = phase_meet(row->phase), *after = &row->phase->sessions[meet->index + 1];
	struct plan_sittings all = sittings_of(h, &p);
	struct plan_change x = same(h, &p, row);
	int64_t was_after = plan_first(&all, after), was_prepare = row->prepare_at;

	/* A second gathering the same evening, and one on a day of its own. */
	by_hand(h, str_fmt(&h->a, "INSERT INTO sitting (process_id, phase, session, kind, starts_at, ends_at) VALUES (%" PRId64
		", '" STR_FMT "', '" STR_FMT "', 'staff', %" PRId64 ", %" PRId64 ")", p.id, STR_ARG(row->phase->id), STR_ARG(meet->id),
		row->meet_at + 4 * 3600, row->meet_at + 6 * 3600));
	by_hand(h, str_fmt(&h->a, "INSERT INTO sitting (process_id, phase, session, kind, starts_at, ends_at) VALUES (%" PRId64
		", '" STR_FMT "', '" STR_FMT "', 'staff', %" PRId64 ", %" PRId64 ")", p.id, STR_ARG(row->phase->id), STR_ARG(meet->id),
		row->meet_at + 40 * 86400, row->meet_at + 40 * 86400 + 7200));
	x.meet_at = date_add_days(row->meet_at, 8) - 3600;
	x.place = S("Peisestua");
	must_write(h, plan_change_write, &x);

	all = sittings_of(h, &p);
	assert_int_equal(plan_first(&all, meet), x.meet_at);
	assert_int_equal(plan_last(&all, meet), row->meet_at + 40 * 86400);
	for (size_t i = 0, seen = 0; i < all.n; i++)
		if (plan_sitting_is_of(&all.p[i], meet)) {
			seen++;
			assert_int_equal(all.p[i].starts_at, seen == 1 ? x.meet_at : seen == 2 ? x.meet_at + 4 * 3600 :
				row->meet_at + 40 * 86400);
			assert_int_equal(all.p[i].ends_at - all.p[i].starts_at, 7200);
			assert_true(seen != 1 || str_eq(all.p[i].place, S("Peisestua")));
		}
	assert_int_equal(plan_first(&all, after), date_add_days(was_after, 8));
	assert_int_equal(plan_first(&all, phase_prepare(row->phase)), was_prepare);
	assert_int_equal(logged(h, &p, text_in(&meet->name, LANG_NB)), 2);
	done(h);
}

static void
who_leads_and_who_does_what_is_logged_with_names(void **state)
{
	struct house *h = *state;
	struct process p = begun(h);
	struct plan plan = plan_of(h, &p);
	struct plan_change x = same(h, &p, &plan.rows[1]);
	struct db_conn *c;
	struct duties duties;

	assert_true(x.duties.n > 0);
	x.leads = h->rep;
	x.duties.p[0].person = h->safety;
	must_write(h, plan_change_write, &x);
	assert_int_equal(plan_of(h, &p).rows[1].leads, h->rep);
	c = reading(h);
	assert_int_equal(duties_read(c, &h->a, &p, plan.rows[1].phase->id, &duties), OK);
	db_read_end(c);
	assert_int_equal(duties.given, 1);
	assert_int_equal(duties.p[0].person, h->safety);
	assert_int_equal(logged(h, &p, S("up as workshop leader")), 1);
	assert_int_equal(logged(h, &p, S("a task in")), 1);
	done(h);
}

static void
two_that_change_the_same_phase_do_not_overwrite_each_other(void **state)
{
	struct house *h = *state;
	struct process p = begun(h);
	struct plan plan = plan_of(h, &p);
	struct plan_change first = same(h, &p, &plan.rows[2]), second = same(h, &p, &plan.rows[2]);

	first.meet_at = date_add_days(first.meet_at, 1);
	second.meet_at = date_add_days(second.meet_at, 2);
	must_write(h, plan_change_write, &first);
	assert_int_equal(db_write(h->app.db, plan_change_write, &second), ERR_CONFLICT);
	assert_int_equal(plan_of(h, &p).rows[2].meet_at, first.meet_at);
	done(h);
}

static size_t
hinted(struct house *h, const struct process *p, size_t row, const char *words)
{
	struct plan plan = plan_of(h, p);
	size_t n = 0;

	for (size_t i = 0; i < plan.rows[row].hint_count; i++)
		n += str_find(plan_hint_text(&h->a, LANG_NB, &plan.rows[row].hints[i]), str_of(words)) != SIZE_MAX;
	return n;
}

static void
clashes_and_wrong_order_are_pointed_out_and_not_forbidden(void **state)
{
	struct house *h = *state;
	struct process p = begun(h);
	struct plan plan = plan_of(h, &p);
	struct plan_change x = same(h, &p, &plan.rows[2]);
	int64_t second = plan.rows[1].meet_at;

	for (size_t i = 0; i < plan.n; i++)
		assert_int_equal(plan.rows[i].hint_count, 0);
	x.meet_at = second + 3600;
	must_write(h, plan_change_write, &x);
	assert_int_equal(hinted(h, &p, 1, " er på samme tid som «Utdype: "), 1);
	assert_int_equal(hinted(h, &p, 2, " er på samme tid som «Utforske: "), 1);
	assert_true(hinted(h, &p, 2, " ligger før ") > 0);
	plan = plan_of(h, &p);
	x = same(h, &p, &plan.rows[2]);
	x.meet_at = date_add_days(second, -1);
	x.prepare_at = date_add_days(x.meet_at, -1);
	must_write(h, plan_change_write, &x);
	assert_true(hinted(h, &p, 2, " ligger før «Utforske: ") >= 2);
	assert_int_equal(hinted(h, &p, 2, "Utdype» er på samme tid"), 0);
	assert_int_equal(hinted(h, &p, 1, "ligger før"), 0);
	done(h);
}

static int64_t
one_more(struct house *h, const struct process *p, const struct method_session *s, const char *kind, int64_t at)
{
	by_hand(h, str_fmt(&h->a, "INSERT INTO sitting (process_id, phase, session, kind, label, starts_at, ends_at) VALUES (%" PRId64
		", '" STR_FMT "', '" STR_FMT "', '%s', 'Natt', %" PRId64 ", %" PRId64 ")", p->id, STR_ARG(s->phase->id), STR_ARG(s->id),
		kind, at, at + 7200));
	return at;
}

static void
also_second_gatherings_meetings_afterwards_and_votes_are_pointed_out(void **state)
{
	struct house *h = *state;
	struct process p = begun(h);
	struct plan plan = plan_of(h, &p);
	const struct plan_row *row = &plan.rows[1];
	const struct method_session *meet = phase_meet(row->phase), *next = phase_prepare(plan.rows[2].phase);
	struct plan_sittings all = sittings_of(h, &p);
	int64_t after = plan_first(&all, &row->phase->sessions[meet->index + 1]);

	/* Another shift, when the group already meets to sum up; and the next phase is prepared before that shift has met. */
	one_more(h, &p, meet, "staff", after + 600);
	assert_int_equal(hinted(h, &p, 1, " er på samme tid som "), 2);
	assert_int_equal(hinted(h, &p, 1, " ligger før "), 1);
	assert_int_equal(hinted(h, &p, 1, "(Natt)"), 3);
	by_hand(h, S("DELETE FROM sitting WHERE label = 'Natt'"));
	one_more(h, &p, meet, "staff", plan_first(&all, next) + 86400);
	assert_int_equal(hinted(h, &p, 2, " ligger før «Utforske: "), 1);
	by_hand(h, S("DELETE FROM sitting WHERE label = 'Natt'"));
	/* A vote over all before all have met. It takes nobody's time: it clashes with nothing. */
	one_more(h, &p, meet, "voting", row->meet_at - 600);
	assert_int_equal(hinted(h, &p, 1, "Natt"), 1);
	assert_int_equal(hinted(h, &p, 1, " ligger før "), 1);
	assert_int_equal(hinted(h, &p, 1, "samme tid"), 0);
	done(h);
}

static void
a_date_taken_away_leaves_the_sitting_without_one_and_comes_back(void **state)
{
	struct house *h = *state;
	struct process p = begun(h);
	struct plan plan = plan_of(h, &p);
	struct plan_change x = same(h, &p, &plan.rows[1]);
	int64_t was = x.meet_at;
	struct plan_sittings all;

	x.meet_at = 0;
	must_write(h, plan_change_write, &x);
	all = sittings_of(h, &p);
	assert_int_equal(plan_first(&all, phase_meet(plan.rows[1].phase)), 0);
	plan = plan_of(h, &p);
	x = same(h, &p, &plan.rows[1]);
	x.meet_at = was;
	must_write(h, plan_change_write, &x);
	all = sittings_of(h, &p);
	assert_int_equal(plan_first(&all, phase_meet(plan.rows[1].phase)), was);
	done(h);
}

/* ---- checklists ---- */

static struct checklists
lists_of(struct house *h, const struct process *p)
{
	struct plan_sittings all = sittings_of(h, p);
	struct db_conn *c = reading(h);
	struct checklists lists;

	assert_int_equal(checklists_read(c, &h->a, LANG_NN, p, &all, &lists), OK);
	db_read_end(c);
	return lists;
}

static void
lines_are_ticked_given_and_added_and_those_of_the_method_stay(void **state)
{
	struct house *h = *state;
	struct process p = begun(h);
	struct checklists lists = lists_of(h, &p);
	struct check_item first = lists.p[0].p[0];
	struct check_change k = { .arena = &h->a, .act = CHECK_DONE, .process = p.id, .person = h->rep, .item = first.id };
	struct check_session *s;

	assert_non_null(first.item);
	assert_int_equal(first.due, date_add_days(lists.p[0].at, first.item->days));
	assert_true(check_is_mine(&first, h->leader, WHO_LEADER, 0) == (first.role == METHOD_LEADER));
	must_write(h, check_write, &k);
	k.act = CHECK_OWNER;
	k.owner = h->safety;
	must_write(h, check_write, &k);
	lists = lists_of(h, &p);
	assert_int_equal(lists.p[0].done, 1);
	assert_true(lists.p[0].p[0].done_at > 0);
	assert_true(check_is_mine(&lists.p[0].p[0], h->safety, ROLE_BIT(ROLE_SAFETY), 0));
	assert_false(check_is_mine(&lists.p[0].p[0], h->leader, WHO_LEADER, 0));
	/* Nobody from elsewhere: the page would tell who has that number. */
	k.act = CHECK_OWNER;
	k.owner = h->admin;
	assert_int_equal(db_write(h->app.db, check_write, &k), ERR_INVALID);
	k.owner = 999999;
	assert_int_equal(db_write(h->app.db, check_write, &k), ERR_INVALID);
	k.act = CHECK_REMOVE;
	assert_int_equal(db_write(h->app.db, check_write, &k), ERR_DENIED);
	k.process = p.id + 1;
	assert_int_equal(db_write(h->app.db, check_write, &k), ERR_NOTFOUND);

	k = (struct check_change){ .arena = &h->a, .act = CHECK_ADD, .process = p.id, .person = h->rep, .text = S("Bak kake"),
		.phase = lists.p[0].session->phase->id, .session = lists.p[0].session->id, .when = WHEN_BEFORE, .key = S("cake") };
	must_write(h, check_write, &k);
	must_write(h, check_write, &k);
	lists = lists_of(h, &p);
	s = &lists.p[0];
	for (size_t i = 0, n = 0; i <= s->n; i++) {
		n += i < s->n && str_eq(s->p[i].text, S("Bak kake"));
		assert_true(i < s->n || n == 1);
	}
	done(h);
}

/* ---- ground rules ---- */

static struct ground_rules
rules_of(struct house *h, const struct process *p)
{
	struct db_conn *c = reading(h);
	struct ground_rules rules;

	assert_int_equal(rules_read(c, &h->a, p->id, p->method, &rules), OK);
	db_read_end(c);
	return rules;
}

static void
ground_rules_come_from_the_tips_and_are_the_groups_own(void **state)
{
	struct house *h = *state;
	struct process p = begun(h);
	struct ground_rules rules = rules_of(h, &p);
	struct rule_change k = { .app = &h->app, .arena = &h->a, .process = p.id, .unit = p.unit, .person = h->safety, .act = RULE_UP };
	int64_t third = rules.p[2].id;

	assert_int_equal(rules.n, p.method->rule_count);
	k.rule = third;
	must_write(h, rule_write, &k);
	must_write(h, rule_write, &k);
	must_write(h, rule_write, &k);
	assert_int_equal(rules_of(h, &p).p[0].id, third);
	k.act = RULE_CHANGE;
	k.text = S("Vi ler også.");
	must_write(h, rule_write, &k);
	k.act = RULE_REMOVE;
	k.rule = rules.p[0].id;
	must_write(h, rule_write, &k);
	assert_int_equal(db_write(h->app.db, rule_write, &k), ERR_NOTFOUND);
	k.act = RULE_ADD;
	k.text = S("Vi begynner presis.");
	must_write(h, rule_write, &k);
	rules = rules_of(h, &p);
	assert_int_equal(rules.n, p.method->rule_count);
	assert_true(str_eq(rules.p[0].text, S("Vi ler også.")));
	assert_null(rules.p[0].tip);
	assert_true(str_eq(rule_text(&rules.p[0], LANG_NN), S("Vi ler også.")));
	assert_true(str_eq(rules.p[rules.n - 1].text, S("Vi begynner presis.")));
	done(h);
}

static void
rules_nobody_has_changed_are_in_the_readers_language(void **state)
{
	struct house *h = *state;
	struct process p = begun(h);
	struct ground_rules rules = rules_of(h, &p);
	struct rule_change k = { .app = &h->app, .arena = &h->a, .process = p.id, .unit = p.unit, .person = h->safety, .act = RULE_CHANGE,
		.rule = rules.p[1].id, .text = S("Vi lyttar meir enn vi snakkar.") };

	assert_true(str_eq(rule_text(&rules.p[1], LANG_NB), S("Vi lytter mer enn vi snakker.")));
	assert_true(str_eq(rule_text(&rules.p[1], LANG_NN), k.text));
	/* Saved as she reads it: nothing has changed. */
	must_write(h, rule_write, &k);
	assert_int_equal(logged(h, &p, S("lyttar")), 0);
	assert_true(rules_have(&rules, &p.method->rules[1]));
	k.text = S("Vi lyttar.");
	must_write(h, rule_write, &k);
	rules = rules_of(h, &p);
	assert_true(str_eq(rule_text(&rules.p[1], LANG_NB), k.text));
	assert_false(rules_have(&rules, &p.method->rules[1]));
	/* Taken in again from the tip, in whatever language it was read. */
	k.act = RULE_ADD;
	k.text = text_in(&p.method->rules[1].rule, LANG_EN);
	must_write(h, rule_write, &k);
	rules = rules_of(h, &p);
	assert_true(str_eq(rule_text(&rules.p[rules.n - 1], LANG_NN), S("Vi lyttar meir enn vi snakkar.")));
	done(h);
}

/* ---- messages ---- */

static void
a_message_is_filled_in_and_begins_its_sentences_with_a_capital(void **state)
{
	struct letter_fields f = { .lang = LANG_NB };
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	f.args[f.n++] = V("date", "søndag 7. februar");
	f.args[f.n++] = V("leader", "Åse");
	assert_true(str_eq(letter_fill(&a, &f, S("{date} møtes vi. {date} er fin, {leader}: {date}")),
		S("Søndag 7. februar møtes vi. Søndag 7. februar er fin, Åse: søndag 7. februar")));
	assert_true(str_eq(letter_fill(&a, &f, S("- {date}\n- {other} {")), S("- Søndag 7. februar\n- {other} {")));
	assert_true(str_eq(letter_fill(&a, &f, S("uten felt")), S("uten felt")));
	assert_true(str_eq(letter_fill(&a, &f, S("")), S("")));
}

static void
everybody_with_an_address_gets_a_message_once(void **state)
{
	struct house *h = *state;
	struct process p = begun(h);
	struct db_conn *c;
	struct readers to;
	int64_t person = 0;

	house_role(h, ROLE_STAFF, "Ola", true, &person);
	by_hand(h, str_fmt(&h->a, "UPDATE person SET email = 'ola@example.no', lang = 'nn' WHERE id = %" PRId64, person));
	by_hand(h, str_fmt(&h->a, "UPDATE person SET email = NULL WHERE id = %" PRId64, h->safety));
	c = reading(h);
	assert_int_equal(readers_of(c, &h->a, &p, METHOD_STAFF, &to), OK);
	assert_int_equal(to.n + to.without, 5);
	assert_true(to.without >= 1);
	for (size_t i = 0; i < to.n; i++)
		assert_true(to.p[i].person != person || to.p[i].lang == LANG_NN);
	assert_int_equal(readers_of(c, &h->a, &p, METHOD_GROUP, &to), OK);
	assert_int_equal(to.n + to.without, 4);
	db_read_end(c);
	done(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_moved_workshop_takes_its_sittings_and_the_meeting_afterwards_along),
		BOTH(who_leads_and_who_does_what_is_logged_with_names),
		BOTH(two_that_change_the_same_phase_do_not_overwrite_each_other),
		BOTH(clashes_and_wrong_order_are_pointed_out_and_not_forbidden),
		BOTH(also_second_gatherings_meetings_afterwards_and_votes_are_pointed_out),
		BOTH(a_date_taken_away_leaves_the_sitting_without_one_and_comes_back),
		BOTH(lines_are_ticked_given_and_added_and_those_of_the_method_stay),
		BOTH(ground_rules_come_from_the_tips_and_are_the_groups_own),
		BOTH(rules_nobody_has_changed_are_in_the_readers_language),
		cmocka_unit_test(a_message_is_filled_in_and_begins_its_sentences_with_a_capital),
		BOTH(everybody_with_an_address_gets_a_message_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
