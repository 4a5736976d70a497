/* keeping.h: what the templates of retention get. */
#ifndef APP_RETENTION_KEEPING_H
#define APP_RETENTION_KEEPING_H

#include "app/access/people.h"
#include "app/retention/doubt.h"
#include "app/retention/person.h"
#include "app/retention/retention.h"

struct keeping_view {
	struct keeping all;
	struct due due;
	struct doubt doubt;
	int64_t clock;	/* what it says now */
};

struct person_erase_view {
	struct person who;
	struct person_traces traces;
	struct parties roles;	/* those that would end */
	str action;
};

#endif
