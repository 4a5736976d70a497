/* language.c: Accept-Language (RFC 9110 section 12.5.4). */
#include "base/str.h"
#include "http/request.h"

#define RANGES_MOST 32

/* "0.8" as 800; 1000 without a weight; 0 when it cannot be read. */
static int
weight_of(str parameters)
{
	bool more;

	do {
		str p, key, value;
		int w = 0, scale = 100;
		more = str_cut(parameters, ';', &p, &parameters);
		if (!str_cut(p, '=', &key, &value) || !str_eq_nocase(str_trim(key), S("q")))
			continue;
		value = str_trim(value);
		if (value.n == 0 || value.n > 5 || (value.p[0] != '0' && value.p[0] != '1'))
			return 0;
		w = (value.p[0] - '0') * 1000;
		for (size_t i = 1; i < value.n; i++) {
			if (i == 1 ? value.p[i] != '.' : value.p[i] < '0' || value.p[i] > '9')
				return 0;
			if (i > 1) {
				w += (value.p[i] - '0') * scale;
				scale /= 10;
			}
		}
		return w > 1000 ? 0 : w;
	} while (more);
	return 1000;
}

/* "no" is the macro-language: people who ask for it are served bokmål. */
static bool
range_fits(str range, str tag)
{
	str primary;

	if (str_eq(range, S("*")))
		return true;
	str_cut(range, '-', &primary, NULL);
	if (str_eq_nocase(primary, S("no")))
		return str_eq(tag, S("nb"));
	return str_eq_nocase(range, tag) || str_eq_nocase(primary, tag);
}

size_t
language_pick(str accept, const str *offered, size_t n)
{
	size_t best = SIZE_MAX, ranges = 0;
	int best_weight = 0;
	bool more = accept.n > 0;

	while (more && ranges++ < RANGES_MOST) {
		str item, range, parameters;
		int w;
		more = str_cut(accept, ',', &item, &accept);
		str_cut(item, ';', &range, &parameters);
		w = weight_of(parameters);
		for (size_t i = 0; i < n && w > best_weight; i++) {
			if (range_fits(str_trim(range), offered[i])) {
				best = i;
				best_weight = w;
			}
		}
	}
	return best;
}
