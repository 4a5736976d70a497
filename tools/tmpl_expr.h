/* tmpl_expr.h: the C inside {{ }}: where it ends, and what is put into it. Pure. */
#ifndef TMPL_EXPR_H
#define TMPL_EXPR_H

#include "tool.h"

/* The length of the C text up to the closing }} (strings, character constants and nested braces
 * are stepped over), or SIZE_MAX when there is none. */
size_t expr_end(str s);

/* One past the string or character constant that begins at s.p[i]; i when none does. */
size_t expr_skip_literal(str s, size_t i);

/* Brackets must match; semicolons only where `statements` says. */
err expr_check(struct arena *a, str e, bool statements, size_t line, struct fault *f) MUST_USE;

/* Adds e with "lang, " put into the calls of tr, trc, trn, tr_dynamic and trc_dynamic. */
void expr_add(struct buf *b, str e);

/* True when e begins with the word, and *rest is what follows it, trimmed. */
bool expr_word(str e, str word, str *rest);

#endif
