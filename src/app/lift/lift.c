/* lift.c: what is lifted, and how it is answered. */
#include "app/lift/lift.h"

#include "app/access/audit.h"
#include "app/chain/thing.h"
#include "base/clock.h"

static const char *const levels[LIFT_LEVELS] = { "", "superior", "chief", "committee", "politics" };
static const char *const answers[LIFT_ANSWERS] = { "", "accepted", "rejected", "forwarded" };

const char *
lift_level_word(enum lift_level l)
{
	return levels[l < LIFT_LEVELS ? l : LIFT_NOWHERE];
}

const char *
lift_answer_word(enum lift_answer a)
{
	return answers[a < LIFT_ANSWERS ? a : LIFT_WAITS];
}

str
lift_level_name(enum lang l, enum lift_level level)
{
	switch (level) {
	case LIFT_SUPERIOR: return tr(l, "The leader above ours");
	case LIFT_CHIEF: return tr(l, "The top leader");
	case LIFT_COMMITTEE: return tr(l, "The working environment committee or another joint committee");
	case LIFT_POLITICS: return tr(l, "The politicians");
	case LIFT_NOWHERE:
	case LIFT_LEVELS: break;
	}
	return (str){ 0 };
}

str
lift_answer_name(enum lang l, enum lift_answer a)
{
	switch (a) {
	case LIFT_ACCEPTED: return tr(l, "Accepted");
	case LIFT_REJECTED: return tr(l, "Rejected");
	case LIFT_FORWARDED: return tr(l, "Sent on to the next level");
	case LIFT_WAITS:
	case LIFT_ANSWERS: break;
	}
	return tr(l, "Waits for an answer");
}

static int
word_at(const char *const *words, int n, str word)
{
	for (int i = 0; i < n; i++)
		if (str_eq(word, str_of(words[i])))
			return i;
	return 0;
}

err
lifts_read(struct db_conn *c, struct arena *a, int64_t process, bool sent, struct lifts *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, LIFT_LIST, INT(process), INT(sent)));
	*out = (struct lifts){ NEW_ARRAY(a, struct lift, r.n), r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct lift){ .id = row_int(&r, i, 0), .lifted_at = row_int(&r, i, 1), .answered_at = row_int(&r, i, 2),
			.thing = row_text(&r, i, 3), .what = row_text(&r, i, 4), .why = row_text(&r, i, 5), .ask = row_text(&r, i, 6),
			.level = (enum lift_level)word_at(levels, LIFT_LEVELS, row_text(&r, i, 7)),
			.kind = (enum lift_answer)word_at(answers, LIFT_ANSWERS, row_text(&r, i, 8)), .answer = row_text(&r, i, 9) };
	return OK;
}

static err
write_down(struct db_conn *c, const struct lift_act *x, const char *kind)
{
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, kind, S(""));
}

err
lift_of_thing(struct db_conn *c, struct arena *a, int64_t process, str thing, int64_t *id)
{
	struct rows r;

	TRY(db_query(c, a, &r, LIFT_MARKED, INT(process), TEXT(thing)));
	*id = r.n ? row_int(&r, 0, 0) : 0;
	return OK;
}

err
lift_put(struct db_conn *c, void *arg)
{
	struct lift_act *x = arg;
	int64_t lifted_at = 0;
	struct rows r;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	if (x->id) {
		TRY(db_one(c, x->arena, &r, LIFT_GET, INT(x->id), INT(x->process)));
		if (row_int(&r, 0, 1))
			return ERR_CONFLICT;
		lifted_at = row_int(&r, 0, 0);
	}
	if (x->send && !lifted_at) {
		lifted_at = clock_now();
		TRY(write_down(c, x, "lift.send"));
	}
	if (!x->id && x->thing.n) {
		struct thing t;
		TRY(thing_get(c, x->arena, x->method, x->process, x->thing, &t));
	}
	if (!x->id)
		return db_exec(c, NULL, LIFT_ADD, INT(x->process), TEXT(x->thing), TEXT(x->what), TEXT(x->why), TEXT(x->ask),
			TEXT(str_of(lift_level_word(x->level))),
			INT_OR_NIL(lifted_at));
	return db_exec(c, NULL, LIFT_SET, INT(x->id), INT(x->process), TEXT(x->what), TEXT(x->why), TEXT(x->ask),
		TEXT(str_of(lift_level_word(x->level))), INT_OR_NIL(lifted_at));
}

err
lift_reply(struct db_conn *c, void *arg)
{
	struct lift_act *x = arg;
	struct rows r;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(db_one(c, x->arena, &r, LIFT_GET, INT(x->id), INT(x->process)));
	if (!row_int(&r, 0, 0) || row_int(&r, 0, 1))
		return ERR_CONFLICT;
	if (x->kind == LIFT_WAITS || (x->kind == LIFT_REJECTED && !x->answer.n))
		return ERR_INVALID;
	TRY(db_exec(c, NULL, LIFT_ANSWER, INT(x->id), INT(x->process), TEXT(str_of(lift_answer_word(x->kind))), TEXT(x->answer),
		INT(clock_now())));
	return write_down(c, x, "lift.answer");
}
