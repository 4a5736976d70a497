/* way.h: the red thread as one picture: from what was said, by what was chosen, dug out, proposed and tried, to what came of it.
 *
 * A tree for each theme that was chosen: theme → choice → root cause → sentence → proposal → measure → what it became. What was
 * written down to go on with, and a measure proposed out of nothing, begin trees of their own: nothing is lost. Ideas are notes: the
 * way passes through them and shows none of their text (design.md 7.8). Sensitive measures are not in it. The picture is drawn from the
 * same nodes as the text beside it. Source: issue 3 point 6, design.md section 9. Worker threads. */
#ifndef APP_CHAIN_WAY_H
#define APP_CHAIN_WAY_H

#include "app/process/process.h"

enum way_stage { WAY_THEME, WAY_CHOICE, WAY_CAUSE, WAY_STATEMENT, WAY_PROPOSAL, WAY_MEASURE, WAY_FATE, WAY_STAGES };
#define WAY_NONE SIZE_MAX
#define WAY_BOX 176	/* width of a box; the picture is scaled as a whole */
#define WAY_GAP 34
#define WAY_LINE 18	/* height of a line of text */
#define WAY_LETTERS 20	/* that fit on a line */
#define WAY_HEAD 34	/* above the boxes: what each column is */

struct way_node {
	str ref, kind, title;	/* kind: for people, above the title */
	str note;	/* one more line, or empty */
	str href;	/* of the text version; may be empty */
	enum way_stage stage;
	size_t parent;	/* WAY_NONE: begins a tree */
	bool here;	/* the one the reader came from */
	/* laid out */
	str *lines;
	size_t line_count;
	int x, y, h;	/* of the box */
};
/* One tree, parents before children. */
struct way {
	struct way_node *p;
	size_t n;
	int width, height, columns;
	enum way_stage column[WAY_STAGES];	/* those that are there, from left to right */
	bool has_here;
};
struct ways {
	struct way *p;
	size_t n;
};
/* All trees of a process. of: the ref the reader came from; its tree comes alone when there is one. May be empty. */
err ways_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, str of, struct ways *out) MUST_USE;

/* Places boxes and breaks titles into lines. Pure. */
void way_lay_out(struct arena *a, struct way *w);
/* A text in lines of at most so many letters; a word that is longer is cut. Pure. */
void way_wrap(struct arena *a, str text, size_t letters, str **lines, size_t *n);
str way_stage_name(enum lang l, enum way_stage s);

#endif
