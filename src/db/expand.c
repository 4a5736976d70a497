/* expand.c: a migration's statements, looked at one by one. */
#include "db/expand.h"

#include "base/buf.h"
#include "base/str.h"

#define STATEMENT_MOST (64 * 1024)

/* One statement in capitals, without comments and texts in quotes, blanks single. False: there is no more. */
static bool
next_statement(str *rest, struct buf *out)
{
	bool quoted = false, comment = false;

	buf_reset(out);
	while (rest->n) {
		char c = rest->p[0];
		*rest = str_from(*rest, 1);
		if (comment) {
			comment = c != '\n';
		} else if (c == '\'') {
			quoted = !quoted;
			buf_addc(out, '\'');
		} else if (!quoted && c == '-' && str_starts(*rest, S("-"))) {
			comment = true;
		} else if (!quoted && c == ';') {
			return true;
		} else if (!quoted) {
			bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
			if (!blank)
				buf_addc(out, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
			else if (out->n && out->p[out->n - 1] != ' ')
				buf_addc(out, ' ');
		}
	}
	return out->n > 0;
}

static size_t
count(str text, str word)
{
	size_t n = 0, at;

	while ((at = str_find(text, word)) != SIZE_MAX) {
		text = str_from(text, at + word.n);
		n++;
	}
	return n;
}

static bool
has(str text, str word)
{
	return str_find(text, word) != SIZE_MAX;
}

static const char *
breach(str s)
{
	if (str_starts(s, S("$POSTGRES ")))
		s = str_from(s, S("$POSTGRES ").n);
	if (s.n == 0 || str_starts(s, S("CREATE INDEX ")))
		return NULL;
	if (count(s, S("REFERENCES ")) > count(s, S("ON DELETE CASCADE")) + count(s, S("ON DELETE SET NULL")))
		return "an older program could not erase what a REFERENCES points to; say ON DELETE CASCADE or SET NULL";
	if (str_starts(s, S("CREATE TABLE ")))
		return NULL;
	if (!str_starts(s, S("ALTER TABLE ")) || !has(s, S(" ADD COLUMN ")) || has(s, S(" DROP ")) || has(s, S(" RENAME ")))
		return "it does more than CREATE TABLE, CREATE INDEX and ALTER TABLE … ADD COLUMN";
	if (has(s, S(" UNIQUE")) || has(s, S(" CHECK")))
		return "a new column with UNIQUE or CHECK may refuse what an older program writes";
	if (has(s, S(" NOT NULL")) && !has(s, S(" DEFAULT ")))
		return "an older program could not insert a row: a new column is NOT NULL and has no DEFAULT";
	return NULL;
}

const char *
expand_breach(str migration)
{
	struct buf b = buf_heap(STATEMENT_MOST);
	const char *why = NULL;
	str rest = migration;

	while (!why && next_statement(&rest, &b))
		why = b.overflow ? "a statement is too long" : breach(str_trim(buf_str(&b)));
	buf_free(&b);
	return why;
}
