/* intruder.c: LD_PRELOAD: somebody who has got hold of a handler. The first call a spreadsheet's handler makes of the kernel,
 * memfd_create, is theirs: INTRUDER says what they do with it, "open FILE", "write FILE" or "run FILE". It says on
 * stderr how it went; refused, the handler's call fails as well. Nothing of this is in the program. */
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

int
memfd_create(const char *name, unsigned flags)
{
	const char *what = getenv("INTRUDER"), *with = what ? strchr(what, ' ') : NULL;
	int got;

	if (!with++)
		return (int)syscall(SYS_memfd_create, name, flags);
	if (what[0] == 'r')
		got = run(with);
	else
		got = open(with, what[0] == 'o' ? O_RDONLY : O_WRONLY | O_CREAT, 0600);
	fprintf(stderr, "intruder: %s: %s\n", what, got < 0 ? strerror(errno) : "done");
	return got < 0 ? -1 : (int)syscall(SYS_memfd_create, name, flags);
}
