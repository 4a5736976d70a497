/* blame.c: does a text name somebody who works here? */
#include "app/room/blame.h"

#include "app/access/people.h"

/* First names that are ordinary words when they are written small. */
static const char *const ordinary[] = { "alf", "april", "ask", "august", "bo", "dag", "even", "frode", "gro", "jo", "juni", "liv", "mai", "may",
	"per", "ro", "rose", "rune", "sol", "stein", "storm", "tom", "tor", "ulv", "unn", "vår" };

/* Bytes of letters: ASCII letters, and all that is beyond ASCII. A hyphen joins two words of a name, so it parts them here too. */
static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The next word of s; false at the end. */
static bool
next_word(str *s, str *word)
{
	size_t from = 0, to;

	while (from < s->n && !is_letter(s->p[from]))
		from++;
	for (to = from; to < s->n && is_letter(s->p[to]);)
		to++;
	*word = (str){ s->p + from, to - from };
	*s = str_from(*s, to);
	return word->n > 0;
}

/* A letter of Latin-1 without its case: ASCII, and Æ Ø Å É with their like, whose second UTF-8 byte this is. */
static char
fold(char c, char before)
{
	unsigned char u = (unsigned char)c;

	if (c >= 'A' && c <= 'Z')
		return (char)(c + 32);
	return (unsigned char)before == 0xC3 && u >= 0x80 && u <= 0x9E && u != 0x97 ? (char)(u + 32) : c;
}

static bool
is_capital(str word)
{
	return word.p[0] >= 'A' && word.p[0] <= 'Z' ? true : word.n > 1 && fold(word.p[1], word.p[0]) != word.p[1];
}

static bool
same(str a, str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (fold(a.p[i], i ? a.p[i - 1] : 0) != fold(b.p[i], i ? b.p[i - 1] : 0))
			return false;
	return true;
}

/* Also "Lises" is about Lise. */
static bool
is_name(str word, str name)
{
	if (same(word, name))
		return true;
	return word.n == name.n + 1 && fold(word.p[word.n - 1], 0) == 's' && same(str_take(word, name.n), name);
}

static bool
is_ordinary(str name)
{
	for (size_t i = 0; i < COUNT(ordinary); i++)
		if (same(name, str_of(ordinary[i])))
			return true;
	return false;
}

/* begins: the word stands first in a sentence, where every word has a capital letter. */
static bool
part_counts(const struct blame_part *part, str word, bool begins)
{
	bool capital = is_capital(word);

	if (!is_name(word, part->text))
		return false;
	return part->ordinary ? capital && !begins : part->first || capital;
}

/* The next part of a name that is looked for; `first` is true before the first. */
static bool
next_part(str *name, bool *first, struct blame_part *out)
{
	str text;

	while (next_word(name, &text)) {
		*out = (struct blame_part){ text, *first, false };
		*first = false;
		if (text.n < 2)
			continue;
		out->ordinary = is_ordinary(text);
		return true;
	}
	return false;
}

static bool
names_one(str name, str word, bool begins)
{
	struct blame_part part;

	for (bool first = true; next_part(&name, &first, &part);)
		if (part_counts(&part, word, begins))
			return true;
	return false;
}

/* Does a sentence begin between the word before and this one? */
static bool
sentence_begins(str between)
{
	for (size_t i = 0; i < between.n; i++)
		if (str_has(S(".!?:\n"), between.p[i]))
			return true;
	return false;
}

/* The next word of a text, and whether it begins a sentence. before: the end of the word before; NULL at first. */
static bool
next_in_text(str *text, const char **before, str *word, bool *begins)
{
	if (!next_word(text, word))
		return false;
	*begins = !*before || sentence_begins((str){ *before, (size_t)(word->p - *before) });
	*before = word->p + word->n;
	return true;
}

str
blame_word(const str *names, size_t n, str text)
{
	const char *before = NULL;
	bool begins;
	str word;

	while (next_in_text(&text, &before, &word, &begins))
		for (size_t i = 0; i < n; i++)
			if (names_one(names[i], word, begins))
				return word;
	return (str){ 0 };
}

static unsigned char
key_of(str part)
{
	return (unsigned char)fold(part.p[0], 0);
}

void
blame_index(struct arena *a, const str *names, size_t n, struct blame_index *out)
{
	size_t count = 0, next[256];
	struct blame_part part;

	*out = (struct blame_index){ 0 };
	for (size_t i = 0; i < n; i++) {
		str name = names[i];
		for (bool first = true; next_part(&name, &first, &part); count++)
			out->from[key_of(part.text) + 1]++;
	}
	for (size_t b = 0; b < 256; b++)
		out->from[b + 1] += out->from[b];
	memcpy(next, out->from, sizeof(next));
	out->p = NEW_ARRAY(a, struct blame_part, count);
	for (size_t i = 0; i < n; i++) {
		str name = str_dup(a, names[i]);
		for (bool first = true; next_part(&name, &first, &part);)
			out->p[next[key_of(part.text)]++] = part;
	}
}

str
blame_in(const struct blame_index *x, str text)
{
	const char *before = NULL;
	bool begins;
	str word;

	while (next_in_text(&text, &before, &word, &begins))
		for (size_t i = x->from[key_of(word)]; i < x->from[key_of(word) + 1]; i++)
			if (part_counts(&x->p[i], word, begins))
				return word;
	return (str){ 0 };
}

err
blame_names(struct db_conn *c, struct arena *a, int64_t unit, const str **names, size_t *n)
{
	struct parties all;
	str *out;

	TRY(people_at(c, a, unit, &all));
	out = NEW_ARRAY(a, str, all.n);
	for (size_t i = 0; i < all.n; i++)
		out[i] = all.p[i].name;
	*names = out;
	*n = all.n;
	return OK;
}

err
blame_any(struct db_conn *c, struct arena *a, int64_t unit, const str *texts, size_t n, str *word)
{
	const str *names;
	size_t count;

	*word = (str){ 0 };
	TRY(blame_names(c, a, unit, &names, &count));
	for (size_t i = 0; i < n && !word->n; i++)
		*word = blame_word(names, count, texts[i]);
	return OK;
}

err
blame_find(struct db_conn *c, struct arena *a, int64_t unit, str text, str *word)
{
	return blame_any(c, a, unit, &text, 1, word);
}
