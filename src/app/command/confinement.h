/* confinement.h: what the running program may still do, put together from what each layer says it opens (base/confine.h).
 *
 * Data folder to change; to read: fonts, certificates, the resolver's and the C library's files, and the folders that hold
 * PostgreSQL's and the mail relay's passwords and certificates: folders, because files in them are replaced. So a password's
 * file belongs into a folder of its own. Method packs are read before. */
#ifndef APP_COMMAND_CONFINEMENT_H
#define APP_COMMAND_CONFINEMENT_H

#include "app/command/serve.h"
#include "base/confine.h"

/* Shuts the process in; the log says how far, and what the kernel lacks. Before the first thread, after all that is read
 * once. ERR_INVALID: --confine is none of its words; ERR_DENIED: all was required, and the kernel has not all; ERR_IO: it failed. */
err confinement_begin(const struct serve_config *cfg) MUST_USE;

/* The words of --confine. */
enum confinement { CONFINEMENT_WANTED, CONFINEMENT_REQUIRED, CONFINEMENT_OFF };
err confinement_of(str word, enum confinement *out) MUST_USE;
/* "landlock", "seccomp", "landlock and seccomp": what is missing; NULL: nothing. */
const char *confinement_lacks(const struct confined *c);

#endif
