/* agenda_start.h: what a new meeting can begin with: agendas in our own words. Any thread. */
#ifndef APP_AGENDA_AGENDA_START_H
#define APP_AGENDA_AGENDA_START_H

#include "app/agenda/agenda.h"

#define AGENDA_STARTS 3

/* The word in addresses ("first"), the name for people, one sentence about it. */
struct agenda_start {
	str word, name, about;
	struct agenda_meeting m;	/* kind, title, purpose, wished, minutes */
	struct agenda_item *items;
	size_t n;
};
/* In the language of who begins. ERR_NOTFOUND for a word that is none of them. */
err agenda_start_of(struct arena *a, enum lang l, str word, struct agenda_start *out) MUST_USE;
void agenda_starts(struct arena *a, enum lang l, struct agenda_start out[AGENDA_STARTS]);

#endif
