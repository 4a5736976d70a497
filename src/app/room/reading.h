/* reading.h: the first reading: where the three have agreed on it, representatives read what was written alone before anybody
 * else does, and can set cards aside.
 *
 * Not while people write: each note would be seen to come, and who has just pressed the button.
 *
 * The rule: two representatives have to press, each on their own device, and never the leader; with one representative at
 * the unit that one alone. From then on they see the step's hidden notes, and either of them releases them: what has been
 * released comes up when the desk shows the notes, or at once when it has done so already. Late notes wait for another
 * release. Nobody else sees a word before that, the desk included. Source: design.md section 6. Worker threads. */
#ifndef APP_ROOM_READING_H
#define APP_ROOM_READING_H

#include "app/page.h"
#include "app/room/room.h"

struct reading {
	const struct method_step *step;	/* the notes step that is read; NULL: there is none now */
	bool mine;	/* this person has pressed */
	bool open;	/* enough have */
	bool writing;	/* people still write: nothing is read, not even how many there are */
	str waiting_for;	/* name of the other who has pressed, when this person has not; or empty */
	struct notes notes;	/* only when open and mine */
	int64_t unread;
};
/* May this person take part in first readings here at all? Pure. */
bool reading_may(unsigned roles);
/* The step to read: the running one when it is written alone, else the newest one that has unread notes. */
err reading_read(struct db_conn *c, struct arena *a, const struct room *rm, int64_t unit, int64_t person, unsigned roles,
	struct reading *out) MUST_USE;

struct reading_act {
	struct arena *arena;
	struct app *app;
	int64_t room, unit, person;
	unsigned roles;
	str step, key;
	int64_t seq;	/* out */
};
/* db_write_fn. ERR_DENIED: not a representative, or the reading is not open to this person; ERR_CONFLICT: no first reading. */
err reading_join(struct db_conn *c, void *act) MUST_USE;
err reading_release(struct db_conn *c, void *act) MUST_USE;

/* /r/:code/desk/reading */
err reading_page(struct req *rq, struct response *rs);
err reading_join_post(struct req *rq, struct response *rs);
err reading_release_post(struct req *rq, struct response *rs);
err reading_aside_post(struct req *rq, struct response *rs);

/* For the template. */
struct reading_view {
	const struct room *rm;
	const struct reading *r;
	str base;	/* "/r/ABC234/desk/reading" */
};

#endif
