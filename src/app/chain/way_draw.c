/* way_draw.c: how the red thread is cut into pictures, where its boxes stand, and how their texts break. */
#include "app/chain/way.h"

#define APART 14	/* between boxes */

enum way_column
way_column_of(enum way_stage s)
{
	static const enum way_column columns[] = { [WAY_THEME] = WAY_SAID, [WAY_CHOICE] = WAY_SAID, [WAY_CAUSE] = WAY_WHY,
		[WAY_STATEMENT] = WAY_ASKED, [WAY_IDEA] = WAY_THOUGHT, [WAY_PROPOSAL] = WAY_PROPOSED, [WAY_MEASURE] = WAY_DONE,
		[WAY_FATE] = WAY_DONE };

	return columns[s];
}

str
way_column_name(enum lang l, enum way_column c)
{
	switch (c) {
	case WAY_SAID: return tr(l, "What we said and chose");
	case WAY_WHY: return tr(l, "Why it is so");
	case WAY_ASKED: return tr(l, "What we asked");
	case WAY_THOUGHT: return tr(l, "What we thought of");
	case WAY_PROPOSED: return tr(l, "What we proposed");
	case WAY_DONE:
	case WAY_COLUMNS: break;
	}
	return tr(l, "What came of it");
}

/* ---- lines ---- */

/* The next character of a text in UTF-8, and how many bytes it has. */
static uint32_t
next_char(str s, size_t *bytes)
{
	unsigned char first = (unsigned char)s.p[0];
	size_t n = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	uint32_t c = n == 1 ? first : n == 2 ? first & 0x1f : n == 3 ? first & 0x0f : first & 0x07;

	*bytes = n < s.n ? n : s.n;
	for (size_t i = 1; i < *bytes; i++)
		c = c << 6 | ((unsigned char)s.p[i] & 0x3f);
	return c;
}

/* In tenths of a unit. Rounded up: another font than the one that was measured is seldom wider. */
static int
char_width(uint32_t c)
{
	if (c < 0x80) {
		if (str_has(S("ijlI.,:;'|!"), (char)c))
			return 42;
		if (str_has(S(" ft()[]r-/\""), (char)c))
			return 58;
		if (str_has(S("mwMW@%"), (char)c))
			return 135;
		return c >= 'A' && c <= 'Z' ? 105 : 88;
	}
	if (c >= 0x300 && c < 0x370)
		return 0;
	return c < 0x250 ? (c == 0xc6 || c == 0xe6 ? 140 : 105) : 150;
}

int
way_text_width(str text)
{
	int tenths = 0;

	while (text.n) {
		size_t bytes;
		tenths += char_width(next_char(text, &bytes));
		text = str_from(text, bytes);
	}
	return (tenths + 9) / 10;
}

/* The beginning of a word that fits; at least one character. */
static str
that_fits(str word, int width)
{
	size_t end = 0, bytes;

	while (end < word.n) {
		next_char(str_from(word, end), &bytes);
		if (end && way_text_width(str_take(word, end + bytes)) > width)
			break;
		end += bytes;
	}
	return str_take(word, end);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* The words from `line` to the end of `word`. */
static str
joined(str line, str word)
{
	return line.n ? (str){ line.p, (size_t)(word.p + word.n - line.p) } : word;
}

void
way_wrap(struct arena *a, str text, int width, str **lines, size_t *n)
{
	str *out = NEW_ARRAY(a, str, text.n + 1), rest = str_trim(text), line = { 0 };

	*n = 0;
	while (rest.n) {
		size_t end = 0;
		bool last = false;
		str word;
		while (end < rest.n && !is_space(rest.p[end]))
			end++;
		word = that_fits(str_take(rest, end), width);
		if (line.n && way_text_width(joined(line, word)) > width) {
			out[(*n)++] = line;
			line = (str){ 0 };
		}
		line = joined(line, word);
		rest = str_from(rest, word.n);
		/* A word that was cut goes on at the next line. */
		last = rest.n && !is_space(rest.p[0]);
		while (rest.n && is_space(rest.p[0])) {
			last |= rest.p[0] == '\n';
			rest = str_from(rest, 1);
		}
		if (last) {
			out[(*n)++] = line;
			line = (str){ 0 };
		}
	}
	if (line.n)
		out[(*n)++] = line;
	*lines = out;
}

static void
fill_box(struct arena *a, const struct way_node *node, struct way_box *b, int width)
{
	b->w = width;
	way_wrap(a, node->title, width - 2 * WAY_PAD, &b->lines, &b->line_count);
	way_wrap(a, node->note, width - 2 * WAY_PAD, &b->notes, &b->note_count);
	b->h = 2 * WAY_PAD + WAY_LINE * (int)(b->line_count + b->note_count + 1);
}

/* ---- columns ---- */

static bool
is_below(const struct way_picture *w, size_t at)
{
	size_t up = w->p[at].parent;

	return up != WAY_NONE && way_column_of(w->p[up].stage) == way_column_of(w->p[at].stage);
}

static int height_right(const struct way_picture *w, size_t at);

/* A box with what stands below it in its column, and the space after it. */
static int
height_tower(const struct way_picture *w, size_t at)
{
	int h = w->p[at].wide.h + APART;

	for (size_t i = at + 1; i < w->n; i++)
		if (w->p[i].parent == at && is_below(w, i))
			h += height_tower(w, i);
	return h;
}

/* A tower with all that stands to the right of it. */
static int
height_all(const struct way_picture *w, size_t at)
{
	int tower = height_tower(w, at), right = height_right(w, at);

	return tower > right ? tower : right;
}

static int
height_right(const struct way_picture *w, size_t at)
{
	int h = 0;

	for (size_t i = at + 1; i < w->n; i++)
		if (w->p[i].parent == at)
			h += is_below(w, i) ? height_right(w, i) : height_all(w, i);
	return h;
}

static void place(struct way_picture *w, size_t at, int top);

static void
place_tower(struct way_picture *w, size_t at, int *y)
{
	w->p[at].wide.y = *y;
	*y += w->p[at].wide.h + APART;
	for (size_t i = at + 1; i < w->n; i++)
		if (w->p[i].parent == at && is_below(w, i))
			place_tower(w, i, y);
}

static void
place_right(struct way_picture *w, size_t at, int *y)
{
	for (size_t i = at + 1; i < w->n; i++) {
		if (w->p[i].parent != at)
			continue;
		if (is_below(w, i)) {
			place_right(w, i, y);
		} else {
			place(w, i, *y);
			*y += height_all(w, i);
		}
	}
}

static void
place(struct way_picture *w, size_t at, int top)
{
	int all = height_all(w, at), left = top + (all - height_tower(w, at)) / 2, right = top + (all - height_right(w, at)) / 2;

	place_tower(w, at, &left);
	place_right(w, at, &right);
}

static void
lay_out_wide(struct arena *a, struct way_picture *w)
{
	int at[WAY_COLUMNS] = { 0 }, y = WAY_HEAD;

	w->columns = 0;
	for (int c = 0; c < WAY_COLUMNS; c++) {
		bool there = false;
		for (size_t i = 0; i < w->n; i++)
			there |= way_column_of(w->p[i].stage) == (enum way_column)c;
		at[c] = w->columns;
		if (there)
			w->column[w->columns++] = (enum way_column)c;
	}
	for (size_t i = 0; i < w->n; i++) {
		fill_box(a, &w->p[i], &w->p[i].wide, WAY_BOX);
		w->p[i].wide.x = at[way_column_of(w->p[i].stage)] * (WAY_BOX + WAY_GAP);
	}
	for (size_t i = 0; i < w->n; i++)
		if (w->p[i].parent == WAY_NONE) {
			place(w, i, y);
			y += height_all(w, i);
		}
	w->wide_w = w->columns * (WAY_BOX + WAY_GAP) - WAY_GAP;
	w->wide_h = y - APART + 2;
}

/* ---- one below the other ---- */

static void
place_below(struct arena *a, struct way_picture *w, size_t at, int depth, int *y)
{
	struct way_box *b = &w->p[at].tall;

	b->x = depth * WAY_STEP;
	b->y = *y;
	fill_box(a, &w->p[at], b, WAY_TALL - b->x);
	*y += b->h + APART;
	for (size_t i = at + 1; i < w->n; i++)
		if (w->p[i].parent == at)
			place_below(a, w, i, depth + 1, y);
}

void
way_lay_out(struct arena *a, struct way_picture *w)
{
	int y = 2;

	lay_out_wide(a, w);
	for (size_t i = 0; i < w->n; i++)
		if (w->p[i].parent == WAY_NONE)
			place_below(a, w, i, 0, &y);
	w->tall_w = WAY_TALL;
	w->tall_h = y - APART + 2;
}

/* ---- pictures ---- */

struct cutting {
	struct arena *a;
	const struct way *w;
	size_t *drawn;	/* for each node of the thread: 1 + the picture it was drawn in first; 0: in none yet */
	bool *in;	/* for each node: in the picture that is being made */
};

/* The chosen nodes as a picture of its own. */
static struct way_picture
picture_of(const struct cutting *t)
{
	size_t *at = NEW_ARRAY(t->a, size_t, t->w->n), n = 0;
	struct way_picture out = { 0 };

	for (size_t i = 0; i < t->w->n; i++)
		n += t->in[i];
	out.p = NEW_ARRAY(t->a, struct way_node, n);
	for (size_t i = 0; i < t->w->n; i++) {
		if (!t->in[i])
			continue;
		at[i] = out.n;
		out.p[out.n] = t->w->p[i];
		if (t->w->p[i].parent != WAY_NONE)
			out.p[out.n].parent = at[t->w->p[i].parent];
		out.p[out.n].again = t->drawn[i] != 0;
		out.n++;
	}
	way_lay_out(t->a, &out);
	return out;
}

static void
add_way_to(const struct cutting *t, size_t leaf, bool in)
{
	for (size_t i = leaf; i != WAY_NONE; i = t->w->p[i].parent)
		t->in[i] = in;
}

static void
finish(struct cutting *t, struct way *w)
{
	w->pictures[w->picture_count++] = picture_of(t);
	for (size_t i = 0; i < w->n; i++) {
		if (t->in[i] && !t->drawn[i])
			t->drawn[i] = w->picture_count;
		t->in[i] = false;
	}
}

/* The ends of all ways, in the order in which they are drawn. */
static void
collect_ends(const struct way *w, size_t at, size_t *ends, size_t *n)
{
	size_t before = *n;

	for (size_t i = at + 1; i < w->n; i++)
		if (w->p[i].parent == at)
			collect_ends(w, i, ends, n);
	if (*n == before)
		ends[(*n)++] = at;
}

/* Way by way, until the next one makes the picture too tall. */
void
way_draw(struct arena *a, struct way *w)
{
	struct cutting t = { a, w, NEW_ARRAY(a, size_t, w->n), NEW_ARRAY(a, bool, w->n) };
	size_t *ends = NEW_ARRAY(a, size_t, w->n), n = 0, ways = 0;
	bool *before = NEW_ARRAY(a, bool, w->n);

	for (size_t i = 0; i < w->n; i++)
		if (w->p[i].parent == WAY_NONE)
			collect_ends(w, i, ends, &n);
	w->pictures = NEW_ARRAY(a, struct way_picture, n + 1);
	w->picture_count = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < w->n; k++)
			before[k] = t.in[k];
		add_way_to(&t, ends[i], true);
		if (ways && picture_of(&t).wide_h > WAY_SHEET) {
			for (size_t k = 0; k < w->n; k++)
				t.in[k] = before[k];
			finish(&t, w);
			add_way_to(&t, ends[i], true);
			ways = 0;
		}
		ways++;
	}
	if (ways)
		finish(&t, w);
}
