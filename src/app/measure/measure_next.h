/* measure_next.h: what measures wait for, on the front page. */
#ifndef APP_MEASURE_MEASURE_NEXT_H
#define APP_MEASURE_MEASURE_NEXT_H

#include "app/process/home.h"

/* A line of the table in home.c: objections, late ones, and those due for a look or an evaluation. Never sensitive ones. */
err measure_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles, struct next_things *all);

#endif
