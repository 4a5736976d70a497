/* process.c: a process is begun, found and moved on. */
#include "app/process/process.h"

#include "app/access/audit.h"
#include "app/meeting/sitting.h"
#include "app/process/days.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

static const struct {
	const char *word, *name, *audit;
} states[] = {
	[PROCESS_DRAFT] = { "draft", N_("Being planned"), NULL },
	[PROCESS_ANCHORED] = { "anchored", N_("Agreed to start"), "process.anchored" },
	[PROCESS_PLANNED] = { "planned", N_("Planned"), "process.planned" },
	[PROCESS_RUNNING] = { "running", N_("Under way"), "process.running" },
	[PROCESS_PAUSED] = { "paused", N_("Paused"), "process.paused" },
	[PROCESS_ENDED] = { "ended", N_("Finished"), "process.ended" },
	[PROCESS_ARCHIVED] = { "archived", N_("Put away"), "process.archived" },
};

str
process_state_word(enum process_state s)
{
	return str_of(states[s].word);
}

str
process_state_name(enum lang l, enum process_state s)
{
	return tr_dynamic(l, str_of(states[s].name));
}

enum process_state
process_state_of(str word)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (str_eq(word, str_of(states[i].word)))
			return (enum process_state)i;
	return PROCESS_DRAFT;
}

static err
process_row(struct app *app, struct db_conn *c, struct arena *a, const struct rows *r, size_t i, struct process *out)
{
	*out = (struct process){
		.id = row_int(r, i, 0),
		.unit = row_int(r, i, 1),
		.name = row_text(r, i, 2),
		.unit_name = row_text(r, i, 3),
		.place = row_text(r, i, 4),
		.public_id = row_text(r, i, 5),
		.state = process_state_of(row_text(r, i, 6)),
		.k = row_int(r, i, 7),
		.staff_count = row_int(r, i, 8),
		.first_reading = row_int(r, i, 9) != 0,
		.paper_by_group = str_eq(row_text(r, i, 10), S("group")),
		.object_days = row_int(r, i, 11),
		.created = row_int(r, i, 12),
		.created_by = row_int(r, i, 13),
		.started = row_int(r, i, 14),
		.ended = row_int(r, i, 15),
		.poster = row_text(r, i, 16),
	};
	return process_method(app, c, a, out->id, &out->method);
}

err
process_get(struct app *app, struct db_conn *c, struct arena *a, int64_t id, struct process *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PROCESS_GET, INT(id)));
	return process_row(app, c, a, &r, 0, out);
}

err
process_by_public_id(struct app *app, struct db_conn *c, struct arena *a, str id, struct process *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PROCESS_BY_PUBLIC_ID, TEXT(id)));
	return process_get(app, c, a, row_int(&r, 0, 0), out);
}

err
processes_of_unit(struct app *app, struct db_conn *c, struct arena *a, int64_t unit, struct processes *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, PROCESSES_OF_UNIT, INT(unit)));
	out->p = NEW_ARRAY(a, struct process, r.n);
	out->n = r.n;
	for (size_t i = 0; i < r.n; i++)
		TRY(process_row(app, c, a, &r, i, &out->p[i]));
	return OK;
}

/* ---- beginning ---- */

/* So many days later at the same clock time, moved on from weekends and days off. */
static int64_t
weekday_after(struct arena *a, int64_t t, int days)
{
	t = date_add_days(t, days);
	while (day_is_off(a, t))
		t = date_add_days(t, 1);
	return t;
}

static str
moment_word(enum item_when w)
{
	return w == WHEN_DURING ? S("during") : w == WHEN_AFTER ? S("after") : S("before");
}

static err
add_checklist(struct db_conn *c, const struct process_begin *b, const struct method_phase *p, const struct method_session *s,
	int64_t *position)
{
	for (size_t i = 0; i < s->item_count; i++)
		TRY(db_exec(c, NULL, CHECK_INSERT, INT(b->id), TEXT(p->id), TEXT(s->id), TEXT(moment_word(s->checklist[i].when)),
			TEXT(s->checklist[i].id), TEXT(S("")), NIL, INT(++*position)));
	return OK;
}

/* One phase: the group's meeting before, then the workshop; each with its run sheet. A phase with one session has one date. */
static err
add_phase(struct db_conn *c, const struct process_begin *b, const struct method_phase *p, int64_t *at, bool *first)
{
	int64_t prepare_at = 0, meet_at = 0, position = 0, sitting;

	for (size_t i = 0; i < p->session_count; i++) {
		const struct method_session *s = &p->sessions[i];
		struct sitting wanted = { .process = b->id, .phase = p->id, .session = s->id, .place = b->place };
		if (!*first)
			*at = weekday_after(b->arena, *at, s->days_after);
		*first = false;
		TRY(add_checklist(c, b, p, s, &position));
		if (s->kind == SESSION_PERIOD)
			continue;
		if (s == phase_meet(p))
			meet_at = *at;
		else if (s == phase_prepare(p))
			prepare_at = *at;
		wanted.kind = s->kind == SESSION_WORKSHOP ? SITTING_STAFF : SITTING_GROUP;
		wanted.starts_at = *at;
		TRY(sitting_create(c, b->arena, b->method, &wanted, &sitting));
	}
	return db_exec(c, NULL, PHASE_INSERT, INT(b->id), TEXT(p->id), INT_OR_NIL(prepare_at), TEXT(b->place), INT_OR_NIL(meet_at),
		TEXT(b->place));
}

err
process_object_days(struct db_conn *c, struct arena *a, int64_t process, int *days)
{
	struct rows r;

	*days = PROCESS_DAYS_USUAL;
	if (!process)
		return OK;
	TRY(db_one(c, a, &r, PROCESS_OBJECT_DAYS, INT(process)));
	*days = (int)row_int(&r, 0, 0);
	return OK;
}

err
process_begin(struct db_conn *c, void *begin)
{
	struct process_begin *b = begin;
	struct rows r;
	int64_t at = b->first_at;
	bool is_new, first = true;

	TRY(form_key_use(c, b->key, &is_new));
	if (!is_new) {
		TRY(db_one(c, b->arena, &r, PROCESS_BY_KEY, INT(b->unit), INT(b->person)));
		b->id = row_int(&r, 0, 0);
		return OK;
	}
	TRY(shelf_keep(c, b->method));
	TRY(db_one(c, b->arena, &r, PROCESS_INSERT, INT(b->unit), TEXT(b->method->hash), TEXT(b->name), TEXT(b->place),
		INT(b->staff_count), TEXT(rand_hex(b->arena, 12)), INT(clock_now()), INT(b->person)));
	b->id = row_int(&r, 0, 0);
	for (size_t i = 0; i < b->method->phase_count; i++)
		TRY(add_phase(c, b, &b->method->phases[i], &at, &first));
	for (size_t i = 0; i < b->method->rule_count; i++)
		TRY(db_exec(c, NULL, RULE_INSERT, INT(b->id), INT(i + 1), TEXT(text_in(&b->method->rules[i].rule, b->lang))));
	return audit_add(c, b->arena, b->unit, b->id, b->person, 0, "process.begin", S(""));
}

/* ---- states (domain.md G.2) ---- */

static bool
may_follow(enum process_state from, enum process_state to)
{
	static const unsigned next[] = {
		[PROCESS_DRAFT] = 1u << PROCESS_ANCHORED,
		[PROCESS_ANCHORED] = 1u << PROCESS_PLANNED | 1u << PROCESS_RUNNING | 1u << PROCESS_PAUSED | 1u << PROCESS_ENDED,
		[PROCESS_PLANNED] = 1u << PROCESS_RUNNING | 1u << PROCESS_PAUSED | 1u << PROCESS_ENDED,
		[PROCESS_RUNNING] = 1u << PROCESS_PAUSED | 1u << PROCESS_ENDED,
		[PROCESS_PAUSED] = 1u << PROCESS_RUNNING | 1u << PROCESS_ENDED,
		[PROCESS_ENDED] = 1u << PROCESS_ARCHIVED | 1u << PROCESS_RUNNING,
		[PROCESS_ARCHIVED] = 1u << PROCESS_RUNNING,
	};

	return (next[from] & 1u << to) != 0;
}

err
process_set_state_why(struct db_conn *c, struct arena *a, int64_t id, int64_t person, enum process_state to, str reason)
{
	enum process_state from;
	struct rows r;
	int64_t now = clock_now();

	TRY(db_one(c, a, &r, PROCESS_GET, INT(id)));
	from = process_state_of(row_text(&r, 0, 6));
	if (from == to)
		return OK;
	if (!may_follow(from, to))
		return ERR_CONFLICT;
	TRY(db_exec(c, NULL, PROCESS_STATE, INT(id), TEXT(process_state_word(to)),
		to == PROCESS_ANCHORED || to == PROCESS_RUNNING ? INT(now) : NIL,
		to == PROCESS_ENDED ? INT(now) : to == PROCESS_ARCHIVED ? INT(row_int(&r, 0, 15)) : NIL));
	return audit_add(c, a, row_int(&r, 0, 1), id, person, 0, states[to].audit,
		reason.n ? audit_body(a, V("reason", reason)) : S(""));
}

err
process_set_state(struct db_conn *c, struct arena *a, int64_t id, int64_t person, enum process_state to)
{
	return process_set_state_why(c, a, id, person, to, S(""));
}
