/* stage.c: a process with a workshop open. */
#include "stage.h"

#include "app/access/session.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"

static err
open_workshop(struct db_conn *c, void *arg)
{
	struct stage *s = arg;
	struct arena *a = &s->h->a;
	struct sitting wanted = { .process = s->process, .phase = S("utforske"), .session = S("verksted"), .kind = SITTING_STAFF };

	TRY(sitting_create(c, a, shelf_by_id(s->h->app.shelf, S("oss-og-vart")), &wanted, &s->sitting));
	TRY(sitting_open(c, a, s->sitting));
	for (size_t i = 0; i < SEATS; i++) {
		s->seats[i] = token_hash(a, rand_hex(a, 16));
		TRY(db_exec(c, NULL, SEAT_ADD, TEXT(s->seats[i]), INT(s->sitting)));
	}
	return OK;
}

struct stage
set_up(struct house *h)
{
	struct stage s = { .h = h };
	struct process_begin b = { .arena = &h->a, .app = &h->app, .lang = LANG_NB, .first_at = clock_now(), .name = S("Prøve"),
		.place = S("Kantina"), .staff_count = 30 };

	house_people(h);
	assert_int_equal(shelf_new(S(""), &h->app.shelf), OK);
	b.method = shelf_by_id(h->app.shelf, S("oss-og-vart"));
	b.unit = h->unit;
	b.person = h->leader;
	must_write(h, process_begin, &b);
	s.process = b.id;
	must_write(h, open_workshop, &s);
	return s;
}

void
put_away(struct stage *s)
{
	shelf_free(s->h->app.shelf);
	s->h->app.shelf = NULL;
}

struct room
look(struct stage *s)
{
	struct db_conn *c = reading(s->h);
	struct room rm;

	assert_int_equal(room_load(&s->h->app, c, &s->h->a, s->sitting, &rm), OK);
	db_read_end(c);
	return rm;
}

err
desk(struct stage *s, enum desk_command command, int64_t value)
{
	struct room rm = look(s);
	struct desk_act act = { .app = &s->h->app, .arena = &s->h->a, .sitting = s->sitting, .command = command, .value = value,
		.step_version = rm.s.step_version };

	return db_write_locked(s->h->app.db, s->sitting, room_desk, &act);
}

void
go_to(struct stage *s, const char *step)
{
	if (!look(s).now)
		assert_int_equal(desk(s, DESK_START, 0), OK);
	while (!str_eq(look(s).now->step, str_of(step)))
		assert_int_equal(desk(s, DESK_NEXT, 0), OK);
}

struct note_act
note_of(struct stage *s, size_t seat, const char *step, const char *text)
{
	return (struct note_act){ .arena = &s->h->a, .app = &s->h->app, .room = s->sitting, .seat = s->seats[seat],
		.id = rand_uuid(&s->h->a), .step = str_of(step), .col = str_of(step), .text = str_of(text), .text_ok = true,
		.token = rand_hex(&s->h->a, 16) };
}

err
write_note(struct stage *s, struct note_act *act)
{
	return db_write_locked(s->h->app.db, s->sitting, note_add, act);
}

int64_t
shown(struct stage *s, const char *step)
{
	struct db_conn *c = reading(s->h);
	struct room rm = look(s);
	struct notes n;

	assert_int_equal(notes_shown(c, &s->h->a, &rm, str_of(step), (str){ 0 }, 0, 0, 100, &n), OK);
	db_read_end(c);
	return (int64_t)n.n;
}

str
make_theme(struct stage *s, const char *name)
{
	struct theme_act act = { .arena = &s->h->a, .app = &s->h->app, .room = s->sitting, .by_desk = true,
		.id = rand_uuid(&s->h->a), .name = str_of(name) };

	assert_int_equal(db_write_locked(s->h->app.db, s->sitting, theme_put, &act), OK);
	return act.id;
}

struct moderate_act
moderation(struct stage *s, str note, enum moderate_do what, int64_t person, unsigned roles)
{
	return (struct moderate_act){ .arena = &s->h->a, .app = &s->h->app, .room = s->sitting, .person = person, .roles = roles,
		.note = note, .what = what, .reason = S("person"), .key = rand_hex(&s->h->a, 16) };
}
