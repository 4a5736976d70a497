/* agenda_letter.h: a meeting as a letter: the call before it, the minutes after it; and who gets it. Worker threads. */
#ifndef APP_AGENDA_AGENDA_LETTER_H
#define APP_AGENDA_AGENDA_LETTER_H

#include "app/agenda/agenda.h"

struct agenda_letter {
	str subject, body;	/* body in Markdown, without markup but lists */
};
/* link: a whole address for "read it here". */
struct agenda_letter agenda_call_letter(struct arena *a, enum lang l, const struct agenda_whole *w, str unit_name, str link);
struct agenda_letter agenda_minutes_letter(struct arena *a, enum lang l, const struct agenda_whole *w, str unit_name, str link);

/* When and where, as the call that went out said it. */
str agenda_called_words(struct arena *a, enum lang l, const struct agenda_meeting *m);

struct agenda_reader {
	int64_t person;
	str email;
	enum lang lang;
};
struct agenda_readers {
	struct agenda_reader *p;
	size_t n, without;	/* without: those that have no address here */
};
/* The HMS group; of a staff meeting also all staff that have an account, when `staff`. */
err agenda_readers_read(struct db_conn *c, struct arena *a, int64_t unit, bool staff, struct agenda_readers *out) MUST_USE;

/* A db_write_fn: lays a letter in the outbox for each, in their language; a call is noted as sent in the same write. */
struct agenda_laying {
	struct agenda_step step;	/* of a call: act ACT_CALLED, version, why */
	bool is_call;
	str site;	/* "https://host", for the entry in calendars */
	struct agenda_readers readers;
	struct agenda_letter letters[LANG_COUNT];
};
err agenda_lay_write(struct db_conn *c, void *laying) MUST_USE;

#endif
