/* worksheet.h: the sheets of the group's meetings, filled in on screen. Source: domain.md A.4.3, issue 2 point 10.
 *
 * An individual sheet is its owner's alone until she shares an answer of it; what is not shared is deleted when the work
 * starts. A group sheet keeps every input: one that is put away can be brought back. Worker threads. */
#ifndef APP_WORKSHEET_WORKSHEET_H
#define APP_WORKSHEET_WORKSHEET_H

#include "app/method/method.h"
#include "app/req.h"

#define ANSWER_GRAPHEMES 2000
#define INPUT_GRAPHEMES 400

/* ---- individual sheets ---- */

/* One answer of the reader's own sheet. */
struct own_answer {
	const struct method_field *field;
	str body;
	bool shared;
};
struct own_sheet {
	const struct method_sheet *sheet;
	struct own_answer *p;	/* one for each field */
	size_t n;
};
/* The person's own; nobody else's is ever read by this. */
err own_sheet_read(struct db_conn *c, struct arena *a, int64_t process, int64_t person, const struct method_sheet *sheet,
	struct own_sheet *out) MUST_USE;

/* What people of the group have shared of a sheet. */
struct shared_answer {
	const struct method_field *field;
	str body, name;
};
struct shared_answers {
	struct shared_answer *p;
	size_t n;
};
err own_sheet_shared(struct db_conn *c, struct arena *a, int64_t process, const struct method_sheet *sheet,
	struct shared_answers *out) MUST_USE;

/* A db_write_fn: keeps all answers of the owner's sheet, and shares or takes back one of them. An empty answer is deleted.
 * When the work has started, only what is shared is kept: ERR_GONE unless all of it is. */
struct own_save {
	struct arena *arena;
	int64_t process, person, sitting;
	const struct method_sheet *sheet;
	str *bodies;	/* one for each field of the sheet, cleaned */
	str share, unshare;	/* a field's id, or empty */
	bool share_all;	/* every answer there is, instead */
	str key;
	int64_t seq;	/* out: others have something new to see; else 0 */
};
err own_save_write(struct db_conn *c, void *save) MUST_USE;

/* The work starts: what was not shared is deleted. Inside a write function. */
err own_sheets_forget(struct db_conn *c, struct arena *a, int64_t process) MUST_USE;

/* ---- group sheets ---- */

struct group_input {
	str id, field, body;
	bool hidden;	/* put away, not deleted */
};
struct group_inputs {
	struct group_input *p;
	size_t n;
};
/* All inputs of a sheet in the order in which they came. */
err group_sheet_read(struct db_conn *c, struct arena *a, int64_t process, str sheet, struct group_inputs *out) MUST_USE;
err group_input_get(struct db_conn *c, struct arena *a, int64_t process, str id, str *sheet, struct group_input *out) MUST_USE;

struct group_act {
	struct arena *arena;
	int64_t process, person, sitting;
	str sheet, field, id, body;	/* id: UUID v4 made by the client */
	bool hide;	/* group_input_put_away: away, or back */
	int64_t seq;	/* out */
};
/* db_write_fn: an id that exists changes nothing and is fine. ERR_GONE: the meeting is over. */
err group_input_add(struct db_conn *c, void *act) MUST_USE;
err group_input_put_away(struct db_conn *c, void *act) MUST_USE;

/* A UUID of version 4 in lower case, as clients make them. */
bool is_client_id(str s);

#endif
