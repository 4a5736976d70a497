/* route.h: one row per URL. The row carries the security facts, the dispatcher enforces them. */
#ifndef APP_ROUTE_H
#define APP_ROUTE_H

#include "app/req.h"

/* What the first parameter of the path names; decides at which unit the user's roles are looked up. */
enum route_of {
	OF_NOTHING = 0,
	OF_UNIT,	/* /u/:unit/… */
	OF_PROCESS,	/* /p/:process/… */
	OF_SITTING,	/* /s/:sitting/… */
	OF_CODE,	/* /r/:code/… : the sitting that has this room code */
};

enum route_flags {
	ROUTE_UNNAMED = 1,	/* account session neither read nor set, no access line: the phone's routes */
	ROUTE_FRESH = 2,	/* asks for the person's own secret again (the handler gets it checked) */
	ROUTE_FILE = 8,	/* the form may bring a file: also multipart/form-data, taken apart once it is known who sends it */
	ROUTE_OPEN_FORM = 4,	/* POST without a session (login): still same-site */
};

struct route {
	enum http_method method;
	const char *path;
	err (*handler)(struct req *rq, struct response *rs);
	unsigned who;	/* WHO_… of access/role.h */
	enum route_of of;
	unsigned flags;
	size_t max_body;	/* 0: 64 KiB */
};

extern const struct route routes[];
extern const size_t route_count;

/* The row for a request. ERR_NOTFOUND; *other_method says that the path exists with another method. */
err route_find(enum http_method m, str path, str params[ROUTE_PARAMS], const struct route **out, bool *other_method) MUST_USE;

#endif
