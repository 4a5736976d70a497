/* route_words.c: a route's row in words. */
#include "app/route_words.h"

str
who_words(struct arena *a, unsigned who)
{
	struct buf b = buf_new(a, 1024);

	if (who & WHO_ANYONE)
		return S("anyone");
	if (who & WHO_USER)
		return S("user");
	for (enum role r = ROLE_LEADER; r < ROLE_COUNT; r++) {
		if (!(who & ROLE_BIT(r)))
			continue;
		if (b.n)
			buf_addc(&b, ',');
		buf_add(&b, role_word(r));
	}
	return b.n ? buf_str(&b) : S("none");
}

str
who_names(struct arena *a, enum lang l, unsigned who)
{
	struct buf b = buf_new(a, 4096);

	if (who & WHO_ANYONE)
		return tr(l, "Everybody");
	if (who & WHO_USER)
		return tr(l, "Everybody who is signed in");
	for (enum role r = ROLE_LEADER; r < ROLE_COUNT; r++) {
		if (!(who & ROLE_BIT(r)))
			continue;
		if (b.n)
			buf_add(&b, S(", "));
		buf_add(&b, role_name(l, r));
	}
	return b.n ? buf_str(&b) : tr(l, "Nobody");
}

const char *
of_word(enum route_of of)
{
	static const char *const words[] = { [OF_NOTHING] = "-", [OF_UNIT] = "unit", [OF_PROCESS] = "process",
		[OF_SITTING] = "sitting", [OF_CODE] = "code" };

	assert((size_t)of < COUNT(words));
	return words[of];
}

str
flag_words(struct arena *a, unsigned flags)
{
	static const struct {
		unsigned bit;
		const char *word;
	} words[] = { { ROUTE_UNNAMED, "unnamed" }, { ROUTE_FRESH, "fresh" }, { ROUTE_OPEN_FORM, "open" }, { ROUTE_FILE, "file" } };
	struct buf b = buf_new(a, 64);

	for (size_t i = 0; i < COUNT(words); i++) {
		if (!(flags & words[i].bit))
			continue;
		if (b.n)
			buf_addc(&b, ',');
		buf_add(&b, str_of(words[i].word));
	}
	return b.n ? buf_str(&b) : S("-");
}
