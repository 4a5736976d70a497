/* calendar_pages.c: the next date as a calendar file. */
#include "app/chain/chain_pages.h"
#include "app/process/process.h"
#include "base/clock.h"
#include "post/calendar.h"

/* Which of several sittings, counted from 1. */
static size_t
wanted(const struct req *rq)
{
	str n = req_query(rq, S("n"));
	int64_t at = 1;

	return n.n && (str_int(n, &at) || at < 1) ? SIZE_MAX : (size_t)at - 1;
}

static err
answer(struct req *rq, struct response *rs, const struct process *p, const struct next_dates *next)
{
	size_t at = wanted(rq);
	const struct next_date *d = at < next->n ? &next->p[at] : NULL;
	struct calendar_event ev = { .stamp = clock_now() };
	str file;

	if (!d)
		return ERR_NOTFOUND;
	ev.uid = d->sitting ? str_fmt(rq->arena, "sitting-%lld-" STR_FMT, (long long)d->sitting, STR_ARG(p->public_id)) :
		str_fmt(rq->arena, STR_FMT "-" STR_FMT, STR_ARG(d->phase->id), STR_ARG(p->public_id));
	ev.starts = d->starts;
	ev.ends = d->ends;
	/* A plan changes and nobody counts how often: minutes since the process began only rise. */
	ev.sequence = (ev.stamp - p->created) / 60;
	ev.title = next_title(rq->arena, rq->lang, p, d);
	ev.place = d->place;
	ev.url = str_fmt(rq->arena, STR_FMT "/w/" STR_FMT, STR_ARG(req_site(rq)), STR_ARG(p->public_id));
	TRY(calendar_file(rq->arena, CALENDAR_PUBLISH, &ev, 1, &file));
	response_header_set(rs, S("Content-Type"), S("text/calendar; charset=utf-8; method=PUBLISH"));
	response_header_set(rs, S("Content-Disposition"), S("attachment; filename=\"medvirk.ics\""));
	buf_add(&rs->body, file);
	return OK;
}

err
room_calendar_page(struct req *rq, struct response *rs)
{
	struct next_dates next;
	struct sitting s;
	struct process p;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(sitting_get(c, rq->arena, rq->sitting, &s));
	TRY(process_get(rq->app, c, rq->arena, s.process, &p));
	TRY(chain_next(c, rq->arena, &p, s.phase, &next));
	return answer(rq, rs, &p, &next);
}

err
public_calendar_page(struct req *rq, struct response *rs)
{
	struct next_dates next;
	struct process p;
	struct db_conn *c;
	struct rows r;

	TRY(req_read(rq, &c));
	TRY(db_one(c, rq->arena, &r, PROCESS_BY_PUBLIC_ID, TEXT(rq->params[0])));
	TRY(process_get(rq->app, c, rq->arena, row_int(&r, 0, 0), &p));
	TRY(chain_next(c, rq->arena, &p, (str){ 0 }, &next));
	return answer(rq, rs, &p, &next);
}
