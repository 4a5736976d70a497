/* live_things.h: the part of a frame that is about sheets and things: each is drawn once, the same for everybody who looks at
 * that screen. See live.h. */
#ifndef APP_ROOM_LIVE_THINGS_H
#define APP_ROOM_LIVE_THINGS_H

#include "app/room/desk.h"

/* Ids of sheets, and refs of things, that have changed. */
struct changed_things {
	str *entries, *things;
	size_t entry_count, thing_count;
	bool count;	/* how many have begun */
};
void draw_phone_things(struct buf *out, enum lang lang, const struct view *v, const struct changed_things *ch);
void draw_wall_things(struct buf *out, enum lang lang, const struct view *v, const struct changed_things *ch);
void draw_desk_things(struct buf *out, enum lang lang, const struct desk_view *d,
	const struct changed_things *ch);

#endif
