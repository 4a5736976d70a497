/* date_pages.c: the next date, and the whole plan, as calendar files. */
#include "app/calendar/calendar.h"
#include "app/calendar/calendar_pages.h"
#include "app/chain/chain.h"
#include "app/meeting/sitting.h"

#define YEAR ((int64_t)366 * 86400)

static err
answer_file(struct response *rs, str file, const char *name)
{
	response_header_set(rs, S("Content-Type"), S("text/calendar; charset=utf-8; method=PUBLISH"));
	response_header_set(rs, S("Content-Disposition"), str_fmt(rs->arena, "attachment; filename=\"%s.ics\"", name));
	buf_add(&rs->body, file);
	return OK;
}

/* Which of several sittings, counted from 1. */
static size_t
wanted(const struct req *rq)
{
	str n = req_query(rq, S("n"));
	int64_t at = 1;

	return n.n && (str_int(n, &at) || at < 1) ? SIZE_MAX : (size_t)at - 1;
}

static err
answer_next(struct req *rq, struct response *rs, const struct process *p, const struct next_dates *next)
{
	struct calendar_reader to = { .p = p, .lang = rq->lang, .site = req_site(rq) };
	size_t at = wanted(rq);
	const struct next_date *d = at < next->n ? &next->p[at] : NULL;
	struct plan_sitting g = { 0 };
	struct calendar_event ev;
	str file;

	if (!d)
		return ERR_NOTFOUND;
	g = (struct plan_sitting){ .id = d->sitting, .phase = d->phase->id, .session = d->session->id, .label = d->label,
		.place = d->place, .starts_at = d->starts, .ends_at = d->ends, .moved = d->moved,
		.kind = sitting_kind_word(d->voting ? SITTING_VOTING : SITTING_STAFF) };
	ev = calendar_of(rq->arena, &to, &g);
	if (!d->sitting)
		ev.uid = str_fmt(rq->arena, STR_FMT "-" STR_FMT, STR_ARG(d->phase->id), STR_ARG(p->public_id));
	TRY(calendar_file(rq->arena, CALENDAR_PUBLISH, &ev, 1, &file));
	return answer_file(rs, file, "medvirk");
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
	return answer_next(rq, rs, &p, &next);
}

err
public_calendar_page(struct req *rq, struct response *rs)
{
	struct next_dates next;
	struct process p;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_by_public_id(rq->app, c, rq->arena, rq->params[0], &p));
	TRY(chain_next(c, rq->arena, &p, (str){ 0 }, &next));
	return answer_next(rq, rs, &p, &next);
}

err
plan_calendar_page(struct req *rq, struct response *rs)
{
	struct calendar_reader to = { .lang = rq->lang, .site = req_site(rq), .group = req_has_role(rq, WHO_DESK) };
	struct calendar_events all = { 0 };
	struct process p;
	struct db_conn *c;
	str file;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	to.p = &p;
	TRY(calendar_add(c, rq->arena, &to, p.created - YEAR, p.created + 20 * YEAR, &all));
	TRY(calendar_feed(rq->arena, str_fmt(rq->arena, STR_FMT ", " STR_FMT, STR_ARG(p.name), STR_ARG(p.unit_name)), all.p, all.n, &file));
	return answer_file(rs, file, "plan");
}
