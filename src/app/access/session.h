/* session.h: who is signed in, and which roles they hold where. Source: design.md sections 5 and 8.
 *
 * A session is a random 256-bit token in an HttpOnly cookie; the database holds its hash only. */
#ifndef APP_ACCESS_SESSION_H
#define APP_ACCESS_SESSION_H

#include "app/req.h"

#define SESSION_DAYS 30

/* Sets rq->user when the request's cookie names a live session; otherwise leaves it NULL. */
err session_user(struct req *rq) MUST_USE;

/* The ROLE_BITs of a person at a unit (0: only what holds everywhere) and, for helpers and workshop leaders, in a process.
 * Superior and chief roles hold at the units below theirs; roles of representatives count once confirmed. */
err session_roles(struct db_conn *c, struct arena *a, const struct user *u, int64_t unit, int64_t process,
	unsigned *out) MUST_USE;

/* Signs a person in: one row, one cookie. Inside a write function for the row; the cookie afterwards. */
struct session_new {
	str token, token_hash, device;
	int64_t person;
};
struct session_new session_make(struct req *rq, int64_t person);
err session_insert(struct db_conn *c, const struct session_new *s) MUST_USE;
void session_cookie(const struct req *rq, struct response *rs, const struct session_new *s);
void session_cookie_forget(const struct req *rq, struct response *rs);

/* What is kept of a person's password; empty when none has been set. */
err session_secret(struct req *rq, int64_t person, str *kept) MUST_USE;

/* After signing in: to the page where roles are confirmed when one waits, otherwise to `to`. */
err go_in(struct req *rq, struct response *rs, int64_t person, str to) MUST_USE;
/* The path when it stays inside this site, otherwise "/". */
str path_inside(str path);

/* Hash of a token as kept in the database: BLAKE2b-256 in hexadecimal. */
str token_hash(struct arena *a, str token);

#endif
