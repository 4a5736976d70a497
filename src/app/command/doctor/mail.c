/* mail.c: whether letters get out: settings, password, the relay's door, and what is stuck. Nothing is sent. */
#include "app/command/doctor/visit.h"
#include "app/mail/mail.h"
#include "base/clock.h"

#define LONG_WAIT 3600

static void
check_password(struct visit *v, const struct app *app, const struct mail_setup *s)
{
	bool open_to;
	str password;
	err e = mail_password(app, v->args->arena, &password, &open_to);

	if (s->user.n == 0)
		say(v, GOOD, "The mail relay asks for no password.");
	else if (e == ERR_NOTFOUND)
		say(v, TROUBLE, "The mail relay's user is set, but there is no password (MEDVIRK_MAIL_PASSWORD_FILE, or a systemd credential).");
	else if (e)
		say(v, TROUBLE, "The file with the mail relay's password cannot be read by the user who runs this.");
	else if (open_to)
		say(v, TROUBLE, "Other users of this machine can read the file with the mail relay's password. Run: chmod 600.");
	else
		say(v, GOOD, "The mail relay's password can be read, by its owner only.");
}

/* Connects, makes TLS and signs in, and says good-bye. */
static void
check_relay(struct visit *v, const struct app *app, const struct mail_setup *s)
{
	struct smtp_relay relay;
	struct smtp_result result;
	struct smtp *smtp;

	if (mail_relay(app, v->args->arena, s, &relay))
		return;
	if (smtp_open(&relay, &smtp)) {
		say(v, TROUBLE, "The mail relay's settings cannot be used. Save them again under Administration, E-mail.");
		return;
	}
	if (smtp_try(smtp, v->args->arena, &result) == OK && result.outcome == SMTP_TAKEN)
		say(v, GOOD, "The mail relay " STR_FMT " answers%s%s.", STR_ARG(s->host), s->tls == SMTP_PLAIN ? "" : " by TLS",
			s->user.n ? " and knows us" : "");
	else
		say(v, TROUBLE, "The mail relay " STR_FMT " does not let us in: " STR_FMT, STR_ARG(s->host), STR_ARG(result.says));
	smtp_close(smtp);
}

static void
check_stuck(struct visit *v, const struct mail_counts *n)
{
	if (n->failed + n->unsure)
		say(v, WARN, "Letters that could not be sent: %" PRId64 ", that may or may not have arrived: %" PRId64
			". Look under Administration, E-mail.", n->failed, n->unsure);
	if (n->oldest && clock_now() - n->oldest > LONG_WAIT)
		say(v, WARN, "A letter has waited for %" PRId64 " minutes.", (clock_now() - n->oldest) / 60);
	else
		say(v, GOOD, "No letter waits for long.");
}

static err
ask(struct visit *v, struct mail_setup *s, struct mail_counts *n)
{
	struct db_conn *c;
	err e;

	TRY(db_read_begin(v->db, &c));
	e = mail_setup_read(c, v->args->arena, s);
	if (!e)
		e = mail_counts(c, v->args->arena, n);
	db_read_end(c);
	return e;
}

void
look_at_mail(struct visit *v)
{
	struct app app = { .public_url = setting(v->args, SETTING_PUBLIC_URL),
		.mail_password_file = setting(v->args, SETTING_MAIL_PASSWORD_FILE), .mail_ca = setting(v->args, SETTING_MAIL_CA) };
	struct mail_setup s;
	struct mail_counts n;

	if (ask(v, &s, &n)) {
		say(v, TROUBLE, "What is said about mail cannot be read.");
		return;
	}
	if (!s.on) {
		say(v, GOOD, "Mail is off: people are let in with printed slips.");
		return;
	}
	if (app.public_url.n == 0)
		say(v, TROUBLE, "Mail is on, but no public address is set (--public-url): no letter leaves without.");
	if (s.tls == SMTP_PLAIN)
		say(v, WARN, "Letters go to the mail relay without encryption.");
	check_password(v, &app, &s);
	check_relay(v, &app, &s);
	check_stuck(v, &n);
}
