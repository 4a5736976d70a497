/* prepare_pages.h: the handler of "this is what you will be asked", for routes.c. */
#ifndef APP_SCREEN_PREPARE_PAGES_H
#define APP_SCREEN_PREPARE_PAGES_H

#include "app/page.h"
#include "app/screen/prepare.h"

err prepare_page(struct req *rq, struct response *rs);

#endif
