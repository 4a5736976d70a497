/* released.c: the demo's "you said, we do". */
#include "app/demo/released.h"

#include "app/demo/play.h"
#include "app/released/released.h"
#include "app/released/released_link.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "text/date.h"

#define DAYS_AGO (-2)
#define MOST 20

/* What it is about: a measure or a choice, by its title. */
static err
find(struct db_conn *c, struct measures_play *p, const json_t *o, struct released_item *it)
{
	bool is_measure = json_object_get(o, "measure") != NULL;
	struct rows r;

	TRY(db_query(c, p->arena, &r, is_measure ? DEMO_MEASURE : DEMO_CHALLENGE, INT(p->process),
		TEXT(play_text(o, is_measure ? "measure" : "choice"))));
	if (!r.n)
		return OK;
	it->thing = str_fmt(p->arena, "%s:%" PRId64, is_measure ? "measure" : "challenge", row_int(&r, 0, 0));
	it->measure = is_measure ? row_int(&r, 0, 0) : 0;
	return OK;
}

static err
write_one(struct measures_play *p, struct released_act *x, const json_t *o, int64_t now)
{
	int64_t next = json_integer_value(json_object_get(o, "next"));
	struct released_item *it = &x->item;
	struct db_conn *c;
	err e;

	*it = (struct released_item){ .said = play_text(o, "said"), .does = play_text(o, "does"), .status = play_text(o, "status"),
		.came = play_text(o, "came"), .trying = json_is_true(json_object_get(o, "trying")),
		.next_at = next ? date_add_days(now, (int)next) : 0,
		.area = str_eq(play_text(o, "area"), S("preserve")) ? AREA_PRESERVE : AREA_IMPROVE };
	TRY(db_read_begin(p->app->db, &c));
	e = find(c, p, o, it);
	db_read_end(c);
	TRY(e);
	x->key = rand_uuid(p->arena);
	return db_write(p->app->db, released_save, x);
}

err
released_play(struct measures_play *p, const json_t *released)
{
	struct released_act x = { .arena = p->arena, .unit = p->unit, .process = p->process, .lang = LANG_NB };
	int64_t ids[MOST], now = clock_now();
	struct db_conn *c;
	struct rows r;
	err e;

	TRY(db_read_begin(p->app->db, &c));
	e = db_query(c, p->arena, &r, DEMO_PERSON, TEXT(S("leader")));
	db_read_end(c);
	TRY(e);
	x.person = row_int(&r, 0, 0);
	clock_shift(DAYS_AGO * (int64_t)86400);
	for (size_t i = 0; !e && i < json_array_size(released) && x.id_count < MOST; i++) {
		const json_t *o = json_array_get(released, i);
		e = write_one(p, &x, o, now);
		if (!json_is_true(json_object_get(o, "draft")))
			ids[x.id_count++] = x.item.id;
	}
	x.ids = ids;
	x.key = rand_uuid(p->arena);
	if (!e && x.id_count)
		e = db_write(p->app->db, released_ask, &x);
	if (!e && x.id_count)
		e = p->agree(p->ctx, x.agreement);
	clock_shift(0);
	return e;
}

const char *
released_setting(enum released_kind kind)
{
	return kind == RELEASED_SCREEN ? "demo.screen" : "demo.said";
}

struct keep {
	const char *name;
	str path;
};

/* Anywhere else only a hash is kept. The demo's pages are nobody's secret, and who starts it again wants the same addresses. */
static err
keep_path(struct db_conn *c, void *keep)
{
	const struct keep *k = keep;

	return db_exec(c, NULL, SETTING_PUT, TEXT(str_of(k->name)), TEXT(k->path));
}

err
released_give(struct measures_play *p, int64_t leader, const json_t *given_out)
{
	for (size_t i = 0; i < json_array_size(given_out); i++) {
		const json_t *o = json_array_get(given_out, i);
		bool screen = str_eq(play_text(o, "kind"), S("screen"));
		struct released_link_act x = { .arena = p->arena, .unit = p->unit, .process = p->process, .person = leader,
			.key = rand_uuid(p->arena), .token = rand_hex(p->arena, 16),
			.link = { .kind = screen ? RELEASED_SCREEN : RELEASED_PAGE, .place = play_text(o, "place"), .days = 365,
				.shows = screen ? SHOWS_NEXT | SHOWS_QUESTIONS : 0 } };
		struct keep keep = { released_setting(x.link.kind), released_path(p->arena, x.link.kind, x.token) };
		TRY(db_write(p->app->db, released_link_make, &x));
		TRY(db_write(p->app->db, keep_path, &keep));
	}
	return OK;
}
