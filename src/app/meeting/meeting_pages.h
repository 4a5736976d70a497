/* meeting_pages.h: the live meeting of the group, below /s/:sitting/. */
#ifndef APP_MEETING_MEETING_PAGES_H
#define APP_MEETING_MEETING_PAGES_H

#include "app/req.h"

err meeting_page(struct req *rq, struct response *rs);
err meeting_events_page(struct req *rq, struct response *rs);
err meeting_join_post(struct req *rq, struct response *rs);
err meeting_step_post(struct req *rq, struct response *rs);	/* do = start next back skip pause resume plus1 plus5 minus1 */
err meeting_form_post(struct req *rq, struct response *rs);
err meeting_input_post(struct req *rq, struct response *rs);	/* id, field, text */
err meeting_away_post(struct req *rq, struct response *rs);	/* id, hide = 0 1 */
err meeting_own_post(struct req *rq, struct response *rs);	/* a field of each answer's id; share or unshare = an answer's id */
err tips_page(struct req *rq, struct response *rs);

#endif
