/* checklist.c: the lines of the checklists, read and ticked. */
#include "app/process/checklist.h"

#include "base/clock.h"
#include "text/date.h"

static enum item_when
when_of(str word)
{
	return str_eq(word, S("during")) ? WHEN_DURING : str_eq(word, S("after")) ? WHEN_AFTER : WHEN_BEFORE;
}

static str
when_word(enum item_when w)
{
	return w == WHEN_DURING ? S("during") : w == WHEN_AFTER ? S("after") : S("before");
}

static const struct method_item *
item_of(const struct method_session *s, str id)
{
	for (size_t i = 0; i < s->item_count; i++)
		if (str_eq(s->checklist[i].id, id))
			return &s->checklist[i];
	return NULL;
}

static struct check_item
check_row(enum lang l, const struct process *p, const struct rows *r, size_t i, const struct method_session *s,
	const struct plan_sittings *all)
{
	struct check_item k = { .id = row_int(r, i, 0), .when = when_of(row_text(r, i, 3)), .text = row_text(r, i, 5),
		.owner = row_int(r, i, 6), .owner_name = row_text(r, i, 7), .done_at = row_int(r, i, 8),
		.done_by = row_text(r, i, 9), .role = METHOD_GROUP };
	int64_t at = k.when == WHEN_AFTER ? plan_last(all, s) : plan_first(all, s);

	k.item = item_of(s, row_text(r, i, 4));
	if (k.item) {
		k.text = text_in(&k.item->text, l);
		k.help = text_in(&k.item->help, l);
		k.role = k.item->role;
		k.minutes = k.item->minutes;
	}
	if (at) {
		k.due = date_add_days(at, k.item ? k.item->days : k.when == WHEN_BEFORE ? -1 : k.when == WHEN_AFTER);
		/* Nobody can have done it before there was a plan. */
		k.due = k.due < p->created ? p->created : k.due;
	}
	return k;
}

static void
add_session(struct arena *a, enum lang l, const struct process *p, const struct rows *r, const struct method_session *s, const struct plan_sittings *all,
	struct checklists *out)
{
	struct check_session *cs = &out->p[out->n];

	*cs = (struct check_session){ .session = s, .at = plan_first(all, s), .p = NEW_ARRAY(a, struct check_item, r->n) };
	for (size_t i = 0; i < r->n; i++) {
		if (!str_eq(row_text(r, i, 1), s->phase->id) || !str_eq(row_text(r, i, 2), s->id))
			continue;
		cs->p[cs->n] = check_row(l, p, r, i, s, all);
		cs->done += cs->p[cs->n++].done_at != 0;
	}
	out->n += cs->n > 0;
}

/* The rows of the phase `from` and those after it, by session. */
static void
by_session(struct arena *a, enum lang l, const struct process *p, const struct plan_sittings *all, const struct rows *r, size_t from,
	struct checklists *out)
{
	size_t sessions = 0;

	for (size_t i = from; i < p->method->phase_count; i++)
		sessions += p->method->phases[i].session_count;
	out->n = 0;
	out->p = NEW_ARRAY(a, struct check_session, sessions + 1);
	for (size_t i = from; i < p->method->phase_count; i++)
		for (size_t k = 0; k < p->method->phases[i].session_count; k++)
			add_session(a, l, p, r, &p->method->phases[i].sessions[k], all, out);
}

err
checklists_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, const struct plan_sittings *all,
	struct checklists *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, CHECKS, INT(p->id), INT(false)));
	by_session(a, l, p, all, &r, 0, out);
	return OK;
}

err
checklists_waiting(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, const struct plan_sittings *all,
	size_t from, struct checklists *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, CHECKS, INT(p->id), INT(true)));
	by_session(a, l, p, all, &r, from, out);
	return OK;
}

/* ---- whose, and where ---- */

str
check_href(struct arena *a, const struct process *p, const struct method_session *s, const struct method_item *item)
{
	static const char *const pages[] = { [OPENS_PRINT] = "print", [OPENS_PLAN] = "plan", [OPENS_MESSAGES] = "messages",
		[OPENS_TRY] = "sittings", [OPENS_CHOOSE] = "choose", [OPENS_POSTER] = "print", [OPENS_RULES] = "rules",
		[OPENS_INVITE] = "invite", [OPENS_PAPER] = "sittings", [OPENS_SITTINGS] = "sittings" };
	const char *page = item && item->opens < COUNT(pages) ? pages[item->opens] : NULL;
	bool by_phase = page && (item->opens == OPENS_PRINT || item->opens == OPENS_POSTER || item->opens == OPENS_INVITE ||
		item->opens == OPENS_MESSAGES);

	if (!page)
		return (str){ 0 };
	return str_fmt(a, "/p/%" PRId64 "/%s%s" STR_FMT, p->id, page, by_phase ? "?phase=" : "", STR_ARG(by_phase ? s->phase->id :
		(str){ 0 }));
}

static enum role
role_for(enum method_role r)
{
	switch (r) {
	case METHOD_LEADER: return ROLE_LEADER;
	case METHOD_UNION: return ROLE_UNION;
	case METHOD_SAFETY: return ROLE_SAFETY;
	case METHOD_EMPLOYEE_REP: return ROLE_EMPLOYEE_REP;
	case METHOD_HELPER: return ROLE_HELPER;
	case METHOD_HOST: return ROLE_WORKSHOP_LEADER;
	case METHOD_STAFF: return ROLE_STAFF;
	case METHOD_GROUP: break;
	}
	return ROLE_NONE;
}

str
method_role_in_text(struct arena *a, enum lang l, const struct method *m, enum method_role r)
{
	if (r == METHOD_GROUP)
		return text_in(&m->group.the, l);
	if (r == METHOD_HOST)
		return text_in(&m->host.the, l);
	return role_in_text(a, l, role_for(r));
}

str
check_who(enum lang l, const struct check_item *k)
{
	if (k->owner)
		return k->owner_name;
	if (k->role == METHOD_GROUP)
		return tr(l, "The whole group");
	return role_name(l, role_for(k->role));
}

bool
check_is_mine(const struct check_item *k, int64_t person, unsigned roles, int64_t leads)
{
	if (k->owner)
		return k->owner == person;
	if (k->role == METHOD_GROUP)
		return (roles & WHO_GROUP) != 0;
	if (k->role == METHOD_HOST && leads)
		return leads == person;
	/* Where there is no union representative the employee representative has it. */
	if (k->role == METHOD_UNION)
		return (roles & (ROLE_BIT(ROLE_UNION) | ROLE_BIT(ROLE_EMPLOYEE_REP))) != 0;
	return (roles & ROLE_BIT(role_for(k->role))) != 0;
}

/* ---- changes ---- */

/* Somebody who works here: with another's number the page would tell who that is. */
static err
check_owner(struct db_conn *c, const struct check_change *k)
{
	struct rows r;

	if (!k->owner)
		return OK;
	TRY(db_one(c, k->arena, &r, CHECK_OWNER_HERE, INT(k->process), INT(k->owner), INT(clock_now())));
	return row_int(&r, 0, 0) ? OK : ERR_INVALID;
}

static err
add(struct db_conn *c, struct check_change *k)
{
	struct rows r;

	TRY(check_owner(c, k));
	TRY(db_one(c, k->arena, &r, CHECK_COUNT_OWN, INT(k->process)));
	if (row_int(&r, 0, 0) >= CHECK_MOST)
		return ERR_TOOMANY;
	return db_exec(c, NULL, CHECK_INSERT, INT(k->process), TEXT(k->phase), TEXT(k->session), TEXT(when_word(k->when)),
		TEXT(S("")), TEXT(k->text), INT_OR_NIL(k->owner), INT(1000 + row_int(&r, 0, 1)));
}

err
check_write(struct db_conn *c, void *change)
{
	struct check_change *k = change;
	struct rows r;
	bool is_new;

	TRY(form_key_use(c, k->key, &is_new));
	if (!is_new)
		return OK;
	if (k->act == CHECK_ADD)
		return add(c, k);
	TRY(db_one(c, k->arena, &r, CHECK_GET, INT(k->item), INT(k->process)));
	if ((k->act == CHECK_REMOVE || k->act == CHECK_CHANGE) && row_text(&r, 0, 0).n)
		return ERR_DENIED;
	switch (k->act) {
	case CHECK_DONE:
		return db_exec(c, NULL, CHECK_TICK, INT(k->item), INT(k->process), INT(clock_now()), INT(k->person));
	case CHECK_UNDONE: return db_exec(c, NULL, CHECK_TICK, INT(k->item), INT(k->process), NIL, NIL);
	case CHECK_OWNER:
		TRY(check_owner(c, k));
		return db_exec(c, NULL, CHECK_GIVE, INT(k->item), INT(k->process), INT_OR_NIL(k->owner));
	case CHECK_CHANGE:
		TRY(check_owner(c, k));
		return db_exec(c, NULL, CHECK_REWORD, INT(k->item), INT(k->process), TEXT(k->text), INT_OR_NIL(k->owner));
	case CHECK_REMOVE: return db_exec(c, NULL, CHECK_DROP, INT(k->item), INT(k->process));
	case CHECK_ADD: break;
	}
	return OK;
}

err
checks_done_there(struct db_conn *c, int64_t process, const struct method_phase *phase, enum item_opens page)
{
	for (size_t i = 0; i < phase->session_count; i++) {
		const struct method_session *s = &phase->sessions[i];
		for (size_t k = 0; k < s->item_count; k++)
			if (s->checklist[k].opens == page)
				TRY(db_exec(c, NULL, CHECK_DONE_THERE, INT(process), TEXT(phase->id), TEXT(s->id), TEXT(s->checklist[k].id), INT(clock_now())));
	}
	return OK;
}
