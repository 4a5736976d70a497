/* replay.c: runs a fuzz target without a fuzzer: every file of the folders named, and changed copies of each.
 *
 *	replay [--copies N] FOLDER...
 *
 * The changes are always the same ones, so that a crash here comes again. Found crashes go into the corpus
 * folder as files of their own. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/str.h"
#include "fuzz.h"

#define FILE_MOST (1024 * 1024)

static int copies = 3000;	/* changed ones of each file */

/* Numerical Recipes' generator: good enough to change bytes, and the same everywhere. */
static uint32_t
next(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % below;
}

static size_t
change(uint8_t *p, size_t n, size_t room, uint32_t *state)
{
	static const char odd[] = "\0\r\n\t %&=;:/?#<>\"'\\[]{}*,.-+0\x7f\x80\xc3\xe2\xf0\xff";
	size_t at = n ? next(state, (uint32_t)n) : 0;

	switch (next(state, 4)) {
	case 0:	/* another byte */
		if (n)
			p[at] = (uint8_t)odd[next(state, sizeof(odd) - 1)];
		return n;
	case 1:	/* a byte more */
		if (n == room)
			return n;
		memmove(p + at + 1, p + at, n - at);
		p[at] = (uint8_t)odd[next(state, sizeof(odd) - 1)];
		return n + 1;
	case 2:	/* a piece less */
		if (n) {
			size_t cut = 1 + next(state, (uint32_t)(n - at));
			memmove(p + at, p + at + cut, n - at - cut);
			n -= cut;
		}
		return n;
	default:	/* a piece twice */
		if (n && n < room) {
			size_t most = n - at < room - n ? n - at : room - n, twice = 1 + next(state, (uint32_t)most);
			memmove(p + at + twice, p + at, n - at);
			n += twice;
		}
		return n;
	}
}

/* In a block of exactly its size, so that the sanitizer sees the first byte beyond. */
static void
run(const uint8_t *p, size_t n)
{
	uint8_t *exact = mem_new(n);

	if (n)
		memcpy(exact, p, n);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
}

static void
run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *text = mem_new(FILE_MOST), *copy = mem_new(FILE_MOST);
	uint32_t state = 1;
	size_t n;

	if (!f) {
		perror(path);
		exit(1);
	}
	n = fread(text, 1, FILE_MOST, f);
	fclose(f);
	run(text, n);
	for (int i = 0; i < copies; i++) {
		size_t length = n;
		memcpy(copy, text, n);
		for (uint32_t k = 1 + next(&state, 6); k > 0; k--)
			length = change(copy, length, FILE_MOST, &state);
		run(copy, length);
	}
	free(text);
	free(copy);
}

static size_t
run_folder(const char *path)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	DIR *d = opendir(path);
	const struct dirent *e;
	size_t files = 0;

	if (!d) {
		perror(path);
		exit(1);
	}
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		run_file(str_fmt(&a, "%s/%s", path, e->d_name).p);
		files++;
	}
	closedir(d);
	return files;
}

int
main(int argc, char **argv)
{
	size_t files = 0;

	if (argc > 2 && strcmp(argv[1], "--copies") == 0) {
		copies = (int)strtol(argv[2], NULL, 10);
		argv += 2;
		argc -= 2;
	}
	run(NULL, 0);
	for (int i = 1; i < argc; i++)
		files += run_folder(argv[i]);
	printf("%zu files, %zu inputs\n", files, files * ((size_t)copies + 1) + 1);
	return files ? 0 : 1;
}
