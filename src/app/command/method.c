/* method.c: medvirk method check FOLDER. */
#include <stdio.h>

#include "app/command/command.h"
#include "app/method/method.h"
#include "base/str.h"

int
command_method(struct args *args)
{
	str verb = args_word(args, 0), folder = args_word(args, 1);
	struct buf out = buf_new(args->arena, 1 << 20);
	err e;

	if (!str_eq(verb, S("check")) || folder.n == 0) {
		fprintf(stderr, "usage: medvirk method check FOLDER\n");
		return 2;
	}
	e = method_check(str_z(args->arena, folder), &out);
	if (e == ERR_IO)
		fprintf(stderr, "medvirk: cannot read " STR_FMT "\n", STR_ARG(folder));
	fwrite(buf_str(&out).p, 1, buf_str(&out).n, stdout);
	return e ? 1 : 0;
}
