/* paper_posts.c: numbers, answers, places, causes and filled-in sheets as the page of typing in sends them. */
#include "app/from_paper/from_paper_pages.h"
#include "app/room/sheet_form.h"

/* ---- numbers ---- */

/* All fields c-…: numbers. verdict: the question stands before the answer. */
static err
read_counts(struct req *rq, bool verdict, struct paper_act *x, int64_t *sum)
{
	struct paper_count *counts = NEW_ARRAY(rq->arena, struct paper_count, rq->form.n);

	*sum = 0;
	x->counts = counts;
	for (size_t i = 0; i < rq->form.n; i++) {
		struct paper_count *k = &counts[x->count_n];
		if (!str_starts(rq->form.p[i].name, S("c-")))
			continue;
		k->target = str_from(rq->form.p[i].name, 2);
		if (verdict && !str_cut(k->target, ':', &k->question, &k->target))
			return ERR_INVALID;
		TRY(paper_number(rq->form.p[i].value, &k->count));
		*sum += k->count;
		x->count_n++;
	}
	return OK;
}

err
paper_totals_post(struct req *rq, struct response *rs)
{
	struct paper_act x = paper_act_of(rq);
	str wrong = tr(rq->lang, "Write whole numbers. Nothing is saved yet.");
	int64_t sum = 0;
	err e = paper_number(req_form(rq, S("dots")), &x.dots);

	x.ballot = req_form(rq, S("ballot"));
	if (!e)
		e = read_counts(rq, false, &x, &sum);
	/* Of crosses by the door there are as many as people. */
	if (!e && pairs_has(&rq->form, S("voters")))
		e = paper_number(req_form(rq, S("voters")), &x.voters);
	else
		x.voters = sum;
	if (!e)
		e = req_write_room(rq, rq->sitting, paper_totals, &x);
	return paper_done(rq, rs, e, &x, paper_form_here(rq, "totals", x.ballot), wrong);
}

err
paper_verdict_post(struct req *rq, struct response *rs)
{
	struct paper_act x = paper_act_of(rq);
	int64_t sum;
	err e = read_counts(rq, true, &x, &sum);

	if (!e)
		e = req_write_room(rq, rq->sitting, paper_verdict, &x);
	return paper_done(rq, rs, e, &x, paper_form_here(rq, "verdict", x.about), tr(rq->lang, "Write whole numbers. Nothing is saved yet."));
}

/* ---- places ---- */

/* Only what was moved: what others have moved meanwhile stays where they put it. */
err
paper_places_post(struct req *rq, struct response *rs)
{
	struct paper_act x = paper_act_of(rq);
	struct paper_place *places = NEW_ARRAY(rq->arena, struct paper_place, rq->form.n);
	err e = OK;

	for (size_t i = 0; i < rq->form.n; i++) {
		struct paper_place *p = &places[x.place_n];
		if (!str_starts(rq->form.p[i].name, S("p-")))
			continue;
		*p = (struct paper_place){ str_from(rq->form.p[i].name, 2), rq->form.p[i].value };
		x.place_n += !str_eq(p->value, req_form(rq, paper_field(rq->arena, "w", p->target)));
	}
	x.places = places;
	if (x.place_n > PAPER_PLACES)
		e = ERR_TOOBIG;
	if (!e)
		e = req_write_room(rq, rq->sitting, paper_places, &x);
	return paper_done(rq, rs, e, &x, paper_form_here(rq, "places", S("")), tr(rq->lang, "That did not fit here. Nothing was changed."));
}

/* ---- causes ---- */

err
paper_causes_post(struct req *rq, struct response *rs)
{
	struct paper_act x = paper_act_of(rq);
	str wrong = tr(rq->lang, "Write at least one cause, one on each line.");
	size_t bad;
	err e = paper_outline(rq->arena, req_form(rq, S("text")), &x.causes, &x.cause_n, &bad);

	if (e)
		wrong = fill(rq->arena, rq->lang,
			tr(rq->lang, "Look at line {n}. A cause has at most {most} letters, without odd characters, and at most {lines} go in at "
				     "once. Nothing is saved yet."),
			V("n", (int64_t)bad), V("most", (int64_t)CAUSE_GRAPHEMES), V("lines", (int64_t)PAPER_CAUSES));
	else
		e = req_write_room(rq, rq->sitting, paper_causes, &x);
	return paper_done(rq, rs, e, &x, paper_form_here(rq, "causes", req_form(rq, S("tree"))), wrong);
}

static struct paper_mark
read_mark(struct req *rq, str cause)
{
	struct arena *a = rq->arena;

	return (struct paper_mark){ .cause = cause, .bone = req_form(rq, paper_field(a, "bone", cause)),
		.evidence = evidence_of(req_form(rq, paper_field(a, "ev", cause))),
		.is_root = req_form(rq, paper_field(a, "root", cause)).n > 0,
		.find_out = req_form(rq, paper_field(a, "find", cause)).n > 0 };
}

/* The same word as paper_marked makes of what is kept: only what has been changed here is written. */
err
paper_marks_post(struct req *rq, struct response *rs)
{
	struct paper_act x = paper_act_of(rq);
	struct paper_mark *marks = NEW_ARRAY(rq->arena, struct paper_mark, rq->form.n);
	err e;

	for (size_t i = 0; i < rq->form.n; i++) {
		struct paper_mark *m = &marks[x.mark_n];
		struct cause as;
		if (!str_starts(rq->form.p[i].name, S("w-")))
			continue;
		*m = read_mark(rq, str_from(rq->form.p[i].name, 2));
		as = (struct cause){ .is_root = m->is_root, .find_out = m->find_out, .evidence = m->evidence, .bone = m->bone };
		x.mark_n += !str_eq(rq->form.p[i].value, paper_marked(rq->arena, &as));
	}
	x.marks = marks;
	e = req_write_room(rq, rq->sitting, paper_marks, &x);
	return paper_done(rq, rs, e, &x, paper_form_here(rq, "marks", req_form(rq, S("tree"))),
		tr(rq->lang, "That did not fit here. Nothing was changed."));
}

/* ---- sheets ---- */

err
paper_filled_post(struct req *rq, struct response *rs)
{
	struct paper_act x = paper_act_of(rq);
	const struct method_step *st;
	struct entry_value *values;
	err e;

	TRY(paper_step_of(rq, &st));
	x.entry = req_form(rq, S("entry"));
	e = paper_number(req_form(rq, S("table")), &x.table);
	if (!st || !st->sheet)
		e = ERR_INVALID;
	if (!e)
		e = sheet_values(rq, st->sheet, &values, &x.value_n);
	if (!e) {
		x.values = values;
		e = req_write_room(rq, rq->sitting, paper_fill, &x);
	}
	return paper_done(rq, rs, e, &x, paper_form_here(rq, "filled", x.entry.n ? x.entry : S("new")),
		tr(rq->lang, "That did not fit here. Nothing was changed."));
}
