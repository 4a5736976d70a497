/* agenda_letter.c: calls and minutes as letters. */
#include "app/agenda/agenda_letter.h"

#include "app/access/audit.h"
#include "app/calendar/calendar.h"
#include "base/clock.h"
#include "base/str.h"
#include "text/date.h"

#define MOST_BYTES ((size_t)256 * 1024)

struct writing {
	struct arena *a;
	enum lang l;
	const struct agenda_whole *w;
	struct buf b;
};

/* "Name: what" or "Question? what", a paragraph; nothing when there is nothing to say. */
static void
say(struct writing *x, str name, str what)
{
	if (what.n == 0)
		return;
	buf_add(&x->b, name);
	buf_add(&x->b, str_ends(name, S("?")) ? S(" ") : S(": "));
	buf_add(&x->b, what);
	buf_add(&x->b, S("\n\n"));
}

static void
say_facts(struct writing *x)
{
	const struct agenda_meeting *m = &x->w->m;

	if (m->starts_at)
		say(x, tr(x->l, "When"), str_fmt(x->a, STR_FMT "–" STR_FMT, STR_ARG(date_time(x->a, x->l, m->starts_at)),
			STR_ARG(clock_hm(x->a, x->l, m->starts_at + m->minutes * 60))));
	say(x, tr(x->l, "Where"), m->place);
	say(x, tr(x->l, "Link to the meeting"), m->link);
	say(x, tr(x->l, "Who leads it"), m->chair_name);
}

/* " · what" after an item's title. */
static void
also(struct writing *x, str what)
{
	if (what.n == 0)
		return;
	buf_add(&x->b, S(" · "));
	buf_add(&x->b, what);
}

static void
say_item(struct writing *x, const struct agenda_item *it)
{
	buf_add(&x->b, S("- "));
	if (it->from_at) {
		buf_add(&x->b, clock_hm(x->a, x->l, it->from_at));
		buf_addc(&x->b, ' ');
	}
	buf_add(&x->b, it->title);
	also(x, fill(x->a, x->l, trn(x->l, "{n} minute", "{n} minutes", it->minutes), V("n", it->minutes)));
	also(x, agenda_want_name(x->l, it->want));
	also(x, agenda_label_name(x->l, it->label));
	also(x, it->person_name);
	buf_addc(&x->b, '\n');
	if (it->why.n) {
		buf_add(&x->b, S("  "));
		buf_add(&x->b, fill(x->a, x->l, tr(x->l, "Why: {why}"), V("why", it->why)));
		buf_addc(&x->b, '\n');
	}
}

str
agenda_called_words(struct arena *a, enum lang l, const struct agenda_meeting *m)
{
	str when = m->called_starts ? str_fmt(a, STR_FMT "–" STR_FMT, STR_ARG(date_time(a, l, m->called_starts)),
		STR_ARG(clock_hm(a, l, m->called_starts + m->called_minutes * 60))) : tr(l, "no date yet");

	return m->called_place.n ? str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(when), STR_ARG(m->called_place)) : when;
}

struct agenda_letter
agenda_call_letter(struct arena *a, enum lang l, const struct agenda_whole *w, str unit_name, str link)
{
	struct writing x = { a, l, w, buf_new(a, MOST_BYTES) };
	str subject = w->m.starts_at ?
		fill(a, l, tr(l, "{title}, {day}"), V("title", w->m.title), V("day", date_day_month(a, l, w->m.starts_at))) : w->m.title;

	if (agenda_is_moved(&w->m)) {
		subject = fill(a, l, tr(l, "Changed: {what}"), V("what", subject));
		buf_add(&x.b, tr(l, "When or where has been changed. This stands instead of the call you have got."));
		buf_add(&x.b, S("\n\n"));
	}
	buf_add(&x.b, fill(a, l, tr(l, "You are invited: {title}, {unit}."), V("title", w->m.title), V("unit", unit_name)));
	buf_add(&x.b, S("\n\n"));
	say_facts(&x);
	if (agenda_is_moved(&w->m))
		say(&x, tr(l, "The call said"), agenda_called_words(a, l, &w->m));
	say(&x, tr(l, "Why we meet"), w->m.purpose);
	say(&x, tr(l, "What we want to have when we part"), w->m.wished);
	if (w->items.n) {
		buf_add(&x.b, tr(l, "Agenda"));
		buf_add(&x.b, S(":\n\n"));
	}
	for (size_t i = 0; i < w->items.n; i++)
		say_item(&x, &w->items.p[i]);
	buf_addc(&x.b, '\n');
	buf_add(&x.b, fill(a, l, tr(l, "Read it here: {link}"), V("link", link)));
	return (struct agenda_letter){ subject, buf_str(&x.b) };
}

/* ---- minutes ---- */

static void
say_tasks(struct writing *x, int64_t item)
{
	for (size_t i = 0; i < x->w->tasks.n; i++) {
		const struct agenda_task *t = &x->w->tasks.p[i];
		if (t->item != item)
			continue;
		buf_add(&x->b, S("- "));
		buf_add(&x->b, t->body);
		also(x, t->owner_name);
		if (t->due_at)
			also(x, fill(x->a, x->l, tr(x->l, "by {day}"), V("day", date_day_month(x->a, x->l, t->due_at))));
		buf_addc(&x->b, '\n');
	}
	if (agenda_tasks_under(x->w, item))
		buf_addc(&x->b, '\n');
}

static void
say_there(struct writing *x)
{
	struct buf b = buf_new(x->a, 8192);

	for (size_t i = 0; i < x->w->there.n; i++) {
		if (i && x->w->there.p[i].role == x->w->there.p[i - 1].role) /* two unions are one role */
			continue;
		if (b.n)
			buf_add(&b, S(", "));
		buf_add(&b, role_in_text(x->a, x->l, x->w->there.p[i].role));
	}
	if (agenda_lacked(&x->w->m))
		buf_addf(&b, "%s" STR_FMT, b.n ? ". " : "", STR_ARG(agenda_lacked_words(x->a, x->l, &x->w->m)));
	say(x, tr(x->l, "Roles that were there"), buf_str(&b));
	if (x->w->m.headcount >= 0)
		say(x, tr(x->l, "How many came"), number(x->a, x->l, x->w->m.headcount));
}

static void
say_reached(struct writing *x)
{
	str answer = agenda_reached_name(x->l, x->w->m.reached);

	if (answer.n && x->w->m.reached_why.n)
		answer = str_fmt(x->a, STR_FMT ". " STR_FMT, STR_ARG(answer), STR_ARG(x->w->m.reached_why));
	say(x, tr(x->l, "Did we reach it?"), answer);
}

struct agenda_letter
agenda_minutes_letter(struct arena *a, enum lang l, const struct agenda_whole *w, str unit_name, str link)
{
	struct writing x = { a, l, w, buf_new(a, MOST_BYTES) };

	buf_add(&x.b, fill(a, l, tr(l, "Minutes of {title}, {unit}."), V("title", w->m.title), V("unit", unit_name)));
	buf_add(&x.b, S("\n\n"));
	if (w->m.begun_at)
		say(&x, tr(l, "When"), date_time(a, l, w->m.begun_at));
	say_there(&x);
	say(&x, tr(l, "Why we met"), w->m.purpose);
	say(&x, tr(l, "What we wanted to have when we parted"), w->m.wished);
	say_reached(&x);
	for (size_t i = 0; i < w->items.n; i++) {
		const struct agenda_item *it = &w->items.p[i];
		buf_addf(&x.b, "%zu. " STR_FMT "\n\n", i + 1, STR_ARG(it->title));
		say(&x, tr(l, "Result"), it->result);
		say(&x, tr(l, "What we follow up"), it->follow_up);
		say_tasks(&x, it->id);
	}
	for (size_t i = 0; i < w->corrections.n; i++)
		say(&x, fill(a, l, tr(l, "Corrected {day}"), V("day", date_day_month(a, l, w->corrections.p[i].at))), w->corrections.p[i].body);
	buf_add(&x.b, fill(a, l, tr(l, "Read it here: {link}"), V("link", link)));
	return (struct agenda_letter){ fill(a, l, tr(l, "Minutes: {title}"), V("title", w->m.title)), buf_str(&x.b) };
}

/* ---- readers ---- */

static bool
has_person(const int64_t *seen, size_t n, int64_t person)
{
	for (size_t i = 0; i < n; i++)
		if (seen[i] == person)
			return true;
	return false;
}

err
agenda_readers_read(struct db_conn *c, struct arena *a, int64_t unit, bool staff, struct agenda_readers *out)
{
	unsigned wanted = WHO_GROUP | (staff ? WHO_STAFF : 0u);
	struct parties here;
	size_t seen_n = 0;
	int64_t *seen;

	TRY(people_at(c, a, unit, &here));
	*out = (struct agenda_readers){ .p = NEW_ARRAY(a, struct agenda_reader, here.n + 1) };
	seen = NEW_ARRAY(a, int64_t, here.n + 1);
	for (size_t i = 0; i < here.n; i++) {
		const struct party *p = &here.p[i];
		enum lang l;
		if (!(ROLE_BIT(p->role) & wanted) || !(party_counts(p) || p->role == ROLE_STAFF))
			continue;
		if (has_person(seen, seen_n, p->person))
			continue;
		seen[seen_n++] = p->person;
		if (p->email.n == 0) {
			out->without++;
			continue;
		}
		TRY(person_lang(c, a, p->person, &l));
		out->p[out->n++] = (struct agenda_reader){ p->person, p->email, l };
	}
	return OK;
}

/* What goes to staff, and what is open to them, is what all three have seen. */
static err
call_by_mail(struct db_conn *c, struct agenda_laying *x, const struct agenda_whole *w)
{
	struct agenda_step open = x->step;

	TRY(agenda_step_inside(c, &x->step, w));
	if (w->m.kind != AGENDA_STAFF)
		return OK;
	open.act = ACT_RELEASE;
	return agenda_step_inside(c, &open, w);
}

/* With a call goes the entry for the reader's calendar. */
static err
lay_one(struct db_conn *c, const struct agenda_laying *x, const struct agenda_meeting *m, const struct agenda_reader *r)
{
	const struct agenda_letter *letter = &x->letters[r->lang];
	struct calendar_call_to to = { .process = x->step.by.process, .site = x->site, .email = r->email };
	str file = { 0 };

	if (x->is_call)
		TRY(calendar_call(c, x->step.by.arena, &to, m, &file));
	if (file.n)
		return db_exec(c, NULL, MEETING_CALL_LAY, INT(to.process), TEXT(r->email), TEXT(letter->subject), TEXT(letter->body), TEXT(file),
			INT(clock_now()));
	return db_exec(c, NULL, LETTER_LAY, INT(to.process), TEXT(x->is_call ? S("meeting call") : S("meeting minutes")), TEXT(r->email),
		TEXT(letter->subject), TEXT(letter->body), INT(clock_now()), INT(clock_now()));
}

err
agenda_lay_write(struct db_conn *c, void *laying)
{
	struct agenda_laying *x = laying;
	const struct agenda_by *by = &x->step.by;
	struct agenda_whole w;
	bool is_new;

	TRY(form_key_use(c, by->key, &is_new));
	if (!is_new)
		return OK;
	TRY(agenda_whole_read(c, by->arena, by->unit, by->process, by->meeting, &w));
	if (x->is_call)
		TRY(call_by_mail(c, x, &w));
	else if (!w.m.ended_at || x->step.version != w.m.told_version)
		return ERR_CONFLICT;
	for (size_t i = 0; i < x->readers.n; i++)
		TRY(lay_one(c, x, &w.m, &x->readers.p[i]));
	return audit_add(c, by->arena, by->unit, by->process, by->person, 0, "process.message",
		audit_body(by->arena, V("n", (int64_t)x->readers.n), V("what", w.m.title)));
}
