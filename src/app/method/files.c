/* files.c: the files of a pack, read from a folder or from the one text they are kept as in the database.
 *
 * The text: "medvirk-pack 1\n", then for each file, sorted by name, "NAME LENGTH\n", the bytes, "\n". */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/method/pack.h"
#include "base/str.h"

static const char head[] = "medvirk-pack 1\n";

struct reading {
	struct arena *a;
	struct method_report *r;
	struct pack_files *out;
	size_t bytes;
};

static void
close_fd(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static void
close_dir(DIR **d)
{
	if (*d)
		closedir(*d);
}

static err
add(struct reading *rd, str name, str bytes)
{
	struct method_place at = { .file = name };

	rd->bytes += bytes.n;
	if (rd->out->count == PACK_FILES || rd->bytes > PACK_BYTES) {
		pack_error(rd->r, at, "The pack is too big: at most %d files and %d bytes together.", PACK_FILES,
			PACK_BYTES);
		return ERR_TOOBIG;
	}
	rd->out->file[rd->out->count++] = (struct pack_file){ .name = name, .bytes = bytes };
	return OK;
}

static err
read_file(struct reading *rd, int dir, const char *entry, str name)
{
	int fd CLEANUP(close_fd) = openat(dir, entry, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct method_place at = { .file = name };
	struct stat st;
	char *p;
	size_t n = 0;

	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		pack_error(rd->r, at, "This file cannot be read. It must be an ordinary file that you have access to.");
		return ERR_IO;
	}
	if (st.st_size > PACK_FILE_BYTES) {
		pack_error(rd->r, at, "This file is too big: at most %d bytes.", PACK_FILE_BYTES);
		return ERR_TOOBIG;
	}
	p = arena_alloc(rd->a, (size_t)st.st_size + 1, 1);
	while (n < (size_t)st.st_size) {
		ssize_t got = read(fd, p + n, (size_t)st.st_size - n);
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	return add(rd, name, (str){ p, n });
}

/* The files of one folder whose names end so. Hidden files and editors' copies end otherwise. */
static err
read_folder(struct reading *rd, int root, const char *folder, str ending)
{
	int fd = openat(root, *folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d CLEANUP(close_dir) = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *e;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return *folder ? OK : ERR_IO;
	}
	while ((e = readdir(d))) {
		str name = str_of(e->d_name);
		if (name.p[0] == '.' || !str_ends(name, ending))
			continue;
		name = *folder ? str_fmt(rd->a, "%s/%s", folder, e->d_name) : str_dup(rd->a, name);
		TRY(read_file(rd, dirfd(d), e->d_name, name));
	}
	return OK;
}

static int
by_name(const void *x, const void *y)
{
	const struct pack_file *a = x, *b = y;

	return str_cmp(a->name, b->name);
}

err
pack_read_folder(struct arena *a, const char *folder, struct method_report *r, struct pack_files *out)
{
	int root CLEANUP(close_fd) = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct method_place at = { .file = str_of(folder) };
	struct reading rd = { .a = a, .r = r, .out = out };

	out->file = NEW_ARRAY(a, struct pack_file, PACK_FILES);
	if (root < 0) {
		pack_error(r, at, "There is no such folder, or it cannot be opened.");
		return ERR_IO;
	}
	TRY(read_folder(&rd, root, "", S("method.yaml")));
	TRY(read_folder(&rd, root, "phases", S(".yaml")));
	TRY(read_folder(&rd, root, "texts/nb", S(".md")));
	TRY(read_folder(&rd, root, "texts/nn", S(".md")));
	TRY(read_folder(&rd, root, "texts/en", S(".md")));
	qsort(out->file, out->count, sizeof(*out->file), by_name);
	return OK;
}

err
pack_read_bytes(struct arena *a, str pack, struct method_report *r, struct pack_files *out)
{
	struct method_place at = { .file = S("pack") };
	struct reading rd = { .a = a, .r = r, .out = out };
	str rest = pack;

	out->file = NEW_ARRAY(a, struct pack_file, PACK_FILES);
	if (!str_starts(pack, str_of(head)))
		goto broken;
	rest = str_from(rest, sizeof(head) - 1);
	while (rest.n) {
		str line, name, length;
		int64_t n;
		if (!str_cut(rest, '\n', &line, &rest) || !str_cut(line, ' ', &name, &length) || name.n == 0 ||
			str_int(length, &n) || n < 0 || (uint64_t)n >= rest.n || rest.p[n] != '\n')
			goto broken;
		if (out->count && str_cmp(out->file[out->count - 1].name, name) >= 0)
			goto broken;
		TRY(add(&rd, str_dup(a, name), str_dup(a, str_take(rest, (size_t)n))));
		rest = str_from(rest, (size_t)n + 1);
	}
	return OK;
broken:
	pack_error(r, at, "These bytes are no pack, or they are damaged.");
	return ERR_INVALID;
}

err
pack_write(struct arena *a, const struct pack_files *files, str *out)
{
	struct buf b CLEANUP(buf_free) = buf_heap((size_t)2 * PACK_BYTES);
	str text;

	buf_add(&b, str_of(head));
	for (size_t i = 0; i < files->count; i++) {
		const struct pack_file *f = &files->file[i];
		if (!f->is_used)
			continue;
		buf_addf(&b, STR_FMT " %zu\n", STR_ARG(f->name), f->bytes.n);
		buf_add(&b, f->bytes);
		buf_addc(&b, '\n');
	}
	TRY(buf_done(&b, &text));
	*out = str_dup(a, text);
	return OK;
}

struct pack_file *
pack_find(const struct pack_files *files, str name)
{
	for (size_t i = 0; i < files->count; i++)
		if (str_eq(files->file[i].name, name))
			return &files->file[i];
	return NULL;
}
