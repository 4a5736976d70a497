/* thing.h: what the steps of a method hand on to each other: challenges, themes, notes, causes, filled-in sheets, measures.
 *
 * A thing is named by kind and id in one word, its ref: "challenge:12", "theme:UUID", "note:UUID", "cause:UUID", "entry:UUID",
 * "measure:12". `about` is the ref of the thing it came from, so that one can walk from a measure back to what was said.
 *
 * What comes into a step (the pack's `from`):
 *   - from another session: what is decided or over, of the whole process: what a choose step chose, or what its closed
 *     sittings have made;
 *   - from the same session: what this sitting has made so far;
 *   - steps that make nothing themselves hand on what came into them: a matrix with the places (the field up left first), a
 *     closed vote best first, a sort with the bins, a verdict with its result. After a verdict that can keep, a form is only
 *     for what is kept. A tree hands on its root causes, and all causes of a tree without a flagged root; to a vote all.
 *   - in a form with several sources, what is about something else that comes in has no sheet of its own: it stands beside the sheet
 *     about that (causes with the votes they got, beside their challenge).
 *   - a form that makes the same as what came into it (a better statement) stands for what it is about; what nobody has
 *     improved goes on as it was.
 *
 * In a rehearsal what comes from another session is invented (invented.h).
 *
 * Texts of notes are here too: pages outside the room follow design.md 7.8 before they show them. Worker threads. */
#ifndef APP_CHAIN_THING_H
#define APP_CHAIN_THING_H

#include "app/method/method.h"
#include "app/room/room.h"
#include "db/db.h"

#define THINGS_MOST 1000	/* that come into one step */

struct thing {
	str ref;
	enum step_makes makes;
	struct text3 title;	/* one line; differs by language where it is put together from a sheet's labels */
	enum column_area area;	/* may be 0 */
	str about;	/* empty: it has no parent in the chain */
	str step;	/* the id of the step that made it; the phase's pick for challenges and measures */
	str builds_on;	/* ref of the note whose idea it goes on from; may be empty */
	str parent;	/* of a cause: ref of the cause above it; empty right below the thing */
	str bin;	/* of a note that was sorted; may be empty */
	int64_t table;	/* of a sheet: the table that fills it in, while the step runs; 0: all together */
	bool is_root;	/* of a cause */
	int across, up;	/* where it was placed: 1 low, 2 high; 0: not placed */
	int64_t votes;	/* of the closed votes it has passed through, for order only */
	enum answer_means verdict;	/* what most have answered; 0: no verdict, too few answers, or two that stand equal */
};
struct things {
	struct thing *p;
	size_t n;
};

/* Whose things: rm is the sitting that asks, or NULL outside of one. */
struct thing_scope {
	int64_t process;
	const struct method *method;
	const struct room *rm;
};
struct thing_scope scope_of_room(const struct room *rm);
/* All that comes into a step, each once. */
err things_in(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *st,
	struct things *out) MUST_USE;
/* What stands beside those, as it comes: best first after a vote. */
err things_beside(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *st,
	struct things *out) MUST_USE;
/* What one step hands on (to `to`; NULL: to somebody who reads). */
err things_of(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *src,
	const struct method_step *to, struct things *out) MUST_USE;
/* The same, behind what `out` holds already. */
err things_add(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *src,
	const struct method_step *to, struct things *out) MUST_USE;
/* One by its ref, of an open sitting or a closed one. ERR_NOTFOUND also for what was set aside, erased or is no ref. */
err thing_get(struct db_conn *c, struct arena *a, const struct method *m, int64_t process, str ref, struct thing *out) MUST_USE;

const struct thing *things_find(const struct things *t, str ref);	/* NULL when it is not among them */
str thing_title(const struct thing *t, enum lang l);
/* "note" and "UUID" of "note:UUID"; false when it is no ref. */
bool thing_cut(str ref, str *kind, str *id);
str thing_ref(struct arena *a, const char *kind, str id);
/* For an element's id: the ref with a hyphen for the colon. */
str thing_element(struct arena *a, str ref);
/* The words kept in the database: "idea", "statement"; and for people: "Idea", in the plural for headings: "Ideas". */
const char *makes_word(enum step_makes m);
enum step_makes makes_of(str word);
str makes_many(enum lang l, enum step_makes m);

/* To be called in the write function that gives notes new ids (close, late paper): whatever names one of them follows. */
err notes_renamed(struct db_conn *c, struct arena *a, int64_t process, const str *from, const str *to, size_t n) MUST_USE;

/* ---- sheets ---- */

/* What stands in one field of a filled-in sheet. */
struct filled {
	str entry, field, body;
	int64_t version;
};
/* A sheet in one line, in every language: the field that becomes a title; else the sentence of the fields whose labels have dots of
 * omission ("How can we …", "… so that …"); else the title of what it is about; else what was filled in first. Pure. */
void sheet_title(struct arena *a, const struct method_sheet *sheet, const struct filled *f, size_t n, const struct text3 *about,
	struct text3 *out);
/* Is the field a part of the sheet's sentence? Pure. */
bool field_in_sentence(const struct method_field *f, enum lang l);
/* Only the sentence, empty when the sheet has none or nothing of it is written. Pure. */
str sheet_sentence(struct arena *a, const struct method_sheet *sheet, const struct filled *f, size_t n, enum lang l);

/* Is there a measure behind a thing that only some may see? */
err thing_is_hidden(struct db_conn *c, struct arena *a, int64_t unit, str ref, bool *out) MUST_USE;

#endif
