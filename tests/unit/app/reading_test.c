/* reading_test.c: the representatives read first, together, and nobody else does. */
#include "app/room/moderate.h"
#include "app/room/reading.h"
#include "base/clock.h"
#include "base/rand.h"
#include "workshop.h"

struct open_room {
	struct workshop w;
	int64_t sitting;
	str seat;
};

static err
open_it(struct db_conn *c, void *arg)
{
	struct open_room *o = arg;
	struct arena *a = &o->w.h->a;
	struct sitting wanted = { .process = o->w.p.id, .phase = o->w.phase->id, .session = S("verksted"), .kind = SITTING_STAFF };

	TRY(sitting_create(c, a, o->w.p.method, &wanted, &o->sitting));
	TRY(sitting_open(c, a, o->sitting));
	TRY(db_exec(c, NULL, DESK_TAKE, INT(o->sitting), INT(o->w.h->leader)));
	return db_exec(c, NULL, SEAT_ADD, TEXT(o->seat), INT(o->sitting));
}

static void
load(struct open_room *o, struct room *rm)
{
	struct db_conn *c = reading(o->w.h);

	assert_int_equal(room_load(&o->w.h->app, c, &o->w.h->a, o->sitting, rm), OK);
	db_read_end(c);
}

static void
desk(struct open_room *o, enum desk_command command)
{
	struct desk_act act = { .app = &o->w.h->app, .arena = &o->w.h->a, .sitting = o->sitting, .person = o->w.h->leader,
		.command = command };
	struct room rm;

	load(o, &rm);
	act.step_version = rm.s.step_version;
	act.desk_version = rm.s.desk_version;
	assert_int_equal(db_write_locked(o->w.h->app.db, o->sitting, room_desk, &act), OK);
}

static str
write_note(struct open_room *o, const char *text)
{
	struct note_act act = { .arena = &o->w.h->a, .app = &o->w.h->app, .room = o->sitting, .id = rand_uuid(&o->w.h->a),
		.seat = o->seat, .step = S("bra"), .col = S("bra"), .text = str_of(text), .token = S("0123456789abcdef0123456789abcdef"),
		.text_ok = true };

	assert_int_equal(db_write_locked(o->w.h->app.db, o->sitting, note_add, &act), OK);
	return act.id;
}

static size_t
shown(struct open_room *o)
{
	struct db_conn *c;
	struct notes n;
	struct room rm;

	load(o, &rm);
	c = reading(o->w.h);
	assert_int_equal(notes_shown(c, &o->w.h->a, &rm, S("bra"), (str){ 0 }, 0, 0, 50, &n), OK);
	db_read_end(c);
	return n.n;
}

/* A workshop with a first reading, two notes written alone. */
static void
begin(struct open_room *o, void *state)
{
	workshop_begin(&o->w, state);
	by_hand(o->w.h, S("UPDATE process SET first_reading = 1"));
	o->seat = S("seat");
	must_write(o->w.h, open_it, o);
	desk(o, DESK_START);
	desk(o, DESK_NEXT);
	write_note(o, "En");
	write_note(o, "To");
	clock_shift(3600);	/* the time for writing is up */
}

static struct reading
read_as(struct open_room *o, int64_t person, unsigned roles)
{
	struct db_conn *c;
	struct reading r;
	struct room rm;

	load(o, &rm);
	c = reading(o->w.h);
	assert_int_equal(reading_read(c, &o->w.h->a, &rm, o->w.h->unit, person, roles, &r), OK);
	db_read_end(c);
	return r;
}

static err
press(struct open_room *o, db_write_fn fn, int64_t person, unsigned roles)
{
	struct reading_act x = { .arena = &o->w.h->a, .app = &o->w.h->app, .room = o->sitting, .unit = o->w.h->unit,
		.person = person, .roles = roles, .step = S("bra") };

	return db_write_locked(o->w.h->app.db, o->sitting, fn, &x);
}

#define UNION ROLE_BIT(ROLE_UNION)
#define SAFETY ROLE_BIT(ROLE_SAFETY)

static void
two_representatives_read_and_release(void **state)
{
	struct open_room o;

	begin(&o, *state);
	desk(&o, DESK_REVEAL);
	assert_int_equal(shown(&o), 0);	/* nobody has read them */
	assert_int_equal(press(&o, reading_join, o.w.h->rep, UNION), OK);
	assert_int_equal(read_as(&o, o.w.h->rep, UNION).notes.n, 0);	/* not alone */
	assert_int_equal(press(&o, reading_release, o.w.h->rep, UNION), ERR_DENIED);
	assert_int_equal(press(&o, reading_join, o.w.h->safety, SAFETY), OK);
	assert_int_equal(read_as(&o, o.w.h->rep, UNION).notes.n, 2);
	assert_int_equal(read_as(&o, o.w.h->second_rep, UNION).notes.n, 0);	/* has not pressed */
	assert_int_equal(press(&o, reading_release, o.w.h->safety, SAFETY), OK);
	assert_int_equal(shown(&o), 2);
	/* a late note waits for another release */
	write_note(&o, "Sen");
	desk(&o, DESK_NEXT);
	assert_int_equal(shown(&o), 2);
	assert_int_equal(read_as(&o, o.w.h->rep, UNION).unread, 1);
	assert_int_equal(press(&o, reading_release, o.w.h->rep, UNION), OK);
	assert_int_equal(shown(&o), 3);
}

/* Who reads while people write would see each note come, and who has just pressed the button. */
static void
nobody_reads_while_people_write(void **state)
{
	struct open_room o;

	begin(&o, *state);
	clock_shift(0);
	assert_int_equal(press(&o, reading_join, o.w.h->rep, UNION), OK);
	assert_int_equal(press(&o, reading_join, o.w.h->safety, SAFETY), OK);
	assert_int_equal(read_as(&o, o.w.h->rep, UNION).notes.n, 0);
	assert_int_equal(read_as(&o, o.w.h->rep, UNION).unread, 0);
	assert_int_equal(press(&o, reading_release, o.w.h->rep, UNION), ERR_DENIED);
	desk(&o, DESK_NEXT);
	assert_int_equal(read_as(&o, o.w.h->rep, UNION).notes.n, 2);
}

static void
never_the_leader(void **state)
{
	struct open_room o;

	begin(&o, *state);
	assert_int_equal(press(&o, reading_join, o.w.h->leader, WHO_LEADER), ERR_DENIED);
	assert_int_equal(press(&o, reading_join, o.w.h->leader, WHO_LEADER | UNION), ERR_DENIED);
	assert_int_equal(press(&o, reading_join, o.w.h->rep, ROLE_BIT(ROLE_HELPER)), ERR_DENIED);
	assert_int_equal(press(&o, reading_join, o.w.h->rep, UNION), OK);
	assert_int_equal(press(&o, reading_join, o.w.h->safety, SAFETY), OK);
	assert_int_equal(read_as(&o, o.w.h->leader, WHO_LEADER).notes.n, 0);
	assert_int_equal(read_as(&o, o.w.h->rep, UNION | WHO_LEADER).notes.n, 0);
}

static void
released_before_the_reveal_comes_with_it(void **state)
{
	struct open_room o;

	begin(&o, *state);
	assert_int_equal(press(&o, reading_join, o.w.h->rep, UNION), OK);
	assert_int_equal(press(&o, reading_join, o.w.h->safety, SAFETY), OK);
	assert_int_equal(press(&o, reading_release, o.w.h->rep, UNION), OK);
	assert_int_equal(shown(&o), 0);
	desk(&o, DESK_REVEAL);
	assert_int_equal(shown(&o), 2);
}

static void
a_note_changed_after_reading_is_read_again(void **state)
{
	struct open_room o;
	struct note_act act;
	str id;

	begin(&o, *state);
	id = write_note(&o, "Tre");
	assert_int_equal(press(&o, reading_join, o.w.h->rep, UNION), OK);
	assert_int_equal(press(&o, reading_join, o.w.h->safety, SAFETY), OK);
	assert_int_equal(press(&o, reading_release, o.w.h->rep, UNION), OK);
	act = (struct note_act){ .arena = &o.w.h->a, .app = &o.w.h->app, .room = o.sitting, .id = id, .seat = o.seat,
		.text = S("Noe helt annet"), .text_ok = true, .token = S("0123456789abcdef0123456789abcdef") };
	assert_int_equal(db_write_locked(o.w.h->app.db, o.sitting, note_edit, &act), OK);
	desk(&o, DESK_REVEAL);
	assert_int_equal(shown(&o), 2);
	assert_int_equal(read_as(&o, o.w.h->rep, UNION).unread, 1);
}

static void
set_aside_in_the_reading_stays_from_the_desk_until_the_reveal(void **state)
{
	struct open_room o;
	struct moderate_act act;
	struct note n = { 0 };
	struct room rm;

	begin(&o, *state);
	assert_int_equal(press(&o, reading_join, o.w.h->rep, UNION), OK);
	assert_int_equal(press(&o, reading_join, o.w.h->safety, SAFETY), OK);
	act = (struct moderate_act){ .arena = &o.w.h->a, .app = &o.w.h->app, .room = o.sitting, .person = o.w.h->rep, .roles = UNION,
		.note = read_as(&o, o.w.h->rep, UNION).notes.p[0].id, .reason = S("person"), .what = MODERATE_ASIDE, .first_reading = true };
	assert_int_equal(db_write_locked(o.w.h->app.db, o.sitting, moderate, &act), OK);
	assert_int_equal(read_as(&o, o.w.h->rep, UNION).notes.n, 1);
	n.step = S("bra");
	load(&o, &rm);
	assert_false(note_may_be_seen(&rm, &n));
	/* brought back before the reveal it is not shown early */
	act.what = MODERATE_BACK;
	assert_int_equal(db_write_locked(o.w.h->app.db, o.sitting, moderate, &act), OK);
	assert_int_equal(shown(&o), 0);
	assert_int_equal(press(&o, reading_release, o.w.h->rep, UNION), OK);
	desk(&o, DESK_REVEAL);
	assert_int_equal(shown(&o), 2);
	load(&o, &rm);
	assert_true(note_may_be_seen(&rm, &n));
}

static void
without_the_agreement_there_is_none(void **state)
{
	struct open_room o;

	begin(&o, *state);
	by_hand(o.w.h, S("UPDATE process SET first_reading = 0"));
	assert_int_equal(press(&o, reading_join, o.w.h->rep, UNION), ERR_CONFLICT);
	desk(&o, DESK_REVEAL);
	assert_int_equal(shown(&o), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HELD_ON_BOTH(two_representatives_read_and_release),
		HELD_ON_BOTH(nobody_reads_while_people_write),
		HELD_ON_BOTH(never_the_leader),
		HELD_ON_BOTH(released_before_the_reveal_comes_with_it),
		HELD_ON_BOTH(a_note_changed_after_reading_is_read_again),
		HELD_ON_BOTH(set_aside_in_the_reading_stays_from_the_desk_until_the_reveal),
		HELD_ON_BOTH(without_the_agreement_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
