/* plural.h: the Plural-Forms rule of a .po header, checked and turned into C. Pure. */
#ifndef PLURAL_H
#define PLURAL_H

#include "tool.h"

struct plural_node;
struct plural {
	unsigned forms;
	const struct plural_node *rule;
};

/* "nplurals=2; plural=(n != 1);". ERR_INVALID: not of that form, divides by zero or names a form that
 * does not exist for some n up to 1000. */
err plural_read(struct arena *a, str text, struct plural *out, struct fault *f) MUST_USE;

/* The form for n. */
unsigned plural_form(const struct plural *p, uint64_t n);

/* The rule as a C expression in n (unsigned long long), every bracket written. */
void plural_add(struct buf *b, const struct plural *p);

#endif
