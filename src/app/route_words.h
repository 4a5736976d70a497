/* route_words.h: a route's row in words, for `medvirk routes` and the page about who may open what. */
#ifndef APP_ROUTE_WORDS_H
#define APP_ROUTE_WORDS_H

#include "app/route.h"

/* Who may use a route, in words: "leader,union" for machines, "Leader, Union representative" for people. */
str who_words(struct arena *a, unsigned who);
str who_names(struct arena *a, enum lang l, unsigned who);
const char *of_word(enum route_of of);	/* "unit"; "-" for nothing */
str flag_words(struct arena *a, unsigned flags);

#endif
