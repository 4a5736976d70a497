/* handle_next.h: what must be handled, on the front page. */
#ifndef APP_CHAIN_HANDLE_NEXT_H
#define APP_CHAIN_HANDLE_NEXT_H

#include "app/process/home.h"

/* A line of the table in home.c: how many things nobody has yet, and how many the reader has; of those the reader may see (handle.h),
 * and never a word of what they are about. */
err handle_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles, struct next_things *all) MUST_USE;

#endif
