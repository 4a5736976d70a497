/* slowsync.c: a shared object for LD_PRELOAD that makes every fsync and fdatasync slower, as on a disk
 * without a write cache that may be trusted. SLOWSYNC_MS says by how much; 4 when it is not set. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* dlsym gives an object pointer; POSIX promises that it holds a function's address. */
union symbol {
	void *object;
	int (*function)(int fd);
};

static void
wait_a_little(void)
{
	const char *text = getenv("SLOWSYNC_MS");
	long ms = text ? strtol(text, NULL, 10) : 4;
	struct timespec left = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&left, &left))
		;
}

static int
slowly(const char *name, int fd)
{
	union symbol s = { .object = dlsym(RTLD_NEXT, name) };

	wait_a_little();
	return s.object ? s.function(fd) : -1;
}

int
fsync(int fd)
{
	return slowly("fsync", fd);
}

int
fdatasync(int fd)
{
	return slowly("fdatasync", fd);
}
