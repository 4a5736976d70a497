/* take_out_pages.h: handlers of taking a whole process out, for routes.c. */
#ifndef APP_TAKE_OUT_TAKE_OUT_PAGES_H
#define APP_TAKE_OUT_TAKE_OUT_PAGES_H

#include "app/form.h"
#include "app/take_out/take_out.h"

struct take_out_view {
	struct take_out_state state;
	str base;	/* "/p/3/take-out" */
	str key;
	bool demo;
};

err take_out_page(struct req *rq, struct response *rs);
err take_out_post(struct req *rq, struct response *rs);
err take_out_file_post(struct req *rq, struct response *rs);

#endif
