/* secret.h: where passwords lie. In a file that only the program can read, best a credential of systemd (LoadCredential=),
 * which nobody else sees while the program runs; never in an environment, on a command line or in the database, all of which
 * others can read or end up in copies. Read each time it is needed: a new password counts at once. Any thread. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/arena.h"
#include "base/base.h"

/* The file of systemd's credential of that name when there is one, else the file the owner has named, else NULL. */
const char *secret_file(struct arena *a, const char *credential, str named);
/* Its text without line ends after it. *open_to: others on the machine may read the file, too. ERR_IO: it cannot be read, is
 * empty, or longer than 1,024 bytes. */
err secret_read(const char *file, struct arena *a, str *out, bool *open_to) MUST_USE;

#endif
