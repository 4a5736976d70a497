/* tool.h: what the three generators share: reading, writing, faults with a line, C literals.
 *
 * The parsers are pure functions from text to structures in an arena, so that tests and fuzzers
 * can call them; only the main programs read files and exit. */
#ifndef TOOL_H
#define TOOL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#define TOOL_MAX (64u << 20)	/* no generated file comes near this */

/* What is wrong with the input, and where; file may be empty when the caller knows it. */
struct fault {
	str file;
	size_t line;
	str what;
};

/* Fills *f and returns ERR_INVALID, so that a parser can say `return fault_at(…)`. */
err fault_at(struct fault *f, struct arena *a, size_t line, const char *fmt, ...) FORMAT(4, 5);

/* The programs' own ends of the road: a line on stderr, exit 1. */
NORETURN void tool_fail(str file, size_t line, str what);
NORETURN void tool_fault(str file, const struct fault *f);

/* The whole file, NUL-ended; exits when it cannot be read. */
str tool_read(struct arena *a, const char *path);
/* Writes the file unless it already says the same; exits when it cannot. */
void tool_write(const char *path, struct buf *text);

/* "text" as a C string literal, quotes included; long texts are broken after newlines. */
void c_literal(struct buf *b, str text);
/* The number of newlines in s. */
size_t lines_in(str s);
/* The part of a path after the last slash. */
str base_name(str path);

bool is_word(char c);	/* letter, digit or _ */
bool is_blank(char c);	/* space, tab, CR, LF */

#endif
