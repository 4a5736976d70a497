/* base.h: the words every other file is written in: slices, errors, clean-up, attributes.
 *
 * The only header of the project that everything includes. No I/O. */
#ifndef BASE_H
#define BASE_H

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_USE __attribute__((warn_unused_result))
#define FORMAT(fmt, args) __attribute__((format(printf, fmt, args)))
#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define NORETURN __attribute__((noreturn))
#define UNUSED __attribute__((unused))
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What went wrong. Every function that can fail returns one; results come out by the last pointer.
 * A bug is an assert, not an err. Only app/error.c turns these into HTTP statuses (in brackets). */
typedef enum err {
	OK = 0,
	ERR_INVALID,	/* the input does not fit; the message says how [422] */
	ERR_LOGIN,	/* nobody is signed in, and somebody must be [303 to the login page, 401] */
	ERR_DENIED,	/* signed in, but not for this [403] */
	ERR_NOTFOUND,	/* no such thing, or not yours to know of [404] */
	ERR_CONFLICT,	/* somebody was first; look again [409] */
	ERR_GONE,	/* it was there, and is closed now [410] */
	ERR_TOOBIG,	/* over a limit [413] */
	ERR_TOOMANY,	/* too often from here [429] */
	ERR_BUSY,	/* a queue is full, or the database away; try again [503] */
	ERR_MAYBE,	/* connection lost at commit: may have been saved [503, says so] */
	ERR_IO,		/* disk, network, library; the log has the detail [500] */
	ERR_COUNT_
} err;

/* A constant word for logs: "conflict". Never NULL. */
const char *err_name(err e);

#define TRY(expr) do { err try_ = (expr); if (try_) return try_; } while (0)

/* Borrowed bytes, not NUL-ended. {0} is the empty slice. */
typedef struct str {
	const char *p;
	size_t n;
} str;

/* The length is compared so that S("") and constants in tables both work. */
#define S(lit) ((str){ "" lit, sizeof(lit) - 1 })
#define STR_FMT "%.*s"
#define STR_ARG(s) ((int)(s).n), ((s).p ? (s).p : "")

#endif
