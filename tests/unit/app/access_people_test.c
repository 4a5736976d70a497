/* access_people_test.c: roles that count, the start, one-time links, secrets. */
#include "app/access/invite.h"
#include "app/access/onetime.h"
#include "app/access/secret.h"
#include "app/access/session.h"
#include "app/access/start.h"
#include "base/clock.h"
#include "house.h"

static unsigned
roles_of(struct house *h, int64_t person, int64_t unit, int64_t process)
{
	struct db_conn *c = reading(h);
	struct user u = { .id = person };
	unsigned out;

	assert_int_equal(session_roles(c, &h->a, &u, unit, process, &out), OK);
	db_read_end(c);
	return out;
}

static void
it_starts_once(void **state)
{
	struct house *h = *state;
	struct start again = { .arena = &h->a, .organisation = S("Another"), .unit = S("Unit"), .name = S("Mallory"),
		.email = S("m@x.example") };

	assert_int_equal(db_write(h->app.db, start_write, &again), ERR_CONFLICT);
}

static void
a_representative_counts_once_they_have_said_yes(void **state)
{
	struct house *h = *state;
	int64_t person = 0, role = house_role(h, ROLE_SAFETY, "Kari", false, &person);
	struct group g;
	struct db_conn *c;

	assert_int_equal(roles_of(h, person, h->unit, 0), 0);
	assert_int_equal(house_role(h, ROLE_STAFF, "Kari", true, &person) > 0, true);
	assert_int_equal(roles_of(h, person, h->unit, 0), WHO_STAFF);
	house_people(h);
	c = reading(h);
	assert_int_equal(group_at(c, &h->a, h->unit, &g), OK);
	db_read_end(c);
	assert_int_equal(g.all.n, 5);
	assert_true(g.complete && !g.admin_is_leader);
	assert_true(role > 0);
}

struct change {
	struct house *h;
	int64_t role, person;
};

static err
end_role(struct db_conn *c, void *arg)
{
	struct change *x = arg;

	return role_end(c, &x->h->a, x->role, x->person);
}

static err
say_yes(struct db_conn *c, void *arg)
{
	struct change *x = arg;

	return role_confirm(c, &x->h->a, x->role, x->person);
}

static void
roles_end_and_are_kept_as_history(void **state)
{
	struct house *h = *state;
	struct change x = { .h = h };
	struct parties before;
	struct db_conn *c;

	house_people(h);
	x.role = h->rep_role;
	x.person = h->rep;
	must_write(h, end_role, &x);
	clock_shift(2);
	assert_int_equal(roles_of(h, h->rep, h->unit, 0), 0);
	c = reading(h);
	assert_int_equal(people_before(c, &h->a, h->unit, &before), OK);
	db_read_end(c);
	assert_int_equal(before.n, 1);
	assert_true(str_eq(before.p[0].union_name, S("Fagforbundet")));
	/* Nobody confirms a role of somebody else. */
	x.role = house_role(h, ROLE_UNION, "Nina", false, &(int64_t){ 0 });
	x.person = h->leader;
	assert_int_equal(db_write(h->app.db, say_yes, &x), ERR_NOTFOUND);
}

static void
chief_representatives_count_once_they_have_said_yes_too(void **state)
{
	struct house *h = *state;
	struct change x = { .h = h };

	x.role = house_role(h, ROLE_CHIEF_SAFETY, "Hanne", false, &x.person);
	assert_int_equal(roles_of(h, x.person, h->unit, 0), 0);
	must_write(h, say_yes, &x);
	assert_int_equal(roles_of(h, x.person, h->unit, 0), ROLE_BIT(ROLE_CHIEF_SAFETY));
}

static err
next_term(struct db_conn *c, void *arg)
{
	struct change *x = arg;
	struct role_new n = { .organisation = x->h->organisation, .unit = x->h->unit, .by = x->h->admin, .role = ROLE_SAFETY,
		.person = x->person, .from_at = clock_now() + 30 * 86400, .lang = LANG_NB };

	return role_add(c, &x->h->a, &n);
}

static void
the_next_term_is_registered_before_this_one_is_over(void **state)
{
	struct house *h = *state;
	struct change x = { .h = h };

	house_people(h);
	x.person = h->safety;
	assert_int_equal(db_write(h->app.db, next_term, &x), ERR_CONFLICT);
	by_hand(h, str_fmt(&h->a, "UPDATE role SET to_at = %" PRId64 " WHERE id = %" PRId64, clock_now() + 29 * 86400, h->safety_role));
	must_write(h, next_term, &x);
}

static void
the_last_administrator_stays(void **state)
{
	struct house *h = *state;
	struct person_edit x = { .arena = &h->a, .organisation = h->organisation, .person = h->admin, .by = h->admin };

	assert_int_equal(db_write(h->app.db, person_leave_write, &x), ERR_CONFLICT);
	x.organisation = h->organisation + 1;
	assert_int_equal(db_write(h->app.db, person_edit_write, &x), ERR_NOTFOUND);
}

static void
who_may_register_and_end_what(void **state)
{
	struct house *h = *state;
	struct party rep = { .person = 7, .role = ROLE_UNION }, staff = { .person = 8, .role = ROLE_STAFF },
		     over = { .person = 7, .role = ROLE_UNION, .ended = true };

	(void)h;
	assert_int_equal(roles_to_give(WHO_STAFF), 0);
	assert_int_equal(roles_to_give(WHO_HELPER), 0);
	assert_false(roles_to_give(WHO_LEADER) & (WHO_LEADER | WHO_ADMIN | WHO_ABOVE));
	assert_true(roles_to_give(ROLE_BIT(ROLE_SAFETY)) & ROLE_BIT(ROLE_UNION));
	assert_false(roles_to_give(WHO_ADMIN) & (WHO_HELPER | ROLE_BIT(ROLE_WORKSHOP_LEADER)));
	/* A leader never ends a representative's role; the representative can. */
	assert_false(may_end(WHO_LEADER, 1, &rep));
	assert_true(may_end(WHO_LEADER, 1, &staff));
	assert_true(may_end(0, 7, &rep));
	assert_false(may_end(WHO_ADMIN, 7, &over));
}

static void
the_leader_who_runs_the_program_is_named(void **state)
{
	struct house *h = *state;
	struct db_conn *c;
	bool same;

	house_role(h, ROLE_LEADER, "", true, &h->admin);
	c = reading(h);
	assert_int_equal(access_admin_is_leader(c, &h->a, h->unit, &same), OK);
	db_read_end(c);
	assert_true(same);
}

struct slip_work {
	struct house *h;
	struct slip slip;
	int64_t person;
	struct onetime found;
};

static err
print_slip(struct db_conn *c, void *arg)
{
	struct slip_work *x = arg;

	return invite_slip(c, &x->h->a, x->h->unit, x->person, x->h->admin, &x->slip);
}

static err
use_slip(struct db_conn *c, void *arg)
{
	struct slip_work *x = arg;

	return onetime_use(c, &x->found);
}

static err
find(struct house *h, str typed, struct onetime *out)
{
	struct db_conn *c = reading(h);
	err e = onetime_find(c, &h->a, typed, out);

	db_read_end(c);
	return e;
}

static void
a_slip_works_once_for_seven_days_however_it_is_typed(void **state)
{
	struct house *h = *state;
	struct slip_work x = { .h = h, .slip = slip_new(&h->a) }, y = { .h = h, .slip = slip_new(&h->a) };
	struct onetime o;

	house_role(h, ROLE_SAFETY, "Kari", false, &x.person);
	y.person = x.person;
	assert_int_equal(x.slip.code.n, SLIP_LENGTH);
	must_write(h, print_slip, &x);
	assert_int_equal(find(h, str_lower(&h->a, x.slip.shown), &x.found), OK);
	assert_int_equal(x.found.purpose, ONCE_INVITE);
	assert_int_equal(find(h, S("ABCDEFGHJKLM"), &o), ERR_NOTFOUND);
	assert_int_equal(find(h, S(""), &o), ERR_NOTFOUND);
	must_write(h, use_slip, &x);
	assert_int_equal(db_write(h->app.db, use_slip, &x), ERR_GONE);
	assert_int_equal(find(h, x.slip.code, &o), ERR_GONE);

	must_write(h, print_slip, &y);
	assert_int_equal(find(h, y.slip.code, &o), OK);
	clock_shift(8 * 86400);
	assert_int_equal(find(h, y.slip.code, &o), ERR_GONE);
}

static void
a_new_slip_ends_the_ones_before(void **state)
{
	struct house *h = *state;
	struct slip_work x = { .h = h, .slip = slip_new(&h->a) }, y = { .h = h, .slip = slip_new(&h->a) };
	struct onetime o;

	house_role(h, ROLE_SAFETY, "Kari", false, &x.person);
	y.person = x.person;
	must_write(h, print_slip, &x);
	must_write(h, print_slip, &y);
	assert_int_equal(find(h, x.slip.code, &o), ERR_GONE);
	assert_int_equal(find(h, y.slip.code, &o), OK);
}

static err
send_letter(struct db_conn *c, void *arg)
{
	struct slip_work *x = arg;
	bool sent;

	TRY(invite_mail(c, &x->h->a, x->h->unit, x->h->admin, 0, &sent));
	x->person = sent;
	return OK;
}

static void
a_letter_is_kept_without_its_link(void **state)
{
	struct house *h = *state;
	struct slip_work x = { .h = h };
	struct db_conn *c;
	struct rows r;

	must_write(h, send_letter, &x);
	assert_false(x.person);
	by_hand(h, S("INSERT INTO setting (name, value) VALUES ('mail', 'smtp://127.0.0.1')"));
	by_hand(h, S("UPDATE person SET secret = NULL"));
	must_write(h, send_letter, &x);
	assert_true(x.person);
	c = reading(h);
	assert_int_equal(db_query(c, &h->a, &r, EXPORT_OUTBOX, INT(h->admin)), OK);
	assert_int_equal(r.n, 1);
	assert_true(str_find(row_text(&r, 0, 1), S("{link}")) != SIZE_MAX);
	assert_int_equal(db_query(c, &h->a, &r, EXPORT_ONETIME, INT(h->admin)), OK);
	assert_int_equal(r.n, 0);
	db_read_end(c);
}

static void
passwords_are_long_and_not_the_first_that_is_tried(void **state)
{
	static const struct {
		str secret;
		bool good;
	} t[] = {
		{ S("hest bolle ost stift"), true }, { S("hest batteri ost stift"), false }, { S("korthemmelig"), true },
		{ S("blåbærsylte"), false }, { S("blåbærsylten"), true }, { S("kort"), false }, { S("1234567890"), false },
		{ S("345678901234"), false }, { S("9876 5432 1098"), false }, { S("mnopqrstuvwx"), false },
		{ S("ostene ostene"), false }, { S("oste ost oste"), true }, { S("Passord 12345"), false },
		{ S("aaaaaaaaaaaaaa"), false }, { S("kari nordmann"), false },
		{ S("👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️"), false }, { S("\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7\xf6\xf5\xf4"), false },
	};
	static const str about[] = { S("Kari Nordmann"), S("kari@solbakken.example") };
	struct house *h = *state;

	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(secret_problem(&h->a, LANG_NB, t[i].secret, about, COUNT(about)).n == 0, t[i].good);
}

static void
a_password_has_at_most_128_signs_whatever_they_are(void **state)
{
	struct house *h = *state;
	struct buf b = buf_new(&h->a, 4096);

	for (int i = 0; i < 64; i++)
		buf_addf(&b, "🧦%d", i % 7);
	assert_int_equal(secret_problem(&h->a, LANG_NB, buf_str(&b), NULL, 0).n, 0);
	buf_add(&b, S("å"));
	assert_true(secret_problem(&h->a, LANG_NB, buf_str(&b), NULL, 0).n > 0);
}

static void
a_secret_matches_itself_only(void **state)
{
	struct house *h = *state;
	str kept;
	bool same;

	assert_int_equal(secret_hash(&h->a, S("hest batteri ost"), &kept), OK);
	assert_true(str_starts(kept, S("$argon2id$")));
	assert_int_equal(secret_matches(&h->a, kept, S("hest batteri ost"), &same), OK);
	assert_true(same);
	assert_int_equal(secret_matches(&h->a, kept, S("hest batteri os"), &same), OK);
	assert_false(same);
	/* No account: takes its time, and is a no for every secret. */
	assert_int_equal(secret_matches(&h->a, S(""), S(""), &same), OK);
	assert_false(same);
	/* What is kept has been damaged: nobody gets in by it. */
	same = false;
	assert_true(secret_matches(&h->a, S("$argon2id$v=19$m=65536,t=2,p=1$half"), S("hest batteri ost"), &same) != OK || !same);
	/* å typed as one sign or as two is the same å. */
	assert_int_equal(secret_hash(&h->a, S("bl\xc3\xa5 bl\xc3\xa5 bl\xc3\xa5"), &kept), OK);
	assert_int_equal(secret_matches(&h->a, kept, S("bla\xcc\x8a bla\xcc\x8a bla\xcc\x8a"), &same), OK);
	assert_true(same);
}

static void
paths_lead_nowhere_else(void **state)
{
	static const char *const bad[] = { "", "x", "//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/a\nb", "/\t/evil.example" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_true(str_eq(path_inside(str_of(bad[i])), S("/")));
	assert_true(str_eq(path_inside(S("/u/2/people")), S("/u/2/people")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(it_starts_once),
		BOTH(a_representative_counts_once_they_have_said_yes),
		BOTH(roles_end_and_are_kept_as_history),
		BOTH(chief_representatives_count_once_they_have_said_yes_too),
		BOTH(the_next_term_is_registered_before_this_one_is_over),
		BOTH(the_last_administrator_stays),
		BOTH(the_leader_who_runs_the_program_is_named),
		BOTH(a_slip_works_once_for_seven_days_however_it_is_typed),
		BOTH(a_new_slip_ends_the_ones_before),
		BOTH(a_letter_is_kept_without_its_link),
		cmocka_unit_test_setup_teardown(who_may_register_and_end_what, house_sqlite, house_done),
		cmocka_unit_test_setup_teardown(passwords_are_long_and_not_the_first_that_is_tried, house_sqlite, house_done),
		cmocka_unit_test_setup_teardown(a_password_has_at_most_128_signs_whatever_they_are, house_sqlite, house_done),
		cmocka_unit_test_setup_teardown(a_secret_matches_itself_only, house_sqlite, house_done),
		cmocka_unit_test(paths_lead_nowhere_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
