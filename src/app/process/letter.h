/* letter.h: texts of the pack with their {fields} filled in: messages, talking points, posters; and the group's own words
 * for messages. Source: domain.md A.4.5, G.9; the fields are method_fields. Worker threads. */
#ifndef APP_PROCESS_LETTER_H
#define APP_PROCESS_LETTER_H

#include "app/process/home.h"

#define LETTER_FIELDS 32

struct letter_fields {
	struct tr_arg args[LETTER_FIELDS];
	size_t n;
	enum lang lang;
	size_t several;	/* gatherings of the session that have a date; only the first is in {date} */
};
/* What stands for each field in a text about this session; session may be NULL: about the whole. link: a whole address. */
err letter_fields(struct req *rq, struct db_conn *c, enum lang l, const struct process *p, const struct timeline *t,
	const struct method_session *session, str link, struct letter_fields *out) MUST_USE;
str letter_fill(struct arena *a, const struct letter_fields *f, str text);

/* A message in one language: the group's own words, or the pack's. */
struct letter {
	const struct method_session *session;
	const struct method_message *message;
	str key;	/* "phase/session/id": in the database and in addresses */
	str subject, body;	/* with {fields}; body in Markdown */
	bool own;
	int64_t due;	/* when the pack would send it; 0: the session has no date */
	int64_t laid, laid_at;	/* rows in the outbox, and when the last was laid there */
	int64_t sent, waits, failed, unsure;	/* of those */
	bool released;	/* the group has said that it goes on its day, and it has not gone yet */
};
struct letters {
	struct letter *p;
	size_t n;
};
/* All messages of a phase, as they stand in this language. */
err letters_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, const struct timeline *t,
	const struct method_phase *phase, struct letters *out) MUST_USE;
/* Bits 1 << lang: those in which the group has words of its own. */
err letter_own_langs(struct db_conn *c, struct arena *a, int64_t process, str letter, unsigned *out) MUST_USE;
/* ERR_NOTFOUND. */
err letter_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, const struct timeline *t,
	str phase, str session, str message, struct letter *out) MUST_USE;
/* Writes the group's own words; an empty body goes back to the pack's. A db_write_fn. */
struct letter_own {
	int64_t process;
	str letter, subject, body, key;
	enum lang lang;
};
err letter_own_write(struct db_conn *c, void *own) MUST_USE;

/* A db_write_fn: lays a message for all its readers, each in their language, with the words as they stand now; `by` is who said so.
 * laid: how many letters. A release that somebody else has carried out, or taken back, lays nothing. */
struct letter_lay {
	struct arena *arena;
	struct app *app;
	int64_t process, by;
	str message;	/* its key */
	str form_key;	/* of the form; empty: a release carried out by the program */
	str site;
	int64_t laid;	/* out */
};
err letter_lay_write(struct db_conn *c, void *lay) MUST_USE;
/* Lays what has been released and whose day has come. By the jobs thread; harmless on several nodes. */
err letters_run(struct app *app, struct arena *a) MUST_USE;

/* Who gets a message: once each, those with an address and how many lack one. */
struct reader {
	int64_t person;
	str email;
	enum lang lang;
};
struct readers {
	struct reader *p;
	size_t n, without;
};
err readers_of(struct db_conn *c, struct arena *a, const struct process *p, enum method_role to, struct readers *out) MUST_USE;

#endif
