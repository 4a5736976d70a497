/* rehearsal.c: invented participants at work. Nothing about them is remembered: what they do next follows from what lies in the
 * room, so that any node can do it, and after a restart too. */
#include "app/meeting/rehearsal.h"

#include "app/access/people.h"
#include "app/access/session.h"
#include "app/chain/thing.h"
#include "app/meeting/hold.h"
#include "app/meeting/rehearsal_play.h"
#include "app/room/about.h"
#include "base/rand.h"

#define NOTES_A_STEP 13

/* Seats that only the program can have: the wall's link is as secret as a seat. */
static str
seat_of(struct arena *a, const struct sitting *s, int64_t who)
{
	return token_hash(a, str_fmt(a, "invented-%" PRId64 "-" STR_FMT, who, STR_ARG(s->wall_token)));
}

err
rehearsal_seats(struct db_conn *c, struct arena *a, int64_t sitting)
{
	struct sitting s;

	TRY(sitting_get(c, a, sitting, &s));
	for (int64_t i = 0; i < REHEARSAL_PEOPLE; i++)
		TRY(db_exec(c, NULL, SEAT_ADD, TEXT(seat_of(a, &s, i)), INT(sitting)));
	return OK;
}

static const int64_t no_event;	/* a vote tells nobody */

str
play_seat(const struct play *p, int64_t who)
{
	return seat_of(p->a, &p->rm->s, who % REHEARSAL_PEOPLE);
}

err
play_write(const struct play *p, db_write_fn fn, void *act, const int64_t *seq)
{
	err e = db_write_locked(p->app->db, p->rm->s.id, fn, act);

	if (!e)
		sitting_tell(p->app, p->rm->s.id, *seq);
	/* The step was over just then, or the room closed: nothing to do. */
	return e == ERR_CONFLICT || e == ERR_GONE || e == ERR_INVALID || e == ERR_NOTFOUND || e == ERR_DENIED ? OK : e;
}

static enum column_area
area_of(const struct method_step *notes, str col)
{
	const struct method_column *c = notes && col.n ? method_column(notes, col) : NULL;

	return c ? c->area : notes && notes->column_count ? notes->columns[0].area : (enum column_area)0;
}

struct ready_act {
	struct arena *a;
	int64_t room, pos, seq;
	str seat;
};

static err
ready_put(struct db_conn *c, void *arg)
{
	struct ready_act *act = arg;

	TRY(db_exec(c, NULL, SEAT_READY, TEXT(act->seat), INT(act->room), INT(act->pos)));
	return sitting_event(c, act->a, act->room, EVENT_COUNT, COUNT_PEOPLE, &act->seq);
}

/* One after the other says that they are done. */
static err
be_ready(struct db_conn *c, const struct play *p)
{
	struct ready_act act = { .a = p->a, .room = p->rm->s.id, .pos = p->rm->now->pos };
	struct rows r;
	int64_t ready;

	TRY(db_one(c, p->a, &r, SEAT_READY_COUNT, INT(act.room), INT(act.pos)));
	ready = row_int(&r, 0, 0);
	if (ready >= REHEARSAL_PEOPLE - 1)
		return OK;
	act.seat = play_seat(p, ready);
	return play_write(p, ready_put, &act, &act.seq);
}

/* Each in turn is about one of those that are asked about, or goes on from an idea that lies there. */
static err
belong(struct db_conn *c, const struct play *p, const struct method_step *st, size_t i, struct note_act *act)
{
	struct things abouts;
	struct notes builds;

	TRY(about_offered(c, p->a, p->rm, st, &abouts));
	TRY(builds_offered(c, p->a, p->rm, st, &builds));
	if (abouts.n)
		act->about = abouts.p[i % abouts.n].ref;
	if (builds.n)
		act->builds_on = builds.p[i % builds.n].id;
	return OK;
}

static err
write_note(struct db_conn *c, const struct play *p, const struct method_step *st)
{
	int64_t written = notes_written(c, p->a, p->rm->s.id, st->id);
	const struct method_column *col = st->column_count ? &st->columns[(size_t)written % st->column_count] : NULL;
	const struct invented_area *words = invented_for(st, col);
	size_t begin = st->makes ? st->index * 4 : 0;	/* several steps for ideas do not all begin with the same */
	struct note_act act = { .arena = p->a, .app = p->app, .room = p->rm->s.id, .id = rand_uuid(p->a), .step = st->id,
		.col = col ? col->id : (str){ 0 }, .text_ok = true };

	/* Not quite every second: people think. */
	if (rand_below(3) == 0)
		return OK;
	if (written >= NOTES_A_STEP || (st->makes && written >= (int64_t)words->note_count))
		return be_ready(c, p);
	act.seat = play_seat(p, written);
	act.text = tr_dynamic(p->lang, str_of(words->notes[((size_t)written + begin) % words->note_count].text));
	TRY(belong(c, p, st, (size_t)written, &act));
	return play_write(p, note_add, &act, &act.seq);
}

static err
find_theme(struct db_conn *c, const struct play *p, const struct method_step *st, str name, str *id)
{
	struct themes all;

	*id = (str){ 0 };
	TRY(themes_list(c, p->a, p->rm->s.id, st->id, &all));
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.p[i].name, name))
			*id = all.p[i].id;
	return OK;
}

/* One loose note at a time goes where it belongs; its theme is made first when it is not there. */
static err
gather(struct db_conn *c, const struct play *p, const struct method_step *st)
{
	const struct method_step *source = room_source(st, STEP_NOTES);
	struct theme_act act = { .arena = p->a, .app = p->app, .room = p->rm->s.id, .in = true,
		.seat = play_seat(p, 0) };
	struct notes loose;

	if (!source)
		return OK;
	TRY(notes_shown(c, p->a, p->rm, source->id, S(""), 0, 0, 50, &loose));
	for (size_t i = 0; i < loose.n; i++) {
		const struct invented_area *words = invented_of(area_of(source, loose.p[i].col));
		int theme = invented_theme(p->lang, words, loose.p[i].body);
		if (theme < 0)
			continue;
		act.name = tr_dynamic(p->lang, str_of(words->themes[theme]));
		TRY(find_theme(c, p, st, act.name, &act.id));
		if (act.id.n) {
			act.note = loose.p[i].id;
			return play_write(p, theme_note, &act, &act.seq);
		}
		act.id = rand_uuid(p->a);
		return play_write(p, theme_put, &act, &act.seq);
	}
	return OK;
}

/* The next one who has not voted spreads all the votes; the first themes of the list get the most. */
static err
vote(struct db_conn *c, const struct play *p, const struct method_ballot *b)
{
	struct round rd;
	struct themes themes;
	struct things things;
	size_t n;
	int64_t who, left;
	err e = round_now(c, p->a, p->rm->s.id, p->rm->step->id, b->id, &rd);

	if (e == ERR_NOTFOUND || (!e && !rd.is_open))
		return OK;
	TRY(e);
	who = vote_voters(c, p->a, rd.id);
	TRY(ballot_offers(c, p->a, p->rm, b, &themes, &things));
	n = themes.n + things.n;
	if (who >= REHEARSAL_PEOPLE || n == 0)
		return OK;
	left = rd.dots;
	for (size_t i = 0; i < n && left > 0; i++) {
		size_t to = ((size_t)who * (size_t)who + i) % n;
		struct vote_act act = { .arena = p->a, .app = p->app, .room = p->rm->s.id, .round = rd.id,
			.seat = play_seat(p, who), .target = to < themes.n ? themes.p[to].id : things.p[to - themes.n].ref,
			.count = left < rd.cap ? left : rd.cap };
		left -= act.count;
		TRY(play_write(p, vote_cast, &act, &no_event));
	}
	return OK;
}

static err
answer(struct db_conn *c, const struct play *p, const struct method_question *q)
{
	const struct method_step *st = p->rm->step;
	struct vote_act act = { .arena = p->a, .app = p->app, .room = p->rm->s.id };
	struct round rd;
	int64_t who;
	err e = round_now(c, p->a, p->rm->s.id, st->id, q->id, &rd);

	if (e == ERR_NOTFOUND || (!e && !rd.is_open))
		return OK;
	TRY(e);
	who = vote_voters(c, p->a, rd.id);
	if (who >= REHEARSAL_PEOPLE || st->answer_count == 0)
		return OK;
	act.round = rd.id;
	act.seat = play_seat(p, who);
	/* Most were heard, as one hopes. */
	act.target = st->answers[who % 4 == 3 ? st->answer_count - 1 : 0].id;
	return play_write(p, vote_answer, &act, &no_event);
}

static err
play(struct db_conn *c, const struct play *p)
{
	const struct method_step *st = p->rm->step;

	if (!st)
		return OK;
	switch (st->kind) {
	case STEP_NOTES: return write_note(c, p, st);
	case STEP_THEMES: return gather(c, p, st);
	case STEP_SORT: return play_sort(c, p);
	case STEP_TREE: return play_tree(c, p);
	case STEP_FORM:
	case STEP_PROPOSAL: return play_sheet(c, p);
	case STEP_MATRIX: return play_map(c, p);
	case STEP_VERDICT: return play_verdict(c, p);
	case STEP_VOTES:
		for (size_t i = 0; i < st->ballot_count; i++)
			TRY(vote(c, p, &st->ballots[i]));
		return OK;
	case STEP_CHECKOUT:
		for (size_t i = 0; i < st->question_count; i++)
			TRY(answer(c, p, &st->questions[i]));
		return OK;
	case STEP_TALK:
	case STEP_MERGE:
	case STEP_CHOOSE:
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return OK;
}

static err
play_one(struct app *app, struct arena *a, int64_t sitting)
{
	struct room rm;
	struct play p = { .app = app, .a = a, .rm = &rm };
	struct db_conn *c;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = room_load(app, c, a, sitting, &rm);
	if (!e && person_lang(c, a, rm.s.leads, &p.lang))
		p.lang = LANG_NB;
	if (!e)
		e = play(c, &p);
	db_read_end(c);
	/* Closed meanwhile. */
	return e == ERR_NOTFOUND ? OK : e;
}

err
rehearsal_run(struct app *app, struct arena *a)
{
	struct db_conn *c;
	struct rows r;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = db_query(c, a, &r, REHEARSALS_OPEN, DB_NONE);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < r.n; i++)
		TRY(play_one(app, a, row_int(&r, i, 0)));
	return OK;
}
