/* desk.h: the desk of who leads the workshop: a signed-in member of the group, a helper or the workshop leader. */
#ifndef APP_ROOM_DESK_H
#define APP_ROOM_DESK_H

#include "app/room/view.h"

/* The desk's stream comes by the room's unnamed route; for it alone the account's session is read there. */
bool desk_may_watch(struct req *rq, const struct room *rm);

#endif
