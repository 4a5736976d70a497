/* report.c: mistakes in a pack, collected for the person who edits it. */
#include <stdarg.h>
#include <stdlib.h>

#include "app/method/pack.h"
#include "base/str.h"

FORMAT(4, 0) static void
problem(struct method_report *r, struct method_place at, bool is_warning, const char *fmt, va_list ap)
{
	struct method_problem *p;
	struct buf b;

	if (!is_warning)
		r->errors++;
	if (r->count == METHOD_PROBLEMS) {
		r->more++;
		return;
	}
	b = buf_new(r->arena, 2000);
	buf_addv(&b, fmt, ap);
	p = &r->problems[r->count++];
	p->at = (struct method_place){ str_dup(r->arena, at.file), at.line };
	p->is_warning = is_warning;
	p->text = buf_str(&b);
}

void
pack_error(struct method_report *r, struct method_place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	problem(r, at, false, fmt, ap);
	va_end(ap);
}

void
pack_warn(struct method_report *r, struct method_place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	problem(r, at, true, fmt, ap);
	va_end(ap);
}

#define NEAR_BYTES 40

/* Edit distance with swaps of neighbours; both are short. */
static size_t
distance(str a, str b)
{
	unsigned char d[NEAR_BYTES + 1][NEAR_BYTES + 1];

	for (size_t i = 0; i <= a.n; i++) {
		for (size_t j = 0; j <= b.n; j++) {
			size_t best, via;
			if (i == 0 || j == 0) {
				d[i][j] = (unsigned char)(i + j);
				continue;
			}
			best = d[i - 1][j - 1] + (size_t)(a.p[i - 1] != b.p[j - 1]);
			via = (size_t)(d[i - 1][j] < d[i][j - 1] ? d[i - 1][j] : d[i][j - 1]) + 1;
			best = via < best ? via : best;
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1]) {
				via = d[i - 2][j - 2] + (size_t)1;
				best = via < best ? via : best;
			}
			d[i][j] = (unsigned char)best;
		}
	}
	return d[a.n][b.n];
}

void
pack_near_try(struct pack_near *n, str candidate)
{
	size_t d, limit = n->wanted.n / 3 + 1;

	if (n->wanted.n > NEAR_BYTES || candidate.n > NEAR_BYTES || n->wanted.n == 0)
		return;
	d = distance(n->wanted, candidate);
	if (d > limit || (n->best.n && d >= n->distance))
		return;
	n->best = candidate;
	n->distance = d;
}

str
pack_near_text(struct arena *a, const struct pack_near *n)
{
	return n->best.n ? str_fmt(a, " Did you mean \"" STR_FMT "\"?", STR_ARG(n->best)) : (str){ 0 };
}
