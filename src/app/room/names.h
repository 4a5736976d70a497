/* names.h: the names of a unit's people, remembered in memory for a minute, so that each of three hundred notes can be looked at
 * without asking the database (blame.h). Nothing of a text is kept. Any thread. */
#ifndef APP_ROOM_NAMES_H
#define APP_ROOM_NAMES_H

#include "app/req.h"
#include "base/memo.h"

struct memo *names_new(void);

/* The word of a text that looks like the name of somebody at the request's unit; empty: none does, or the names could not be
 * read: a warning is never worth an error. The word is a part of the text. */
str names_word(struct req *rq, str text);

#endif
