/* released.h: "you said, we do": what the three parties have released for the staff's page behind a link, for screens in the corridor
 * and for the intranet.
 *
 * Nothing appears there by itself. The group writes a wording for each thing, asks the three, and when all have said yes exactly those
 * words are public. Any of the parties may withdraw one at once, alone. A new wording of something that is released waits for the three
 * like any other, and the old one stands meanwhile. What is about a sensitive measure is read by nobody here.
 * Source: issue 3 point 11, domain.md C.7, design.md section 8. Worker threads. */
#ifndef APP_RELEASED_RELEASED_H
#define APP_RELEASED_RELEASED_H

#include "app/access/agreement.h"
#include "app/method/method.h"
#include "app/process/process.h"

#define RELEASED_SAID 140	/* graphemes */
#define RELEASED_DOES 240
#define RELEASED_STATUS 80
#define RELEASED_CAME 300
#define RELEASED_MOST 60	/* wordings that are drafts or released, for one process */

enum released_state { RELEASED_DRAFT, RELEASED_OUT, RELEASED_REPLACED, RELEASED_WITHDRAWN };

struct released_item {
	int64_t id, measure, measure_version, replaces, next_at, agreement, version, written_at, released_at, ended_at;
	str thing, said, does, status, came;
	enum column_area area;	/* AREA_PRESERVE | AREA_IMPROVE */
	enum lang lang;
	enum released_state state;
	bool trying;
	bool asked;	/* a draft that the three are asked about */
	bool moved;	/* the measure's card has been changed since this was written */
	bool has_draft;	/* a released one for which a new wording is being written */
};
struct released_items {
	struct released_item *p;
	size_t n;
};
/* For the group: drafts and what is out, or, when `old`, what is not any more. Newest first. */
err released_read(struct db_conn *c, struct arena *a, int64_t process, bool old, struct released_items *out) MUST_USE;
/* For everybody: what is out now; what is tried first, then the newest. */
err released_public(struct db_conn *c, struct arena *a, int64_t process, struct released_items *out) MUST_USE;
/* One of the group's. ERR_NOTFOUND also for one about a measure that is sensitive now. */
err released_get(struct db_conn *c, struct arena *a, int64_t process, int64_t id, struct released_item *out) MUST_USE;

/* What a wording can be made of: the chosen challenges and the decided measures, without those that have one already. */
struct released_offer {
	str ref, title;
	enum column_area area;
	bool is_measure;
};
struct released_offers {
	struct released_offer *p;
	size_t n;
};
err released_offers(struct db_conn *c, struct arena *a, const struct process *p, const struct released_items *there,
	struct released_offers *out) MUST_USE;
/* A first wording of a thing, taken from its card and from the theme it came from. ERR_NOTFOUND: no such thing, or a sensitive one. */
err released_suggest(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, str ref, struct released_item *out) MUST_USE;

/* All db_write_fn. The parties change drafts alone; each change stands in the log. */
struct released_act {
	struct arena *arena;
	int64_t unit, process, person;
	enum lang lang;
	str key;
	struct released_item item;	/* released_save: id 0: a new one; version: the one that was seen */
	const int64_t *ids;	/* released_ask: which drafts */
	size_t id_count;
	int64_t id;	/* released_withdraw, released_drop */
	int64_t agreement;	/* released_ask, out */
};
/* ERR_CONFLICT: the three are asked about it, it is not a draft any more, or somebody else was first. ERR_TOOBIG: there are
 * RELEASED_MOST already. */
err released_save(struct db_conn *c, void *act) MUST_USE;
err released_drop(struct db_conn *c, void *act) MUST_USE;	/* a draft that nobody is asked about goes */
err released_withdraw(struct db_conn *c, void *act) MUST_USE;	/* what is out goes, at once */
/* Asks the three about some drafts. ERR_CONFLICT: a question waits already; ERR_INVALID: none is chosen. */
err released_ask(struct db_conn *c, void *act) MUST_USE;

/* The line of agreement_kinds.c: "publish". */
err released_agreed(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g) MUST_USE;

/* All of it as plain text, for a letter or a place that takes no markup. Pure. */
void released_plain(struct buf *b, struct arena *a, enum lang l, const struct released_items *all, str url);

/* The question that waits for answers; 0: none. */
err released_question(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, int64_t *id) MUST_USE;

#endif
