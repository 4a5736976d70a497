/* req.h: one request as handlers see it: who asks, about what, in which language, with which form.
 *
 * Made by the dispatcher, which has already checked the route's row: signed in, role, cross-site,
 * size. Everything lives in the request's arena. Worker threads. */
#ifndef APP_REQ_H
#define APP_REQ_H

#include "app/access/role.h"
#include "app/app.h"
#include "app/sql.h"
#include "base/str.h"
#include "http/multipart.h"
#include "http/request.h"
#include "http/response.h"
#include "text/i18n.h"

struct route;

/* Who is signed in. */
struct user {
	int64_t id, organisation;
	str name, email;
	enum lang lang;
	bool is_admin;
	str session_hash;	/* of this session, to tell it from the others in the list */
};

struct req;
/* Finishes the answer when a write is durable or has failed; see req_write_room_then. */
typedef err (*req_then)(struct req *rq, struct response *rs, void *arg, err written);

struct req {
	struct arena *arena;
	struct app *app;
	const struct request *http;
	const struct route *route;
	str params[ROUTE_PARAMS];
	enum lang lang;
	const struct user *user;	/* NULL: nobody, and always NULL on ROUTE_UNNAMED */
	unsigned roles;	/* ROLE_BITs of the user at the unit below; 0 without one */
	int64_t unit, process, sitting;	/* what the URL is about, by route->of; 0: not about one */
	struct pairs form, query;
	struct uploads files;	/* ROUTE_FILE */
	str problem;	/* for people, set by req_fail; shown on the error page */
	struct db_conn *read;	/* see req_read */
	int64_t began_us, read_us, write_us;	/* when a worker took it up; in the database so far; see dispatch.c */
	struct request *asked;	/* what the server knows this one by */
	struct {	/* see req_write_room_then */
		db_write_fn fn;
		void *arg;
		req_then answer;
		err written;
	} then;
};

/* The parameter as an id; ERR_NOTFOUND when it is none. */
err req_id(const struct req *rq, size_t param, int64_t *out) MUST_USE;
str req_form(const struct req *rq, str name);	/* a field of the POST, or empty */
str req_query(const struct req *rq, str name);
bool req_has_role(const struct req *rq, unsigned who);	/* any of these ROLE_BITs */
/* True when a browser shows the answer as a page; false for scripts and tools. */
bool req_wants_page(const struct req *rq);

/* Reads: a snapshot for the whole request, opened at the first call. A GET never writes. */
err req_read(struct req *rq, struct db_conn **out) MUST_USE;
/* Gives the snapshot back before something slow (a password's hash): others wait for the connection. */
void req_read_done(struct req *rq);
/* Writes: gives the snapshot back first (a waiting write must not hold a read connection). */
err req_write(struct req *rq, db_write_fn fn, void *arg) MUST_USE;
/* The same with the sitting's row held, for everything that gets a sequence number. */
err req_write_room(struct req *rq, int64_t sitting, db_write_fn fn, void *arg) MUST_USE;

/* The same as the last thing a handler does, for what comes often: `return req_write_room_then(rq, fn, act, answer);` gives the
 * thread back while the disk works, and `answer` goes on where the handler ended, on whichever thread. The room is the one the
 * address names; arg lives in the request's arena. */
err req_write_room_then(struct req *rq, db_write_fn fn, void *arg, req_then answer) MUST_USE;

/* Says to people what is wrong and returns e: return req_fail(rq, ERR_INVALID, tr(rq->lang, "…")); */
err req_fail(struct req *rq, err e, str problem);

/* 303 to a path made with a format; texts in it must have gone through url_part. */
err req_go(struct req *rq, struct response *rs, const char *fmt, ...) FORMAT(3, 4);
/* Whose tries are counted together: the address, for IPv6 its network, of which one household has as many as it likes. */
str req_client(const struct req *rq);
/* "https://host": the configured public URL, or what the request came by. */
str req_site(const struct req *rq);
/* Before a link with it goes into a letter: it was configured, or stands for itself (a number, localhost). A name that only the
 * request claims may be anybody's: ERR_INVALID with a sentence. */
err req_site_must_be_ours(struct req *rq) MUST_USE;

/* True once per key: a form sent twice does its work once. Inside a write function. */
err form_key_use(struct db_conn *c, str key, bool *is_new) MUST_USE;

#endif
