/* log.c: one write(2) per line, so that lines of several threads do not mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic int most_detail = LOG_INFO;
static _Atomic int64_t counts[LOG_DEBUG + 1];

void
log_level_set(enum log_level most)
{
	atomic_store(&most_detail, most);
}

int64_t
log_count(enum log_level level)
{
	return atomic_load_explicit(&counts[level], memory_order_relaxed);
}

static bool
is_wanted(enum log_level level)
{
	atomic_fetch_add_explicit(&counts[level], 1, memory_order_relaxed);
	return (int)level <= atomic_load(&most_detail);
}

static char
visible(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f ? '?' : c;
}

/* fields may be NULL. */
static void
write_line(enum log_level level, const char *msg, const char *fields)
{
	static const char *const names[] = { "error", "warn", "info", "debug" };
	char line[3400];
	size_t n = (size_t)snprintf(line, sizeof(line), "level=%s msg=\"", names[level]);

	for (const char *p = msg; *p; p++) {
		if (*p == '"' || *p == '\\')
			line[n++] = '\\';
		line[n++] = visible(*p);
	}
	line[n++] = '"';
	if (fields)
		line[n++] = ' ';
	for (const char *p = fields; p && *p; p++)
		line[n++] = visible(*p);
	line[n++] = '\n';
	/* Nothing useful can be done when stderr is gone. */
	if (write(STDERR_FILENO, line, n) < 0)
		return;
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char msg[1024];
	va_list ap;

	if (!is_wanted(level))
		return;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	write_line(level, msg, NULL);
}

void
log_fields(enum log_level level, const char *msg, const char *fmt, ...)
{
	char fields[1024];
	va_list ap;

	assert(strlen(msg) < 1024);
	if (!is_wanted(level))
		return;
	va_start(ap, fmt);
	vsnprintf(fields, sizeof(fields), fmt, ap);
	va_end(ap);
	write_line(level, msg, fields);
}
