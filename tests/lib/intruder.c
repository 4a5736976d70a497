/* intruder.c: LD_PRELOAD: somebody who has got hold of a handler. The first call a spreadsheet's handler makes of the kernel,
 * memfd_create, is theirs: INTRUDER says what they do with it, "open FILE", "write FILE" or "run FILE", or
 * "each" and then lines of "open FILE" and "write FILE". It says on stderr how it went; refused, and after "each", the
 * handler's call fails as well. Nothing of this is in the program. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
run(const char *file)
{
	char *const words[] = { (char *)file, "from-a-handler", NULL };

	return execve(file, words, environ);
}

static int
attempt(const char *what, const char *file)
{
	int got = what[0] == 'r' ? run(file) : open(file, what[0] == 'o' ? O_RDONLY : O_WRONLY | O_CREAT, 0600);

	fprintf(stderr, "intruder: %s: %s\n", what, got < 0 ? strerror(errno) : "done");
	return got;
}

static int
each(const char *lines)
{
	char *all = strdup(lines), *line, *rest = all;
	int fd;

	while (all && (line = strsep(&rest, "\n"))) {
		fd = attempt(line, strchr(line, ' ') + 1);
		if (fd >= 0)
			close(fd);
	}
	fprintf(stderr, "intruder: that was all\n");
	free(all);
	return -1;
}

int
memfd_create(const char *name, unsigned flags)
{
	const char *what = getenv("INTRUDER"), *with = what ? strchr(what, ' ') : NULL;
	int got;

	if (!with++)
		return (int)syscall(SYS_memfd_create, name, flags);
	got = what[0] == 'e' ? each(with) : attempt(what, with);
	return got < 0 ? -1 : (int)syscall(SYS_memfd_create, name, flags);
}
