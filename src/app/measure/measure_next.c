/* measure_next.c: what measures wait for, on the front page. */
#include "app/measure/measure_next.h"

#include "app/measure/measure.h"
#include "base/clock.h"
#include "text/date.h"

#define AFTER_WHAT_GOES_ON 2	/* no day, but before all that has one; a workshop that is open comes first */

static void
wait_for(struct req *rq, struct next_things *all, const struct measure *m, str place, str title, int64_t due, bool mine)
{
	next_add(rq, all,
		(struct next_thing){
			.title = str_fmt(rq->arena, STR_FMT ": " STR_FMT, STR_ARG(title), STR_ARG(m->title)),
			.place = place,
			.due = due,
			.order = due ? due : AFTER_WHAT_GOES_ON,
			.mine = mine,
			.minutes = 5,
			.who = m->who.n
				       ? fill(rq->arena, rq->lang, tr(rq->lang, "Responsible: {who}"), V("who", m->who))
				       : (str){ 0 },
			.href = str_fmt(rq->arena, "/u/%" PRId64 "/measures/%" PRId64, m->unit, m->id) });
}

err
measure_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles, struct next_things *all)
{
	struct looker who = { rq->user->id, roles };
	int64_t now = clock_now(), soon = date_add_days(now, 7);
	struct measure_filter waiting = { .waits_before = soon };
	struct measures list;
	size_t shown = 0;

	if (!(roles & (WHO_GROUP | WHO_STAFF | WHO_ABOVE)))
		return OK;
	TRY(measures_read(c, rq->arena, unit, &who, &waiting, &list));
	for (size_t i = 0; i < list.n && shown < 5; i++) {
		const struct measure *m = &list.p[i];
		bool mine = m->owner == who.person, group = (roles & WHO_GROUP) != 0;
		size_t before = all->n;
		if ((roles & WHO_ABOVE) && m->raised)
			wait_for(rq, all, m, unit_name, tr(rq->lang, "An objection has come to you"), 0, true);
		else if (!mine && !group)
			continue;
		else if (group && m->objections)
			wait_for(rq, all, m, unit_name, m->raised ? tr(rq->lang, "An objection is with the next level. Talk about it") :
				tr(rq->lang, "Somebody has objected. Talk about it"), 0, true);
		else if (measure_is_late(m, now))
			wait_for(
				rq, all, m, unit_name, tr(rq->lang, "A measure is late"), m->due_at, mine || !m->owner);
		/* A habit is looked at often; its evaluation comes once, and must not be hidden by the looks. */
		else if (m->status == MEASURE_KEPT && m->evaluate_at && m->evaluate_at < soon)
			wait_for(rq, all, m, unit_name, tr(rq->lang, "Evaluate the measure"), m->evaluate_at, mine || group);
		else if (measure_next_look(m) && measure_next_look(m) < soon)
			wait_for(rq, all, m, unit_name,
				m->status == MEASURE_KEPT ? tr(rq->lang, "Look at the habit")
							  : tr(rq->lang, "Evaluate the measure"),
				measure_next_look(m), mine || group);
		shown += all->n > before;
	}
	return OK;
}
