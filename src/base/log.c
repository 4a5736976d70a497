/* log.c: one write(2) per line, so that lines of several threads do not mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic int most_detail = LOG_INFO;

void
log_level_set(enum log_level most)
{
	atomic_store(&most_detail, most);
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	static const char *const names[] = { "error", "warn", "info", "debug" };
	char msg[1024], line[2200];
	size_t n;
	va_list ap;

	if ((int)level > atomic_load(&most_detail))
		return;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	n = (size_t)snprintf(line, sizeof(line), "level=%s msg=\"", names[level]);
	for (const char *p = msg; *p; p++) {
		unsigned char c = (unsigned char)*p;
		if (c == '"' || c == '\\')
			line[n++] = '\\';
		line[n++] = c < 0x20 || c == 0x7f ? '?' : (char)c;
	}
	line[n++] = '"';
	line[n++] = '\n';
	/* Nothing useful can be done when stderr is gone. */
	if (write(STDERR_FILENO, line, n) < 0)
		return;
}
