/* routes.c: medvirk routes: every address, one a line: method, path, who, what it is about, flags; tabs between. */
#include <stdio.h>

#include "app/command/command.h"
#include "app/route_words.h"

int
command_routes(struct args *args)
{
	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &routes[i];
		str who = who_words(args->arena, r->who), flags = flag_words(args->arena, r->flags);
		printf("%s\t%s\t" STR_FMT "\t%s\t" STR_FMT "\n", r->method == POST ? "POST" : "GET", r->path, STR_ARG(who),
			of_word(r->of), STR_ARG(flags));
	}
	return fflush(stdout) ? 1 : 0;
}
