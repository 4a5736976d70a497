/* language.h: the language switch of every page. */
#ifndef APP_FRAME_LANGUAGE_H
#define APP_FRAME_LANGUAGE_H

#include "app/req.h"

/* POST /language: keeps the choice in a cookie of this browser and goes back. */
err language_post(struct req *rq, struct response *rs);

#endif
