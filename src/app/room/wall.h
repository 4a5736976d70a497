/* wall.h: the big screen, and the same as an ordinary page for those who cannot see it. */
#ifndef APP_ROOM_WALL_H
#define APP_ROOM_WALL_H

#include "app/room/view.h"

err wall_page(struct req *rq, struct response *rs);	/* GET /r/:code/wall/:token */
err board_page(struct req *rq, struct response *rs);	/* GET /r/:code/board: "Vis storskjermen her" */

struct wall_view {
	const struct view *v;
	str site;	/* where to type the code: "medvirk.example.no/r" */
	int64_t aside;	/* notes set aside or erased */
};

#endif
