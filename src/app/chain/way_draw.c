/* way_draw.c: where the boxes of the red thread stand, and how their texts break. */
#include "app/chain/way.h"
#include "text/date.h"

#define PAD 12	/* inside a box, above and below */
#define APART 14	/* between boxes */

str
way_stage_name(enum lang l, enum way_stage s)
{
	static const char *const names[] = { [WAY_THEME] = N_("What we said"), [WAY_CHOICE] = N_("What we chose"),
		[WAY_CAUSE] = N_("Why it is so"), [WAY_STATEMENT] = N_("What we asked"), [WAY_PROPOSAL] = N_("What we proposed"),
		[WAY_MEASURE] = N_("What we did"), [WAY_FATE] = N_("What it became") };

	return tr_dynamic(l, str_of(names[s]));
}

/* The first bytes of s that are at most so many letters. */
static str
letters_of(str s, size_t letters)
{
	size_t n = s.n;

	while (n > 0 && graphemes(str_take(s, n)) > letters) {
		n--;
		while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
			n--;
	}
	return str_take(s, n ? n : s.n);
}

void
way_wrap(struct arena *a, str text, size_t letters, str **lines, size_t *n)
{
	str *out = NEW_ARRAY(a, str, text.n + 1), rest = str_trim(text), line = { 0 };

	*n = 0;
	while (rest.n) {
		size_t end = 0;
		str word;
		while (end < rest.n && rest.p[end] != ' ' && rest.p[end] != '\n')
			end++;
		word = letters_of(str_take(rest, end), letters);
		if (line.n && graphemes((str){ line.p, (size_t)(word.p + word.n - line.p) }) > letters) {
			out[(*n)++] = line;
			line = (str){ 0 };
		}
		line = line.n ? (str){ line.p, (size_t)(word.p + word.n - line.p) } : word;
		rest = str_from(rest, word.n);
		/* A word that was cut goes on at the next line. */
		if (rest.n && rest.p[0] != ' ' && rest.p[0] != '\n') {
			out[(*n)++] = line;
			line = (str){ 0 };
		}
		while (rest.n && (rest.p[0] == ' ' || rest.p[0] == '\n'))
			rest = str_from(rest, 1);
	}
	if (line.n)
		out[(*n)++] = line;
	*lines = out;
}

static int
span(const struct way *w, size_t at)
{
	int below = 0;

	for (size_t i = at + 1; i < w->n; i++)
		if (w->p[i].parent == at)
			below += span(w, i);
	return below > w->p[at].h + APART ? below : w->p[at].h + APART;
}

static void
place(struct way *w, size_t at, int top)
{
	int all = span(w, at), below = 0, y;

	w->p[at].y = top + (all - APART - w->p[at].h) / 2;
	for (size_t i = at + 1; i < w->n; i++)
		if (w->p[i].parent == at)
			below += span(w, i);
	y = top + (all - below) / 2;
	for (size_t i = at + 1; i < w->n; i++) {
		if (w->p[i].parent != at)
			continue;
		place(w, i, y);
		y += span(w, i);
	}
}

void
way_lay_out(struct arena *a, struct way *w)
{
	int column[WAY_STAGES] = { 0 };

	w->columns = 0;
	for (int s = 0; s < WAY_STAGES; s++) {
		bool there = false;
		for (size_t i = 0; i < w->n; i++)
			there |= w->p[i].stage == (enum way_stage)s;
		column[s] = w->columns;
		if (there)
			w->column[w->columns++] = (enum way_stage)s;
	}
	for (size_t i = 0; i < w->n; i++) {
		struct way_node *node = &w->p[i];
		way_wrap(a, node->title, WAY_LETTERS, &node->lines, &node->line_count);
		node->x = column[node->stage] * (WAY_BOX + WAY_GAP);
		node->h = 2 * PAD + WAY_LINE * (int)(node->line_count + 1 + (node->note.n > 0));
	}
	if (w->n)
		place(w, 0, WAY_HEAD);
	w->width = w->columns ? w->columns * (WAY_BOX + WAY_GAP) - WAY_GAP : 0;
	w->height = w->n ? WAY_HEAD + span(w, 0) - APART + 2 : 0;
}
