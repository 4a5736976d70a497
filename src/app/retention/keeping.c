/* keeping.c: the periods, and changing them. */
#include "app/access/audit.h"
#include "app/req.h"
#include "app/retention/retention.h"
#include "base/clock.h"
#include "text/date.h"

#define DAY 86400

const struct keep_rule keep_rules[KEEP_COUNT] = {
	[KEEP_NOTES] = { "cards_years", N_("Notes from workshops, years after the work has ended"),
		N_("Then the text is gone. The theme and how many notes it had stay."), KEEP_BY_YEARS, 2, 0, 5 },
	[KEEP_WORK] = { "plan_years", N_("Everything else in a process, years after the work has ended"),
		N_("Themes, choices, plans, measures and decisions: the documentation the working environment rules ask for. Then the whole "
		   "process is gone."), KEEP_BY_YEARS, 5, 2, 10 },
	[KEEP_HANDLED] = { "handled_months", N_("What had to be handled, months after it was ticked off"),
		N_("Cards about danger, wrongdoing or one person's case. They may name people, so keep them no longer than needed."),
		KEEP_BY_MONTHS, 12, 1, 60 },
	[KEEP_LETTERS] = { "letters_days", N_("Letters in the outbox, days after they were made"),
		N_("Invitations, reminders and messages the program sends. Whoever got one has it in their own mailbox."),
		KEEP_BY_DAYS, 90, 7, 365 },
	[KEEP_LOG] = { "log_years", N_("Texts and names in the log, years"),
		N_("Then only a checksum of each line stays, so that one can still prove that nobody has changed the log."),
		KEEP_BY_YEARS, 1, 1, 5 },
	[KEEP_ACCOUNTS] = { "account_months", N_("A person's account, months after they have left"),
		N_("Then name, address and password are gone. What they decided together with others stands, by role and without a name."),
		KEEP_BY_MONTHS, 6, 1, 24 },
};

static str
setting_name(struct arena *a, enum keep k, const char *ending)
{
	return str_fmt(a, "keep.%s%s", keep_rules[k].word, ending);
}

static str
value_of(const struct rows *r, str name)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(row_text(r, i, 0), name))
			return row_text(r, i, 1);
	return (str){ 0 };
}

/* A period somebody wrote into the database by hand counts only when it is one the page would take. */
static int64_t
allowed(enum keep k, str text)
{
	int64_t v;

	if (text.n == 0 || str_int(text, &v) || v < keep_rules[k].least || v > keep_rules[k].most)
		return keep_rules[k].usual;
	return v;
}

err
keeping_read(struct db_conn *c, struct arena *a, struct keeping *out)
{
	struct rows r;

	*out = (struct keeping){ 0 };
	TRY(db_query(c, a, &r, RETENTION_SETTINGS, DB_NONE));
	for (enum keep k = 0; k < KEEP_COUNT; k++) {
		str next = value_of(&r, setting_name(a, k, ".next")), value, at;
		out->now[k] = allowed(k, value_of(&r, setting_name(a, k, "")));
		if (!str_cut(next, ' ', &value, &at) || str_int(at, &out->next_at[k]))
			continue;
		out->next[k] = allowed(k, value);
		if (out->next_at[k] > clock_now())
			continue;
		out->now[k] = out->next[k];
		out->next_at[k] = 0;
	}
	return OK;
}

str
keep_period(struct arena *a, enum lang l, enum keep k, int64_t value)
{
	str text = keep_rules[k].by == KEEP_BY_DAYS ? trn(l, "{n} day", "{n} days", value) :
		keep_rules[k].by == KEEP_BY_MONTHS ? trn(l, "{n} month", "{n} months", value) :
		trn(l, "{n} year", "{n} years", value);

	return fill(a, l, text, V("n", value));
}

str
keep_words(struct arena *a, enum lang l, enum keep k, const struct keeping *all)
{
	str now = keep_period(a, l, k, all->now[k]);

	if (!all->next_at[k])
		return now;
	return fill(a, l, tr(l, "{period} (from {day} on: {next})"), V("period", now), V("day", date_short(a, l, all->next_at[k])),
		V("next", keep_period(a, l, k, all->next[k])));
}

/* The same day so many months before, or the last one that month has. */
static int64_t
months_before(struct arena *a, int64_t t, int64_t months)
{
	str iso = date_iso(a, t);
	int64_t year = 0, month = 0, day = 0, out = t;

	if (str_int(str_take(iso, 4), &year) || str_int(str_take(str_from(iso, 5), 2), &month) || str_int(str_from(iso, 8), &day))
		return t - months * 31 * DAY;
	month += year * 12 - 1 - months;
	for (; day > 0; day--)
		if (!date_parse(str_fmt(a, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, month / 12, month % 12 + 1, day), (str){ 0 }, &out))
			break;
	return out;
}

int64_t
keep_before(struct arena *a, enum keep k, const struct keeping *all, int64_t now)
{
	if (keep_rules[k].by == KEEP_BY_DAYS)
		return now - all->now[k] * DAY;
	return months_before(a, now, keep_rules[k].by == KEEP_BY_YEARS ? all->now[k] * 12 : all->now[k]);
}

/* ---- changing ---- */

/* Read by everybody whose work it is about. */
static err
tell(struct db_conn *c, const struct keeping_change *x, enum keep k, int64_t old, int64_t new, int64_t at)
{
	str body = audit_body(x->arena, V("text", str_of(keep_rules[k].label)), V("old", old), V("new", new), V("counts_at", at));
	struct rows r;

	TRY(db_query(c, x->arena, &r, RETENTION_UNITS, DB_NONE));
	for (size_t i = 0; i < r.n; i++)
		TRY(audit_add(c, x->arena, row_int(&r, i, 0), 0, x->person, 0, "keep.change", body));
	return r.n ? OK : audit_add(c, x->arena, 0, 0, x->person, 0, "keep.change", body);
}

static err
change_one(struct db_conn *c, struct keeping_change *x, enum keep k, const struct keeping *all)
{
	int64_t wanted = x->wanted[k], old = all->now[k], at = clock_now();
	bool shorter = wanted < old;

	if (wanted < keep_rules[k].least || wanted > keep_rules[k].most)
		return ERR_INVALID;
	if (wanted == (all->next_at[k] ? all->next[k] : old))
		return OK;
	if (shorter)
		at = date_add_days(at, KEEP_NOTICE);
	/* What counts now is written down as it is: the notice may have run out without anybody touching the setting. */
	TRY(db_exec(c, NULL, SETTING_PUT, TEXT(setting_name(x->arena, k, "")),
		TEXT(str_fmt(x->arena, "%" PRId64, shorter ? old : wanted))));
	if (shorter)
		TRY(db_exec(c, NULL, SETTING_PUT, TEXT(setting_name(x->arena, k, ".next")),
			TEXT(str_fmt(x->arena, "%" PRId64 " %" PRId64, wanted, at))));
	else
		TRY(db_exec(c, NULL, RETENTION_DROP, TEXT(setting_name(x->arena, k, ".next"))));
	x->later |= shorter;
	return tell(c, x, k, old, wanted, at);
}

err
keeping_change_write(struct db_conn *c, void *change)
{
	struct keeping_change *x = change;
	struct keeping all;
	bool is_new;

	x->later = false;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(keeping_read(c, x->arena, &all));
	for (enum keep k = 0; k < KEEP_COUNT; k++)
		TRY(change_one(c, x, k, &all));
	return db_exec(c, NULL, SETTING_PUT, TEXT(S("contact")), TEXT(x->contact.n ? x->contact : S("")));
}
