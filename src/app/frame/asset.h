/* asset.h: addresses of the built css, js and icons. */
#ifndef APP_FRAME_ASSET_H
#define APP_FRAME_ASSET_H

#include "app/req.h"

/* "/a/app-1A2B3C.css" for "app.css". A name that was not built is a bug. Lives for ever. */
str asset(const char *name);
str asset_str(str name);

/* GET below /a/: the files themselves. */
err asset_page(struct req *rq, struct response *rs);

#endif
