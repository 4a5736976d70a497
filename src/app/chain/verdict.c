/* verdict.c: counting what was answered about each thing. */
#include "app/chain/verdict.h"

#include "app/chain/themes.h"

int
verdict_most(const int64_t *totals, size_t n)
{
	int best = -1;
	bool equal = false;

	for (size_t i = 0; i < n; i++) {
		if (totals[i] == 0 || (best >= 0 && totals[i] < totals[best]))
			continue;
		equal = best >= 0 && totals[i] == totals[best];
		best = (int)i;
	}
	return equal ? -1 : best;
}

const struct judged *
verdict_to(const struct judgements *j, str about, str question)
{
	for (size_t i = 0; i < j->n; i++)
		if (str_eq(j->p[i].about, about) && str_eq(j->p[i].question, question))
			return &j->p[i];
	return NULL;
}

const struct judged *
verdict_on(const struct judgements *j, const struct method_step *st, str about)
{
	return st->question_count ? verdict_to(j, about, st->questions[0].id) : NULL;
}

static const struct method_question *
question_of(const struct method_step *st, str id)
{
	for (size_t i = 0; i < st->question_count; i++)
		if (str_eq(st->questions[i].id, id))
			return &st->questions[i];
	return NULL;
}

static bool
leads_to_lift(const struct method_question *q, const struct method_answer *w)
{
	return w && (w->means == MEANS_LIFT || (w->means == MEANS_NO && q && q->on_no == NO_LIFT));
}

/* The totals of one question about one thing, kept only when they may be shown. */
static void
count(const struct method_step *st, const struct rows *totals, struct judged *j)
{
	const struct method_question *q = question_of(st, j->question);
	int most;

	if (!j->numbers) {
		j->answers = 0;
		return;
	}
	for (size_t i = 0; i < totals->n; i++)
		for (size_t k = 0; k < st->answer_count; k++)
			if (str_eq(row_text(totals, i, 0), j->about) && str_eq(row_text(totals, i, 1), j->question) &&
				str_eq(row_text(totals, i, 2), st->answers[k].id))
				j->totals[k] += row_int(totals, i, 3);
	most = verdict_most(j->totals, st->answer_count);
	j->most = most < 0 ? NULL : &st->answers[most];
	/* In a small group numbers tell what each has said when all agree, or all but one. */
	if (most >= 0 && j->answers < SMALL_GROUP && j->totals[most] >= j->answers - 1)
		j->numbers = false;
	j->lift = leads_to_lift(q, j->most);
}

/* Rows come by thing and question: each run of equal ones is one judgement. Seats of a round count twice over: those whose answers
 * were shown at its end, and those typed in from paper afterwards. */
static void
gather(struct arena *a, const struct method_step *st, const struct rows *rounds, int64_t k, struct judgements *out)
{
	int64_t *seats = NEW_ARRAY(a, int64_t, rounds->n * 2);
	size_t from = 0;

	for (size_t i = 0; i < rounds->n; i++) {
		str about = row_text(rounds, i, 0), question = row_text(rounds, i, 1);
		int64_t late = row_int(rounds, i, 3);
		struct judged *j = out->n ? &out->p[out->n - 1] : NULL;
		if (!j || !str_eq(j->about, about) || !str_eq(j->question, question)) {
			from = 0;
			j = &out->p[out->n++];
			*j = (struct judged){ .about = about, .question = question,
				.totals = NEW_ARRAY(a, int64_t, st->answer_count) };
		}
		seats[from++] = row_int(rounds, i, 2) - late;
		seats[from++] = late;
		j->answers += row_int(rounds, i, 2);
		j->numbers = sum_is_safe(seats, from, k);
		if (row_int(rounds, i, 2) && row_int(rounds, i, 4) > j->at)
			j->at = row_int(rounds, i, 4);
	}
}

static const struct method_answer *
answer_of(const struct method_step *st, str id)
{
	for (size_t i = 0; i < st->answer_count; i++)
		if (str_eq(st->answers[i].id, id))
			return &st->answers[i];
	return NULL;
}

/* In their own meetings the three answer together, on a sheet for each thing. */
static err
said_together(struct db_conn *c, struct arena *a, int64_t process, int64_t room, const struct method_step *st, struct judgements *out)
{
	str phase = st->session->phase->id;
	struct rows sheets, fields;

	TRY(db_query(c, a, &sheets, THING_ENTRIES, INT(process), TEXT(phase), TEXT(st->id), INT(room)));
	TRY(db_query(c, a, &fields, THING_FIELDS, INT(process), TEXT(phase), TEXT(st->id), INT(room)));
	*out = (struct judgements){ .p = NEW_ARRAY(a, struct judged, fields.n) };
	for (size_t i = 0; i < sheets.n; i++)
		for (size_t k = 0; k < fields.n; k++) {
			const struct method_question *q = question_of(st, row_text(&fields, k, 1));
			const struct method_answer *w = answer_of(st, row_text(&fields, k, 2));
			if (q && w && str_eq(row_text(&fields, k, 0), row_text(&sheets, i, 0)))
				out->p[out->n++] = (struct judged){ .about = row_text(&sheets, i, 2), .question = q->id,
					.totals = NEW_ARRAY(a, int64_t, st->answer_count), .most = w, .lift = leads_to_lift(q, w) };
		}
	return OK;
}

err
verdict_read(struct db_conn *c, struct arena *a, int64_t process, const struct room *rm, const struct method_step *st,
	struct judgements *out)
{
	int64_t room = rm ? rm->s.id : 0;
	str phase = st->session->phase->id;
	struct rows rounds, totals, k;

	if (st->session->kind == SESSION_MEETING)
		return said_together(c, a, process, room, st, out);
	TRY(db_one(c, a, &k, THING_K, INT(process)));
	TRY(db_query(c, a, &rounds, THING_JUDGED_ROUNDS, INT(process), TEXT(phase), TEXT(st->id), INT(room)));
	TRY(db_query(c, a, &totals, THING_JUDGED_TOTALS, INT(process), TEXT(phase), TEXT(st->id), INT(room)));
	*out = (struct judgements){ .p = NEW_ARRAY(a, struct judged, rounds.n) };
	gather(a, st, &rounds, row_int(&k, 0, 0), out);
	for (size_t i = 0; i < out->n; i++)
		count(st, &totals, &out->p[i]);
	return OK;
}
