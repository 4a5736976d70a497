/* msgc.c: the texts of all languages as C tables.
 *
 *	msgc [--draft | --missing nn] OUT.c SAME-AS-NB.txt --lang nb FILE.po … --lang nn … --lang en … [--lang …]
 *		--sources FILE …
 *
 * The first three languages are nb, nn and en, in this order. With --draft, what is not translated yet is only
 * counted, for the time while a page is being written; --missing prints it, ready to be filled in. */
#include <stdio.h>

#include "catalog.h"

#define MOST_LANGS 32

static const char usage[] =
	"usage: msgc [--draft | --missing LANG] OUT.c SAME-AS-NB.txt --lang nb FILE.po … --lang nn … --lang en … --sources FILE …\n";

/* One argument after --lang TAG or --sources. */
static void
read_file(struct catalog *c, struct catalog_lang *lang, const char *path)
{
	struct fault f = { 0 };
	str name = str_of(path);
	err e = lang ? po_read(c->a, name, tool_read(c->a, path), &lang->list, &lang->header, &f)
		: ids_read(c->a, name, tool_read(c->a, path), &c->ids, &f);

	if (e)
		tool_fault(name, &f);
}

/* Tags become part of C names. */
static str
tag_of(const char *arg)
{
	str tag = str_of(arg);

	for (size_t i = 0; i < tag.n; i++)
		if (tag.p[i] < 'a' || tag.p[i] > 'z')
			tag.n = 0;
	if (tag.n < 2 || tag.n > 3)
		tool_fail(str_of(arg), 0, S("a language is named by two or three small letters"));
	return tag;
}

static void
read_arguments(struct catalog *c, int argc, char **argv, int i)
{
	struct catalog_lang *lang = NULL;
	bool sources = false;

	for (; i < argc; i++) {
		str arg = str_of(argv[i]);
		if (str_eq(arg, S("--lang")) && i + 1 < argc && c->lang_count < MOST_LANGS) {
			lang = &c->langs[c->lang_count++];
			lang->tag = tag_of(argv[++i]);
		} else if (str_eq(arg, S("--sources"))) {
			lang = NULL;
			sources = true;
		} else if (lang || sources) {
			read_file(c, lang, argv[i]);
		}
	}
}

static void
print(const struct catalog *c)
{
	const struct complaints *l = &c->complaints;

	for (size_t i = 0; i < c->lang_count && c->draft; i++)
		if (c->langs[i].missing)
			fprintf(stderr, STR_FMT ": %zu texts are missing; `ninja texts-" STR_FMT "` prints them\n",
				STR_ARG(c->langs[i].tag), c->langs[i].missing, STR_ARG(c->langs[i].tag));
	for (size_t i = 0; i < l->n; i++) {
		const struct complaint *m = &l->items[i];
		fprintf(stderr, STR_FMT ":%zu: %s" STR_FMT "\n", STR_ARG(m->file), m->line, m->warning ? "warning: " : "",
			STR_ARG(m->what));
	}
}

static int
print_missing(const struct catalog *c, str tag)
{
	struct buf out = buf_new(c->a, TOOL_MAX);

	for (size_t i = 0; i < c->lang_count; i++)
		if (str_eq(c->langs[i].tag, tag))
			catalog_missing(c, &c->langs[i], &out);
	fwrite(out.p ? out.p : "", 1, out.n, stdout);
	return 0;
}

static void
check_order(const struct catalog *c)
{
	static const char *const first[] = { "nb", "nn", "en" };

	for (size_t k = 0; k < COUNT(first); k++)
		if (k >= c->lang_count || !str_eq(c->langs[k].tag, str_of(first[k])))
			tool_fail(S("msgc"), 0, S("the first three languages must be nb, nn and en"));
}

int
main(int argc, char **argv)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct catalog c = { .a = &a };
	struct buf out = buf_new(&a, TOOL_MAX);
	bool missing = argc > 2 && str_eq(str_of(argv[1]), S("--missing"));
	int i = 1;
	bool ok;

	c.draft = missing || (argc > 1 && str_eq(str_of(argv[1]), S("--draft")));
	i += missing ? 2 : c.draft;
	if (argc < i + 3) {
		fputs(usage, stderr);
		return 2;
	}
	c.langs = NEW_ARRAY(&a, struct catalog_lang, MOST_LANGS);
	c.same_file = str_of(argv[i + 1]);
	c.same = tool_read(&a, argv[i + 1]);
	read_arguments(&c, argc, argv, i + 2);
	check_order(&c);
	ok = catalog_check(&c);
	if (ok && missing)
		return print_missing(&c, str_of(argv[2]));
	print(&c);
	if (!ok)
		return 1;
	catalog_write(&c, &out);
	tool_write(argv[i], &out);
	return 0;
}
