/* packc.c: checks method packs and writes them as a C table. A mistake in a pack fails the build, with file and line.
 *
 *	packc OUT.c FOLDER... */
#include <stdio.h>

#include "app/method/method.h"

static int
write_pack(FILE *out, const char *folder, size_t i)
{
	struct arena a = { 0 };
	struct method_report report = { .arena = &a };
	struct method *m;

	if (method_load(folder, &report, &m)) {
		struct buf b = buf_new(&a, 1 << 20);
		err e = method_check(folder, &b);
		fprintf(stderr, "packc: %s: %s\n" STR_FMT, folder, err_name(e), STR_ARG(buf_str(&b)));
		arena_free(&a);
		return 1;
	}
	fprintf(out, "static const unsigned char pack_%zu[] = {", i);
	for (size_t k = 0; k < m->pack.n; k++)
		fprintf(out, "%s%u,", k % 32 ? "" : "\n", (unsigned char)m->pack.p[k]);
	fprintf(out, "\n};\n");
	method_free(m);
	arena_free(&a);
	return 0;
}

int
main(int argc, char **argv)
{
	FILE *out;

	if (argc < 3 || !(out = fopen(argv[1], "w"))) {
		fprintf(stderr, "usage: packc OUT.c FOLDER...\n");
		return 2;
	}
	fprintf(out, "/* Made by tools/packc. */\n#include \"app/process/packs.h\"\n\n");
	for (int i = 2; i < argc; i++)
		if (write_pack(out, argv[i], (size_t)i - 2))
			return 1;
	fprintf(out, "\nconst struct pack packs[] = {\n");
	for (int i = 2; i < argc; i++)
		fprintf(out, "\t{ pack_%d, sizeof(pack_%d) },\n", i - 2, i - 2);
	fprintf(out, "};\nconst size_t packs_count = %d;\n", argc - 2);
	return fclose(out) ? 1 : 0;
}
