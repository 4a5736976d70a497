/* bytes.c: a file as a C array.
 *
 *	bytes OUT.c NAME FILE		defines const unsigned char NAME[] and const size_t NAME_size */
#include <stdio.h>

int
main(int argc, char **argv)
{
	FILE *in, *out;
	size_t n = 0;
	int c;

	if (argc != 4 || !(in = fopen(argv[3], "rb")) || !(out = fopen(argv[1], "w"))) {
		fprintf(stderr, "usage: bytes OUT.c NAME FILE\n");
		return 2;
	}
	fprintf(out, "/* Made by tools/bytes. */\n#include <stddef.h>\n\nextern const unsigned char %s[];\nextern const size_t %s_size;\n",
		argv[2], argv[2]);
	fprintf(out, "const unsigned char %s[] = {", argv[2]);
	while ((c = getc(in)) != EOF)
		fprintf(out, "%s%d,", n++ % 32 ? "" : "\n", c);
	fprintf(out, "\n};\nconst size_t %s_size = %zu;\n", argv[2], n);
	fclose(in);
	return fclose(out) ? 1 : 0;
}
