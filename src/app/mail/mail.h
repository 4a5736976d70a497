/* mail.h: letters from the outbox to the owner's relay.
 *
 * Whoever has something to say lays a row in the outbox, in the transaction that decides it. One thread of each node takes rows
 * one at a time (the claim is committed before anything is sent, so no two nodes send the same), hands them to the relay and
 * notes what came of it. One-time links and links to stop reminders are made when a letter leaves; of both only a hash is kept.
 *
 * What can be promised: a letter is tried again after what passes (a busy relay, a broken net), with growing pauses, until it is
 * too old; what the relay refuses is shown as failed. When a node dies between handing over a letter and noting that it did,
 * nobody can know whether it went. It is then "unsure" and never sent again by itself, unless a second copy does nothing:
 * invitations to a calendar (the same entry) and one-time links (the newer replaces the older).
 *
 * On when the setting "mail" has a relay. Its password comes from a file or a systemd credential, never from the database. */
#ifndef APP_MAIL_MAIL_H
#define APP_MAIL_MAIL_H

#include "app/app.h"
#include "app/sql.h"
#include "post/smtp.h"
#include "text/i18n.h"

struct mail_setup {
	bool on;
	str host;
	int64_t port;
	enum smtp_tls tls;
	str user;	/* empty: the relay asks for none */
	str from, from_name;
	int64_t per_minute;	/* letters */
	str text;	/* as stored: to see whether it has changed */
};
err mail_setup_read(struct db_conn *c, struct arena *a, struct mail_setup *out) MUST_USE;
/* Inside a write function; letters that wait because of trouble are tried again at once. host empty: off. */
err mail_setup_write(struct db_conn *c, struct arena *a, const struct mail_setup *s) MUST_USE;
str smtp_tls_word(enum smtp_tls t);
enum smtp_tls smtp_tls_of(str word);

/* The password: of systemd's credential "mail-password", or of the file named in the settings of the machine. *open_to: others on
 * the machine can read it. ERR_NOTFOUND: there is none; ERR_IO: it cannot be read. */
err mail_password(const struct app *app, struct arena *a, str *out, bool *open_to) MUST_USE;
/* Ready for smtp_open. */
err mail_relay(const struct app *app, struct arena *a, const struct mail_setup *s, struct smtp_relay *out) MUST_USE;

/* ---- a letter that is leaving ---- */

struct outgoing {
	int64_t id, process, person, reader, created, tries;
	str kind, recipient, subject, body, calendar, mail_id;
	str unit;	/* the process's; may be empty */
	enum lang lang;
	str link, stop;	/* whole addresses made now, or empty */
	bool superfluous;	/* meanwhile there is nothing to say any more: not sent */
	bool old;	/* has waited too long for its first try (mail was off): not sent */
};
/* A db_write_fn: takes the next row that is due. Without one, id is 0. */
struct outgoing_claim {
	struct arena *arena;
	const struct app *app;
	str node, host;	/* who takes it; the host in its Message-ID */
	struct outgoing out;
};
err outgoing_claim(struct db_conn *c, void *claim) MUST_USE;

/* A db_write_fn: what came of it. */
struct outgoing_end {
	struct arena *arena;
	str node;
	const struct outgoing *o;
	struct smtp_result result;
	bool unfit;	/* the letter could not be made: an address that is none */
};
err outgoing_end(struct db_conn *c, void *end) MUST_USE;

/* The letter as the relay gets it: the body is Markdown, read as plain text and as a page. */
void outgoing_compose(struct arena *a, const struct outgoing *o, const struct mail_setup *s, struct mail *out);

/* ---- for those who look after it ---- */

/* The word before the relay's own in outbox.trouble, as a sentence. */
str mail_trouble_name(enum lang l, str trouble);
/* What the relay said; may be empty. */
str mail_trouble_says(str trouble);

struct mail_counts {
	int64_t due, later, troubled, sent, failed, unsure;	/* sent: within seven days */
	int64_t oldest;	/* when the oldest that should have gone was laid; 0: none */
};
err mail_counts(struct db_conn *c, struct arena *a, struct mail_counts *out) MUST_USE;

#endif
