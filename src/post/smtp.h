/* smtp.h: letters handed to the owner's own mail relay, by libcurl.
 *
 * One struct smtp is one connection, kept open from letter to letter; one thread at a time. The relay's certificate is always
 * checked. What SMTP can promise: a letter the relay has answered for is its responsibility (SMTP_TAKEN). When the connection
 * breaks after the whole letter has been handed over and before the answer, nobody can know (SMTP_UNSURE): sending again may
 * double it, not sending may lose it. The caller decides. Source: RFC 5321 section 4.5.3.2, RFC 1047. */
#ifndef POST_SMTP_H
#define POST_SMTP_H

#include "base/arena.h"
#include "base/base.h"

enum smtp_tls {
	SMTP_STARTTLS,	/* begins in the clear, must become TLS before anything is said */
	SMTP_TLS,	/* from the first byte */
	SMTP_PLAIN,	/* never: a relay on this machine. Then no password is sent either, unless the host is this machine */
};

struct smtp_relay {
	str host;
	int64_t port;
	enum smtp_tls tls;
	str user, password;	/* empty user: no AUTH */
	str ca_file;	/* empty: those the system trusts */
	str hello;	/* how we name ourselves; a host's name */
	int64_t patience;	/* seconds for one letter from first to last; 0: 300 */
};

enum smtp_outcome {
	SMTP_TAKEN,
	SMTP_LATER,	/* the relay said 4xx to this letter */
	SMTP_REFUSED,	/* the relay said 5xx to this recipient or letter */
	SMTP_UNSURE,	/* handed over whole, not answered */
	/* Nothing is wrong with the letter; no other will get through either. */
	SMTP_AWAY,	/* no connection, or it broke before the letter was whole */
	SMTP_UNTRUSTED,	/* no TLS, or a certificate that does not hold */
	SMTP_LOGIN,	/* user or password not accepted */
	SMTP_SENDER,	/* our sender address not accepted */
	SMTP_OUTCOMES
};

struct smtp_result {
	enum smtp_outcome outcome;
	long code;	/* of the relay's last answer; 0: none */
	str says;	/* its words, or the library's: printable ASCII, at most 160 bytes */
};

struct confine;
/* The files that are opened on the way to a relay (base/confine.h): the certificates the system trusts. */
void smtp_confine(struct confine *c);

/* An invitation inside a letter. */
struct mail_calendar {
	str file;	/* by post/calendar.h; empty: none */
	bool cancel;
};

struct mail {
	str from, from_name;	/* address, and what is shown for it (may be empty) */
	str to;
	str subject, text, html;	/* text with LF */
	str id;	/* "unique@host": the same at every try */
	int64_t date;
	str stop_url;	/* where one stops getting such letters, by one POST; empty: none */
	struct mail_calendar calendar;
};

struct smtp;
/* Copies the relay. ERR_INVALID: a host, port or address that is none. */
err smtp_open(const struct smtp_relay *relay, struct smtp **out) MUST_USE;
void smtp_close(struct smtp *s);	/* says QUIT; accepts NULL */
/* Asked now and then while waiting; true breaks off. whole: a letter has been handed over and waits for its answer. */
void smtp_on_wait(struct smtp *s, bool (*stop)(void *ctx, bool whole), void *ctx);

/* ERR_INVALID: an address or header that must not be sent; nothing was. Otherwise OK, whatever the outcome. */
err smtp_send(struct smtp *s, struct arena *a, const struct mail *m, struct smtp_result *out) MUST_USE;
/* Connects, makes TLS, signs in, and sends nothing. */
err smtp_try(struct smtp *s, struct arena *a, struct smtp_result *out) MUST_USE;

#endif
