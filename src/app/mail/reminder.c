/* reminder.c: what waits for whom, gathered into one letter a week. */
#include "app/mail/reminder.h"

#include <stdlib.h>

#include "app/access/people.h"
#include "app/mail/mail.h"
#include "app/process/days.h"
#include "app/process/letter.h"
#include "base/clock.h"
#include "text/date.h"

#define DAY ((int64_t)86400)
#define WEEK (7 * DAY)
#define READY_BEFORE (2 * DAY)	/* the group gets an invitation to read so long before it should go; thanks, on their day */
#define AFTER (10 * DAY)	/* what is older is not worth a letter */
#define ITEMS_MOST 20

static const char *const words[REMIND_KINDS] = {
	[REMIND_INVITATIONS] = "invitations", [REMIND_READY] = "ready", [REMIND_GROUP] = "group", [REMIND_MEASURES] = "measures",
};

str
reminder_word(enum reminder_kind k)
{
	return str_of(words[k]);
}

err
reminder_off(struct db_conn *c, struct arena *a, int64_t process, bool off[REMIND_KINDS])
{
	struct rows r;

	TRY(db_query(c, a, &r, REMINDER_OFF, INT(process)));
	for (size_t k = 0; k < REMIND_KINDS; k++) {
		off[k] = false;
		for (size_t i = 0; i < r.n; i++)
			off[k] |= str_eq(row_text(&r, i, 0), str_of(words[k]));
	}
	return OK;
}

/* ---- the list ---- */

static struct reminder_person *
person_in(struct reminder_list *all, int64_t person)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].id == person)
			return &all->p[i];
	if (all->n == all->room) {
		size_t room = all->room ? all->room * 2 : 32;
		struct reminder_person *more = NEW_ARRAY(all->arena, struct reminder_person, room);
		if (all->n)
			memcpy(more, all->p, all->n * sizeof(*more));
		all->p = more;
		all->room = room;
	}
	all->p[all->n] = (struct reminder_person){ .id = person, .room = ITEMS_MOST,
		.p = NEW_ARRAY(all->arena, struct reminder_item, ITEMS_MOST) };
	return &all->p[all->n++];
}

void
reminder_add(struct reminder_list *all, int64_t person, str email, enum lang lang, struct reminder_item item)
{
	struct reminder_person *p = person_in(all, person);

	p->email = email;
	p->lang = lang;
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->p[i].what, item.what))
			return;
	if (p->n < p->room)
		p->p[p->n++] = item;
}

/* ---- messages of the method ---- */

struct looking {
	struct reminder_list *all;
	struct db_conn *c;
	const struct process *p;
	struct timeline line;
	struct parties here, granted;
	bool off[REMIND_KINDS];
};

static str
url_of(const struct looking *x, const struct letter *l)
{
	return str_fmt(x->all->arena, STR_FMT "/p/%" PRId64 "/messages/" STR_FMT, STR_ARG(x->all->app->public_url), x->p->id,
		STR_ARG(l->key));
}

/* The pack's own letter, for when nothing else is to be said. */
static err
whole_letter(const struct looking *x, enum lang lang, const struct letter *l, struct reminder_item *it)
{
	struct req rq = { .arena = x->all->arena, .app = x->all->app, .lang = lang };
	struct letter_fields f;

	TRY(letter_fields(&rq, x->c, lang, x->p, &x->line, l->session,
		str_fmt(rq.arena, STR_FMT "/p/%" PRId64, STR_ARG(x->all->app->public_url), x->p->id), &f));
	it->subject = letter_fill(rq.arena, &f, l->subject);
	it->body = letter_fill(rq.arena, &f, l->body);
	return OK;
}

static err
add_message(const struct looking *x, const struct party *who, enum lang lang, const struct letter *l, int64_t due)
{
	struct arena *a = x->all->arena;
	bool ready = l->message->to != METHOD_GROUP;
	str name = text_in(&l->message->name, lang), session = text_in(&l->session->name, lang);
	struct reminder_item it = { .due = due, .url = url_of(x, l), .process = x->p->id };

	it.what = str_fmt(a, "%s %" PRId64 " " STR_FMT " " STR_FMT, ready ? "ready" : "group", x->p->id, STR_ARG(l->key),
		STR_ARG(date_iso(a, l->due)));
	if (ready)
		it.text = fill(a, lang, tr(lang, "The message “{name}” ({session}, {unit}) is written. It goes when you have read and released it."),
			V("name", name), V("session", session), V("unit", x->p->unit_name));
	else
		it.text = fill(a, lang, tr(lang, "{name} ({session}, {unit})"), V("name", name), V("session", session), V("unit", x->p->unit_name));
	if (!ready)
		TRY(whole_letter(x, lang, l, &it));
	reminder_add(x->all, who->person, who->email, lang, it);
	return OK;
}

/* The message's moment: of one to staff, when the group should read it. 0: not now. */
static int64_t
moment_of(const struct looking *x, const struct letter *l, int64_t now)
{
	bool ready = l->message->to != METHOD_GROUP;
	int64_t due = ready && l->message->days < 0 ? l->due - READY_BEFORE : l->due, begins = plan_first(&x->line.all, l->session);

	if (!l->due || l->laid || l->released || x->off[ready ? REMIND_READY : REMIND_GROUP])
		return 0;
	if (due > now + WEEK || due < now - AFTER || (l->message->days < 0 && begins && now > begins))
		return 0;
	return due;
}

static err
add_for_all(const struct looking *x, const struct parties *all, unsigned roles, const struct method_phase *ph, size_t at,
	int64_t due)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct party *who = &all->p[i];
		struct letters letters;
		enum lang lang;
		if (!(ROLE_BIT(who->role) & roles) || !party_counts(who) || who->email.n == 0 || !who->has_secret)
			continue;
		TRY(person_lang(x->c, x->all->arena, who->person, &lang));
		TRY(letters_read(x->c, x->all->arena, lang, x->p, &x->line, ph, &letters));
		TRY(add_message(x, who, lang, &letters.p[at], due));
	}
	return OK;
}

static err
look_at_messages(struct looking *x, int64_t now)
{
	for (size_t i = 0; i < x->p->method->phase_count; i++) {
		const struct method_phase *ph = &x->p->method->phases[i];
		struct letters letters;
		TRY(letters_read(x->c, x->all->arena, LANG_NB, x->p, &x->line, ph, &letters));
		for (size_t k = 0; k < letters.n; k++) {
			bool ready = letters.p[k].message->to != METHOD_GROUP;
			int64_t due = moment_of(x, &letters.p[k], now);
			if (!due)
				continue;
			TRY(add_for_all(x, &x->here, ready ? WHO_GROUP : WHO_DESK, ph, k, due));
			if (!ready)
				TRY(add_for_all(x, &x->granted, WHO_DESK, ph, k, due));
		}
	}
	return OK;
}

static err
look_at(struct reminder_list *all, struct db_conn *c, int64_t process, int64_t now)
{
	struct process *p = NEW(all->arena, struct process);
	struct looking x = { .all = all, .c = c, .p = p };
	struct req rq = { .arena = all->arena, .app = all->app, .lang = LANG_NB };	/* what timeline_read needs of a request */

	TRY(process_get(all->app, c, all->arena, process, p));
	TRY(reminder_off(c, all->arena, process, x.off));
	TRY(timeline_read(&rq, c, p, &x.line));
	TRY(people_at(c, all->arena, p->unit, &x.here));
	TRY(people_of_process(c, all->arena, process, &x.granted));
	if (!x.off[REMIND_READY] || !x.off[REMIND_GROUP])
		TRY(look_at_messages(&x, now));
	return x.off[REMIND_MEASURES] ? OK : reminder_measures(all, c, p);
}

/* ---- one letter ---- */

struct telling {
	struct arena *arena;
	const struct reminder_person *to;
	int64_t now, horizon;
};

static void
add_line(struct buf *b, struct arena *a, enum lang lang, const struct reminder_item *it)
{
	buf_addf(b, "- " STR_FMT ": " STR_FMT "\n  " STR_FMT "\n", STR_ARG(date_day_month(a, lang, it->due)), STR_ARG(it->text),
		STR_ARG(it->url));
}

/* The method's own letter, when its day has come: the rest stands below it. */
static const struct reminder_item *
leading(const struct telling *x, const struct reminder_item *const *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (items[i]->body.n && items[i]->due <= x->horizon)
			return items[i];
	return NULL;
}

static void
write_letter(const struct telling *x, const struct reminder_item *const *items, size_t n, str *subject, str *body)
{
	const struct reminder_item *first = leading(x, items, n);
	enum lang l = x->to->lang;
	struct buf b = buf_new(x->arena, 64 * 1024);

	if (first) {
		*subject = first->subject;
		buf_add(&b, first->body);
		if (n > 1)
			buf_addf(&b, "\n\n" STR_FMT "\n\n", STR_ARG(tr(l, "This comes up for you, too:")));
		for (size_t i = 0; i < n; i++)
			if (items[i] != first)
				add_line(&b, x->arena, l, items[i]);
		*body = buf_str(&b);
		return;
	}
	*subject = fill(x->arena, l, trn(l, "One thing waits for you in Medvirk", "{n} things wait for you in Medvirk", (int64_t)n),
		V("n", (int64_t)n));
	buf_add(&b, tr(l, "Hello. This is what comes up for you in the next week:"));
	buf_add(&b, S("\n\n"));
	for (size_t i = 0; i < n; i++)
		add_line(&b, x->arena, l, items[i]);
	buf_add(&b, S("\n"));
	buf_add(&b, tr(l, "You get at most one such letter a week."));
	*body = buf_str(&b);
}

static err
tell_write(struct db_conn *c, void *arg)
{
	const struct telling *x = arg;
	const struct reminder_item *fresh[ITEMS_MOST];
	int64_t changed, process;
	str subject, body;
	struct rows r;
	size_t n = 0;

	TRY(db_one(c, x->arena, &r, REMINDER_LAST, INT(x->to->id)));
	if (row_int(&r, 0, 1) || row_int(&r, 0, 0) > x->now - WEEK + DAY / 4)
		return OK;
	for (size_t i = 0; i < x->to->n; i++) {
		TRY(db_exec(c, &changed, REMINDER_TELL, INT(x->to->id), TEXT(x->to->p[i].what), INT(x->now)));
		if (changed == 1)
			fresh[n++] = &x->to->p[i];
	}
	if (n == 0)
		return OK;
	write_letter(x, fresh, n, &subject, &body);
	process = fresh[0]->process;
	for (size_t i = 1; i < n; i++)
		if (fresh[i]->process != process)
			process = 0;
	return db_exec(c, NULL, REMINDER_LAY, INT_OR_NIL(process), INT(x->to->id), TEXT(x->to->email), TEXT(subject), TEXT(body),
		INT(x->now));
}

/* Has anything that was not said come so near that it cannot wait? */
static err
is_time(struct app *app, struct arena *a, const struct reminder_person *to, int64_t horizon, bool *out)
{
	struct db_conn *c;
	struct rows r;
	err e = OK;

	*out = false;
	TRY(db_read_begin(app->db, &c));
	for (size_t i = 0; i < to->n && !e && !*out; i++) {
		if (to->p[i].due > horizon)
			continue;
		e = db_one(c, a, &r, REMINDER_TOLD, INT(to->id), TEXT(to->p[i].what));
		*out = !e && row_int(&r, 0, 0) == 0;
	}
	db_read_end(c);
	return e;
}

/* ---- when ---- */

/* Working hours of working days, so that a letter does not ring in the night or on a Sunday. */
static bool
is_fit_time(struct arena *a, int64_t now)
{
	str clock = time_iso(a, now);

	if (getenv("MEDVIRK_TEST_QUIET"))
		return true;
	return !day_is_off(a, now) && str_cmp(clock, S("07:30")) >= 0 && str_cmp(clock, S("16:00")) < 0;
}

/* What falls on the days off that follow is said before them. */
static int64_t
horizon_from(struct arena *a, int64_t now)
{
	int n = 0;

	while (n < 14 && day_is_off(a, date_add_days(now, n + 1)))
		n++;
	return n ? date_add_days(now, n + 1) : now;
}

static err
gather(struct reminder_list *all, int64_t now)
{
	struct db_conn *c;
	struct rows r;
	err e;

	TRY(db_read_begin(all->app->db, &c));
	e = db_query(c, all->arena, &r, REMINDER_PROCESSES, DB_NONE);
	for (size_t i = 0; i < r.n && !e; i++)
		e = look_at(all, c, row_int(&r, i, 0), now);
	db_read_end(c);
	return e;
}

err
reminders_run(struct app *app, struct arena *a)
{
	struct reminder_list all = { .arena = a, .app = app };
	int64_t now = clock_now(), horizon = horizon_from(a, now);
	struct mail_setup setup;
	struct db_conn *c;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = mail_setup_read(c, a, &setup);
	db_read_end(c);
	TRY(e);
	if (!setup.on || app->public_url.n == 0 || !is_fit_time(a, now))
		return OK;
	TRY(gather(&all, now));
	for (size_t i = 0; i < all.n; i++) {
		struct telling x = { .arena = a, .to = &all.p[i], .now = now, .horizon = horizon };
		bool tell;
		TRY(is_time(app, a, &all.p[i], horizon, &tell));
		if (tell)
			TRY(db_write(app->db, tell_write, &x));
	}
	return digests_run(app, a);
}
