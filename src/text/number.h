/* number.h: numbers straight into a buffer; date.h has the calls for everybody. Any thread. */
#ifndef TEXT_NUMBER_H
#define TEXT_NUMBER_H

#include "base/buf.h"
#include "text/i18n.h"

/* Grouped as the language does: "1 234" with no-break spaces. No sign in it needs escaping in HTML. */
void number_add(struct buf *b, enum lang l, int64_t n);

#endif
