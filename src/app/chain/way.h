/* way.h: the red thread: from what was said, by what was chosen, dug out, asked, thought of, proposed and tried, to what came of it.
 *
 * A thread for each theme, with all that grew from it: theme → choice → root causes → sentence → ideas → proposal → measure → fate.
 * What was written down to go on with, and a proposal or a measure that grew from nothing that was chosen, begin threads of
 * their own. Every theme ends in a fate, if only that it was not
 * chosen, or that nothing has been done yet. Notes and ideas are counts; the text of an idea behind a proposal stands there only
 * while two roles have opened the notes of its phase, and only for the group (design.md 7.8). Sensitive measures are not in it.
 * Pictures and text are drawn from the same nodes. Source: issue 3 point 6, design.md section 9. Worker threads. */
#ifndef APP_CHAIN_WAY_H
#define APP_CHAIN_WAY_H

#include "app/process/process.h"

enum way_stage { WAY_THEME, WAY_CHOICE, WAY_CAUSE, WAY_STATEMENT, WAY_IDEA, WAY_PROPOSAL, WAY_MEASURE, WAY_FATE, WAY_STAGES };
/* Theme and choice share a column, and so do measure and fate: what follows stands below. */
enum way_column { WAY_SAID, WAY_WHY, WAY_ASKED, WAY_THOUGHT, WAY_PROPOSED, WAY_DONE, WAY_COLUMNS };
enum way_fate { FATE_NOT_YET = 1, FATE_GOING, FATE_KEPT, FATE_STOPPED, FATE_LIFTED, FATE_ANSWERED, FATE_LEFT, WAY_FATES };
#define WAY_NONE SIZE_MAX

/* A box of a picture, in the picture's units. */
struct way_box {
	int x, y, w, h;
	str *lines;	/* of the title */
	size_t line_count;
	str *notes;	/* of the note */
	size_t note_count;
};
struct way_node {
	str ref, kind, title;	/* kind: for people, above the title */
	str note;	/* one more sentence, or empty */
	str href;	/* of the text version; may be empty */
	enum way_stage stage;
	enum way_fate fate;	/* of WAY_FATE */
	size_t parent;	/* WAY_NONE: begins a thread */
	int64_t count;	/* notes of a theme, root causes, ideas; of a choice 1: to be kept */
	bool here;	/* the one the reader came for */
	bool on_way;	/* it lies behind that one, or came of it */
	bool again;	/* in a picture: stands in the one before, too */
	struct way_box wide, tall;
};
/* One picture, parents before children. Two layouts: columns from left to right, and one below the other. */
struct way_picture {
	struct way_node *p;
	size_t n;
	int wide_w, wide_h, tall_w, tall_h, columns;
	enum way_column column[WAY_COLUMNS];	/* those that are there, from left to right */
};
enum way_group { WAY_IMPROVES, WAY_PRESERVES, WAY_LOOSE, WAY_LEFT, WAY_GROUPS };
/* One thread, parents before children, and the same in pictures of which none is too tall for a sheet of paper. */
struct way {
	struct way_node *p;
	size_t n;
	enum way_group group;
	size_t order;	/* among those of its group */
	str title;
	struct way_picture *pictures;
	size_t picture_count;
};
struct ways {
	struct way *p;	/* by group, then as they were chosen */
	size_t n;
	size_t one;	/* the one in which what was asked for stands: only that is drawn; WAY_NONE: all are */
};
struct way_ask {
	enum lang lang;
	const struct process *p;
	str of;	/* the ref the reader came for; may be empty */
	bool is_group;	/* sees what is not sent yet, and texts while they are open */
};
err ways_read(struct db_conn *c, struct arena *a, const struct way_ask *ask, struct ways *out) MUST_USE;
/* Of one kind: how many, with the notes and ideas that are counted. Pure. */
int64_t way_count(const struct way *w, enum way_stage s);
int64_t way_fates(const struct way *w, enum way_fate f);
bool way_has_below(const struct way *w, size_t at);

/* ---- drawing. All pure. ---- */

#define WAY_BOX 180	/* width of a box that stands in a column */
#define WAY_GAP 30	/* between columns */
#define WAY_LINE 18	/* height of a line of text */
#define WAY_HEAD 30	/* above the boxes: what each column is */
#define WAY_PAD 12	/* inside a box */
#define WAY_TALL 300	/* width of the layout one below the other */
#define WAY_STEP 15	/* how far a child is moved in there */
#define WAY_SHEET 780	/* height of the tallest picture with columns, unless one way alone is taller */

/* Cuts a thread into pictures and lays them out. */
void way_draw(struct arena *a, struct way *w);
void way_lay_out(struct arena *a, struct way_picture *w);
/* A text in lines that are no wider than so many units; a word that is wider goes on at the next line. */
void way_wrap(struct arena *a, str text, int width, str **lines, size_t *n);
int way_text_width(str text);	/* at the size of a title, never less than what is drawn */
enum way_column way_column_of(enum way_stage s);
str way_column_name(enum lang l, enum way_column c);

#endif
