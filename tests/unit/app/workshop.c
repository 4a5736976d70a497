/* workshop.c: seats that write, group and vote. */
#include "workshop.h"

#include "app/access/agreement.h"
#include "app/access/session.h"
#include "app/chain/themes.h"
#include "base/clock.h"
#include "base/rand.h"

#define MOST_SEATS 60

static err
begin(struct db_conn *c, void *arg)
{
	return process_begin(c, arg);
}

void
workshop_begin(struct workshop *w, struct house *h)
{
	struct process_begin b = { .arena = &h->a, .app = &h->app, .first_at = clock_now() + 86400, .staff_count = 30,
		.place = S("Kantina"), .name = S("Arbeidsmiljøet vårt"), .lang = LANG_NB };
	struct db_conn *c;

	house_people(h);
	if (!h->app.shelf)
		assert_int_equal(shelf_new((str){ 0 }, &h->app.shelf), OK);
	*w = (struct workshop){ .h = h };
	b.unit = h->unit;
	b.person = h->leader;
	b.method = shelf_at(h->app.shelf, 0);
	must_write(h, begin, &b);
	c = reading(h);
	assert_int_equal(process_get(&h->app, c, &h->a, b.id, &w->p), OK);
	db_read_end(c);
	w->phase = method_phase(w->p.method, S("utforske"));
	assert_non_null(w->phase);
}

int
workshop_done(void **state)
{
	struct house *h = *state;

	shelf_free(h->app.shelf);
	h->app.shelf = NULL;
	return house_done(state);
}

/* ---- one sitting ---- */

struct table {
	struct workshop *w;
	const struct held *what;
	int64_t sitting;
	str seats[MOST_SEATS];
	str *theme_ids;
	str **note_ids;
	size_t next_seat;
};

static err
sit_down(struct db_conn *c, void *arg)
{
	struct table *t = arg;
	struct arena *a = &t->w->h->a;
	struct sitting wanted = { .process = t->w->p.id, .phase = t->w->phase->id, .session = S("verksted"),
		.kind = t->what->kind, .starts_at = clock_now() - 3600 };

	TRY(sitting_create(c, a, t->w->p.method, &wanted, &t->sitting));
	TRY(sitting_open(c, a, t->sitting));
	TRY(db_exec(c, NULL, DESK_TAKE, INT(t->sitting), INT(t->w->h->safety)));
	for (int i = 0; i < t->what->seats; i++)
		TRY(db_exec(c, NULL, SEAT_ADD, TEXT(t->seats[i]), INT(t->sitting)));
	return OK;
}

static void
look(struct table *t, struct room *rm)
{
	struct db_conn *c = reading(t->w->h);

	assert_int_equal(room_load(&t->w->h->app, c, &t->w->h->a, t->sitting, rm), OK);
	db_read_end(c);
}

static err
desk(struct table *t, enum desk_command command)
{
	struct desk_act act = { .app = &t->w->h->app, .arena = &t->w->h->a, .sitting = t->sitting, .person = t->w->h->safety,
		.command = command };
	struct room rm;

	look(t, &rm);
	act.step_version = rm.s.step_version;
	act.desk_version = rm.s.desk_version;
	return db_write_locked(t->w->h->app.db, t->sitting, room_desk, &act);
}

static void
write_notes(struct table *t, const struct room *rm, size_t i)
{
	const struct said *s = &t->what->said[i];
	const struct method_step *themes = room_step(rm, str_of(s->step));

	if (!themes || room_source(themes, STEP_NOTES) != rm->step)
		return;
	t->note_ids[i] = NEW_ARRAY(&t->w->h->a, str, (size_t)s->notes);
	for (int k = 0; k < s->notes; k++) {
		struct note_act act = { .arena = &t->w->h->a, .app = &t->w->h->app, .room = t->sitting,
			.id = rand_uuid(&t->w->h->a), .seat = t->seats[k % t->what->seats], .step = rm->step->id,
			.col = rm->step->columns[0].id, .text = str_fmt(&t->w->h->a, "%s %d", s->name, k), .text_ok = true };
		assert_int_equal(db_write_locked(t->w->h->app.db, t->sitting, note_add, &act), OK);
		t->note_ids[i][k] = act.id;
	}
}

static void
make_theme(struct table *t, const struct room *rm, size_t i)
{
	const struct said *s = &t->what->said[i];
	struct theme_act act = { .arena = &t->w->h->a, .app = &t->w->h->app, .room = t->sitting, .by_desk = true,
		.id = rand_uuid(&t->w->h->a), .name = str_of(s->name), .in = true };

	if (!str_eq(rm->step->id, str_of(s->step)))
		return;
	assert_int_equal(db_write_locked(t->w->h->app.db, t->sitting, theme_put, &act), OK);
	t->theme_ids[i] = act.id;
	for (int k = 0; k < s->notes; k++) {
		act.note = t->note_ids[i][k];
		assert_int_equal(db_write_locked(t->w->h->app.db, t->sitting, theme_note, &act), OK);
	}
}

static void
vote_for(struct table *t, const struct room *rm, const struct method_ballot *b, size_t i)
{
	const struct said *s = &t->what->said[i];
	struct round rd;
	struct db_conn *c;

	if (!str_eq(room_source(b->step, STEP_THEMES)->id, str_of(s->step)))
		return;
	c = reading(t->w->h);
	assert_int_equal(round_now(c, &t->w->h->a, t->sitting, rm->step->id, b->id, &rd), OK);
	db_read_end(c);
	for (int given = 0, tries = 0; given < s->votes && tries < 400; tries++) {
		str seat = t->seats[t->next_seat++ % (size_t)t->what->seats];
		struct vote_act act = { .arena = &t->w->h->a, .app = &t->w->h->app, .room = t->sitting, .round = rd.id, .seat = seat,
			.target = t->theme_ids[i] };
		c = reading(t->w->h);
		act.count = vote_mine(c, &t->w->h->a, t->sitting, &rd, seat, act.target) + 1;
		db_read_end(c);
		given += db_write_locked(t->w->h->app.db, t->sitting, vote_cast, &act) == OK;
	}
}

/* True at the vote of a sitting that stays there. */
static bool
do_step(struct table *t)
{
	struct room rm;

	look(t, &rm);
	if (!rm.step)
		return false;
	for (size_t i = 0; i < t->what->n; i++) {
		if (rm.step->kind == STEP_NOTES)
			write_notes(t, &rm, i);
		if (rm.step->kind == STEP_THEMES)
			make_theme(t, &rm, i);
		for (size_t b = 0; b < rm.step->ballot_count; b++)
			vote_for(t, &rm, &rm.step->ballots[b], i);
	}
	return t->what->stays_open && rm.step->kind == STEP_VOTES;
}

int64_t
workshop_hold(struct workshop *w, const struct held *what)
{
	struct table t = { .w = w, .what = what };
	struct close_act close = { .arena = &w->h->a, .app = &w->h->app };

	assert_true(what->seats > 0 && what->seats <= MOST_SEATS);
	t.theme_ids = NEW_ARRAY(&w->h->a, str, what->n);
	t.note_ids = NEW_ARRAY(&w->h->a, str *, what->n);
	for (int i = 0; i < what->seats; i++)
		t.seats[i] = token_hash(&w->h->a, rand_hex(&w->h->a, 16));
	must_write(w->h, sit_down, &t);
	assert_int_equal(desk(&t, DESK_START), OK);
	do
		if (do_step(&t))
			return t.sitting;
	while (desk(&t, DESK_NEXT) == OK);
	close.room = t.sitting;
	assert_int_equal(db_write_locked(w->h->app.db, t.sitting, room_close, &close), OK);
	return t.sitting;
}

/* ---- looking ---- */

void
workshop_gather(struct workshop *w, struct gathering *g)
{
	struct db_conn *c = reading(w->h);

	assert_int_equal(gathering_read(c, &w->h->a, &w->p, w->phase, g), OK);
	db_read_end(c);
}

const struct theme_part *
workshop_part(const struct gathering *g, const char *step)
{
	for (size_t i = 0; i < g->part_count; i++)
		if (str_eq(g->parts[i].step->id, str_of(step)))
			return &g->parts[i];
	fail_msg("no part %s", step);
	return NULL;
}

const struct theme_node *
workshop_theme(const struct theme_part *part, const char *name)
{
	for (size_t i = 0; i < part->n; i++)
		if (str_eq(part->headings[i]->name, str_of(name)))
			return part->headings[i];
	fail_msg("no theme %s", name);
	return NULL;
}

void
workshop_agree(struct workshop *w, int64_t agreement)
{
	const struct {
		int64_t role, person;
	} all[] = {
		{ w->h->leader_role, w->h->leader }, { w->h->rep_role, w->h->rep },
		{ w->h->second_rep_role, w->h->second_rep }, { w->h->safety_role, w->h->safety },
	};

	for (size_t i = 0; i < COUNT(all); i++) {
		struct agreement_tick t = { .app = &w->h->app, .arena = &w->h->a, .agreement = agreement, .role = all[i].role,
			.person = all[i].person, .answer = ANSWER_YES };
		must_write(w->h, agreement_answer, &t);
	}
}
