/* routes.c: every URL of the system, and who may use it. */
#include "app/route.h"

#include "app/frame/asset.h"
#include "app/frame/language.h"

const struct route routes[] = {
	/* method path handler who of flags */

	/* frame */
	{ GET, "/a/*", asset_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ POST, "/language", language_post, WHO_ANYONE, .flags = ROUTE_UNNAMED },
};

const size_t route_count = COUNT(routes);
