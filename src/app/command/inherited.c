/* inherited.c: LISTEN_PID and LISTEN_FDS. */
#include "app/command/inherited.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"

#define FIRST 3

size_t
inherited_sockets(int *fds, size_t most)
{
	const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
	int64_t whose = 0, n = 0;

	/* Meant for another process, one that started us: not ours to touch. */
	if (!pid || !count || str_int(str_of(pid), &whose) || str_int(str_of(count), &n) || whose != getpid() || n < 1)
		n = 0;
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	for (size_t i = 0; i < (size_t)n && i < most; i++)
		fds[i] = FIRST + (int)i;
	return (size_t)n < most ? (size_t)n : most;
}
