/* people.h: people, units and who holds which role where. Source: issue 2 points 4 and 5, design.md 7.10 and 8.
 *
 * Roles are rows with a first and, mostly, a last day; ended ones are kept as history. Roles of representatives count once
 * the person has confirmed them, roles granted for a process once the three have agreed. Worker threads. */
#ifndef APP_ACCESS_PEOPLE_H
#define APP_ACCESS_PEOPLE_H

#include "app/req.h"

/* One role of one person. */
struct party {
	int64_t role_id, person, unit, process;	/* process: granted for this one only */
	enum role role;
	str name, email, union_name, employer, unit_name;
	int64_t from_at, to_at, confirmed_at;	/* to_at 0: no end set; confirmed_at 0: does not count yet */
	bool has_secret;	/* has signed in and set a secret of their own */
	bool ended;
};
struct parties {
	struct party *p;
	size_t n;
};

/* Who holds roles at a unit now, by role and name; with superior and chief roles of the units above. Registered but not
 * yet confirmed ones are there too, with confirmed_at 0. Without those of single processes. 5,000 roles at most; what is
 * cut off is staff. */
err people_at(struct db_conn *c, struct arena *a, int64_t unit, struct parties *out) MUST_USE;
/* Helpers and workshop leaders of a process, agreed or waiting for it. */
err people_of_process(struct db_conn *c, struct arena *a, int64_t process, struct parties *out) MUST_USE;
/* Ended roles of the HMS group at the unit, newest first. */
err people_before(struct db_conn *c, struct arena *a, int64_t unit, struct parties *out) MUST_USE;
/* All roles of a person, also ended ones. */
err people_roles(struct db_conn *c, struct arena *a, int64_t person, struct parties *out) MUST_USE;

/* One role, also an ended one. */
err role_get(struct db_conn *c, struct arena *a, int64_t role, struct party *out) MUST_USE;

/* Leader, union and employee representatives, safety representatives; and whether each of the three parties is there and has
 * signed in: before that no room for staff opens. */
struct group {
	struct parties all;	/* the HMS group, waiting ones too */
	bool leader, rep, safety;	/* confirmed, and signed in themselves */
	bool complete;	/* all three */
	bool admin_is_leader;	/* to be said in plain words wherever links and slips are */
};
err group_at(struct db_conn *c, struct arena *a, int64_t unit, struct group *out) MUST_USE;
/* Does the unit's leader also hold the keys of the program? For the room's landing page. */
err access_admin_is_leader(struct db_conn *c, struct arena *a, int64_t unit, bool *out) MUST_USE;

/* Does this role count in agreements and access now? */
bool party_counts(const struct party *p);

struct person {
	int64_t id, organisation, left_at;
	str name, email;
	enum lang lang;
	bool has_secret;
};
/* Of the asker's own organisation only. */
err person_get(struct db_conn *c, struct arena *a, int64_t organisation, int64_t id, struct person *out) MUST_USE;
/* Logs what was done about a person's account wherever they hold a role now, so that each of those groups reads it;
 * at `unit` (which may be 0) when they hold none. Inside a write function. */
err audit_about(struct db_conn *c, struct arena *a, int64_t unit, int64_t by, int64_t person, const char *kind) MUST_USE;

/* A db_write_fn: name and address. By the person themselves or the administrator only: whoever could change the address
 * could take the account. ERR_CONFLICT: the address is somebody else's. */
struct person_edit {
	struct arena *arena;
	int64_t organisation, person, by;
	str name, email;
};
err person_edit_write(struct db_conn *c, void *edit) MUST_USE;
/* A db_write_fn for the same struct: the person has left; roles end, sessions and links stop. ERR_CONFLICT: the last
 * administrator. */
err person_leave_write(struct db_conn *c, void *edit) MUST_USE;
err person_lang(struct db_conn *c, struct arena *a, int64_t person, enum lang *out) MUST_USE;
/* Is this person a representative anywhere, confirmed or waiting? Then no leader sees a link of theirs. */
err person_is_rep(struct db_conn *c, struct arena *a, int64_t person, bool *out) MUST_USE;

/* A person and a role at once; a known e-mail address gives the role to the person who has it. Inside a write function.
 * ERR_CONFLICT: holds this role here already, or the address
 * belongs to somebody who has left. */
struct role_new {
	int64_t organisation, unit, process, by;
	enum role role;
	str name, email, union_name, employer;
	enum lang lang;	/* of a new person */
	int64_t from_at, to_at;
	int64_t person;	/* in: a known person, or 0; out */
	int64_t role_id;	/* out */
};
err role_add(struct db_conn *c, struct arena *a, struct role_new *n) MUST_USE;
/* Ends a role from now on; one that had not been confirmed is declined by its own person. ERR_CONFLICT: the last
 * administrator stays. */
err role_end(struct db_conn *c, struct arena *a, int64_t role, int64_t by) MUST_USE;
err role_confirm(struct db_conn *c, struct arena *a, int64_t role, int64_t person) MUST_USE;

/* The three have agreed that this role in a process takes effect. */
err role_granted(struct db_conn *c, struct arena *a, int64_t role) MUST_USE;

/* Which roles somebody with these ROLE_BITs may register and end at a unit. */
unsigned roles_to_give(unsigned mine);
bool may_end(unsigned mine, int64_t me, const struct party *p);

struct unit {
	int64_t id, parent;
	str name, kind;	/* organisation | area | unit */
	str code;	/* in the HR system; may be empty */
	int depth;
};
struct units {
	struct unit *p;
	size_t n;
};
/* The organisation's tree, parents before children. */
err units_of(struct db_conn *c, struct arena *a, int64_t organisation, struct units *out) MUST_USE;

/* True once mail has been set up. */
err mail_is_on(struct db_conn *c, struct arena *a, bool *out) MUST_USE;

#endif
