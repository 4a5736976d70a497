/* onetime.h: links and slips that work once: invitation, sign-in, new password. Source: design.md sections 5 and 8.
 *
 * The database holds a hash only. Opening a link shows a page with one button; its POST uses it up, so that programs which
 * look into mail harm nothing. A slip is a code of twelve characters to scan or to type. Worker threads. */
#ifndef APP_ACCESS_ONETIME_H
#define APP_ACCESS_ONETIME_H

#include "app/req.h"

enum once_purpose {
	ONCE_INVITE,	/* the person sets a secret the inviter never sees */
	ONCE_SIGNIN,
	ONCE_RESET,
};

#define SLIP_LENGTH 12

/* Made by the administrator for a printed slip; valid for 7 days and instead of earlier ones of the person. */
struct slip {
	str code, shown;	/* "ABCDEFGHJKLM", "ABCD EFGH JKLM" */
	str token_hash;
	int64_t expires;
};
struct slip slip_new(struct arena *a);
str slip_code_shown(struct arena *a, str code);
/* A link's token: 256 bits. */
str link_new(struct arena *a);

/* Inside a write function. by may be 0 (the command line). */
err onetime_put(struct db_conn *c, str token_hash, int64_t person, enum once_purpose p, const char *channel, int64_t by,
	int64_t expires) MUST_USE;
int64_t onetime_expires(enum once_purpose p, int64_t now);

struct onetime {
	int64_t person, expires, used_at;
	str token_hash, name, email;
	enum once_purpose purpose;
	bool has_secret;
};
/* By a link's token or a slip's code as typed. ERR_NOTFOUND: unknown; ERR_GONE: used, past its time, or the person has left. */
err onetime_find(struct db_conn *c, struct arena *a, str typed, struct onetime *out) MUST_USE;
/* Uses it up; ERR_GONE when somebody was quicker. Inside a write function. */
err onetime_use(struct db_conn *c, const struct onetime *o) MUST_USE;

#endif
