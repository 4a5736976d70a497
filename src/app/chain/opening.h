/* opening.h: single notes after the choice. They are closed; two roles of the group open them together, for an hour.
 *
 * The first asks, and within a day somebody else in another role confirms; then the whole group may read. The three may agree
 * that one of them is enough. Every opening is logged; notes are in no export either way. Before the choice the group sees
 * the notes of closed sittings on the page where themes are merged. Source: design.md 7.8, domain.md G.3. Worker threads. */
#ifndef APP_CHAIN_OPENING_H
#define APP_CHAIN_OPENING_H

#include "app/access/role.h"
#include "app/req.h"

#define OPENING_ASKS (24 * 3600)	/* so long an asking waits */
#define OPENING_LASTS 3600	/* so long the notes stand open */

struct opening {
	int64_t id;
	bool asked;	/* somebody asks, and it is not too late to confirm */
	bool open;
	int64_t asked_by, until;	/* until: when it ends, either the asking or the opening */
	enum role asked_as, opened_as;
	str asked_name, opened_name;
	bool one_is_enough;	/* the three have agreed so */
};
err opening_read(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, str phase, struct opening *out) MUST_USE;

/* May this person, holding these ROLE_BITs, confirm what has been asked? As which role: another than the one who asked. Pure. */
bool opening_second(const struct opening *o, int64_t person, unsigned roles, enum role *as);
/* The role in which somebody asks: their first in the group. ROLE_NONE: not of the group. Pure. */
enum role opening_role(unsigned roles);

/* db_write_fn: asks, or confirms what somebody else has asked. ERR_CONFLICT: their own asking still waits, or they hold no
 * other role; ERR_DENIED: not of the group. */
struct opening_act {
	struct arena *arena;
	int64_t unit, process, person;
	unsigned roles;
	str phase, key;
	bool open;	/* out */
};
err opening_press(struct db_conn *c, void *act) MUST_USE;

/* A note as it is shown while open. No ids: there is nothing to be done with it. */
struct raw_note {
	str body, theme;
};
struct raw_notes {
	struct raw_note *p;
	size_t n;
};
err raw_notes_read(struct db_conn *c, struct arena *a, int64_t process, str phase, struct raw_notes *out) MUST_USE;

#endif
