/* agenda_test.c: meetings: clock times, what a call lacks, who must have seen what, when minutes lock, and what the last meetings tell. */
#include "app/agenda/agenda.h"
#include "app/process/process.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "house.h"

struct stage {
	struct house *h;
	int64_t process, meeting;
};

static struct agenda_by
by(struct stage *s, int64_t person)
{
	return (struct agenda_by){ .arena = &s->h->a, .unit = s->h->unit, .process = s->process, .person = person,
		.meeting = s->meeting, .key = rand_uuid(&s->h->a) };
}

static struct stage
set_up(struct house *h, enum agenda_kind kind)
{
	static const int64_t minutes[] = { 10, 25 };
	struct agenda_item *items = NEW_ARRAY(&h->a, struct agenda_item, COUNT(minutes));
	struct stage s = { .h = h };
	struct agenda_put put = { .m = { .kind = kind, .title = S("Møte"), .purpose = S("Hvorfor"), .wished = S("Hva"), .minutes = 45,
		.starts_at = 1800000000 }, .items = items, .item_count = COUNT(minutes) };

	house_people(h);
	by_hand(h, h->postgres ? S("INSERT INTO method_pack (hash, name, pack, created) VALUES ('x', 'x', '', 0)") :
		S("INSERT INTO method_pack (hash, name, pack, created) VALUES ('x', 'x', x'', 0)"));
	by_hand(h, str_fmt(&h->a, "INSERT INTO process (unit_id, method_hash, name, public_id, created, created_by) VALUES (%" PRId64
		", 'x', 'P', 'p', 0, %" PRId64 ")", h->unit, h->leader));
	s.process = 1;
	for (size_t i = 0; i < COUNT(minutes); i++)
		items[i] = (struct agenda_item){ .title = S("Sak"), .want = WANT_DECIDE, .minutes = minutes[i] };
	put.by = by(&s, h->leader);
	must_write(h, agenda_create, &put);
	s.meeting = put.m.id;
	return s;
}

static struct agenda_whole
look(struct stage *s)
{
	struct db_conn *c = reading(s->h);
	struct agenda_whole w;

	assert_int_equal(agenda_whole_read(c, &s->h->a, s->h->unit, s->process, s->meeting, &w), OK);
	db_read_end(c);
	return w;
}

static const struct agenda_meeting *
meeting(struct stage *s)
{
	struct agenda_meeting *m = NEW(&s->h->a, struct agenda_meeting);

	*m = look(s).m;
	return m;
}

static err
step(struct stage *s, enum agenda_act act, int64_t person, int64_t version)
{
	struct agenda_step x = { .by = by(s, person), .act = act, .version = version };

	return db_write(s->h->app.db, agenda_step_write, &x);
}

static err
result(struct stage *s, size_t i, int64_t version, const char *text)
{
	struct agenda_result x = { .by = by(s, s->h->leader), .item = look(s).items.p[i].id, .version = version,
		.result = str_of(text) };

	return db_write(s->h->app.db, agenda_result_write, &x);
}

static err
end(struct stage *s, int64_t *roles, size_t n)
{
	struct agenda_end x = { .by = by(s, s->h->leader), .roles = roles, .role_count = n, .headcount = -1, .reached = REACHED_PARTLY };

	return db_write(s->h->app.db, agenda_end_write, &x);
}

static void
clock_times_follow_from_the_start(void **state)
{
	struct stage s = set_up(*state, AGENDA_GROUP);
	struct agenda_whole w = look(&s);

	assert_int_equal(w.items.minutes, 35);
	assert_int_equal(w.items.p[1].from_at, 1800000000 + 600);
	assert_int_equal(w.items.p[1].to_at, 1800000000 + 2100);
	assert_int_equal(agenda_ends(&w.m), 1800000000 + 2700);
	assert_int_equal(step(&s, ACT_BEGIN, s.h->rep, 0), OK);
	w = look(&s);
	assert_int_equal(w.items.p[0].from_at, w.m.begun_at);
	assert_int_equal(agenda_state(&w.m), AGENDA_BEGUN);
}

static void
what_a_call_lacks(void **state)
{
	struct stage s = set_up(*state, AGENDA_STAFF);
	struct agenda_whole w = look(&s);

	assert_int_equal(agenda_lacks(&w), LACK_SEEN);
	w.m.purpose = w.m.wished = (str){ 0 };
	w.m.starts_at = 0;
	w.items.n = 0;
	assert_int_equal(agenda_lacks(&w), LACK_PURPOSE | LACK_WISHED | LACK_DATE | LACK_ITEMS | LACK_SEEN);
	w.m.kind = AGENDA_GROUP;
	assert_int_equal(agenda_lacks(&w), LACK_PURPOSE | LACK_WISHED | LACK_DATE | LACK_ITEMS);
	assert_int_equal(step(&s, ACT_CALLED, s.h->leader, 1), ERR_DENIED);
}

/* Every registered union: one never sees for another. A change asks all anew. */
static void
a_plan_is_seen_by_all_parties_in_its_newest_version(void **state)
{
	struct stage s = set_up(*state, AGENDA_STAFF);
	struct agenda_item_put more = { .act = ITEM_ADD, .item = { .title = S("Mer"), .minutes = 5 } };
	int64_t people[] = { s.h->leader, s.h->rep, s.h->safety, s.h->second_rep };

	for (size_t i = 0; i < COUNT(people); i++) {
		assert_false(look(&s).parties.plan_seen);
		assert_int_equal(step(&s, ACT_RELEASE, s.h->leader, 0), ERR_DENIED);
		assert_int_equal(step(&s, ACT_SEE_PLAN, people[i], 1), OK);
	}
	assert_true(look(&s).parties.plan_seen);
	assert_int_equal(step(&s, ACT_RELEASE, s.h->leader, 0), OK);
	assert_true(agenda_plan_is_open(meeting(&s)));
	more.by = by(&s, s.h->safety);
	must_write(s.h, agenda_item_write, &more);
	assert_false(look(&s).parties.plan_seen);
	assert_false(agenda_plan_is_open(meeting(&s)));
	assert_int_equal(step(&s, ACT_SEE_PLAN, s.h->leader, 1), ERR_CONFLICT);
}

static void
minutes_lock_when_the_last_has_seen_what_stands_there(void **state)
{
	struct stage s = set_up(*state, AGENDA_GROUP);
	int64_t roles[] = { s.h->leader_role, s.h->rep_role };
	int64_t nobody = 999999, told;

	assert_int_equal(end(&s, roles, 1), ERR_CONFLICT);
	assert_int_equal(step(&s, ACT_BEGIN, s.h->leader, 0), OK);
	assert_int_equal(result(&s, 0, 1, "Først"), OK);
	assert_int_equal(result(&s, 0, 1, "Samtidig"), ERR_CONFLICT);
	assert_int_equal(end(&s, &nobody, 1), ERR_INVALID);
	assert_int_equal(end(&s, roles, 2), OK);
	assert_true(agenda_lacked(meeting(&s)));
	told = look(&s).m.told_version;
	assert_int_equal(step(&s, ACT_SEE_MINUTES, s.h->leader, told), OK);
	assert_int_equal(result(&s, 0, 2, "Rettet"), OK);
	assert_int_equal(step(&s, ACT_SEE_MINUTES, s.h->rep, told), ERR_CONFLICT);
	told = look(&s).m.told_version;
	assert_int_equal(step(&s, ACT_SEE_MINUTES, s.h->rep, told), OK);
	assert_int_equal(step(&s, ACT_SEE_MINUTES, s.h->second_rep, told), OK);
	assert_int_equal(step(&s, ACT_SEE_MINUTES, s.h->safety, told), OK);
	assert_int_equal(look(&s).m.locked_at, 0);
	assert_int_equal(step(&s, ACT_SEE_MINUTES, s.h->leader, told), OK);
	assert_int_equal(agenda_state(meeting(&s)), AGENDA_LOCKED);
	assert_int_equal(result(&s, 0, 3, "Juks"), ERR_GONE);
	assert_int_equal(end(&s, roles, 1), ERR_GONE);
	assert_int_equal(step(&s, ACT_TELL, s.h->leader, 0), ERR_DENIED);
}

static void
nothing_locks_where_a_party_is_missing(void **state)
{
	struct stage s = set_up(*state, AGENDA_GROUP);
	int64_t roles[] = { s.h->leader_role };
	int64_t told;

	by_hand(s.h, str_fmt(&s.h->a, "UPDATE role SET to_at = 1 WHERE id = %" PRId64, s.h->safety_role));
	assert_int_equal(step(&s, ACT_BEGIN, s.h->leader, 0), OK);
	assert_int_equal(end(&s, roles, 1), OK);
	told = look(&s).m.told_version;
	assert_int_equal(step(&s, ACT_SEE_MINUTES, s.h->leader, told), OK);
	assert_int_equal(step(&s, ACT_SEE_MINUTES, s.h->rep, told), OK);
	assert_int_equal(step(&s, ACT_SEE_MINUTES, s.h->second_rep, told), OK);
	assert_true(look(&s).parties.no_safety);
	assert_int_equal(look(&s).m.locked_at, 0);
}

/* Pure: in a row from the latest; staff meetings and cancelled ones do not count. */
static void
the_last_meetings_tell_who_stays_away(void **state)
{
	struct agenda_meeting m[] = {
		{ .id = 6, .kind = AGENDA_GROUP },
		{ .id = 5, .kind = AGENDA_GROUP, .ended_at = 5, .had_leader = true, .had_rep = true, .reached = REACHED_YES },
		{ .id = 4, .kind = AGENDA_STAFF, .ended_at = 4, .reached = REACHED_NO },
		{ .id = 3, .kind = AGENDA_GROUP, .ended_at = 3, .had_leader = true },
		{ .id = 2, .kind = AGENDA_GROUP, .cancelled_at = 1 },
		{ .id = 1, .kind = AGENDA_GROUP, .ended_at = 1, .had_safety = true, .had_leader = true, .reached = REACHED_PARTLY },
	};
	struct agenda_meetings all = { m, COUNT(m) };
	struct agenda_trend t = agenda_trend(&all);

	(void)state;
	assert_int_equal(t.away_safety, 2);
	assert_int_equal(t.away_rep, 0);
	assert_int_equal(t.away_leader, 0);
	assert_int_equal(t.n, 3);
	assert_int_equal(t.p[0]->id, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(clock_times_follow_from_the_start),
		BOTH(what_a_call_lacks),
		BOTH(a_plan_is_seen_by_all_parties_in_its_newest_version),
		BOTH(minutes_lock_when_the_last_has_seen_what_stands_there),
		BOTH(nothing_locks_where_a_party_is_missing),
		cmocka_unit_test(the_last_meetings_tell_who_stays_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
