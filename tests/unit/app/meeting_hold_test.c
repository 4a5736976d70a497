/* meeting_hold_test.c: gatherings are opened, broken off, gone on with and closed; those that nobody leads; rehearsals; the clock. */
#include "app/meeting/hold.h"
#include "app/meeting/rehearsal.h"
#include "app/room/live.h"
#include "app/room/slip.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "stage.h"

#define HARD "vanskelig"

/* ---- the clock's arithmetic ---- */

static struct sitting_steps
sheet(struct sitting_step *p, const int64_t *minutes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (struct sitting_step){ .pos = (int64_t)i + 1, .minutes = minutes[i] };
	return (struct sitting_steps){ p, n };
}

static void
what_is_left_is_shared_so_that_the_end_holds(void **state UNUSED)
{
	const int64_t minutes[] = { 10, 20, 20, 10 };
	struct sitting_step p[4];
	struct sitting_steps s = sheet(p, minutes, 4);

	/* The first step has taken ten minutes too many: forty remain for fifty. */
	replan(&s, 0, 0, (int64_t)40 * 60);
	assert_int_equal(p[0].minutes, 10);
	assert_int_equal(p[1].minutes + p[2].minutes + p[3].minutes, 40);
	assert_int_equal(p[1].minutes, p[2].minutes);
	assert_true(p[3].minutes < 10);
}

static void
no_step_is_squeezed_to_nothing(void **state UNUSED)
{
	const int64_t minutes[] = { 10, 20, 4, 1 };
	struct sitting_step p[4];
	struct sitting_steps s = sheet(p, minutes, 4);

	replan(&s, 0, 0, 60);
	assert_int_equal(p[1].minutes, 5);
	assert_int_equal(p[2].minutes, 2);
	assert_int_equal(p[3].minutes, 1);
}

static void
time_to_spare_stays_at_the_end(void **state UNUSED)
{
	const int64_t minutes[] = { 10, 20 };
	struct sitting_step p[2];
	struct sitting_steps s = sheet(p, minutes, 2);

	replan(&s, 0, 0, (int64_t)60 * 60);
	assert_int_equal(p[1].minutes, 20);
	replan(&s, 0, 0, 0);
	assert_int_equal(p[1].minutes, 20);
}

static void
skipped_steps_take_no_time_and_all_can_be_replanned(void **state UNUSED)
{
	const int64_t minutes[] = { 20, 30, 20 };
	struct sitting_step p[3];
	struct sitting_steps s = sheet(p, minutes, 3);

	p[1].skipped = true;
	replan(&s, SIZE_MAX, 0, (int64_t)30 * 60);
	assert_int_equal(p[0].minutes, 15);
	assert_int_equal(p[1].minutes, 30);
	assert_int_equal(p[2].minutes, 15);
}

/* ---- commands ---- */

static void
a_stale_command_changes_nothing(void **state)
{
	struct stage s = set_up(*state);
	struct room before, after;
	struct desk_act act = { .app = &s.h->app, .arena = &s.h->a, .sitting = s.sitting, .command = DESK_NEXT };

	go_to(&s, "bra");
	before = look(&s);
	act.step_version = before.s.step_version - 1;
	assert_int_equal(db_write_locked(s.h->app.db, s.sitting, room_desk, &act), ERR_CONFLICT);
	after = look(&s);
	assert_int_equal(after.s.step_pos, before.s.step_pos);
	assert_int_equal(after.s.seq, before.s.seq);
	put_away(&s);
}

struct desk_take {
	int64_t sitting, person;
};

static err
take(struct db_conn *c, void *arg)
{
	const struct desk_take *t = arg;

	return db_exec(c, NULL, DESK_TAKE, INT(t->sitting), INT(t->person));
}

static void
of_two_desks_the_one_that_was_taken_over_cannot_act(void **state)
{
	struct stage s = set_up(*state);
	struct desk_take first = { s.sitting, s.h->leader }, second = { s.sitting, s.h->rep };
	struct room rm;
	struct desk_act act = { .app = &s.h->app, .arena = &s.h->a, .sitting = s.sitting, .command = DESK_START,
		.person = s.h->leader };

	must_write(s.h, take, &first);
	act.desk_version = look(&s).s.desk_version;
	must_write(s.h, take, &second);
	rm = look(&s);
	act.step_version = rm.s.step_version;
	assert_int_equal(db_write_locked(s.h->app.db, s.sitting, room_desk, &act), ERR_CONFLICT);
	act.person = s.h->rep;
	act.desk_version = rm.s.desk_version;
	assert_int_equal(db_write_locked(s.h->app.db, s.sitting, room_desk, &act), OK);
	put_away(&s);
}

static void
begun_on_another_day_nothing_is_squeezed(void **state)
{
	struct stage s = set_up(*state);
	struct room rm;
	int64_t planned = look(&s).steps.p[3].minutes;

	by_hand(s.h, str_fmt(&s.h->a, "UPDATE sitting SET starts_at = %" PRId64 ", ends_at = %" PRId64 " WHERE id = %" PRId64,
		clock_now() - 86400 * 3, clock_now() - 86400 * 3 + 7200, s.sitting));
	assert_int_equal(desk(&s, DESK_START, 0), OK);
	rm = look(&s);
	assert_true(rm.s.ends_at > clock_now() + 7000);
	assert_int_equal(rm.steps.p[3].minutes, planned);
	put_away(&s);
}

/* ---- opening and breaking off ---- */

static err
hold(struct stage *s, db_write_fn fn, int64_t sitting)
{
	struct hold_act act = { .arena = &s->h->a, .app = &s->h->app, .sitting = sitting, .person = s->h->leader };

	return db_write_locked(s->h->app.db, sitting, fn, &act);
}

struct making {
	struct stage *s;
	struct sitting wanted;
	int64_t id;
};

static err
make(struct db_conn *c, void *arg)
{
	struct making *m = arg;

	return sitting_create(c, &m->s->h->a, shelf_by_id(m->s->h->app.shelf, S("oss-og-vart")), &m->wanted, &m->id);
}

static int64_t
planned(struct stage *s, enum sitting_kind kind, int64_t ends_at)
{
	struct making m = { s, { .process = s->process, .phase = S("utforske"), .session = S("verksted"), .kind = kind,
		.starts_at = clock_now() - 60, .ends_at = ends_at }, 0 };

	must_write(s->h, make, &m);
	return m.id;
}

static void
set_state(struct stage *s, const char *state)
{
	by_hand(s->h, str_fmt(&s->h->a, "UPDATE process SET state = '%s' WHERE id = %" PRId64, state, s->process));
}

static struct sitting
sitting_now_is(struct stage *s, int64_t id)
{
	struct db_conn *c = reading(s->h);
	struct sitting out;

	assert_int_equal(sitting_get(c, &s->h->a, id, &out), OK);
	db_read_end(c);
	return out;
}

static void
no_room_for_staff_opens_before_the_three_agree(void **state)
{
	struct stage s = set_up(*state);
	int64_t id = planned(&s, SITTING_STAFF, 0);
	struct process p;
	struct db_conn *c;

	assert_int_equal(hold(&s, hold_open, id), ERR_DENIED);
	assert_int_equal(sitting_now_is(&s, id).state, SITTING_PLANNED);
	set_state(&s, "anchored");
	assert_int_equal(hold(&s, hold_open, id), OK);
	assert_int_equal(sitting_now_is(&s, id).code.n, CODE_LENGTH);
	c = reading(s.h);
	assert_int_equal(process_get(&s.h->app, c, &s.h->a, s.process, &p), OK);
	db_read_end(c);
	assert_int_equal(p.state, PROCESS_RUNNING);
	/* Pressed twice it is open, not wrong. */
	assert_int_equal(hold(&s, hold_open, id), OK);
	put_away(&s);
}

static void
a_party_that_has_not_signed_in_keeps_the_room_shut(void **state)
{
	struct stage s = set_up(*state);
	int64_t id = planned(&s, SITTING_STAFF, 0);

	set_state(&s, "anchored");
	by_hand(s.h, str_fmt(&s.h->a, "UPDATE person SET secret = NULL WHERE id = %" PRId64, s.h->safety));
	assert_int_equal(hold(&s, hold_open, id), ERR_DENIED);
	put_away(&s);
}

static void
a_meeting_of_the_group_opens_at_any_time_and_has_no_code(void **state)
{
	struct stage s = set_up(*state);
	struct making m = { &s, { .process = s.process, .phase = S("starte"), .session = S("planmote"), .kind = SITTING_GROUP }, 0 };

	must_write(s.h, make, &m);
	assert_int_equal(hold(&s, hold_open, m.id), OK);
	assert_int_equal(sitting_now_is(&s, m.id).state, SITTING_OPEN);
	assert_int_equal(sitting_now_is(&s, m.id).code.n, 0);
	put_away(&s);
}

struct breaking {
	int64_t sitting;
};

static err
break_off(struct db_conn *c, void *arg)
{
	const struct breaking *b = arg;

	return db_exec(c, NULL, DESK_BREAK, INT(b->sitting), INT(clock_now_ms()));
}

static void
what_was_broken_off_goes_on_with_the_time_that_was_left(void **state)
{
	struct stage s = set_up(*state);
	struct breaking b = { s.sitting };
	struct note_act late;
	int64_t left, minutes = 0;
	struct room rm;

	set_state(&s, "anchored");
	go_to(&s, "vanskelig");
	clock_shift(120);
	must_write(s.h, break_off, &b);
	left = look(&s).s.left_ms;
	assert_true(left > 0 && left <= (look(&s).now->minutes - 2) * 60000);
	clock_shift(86400 * 7);
	assert_int_equal(hold(&s, hold_open, s.sitting), OK);
	rm = look(&s);
	assert_int_equal(rm.s.state, SITTING_OPEN);
	assert_int_equal(rm.s.clock, CLOCK_PAUSED);
	assert_string_equal(str_z(&s.h->a, rm.now->step), "vanskelig");
	for (size_t i = 0; i < rm.steps.n; i++)
		if (rm.steps.p[i].pos > rm.s.step_pos)
			minutes += rm.steps.p[i].minutes;
	assert_true(labs((long)(rm.s.ends_at - clock_now() - minutes * 60 - left / 1000)) <= 60);
	assert_int_equal(desk(&s, DESK_RESUME, 0), OK);
	late = note_of(&s, 1, "vanskelig", "Skrevet den andre dagen");
	assert_int_equal(write_note(&s, &late), OK);
	put_away(&s);
}

/* ---- nobody leads ---- */

static int64_t
at_own_pace(struct stage *s, int64_t ends_at)
{
	s->sitting = planned(s, SITTING_OWN, ends_at);
	set_state(s, "anchored");
	assert_int_equal(hold(s, hold_open, s->sitting), OK);
	for (size_t i = 0; i < 2; i++) {
		s->seats[i] = rand_hex(&s->h->a, 32);
		by_hand(s->h, str_fmt(&s->h->a, "INSERT INTO seat (token_hash, room_id) VALUES ('" STR_FMT "', %" PRId64 ")",
			STR_ARG(s->seats[i]), s->sitting));
	}
	return s->sitting;
}

static int64_t
number_by_hand(struct house *h, int stmt, int64_t process)
{
	struct db_conn *c = reading(h);
	struct rows r;

	assert_int_equal(db_one(c, &h->a, &r, stmt, INT(process), TEXT(S("utforske"))), OK);
	db_read_end(c);
	return row_int(&r, 0, 0);
}

static void
at_ones_own_pace_all_is_hidden_until_it_closes_by_itself(void **state)
{
	struct stage s = set_up(*state);
	struct note_act good, hard;

	at_own_pace(&s, clock_now() + 3600);
	good = note_of(&s, 0, "bra", "Vi ler");
	hard = note_of(&s, 1, HARD, "For lite tid");
	/* Any question at any time, and changed as long as it is open. */
	assert_int_equal(write_note(&s, &hard), OK);
	assert_int_equal(write_note(&s, &good), OK);
	hard.text = S("Altfor lite tid");
	assert_int_equal(db_write_locked(s.h->app.db, s.sitting, note_edit, &hard), OK);
	assert_int_equal(shown(&s, "bra") + shown(&s, HARD), 0);
	assert_int_equal(hold_run(&s.h->app, &s.h->a), OK);
	assert_int_equal(sitting_now_is(&s, s.sitting).state, SITTING_OPEN);
	clock_shift(3601);
	assert_int_equal(hold_run(&s.h->app, &s.h->a), OK);
	assert_int_equal(sitting_now_is(&s, s.sitting).state, SITTING_CLOSED);
	assert_int_equal(number_by_hand(s.h, PHASE_TOTALS, s.process), 2);
	assert_int_equal(write_note(&s, &good), ERR_GONE);
	put_away(&s);
}

static void
at_its_time_it_opens_by_itself_when_the_three_agree(void **state)
{
	struct stage s = set_up(*state);
	int64_t id = planned(&s, SITTING_OWN, clock_now() + 7200), vote = planned(&s, SITTING_VOTING, clock_now() + 7200);

	by_hand(s.h, str_fmt(&s.h->a, "UPDATE sitting SET starts_at = %" PRId64 " WHERE id = %" PRId64, clock_now() + 3600, id));
	set_state(&s, "draft");
	clock_shift(3601);
	assert_int_equal(hold_run(&s.h->app, &s.h->a), OK);
	assert_int_equal(sitting_now_is(&s, id).state, SITTING_PLANNED);
	set_state(&s, "anchored");
	clock_shift(0);
	assert_int_equal(hold_run(&s.h->app, &s.h->a), OK);
	assert_int_equal(sitting_now_is(&s, id).state, SITTING_PLANNED);
	clock_shift(3601);
	assert_int_equal(hold_run(&s.h->app, &s.h->a), OK);
	assert_int_equal(sitting_now_is(&s, id).state, SITTING_OPEN);
	assert_int_equal(sitting_now_is(&s, id).code.n, CODE_LENGTH);
	/* A vote waits for those who merge what is alike. */
	assert_int_equal(sitting_now_is(&s, vote).state, SITTING_PLANNED);
	clock_shift(7201);
	assert_int_equal(hold_run(&s.h->app, &s.h->a), OK);
	assert_int_equal(sitting_now_is(&s, id).state, SITTING_CLOSED);
	put_away(&s);
}

static void
past_its_end_it_does_not_open(void **state)
{
	struct stage s = set_up(*state);
	int64_t id = planned(&s, SITTING_OWN, clock_now() - 10);

	set_state(&s, "anchored");
	assert_int_equal(hold(&s, hold_open, id), ERR_INVALID);
	put_away(&s);
}

struct slips {
	struct stage *s;
	str codes[3], seat;
};

static err
make_slips(struct db_conn *c, void *arg)
{
	struct slips *x = arg;

	return slips_make(c, &x->s->h->a, x->s->sitting, 3, x->codes);
}

static err
use_first(struct db_conn *c, void *arg)
{
	struct slips *x = arg;

	return slip_use(c, &x->s->h->a, x->s->sitting, x->codes[0]);
}

static err
use_unknown(struct db_conn *c, void *arg)
{
	struct slips *x = arg;

	return slip_use(c, &x->s->h->a, x->s->sitting, S("AAAAAAAA"));
}

static void
a_vote_over_all_is_about_the_themes_of_closed_sittings(void **state)
{
	struct stage s = set_up(*state);
	struct slips slips = { .s = &s };
	struct db_conn *c;
	struct themes offered;
	struct round rd;
	struct room rm;
	struct vote_act vote = { .arena = &s.h->a, .app = &s.h->app, .count = 2 };
	struct slip_count counted;
	str theme, code;

	set_state(&s, "anchored");
	go_to(&s, "vanskelig-temaer");
	theme = make_theme(&s, "Rapporten");
	assert_int_equal(hold(&s, hold_close, s.sitting), OK);
	s.sitting = planned(&s, SITTING_VOTING, clock_now() + 86400);
	assert_int_equal(look(&s).steps.n, 1);
	must_write(s.h, make_slips, &slips);
	assert_int_equal(hold(&s, hold_open, s.sitting), OK);
	rm = look(&s);
	assert_int_equal(rm.s.clock, CLOCK_STILL);
	c = reading(s.h);
	assert_int_equal(themes_offered(c, &s.h->a, &rm, S(""), &offered), OK);
	assert_int_equal(offered.n, 1);
	assert_true(str_eq(offered.p[0].id, theme));
	assert_int_equal(round_now(c, &s.h->a, s.sitting, rm.step->id, rm.step->ballots[0].id, &rd), OK);
	db_read_end(c);
	/* Each slip once. */
	assert_int_equal(slip_canonical(&s.h->a, slip_shown(&s.h->a, slips.codes[0]), &code), OK);
	assert_true(str_eq(code, slips.codes[0]));
	must_write(s.h, use_first, &slips);
	assert_int_equal(db_write(s.h->app.db, use_first, &slips), ERR_GONE);
	assert_int_equal(db_write(s.h->app.db, use_unknown, &slips), ERR_NOTFOUND);
	c = reading(s.h);
	assert_int_equal(slips_count(c, &s.h->a, s.sitting, &counted), OK);
	db_read_end(c);
	assert_int_equal(counted.made, 3);
	assert_int_equal(counted.used, 1);
	/* The vote itself, and its total after the end. */
	vote.room = s.sitting;
	vote.round = rd.id;
	vote.target = theme;
	vote.seat = rand_hex(&s.h->a, 32);
	by_hand(s.h, str_fmt(&s.h->a, "INSERT INTO seat (token_hash, room_id) VALUES ('" STR_FMT "', %" PRId64 ")",
		STR_ARG(vote.seat), s.sitting));
	assert_int_equal(db_write_locked(s.h->app.db, s.sitting, vote_cast, &vote), OK);
	clock_shift(86401);
	assert_int_equal(hold_run(&s.h->app, &s.h->a), OK);
	c = reading(s.h);
	assert_int_equal(vote_total(c, &s.h->a, rd.id, theme), 2);
	assert_int_equal(slips_count(c, &s.h->a, s.sitting, &counted), OK);
	db_read_end(c);
	assert_int_equal(counted.made, 0);
	put_away(&s);
}

/* ---- rehearsals ---- */

static int64_t
rehearse(struct stage *s)
{
	struct rehearsal_new n = { .arena = &s->h->a, .app = &s->h->app, .process = s->process, .person = s->h->leader,
		.phase = S("utforske"), .session = S("verksted"), .method = shelf_by_id(s->h->app.shelf, S("oss-og-vart")),
		.key = rand_hex(&s->h->a, 8) };

	must_write(s->h, rehearsal_open, &n);
	return n.id;
}

static void
play(struct stage *s, int rounds)
{
	for (int i = 0; i < rounds; i++)
		assert_int_equal(rehearsal_run(&s->h->app, &s->h->a), OK);
}

static void
invented_people_write_gather_and_vote_and_nothing_is_kept(void **state)
{
	static const char *const tables[] = { "note WHERE room_id", "theme WHERE room_id", "seat WHERE room_id",
		"vote_round WHERE room_id", "event WHERE room_id", "sitting_step WHERE sitting_id", "sitting WHERE id" };
	struct stage s = set_up(*state);
	struct themes themes;
	struct round rd;
	struct room rm;
	struct db_conn *c;

	s.sitting = rehearse(&s);
	assert_int_equal(look(&s).seats, REHEARSAL_PEOPLE);
	go_to(&s, HARD);
	play(&s, 60);
	c = reading(s.h);
	assert_true(notes_written(c, &s.h->a, s.sitting, S(HARD)) >= 10);
	db_read_end(c);
	go_to(&s, HARD "-temaer");
	play(&s, 40);
	c = reading(s.h);
	assert_int_equal(themes_list(c, &s.h->a, s.sitting, S(HARD "-temaer"), &themes), OK);
	db_read_end(c);
	assert_true(themes.n >= 3 && themes.p[0].notes > 0);
	go_to(&s, "stemme");
	play(&s, REHEARSAL_PEOPLE + 2);
	rm = look(&s);
	c = reading(s.h);
	assert_int_equal(round_now(c, &s.h->a, s.sitting, S("stemme"), rm.step->ballots[0].id, &rd), OK);
	assert_int_equal(vote_voters(c, &s.h->a, rd.id), REHEARSAL_PEOPLE);
	db_read_end(c);
	assert_int_equal(hold(&s, hold_close, s.sitting), OK);
	for (size_t i = 0; i < COUNT(tables); i++)
		by_hand(s.h, str_fmt(&s.h->a, "INSERT INTO setting (name, value) SELECT 'left-%zu', 'x' FROM %s = %" PRId64 " LIMIT 1", i,
			tables[i], s.sitting));
	c = reading(s.h);
	for (size_t i = 0; i < COUNT(tables); i++) {
		struct rows r;
		assert_int_equal(db_one(c, &s.h->a, &r, SETTING_GET, TEXT(str_fmt(&s.h->a, "left-%zu", i))), ERR_NOTFOUND);
	}
	db_read_end(c);
	put_away(&s);
}

static void
a_forgotten_rehearsal_ends_by_itself(void **state)
{
	struct stage s = set_up(*state);
	int64_t id = rehearse(&s);
	struct sitting out;
	struct db_conn *c;

	clock_shift(13 * 3600);
	assert_int_equal(hold_run(&s.h->app, &s.h->a), OK);
	c = reading(s.h);
	assert_int_equal(sitting_get(c, &s.h->a, id, &out), ERR_NOTFOUND);
	db_read_end(c);
	put_away(&s);
}

static void
only_what_is_planned_and_more_than_a_day_ahead_is_early(void **state)
{
	int64_t now = clock_now(), day = 24 * 3600;
	const struct {
		struct sitting s;
		bool want;
	} t[] = {
		{ { .kind = SITTING_STAFF, .starts_at = now + day + 60 }, true },
		{ { .kind = SITTING_GROUP, .starts_at = now + 20 * day }, true },
		{ { .kind = SITTING_STAFF, .starts_at = now + day - 60 }, false },
		{ { .kind = SITTING_STAFF, .starts_at = now - 20 * day }, false },
		{ { .kind = SITTING_STAFF }, false },
		{ { .kind = SITTING_STAFF, .state = SITTING_BROKEN, .starts_at = now + 20 * day }, false },
		{ { .kind = SITTING_REHEARSAL, .starts_at = now + 20 * day }, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(hold_is_early(&t[i].s), t[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_left_is_shared_so_that_the_end_holds),
		cmocka_unit_test(no_step_is_squeezed_to_nothing),
		cmocka_unit_test(time_to_spare_stays_at_the_end),
		cmocka_unit_test(skipped_steps_take_no_time_and_all_can_be_replanned),
		cmocka_unit_test(only_what_is_planned_and_more_than_a_day_ahead_is_early),
		BOTH(a_stale_command_changes_nothing),
		BOTH(of_two_desks_the_one_that_was_taken_over_cannot_act),
		BOTH(begun_on_another_day_nothing_is_squeezed),
		BOTH(no_room_for_staff_opens_before_the_three_agree),
		BOTH(a_party_that_has_not_signed_in_keeps_the_room_shut),
		BOTH(a_meeting_of_the_group_opens_at_any_time_and_has_no_code),
		BOTH(what_was_broken_off_goes_on_with_the_time_that_was_left),
		BOTH(at_ones_own_pace_all_is_hidden_until_it_closes_by_itself),
		BOTH(at_its_time_it_opens_by_itself_when_the_three_agree),
		BOTH(past_its_end_it_does_not_open),
		BOTH(a_vote_over_all_is_about_the_themes_of_closed_sittings),
		BOTH(invented_people_write_gather_and_vote_and_nothing_is_kept),
		BOTH(a_forgotten_rehearsal_ends_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
