/* multipart.h: forms with files: multipart/form-data (RFC 7578), taken apart by gmime.
 *
 * The body has come whole, within the limit of its route. Parts within parts are refused before the library sees them, so that
 * nobody makes it go deep. Any thread. */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "http/request.h"

#define MULTIPART_PARTS_MOST 20
#define MULTIPART_LINES_MOST 64	/* that begin with "--", as every boundary does */

struct upload {
	str name;	/* of the field */
	str file;	/* what the person's machine calls it; for people only, never a path */
	str bytes;
};
struct uploads {
	const struct upload *p;
	size_t n;
};
bool is_multipart(str content_type);
/* Fields in the order they came; everything in the arena. ERR_INVALID: not such a form, or a field that is no text; ERR_TOOBIG. */
err multipart_parse(struct arena *a, str content_type, str body, struct pairs *fields, struct uploads *files) MUST_USE;

#endif
