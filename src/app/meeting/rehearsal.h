/* rehearsal.h: the invented participants of a rehearsal: who they are and what they say. The room is the real one, and what
 * they do goes the real ways. */
#ifndef APP_MEETING_REHEARSAL_H
#define APP_MEETING_REHEARSAL_H

#include "app/meeting/sitting.h"

#define REHEARSAL_PEOPLE 9

/* Seats for all of them; inside a write function, once the room is open. */
err rehearsal_seats(struct db_conn *c, struct arena *a, int64_t sitting) MUST_USE;

/* What they write: notes and the names of the themes these belong to, in each language. */
struct invented_note {
	const char *text;	/* message id */
	int theme;	/* index in the themes of the same area */
};
struct invented_area {
	enum column_area area;	/* 0: fits everywhere */
	const struct invented_note *notes;
	size_t note_count;
	const char *const *themes;	/* message ids */
	size_t theme_count;
};
const struct invented_area *invented_of(enum column_area area);
/* What fits a notes step: goes on from ideas, tells of trials, has ideas; else what fits the column (NULL: it has none). */
const struct invented_area *invented_for(const struct method_step *st, const struct method_column *col);
/* The theme a note belongs to, by its text in that language; -1 for what a person wrote. */
int invented_theme(enum lang l, const struct invented_area *area, str text);

#endif
