/* talk.h: a step in which people talk shows what comes into it: what was chosen last time, sentences, proposals. Worker threads. */
#ifndef APP_ROOM_TALK_H
#define APP_ROOM_TALK_H

#include "app/chain/thing.h"
#include "app/room/view.h"

#define TALK_MOST 60

/* Into v->talked; single notes are left out. NULL where nothing comes in. */
err talk_read(struct db_conn *c, struct view *v) MUST_USE;
/* Does a heading belong above the i-th: are there several kinds, and is it the first of its own? */
bool talk_heads(const struct things *t, size_t i);

#endif
