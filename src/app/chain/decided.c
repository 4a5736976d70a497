/* decided.c: decisions of the later phases, for everybody. */
#include "app/chain/decided.h"

#include "app/chain/decide.h"
#include "app/chain/outcome.h"
#include "app/process/process.h"

/* The pack's answer that was confirmed; NULL for what was chosen. */
static const struct method_answer *
answer_of(const struct method_step *choose, str id)
{
	for (size_t i = 0; id.n && i < choose->from_count; i++)
		for (size_t k = 0; choose->from[i].step && k < choose->from[i].step->answer_count; k++)
			if (str_eq(choose->from[i].step->answers[k].id, id))
				return &choose->from[i].step->answers[k];
	return NULL;
}

static err
read_pick(struct db_conn *c, struct arena *a, const struct process *p, const struct method_step *choose, const struct method_pick *pick,
	const struct challenges *all, struct decided_pick *out)
{
	*out = (struct decided_pick){ .pick = pick, .p = NEW_ARRAY(a, struct decided, all->n) };
	for (int goes_on = 1; goes_on >= 0; goes_on--)
		for (size_t i = 0; i < all->n; i++) {
			const struct challenge *ch = &all->p[i];
			bool hidden;
			if (!str_eq(ch->pick, pick->id) || challenge_goes_on(ch) != goes_on)
				continue;
			TRY(thing_is_hidden(c, a, p->unit, ch->theme, &hidden));
			if (!hidden)
				out->p[out->n++] = (struct decided){ ch->title, answer_of(choose, ch->answer), goes_on, ch->state == CHALLENGE_ADDED,
					ch->reason };
		}
	return OK;
}

err
decided_read(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase, struct decided_phase *out)
{
	const struct method_step *choose = decide_step(phase);
	struct challenges all;
	struct outcomes said;

	*out = (struct decided_phase){ .phase = phase };
	if (!choose)
		return OK;
	TRY(challenges_read(c, a, p->id, phase->id, false, &all));
	out->picks = NEW_ARRAY(a, struct decided_pick, choose->pick_count);
	for (size_t i = 0; i < choose->pick_count; i++) {
		if (choose->picks[i].votes && step_themes(choose->picks[i].votes->step))
			continue;
		TRY(read_pick(c, a, p, choose, &choose->picks[i], &all, &out->picks[out->n]));
		out->n += out->picks[out->n].n > 0;
	}
	if (all.n)
		return OK;
	TRY(outcomes_read(c, a, p, phase, NULL, &said));
	out->waits = said.n > 0;
	return OK;
}
