/* path.h: the path of a request target, decoded and checked. Pure; any thread. */
#ifndef HTTP_PATH_H
#define HTTP_PATH_H

#include "http/request.h"

/* Splits an origin-form target ("/a%20b?c=d") and decodes its path into the arena. ERR_INVALID unless the
 * path is canonical: starts with '/', well-formed escapes, UTF-8, no control character, no backslash, no
 * "//", no "." or ".." part, no escaped '/'; nothing but printable ASCII in the target, and no '#'. */
err path_split(struct arena *a, str target, str *path, str *query) MUST_USE;

/* Undoes %XX in s into the arena; '+' becomes a space when plus is PLUS_IS_SPACE. A '%' that is not
 * followed by two digits stays as it is (WHATWG URL) and is told in *bad, which may be NULL. */
enum plus { PLUS_STAYS, PLUS_IS_SPACE };
str percent_decode(struct arena *a, str s, enum plus plus, bool *bad);

#endif
