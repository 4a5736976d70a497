/* i18n.h: what people read, in their language. Tables made from lang/LANG/X.po by tools/msgc.
 *
 * The language belongs to the request, never to the process or the thread. Message ids are the English texts;
 * every id used in src/ must have nb and nn (the build fails otherwise). {name} in a text is filled in. Any thread. */
#ifndef TEXT_I18N_H
#define TEXT_I18N_H

#include "base/buf.h"
#include "base/html.h"

enum lang { LANG_NB, LANG_NN, LANG_EN, LANG_COUNT };

str lang_tag(enum lang l);	/* "nb": for lang= attributes and URLs */
str lang_name(enum lang l);	/* "bokmål", "nynorsk", "English" */
bool lang_of(str tag, enum lang *out);	/* exact tags only; the three above */
/* Further languages, added as folders in lang/ for the phone page, are numbered from LANG_COUNT on and may lack
 * texts (English then). All functions here and in date.h take them; arrays of LANG_COUNT do not. */
size_t lang_all(void);
bool lang_of_any(str tag, enum lang *out);

/* The text for a literal id; the id itself when the table has none (English). Lives for ever. */
str tr(enum lang l, const char *id);
/* With a context, where English has one word for two. */
str trc(enum lang l, const char *context, const char *id);
/* One or many, by the language's own rule; {n} is not filled in here. */
str trn(enum lang l, const char *one, const char *many, int64_t n);

/* Marks a literal in a constant table as an id, for msgc; shown through the functions below. */
#define N_(id) id
#define NC_(context, id) id
/* The text for an id that is data; the id itself (the caller's bytes) when unknown. */
str tr_dynamic(enum lang l, str id);
str trc_dynamic(enum lang l, const char *context, str id);

/* Filling in. V("name", value) takes str, C strings and integers. */
struct tr_arg {
	const char *name;
	str text;	/* used unless is_int */
	int64_t i;
	bool is_int;
};
#define V(name_, v) _Generic((v), str: tr_arg_str, char *: tr_arg_z, const char *: tr_arg_z, default: tr_arg_int)(name_, v)
struct tr_arg tr_arg_str(const char *name, str v);
struct tr_arg tr_arg_z(const char *name, const char *v);
struct tr_arg tr_arg_int(const char *name, int64_t v);

/* The text with {name} replaced, as plain text in the arena. Integers are grouped as the language does ("1 234").
 * A name without an argument stays as it is. */
#define fill(a, l, text, ...) fill_(a, l, text, (const struct tr_arg[]){ __VA_ARGS__ }, \
	COUNT(((const struct tr_arg[]){ __VA_ARGS__ })))
str fill_(struct arena *a, enum lang l, str text, const struct tr_arg *args, size_t n);
/* The same straight into a page, each part escaped. */
#define html_fill(b, l, text, ...) html_fill_(b, l, text, (const struct tr_arg[]){ __VA_ARGS__ }, \
	COUNT(((const struct tr_arg[]){ __VA_ARGS__ })))
void html_fill_(struct buf *b, enum lang l, str text, const struct tr_arg *args, size_t n);

#endif
