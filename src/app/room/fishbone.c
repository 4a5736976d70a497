/* fishbone.c: where everything stands in the drawing of a tree of causes. */
#include "app/room/fishbone.h"

const struct fish_frame fish_wall = { 1800, 590, 20 };	/* a wide screen, less the title above and the code below */
const struct fish_frame fish_page = { 1280, 760, 0 };
const struct fish_frame fish_desk = { 680, 4000, 0 };	/* beside the clock: as narrow as it can be, so that the head is in view */

/* Height of letters and of a line, by size. */
static const struct {
	int letter, line;
} sizes[FISH_SIZES] = { { 24, 30 }, { 21, 27 }, { 20, 26 }, { 17, 23 } };

#define PAD 12	/* between a rib and a text */
#define INDENT 16	/* of what hangs below another cause */
#define MARK 20	/* room for a mark */
#define HEAD_W 220
#define LEAST_RIB 60

/* ---- how wide ---- */

static int
letter_width(unsigned char c)
{
	if (str_has(S("iljI.,:;'|!()[]/ "), (char)c))
		return 330;
	if (str_has(S("ftr-\"*"), (char)c))
		return 440;
	if (str_has(S("mwMW@%"), (char)c))
		return 960;
	if (c >= 'A' && c <= 'Z')
		return 740;
	/* Beyond ASCII: the first byte of a letter counts for all of it. */
	if (c >= 0xE0)
		return 1100;
	return c >= 0xC0 ? 700 : c >= 0x80 ? 0 : 620;
}

int
fish_width(str text)
{
	int w = 0;

	for (size_t i = 0; i < text.n; i++)
		w += letter_width((unsigned char)text.p[i]);
	return w;
}

static int
width_at(str text, enum fish_size size)
{
	return (int)((int64_t)fish_width(text) * sizes[size].letter / 1000);
}

/* How much of a text fits in one line: whole words, or as many letters as fit when the first word is too long. */
static size_t
fits(str text, enum fish_size size, int width, bool *broken)
{
	size_t end = 0, hard = 0;

	*broken = false;

	for (size_t i = 1; i <= text.n; i++) {
		bool between = i == text.n || ((unsigned char)text.p[i] & 0xC0) != 0x80;
		if (!between)
			continue;
		if (width_at(str_take(text, i), size) > width)
			break;
		hard = i;
		if (i == text.n || text.p[i] == ' ' || text.p[i] == '\n' || text.p[i - 1] == '-')
			end = i;
	}
	*broken = !end;
	return end ? end : hard ? hard : text.n;
}

struct lines {
	str *p;
	size_t n;
	bool broken;	/* a word was */
};

static struct lines
wrap(struct arena *a, str text, enum fish_size size, int width)
{
	struct lines out = { NEW_ARRAY(a, str, text.n + 1), 0, false };
	bool broken;

	text = str_trim(text);
	while (text.n) {
		size_t n = fits(text, size, width, &broken);
		out.broken |= broken;
		out.p[out.n++] = str_trim(str_take(text, n));
		text = str_trim(str_from(text, n));
	}
	return out;
}

/* ---- what hangs at each bone ---- */

struct item {
	str text;
	int level;	/* 1: right at the rib */
	bool is_root, find_out, voted;
};
struct rib {
	str name;
	struct item *items;
	size_t n;
};
struct ribs {
	struct rib *p;
	size_t n;
};

/* What is left out of the drawing so that letters can be read. */
struct cut {
	int deepest;	/* levels that are written */
	size_t most;	/* causes at one rib */
	size_t bytes;	/* of one text; the rest of a longer one is left to the phones */
};

static size_t
below(const struct cause *n)
{
	size_t all = n->kid_count;

	for (size_t i = 0; i < n->kid_count; i++)
		all += below(n->kids[i]);
	return all;
}

struct fish_plan {
	struct arena *a;
	enum lang l;
	const struct tree *t;
	bool numbers;
	struct cut cut;
	size_t left_out;
};

/* Cut before a letter, not within one. */
static str
shortened(struct fish_plan *p, str text)
{
	size_t n = p->cut.bytes;

	if (text.n <= n)
		return text;
	while (n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
		n--;
	return str_fmt(p->a, STR_FMT " …", STR_ARG(str_trim(str_take(text, n))));
}

/* "12 votes", in one line. */
static str
votes_text(struct fish_plan *p, int64_t votes)
{
	str text = fill(p->a, p->l, trn(p->l, "{n} vote", "{n} votes", votes), V("n", votes));
	size_t space = str_find(text, S(" "));

	return space == SIZE_MAX ? text : str_fmt(p->a, STR_FMT "\u00a0" STR_FMT, STR_ARG(str_take(text, space)),
		STR_ARG(str_from(text, space + 1)));
}

static str
item_text(struct fish_plan *p, const struct cause *n, size_t hidden)
{
	str text = shortened(p, cause_text(p->l, n));

	if (n->votes)
		text = str_fmt(p->a, STR_FMT " (" STR_FMT ")", STR_ARG(text), STR_ARG(p->numbers ?
			votes_text(p, n->votes) :
			fill(p->a, p->l, tr(p->l, "no. {n} in the vote"), V("n", n->rank))));
	return hidden ? str_fmt(p->a, STR_FMT " (+%zu)", STR_ARG(text), hidden) : text;
}

static void
put_item(struct fish_plan *p, struct rib *rib, const struct cause *n, int level)
{
	bool deepest = level >= p->cut.deepest;
	size_t hidden = deepest ? below(n) : 0;

	if (rib->n >= p->cut.most) {
		p->left_out += 1 + below(n);
		return;
	}
	rib->items[rib->n++] = (struct item){ item_text(p, n, hidden), level, n->is_root, n->find_out, n->votes > 0 };
	p->left_out += hidden;
	for (size_t i = 0; !deepest && i < n->kid_count; i++)
		put_item(p, rib, n->kids[i], level + 1);
}

static struct rib
new_rib(struct fish_plan *p, str name)
{
	return (struct rib){ .name = name, .items = NEW_ARRAY(p->a, struct item, p->t->n + 1) };
}

/* Says at a rib how many there was no room for. */
static void
close_rib(struct fish_plan *p, struct rib *rib, size_t before)
{
	if (rib->n >= p->cut.most && p->left_out > before)
		rib->items[rib->n - 1] = (struct item){ .level = 1, .text = fill(p->a, p->l, trn(p->l, "and {n} more", "and {n} more",
			(int64_t)(p->left_out - before + 1)), V("n", (int64_t)(p->left_out - before + 1))) };
}

/* Without bones each cause right below the thing is one. */
static struct ribs
ribs_of_causes(struct fish_plan *p)
{
	struct ribs out = { NEW_ARRAY(p->a, struct rib, p->t->top_count), 0 };

	for (size_t i = 0; i < p->t->top_count; i++) {
		const struct cause *n = p->t->top[i];
		struct rib *rib = &out.p[out.n++];
		size_t before = p->left_out;
		*rib = new_rib(p, item_text(p, n, 0));
		for (size_t k = 0; k < n->kid_count; k++)
			put_item(p, rib, n->kids[k], 1);
		close_rib(p, rib, before);
	}
	return out;
}

static struct ribs
ribs_of(struct fish_plan *p)
{
	const struct tree *t = p->t;
	struct ribs out = { NEW_ARRAY(p->a, struct rib, t->bone_count + 1), 0 };

	if (!t->bone_count)
		return ribs_of_causes(p);
	for (size_t b = 0; b <= t->bone_count; b++) {
		bool rest = b == t->bone_count;
		struct rib rib = new_rib(p, rest ? tr(p->l, "Not on a bone yet") : text_in(&t->bones[b].name, p->l));
		size_t before = p->left_out;
		for (size_t i = 0; i < t->top_count; i++)
			if (cause_is_on(t, t->top[i], rest ? (str){ 0 } : t->bones[b].id))
				put_item(p, &rib, t->top[i], 1);
		close_rib(p, &rib, before);
		if (rib.n || !rest)
			out.p[out.n++] = rib;
	}
	return out;
}

/* ---- where it stands ---- */

struct side {	/* the ribs above the spine, or those below */
	int names, rows;	/* heights of the names and of the longest column of causes */
};

struct sheet {
	struct arena *a;
	struct fish *f;
	int column, slant, spine;
	struct side up, down;
	bool broken;	/* a word of a cause */
};

static enum fish_size
size_of(const struct item *it)
{
	return it->level == 1 || it->voted ? FISH_CAUSE : FISH_DEEP;
}

static int
room_of_item(const struct sheet *s, const struct item *it)
{
	int marks = (it->is_root + it->find_out) * MARK;

	/* A line that follows the slant of its rib moves a little to the side over its height. */
	return s->column - 2 * PAD - 8 - (it->level - 1) * INDENT - marks;
}

static int
rows_height(const struct sheet *s, const struct rib *rib)
{
	int h = 0;

	for (size_t i = 0; i < rib->n; i++)
		h += (int)wrap(s->a, rib->items[i].text, size_of(&rib->items[i]), room_of_item(s, &rib->items[i])).n *
			sizes[size_of(&rib->items[i])].line + 6;
	return h;
}

static int
name_height(const struct sheet *s, const struct rib *rib)
{
	return (int)wrap(s->a, rib->name, FISH_BONE, s->column - 16).n * sizes[FISH_BONE].line;
}

static void
measure(struct sheet *s, const struct ribs *ribs)
{
	for (size_t i = 0; i < ribs->n; i++) {
		struct side *side = i % 2 ? &s->down : &s->up;
		int rows = rows_height(s, &ribs->p[i]) + 2 * PAD, names = name_height(s, &ribs->p[i]);
		side->rows = rows > side->rows ? rows : side->rows;
		side->rows = side->rows < LEAST_RIB ? LEAST_RIB : side->rows;
		side->names = names > side->names ? names : side->names;
	}
}

static void
add_line(struct fish *f, int x, int y, str text, enum fish_size size, bool strong)
{
	f->lines[f->line_count++] = (struct fish_line){ x, y, text, size, strong };
}

static void
add_stroke(struct fish *f, int x1, int y1, int x2, int y2, enum fish_stroke_kind kind)
{
	f->strokes[f->stroke_count++] = (struct fish_stroke){ x1, y1, x2, y2, kind };
}

/* Where a rib with this foot is at height y. */
static int
rib_x(const struct sheet *s, int foot, int y, bool upper)
{
	int length = upper ? s->up.rows : s->down.rows, away = upper ? s->spine - y : y - s->spine;

	return foot - (int)((int64_t)s->slant * away / length);
}

static void
add_marks(struct fish *f, const struct item *it, int *x, int y)
{
	if (it->is_root) {
		f->marks[f->mark_count++] = (struct fish_mark){ *x + 8, y, false };
		*x += MARK;
	}
	if (it->find_out) {
		f->marks[f->mark_count++] = (struct fish_mark){ *x + 8, y, true };
		*x += MARK;
	}
	f->has_root |= it->is_root;
	f->has_find_out |= it->find_out;
}

/* One cause from y on; returns where the next one begins. */
static int
put_text(struct sheet *s, const struct item *it, int foot, int y, bool upper)
{
	enum fish_size size = size_of(it);
	struct lines text = wrap(s->a, it->text, size, room_of_item(s, it));
	int step = sizes[size].line, marks = 0;

	s->broken |= text.broken;
	for (size_t i = 0; i < text.n; i++) {
		int middle = y + step / 2, rib = rib_x(s, foot, upper ? y + step : y, upper), x = rib + PAD + (it->level - 1) * INDENT;
		if (i == 0) {
			int from = it->level == 1 ? rib_x(s, foot, middle, upper) : x - PAD + 2;
			add_stroke(s->f, from, middle, x - 3, middle, FISH_TWIG);
			marks = x;
			add_marks(s->f, it, &marks, middle);
			marks -= x;
		}
		add_line(s->f, x + marks, y + step - 7, text.p[i], size, it->is_root || it->voted);
		y += step;
	}
	return y + 6;
}

static void
put_rib(struct sheet *s, const struct rib *rib, int foot, bool upper)
{
	int end = upper ? s->spine - s->up.rows : s->spine + s->down.rows;
	struct lines name = wrap(s->a, rib->name, FISH_BONE, s->column - 16);
	int y = upper ? end - (int)name.n * sizes[FISH_BONE].line : end;

	add_stroke(s->f, foot, s->spine, foot - s->slant, end, FISH_RIB);
	for (size_t i = 0; i < name.n; i++, y += sizes[FISH_BONE].line)
		add_line(s->f, foot - s->slant, y + sizes[FISH_BONE].line - 8, name.p[i], FISH_BONE, true);
	y = upper ? end + PAD : s->spine + PAD;
	for (size_t i = 0; i < rib->n; i++)
		y = put_text(s, &rib->items[i], foot, y, upper);
}

static void
put_head(struct sheet *s, str title)
{
	struct lines text = wrap(s->a, title, FISH_HEAD, HEAD_W - 28);
	int y;

	s->f->head_w = HEAD_W;
	s->f->head_h = (int)text.n * sizes[FISH_HEAD].line + 24;
	s->f->head_y = s->spine - s->f->head_h / 2;
	y = s->f->head_y + 12;
	for (size_t i = 0; i < text.n; i++, y += sizes[FISH_HEAD].line)
		add_line(s->f, s->f->head_x + 14, y + sizes[FISH_HEAD].line - 8, text.p[i], FISH_HEAD, true);
}

static void
lay_out(struct fish_plan *p, int column, struct fish *f)
{
	size_t most = p->t->n * 40 + p->t->bone_count * 10 + 200;
	struct sheet s = { .a = p->a, .f = f, .column = column };
	struct ribs ribs;
	int columns, longest, head;

	*f = (struct fish){ .lines = NEW_ARRAY(p->a, struct fish_line, most), .strokes = NEW_ARRAY(p->a, struct fish_stroke, most),
		.marks = NEW_ARRAY(p->a, struct fish_mark, 2 * p->t->n + 1) };
	p->left_out = 0;
	ribs = ribs_of(p);
	columns = (int)(ribs.n + 1) / 2;
	measure(&s, &ribs);
	longest = s.up.rows > s.down.rows ? s.up.rows : s.down.rows;
	s.slant = longest / 5 < 110 ? longest / 5 : 110;
	head = (int)wrap(p->a, thing_title(&p->t->about, p->l), FISH_HEAD, HEAD_W - 28).n * sizes[FISH_HEAD].line + 24;
	s.spine = s.up.names + s.up.rows;
	if (s.spine < head / 2 + 4)
		s.spine = head / 2 + 4;
	f->head_x = s.slant + columns * column + 30;
	add_stroke(f, 0, s.spine, f->head_x, s.spine, FISH_SPINE);
	for (size_t i = 0; i < ribs.n; i++)
		put_rib(&s, &ribs.p[i], s.slant + 4 + (int)(i / 2) * column, i % 2 == 0);
	put_head(&s, thing_title(&p->t->about, p->l));
	f->left_out = p->left_out;
	f->broken = s.broken;
	f->w = f->head_x + f->head_w + 4;
	f->h = s.spine + s.down.rows + s.down.names + 10;
	if (f->h < s.spine + head / 2 + 4)
		f->h = s.spine + head / 2 + 4;
}

/* How high the letters of a cause become when the drawing fills the frame, in tenths of a pixel. */
static int
letters(const struct fish *f, const struct fish_frame *frame)
{
	int wide = frame->width * FISH_LETTER * 10 / f->w, high = frame->height * FISH_LETTER * 10 / f->h;

	return wide < high ? wide : high;
}

/* Somewhat smaller letters read better than words that are broken. */
static int
worth(const struct fish *f, const struct fish_frame *frame)
{
	return f->broken ? letters(f, frame) * 6 / 10 : letters(f, frame);
}

void
fish_lay_out(struct arena *a, enum lang l, const struct tree *t, bool numbers, const struct fish_frame *frame, struct fish *out)
{
	static const struct cut cuts[] = { { CAUSE_DEPTH, SIZE_MAX, SIZE_MAX }, { 3, SIZE_MAX, 120 }, { 2, SIZE_MAX, 90 },
		{ 1, SIZE_MAX, 70 }, { 1, 6, 60 }, { 1, 5, 50 }, { 1, 4, 50 }, { 1, 3, 50 }, { 1, 2, 40 } };
	struct fish_plan p = { .a = a, .l = l, .t = t, .numbers = numbers };

	for (size_t i = 0; i < COUNT(cuts); i++) {
		int best = 0;
		p.cut = cuts[i];
		for (int column = 170; column <= 410; column += 30) {
			struct fish f;
			lay_out(&p, column, &f);
			if (worth(&f, frame) <= best)
				continue;
			best = worth(&f, frame);
			*out = f;
		}
		if (letters(out, frame) >= frame->least * 10)
			return;
	}
}

const struct fish *
fish_of(const struct view *v, enum lang l, const struct tree *t, const struct fish_frame *frame)
{
	struct fish *f = NEW(v->a, struct fish);

	fish_lay_out(v->a, l, t, v->trees->numbers, frame, f);
	return f;
}

const struct fish *
fish_on_page(struct arena *a, enum lang l, const struct tree *t, bool numbers)
{
	struct fish *f = NEW(a, struct fish);

	fish_lay_out(a, l, t, numbers, &fish_page, f);
	return f;
}
