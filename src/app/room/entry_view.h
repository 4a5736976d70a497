/* entry_view.h: small words that the templates of sheets need. */
#ifndef APP_ROOM_ENTRY_VIEW_H
#define APP_ROOM_ENTRY_VIEW_H

#include "app/room/view.h"

#define TAKES_FIRST 10	/* things that stand open in the list of what to make a proposal of */

bool field_lifts(const struct method_field *f, str choice);
str sheet_element(struct arena *a, const struct sheet_form *s);	/* the id of its element: by thing and table */
str sheet_field_id(struct arena *a, const struct sheet_form *s, const struct method_field *f);
str sheet_typed(const struct sheet_form *s, const struct method_field *f);	/* what was sent in vain; empty */
/* What looks like a colleague's name in what is saved there; empty: nothing does, or the field asks who (blame.h). */
str sheet_named(const struct view *v, const struct entry *e, const struct method_field *f);
/* The ids of what describes a field: its help, and the warning about a name. */
str sheet_described(struct arena *a, const struct method_field *f, str id, bool named, enum lang l);
str sheet_value(const struct sheet_form *s, const struct method_field *f);	/* typed, saved, or what it begins from */
str span_from(str value);
str span_to(str value);

#endif
