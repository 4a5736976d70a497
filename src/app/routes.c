/* routes.c: every URL of the system, and who may use it. */
#include "app/route.h"

#include "app/frame/asset.h"
#include "app/frame/language.h"
#include "app/room/phone.h"

const struct route routes[] = {
	/* method path handler who of flags */

	/* frame */
	{ GET, "/a/*", asset_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ POST, "/language", language_post, WHO_ANYONE, .flags = ROUTE_UNNAMED },

	/* room: the phone. Unnamed; each handler asks for the seat */
	{ GET, "/r", code_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ POST, "/r", code_post, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ GET, "/r/:code", landing_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/answers", answers_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ GET, "/r/:code/events", events_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/join", join_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/leave", leave_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/notes", notes_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/notes/delete", notes_delete_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/notes/edit", notes_edit_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/pass-on", pass_on_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/ready", ready_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ GET, "/r/:code/room", room_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/table", table_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/themes", themes_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/themes/notes", themes_notes_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/votes", votes_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
};

const size_t route_count = COUNT(routes);
