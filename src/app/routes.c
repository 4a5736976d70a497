/* routes.c: every URL of the system, and who may use it. */
#include "app/route.h"

#include "app/frame/asset.h"
#include "app/frame/language.h"
#include "app/room/desk.h"
#include "app/room/phone.h"
#include "app/room/wall.h"

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
	{ GET, "/r/:code/board", board_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
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
	{ GET, "/r/:code/wall/:token", wall_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },

	/* room: the desk */
	{ GET, "/r/:code/desk", desk_page, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/end", desk_end_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/merge", desk_merge_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/note", desk_note_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/paper", desk_paper_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/settings", desk_settings_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/step", desk_step_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/take", desk_take_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/themes", desk_themes_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/themes/notes", desk_themes_notes_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/vote", desk_vote_post, WHO_DESK, OF_CODE },
};

const size_t route_count = COUNT(routes);
