/* matrix_view.h: small words that the templates of a map need. */
#ifndef APP_ROOM_MATRIX_VIEW_H
#define APP_ROOM_MATRIX_VIEW_H

#include "app/room/matrix.h"
#include "app/room/view.h"

str axis_word(const struct method_axis *x, int place, enum lang l);	/* its low or high end */
str field_name(struct arena *a, const struct method_step *st, int across, int up, enum lang l);	/* "Stor virkning, lite strev" */
/* The list that holds a thing: a field of the map, or what waits for its table (0: for the desk, which sees all). */
str map_list(struct arena *a, const struct thing *t, int64_t table);
int64_t map_table(const struct view *v);	/* whose things this phone places; 0: all */
str stamp_of(struct arena *a);	/* a new id for a command of the desk */

#endif
