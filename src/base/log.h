/* log.h: one line to stderr per call, as key=value (logfmt): level=info msg="…", and what the message is about as keys of its own:
 * level=info msg="request" route=/login status=200. Control bytes and quotes in the message are escaped, control bytes in the
 * fields too; a line is at most 2 KiB. Program code logs, libraries do not. Any thread.
 *
 * Never logged: bodies, tokens, secrets, mail text, and nothing at all that tells one participant
 * of a room from another (design.md 7.5). */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/base.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

void log_level_set(enum log_level most);	/* default LOG_INFO */
int64_t log_count(enum log_level level);	/* lines of this level since the start, written or not */
void log_line(enum log_level level, const char *fmt, ...) FORMAT(2, 3);
/* fields: "key=%d other=%s", the values numbers and words of the program's own, without blanks. */
void log_fields(enum log_level level, const char *msg, const char *fields, ...) FORMAT(3, 4);

#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)

#endif
