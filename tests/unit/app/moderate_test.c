/* moderate_test.c: who can take a note away, alone or by two, and where what must be handled is seen. */
#include "stage.h"

#include "app/access/audit.h"
#include "app/chain/handle.h"
#include "base/rand.h"
#include "base/str.h"

#define LEADER ROLE_BIT(ROLE_LEADER)
#define REP ROLE_BIT(ROLE_UNION)
#define SAFETY ROLE_BIT(ROLE_SAFETY)

static err
tap(struct stage *s, str note, enum moderate_do what, const char *reason, int64_t person, unsigned roles)
{
	struct moderate_act m = moderation(s, note, what, person, roles);

	m.reason = str_of(reason);
	return db_write_locked(s->h->app.db, s->sitting, moderate, &m);
}

/* A note about the leader: only reps, and the leader behind the desk, press buttons here. */
static err
tap_about_leader(struct stage *s, str note, int64_t person, unsigned roles)
{
	struct moderate_act m = moderation(s, note, MODERATE_HANDLE, person, roles);

	m.reason = S("wrongdoing");
	m.about_leader = true;
	return db_write_locked(s->h->app.db, s->sitting, moderate, &m);
}

static str
a_shown_note(struct stage *s, const char *text)
{
	struct note_act n = note_of(s, 0, "bra", text);

	go_to(s, "bra");
	assert_int_equal(write_note(s, &n), OK);
	go_to(s, "bra-temaer");
	return n.id;
}

static struct handle_list
list_for(struct stage *s, unsigned roles)
{
	struct db_conn *c = reading(s->h);
	struct handle_list l;

	assert_int_equal(handle_read(c, &s->h->a, s->process, roles, &l), OK);
	db_read_end(c);
	return l;
}

static size_t
aside(struct stage *s)
{
	struct db_conn *c = reading(s->h);
	struct notes n;

	assert_int_equal(notes_aside(c, &s->h->a, s->sitting, &n), OK);
	db_read_end(c);
	return n.n;
}

static void
a_leader_takes_no_note_away_by_calling_it_a_matter_to_handle(void **state)
{
	struct stage s = set_up(*state);
	str note = a_shown_note(&s, "lederen hører ikke etter");

	assert_int_equal(tap(&s, note, MODERATE_HANDLE, "wrongdoing", s.h->leader, LEADER), OK);
	assert_int_equal(shown(&s, "bra"), 1);
	/* What must be handled does not wait for the second tap, and is there once however often it is pressed. */
	assert_int_equal(list_for(&s, SAFETY).n, 1);
	assert_int_equal(tap(&s, note, MODERATE_HANDLE, "wrongdoing", s.h->leader, LEADER), OK);
	assert_int_equal(list_for(&s, SAFETY).n, 1);
	assert_int_equal(tap(&s, note, MODERATE_HANDLE, "wrongdoing", s.h->rep, REP), OK);
	assert_int_equal(shown(&s, "bra"), 0);
	assert_int_equal(list_for(&s, SAFETY).n, 1);
	put_away(&s);
}

static void
a_rep_takes_a_note_to_the_list_alone(void **state)
{
	struct stage s = set_up(*state);
	str note = a_shown_note(&s, "trappa er farlig");

	assert_int_equal(tap(&s, note, MODERATE_HANDLE, "danger", s.h->rep, REP), OK);
	assert_int_equal(shown(&s, "bra"), 0);
	assert_int_equal(aside(&s), 1);
	assert_int_equal(list_for(&s, LEADER).n, 1);
	assert_int_equal(tap(&s, note, MODERATE_HANDLE, "danger", s.h->safety, SAFETY), OK);
	assert_int_equal(list_for(&s, LEADER).n, 1);
	put_away(&s);
}

static void
what_is_about_the_leader_is_nowhere_at_the_desk_nor_in_the_log(void **state)
{
	struct stage s = set_up(*state);
	str note = a_shown_note(&s, "lederen roper til oss");
	struct audit_lines log;
	struct db_conn *c;
	int64_t next;

	assert_int_equal(tap_about_leader(&s, note, s.h->safety, SAFETY), OK);
	assert_int_equal(shown(&s, "bra"), 0);
	assert_int_equal(aside(&s), 0);	/* the desk's list is the same for all who look at it, the leader too */
	assert_int_equal(list_for(&s, LEADER).n, 0);
	assert_int_equal(list_for(&s, LEADER).open, 0);
	assert_int_equal(list_for(&s, SAFETY).n, 1);
	c = reading(s.h);
	assert_int_equal(audit_of_process(c, &s.h->a, LANG_EN, s.h->unit, s.process, 0, &log, &next), OK);
	for (size_t i = 0; i < log.n; i++)
		assert_true(str_find(log.p[i].sentence, S("handle")) == SIZE_MAX);
	db_read_end(c);
	put_away(&s);
}

static void
items_have_no_numbers_in_a_row_that_would_tell_of_hidden_ones(void **state)
{
	struct stage s = set_up(*state);
	struct note_act n[3];
	struct handle_list l;

	go_to(&s, "bra");
	for (size_t i = 0; i < 3; i++) {
		n[i] = note_of(&s, i, "bra", "en lapp");
		assert_int_equal(write_note(&s, &n[i]), OK);
	}
	go_to(&s, "bra-temaer");
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(tap(&s, n[i].id, MODERATE_HANDLE, "danger", s.h->rep, REP), OK);
	l = list_for(&s, SAFETY);
	assert_int_equal(l.n, 3);
	assert_true(l.p[1].id - l.p[0].id != 1 || l.p[2].id - l.p[1].id != 1);
	put_away(&s);
}

static void
only_a_rep_brings_a_note_back(void **state)
{
	struct stage s = set_up(*state);
	str note = a_shown_note(&s, "om en person");

	assert_int_equal(tap(&s, note, MODERATE_ASIDE, "person", s.h->safety, SAFETY), OK);
	assert_int_equal(tap(&s, note, MODERATE_BACK, "", s.h->leader, LEADER), ERR_DENIED);
	assert_int_equal(tap(&s, note, MODERATE_BACK, "", s.h->admin, WHO_HELPER), ERR_DENIED);
	assert_int_equal(shown(&s, "bra"), 0);
	assert_int_equal(tap(&s, note, MODERATE_BACK, "", s.h->rep, REP), OK);
	assert_int_equal(shown(&s, "bra"), 1);
	put_away(&s);
}

static void
what_is_hidden_is_not_moderated(void **state)
{
	static const enum moderate_do all[] = { MODERATE_ASIDE, MODERATE_BACK, MODERATE_ERASE, MODERATE_HANDLE };
	struct stage s = set_up(*state);
	struct note_act n = note_of(&s, 0, "bra", "ikke vist ennå");

	go_to(&s, "bra");
	assert_int_equal(write_note(&s, &n), OK);
	for (size_t i = 0; i < COUNT(all); i++)
		assert_int_equal(tap(&s, n.id, all[i], "danger", s.h->rep, REP), ERR_CONFLICT);
	assert_int_equal(shown(&s, "bra"), 0);
	assert_int_equal(aside(&s), 0);
	assert_int_equal(list_for(&s, SAFETY).n, 0);
	put_away(&s);
}

static void
erasing_takes_the_text_off_the_list_too(void **state)
{
	struct stage s = set_up(*state);
	str note = a_shown_note(&s, "Kari er syk");
	struct handle_list l;

	assert_int_equal(tap(&s, note, MODERATE_HANDLE, "case", s.h->rep, REP), OK);
	assert_int_equal(tap(&s, note, MODERATE_ERASE, "", s.h->rep, REP), OK);
	assert_int_equal(list_for(&s, SAFETY).p[0].body.n, S("Kari er syk").n);
	assert_int_equal(tap(&s, note, MODERATE_ERASE, "", s.h->leader, LEADER), OK);
	l = list_for(&s, SAFETY);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.p[0].body.n, 0);
	put_away(&s);
}

static void
a_leader_does_not_erase_what_is_kept_from_them(void **state)
{
	struct stage s = set_up(*state);
	str note = a_shown_note(&s, "lederen lyver");
	struct handle_list l;

	assert_int_equal(tap_about_leader(&s, note, s.h->safety, SAFETY), OK);
	assert_int_equal(tap(&s, note, MODERATE_ERASE, "", s.h->leader, LEADER), OK);
	assert_int_equal(tap(&s, note, MODERATE_ERASE, "", s.h->rep, REP), OK);
	l = list_for(&s, SAFETY);
	assert_true(str_eq(l.p[0].body, S("lederen lyver")));
	put_away(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_leader_takes_no_note_away_by_calling_it_a_matter_to_handle),
		BOTH(a_rep_takes_a_note_to_the_list_alone),
		BOTH(what_is_about_the_leader_is_nowhere_at_the_desk_nor_in_the_log),
		BOTH(items_have_no_numbers_in_a_row_that_would_tell_of_hidden_ones),
		BOTH(only_a_rep_brings_a_note_back),
		BOTH(what_is_hidden_is_not_moderated),
		BOTH(erasing_takes_the_text_off_the_list_too),
		BOTH(a_leader_does_not_erase_what_is_kept_from_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
