/* next.c: what a process needs next, and who has it. */
#include "app/agenda/agenda.h"
#include "app/causes/causes.h"
#include "app/lift/lift.h"
#include "app/process/checklist.h"
#include "app/process/home.h"
#include "base/clock.h"
#include "text/date.h"

#define MOST_SHOWN 8
#define MOST_FOUND 200
#define AHEAD ((int64_t)28 * 86400)	/* what lies further on does not wait yet */

struct finding {
	struct req *rq;
	struct db_conn *c;
	const struct process *p;
	unsigned roles;
	const struct timeline *line;
	struct next_thing found[MOST_FOUND];
	size_t n;
};

static void
put(struct finding *f, struct next_thing t)
{
	t.place = f->p->unit_name;
	t.order = t.order ? t.order : t.due ? t.due : INT64_MAX;
	if (f->n < MOST_FOUND)
		f->found[f->n++] = t;
}

static str
has_this(struct finding *f, str who)
{
	return fill(f->rq->arena, f->rq->lang, tr(f->rq->lang, "Responsible: {who}"), V("who", who));
}

/* "the group" at the beginning of a sentence. Only ASCII first letters are raised; others stay. */
static str
capital(struct arena *a, str s)
{
	char *p;

	if (s.n == 0 || s.p[0] < 'a' || s.p[0] > 'z')
		return s;
	p = arena_alloc(a, s.n, 1);
	memcpy(p, s.p, s.n);
	p[0] = (char)(p[0] - 'a' + 'A');
	return (str){ p, s.n };
}

static str
the_group(struct finding *f)
{
	return has_this(f, capital(f->rq->arena, text_in(&f->p->method->group.the, f->rq->lang)));
}

static str
at(struct finding *f, const char *rest)
{
	return str_fmt(f->rq->arena, "/p/%" PRId64 "%s", f->p->id, rest);
}

/* ---- the start ---- */

/* Somebody with two hats is waited for once. */
static bool
is_waited_for_before(const struct agreement_parties *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (all->p[k].who.person == all->p[i].who.person && all->p[k].needed && all->p[k].answer == ANSWER_NONE)
			return true;
	return false;
}

/* Those besides the reader, whose own answer is a thing of her own. */
static str
waiting_names(struct finding *f, const struct agreement_parties *all)
{
	struct buf b = buf_new(f->rq->arena, 4096);

	for (size_t i = 0; i < all->n; i++) {
		if (!all->p[i].needed || all->p[i].answer != ANSWER_NONE || all->p[i].who.person == f->rq->user->id)
			continue;
		if (is_waited_for_before(all, i))
			continue;
		if (b.n)
			buf_add(&b, S(", "));
		buf_add(&b, all->p[i].who.name);
	}
	return buf_str(&b);
}

static err
start_waits(struct finding *f, int64_t id)
{
	struct agreement_parties all;
	struct agreement g;
	str names;

	TRY(agreement_get(f->c, f->rq->arena, id, &g));
	TRY(agreement_parties(f->c, f->rq->arena, &g, &all));
	names = waiting_names(f, &all);
	if (names.n)
		put(f, (struct next_thing){ .title = tr(f->rq->lang, "Agreed to start"), .due = g.due,
			.href = str_fmt(f->rq->arena, "/p/%" PRId64 "/agreements/%" PRId64, f->p->id, id),
			.who = fill(f->rq->arena, f->rq->lang, tr(f->rq->lang, "Waits for {names}"), V("names", names)) });
	return OK;
}

/* The planning meeting comes first: in it people can still write for themselves alone. Once it is over this is the next thing. */
static err
find_start(struct finding *f)
{
	const struct method_session *first = phase_meet(&f->p->method->phases[0]);
	struct next_thing t = { .title = tr(f->rq->lang, "Agree to start together"), .minutes = 5, .href = at(f, "#start"),
		.who = the_group(f), .mine = (f->roles & WHO_GROUP) != 0 };
	enum agreement_state state;
	int64_t id;

	if (f->p->state != PROCESS_DRAFT)
		return OK;
	TRY(agreement_state(f->c, f->rq->arena, f->p->unit, f->p->id, "start", S(""), &state, &id));
	if (agreement_is_open(state))
		return start_waits(f, id);
	if (first && plan_is_held(&f->line->all, first)) {
		t.text = tr(f->rq->lang, "Each of you answers on your own phone, with your own password. It counts when all have said yes.");
		t.order = 1;
	} else {
		t.text = tr(f->rq->lang, "Do it at the end of the planning meeting: show the code on the screen, and each of you answers "
					 "on your own phone.");
		t.due = first && plan_last(&f->line->all, first) ? plan_last(&f->line->all, first) + 1 : 0;
		t.due_is_when = true;
	}
	put(f, t);
	return OK;
}

static void
find_dates(struct finding *f)
{
	if (f->p->state == PROCESS_ANCHORED)
		put(f, (struct next_thing){ .title = tr(f->rq->lang, "See that the dates hold"), .minutes = 10,
			.text = tr(f->rq->lang, "Look at the dates together, change what does not fit, and say that they hold."),
			.href = at(f, "/plan"), .who = the_group(f), .mine = (f->roles & WHO_PLAN) != 0,
			.due = date_add_days(f->p->started, 3) });
	if (f->p->state == PROCESS_PAUSED)
		put(f, (struct next_thing){ .title = tr(f->rq->lang, "The work is paused"), .who = the_group(f),
			.text = tr(f->rq->lang, "Nothing is asked of anybody until you take it up again."), .href = at(f, "/settings"),
			.mine = (f->roles & WHO_GROUP) != 0 });
}

/* ---- gatherings ---- */

static const struct method_session *
session_of(const struct process *p, const struct plan_sitting *g)
{
	const struct method_phase *ph = method_phase(p->method, g->phase);

	return ph ? method_session(ph, g->session) : NULL;
}

/* What is open is gone into at once; one that nobody leads has its page only. */
static str
gathering_href(struct finding *f, const struct plan_sitting *g)
{
	if (str_eq(g->state, S("open")) && str_eq(g->kind, S("group")))
		return str_fmt(f->rq->arena, "/s/%" PRId64 "/meeting", g->id);
	if (str_eq(g->state, S("open")) && str_eq(g->kind, S("staff")))
		return str_fmt(f->rq->arena, "/r/" STR_FMT "/desk", STR_ARG(g->code));
	return str_fmt(f->rq->arena, "/s/%" PRId64, g->id);
}

static void
find_gatherings(struct finding *f)
{
	for (size_t i = 0; i < f->line->all.n; i++) {
		const struct plan_sitting *g = &f->line->all.p[i];
		const struct method_session *s = session_of(f->p, g);
		bool open = str_eq(g->state, S("open"));
		struct next_thing t = { .minutes = s ? s->minutes : 0, .due = g->starts_at, .due_is_when = true,
			.mine = (f->roles & WHO_DESK) != 0, .who = the_group(f), .href = gathering_href(f, g) };
		if (!s || str_eq(g->state, S("closed")))
			continue;
		t.title = text_in(&s->name, f->rq->lang);
		t.text = text_in(&s->aim, f->rq->lang);
		t.button = open ? tr(f->rq->lang, "Go on") : tr(f->rq->lang, "See the meeting");
		if (open) {
			t.due = 0;
			t.order = 1;
		}
		put(f, t);
	}
}

/* ---- meetings of the group and staff meetings ---- */

/* A planned one with its day; minutes that wait for this person. */
static err
find_meetings(struct finding *f, struct next_things *next)
{
	struct agenda_meetings all;
	const struct group *group;

	TRY(agenda_waiting(f->c, f->rq->arena, f->p->id, f->rq->user->id, &all));
	if (!all.n)
		return OK;
	TRY(next_group(f->rq, f->c, f->p->unit, next, &group));
	for (size_t i = 0; i < all.n; i++) {
		const struct agenda_meeting *m = &all.p[i];
		bool waits = agenda_state(m) == AGENDA_HELD && agenda_needs(group, f->rq->user->id);
		struct next_thing t = { .title = m->title, .mine = true, .who = the_group(f), .due = m->starts_at, .due_is_when = true,
			.minutes = m->minutes, .text = m->purpose, .button = tr(f->rq->lang, "See the meeting"),
			.href = str_fmt(f->rq->arena, "/p/%" PRId64 "/meetings/%" PRId64, f->p->id, m->id) };
		if (waits) {
			t.title = fill(f->rq->arena, f->rq->lang, tr(f->rq->lang, "Read the minutes of “{title}”"), V("title", m->title));
			t.text = (str){ 0 };
			t.minutes = 5;
			t.due = date_add_days(m->ended_at, (int)f->p->object_days);
			t.due_is_when = false;
			t.button = tr(f->rq->lang, "Read the minutes");
		} else if (agenda_is_over(m) || !m->starts_at) {
			continue;
		}
		if (agenda_state(m) == AGENDA_BEGUN) {
			t.due = 0;
			t.order = 1;
			t.button = tr(f->rq->lang, "Go on");
		}
		put(f, t);
	}
	return OK;
}

/* ---- checklists ---- */

static err
find_checks(struct finding *f)
{
	struct checklists lists;

	TRY(checklists_waiting(f->c, f->rq->arena, f->rq->lang, f->p, &f->line->all, f->line->now, &lists));
	/* What was to be done before a session that has been held waits no longer. */
	for (size_t i = 0; i < lists.n; i++) {
		const struct check_session *cs = &lists.p[i];
		int64_t leads = f->line->plan.rows[cs->session->phase->index].leads;
		bool held = plan_is_held(&f->line->all, cs->session);
		for (size_t k = 0; k < cs->n; k++) {
			const struct check_item *item = &cs->p[k];
			str href = check_href(f->rq->arena, f->p, cs->session, item->item);
			if (held && item->when == WHEN_BEFORE)
				continue;
			put(f, (struct next_thing){ .title = item->text, .text = item->help, .minutes = item->minutes, .due = item->due,
				.who = has_this(f, check_who(f->rq->lang, item)),
				.done = str_fmt(f->rq->arena, "/p/%" PRId64 "/checklists/%" PRId64, f->p->id, item->id),
				.mine = check_is_mine(item, f->rq->user->id, f->roles, leads),
				.href = href.n ? href : str_fmt(f->rq->arena, "/p/%" PRId64 "/checklists?phase=" STR_FMT "#check-%" PRId64,
					f->p->id, STR_ARG(cs->session->phase->id), item->id) });
		}
	}
	return OK;
}

/* ---- what must be found out, and what is lifted ---- */

static err
find_tasks(struct finding *f)
{
	struct find_outs all;

	TRY(find_outs_read(f->c, f->rq->arena, f->p->id, &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct find_out *t = &all.p[i];
		if (t->done_at || !t->due_at)
			continue;
		put(f, (struct next_thing){ .title = fill(f->rq->arena, f->rq->lang, tr(f->rq->lang, "Find out: {what}"), V("what", t->body)),
			.due = t->due_at, .mine = t->owner == f->rq->user->id, .who = t->owner_name.n ? has_this(f, t->owner_name) : the_group(f),
			.href = str_fmt(f->rq->arena, "/p/%" PRId64 "/causes#task-%" PRId64, f->p->id, t->id) });
	}
	return OK;
}

/* One that has been sent waits for the level above; one that has not, for the group. */
static err
find_lifts(struct finding *f)
{
	struct lifts all;

	TRY(lifts_read(f->c, f->rq->arena, f->p->id, !(f->roles & WHO_GROUP), &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct lift *w = &all.p[i];
		if (w->answered_at)
			continue;
		put(f, (struct next_thing){ .title = fill(f->rq->arena, f->rq->lang, w->lifted_at ?
				tr(f->rq->lang, "Answer what was lifted: {what}") : tr(f->rq->lang, "Send what you lift: {what}"), V("what", w->what)),
			.due = w->lifted_at ? date_add_days(w->lifted_at, 14) : 0, .order = w->lifted_at ? 0 : clock_now(), .minutes = 10,
			.mine = w->lifted_at ? w->level == LIFT_SUPERIOR && (f->roles & ROLE_BIT(ROLE_SUPERIOR)) : (f->roles & WHO_GROUP) != 0,
			.who = w->lifted_at ? has_this(f, lift_level_name(f->rq->lang, w->level)) : the_group(f),
			.href = str_fmt(f->rq->arena, "/p/%" PRId64 "/lifts#lift-%" PRId64, f->p->id, w->id) });
	}
	return OK;
}

/* ---- staff ---- */

/* What is coming, for those who are to take part. */
static void
find_for_staff(struct finding *f)
{
	for (size_t i = 0; i < f->line->all.n; i++) {
		const struct plan_sitting *g = &f->line->all.p[i];
		const struct method_session *s = session_of(f->p, g);
		bool open = str_eq(g->state, S("open"));
		if (!s || s->kind != SESSION_WORKSHOP || str_eq(g->state, S("closed")) || (!open && g->starts_at < clock_now()))
			continue;
		put(f, (struct next_thing){ .title = text_in(&s->name, f->rq->lang), .text = text_in(&s->aim, f->rq->lang),
			.minutes = s->minutes, .due = g->starts_at, .due_is_when = true, .mine = true,
			.who = tr(f->rq->lang, "Everybody is invited"),
			.href = open ? S("/r") : str_fmt(f->rq->arena, "/w/" STR_FMT, STR_ARG(f->p->public_id)),
			.button = open ? tr(f->rq->lang, "Take part with the code") : tr(f->rq->lang, "Read what it is about") });
		return;
	}
}

static int
sooner(const struct next_thing *a, const struct next_thing *b)
{
	return a->order < b->order ? -1 : a->order > b->order;
}

/* Stable: what was found first stays first on the same day. */
void
next_sort(struct next_thing *p, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && sooner(&p[k], &p[k - 1]) < 0; k--) {
			struct next_thing t = p[k];
			p[k] = p[k - 1];
			p[k - 1] = t;
		}
}

err
process_next(struct req *rq, struct db_conn *c, const struct process *p, const struct timeline *line, unsigned roles,
	struct next_things *all)
{
	struct finding *f = NEW(rq->arena, struct finding);
	int64_t horizon;

	if (p->state == PROCESS_ENDED || p->state == PROCESS_ARCHIVED)
		return OK;
	*f = (struct finding){ .rq = rq, .c = c, .p = p, .roles = roles, .line = line };
	if (roles & WHO_DESK) {
		find_dates(f);
		if (p->state != PROCESS_PAUSED) {
			find_gatherings(f);
			TRY(find_start(f));
			if (roles & WHO_GROUP)
				TRY(find_meetings(f, all));
			TRY(find_checks(f));
			TRY(find_tasks(f));
			TRY(find_lifts(f));
		}
	} else if (roles & ROLE_BIT(ROLE_SUPERIOR)) {
		TRY(find_lifts(f));
	} else if ((roles & WHO_STAFF) && p->state != PROCESS_DRAFT && p->state != PROCESS_PAUSED) {
		find_for_staff(f);
	}
	next_sort(f->found, f->n);
	horizon = (f->n && f->found[0].due > clock_now() ? f->found[0].due : clock_now()) + AHEAD;
	for (size_t i = 0, shown = 0; i < f->n && shown < MOST_SHOWN; i++) {
		if (i > 0 && f->found[i].due > horizon)
			continue;
		next_add(rq, all, f->found[i]);
		shown++;
	}
	return OK;
}

/* The answers that wait for the reader come before what the plan says. */
err
process_next_all(struct req *rq, struct db_conn *c, const struct process *p, const struct timeline *line, unsigned roles,
	struct next_things *all)
{
	struct agreements_waiting w;

	TRY(agreements_waiting(c, rq->arena, rq->user->id, &w));
	for (size_t i = 0; i < w.n; i++) {
		if (w.p[i].process != p->id)
			continue;
		next_add(rq, all, (struct next_thing){ .mine = true, .minutes = 2, .due = w.p[i].due,
			.title = tr_dynamic(rq->lang, str_of(agreement_kind_of(w.p[i].kind)->title)),
			.text = tr(rq->lang, "The others wait for your answer. You give it with your own password."),
			.button = tr(rq->lang, "Answer"),
			.href = str_fmt(rq->arena, "/p/%" PRId64 "/agreements/%" PRId64, p->id, w.p[i].id) });
	}
	return process_next(rq, c, p, line, roles, all);
}
