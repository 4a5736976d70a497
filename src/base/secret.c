/* secret.c: one file, one secret. */
#include "base/secret.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

#define SECRET_MOST 1024

const char *
secret_file(struct arena *a, const char *credential, str named)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	const char *file = folder ? str_fmt(a, "%s/%s", folder, credential).p : NULL;

	if (file && access(file, F_OK) == 0)
		return file;
	return named.n ? str_z(a, named) : NULL;
}

err
secret_read(const char *file, struct arena *a, str *out, bool *open_to)
{
	char *text = arena_alloc(a, SECRET_MOST + 1, 1);
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t n;

	*out = (str){ 0 };
	*open_to = false;
	if (fd < 0)
		return ERR_IO;
	n = read(fd, text, SECRET_MOST + 1);
	if (!fstat(fd, &st))
		*open_to = (st.st_mode & 07) != 0;
	close(fd);
	if (n <= 0 || n > SECRET_MOST)
		return ERR_IO;
	/* Editors end a file with a line end. */
	*out = (str){ text, (size_t)n };
	while (out->n && (out->p[out->n - 1] == '\n' || out->p[out->n - 1] == '\r'))
		out->n--;
	return out->n ? OK : ERR_IO;
}
