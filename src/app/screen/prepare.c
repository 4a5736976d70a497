/* prepare.c: which workshop comes next for all staff, and what it asks. */
#include "app/screen/prepare.h"

#include "base/clock.h"
#include "base/str.h"

/* The next one for all staff that has not been. */
static void
find_next(struct prepare_view *v, const struct plan_sittings *all)
{
	for (size_t i = 0; i < all->n && !v->next; i++) {
		const struct plan_sitting *g = &all->p[i];
		const struct method_phase *ph = method_phase(v->p->method, g->phase);
		if (!str_eq(g->kind, S("staff")) || str_eq(g->state, S("closed")) || !g->starts_at || !ph)
			continue;
		if (str_eq(g->state, S("planned")) && g->ends_at && g->ends_at < clock_now())
			continue;
		v->session = method_session(ph, g->session);
		v->next = v->session ? g : NULL;
	}
}

static void
ask(struct prepare_view *v, struct arena *a, enum lang l, const struct method_step *st, str id, str question, bool own)
{
	if (question.n == 0)
		return;
	v->p_asked[v->n++] = (struct asked){ .key = str_fmt(a, STR_FMT "/" STR_FMT, STR_ARG(st->key), STR_ARG(id)),
		.heading = text_in(&st->name, l), .question = question, .own = own };
}

/* Of a step: what its columns ask, what its questions are, or what is to be found out. Sorting and voting ask nothing beforehand. */
static void
ask_step(struct prepare_view *v, struct arena *a, enum lang l, const struct method_step *st)
{
	for (size_t i = 0; i < st->column_count && st->kind == STEP_NOTES; i++) {
		const struct method_column *c = &st->columns[i];
		ask(v, a, l, st, c->id, text_in(text_is_empty(&c->prompt) ? &c->name : &c->prompt, l), true);
		if (v->n && !text_is_empty(&c->example))
			v->p_asked[v->n - 1].example = text_in(&c->example, l);
	}
	for (size_t i = 0; i < st->question_count; i++)
		ask(v, a, l, st, st->questions[i].id, text_in(&st->questions[i].text, l), false);
	if (st->kind == STEP_FORM || st->kind == STEP_TREE || st->kind == STEP_PROPOSAL)
		ask(v, a, l, st, S("task"), text_in(&st->task, l), false);
}

static void
read_questions(struct prepare_view *v, struct arena *a, enum lang l)
{
	size_t room = 0;

	for (size_t i = 0; i < v->session->step_count; i++)
		room += v->session->steps[i].column_count + v->session->steps[i].question_count + 1;
	v->p_asked = NEW_ARRAY(a, struct asked, room);
	for (size_t i = 0; i < v->session->step_count; i++)
		ask_step(v, a, l, &v->session->steps[i]);
}

err
prepare_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, struct prepare_view *out)
{
	struct plan_sittings *all = NEW(a, struct plan_sittings);

	*out = (struct prepare_view){ .p = p };
	TRY(plan_sittings_read(c, a, p->id, all));
	if (p->state != PROCESS_DRAFT && p->state != PROCESS_PAUSED && p->state < PROCESS_ENDED)
		find_next(out, all);
	if (out->next)
		read_questions(out, a, l);
	return OK;
}
