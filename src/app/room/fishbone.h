/* fishbone.h: a tree of causes as a fishbone: the thing is the head, each bone a kind of cause, and what was found hangs at its bone.
 *
 * Only where things stand is worked out here, in whole units of a drawing; fishbone.tmpl draws it as SVG with the same as text beside it.
 * Texts are wrapped by a careful guess of how wide letters are, each in a place of its own: nothing overlaps, however many
 * causes there are. Pure. */
#ifndef APP_ROOM_FISHBONE_H
#define APP_ROOM_FISHBONE_H

#include "app/room/tree.h"

#define FISH_LETTER 20	/* height of a cause's letters in units; others follow from it */

enum fish_size { FISH_HEAD, FISH_BONE, FISH_CAUSE, FISH_DEEP, FISH_SIZES };
struct fish_line {	/* of text; x, y: where its letters stand */
	int x, y;
	str text;
	enum fish_size size;
	bool strong;
};
enum fish_stroke_kind { FISH_SPINE, FISH_RIB, FISH_TWIG };
struct fish_stroke {
	int x1, y1, x2, y2;
	enum fish_stroke_kind kind;
};
struct fish_mark {	/* beside a text: it is a root cause, or must be found out; x, y: the middle */
	int x, y;
	bool find_out;
};
struct fish {
	int w, h;
	int head_x, head_y, head_w, head_h;
	struct fish_line *lines;
	size_t line_count;
	struct fish_stroke *strokes;
	size_t stroke_count;
	struct fish_mark *marks;
	size_t mark_count;
	size_t left_out;	/* causes that are only counted, where there is no room for their text */
	bool has_root, has_find_out, broken;	/* broken: a word is too long for its place */
};

/* Where it is shown: so many pixels. least: letters smaller than this cannot be read there, and deeper causes are counted instead of
 * written; 0: all are written. */
struct fish_frame {
	int width, height, least;
};
extern const struct fish_frame fish_wall, fish_page, fish_desk;

void fish_lay_out(struct arena *a, enum lang l, const struct tree *t, bool numbers, const struct fish_frame *frame, struct fish *out);
/* The same, in the arena of a view. */
const struct fish *fish_of(const struct view *v, enum lang l, const struct tree *t, const struct fish_frame *frame);
const struct fish *fish_on_page(struct arena *a, enum lang l, const struct tree *t, bool numbers);
/* How wide a text is at most, in thousandths of its letters' height. */
int fish_width(str text);

#endif
