/* erase.h: names and health data go for good, also after a sitting has closed: the leader and a representative together. The
 * text leaves the row, and with it every page and export; a note's count stays. Of a theme it is the first name that is kept
 * beside a new one. The log says that it was done, never what stood there. Source: design.md 7.7. Worker threads. */
#ifndef APP_CHAIN_ERASE_H
#define APP_CHAIN_ERASE_H

#include "app/chain/themes.h"

/* Something that waits for the other side's word. */
struct erase_wait {
	str target, text, by_name;	/* text: what would go */
	bool is_theme, by_leader, mine;
};
struct erase_waits {
	struct erase_wait *p;
	size_t n;
};
err erase_waiting(struct db_conn *c, struct arena *a, int64_t process, str phase, int64_t person, struct erase_waits *out) MUST_USE;

struct erase_act {
	struct arena *arena;
	int64_t process, unit, person;
	unsigned roles;
	str phase, key;
	const str *targets;	/* notes or themes of closed sittings */
	size_t n;
	bool done;	/* out: the text of at least one is gone */
};
/* db_write_fn: asks for each, or does what the other side has asked. ERR_DENIED: neither leader nor representative;
 * ERR_NOTFOUND: nothing there. Call scrub_run when something is done. */
err erase_press(struct db_conn *c, void *act) MUST_USE;
/* Notes get new ids: what was asked for them is asked no more. Inside a write function. */
err erase_forget(struct db_conn *c, int64_t process, str phase) MUST_USE;

#endif
