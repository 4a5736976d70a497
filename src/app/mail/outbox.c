/* outbox.c: taking a letter out, and noting what came of it. */
#include "app/access/onetime.h"
#include "app/access/people.h"
#include "app/access/session.h"
#include "app/mail/mail.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"

#define SHORTEST_PAUSE 60
#define LONGEST_PAUSE ((int64_t)4 * 3600)

/* ---- taking ---- */

/* How long a letter is worth sending. */
static int64_t
life(str kind)
{
	if (str_eq(kind, S("test")))
		return 0;
	if (str_eq(kind, S("reset")))
		return 2 * 3600;
	return str_eq(kind, S("reminder")) ? 2 * 86400 : 3 * 86400;
}

/* A link for somebody who came in meanwhile would only confuse, and one that kills a newer slip would lock out. */
static err
make_link(struct db_conn *c, struct outgoing_claim *x, bool has_secret, bool newer_slip)
{
	struct outgoing *o = &x->out;
	enum once_purpose p = str_eq(o->kind, S("reset")) ? ONCE_RESET : ONCE_INVITE;
	str token = link_new(x->arena);

	o->superfluous = newer_slip || (p == ONCE_INVITE && has_secret && str_find(o->body, S("{link}")) != SIZE_MAX);
	if (o->superfluous || str_find(o->body, S("{link}")) == SIZE_MAX)
		return OK;
	o->link = str_fmt(x->arena, STR_FMT "/once/" STR_FMT, STR_ARG(x->app->public_url), STR_ARG(token));
	return onetime_put(c, token_hash(x->arena, token), o->person, p, "mail", 0, onetime_expires(p, clock_now()));
}

/* Who has stopped reminders meanwhile gets none; the others get a link to stop them. */
static err
make_stop(struct db_conn *c, struct outgoing_claim *x)
{
	str token = rand_hex(x->arena, 32);
	struct rows r;

	TRY(db_one(c, x->arena, &r, MAIL_WANTS_REMINDERS, INT(x->out.reader)));
	x->out.superfluous = row_int(&r, 0, 0) > 0;
	if (x->out.superfluous)
		return OK;
	x->out.stop = str_fmt(x->arena, STR_FMT "/stop/" STR_FMT, STR_ARG(x->app->public_url), STR_ARG(token));
	return db_exec(c, NULL, STOP_PUT, TEXT(token_hash(x->arena, token)), INT(x->out.reader), INT(clock_now()));
}

static err
prepare(struct db_conn *c, struct outgoing_claim *x)
{
	struct outgoing *o = &x->out;
	struct rows r;

	o->lang = LANG_NB;
	if (o->process) {
		TRY(db_query(c, x->arena, &r, MAIL_UNIT, INT(o->process)));
		if (r.n)
			o->unit = row_text(&r, 0, 0);
	}
	TRY(db_query(c, x->arena, &r, MAIL_LANG_OF, TEXT(o->recipient)));
	if (r.n && !lang_of(row_text(&r, 0, 0), &o->lang))
		o->lang = LANG_NB;
	if (!o->person && !o->reader)
		return OK;
	TRY(db_query(c, x->arena, &r, MAIL_READER, INT(o->person ? o->person : o->reader), INT(o->created), INT(clock_now())));
	if (r.n == 0 || row_int(&r, 0, 1)) {
		o->superfluous = true;
		return OK;
	}
	if (o->reader)
		return make_stop(c, x);
	if (str_eq(o->kind, S("changed")))
		return OK;
	return make_link(c, x, row_int(&r, 0, 2) > 0, row_int(&r, 0, 3) > 0);
}

err
outgoing_claim(struct db_conn *c, void *claim)
{
	struct outgoing_claim *x = claim;
	struct outgoing *o = &x->out;
	struct rows r;

	*o = (struct outgoing){ 0 };
	TRY(db_query(c, x->arena, &r, MAIL_CLAIM, INT(clock_now()), TEXT(x->node),
		TEXT(str_fmt(x->arena, STR_FMT "@" STR_FMT, STR_ARG(rand_hex(x->arena, 16)), STR_ARG(x->host)))));
	if (r.n == 0)
		return OK;
	*o = (struct outgoing){ .id = row_int(&r, 0, 0), .process = row_int(&r, 0, 1), .person = row_int(&r, 0, 2),
		.reader = row_int(&r, 0, 3), .kind = row_text(&r, 0, 4), .recipient = row_text(&r, 0, 5), .subject = row_text(&r, 0, 6),
		.body = row_text(&r, 0, 7), .calendar = row_text(&r, 0, 8), .created = row_int(&r, 0, 9), .tries = row_int(&r, 0, 10),
		.mail_id = row_text(&r, 0, 11) };
	/* Mail may have been off for months: nobody wants to be invited to what is over. */
	o->old = o->tries == 1 && !str_eq(o->kind, S("test")) && clock_now() - o->created > life(o->kind);
	return o->old ? OK : prepare(c, x);
}

/* ---- what came of it ---- */

static const char *const words[SMTP_OUTCOMES] = {
	[SMTP_TAKEN] = "", [SMTP_LATER] = "later", [SMTP_REFUSED] = "refused", [SMTP_UNSURE] = "unsure", [SMTP_AWAY] = "away",
	[SMTP_UNTRUSTED] = "untrusted", [SMTP_LOGIN] = "login", [SMTP_SENDER] = "sender",
};

/* A minute, two, four … with a quarter more or less, so that many do not come back at once. */
static int64_t
pause_after(int64_t tries)
{
	int64_t pause = tries < 9 ? (int64_t)SHORTEST_PAUSE << (tries > 0 ? tries - 1 : 0) : LONGEST_PAUSE;

	if (pause > LONGEST_PAUSE)
		pause = LONGEST_PAUSE;
	return pause - pause / 4 + (int64_t)rand_below((uint32_t)(pause / 2 + 1));
}

static bool
is_repeatable(str kind)
{
	return str_eq(kind, S("invite")) || str_eq(kind, S("reset")) || str_starts(kind, S("calendar"));
}

static str
trouble_of(const struct outgoing_end *x)
{
	return str_fmt(x->arena, "%s" "%s" STR_FMT, words[x->result.outcome], x->result.says.n ? " " : "", STR_ARG(x->result.says));
}

static str
state_after(const struct outgoing_end *x)
{
	bool old = clock_now() - x->o->created >= life(x->o->kind);

	if (x->o->superfluous)
		return S("dropped");
	if (x->unfit || x->o->old || x->result.outcome == SMTP_REFUSED)
		return S("failed");
	if (x->result.outcome == SMTP_TAKEN)
		return S("sent");
	if (x->result.outcome == SMTP_UNSURE && !is_repeatable(x->o->kind))
		return S("unsure");
	return old ? S("failed") : S("waiting");
}

err
outgoing_end(struct db_conn *c, void *end)
{
	const struct outgoing_end *x = end;
	str state = state_after(x);
	int64_t now = clock_now();
	bool sent = str_eq(state, S("sent")), again = str_eq(state, S("waiting"));

	return db_exec(c, NULL, MAIL_SETTLE, INT(x->o->id), TEXT(x->node), TEXT(state), sent ? INT(now) : NIL,
		INT(again ? now + pause_after(x->o->tries) : now),
		sent || x->o->superfluous ? NIL : TEXT(x->unfit ? S("address") : x->o->old ? S("old") : trouble_of(x)));
}

/* ---- words for people ---- */

static const struct {
	const char *word, *name;
} names[] = {
	{ "address", N_("The address is not an e-mail address that mail can be sent to.") },
	{ "away", N_("The mail relay could not be reached.") },
	{ "later", N_("The mail relay asks us to try again later.") },
	{ "login", N_("The mail relay did not accept the user name or the password.") },
	{ "old", N_("It had waited so long that it was not sent any more.") },
	{ "refused", N_("The mail relay refused the letter.") },
	{ "sender", N_("The mail relay did not accept the sender's address.") },
	{ "unsure", N_("The letter was handed over, but not answered for. It may or may not have arrived.") },
	{ "untrusted", N_("The mail relay's certificate does not hold, so nothing was sent.") },
};

str
mail_trouble_name(enum lang l, str trouble)
{
	str word;

	str_cut(trouble, ' ', &word, NULL);
	for (size_t i = 0; i < COUNT(names); i++)
		if (str_eq(word, str_of(names[i].word)))
			return tr_dynamic(l, str_of(names[i].name));
	return (str){ 0 };
}

str
mail_trouble_says(str trouble)
{
	str says;

	str_cut(trouble, ' ', NULL, &says);
	return says;
}

err
mail_counts(struct db_conn *c, struct arena *a, struct mail_counts *out)
{
	struct rows r;
	int64_t now = clock_now();

	TRY(db_one(c, a, &r, MAIL_COUNTS, INT(now), INT(now - 7 * 86400)));
	*out = (struct mail_counts){ .due = row_int(&r, 0, 0), .later = row_int(&r, 0, 1), .troubled = row_int(&r, 0, 2),
		.sent = row_int(&r, 0, 3), .failed = row_int(&r, 0, 4), .unsure = row_int(&r, 0, 5), .oldest = row_int(&r, 0, 6) };
	return OK;
}
