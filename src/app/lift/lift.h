/* lift.h: what a unit cannot solve by itself goes to the level that can, and is not dropped: what it is, why the unit cannot, and what
 * it asks for. The level answers: accepted, rejected with a reason, or forwarded. The group types the answer in, or the superior leader
 * gives it on the same page, where nothing else of the process stands. Staff see what was lifted and the answer.
 * Source: domain.md D.5. Worker threads. */
#ifndef APP_LIFT_LIFT_H
#define APP_LIFT_LIFT_H

#include "app/page.h"
#include "app/process/process.h"

#define LIFT_TITLE 200
#define LIFT_TEXT 2000

enum lift_level { LIFT_NOWHERE, LIFT_SUPERIOR, LIFT_CHIEF, LIFT_COMMITTEE, LIFT_POLITICS, LIFT_LEVELS };
enum lift_answer { LIFT_WAITS, LIFT_ACCEPTED, LIFT_REJECTED, LIFT_FORWARDED, LIFT_ANSWERS };
const char *lift_level_word(enum lift_level l);	/* of the database and of forms */
str lift_level_name(enum lang l, enum lift_level level);	/* "the leader above us" */
const char *lift_answer_word(enum lift_answer a);
str lift_answer_name(enum lang l, enum lift_answer a);

struct lift {
	int64_t id, lifted_at, answered_at;	/* lifted_at 0: written, but not sent */
	str thing;	/* what is lifted; may be empty */
	str what, why, ask;
	enum lift_level level;
	enum lift_answer kind;
	str answer;
};
struct lifts {
	struct lift *p;
	size_t n;
};
/* Open ones first. sent: only those that have been sent. */
err lifts_read(struct db_conn *c, struct arena *a, int64_t process, bool sent, struct lifts *out) MUST_USE;

struct lift_act {
	struct arena *arena;
	int64_t unit, process, person, id;	/* id 0: a new one */
	const struct method *method;	/* lift_put with a thing */
	str key, thing, what, why, ask, answer;	/* thing: of a new one, what it is about (chain/thing.h); may be empty */
	enum lift_level level;
	enum lift_answer kind;
	bool send;
};
/* db_write_fn. ERR_CONFLICT: it has been answered and stands; ERR_NOTFOUND, also for a thing that is not there. */
err lift_put(struct db_conn *c, void *act) MUST_USE;
/* The one about a thing; 0: none. */
err lift_of_thing(struct db_conn *c, struct arena *a, int64_t process, str thing, int64_t *id) MUST_USE;
/* ERR_CONFLICT: not sent, or answered before; ERR_INVALID: a rejection needs a reason. */
err lift_reply(struct db_conn *c, void *act) MUST_USE;

/* /p/:process/lifts */
err lifts_page(struct req *rq, struct response *rs);
err lifts_post(struct req *rq, struct response *rs);
err lifts_answer_post(struct req *rq, struct response *rs);

/* For the templates. */
struct lifts_view {
	struct lifts all;
	bool may_write, may_answer;
	str base, problem;
	str thing_title;	/* what a new one is about */
	struct lift kept;	/* what was sent in vain; kept.what empty and kept.id 0: nothing */
};

#endif
