/* ids.h: finds the message ids in C sources and templates. Pure.
 *
 * Looks for calls of tr, trc, trn and for the marks N_ and NC_, outside comments and strings (in templates:
 * inside {{ }}). Ids must be string literals ("a" "b" is one); other ids go through tr_dynamic or
 * trc_dynamic and are marked with N_ or NC_ where they stand. */
#ifndef IDS_H
#define IDS_H

#include "tool.h"

struct id {
	str context, text, plural;	/* plural is empty but for trn */
	str file;
	size_t line;
};

struct id_list {
	struct id *items;
	size_t n, room;
};

/* Adds the ids of one file; a name ending in .tmpl is a template. ERR_INVALID fills *f. */
err ids_read(struct arena *a, str file, str text, struct id_list *list, struct fault *f) MUST_USE;

#endif
