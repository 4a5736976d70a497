/* form.c: application/x-www-form-urlencoded, in queries and bodies. */
#include "base/str.h"
#include "http/path.h"

#define PAIRS_MOST 2000

static size_t
count_pieces(str text)
{
	size_t n = 0;
	str piece;

	do {
		bool more = str_cut(text, '&', &piece, &text);
		n += piece.n > 0;
		if (!more)
			return n;
	} while (n <= PAIRS_MOST);
	return n;
}

static err
decode(struct arena *a, str raw, str *out)
{
	*out = percent_decode(a, raw, PLUS_IS_SPACE, NULL);
	return str_has(*out, 0) || !str_is_utf8(*out) ? ERR_INVALID : OK;
}

err
pairs_parse(struct arena *a, str text, struct pairs *out)
{
	size_t room = count_pieces(text), n = 0;
	struct pair *p;

	*out = (struct pairs){ 0 };
	if (room > PAIRS_MOST)
		return ERR_TOOBIG;
	p = NEW_ARRAY(a, struct pair, room);
	while (text.n) {
		str piece, name, value;
		str_cut(text, '&', &piece, &text);
		if (piece.n == 0)
			continue;
		str_cut(piece, '=', &name, &value);
		TRY(decode(a, name, &p[n].name));
		TRY(decode(a, value, &p[n].value));
		n++;
	}
	*out = (struct pairs){ .p = p, .n = n };
	return OK;
}

static const struct pair *
find(const struct pairs *ps, str name)
{
	for (size_t i = 0; i < ps->n; i++)
		if (str_eq(ps->p[i].name, name))
			return &ps->p[i];
	return NULL;
}

str
pairs_get(const struct pairs *ps, str name)
{
	const struct pair *p = find(ps, name);

	return p ? p->value : (str){ 0 };
}

bool
pairs_has(const struct pairs *ps, str name)
{
	return find(ps, name) != NULL;
}
