/* tmplc.c: the template compiler's program.
 *
 *	tmplc IN.tmpl OUT.h OUT.c */
#include <stdio.h>

#include "tmpl.h"

int
main(int argc, char **argv)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct fault f = { 0 };
	str h, c;

	if (argc != 4) {
		fputs("usage: tmplc IN.tmpl OUT.h OUT.c\n", stderr);
		return 2;
	}
	if (tmpl_compile(&a, str_of(argv[1]), base_name(str_of(argv[2])), tool_read(&a, argv[1]), &h, &c, &f))
		tool_fault(str_of(argv[1]), &f);
	{
		struct buf bh = buf_new(&a, TOOL_MAX), bc = buf_new(&a, TOOL_MAX);
		buf_add(&bh, h);
		buf_add(&bc, c);
		tool_write(argv[2], &bh);
		tool_write(argv[3], &bc);
	}
	return 0;
}
