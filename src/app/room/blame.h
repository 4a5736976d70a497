/* blame.h: a cause or a proposal that names a colleague gets a warning before it is kept: the method looks at how work is done, not
 * at who does it. A warning, never a block: "Rose" is also a flower. Only names of people registered at the unit are known; the
 * check happens in memory, and nothing of it is kept or logged. Source: domain.md B.5.2. Worker threads. */
#ifndef APP_ROOM_BLAME_H
#define APP_ROOM_BLAME_H

#include "app/req.h"

/* The word in the text that looks like one of the names; empty: none does. A word counts when it is spelled like a part of a name
 * with a capital letter, or like a first name without one unless it is a Norwegian word too; the genitive s is seen through. Pure. */
str blame_word(const str *names, size_t n, str text);
/* The same with the names made ready, for who looks at very many texts: their parts, by the first letter. Copies into the arena. */
struct blame_part {
	str text;
	bool first, ordinary;	/* a first name; a word too, when it is written small */
};
struct blame_index {
	struct blame_part *p;
	size_t from[257];	/* by the first byte without its case: p[from[b]] up to p[from[b + 1]] */
};
void blame_index(struct arena *a, const str *names, size_t n, struct blame_index *out);
str blame_in(const struct blame_index *x, str text);
/* The names that are looked for at a unit, for who looks at many texts. They are for comparing only: never drawn, never sent. */
err blame_names(struct db_conn *c, struct arena *a, int64_t unit, const str **names, size_t *n) MUST_USE;
/* The same for the people of a unit; blame_any looks at several texts and stops at the first. */
err blame_find(struct db_conn *c, struct arena *a, int64_t unit, str text, str *word) MUST_USE;
err blame_any(struct db_conn *c, struct arena *a, int64_t unit, const str *texts, size_t n, str *word) MUST_USE;

#endif
