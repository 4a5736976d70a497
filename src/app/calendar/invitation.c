/* invitation.c: what the group's members have been invited to, against what is planned now. */
#include <stdlib.h>

#include "app/calendar/calendar.h"
#include "app/mail/mail.h"
#include "base/clock.h"
#include "text/date.h"

#define AHEAD ((int64_t)56 * 86400)	/* further on the plan is a wish, and mailboxes are small */
#define QUIET_SEC 600	/* a plan that is being worked on is not told of */

struct invited {
	int64_t sitting, process, moved, person, sequence;
	str email;
	enum lang lang;
};

struct inviting {
	struct arena *arena;
	struct app *app;
	const struct mail_setup *setup;
	const struct invited *to;
	struct calendar_event ev;	/* taking back: as it was told last */
	str public_id;
	bool cancel;
};

/* Tests do not wait for ten minutes. */
static int64_t
quiet(void)
{
	const char *seconds = getenv("MEDVIRK_TEST_QUIET");
	int64_t n;

	return seconds && !str_int(str_of(seconds), &n) ? n : QUIET_SEC;
}

static str
when_text(struct arena *a, enum lang l, const struct calendar_event *ev)
{
	if (ev->ends <= ev->starts)
		return date_time(a, l, ev->starts);
	return str_fmt(a, STR_FMT "–" STR_FMT, STR_ARG(date_time(a, l, ev->starts)), STR_ARG(clock_hm(a, l, ev->ends)));
}

static str
subject_of(const struct inviting *x, bool again)
{
	enum lang l = x->to->lang;
	str text = x->cancel ? tr(l, "Called off: {what}, {when}") : again ? tr(l, "Changed: {what}, {when}") :
		tr(l, "Invitation: {what}, {when}");

	return fill(x->arena, l, text, V("what", x->ev.title), V("when", date_time(x->arena, l, x->ev.starts)));
}

static str
body_of(const struct inviting *x, bool again)
{
	enum lang l = x->to->lang;
	struct buf b = buf_new(x->arena, 16384);

	buf_add(&b, x->cancel ? tr(l, "Hello. This is called off:") : again ? tr(l, "Hello. This has been changed:") :
		tr(l, "Hello. You are invited to this:"));
	buf_addf(&b, "\n\n" STR_FMT "\n\n" STR_FMT "\n", STR_ARG(x->ev.title), STR_ARG(when_text(x->arena, l, &x->ev)));
	if (x->ev.place.n)
		buf_addf(&b, "\n" STR_FMT "\n", STR_ARG(x->ev.place));
	if (!x->cancel && x->ev.url.n)
		buf_addf(&b, "\n" STR_FMT ": " STR_FMT "\n", STR_ARG(tr(l, "What you do there stands here")), STR_ARG(x->ev.url));
	buf_add(&b, S("\n"));
	buf_add(&b, x->cancel ? tr(l, "Your calendar takes it out when you open the invitation.") :
		tr(l, "Open the invitation, and it lies in your calendar. You need not answer."));
	return buf_str(&b);
}

/* The newest word counts: an older one that has not left yet is not sent any more. */
static err
lay(struct db_conn *c, struct inviting *x, bool again)
{
	const struct invited *to = x->to;
	enum calendar_method m = x->cancel ? CALENDAR_CANCEL : CALENDAR_REQUEST;
	int64_t now = clock_now();
	str file;

	x->ev.stamp = now;
	x->ev.organizer = x->setup->from;
	x->ev.attendee = to->email;
	x->ev.uid = calendar_uid(x->arena, to->sitting, x->public_id);
	TRY(calendar_file(x->arena, m, &x->ev, 1, &file));
	TRY(db_exec(c, NULL, INVITE_DROP_WAITING, INT(to->process), TEXT(to->email),
		TEXT(str_fmt(x->arena, "%%UID:sitting-%" PRId64 "-%%", to->sitting))));
	return db_exec(c, NULL, INVITE_LAY, INT(to->process), TEXT(x->cancel ? S("calendar off") : S("calendar")), TEXT(to->email),
		TEXT(subject_of(x, again)), TEXT(body_of(x, again)), TEXT(file), INT(now));
}

/* ---- inviting ---- */

static err
find_sitting(struct db_conn *c, const struct inviting *x, struct plan_sitting *out)
{
	struct plan_sittings all;

	TRY(plan_sittings_read(c, x->arena, x->to->process, &all));
	for (size_t i = 0; i < all.n; i++)
		if (all.p[i].id == x->to->sitting && all.p[i].starts_at) {
			*out = all.p[i];
			return OK;
		}
	return ERR_NOTFOUND;
}

static err
invite_write(struct db_conn *c, void *arg)
{
	struct inviting *x = arg;
	const struct invited *to = x->to;
	struct calendar_reader reader = { .lang = to->lang, .site = x->app->public_url, .group = true };
	struct plan_sitting g;
	struct process p;
	struct rows r;
	int64_t changed;
	err e;

	TRY(process_get(x->app, c, x->arena, to->process, &p));
	reader.p = &p;
	e = find_sitting(c, x, &g);
	if (e)
		return e == ERR_NOTFOUND ? OK : e;	/* removed meanwhile */
	x->ev = calendar_of(x->arena, &reader, &g);
	x->ev.organizer_name = p.unit_name;
	x->public_id = p.public_id;
	TRY(db_query(c, x->arena, &r, INVITE_SEQUENCE, INT(to->sitting), INT(to->person)));
	if (r.n && row_int(&r, 0, 0) >= x->ev.sequence)
		x->ev.sequence = row_int(&r, 0, 0) + 1;
	TRY(db_exec(c, &changed, INVITE_SENT, INT(to->sitting), INT(to->person), INT(to->process), TEXT(p.public_id),
		INT(x->ev.sequence), INT(g.moved), INT(g.starts_at), INT(g.ends_at), TEXT(x->ev.title), TEXT(g.place)));
	return changed == 1 ? lay(c, x, r.n > 0) : OK;
}

/* ---- taking back ---- */

static err
take_back_write(struct db_conn *c, void *arg)
{
	struct inviting *x = arg;
	int64_t changed;

	x->ev.sequence = x->to->sequence + 1;
	TRY(db_exec(c, &changed, INVITE_TAKEN_BACK, INT(x->to->sitting), INT(x->to->person), INT(x->ev.sequence)));
	return changed == 1 ? lay(c, x, false) : OK;
}

/* ---- the round ---- */

static enum lang
lang_or_nb(str tag)
{
	enum lang l;

	return lang_of(tag, &l) ? l : LANG_NB;
}

static err
invite_all(struct app *app, struct arena *a, const struct mail_setup *setup, const struct rows *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct invited to = { .sitting = row_int(r, i, 0), .process = row_int(r, i, 1), .moved = row_int(r, i, 2),
			.person = row_int(r, i, 3), .email = row_text(r, i, 4), .lang = lang_or_nb(row_text(r, i, 5)) };
		struct inviting x = { .arena = a, .app = app, .setup = setup, .to = &to };
		TRY(db_write(app->db, invite_write, &x));
	}
	return OK;
}

static err
take_back_all(struct app *app, struct arena *a, const struct mail_setup *setup, const struct rows *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct invited to = { .sitting = row_int(r, i, 0), .process = row_int(r, i, 1), .person = row_int(r, i, 2),
			.email = row_text(r, i, 3), .lang = lang_or_nb(row_text(r, i, 4)), .sequence = row_int(r, i, 5) };
		struct inviting x = { .arena = a, .app = app, .setup = setup, .to = &to, .cancel = true, .public_id = row_text(r, i, 10),
			.ev = { .starts = row_int(r, i, 6), .ends = row_int(r, i, 7), .title = row_text(r, i, 8), .place = row_text(r, i, 9) } };
		TRY(db_write(app->db, take_back_write, &x));
	}
	return OK;
}

err
invitation_run(struct app *app, struct arena *a)
{
	int64_t now = clock_now(), still = now - quiet();
	struct rows wanted = { 0 }, unwanted = { 0 };
	struct mail_setup setup;
	struct db_conn *c;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = mail_setup_read(c, a, &setup);
	if (!e && setup.on)
		e = db_query(c, a, &wanted, INVITE_WANTED, INT(now), INT(now + AHEAD), INT(still));
	if (!e && setup.on)
		e = db_query(c, a, &unwanted, INVITE_UNWANTED, INT(now), INT(still));
	db_read_end(c);
	TRY(e);
	TRY(take_back_all(app, a, &setup, &unwanted));
	return invite_all(app, a, &setup, &wanted);
}
