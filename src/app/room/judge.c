/* judge.c: the rounds of a verdict. */
#include "app/room/judge.h"

#include "app/chain/thing.h"

#define MOST_JUDGED 60	/* things in one verdict */

err
judge_rounds(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct judge_rounds *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, JUDGE_ROUNDS, INT(rm->s.id), TEXT(st->id)));
	*out = (struct judge_rounds){ .p = NEW_ARRAY(a, struct judge_round, r.n), .n = r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct judge_round){
			.round = { .id = row_int(&r, i, 0), .ballot = row_text(&r, i, 1), .step = st->id, .seats = row_int(&r, i, 3),
				.dots = 1, .cap = 1, .is_scale = true, .is_open = str_eq(row_text(&r, i, 4), S("open")) },
			.about = row_text(&r, i, 2),
		};
	return OK;
}

const struct judge_round *
judge_find(const struct judge_rounds *r, str about, str question)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->p[i].about, about) && str_eq(r->p[i].round.ballot, question))
			return &r->p[i];
	return NULL;
}

err
judge_open(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st)
{
	struct thing_scope scope = scope_of_room(rm);
	struct judge_rounds rounds;
	struct things in;

	TRY(things_in(c, a, &scope, st, &in));
	TRY(judge_rounds(c, a, rm, st, &rounds));
	for (size_t i = 0; i < in.n && i < MOST_JUDGED; i++)
		for (size_t q = 0; q < st->question_count; q++)
			if (!judge_find(&rounds, in.p[i].ref, st->questions[q].id))
				TRY(db_exec(c, NULL, JUDGE_ROUND_ADD, INT(rm->s.process), TEXT(rm->s.phase), INT(rm->s.id), TEXT(st->id),
					TEXT(st->questions[q].id), TEXT(in.p[i].ref)));
	return OK;
}

err
judge_again(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st)
{
	struct judge_rounds all;

	TRY(judge_rounds(c, a, rm, st, &all));
	for (size_t i = 0; i < all.n; i++)
		TRY(round_replace(c, a, &all.p[i].round));
	return judge_open(c, a, rm, st);
}
