/* live.h: the room's side of the hub: what goes out on the streams. Source: design.md section 6. */
#ifndef APP_ROOM_LIVE_H
#define APP_ROOM_LIVE_H

#include "app/req.h"
#include "live/hub.h"

/* SCREEN_GROUP: a meeting of the group, drawn by app/meeting. */
enum room_screen { SCREEN_PHONE, SCREEN_WALL, SCREEN_DESK, SCREEN_GROUP, ROOM_SCREENS };

/* hub_config.render: ctx is the struct app. Reads events after `after` and draws each changed element once. */
err room_render(void *ctx, int64_t room, int64_t after, size_t screen, size_t lang, struct frame *out);
/* Notifications from other nodes may have been lost: tells the hub how far each room has come, and once a minute to look at
 * everything, for what is in the database no more. The listener's thread, every two seconds. */
void room_resync(struct app *app);

/* hub_config.presence: the wall and the desk hear how many have joined. */
void room_presence(void *ctx, int64_t room);

/* The stream object a handler leaves in a response, and the server's two callbacks for it. */
void *room_stream_new(int64_t room, enum room_screen screen, enum lang lang, int64_t after);
void room_stream_take(void *ctx, int fd, void *stream);
void room_stream_drop(void *ctx, void *stream);

#endif
