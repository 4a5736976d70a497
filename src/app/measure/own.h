/* own.h: the slip of somebody who is responsible for a measure and has no account, only words on the card ("Kari på kjøkkenet").
 *
 * The group prints it and hands it over. Whoever holds it says that it is under way or done, with a sentence; that stands in the
 * card's history as told by those words, by the slip. The address holds 128 random bits and is shown once; only its hash is
 * stored. A new slip ends the one before, the group ends it when it likes, and it ends by itself when somebody else becomes
 * responsible, and for what is sensitive there is none. Worker threads. */
#ifndef APP_MEASURE_OWN_H
#define APP_MEASURE_OWN_H

#include "app/measure/measure.h"

#define OWN_SENTENCE 280	/* graphemes */

enum own_says { OWN_SAID, OWN_GOING, OWN_DONE };

/* Can there be a slip for it: decided, not over, not sensitive, and with words for who? Pure. */
bool own_is_for(const struct measure *m);
/* Where what she says takes it; ERR_CONFLICT: nowhere. What the staff try and judge is not done because one says so. Pure. */
err own_target(const struct measure *m, enum own_says says, enum measure_status *to) MUST_USE;

/* Does one work now? */
err own_is_out(struct db_conn *c, struct arena *a, int64_t measure, bool *out) MUST_USE;
/* By the address. ERR_NOTFOUND also for those that have ended. */
err own_measure(struct db_conn *c, struct arena *a, str token, struct measure *out) MUST_USE;

/* All db_write_fn. */
struct own_slip {
	struct arena *arena;
	int64_t unit, measure, person;
	unsigned roles;
	str key, token;	/* token: of own_make, the new one */
	struct measure m;	/* own_make, out */
};
/* ERR_CONFLICT: there can be none, or the form came twice (the first slip holds). */
err own_make(struct db_conn *c, void *slip) MUST_USE;
err own_end(struct db_conn *c, void *slip) MUST_USE;

struct own_word {
	struct arena *arena;
	str token, key, sentence;	/* sentence: may be empty but for OWN_SAID */
	enum own_says says;
};
/* ERR_GONE: it is over. ERR_CONFLICT: it cannot go there from where it is. */
err own_tell(struct db_conn *c, void *word) MUST_USE;

#endif
