/* guard_test.c: what a seat leaves behind, and what a vote tells to those who watch. */
#include "stage.h"

#include "base/str.h"

struct leaving {
	struct stage *s;
	size_t seat;
};

static err
leave(struct db_conn *c, void *arg)
{
	struct leaving *x = arg;

	return seat_leave(c, &x->s->h->a, x->s->sitting, x->s->seats[x->seat]);
}

static err
vote(struct stage *s, size_t seat, const char *ballot, str target)
{
	struct vote_act act = { .arena = &s->h->a, .app = &s->h->app, .room = s->sitting, .seat = s->seats[seat], .target = target,
		.count = 1 };
	struct db_conn *c = reading(s->h);
	struct round rd;

	assert_int_equal(round_now(c, &s->h->a, s->sitting, S("stemme"), str_of(ballot), &rd), OK);
	db_read_end(c);
	act.round = rd.id;
	return db_write_locked(s->h->app.db, s->sitting, vote_cast, &act);
}

static str
at_the_vote(struct stage *s)
{
	str theme;

	go_to(s, "vanskelig-temaer");
	theme = make_theme(s, "For lite tid");
	go_to(s, "stemme");
	return theme;
}

/* Leaving and coming again would give a new budget each time, and the number of seats on the desk would not tell. */
static void
a_seat_that_has_voted_is_counted_after_it_left(void **state)
{
	struct stage s = set_up(*state);
	struct leaving x = { &s, 0 };
	str theme = at_the_vote(&s);

	assert_int_equal(vote(&s, 0, "utfordringer", theme), OK);
	must_write(s.h, leave, &x);
	assert_int_equal(look(&s).seats, SEATS);
	x.seat = 1;
	must_write(s.h, leave, &x);
	assert_int_equal(look(&s).seats, SEATS - 1);
	put_away(&s);
}

/* Each event is a frame on the desk and the wall: whoever watches those would see the moment of each vote. */
static void
a_vote_tells_nobody_its_moment(void **state)
{
	struct stage s = set_up(*state);
	str theme = at_the_vote(&s);
	int64_t seq = look(&s).s.seq;

	assert_int_equal(vote(&s, 0, "utfordringer", theme), OK);
	assert_int_equal(look(&s).s.seq, seq);
	put_away(&s);
}

static err
sit_at(struct db_conn *c, void *arg)
{
	struct leaving *x = arg;

	return db_exec(c, NULL, SEAT_TABLE, TEXT(x->s->seats[x->seat]), INT(x->s->sitting), INT(2));
}

static void
a_seat_has_a_table_only_while_the_step_runs(void **state)
{
	struct stage s = set_up(*state);
	struct leaving x = { &s, 0 };
	struct db_conn *c;
	struct rows r;

	go_to(&s, "bra-temaer");
	must_write(s.h, sit_at, &x);
	assert_int_equal(desk(&s, DESK_NEXT, 0), OK);
	c = reading(s.h);
	assert_int_equal(db_one(c, &s.h->a, &r, SEAT_EXISTS, TEXT(s.seats[0]), INT(s.sitting)), OK);
	db_read_end(c);
	assert_int_equal(row_int(&r, 0, 0), 0);
	put_away(&s);
}

static void
a_flooded_room_takes_no_more_notes(void **state)
{
	struct stage s = set_up(*state);
	struct note_act n = note_of(&s, 0, "bra", "en til");

	go_to(&s, "bra");
	by_hand(s.h, S("UPDATE sitting SET seq = 500000 WHERE state = 'open'"));
	assert_int_equal(write_note(&s, &n), ERR_TOOMANY);
	assert_int_equal(desk(&s, DESK_NEXT, 0), OK);	/* but it goes on */
	assert_int_equal(shown(&s, "bra"), 0);
	put_away(&s);
}

static int64_t
events_kept(struct stage *s, int64_t *first)
{
	struct db_conn *c = reading(s->h);
	struct rows r;

	assert_int_equal(db_query(c, &s->h->a, &r, ROOM_EVENTS, INT(s->sitting), INT(0)), OK);
	db_read_end(c);
	*first = r.n ? row_int(&r, 0, 0) : 0;
	return (int64_t)r.n;
}

static err
two_thousand_events(struct db_conn *c, void *arg)
{
	struct stage *s = arg;
	int64_t seq;

	for (int i = 0; i < 2000; i++)
		TRY(sitting_event(c, &s->h->a, s->sitting, EVENT_COUNT, S(""), &seq));
	return OK;
}

/* The order in which things came is kept only as long as phones need it to catch up. */
static void
old_events_are_forgotten_while_the_room_is_open(void **state)
{
	struct stage s = set_up(*state);
	int64_t first, last;

	must_write(s.h, two_thousand_events, &s);
	assert_true(events_kept(&s, &first) > 200);
	last = look(&s).s.seq;
	assert_true(first > last - 1100 && first < last - 500);
	put_away(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_seat_that_has_voted_is_counted_after_it_left),
		BOTH(a_vote_tells_nobody_its_moment),
		BOTH(a_flooded_room_takes_no_more_notes),
		BOTH(old_events_are_forgotten_while_the_room_is_open),
		BOTH(a_seat_has_a_table_only_while_the_step_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
