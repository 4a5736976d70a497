/* i18n.c: looking texts up, and filling them in. */
#include "text/i18n.h"

#include "base/str.h"
#include "text/messages.h"
#include "text/number.h"

#define FILL_MAX ((size_t)256 * 1024)

/* ---- languages ---- */

static const struct language *
language(enum lang l)
{
	assert((size_t)l < language_count);
	return &languages[l];
}

str
lang_tag(enum lang l)
{
	return language(l)->tag;
}

str
lang_name(enum lang l)
{
	return language(l)->name;
}

size_t
lang_all(void)
{
	return language_count;
}

static bool
lang_among(str tag, size_t n, enum lang *out)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(tag, languages[i].tag)) {
			*out = (enum lang)i;
			return true;
		}
	return false;
}

bool
lang_of(str tag, enum lang *out)
{
	return lang_among(tag, LANG_COUNT, out);
}

bool
lang_of_any(str tag, enum lang *out)
{
	return lang_among(tag, language_count, out);
}

/* ---- texts ---- */

static const struct message *
find(str context, str id)
{
	size_t from = 0, to = message_count;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int d = str_cmp(messages[mid].context, context);
		if (d == 0)
			d = str_cmp(messages[mid].id, id);
		if (d == 0)
			return &messages[mid];
		if (d < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return NULL;
}

str
trc_dynamic(enum lang l, const char *context, str id)
{
	const struct message *m = find(str_of(context), id);
	unsigned at = m ? language(l)->at[m - messages] : 0;

	return at ? language(l)->texts[at] : id;
}

str
tr_dynamic(enum lang l, str id)
{
	return trc_dynamic(l, NULL, id);
}

str
tr(enum lang l, const char *id)
{
	return trc_dynamic(l, NULL, str_of(id));
}

str
trc(enum lang l, const char *context, const char *id)
{
	return trc_dynamic(l, context, str_of(id));
}

str
trn(enum lang l, const char *one, const char *many, int64_t n)
{
	unsigned long long size = n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n;
	const struct message *m = find(S(""), str_of(one));
	unsigned at = m && m->plural ? language(l)->at[m - messages] : 0;

	if (at)
		return language(l)->texts[at + language(l)->plural(size)];
	return str_of(size == 1 ? one : many);
}

/* ---- filling in ---- */

struct tr_arg
tr_arg_str(const char *name, str v)
{
	return (struct tr_arg){ .name = name, .text = v };
}

struct tr_arg
tr_arg_z(const char *name, const char *v)
{
	return (struct tr_arg){ .name = name, .text = str_of(v) };
}

struct tr_arg
tr_arg_int(const char *name, int64_t v)
{
	return (struct tr_arg){ .name = name, .i = v, .is_int = true };
}

static const struct tr_arg *
arg_of(str name, const struct tr_arg *args, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name, str_of(args[i].name)))
			return &args[i];
	return NULL;
}

/* Writes text with its {names} replaced; put writes plain text, escaped or not. */
static void
fill_in(struct buf *b, enum lang l, str text, const struct tr_arg *args, size_t n, void (*put)(struct buf *, str))
{
	size_t from = 0;

	for (size_t i = 0; i < text.n;) {
		size_t length = text.p[i] == '{' ? str_find(str_from(text, i), S("}")) : SIZE_MAX;
		const struct tr_arg *arg =
			length != SIZE_MAX ? arg_of((str){ text.p + i + 1, length - 1 }, args, n) : NULL;
		if (!arg) {
			i++;
			continue;
		}
		put(b, (str){ text.p + from, i - from });
		if (arg->is_int)
			number_add(b, l, arg->i);
		else
			put(b, arg->text);
		i += length + 1;
		from = i;
	}
	put(b, str_from(text, from));
}

str
fill_(struct arena *a, enum lang l, str text, const struct tr_arg *args, size_t n)
{
	struct buf b = buf_new(a, FILL_MAX);

	fill_in(&b, l, text, args, n, buf_add);
	return buf_str(&b);
}

void
html_fill_(struct buf *b, enum lang l, str text, const struct tr_arg *args, size_t n)
{
	fill_in(b, l, text, args, n, html_str);
}
