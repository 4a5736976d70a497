/* erase.h: names and health data go for good, also after a sitting has closed: the leader and a representative together. The
 * text leaves the row, and with it every page and export; a note's count stays. Of a theme it is the first name that is kept
 * beside a new one. A cause keeps its place where others hang below it; of a sheet nothing is left but that there was one, and what
 * was copied from it by the program goes too. A measure that came of it has its own card; what the three have agreed on, and what
 * is published, stands. The log says that it was done, never what stood there. Source: design.md 7.7. Worker threads. */
#ifndef APP_CHAIN_ERASE_H
#define APP_CHAIN_ERASE_H

#include "app/chain/themes.h"

/* Something that waits for the other side's word. */
struct erase_wait {
	str target, phase, text, by_name;	/* text: what would go */
	bool by_leader, mine;
};
struct erase_waits {
	struct erase_wait *p;
	size_t n;
};
err erase_waiting(struct db_conn *c, struct arena *a, int64_t process, str phase, int64_t person, struct erase_waits *out) MUST_USE;

/* Sheets as they are offered for erasing: all that closed sittings have left, without those about a sensitive measure. */
struct erase_line {
	const struct method_field *field;
	str body;
};
struct erase_sheet {
	str id, phase;
	const struct method_step *step;
	struct erase_line *lines;	/* at least one */
	size_t n;
};
struct erase_sheets {
	struct erase_sheet *p;
	size_t n;
};
err erase_sheets(struct db_conn *c, struct arena *a, int64_t process, const struct method *m, struct erase_sheets *out) MUST_USE;
/* Causes and sheets of all phases that wait for the other side. */
err erase_waiting_made(struct db_conn *c, struct arena *a, int64_t process, int64_t person, const struct erase_sheets *sheets,
	struct erase_waits *out) MUST_USE;

struct erase_act {
	struct arena *arena;
	int64_t process, unit, person;
	unsigned roles;
	str phase, key;
	const str *targets;	/* notes, themes, causes or sheets of the phase, of closed sittings */
	size_t n;
	enum lang lang;	/* of the words that stand where a copy was */
	bool done;	/* out: the text of at least one is gone */
};
/* db_write_fn: asks for each, or does what the other side has asked. ERR_DENIED: neither leader nor representative;
 * ERR_NOTFOUND: nothing there. Call scrub_run when something is done. */
err erase_press(struct db_conn *c, void *act) MUST_USE;
/* Notes get new ids: what was asked for them is asked no more. Inside a write function. */
err erase_forget(struct db_conn *c, int64_t process, str phase) MUST_USE;

#endif
