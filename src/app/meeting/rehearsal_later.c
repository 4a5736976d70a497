/* rehearsal_later.c: invented participants sort, ask why, fill in sheets, put things on the map and judge. They leave some of it to who
 * tries the workshop. */
#include "app/meeting/rehearsal.h"
#include "app/meeting/rehearsal_play.h"
#include "app/room/alone.h"
#include "app/room/judge.h"
#include "app/room/matrix.h"
#include "app/room/sort.h"
#include "app/room/tree.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

#define SHARE_ALONE 4	/* who fill in a sheet for themselves and share it */
#define LEFT_ALONE 2	/* notes and things that nobody invented sorts or places */

static str
say(const struct play *p, const char *text)
{
	return tr_dynamic(p->lang, str_of(text));
}

/* ---- sorting ---- */

/* One note at a time into a column that its place decides. */
err
play_sort(struct db_conn *c, const struct play *p)
{
	const struct method_step *st = p->rm->step;
	struct rows r;
	size_t left = 0;

	if (!sort_is_live(p->rm) || st->column_count == 0)
		return OK;
	TRY(db_query(c, p->a, &r, SORT_NOTES, INT(p->rm->s.id), TEXT(sort_sources(p->a, st)), INT(0), INT(1), INT(SORT_MOST)));
	for (size_t i = 0; i < r.n; i++) {
		struct note n = note_of_row(&r, i);
		struct sort_act act = { .arena = p->a, .app = p->app, .room = p->rm->s.id, .seat = play_seat(p, 0),
			.notes = &n.id, .n = 1, .column = st->columns[(size_t)n.place % st->column_count].id };
		if (!method_column(st, n.bin) && ++left > LEFT_ALONE)
			return play_write(p, sort_put, &act, &act.seq);
	}
	return OK;
}

/* ---- trees ---- */

struct why {
	const char *text;
	int below;	/* index of the one it hangs below; -1: right below the thing */
};
static const struct why whys[][5] = {
	{
		{ N_("Nobody has time to read before the shift begins."), -1 },
		{ N_("The handover is planned for five minutes."), 0 },
		{ N_("The plan is from when we were fewer residents."), 1 },
		{ N_("Messages stand in three places."), -1 },
		{ N_("We never agreed on one place."), 3 },
	},
	{
		{ N_("Everything is to happen before nine."), -1 },
		{ N_("Breakfast has always been at half past eight."), 0 },
		{ N_("Nobody has asked the residents when they want to eat."), 1 },
		{ N_("We look for equipment each morning."), -1 },
		{ N_("It has no place of its own."), 3 },
	},
};

/* The invented cause with that text in the tree; NULL when it is not there. */
static const struct cause *
said_in(const struct play *p, const struct tree *t, const char *text)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->all[i].body, say(p, text)))
			return &t->all[i];
	return NULL;
}

static err
dig(const struct play *p, const struct tree *t, const struct why *all, size_t i)
{
	const struct cause *up = all[i].below < 0 ? NULL : said_in(p, t, all[all[i].below].text);
	struct cause_act act = { .arena = p->a, .app = p->app, .room = p->rm->s.id, .seat = play_seat(p, (int64_t)i),
		.id = rand_uuid(p->a), .under = up ? thing_ref(p->a, "cause", up->id) : t->about.ref, .text = say(p, all[i].text),
		.text_ok = true, .anyway = true };

	/* Who leads has set the one above aside. */
	if (all[i].below >= 0 && !up)
		return OK;
	if (!up && t->bone_count)
		act.bone = t->bones[i % t->bone_count].id;
	return play_write(p, cause_add, &act, &act.seq);
}

err
play_tree(struct db_conn *c, const struct play *p)
{
	struct thing_scope s = scope_of_room(p->rm);
	struct trees all;

	TRY(trees_read(c, p->a, &s, p->rm->step, p->rm->k, &all));
	for (size_t i = 0; i < COUNT(whys[0]); i++)
		for (size_t k = 0; k < all.n; k++)
			if (!said_in(p, &all.p[k], whys[k % COUNT(whys)][i].text))
				return dig(p, &all.p[k], whys[k % COUNT(whys)], i);
	return OK;
}

/* ---- sheets ---- */

/* What stands in a field that becomes this; the others get a part of a sentence, in turn. */
static const struct {
	enum entry_becomes becomes;
	const char *text;
} fills[] = {
	{ BECOMES_WHAT, N_("We put up one board, and write there what was agreed.") },
	{ BECOMES_WHO, N_("Whoever has the keys that day") },
	{ BECOMES_WHERE, N_("In the duty room") },
	{ BECOMES_NEED, N_("A board, and five minutes") },
	{ BECOMES_SIGN, N_("Fewer have to ask what was agreed") },
	{ BECOMES_BASELINE, N_("Four questions each shift") },
	{ BECOMES_TARGET, N_("One question each shift") },
	{ BECOMES_RISK, N_("Those who work nights, if we write too late") },
	{ BECOMES_CONTACT, N_("The safety representative") },
	{ BECOMES_REACH, N_("All but two") },
	{ BECOMES_HAPPENED, N_("The first week we forgot it. After that it went by itself.") },
	{ BECOMES_LEARNING, N_("It must be easy to reach, else nobody does it.") },
	{ BECOMES_CUE, N_("the shift begins") },
	{ BECOMES_ACT, N_("we read the board together") },
	{ BECOMES_REASON, N_("all are to know what was agreed") },
};
static const char *const parts[] = { N_("get messages to everybody"), N_("all know what was agreed"), N_("we have little time") };

static str
text_for(const struct play *p, const struct method_field *f, size_t i, const struct thing *about)
{
	if (f->becomes == BECOMES_TITLE && about)
		return thing_title(about, p->lang);
	for (size_t k = 0; k < COUNT(fills); k++)
		if (fills[k].becomes == f->becomes)
			return say(p, fills[k].text);
	return say(p, parts[i % COUNT(parts)]);
}

static str
value_for(const struct play *p, const struct method_field *f, size_t i, const struct thing *about)
{
	int64_t day = clock_now();
	str from = date_iso(p->a, day + (int64_t)7 * 86400), to = date_iso(p->a, day + (int64_t)35 * 86400);

	switch (f->kind) {
	case ENTRY_TEXT:
	case ENTRY_LINE: return text_for(p, f, i, about);
	case ENTRY_CHOICE: return f->choice_count ? f->choices[0].id : (str){ 0 };
	case ENTRY_DATE: return to;
	case ENTRY_SPAN: return str_fmt(p->a, STR_FMT "/" STR_FMT, STR_ARG(from), STR_ARG(to));
	case ENTRY_NUMBER: return S("5");
	}
	return (str){ 0 };
}

/* who: the next one says something else. */
static struct entry_value *
values_for(const struct play *p, const struct thing *about, size_t who, size_t *n)
{
	const struct method_sheet *sheet = p->rm->step->sheet;
	struct entry_value *v = NEW_ARRAY(p->a, struct entry_value, sheet->field_count);

	*n = 0;
	for (size_t i = 0; i < sheet->field_count; i++) {
		str typed = value_for(p, &sheet->fields[i], i + who, about);
		if (!entry_clean(p->a, &sheet->fields[i], typed, &v[*n].body))
			v[(*n)++].field = &sheet->fields[i];
	}
	return v;
}

/* A few fill in theirs and share it; who tries it has one of their own. */
static err
fill_in_alone(struct db_conn *c, const struct play *p, const struct thing *about)
{
	const struct method_step *st = p->rm->step;
	struct alone_act act = { .arena = p->a, .app = p->app, .room = p->rm->s.id, .step = st->id, .about = about ? about->ref : (str){ 0 },
		.what = ALONE_SHARE };
	struct entries there;
	size_t who;

	TRY(entries_read(c, p->a, p->rm, st, true, &there));
	who = there.n + (size_t)alone_begun(c, p->a, p->rm->s.id, st->id);
	if (who >= SHARE_ALONE)
		return OK;
	act.seat = play_seat(p, (int64_t)who);
	act.values = values_for(p, about, who, &act.n);
	return play_write(p, alone_save, &act, &act.seq);
}

static err
fill_in(const struct play *p, const struct thing *about)
{
	struct entry_act act = { .arena = p->a, .app = p->app, .room = p->rm->s.id, .seat = play_seat(p, 0),
		.step = p->rm->step->id, .about = about ? about->ref : (str){ 0 }, .table = step_has_tables(p->rm->step) ? 1 : 0 };

	act.values = values_for(p, about, 0, &act.n);
	return play_write(p, entry_save, &act, &act.seq);
}

/* The first table fills in the sheet about the first thing; the others wait for who tries it. Not quite at once: people think. */
err
play_sheet(struct db_conn *c, const struct play *p)
{
	struct thing_scope s = scope_of_room(p->rm);
	struct entries there;
	struct things in;

	TRY(things_in(c, p->a, &s, p->rm->step, &in));
	TRY(entries_read(c, p->a, p->rm, p->rm->step, true, &there));
	if (!p->rm->step->sheet || (there.n && !step_is_alone(p->rm->step)) || rand_below(5))
		return OK;
	if (!in.n && p->rm->step->from_count && p->rm->step->kind != STEP_PROPOSAL)
		return OK;
	return step_is_alone(p->rm->step) ? fill_in_alone(c, p, in.n ? &in.p[0] : NULL) : fill_in(p, in.n ? &in.p[0] : NULL);
}

/* ---- the map ---- */

err
play_map(struct db_conn *c, const struct play *p)
{
	struct things all;
	size_t left = 0;

	TRY(matrix_read(c, p->a, p->rm, p->rm->step, &all));
	for (size_t i = 0; i < all.n; i++) {
		struct place_act act = { .arena = p->a, .app = p->app, .room = p->rm->s.id, .seat = play_seat(p, 0),
			.step = p->rm->step->id, .target = all.p[i].ref, .across = 1 + (int64_t)(i % 2), .up = 2 - (int64_t)(i / 2 % 2) };
		if (!all.p[i].up && ++left > LEFT_ALONE)
			return play_write(p, place_put, &act, &act.seq);
	}
	return OK;
}

/* ---- verdicts ---- */

static const int64_t no_event;	/* a vote tells nobody */

/* One after the other answers all questions about a thing; most say the same. */
err
play_verdict(struct db_conn *c, const struct play *p)
{
	const struct method_step *st = p->rm->step;
	struct judge_rounds all;

	TRY(judge_rounds(c, p->a, p->rm, st, &all));
	for (size_t i = 0; i < all.n && st->answer_count; i++) {
		int64_t who = vote_voters(c, p->a, all.p[i].round.id);
		struct vote_act act = { .arena = p->a, .app = p->app, .room = p->rm->s.id, .round = all.p[i].round.id,
			.seat = play_seat(p, who), .target = st->answers[who % 4 == 3 ? 1 % st->answer_count : 0].id };
		if (all.p[i].round.is_open && who < REHEARSAL_PEOPLE)
			TRY(play_write(p, vote_answer, &act, &no_event));
	}
	return OK;
}
