/* sort.h: a step that sorts: the notes of earlier steps of the same sitting are put into its columns, together, at the tables
 * or by all. A note lies in one column or in none, and can always be moved; nobody keeps who moved it. Worker threads. */
#ifndef APP_ROOM_SORT_H
#define APP_ROOM_SORT_H

#include "app/room/view.h"

#define SORT_MOST 400	/* notes on one screen */

/* One column of the step, or (column NULL, first) the notes that are in none yet. */
struct sort_bin {
	const struct method_column *column;
	str list;	/* the id of its list on this screen */
	struct note *p;
	size_t n;
	int64_t count;	/* in all, or of this table */
};
struct sort_view {
	int64_t table, tables;	/* table 0: all of them, or none chosen yet */
	bool choose;	/* a table has to be chosen first */
	struct sort_bin *bins;	/* 1 + the step's columns */
	size_t n;
};
/* The step with that id whose notes are sorted here (empty: the first), of the same session; NULL. Pure. */
const struct method_step *sort_source(const struct method_step *st, str step);
/* The ids of all of them between commas, for the statements: ids hold no comma. */
str sort_sources(struct arena *a, const struct method_step *st);
/* Has this step notes of the same sitting to sort? Else it is done on paper. */
bool sort_is_live(const struct room *rm);
/* Into v->sort. */
err sort_read(struct db_conn *c, struct view *v) MUST_USE;
/* The id of the list that a note stands in on this screen; empty: it is not shown there. */
str sort_list(const struct view *v, const struct note *n);
/* How many lie in each column now: for frames, without the notes. table 0: in all. */
err sort_count(struct db_conn *c, const struct view *v, int64_t table, struct sort_view *out) MUST_USE;
/* The name of the column that a note was written in; empty when there was only one. */
str sort_from(const struct view *v, enum lang l, const struct note *n);

#define SORT_MOVES 200	/* notes in one go */
struct sort_act {
	struct arena *arena;
	struct app *app;
	int64_t room;
	str seat;
	bool by_desk;	/* seat is not asked for */
	const str *notes;
	size_t n;
	str column;	/* empty: out of all columns */
	int64_t seq;	/* out */
};
/* db_write_fn. ERR_CONFLICT: no such step is on; ERR_INVALID: no such column; ERR_NOTFOUND: a note that is not shown here. */
err sort_put(struct db_conn *c, void *act) MUST_USE;

/* POST /r/:code/sort and /r/:code/desk/sort: note (several), column. */
err sort_post(struct req *rq, struct response *rs);
err desk_sort_post(struct req *rq, struct response *rs);

#endif
