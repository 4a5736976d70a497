/* reminder_measures.c: what measures ask of those who are responsible, numbers for the three and for the level above, and the
 * letter to all staff. Sensitive measures are never read here: nobody is named as the one who looks. */
#include "app/access/people.h"
#include "app/mail/mail.h"
#include "app/mail/reminder.h"
#include "app/measure/measure.h"
#include "app/process/letter.h"
#include "base/clock.h"
#include "text/date.h"

#define DAY ((int64_t)86400)
#define WEEK (7 * DAY)

static const struct looker nobody;

static str
list_url(const struct reminder_list *all, int64_t unit)
{
	return str_fmt(all->arena, STR_FMT "/u/%" PRId64 "/measures", STR_ARG(all->app->public_url), unit);
}

/* ---- whoever is responsible ---- */

struct owner {
	str email;
	enum lang lang;
	bool is_helper;	/* holds no role at the unit but a helper's */
	bool reads;
};

static err
owner_read(struct db_conn *c, struct arena *a, int64_t person, int64_t unit, struct owner *out)
{
	struct rows r;

	*out = (struct owner){ .lang = LANG_NB };
	TRY(db_query(c, a, &r, REMINDER_OWNER, INT(person), INT(unit), INT(clock_now())));
	if (r.n == 0)
		return OK;
	out->email = row_text(&r, 0, 0);
	if (!lang_of(row_text(&r, 0, 1), &out->lang))
		out->lang = LANG_NB;
	out->is_helper = row_int(&r, 0, 2) == 0;
	out->reads = out->email.n > 0;
	return OK;
}

static err
add_for_owner(struct reminder_list *all, struct db_conn *c, const struct process *p, const struct measure *m, int64_t now)
{
	struct arena *a = all->arena;
	bool late = measure_is_late(m, now);
	struct reminder_item it = { .process = p->id, .due = late ? now : m->due_at - WEEK };
	struct owner who;

	if (!m->owner || !m->due_at || !(MEASURE_BIT(m->status) & (MEASURES_DECIDED | MEASURES_GOING)) || m->due_at > now + 2 * WEEK)
		return OK;
	TRY(owner_read(c, a, m->owner, p->unit, &who));
	if (!who.reads || (late && who.is_helper))
		return OK;
	it.url = str_fmt(a, STR_FMT "/%" PRId64, STR_ARG(list_url(all, p->unit)), m->id);
	if (late) {
		it.what = str_fmt(a, "late %" PRId64 " %" PRId64, m->id, now / WEEK);
		it.text = fill(a, who.lang, tr(who.lang, "The measure “{title}” should have been done by {day}. Is it done, or does it need more time?"),
			V("title", m->title), V("day", date_day_month(a, who.lang, m->due_at)));
	} else {
		it.what = str_fmt(a, "due %" PRId64 " " STR_FMT, m->id, STR_ARG(date_iso(a, m->due_at)));
		it.text = fill(a, who.lang, tr(who.lang, "The measure “{title}” is to be done by {day}. You are responsible for it."),
			V("title", m->title), V("day", date_day_month(a, who.lang, m->due_at)));
	}
	reminder_add(all, m->owner, who.email, who.lang, it);
	return OK;
}

/* ---- numbers, once a month ---- */

static str
numbers(struct arena *a, enum lang l, const struct process *p, const struct measure_counts *n)
{
	return fill(a, l, tr(l, "Measures at {unit}: {going} under way, {done} done or kept, {late} past their date."), V("unit", p->unit_name),
		V("going", n->status[MEASURE_PLANNED] + n->status[MEASURE_RUNNING] + n->status[MEASURE_TESTING] + n->status[MEASURE_PRIORITISED]),
		V("done", n->status[MEASURE_DONE] + n->status[MEASURE_EVALUATED] + n->status[MEASURE_KEPT]), V("late", n->late));
}

/* The three are told when something is late; the superior leader gets the numbers, whatever they are. */
static err
add_numbers(struct reminder_list *all, struct db_conn *c, const struct process *p, int64_t now)
{
	struct arena *a = all->arena;
	str month = str_take(date_iso(a, now), 7);
	struct measure_counts n;
	struct parties here;

	TRY(measure_counts_read(c, a, p->unit, 0, &n));
	if (n.all == 0)
		return OK;
	TRY(people_at(c, a, p->unit, &here));
	for (size_t i = 0; i < here.n; i++) {
		const struct party *who = &here.p[i];
		bool above = who->role == ROLE_SUPERIOR;
		struct reminder_item it = { .process = p->id, .due = now, .url = list_url(all, p->unit) };
		enum lang l;
		if (who->email.n == 0 || !who->has_secret || !party_counts(who) || !(above || (ROLE_BIT(who->role) & WHO_GROUP && n.late)))
			continue;
		TRY(person_lang(c, a, who->person, &l));
		it.what = str_fmt(a, "%s %" PRId64 " " STR_FMT, above ? "numbers" : "late-unit", p->unit, STR_ARG(month));
		it.text = numbers(a, l, p, &n);
		reminder_add(all, who->person, who->email, l, it);
	}
	return OK;
}

err
reminder_measures(struct reminder_list *all, struct db_conn *c, const struct process *p)
{
	struct measure_filter f = { .statuses = MEASURES_DECIDED | MEASURES_GOING };
	int64_t now = clock_now();
	struct measures list;

	TRY(measures_read(c, all->arena, p->unit, &nobody, &f, &list));
	for (size_t i = 0; i < list.n; i++)
		TRY(add_for_owner(all, c, p, &list.p[i], now));
	return add_numbers(all, c, p, now);
}

/* ---- the letter to all staff ---- */

struct digest {
	struct arena *arena;
	struct app *app;
	int64_t process, last;
};

struct section {
	const char *heading;
	unsigned statuses;
};

static const struct section sections[] = {
	{ N_("We are working on this:"), MEASURES_DECIDED | MEASURES_GOING },
	{ N_("This is done:"), MEASURE_BIT(MEASURE_DONE) | MEASURE_BIT(MEASURE_EVALUATED) },
	{ N_("This we keep doing:"), MEASURE_BIT(MEASURE_KEPT) },
	{ N_("This we have lifted to those who can solve it:"), MEASURE_BIT(MEASURE_LIFTED) },
};

static size_t
add_section(struct buf *b, struct arena *a, enum lang l, const struct measures *list, const struct section *s)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct measure *m = &list->p[i];
		if (!(MEASURE_BIT(m->status) & s->statuses) || !(m->tell & TELL_MAIL))
			continue;
		if (n++ == 0)
			buf_addf(b, "\n" STR_FMT "\n\n", STR_ARG(tr_dynamic(l, str_of(s->heading))));
		buf_addf(b, "- " STR_FMT, STR_ARG(m->title));
		if (m->due_at && (MEASURE_BIT(m->status) & (MEASURES_DECIDED | MEASURES_GOING)))
			buf_addf(b, " (" STR_FMT ")", STR_ARG(fill(a, l, tr(l, "by {day}"), V("day", date_day_month(a, l, m->due_at)))));
		buf_addc(b, '\n');
	}
	return n;
}

static size_t
digest_text(const struct digest *x, enum lang l, const struct process *p, const struct measures *list, str *subject, str *body)
{
	struct buf b = buf_new(x->arena, 64 * 1024);
	size_t n = 0;

	*subject = fill(x->arena, l, tr(l, "This is how it goes with what we agreed on at {unit}"), V("unit", p->unit_name));
	buf_add(&b, tr(l, "Hello. This is where the measures stand now."));
	buf_addc(&b, '\n');
	for (size_t i = 0; i < COUNT(sections); i++)
		n += add_section(&b, x->arena, l, list, &sections[i]);
	buf_addf(&b, "\n" STR_FMT " " STR_FMT "/w/" STR_FMT, STR_ARG(tr(l, "More stands here:")), STR_ARG(x->app->public_url),
		STR_ARG(p->public_id));
	*body = buf_str(&b);
	return n;
}

static err
digest_write(struct db_conn *c, void *arg)
{
	const struct digest *x = arg;
	struct measure_filter f = { 0 };
	str subject[LANG_COUNT], body[LANG_COUNT];
	struct measures list;
	struct readers to;
	struct process p;
	int64_t changed, now = clock_now();
	size_t n = 0;

	TRY(db_exec(c, &changed, DIGEST_TAKE, INT(x->process), INT(now), INT(x->last)));
	if (changed != 1)
		return OK;
	TRY(process_get(x->app, c, x->arena, x->process, &p));
	TRY(measures_read(c, x->arena, p.unit, &nobody, &f, &list));
	for (enum lang l = LANG_NB; l < LANG_COUNT; l++)
		n = digest_text(x, l, &p, &list, &subject[l], &body[l]);
	if (n == 0)
		return OK;
	TRY(readers_of(c, x->arena, &p, METHOD_STAFF, &to));
	for (size_t i = 0; i < to.n; i++)
		TRY(db_exec(c, NULL, DIGEST_LAY, INT(p.id), INT(to.p[i].person), TEXT(to.p[i].email), TEXT(subject[to.p[i].lang]),
			TEXT(body[to.p[i].lang]), INT(now)));
	return OK;
}

err
digests_run(struct app *app, struct arena *a)
{
	struct db_conn *c;
	struct rows r;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = db_query(c, a, &r, DIGESTS, INT(clock_now()));
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < r.n; i++) {
		struct digest x = { .arena = a, .app = app, .process = row_int(&r, i, 0), .last = row_int(&r, i, 2) };
		TRY(db_write(app->db, digest_write, &x));
	}
	return OK;
}
