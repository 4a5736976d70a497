/* released_link.h: the addresses by which people without an account read what is released: the staff's page, and screens.
 *
 * An address holds 128 random bits and is shown once; only its hash is stored. It ends on its day, can be renewed without changing
 * (posters and screens go on working), and revoked. Nobody is counted or logged who reads. Worker threads. */
#ifndef APP_RELEASED_RELEASED_LINK_H
#define APP_RELEASED_RELEASED_LINK_H

#include "app/req.h"

#define RELEASED_LINKS_MOST 20	/* that work at a time, for one process */
#define RELEASED_PLACE 60	/* graphemes */

enum released_kind { RELEASED_PAGE, RELEASED_SCREEN };
enum { SHOWS_NEXT = 1, SHOWS_QUESTIONS = 2 };	/* of a screen: the next workshop; the code to its questions when it is near */

struct released_link {
	int64_t id, process, created, expires, revoked_at;
	enum released_kind kind;
	str place;
	unsigned shows;
	int days;
};
struct released_links {
	struct released_link *p;
	size_t n;
};
/* Those that work, and those that ended within a month. */
err released_links_read(struct db_conn *c, struct arena *a, int64_t process, struct released_links *out) MUST_USE;
bool released_link_works(const struct released_link *k, int64_t now);	/* pure */

/* The link of an address, which may also be a whole URL somebody pasted. ERR_NOTFOUND: there is none; ERR_GONE: it has ended
 * (*out is filled). */
err released_link_find(struct db_conn *c, struct arena *a, enum released_kind kind, str token, struct released_link *out) MUST_USE;
str released_token_of(str address);	/* the last part of a path; pure */
/* "/w/said/TOKEN" or "/w/screen/TOKEN" */
str released_path(struct arena *a, enum released_kind kind, str token);

/* All db_write_fn. */
struct released_link_act {
	struct arena *arena;
	int64_t unit, process, person, id;
	str key;
	struct released_link link;	/* released_link_make */
	str token;	/* released_link_make: the new one */
	bool made;	/* released_link_make, out: false when the form came twice */
};
/* ERR_TOOBIG: RELEASED_LINKS_MOST work already. */
err released_link_make(struct db_conn *c, void *act) MUST_USE;
err released_link_renew(struct db_conn *c, void *act) MUST_USE;	/* ERR_CONFLICT: it was revoked, or ended over a month ago */
err released_link_revoke(struct db_conn *c, void *act) MUST_USE;

#endif
