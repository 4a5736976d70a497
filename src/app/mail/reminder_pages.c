/* reminder_pages.c: what a process lets the program send by itself; and stopping reminders by the link in a letter. */
#include "app/access/audit.h"
#include "app/access/session.h"
#include "app/limit.h"
#include "app/mail/mail_pages.h"
#include "app/mail/reminder.h"
#include "app/mail_reminders_tmpl.h"
#include "app/page.h"
#include "base/clock.h"
#include "base/rand.h"

#define TOKEN_LENGTH 64

static const struct field switches_form[] = {
	{ "invitations", N_("Invitations to the group's calendars"),
		N_("To each meeting and workshop of the next eight weeks, again when it moves, and when it is called off."), FIELD_TICK },
	{ "ready", N_("Tell the group when a message to staff is ready"),
		N_("The message itself goes only when one of you has released it."), FIELD_TICK },
	{ "group", N_("The method's messages to the group"), N_("Such as what to print the day before, and what remains a week after."),
		FIELD_TICK },
	{ "measures", N_("Reminders about measures"),
		N_("To whoever is responsible a week before the date and when it is past; numbers to you and to the superior leader once a month."),
		FIELD_TICK },
	{ "digest", N_("A letter to all staff about the measures"),
		N_("Only measures that are marked to be told of by e-mail, and never sensitive ones."), FIELD_CHOICE, .required = true },
};

static const char *const names[REMIND_KINDS] = { "invitations", "ready", "group", "measures" };

static void
offer_intervals(struct req *rq, struct form *f)
{
	struct choice *all = NEW_ARRAY(rq->arena, struct choice, 4);

	all[0] = (struct choice){ S("0"), tr(rq->lang, "Never") };
	all[1] = (struct choice){ S("14"), tr(rq->lang, "Every second week") };
	all[2] = (struct choice){ S("30"), tr(rq->lang, "Once a month") };
	all[3] = (struct choice){ S("60"), tr(rq->lang, "Every second month") };
	form_choices(f, "digest", all, 4);
}

static err
draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "What the program sends by itself"));
	struct reminders_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process) };
	struct mail_setup setup;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(mail_setup_read(c, rq->arena, &setup));
	v.mail = setup.on;
	offer_intervals(rq, f);
	pg.form = f;
	pg.said = page_said(rq);
	mail_reminders_view(&rs->body, rq->lang, &pg, &v, f, rand_uuid(rq->arena));
	return OK;
}

err
reminders_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, switches_form, COUNT(switches_form));
	bool off[REMIND_KINDS];
	struct db_conn *c;
	struct rows r;

	TRY(req_read(rq, &c));
	TRY(reminder_off(c, rq->arena, rq->process, off));
	for (size_t k = 0; k < REMIND_KINDS; k++)
		form_set(&f, names[k], off[k] ? S("") : S("1"));
	TRY(db_query(c, rq->arena, &r, DIGEST_OF, INT(rq->process)));
	form_set_int(rq, &f, "digest", r.n ? row_int(&r, 0, 0) : 0);
	return draw(rq, rs, &f);
}

struct switching {
	struct arena *arena;
	int64_t process, unit, person, digest;
	bool on[REMIND_KINDS];
	str key;
};

static err
switch_write(struct db_conn *c, void *arg)
{
	const struct switching *x = arg;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	for (size_t k = 0; k < REMIND_KINDS; k++)
		TRY(db_exec(c, NULL, x->on[k] ? REMINDER_OFF_DROP : REMINDER_OFF_PUT, INT(x->process),
			TEXT(reminder_word((enum reminder_kind)k))));
	if (x->digest)
		TRY(db_exec(c, NULL, DIGEST_PUT, INT(x->process), INT(x->digest), INT(clock_now())));
	else
		TRY(db_exec(c, NULL, DIGEST_DROP, INT(x->process)));
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, "mail.switch", S(""));
}

err
reminders_post(struct req *rq, struct response *rs)
{
	struct switching x = { .arena = rq->arena, .process = rq->process, .unit = rq->unit, .person = rq->user->id,
		.key = req_form(rq, S("key")) };
	struct form f;
	err e = form_read(rq, switches_form, COUNT(switches_form), &f);

	offer_intervals(rq, &f);
	if (!e)
		e = form_check_choice(rq, &f, "digest");
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	for (size_t k = 0; k < REMIND_KINDS; k++)
		x.on[k] = form_tick(&f, names[k]);
	x.digest = form_int(&f, "digest");
	TRY(req_write(rq, switch_write, &x));
	return req_go(rq, rs, "/p/%" PRId64 "/reminders?said=saved", rq->process);
}

/* ---- by the link in a letter ---- */

/* Only misses count: whoever wants no more letters is never turned away because others guess. */
static err
find(struct req *rq, int64_t *person, bool *used)
{
	struct rows r = { 0 };
	struct db_conn *c;
	enum lang l;

	TRY(req_read(rq, &c));
	if (rq->params[0].n == TOKEN_LENGTH)
		TRY(db_query(c, rq->arena, &r, STOP_FIND, TEXT(token_hash(rq->arena, rq->params[0]))));
	if (r.n == 0)
		return limit_take(rq->app->limits, "stop", req_client(rq), 60, 300) ? ERR_NOTFOUND : ERR_TOOMANY;
	*person = row_int(&r, 0, 0);
	*used = row_int(&r, 0, 1) != 0;
	if (lang_of(row_text(&r, 0, 2), &l))
		rq->lang = l;
	return OK;
}

static err
draw_stop(struct req *rq, struct response *rs, bool done)
{
	struct page pg = page_of(rq, tr(rq->lang, "Reminders by e-mail"));

	pg.kind = PAGE_ORDINARY;
	pg.lang = rq->lang;
	/* The address holds the key: the language switch must not carry it on. */
	pg.path = S("/login");
	response_header(rs, S("X-Robots-Tag"), S("noindex"));
	mail_stop_view(&rs->body, rq->lang, &pg, str_fmt(rq->arena, "/stop/" STR_FMT, STR_ARG(rq->params[0])), done);
	return OK;
}

/* Programs that look into mail follow links: looking changes nothing. */
err
stop_page(struct req *rq, struct response *rs)
{
	int64_t person;
	bool used;

	TRY(find(rq, &person, &used));
	return draw_stop(rq, rs, used);
}

struct stopping {
	int64_t person;
	str hash;
};

static err
stop_write(struct db_conn *c, void *arg)
{
	const struct stopping *x = arg;
	int64_t changed;

	TRY(db_exec(c, &changed, STOP_USE, TEXT(x->hash), INT(clock_now())));
	return changed == 1 ? db_exec(c, NULL, CHOICE_REMINDERS, INT(x->person), INT(0)) : OK;
}

err
stop_post(struct req *rq, struct response *rs)
{
	struct stopping x = { .hash = token_hash(rq->arena, rq->params[0]) };
	bool used;

	TRY(find(rq, &x.person, &used));
	TRY(req_write(rq, stop_write, &x));
	return draw_stop(rq, rs, true);
}
