/* workshop.h: a process of the pack in a house, and workshops held in it through the room's own rules. For tests. */
#ifndef APP_TEST_WORKSHOP_H
#define APP_TEST_WORKSHOP_H

#include "app/process/process.h"
#include "app/room/room.h"
#include "house.h"

#define HARD "vanskelig-temaer"
#define GOOD "bra-temaer"

struct workshop {
	struct house *h;
	struct process p;
	const struct method_phase *phase;
};

/* The same test on both engines, for tests that begin a workshop. */
#define HELD_ON_BOTH(f) { #f " on sqlite", f, house_sqlite, workshop_done, NULL }, \
	{ #f " on postgres", f, house_postgres, workshop_done, NULL }
int workshop_done(void **state);

/* The three parties and a process that has begun. */
void workshop_begin(struct workshop *w, struct house *h);

/* What is said of one theme in a sitting, and the votes it gets. */
struct said {
	const char *step, *name;
	int notes, votes;
};
struct held {
	enum sitting_kind kind;
	int seats;
	const struct said *said;
	size_t n;
	bool stays_open;	/* at the vote, which is open too */
};
/* Writes, groups, votes and closes. Each seat gives one vote, and goes round again while it has any. The sitting. */
int64_t workshop_hold(struct workshop *w, const struct held *what);

/* The themes over all sittings as they are now. */
struct gathering;
struct theme_part;
void workshop_gather(struct workshop *w, struct gathering *g);
const struct theme_part *workshop_part(const struct gathering *g, const char *step);
/* A heading by its name; the test fails when there is none. */
const struct theme_node *workshop_theme(const struct theme_part *part, const char *name);

/* Everybody of the three says yes to an agreement. */
void workshop_agree(struct workshop *w, int64_t agreement);

#endif
