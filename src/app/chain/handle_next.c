/* handle_next.c: what must be handled, on the front page. */
#include "app/chain/handle_next.h"

#include "app/chain/handle.h"

struct waiting {
	int64_t nobodys, mine, due;
};

static void
say(struct req *rq, struct next_things *all, int64_t process, str place, const struct waiting *w)
{
	struct next_thing t = { .place = place, .mine = true, .minutes = 5,
		.href = str_fmt(rq->arena, "/p/%" PRId64 "/handle", process) };

	if (w->nobodys) {
		t.title = fill(rq->arena, rq->lang, trn(rq->lang, "{n} thing must be handled, and nobody has it yet",
			"{n} things must be handled, and nobody has them yet", w->nobodys), V("n", w->nobodys));
		next_add(rq, all, t);
	}
	if (w->mine) {
		t.title = fill(rq->arena, rq->lang, trn(rq->lang, "You have {n} thing that must be handled",
			"You have {n} things that must be handled", w->mine), V("n", w->mine));
		t.due = t.order = w->due;
		next_add(rq, all, t);
	}
}

err
handle_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles, struct next_things *all)
{
	struct rows r;

	if (!handle_sees(roles, false) && !handle_sees(roles, true))
		return OK;
	TRY(db_query(c, rq->arena, &r, HANDLE_OPEN_AT, INT(unit)));
	for (size_t i = 0; i < r.n;) {
		int64_t process = row_int(&r, i, 0);
		struct waiting w = { 0 };
		for (; i < r.n && row_int(&r, i, 0) == process; i++) {
			int64_t owner = row_int(&r, i, 2), due = row_int(&r, i, 3);
			if (!handle_sees(roles, row_int(&r, i, 1) != 0))
				continue;
			w.nobodys += owner == 0;
			w.mine += owner == rq->user->id;
			if (owner == rq->user->id && due && (!w.due || due < w.due))
				w.due = due;
		}
		say(rq, all, process, unit_name, &w);
	}
	return OK;
}
