/* tool.c: what the three generators share. */
#include "tool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

err
fault_at(struct fault *f, struct arena *a, size_t line, const char *fmt, ...)
{
	struct buf b = buf_new(a, 4096);
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&b, fmt, ap);
	va_end(ap);
	*f = (struct fault){ .file = f->file, .line = line, .what = buf_str(&b) };
	return ERR_INVALID;
}

void
tool_fail(str file, size_t line, str what)
{
	if (line)
		fprintf(stderr, STR_FMT ":%zu: " STR_FMT "\n", STR_ARG(file), line, STR_ARG(what));
	else
		fprintf(stderr, STR_FMT ": " STR_FMT "\n", STR_ARG(file), STR_ARG(what));
	exit(1);
}

void
tool_fault(str file, const struct fault *f)
{
	tool_fail(f->file.n ? f->file : file, f->line, f->what);
}

/* The whole file; false when it cannot be read. */
static bool
read_whole(struct arena *a, const char *path, str *out)
{
	FILE *f = fopen(path, "rb");
	struct buf b = buf_new(a, TOOL_MAX);
	char chunk[16384];
	size_t n;
	bool ok;

	if (!f)
		return false;
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&b, (str){ chunk, n });
	ok = !ferror(f);
	fclose(f);
	if (ok && buf_done(&b, out)) {
		errno = EFBIG;
		return false;
	}
	return ok;
}

str
tool_read(struct arena *a, const char *path)
{
	str text;

	if (!read_whole(a, path, &text))
		tool_fail(str_of(path), 0, str_of(strerror(errno)));
	return text;
}

void
tool_write(const char *path, struct buf *text)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str s, before;
	FILE *f;

	if (buf_done(text, &s))
		tool_fail(str_of(path), 0, S("would become too large"));
	/* A file that stays as it was makes nothing else be built again. */
	if (read_whole(&a, path, &before) && str_eq(before, s))
		return;
	f = fopen(path, "wb");
	if (!f || fwrite(s.p, 1, s.n, f) != s.n || fclose(f))
		tool_fail(str_of(path), 0, str_of(strerror(errno)));
}

void
c_literal(struct buf *b, str text)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c == '\n')
			buf_add(b, i + 1 < text.n ? S("\\n\"\n\t\t\"") : S("\\n"));
		else if (c == '\t')
			buf_add(b, S("\\t"));
		else if (c == '"' || c == '\\')
			buf_add(b, (str){ (char[]){ '\\', (char)c }, 2 });
		else if (c < 0x20 || c == 0x7f)
			buf_addf(b, "\\%03o", (unsigned)c);
		else
			buf_addc(b, (char)c);
	}
	buf_addc(b, '"');
}

size_t
lines_in(str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

str
base_name(str path)
{
	str tail = path;

	while (str_cut(tail, '/', NULL, &tail))
		path = tail;
	return path;
}

bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
