/* secret.h: passwords. argon2id by libsodium, at most two at a time (64 MiB each), in time that does not tell whether the
 * account exists. Source: issue 2 point 5. Worker threads; never inside a transaction. */
#ifndef APP_ACCESS_SECRET_H
#define APP_ACCESS_SECRET_H

#include "app/form.h"

#define SECRET_MIN_GRAPHEMES 12
#define SECRET_MAX_GRAPHEMES 128
/* Everybody's password in the demo, where it is shown beside the field. */
#define DEMO_SECRET "prøv medvirk nå"

/* What is wrong with a new password, for people; empty when nothing is. `about` are words it must not consist of
 * (name, e-mail address). Pure. */
str secret_problem(struct arena *a, enum lang l, str secret, const str *about, size_t n);

/* The text to keep. ERR_BUSY when too many wait. */
err secret_hash(struct arena *a, str secret, str *out) MUST_USE;
/* kept empty: there is no such account or no password; takes as long and is false. */
err secret_matches(struct arena *a, str kept, str secret, bool *out) MUST_USE;

/* The signed-in person's own secret again, from a field of a form: OK, or ERR_INVALID with the message at the field.
 * Gives the read snapshot back; counts against guessing. */
err secret_again(struct req *rq, struct form *f, const char *field) MUST_USE;

#endif
