/* sheet_pages.h: what phones and the desk send about sheets, maps and verdicts. Phone routes are unnamed; without script they
 * answer with a redirect to the room, and with both texts where two have written in the same field. */
#ifndef APP_ROOM_SHEET_PAGES_H
#define APP_ROOM_SHEET_PAGES_H

#include "app/room/view.h"

/* step, about, table, and for each field f-FIELD (t-FIELD: the end of a span) and v-FIELD, the version that was seen. */
err sheets_post(struct req *rq, struct response *rs);
err sheets_take_post(struct req *rq, struct response *rs);	/* step, about, table */
err sheets_leave_post(struct req *rq, struct response *rs);
err places_post(struct req *rq, struct response *rs);	/* step, target, across, up: 1 low, 2 high; 0 and 0 takes it off */
err verdicts_post(struct req *rq, struct response *rs);	/* a-ROUND: the answer; one or several */
err desk_sheets_post(struct req *rq, struct response *rs);
err desk_sheets_take_post(struct req *rq, struct response *rs);
err desk_places_post(struct req *rq, struct response *rs);

/* What was sent in vain goes back into the form it came from. */
void sheet_keep_typed(struct req *rq, struct view *v);

#endif
