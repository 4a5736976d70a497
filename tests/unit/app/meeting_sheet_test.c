/* meeting_sheet_test.c: sheets of the group's meetings: one's own stays one's own, the group's keeps every input; frames hold
 * nothing of anybody's own; the run sheet is changed. */
#include "app/meeting/hold.h"
#include "app/meeting/meeting.h"
#include "app/meeting/runsheet.h"
#include "app/room/live.h"
#include "app/worksheet/worksheet.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "stage.h"

#define OWN_STEP "mine-tanker"
#define GROUP_SHEET "trygghet"

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

/* The planning meeting, open, before its first item. */
static struct stage
meeting(struct house *h)
{
	struct stage s = set_up(h);
	struct making m = { &s, { .process = s.process, .phase = S("starte"), .session = S("planmote"), .kind = SITTING_GROUP,
		.starts_at = clock_now(), .ends_at = clock_now() + 3600 }, 0 };
	struct hold_act act = { .arena = &h->a, .app = &h->app };

	must_write(h, make, &m);
	act.sitting = s.sitting = m.id;
	must_write(h, hold_open, &act);
	return s;
}

static const struct method_sheet *
sheet(struct stage *s, const char *id)
{
	const struct method *m = shelf_by_id(s->h->app.shelf, S("oss-og-vart"));

	return method_sheet(method_phase(m, S("starte")), str_of(id));
}

static err
save(struct stage *s, int64_t person, const char *worry, const char *joy, const char *share)
{
	const struct method_sheet *sh = sheet(s, "mine-tanker");
	struct own_save x = { .arena = &s->h->a, .process = s->process, .person = person, .sitting = s->sitting, .sheet = sh,
		.bodies = NEW_ARRAY(&s->h->a, str, sh->field_count), .share = str_of(share), .key = rand_hex(&s->h->a, 8) };

	x.bodies[0] = str_of(joy);
	x.bodies[2] = str_of(worry);
	return db_write_locked(s->h->app.db, s->sitting, own_save_write, &x);
}

static struct own_sheet
own(struct stage *s, int64_t person)
{
	struct db_conn *c = reading(s->h);
	struct own_sheet out;

	assert_int_equal(own_sheet_read(c, &s->h->a, s->process, person, sheet(s, "mine-tanker"), &out), OK);
	db_read_end(c);
	return out;
}

static struct shared_answers
shared(struct stage *s)
{
	struct db_conn *c = reading(s->h);
	struct shared_answers out;

	assert_int_equal(own_sheet_shared(c, &s->h->a, s->process, sheet(s, "mine-tanker"), &out), OK);
	db_read_end(c);
	return out;
}

/* What all screens of the meeting get for the events after `after`. */
static str
frame(struct stage *s, int64_t after, enum frame_kind kind)
{
	struct frame f = { .html = buf_heap(1 << 20) };
	str out;

	assert_int_equal(room_render(&s->h->app, s->sitting, after, SCREEN_GROUP, LANG_NB, &f), OK);
	assert_int_equal(f.kind, kind);
	out = str_dup(&s->h->a, buf_str(&f.html));
	buf_free(&f.html);
	return out;
}

static bool
holds(str html, const char *text)
{
	return str_find(html, str_of(text)) != SIZE_MAX;
}

/* ---- one's own ---- */

static void
an_own_sheet_is_its_owners_alone_until_she_shares_it(void **state)
{
	struct stage s = meeting(*state);

	assert_int_equal(save(&s, s.h->safety, "Hemmelig uro", "Åpen glede", ""), OK);
	assert_string_equal(str_z(&s.h->a, own(&s, s.h->safety).p[2].body), "Hemmelig uro");
	assert_int_equal(own(&s, s.h->leader).p[2].body.n, 0);
	assert_int_equal(shared(&s).n, 0);
	assert_int_equal(save(&s, s.h->safety, "Hemmelig uro", "Åpen glede", "gleder"), OK);
	assert_int_equal(shared(&s).n, 1);
	assert_string_equal(str_z(&s.h->a, shared(&s).p[0].body), "Åpen glede");
	put_away(&s);
}

static void
no_frame_holds_what_was_not_shared(void **state)
{
	struct stage s = meeting(*state);
	int64_t before = look(&s).s.seq;
	str html;

	assert_int_equal(desk(&s, DESK_START, 0), OK);
	assert_int_equal(desk(&s, DESK_NEXT, 0), OK);
	assert_string_equal(str_z(&s.h->a, look(&s).now->step), OWN_STEP);
	/* A new item: everybody fetches the page with their own things on it. */
	assert_true(holds(frame(&s, before, FRAME_PATCH), "data-reload"));
	before = look(&s).s.seq;
	assert_int_equal(save(&s, s.h->safety, "Hemmelig uro", "Åpen glede", ""), OK);
	assert_int_equal(look(&s).s.seq, before);
	assert_int_equal(save(&s, s.h->safety, "Hemmelig uro", "Åpen glede", "gleder"), OK);
	html = frame(&s, before, FRAME_PATCH);
	assert_true(holds(html, "Åpen glede"));
	assert_false(holds(html, "Hemmelig uro"));
	put_away(&s);
}

static err
forget(struct db_conn *c, void *arg)
{
	const struct stage *s = arg;

	return own_sheets_forget(c, &s->h->a, s->process);
}

static void
what_was_not_shared_is_gone_when_the_work_starts(void **state)
{
	struct stage s = meeting(*state);
	const struct method_sheet *sh;
	struct own_save said;

	assert_int_equal(save(&s, s.h->safety, "Hemmelig uro", "Åpen glede", "gleder"), OK);
	must_write(s.h, forget, &s);
	by_hand(s.h, str_fmt(&s.h->a, "UPDATE process SET state = 'anchored' WHERE id = %" PRId64, s.process));
	assert_int_equal(own(&s, s.h->safety).p[2].body.n, 0);
	assert_int_equal(shared(&s).n, 1);
	assert_int_equal(save(&s, s.h->safety, "Mer uro", "", ""), ERR_GONE);
	assert_int_equal(shared(&s).n, 1);
	/* What is shared in the same moment can still be said. */
	sh = sheet(&s, "mine-tanker");
	said = (struct own_save){ .arena = &s.h->a, .process = s.process, .person = s.h->safety, .sitting = s.sitting, .sheet = sh,
		.bodies = NEW_ARRAY(&s.h->a, str, sh->field_count), .share_all = true, .key = rand_hex(&s.h->a, 8) };
	said.bodies[2] = S("Uro som alle kan høre");
	must_write(s.h, own_save_write, &said);
	assert_true(said.seq > 0);
	assert_int_equal(shared(&s).n, 1);
	assert_string_equal(str_z(&s.h->a, shared(&s).p[0].body), "Uro som alle kan høre");
	must_write(s.h, forget, &s);
	assert_int_equal(shared(&s).n, 1);
	put_away(&s);
}

/* ---- the group's ---- */

static struct group_act
input(struct stage *s, int64_t person, const char *text)
{
	return (struct group_act){ .arena = &s->h->a, .process = s->process, .person = person, .sitting = s->sitting,
		.sheet = S(GROUP_SHEET), .field = S("trygt"), .id = rand_uuid(&s->h->a), .body = str_of(text) };
}

static err
put(struct stage *s, struct group_act *act)
{
	return db_write_locked(s->h->app.db, s->sitting, group_input_add, act);
}

static struct group_inputs
inputs(struct stage *s)
{
	struct db_conn *c = reading(s->h);
	struct group_inputs out;

	assert_int_equal(group_sheet_read(c, &s->h->a, s->process, S(GROUP_SHEET), &out), OK);
	db_read_end(c);
	return out;
}

static void
every_input_is_kept_once_and_put_away_is_not_deleted(void **state)
{
	struct stage s = meeting(*state);
	struct group_act a = input(&s, s.h->leader, "At vi hører ferdig"), b = input(&s, s.h->rep, "At vi hører ferdig"), again, bad;

	assert_int_equal(put(&s, &a), OK);
	assert_int_equal(put(&s, &b), OK);
	again = a;
	again.body = S("Noe helt annet");
	assert_int_equal(put(&s, &again), OK);
	assert_int_equal(inputs(&s).n, 2);
	assert_string_equal(str_z(&s.h->a, inputs(&s).p[0].body), "At vi hører ferdig");
	a.hide = true;
	assert_int_equal(db_write_locked(s.h->app.db, s.sitting, group_input_put_away, &a), OK);
	assert_int_equal(inputs(&s).n, 2);
	assert_true(inputs(&s).p[0].hidden);
	a.hide = false;
	assert_int_equal(db_write_locked(s.h->app.db, s.sitting, group_input_put_away, &a), OK);
	assert_false(inputs(&s).p[0].hidden);
	bad = input(&s, s.h->rep, "x");
	bad.id = S("not-an-id");
	assert_int_equal(put(&s, &bad), ERR_INVALID);
	put_away(&s);
}

static void
an_input_reaches_all_screens_and_a_closed_meeting_takes_none(void **state)
{
	struct stage s = meeting(*state);
	struct group_act a = input(&s, s.h->leader, "<b>Trygt</b>"), late = input(&s, s.h->rep, "For seint");
	struct hold_act end = { .arena = &s.h->a, .app = &s.h->app, .sitting = s.sitting };
	int64_t before;
	str html;

	go_to(&s, GROUP_SHEET);
	before = look(&s).s.seq;
	assert_int_equal(put(&s, &a), OK);
	html = frame(&s, before, FRAME_PATCH);
	assert_true(holds(html, "&lt;b&gt;Trygt&lt;/b&gt;"));
	assert_true(holds(html, str_fmt(&s.h->a, "id=\"input-" STR_FMT "\"", STR_ARG(a.id)).p));
	must_write(s.h, hold_close, &end);
	assert_int_equal(put(&s, &late), ERR_GONE);
	frame(&s, before, FRAME_CLOSED);
	assert_int_equal(inputs(&s).n, 1);
	put_away(&s);
}

static void
who_comes_is_seen_by_all_and_counted_once(void **state)
{
	struct stage s = meeting(*state);
	struct attend_act act = { .arena = &s.h->a, .sitting = s.sitting, .person = s.h->safety };
	int64_t before = look(&s).s.seq;

	must_write(s.h, meeting_attend, &act);
	assert_true(act.seq > before);
	assert_true(holds(frame(&s, before, FRAME_PATCH), "Kari Nordmann"));
	must_write(s.h, meeting_attend, &act);
	assert_int_equal(act.seq, 0);
	put_away(&s);
}

/* ---- the run sheet ---- */

static err
edit(struct stage *s, struct runsheet_edit e)
{
	struct room rm = look(s);

	e.arena = &s->h->a;
	e.app = &s->h->app;
	e.sitting = s->sitting;
	e.n = rm.steps.n;
	if (!e.minutes)
		e.minutes = NEW_ARRAY(&s->h->a, int64_t, e.n);
	e.titles = NEW_ARRAY(&s->h->a, str, e.n);
	if (!e.seen.n)
		e.seen = runsheet_seen(&s->h->a, &rm.s, &rm.steps);
	return db_write_locked(s->h->app.db, s->sitting, runsheet_write, &e);
}

static str
at(struct stage *s, size_t i)
{
	return look(s).steps.p[i].step;
}

static void
a_run_sheet_is_changed_and_the_times_follow(void **state)
{
	struct stage s = meeting(*state);
	struct room was = look(&s), now;
	int64_t minutes[5] = { 0, 25, 0, 0, 0 };

	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_SAVE, .minutes = minutes }), OK);
	now = look(&s);
	assert_int_equal(now.steps.p[1].minutes, 25);
	assert_int_equal(now.steps.p[2].starts_at, was.steps.p[2].starts_at + 15 * 60);
	assert_int_equal(sitting_minutes(&now.steps), 75);
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_FIT }), OK);
	now = look(&s);
	assert_int_equal(sitting_minutes(&now.steps), 60);
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_ADD, .title = S("Kake"), .add_minutes = 5 }), OK);
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_UP, .pos = 6 }), OK);
	now = look(&s);
	assert_string_equal(str_z(&s.h->a, now.steps.p[4].title), "Kake");
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_END }), OK);
	now = look(&s);
	assert_int_equal(now.s.ends_at - now.s.starts_at, 65 * 60);
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_OUT, .pos = 2 }), OK);
	assert_string_equal(str_z(&s.h->a, at(&s, 1)), GROUP_SHEET);
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_BACK, .step = S(OWN_STEP) }), OK);
	assert_string_equal(str_z(&s.h->a, at(&s, 1)), OWN_STEP);
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_BACK, .step = S(OWN_STEP) }), ERR_CONFLICT);
	put_away(&s);
}

static void
two_who_change_the_run_sheet_at_once_do_not_undo_each_other(void **state)
{
	struct stage s = meeting(*state);
	struct room rm = look(&s);
	str seen = runsheet_seen(&s.h->a, &rm.s, &rm.steps);
	int64_t minutes[5] = { 300, 0, 0, 0, 0 };

	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_DOWN, .pos = 1, .seen = seen }), OK);
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_OUT, .pos = 1, .seen = seen }), ERR_CONFLICT);
	assert_int_equal(look(&s).steps.n, 5);
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_SAVE, .minutes = minutes }), ERR_INVALID);
	put_away(&s);
}

static void
what_has_begun_stays_as_it_is(void **state)
{
	struct stage s = meeting(*state);
	int64_t version;

	go_to(&s, GROUP_SHEET);
	version = look(&s).s.step_version;
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_OUT, .pos = 1 }), ERR_CONFLICT);
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_UP, .pos = 4 }), ERR_CONFLICT);
	assert_int_equal(edit(&s, (struct runsheet_edit){ .what = RUNSHEET_DOWN, .pos = 4 }), OK);
	assert_string_equal(str_z(&s.h->a, look(&s).now->step), GROUP_SHEET);
	/* Screens that are open must not act on the old sheet. */
	assert_int_equal(look(&s).s.step_version, version + 1);
	put_away(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(an_own_sheet_is_its_owners_alone_until_she_shares_it),
		BOTH(no_frame_holds_what_was_not_shared),
		BOTH(what_was_not_shared_is_gone_when_the_work_starts),
		BOTH(every_input_is_kept_once_and_put_away_is_not_deleted),
		BOTH(an_input_reaches_all_screens_and_a_closed_meeting_takes_none),
		BOTH(who_comes_is_seen_by_all_and_counted_once),
		BOTH(a_run_sheet_is_changed_and_the_times_follow),
		BOTH(two_who_change_the_run_sheet_at_once_do_not_undo_each_other),
		BOTH(what_has_begun_stays_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
