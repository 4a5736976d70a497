/* inside.h: what the write functions of typing in share. */
#ifndef APP_FROM_PAPER_INSIDE_H
#define APP_FROM_PAPER_INSIDE_H

#include "app/from_paper/from_paper.h"

/* May this person type in here, and is it the first time this form comes? Loads the room. *is_new false: the form came twice. */
err typing_begin(struct db_conn *c, struct paper_act *x, struct room *rm, bool *is_new) MUST_USE;
/* An event for a room that is open. */
err typing_tell(struct db_conn *c, struct paper_act *x, const struct room *rm, enum event_kind k, str target) MUST_USE;
err typing_log(struct db_conn *c, const struct paper_act *x, const struct room *rm) MUST_USE;
/* ERR_INVALID with a sentence when one of the texts looks like a name and they have not said that it is none. */
err typing_names(struct db_conn *c, struct paper_act *x, const str *texts, size_t n) MUST_USE;
/* What waits for its reveal in an open room is not seen here either. */
bool typing_may_see(const struct room *rm, const struct thing *t);
void typing_leave_hidden(const struct room *rm, struct things *t);
/* After typing in to a closed sitting: rows would lie last in their table, so all that the closed ones have left are written again in a new
 * order. list: ids by process and phase; renew: one id with a new place. Asks for the scrub. */
err typing_mix(struct db_conn *c, struct paper_act *x, const struct room *rm, int list, int renew) MUST_USE;
/* Numbers in a random order. */
size_t *typing_order(struct arena *a, size_t n);
/* The room for a row of something: NULL once it is closed. */
/* Of a note, see 003_room.sql. */
#define TYPING_NOTE_ROOM(rm) INT((rm)->s.state == SITTING_CLOSED ? -(rm)->s.process : (rm)->s.id)
#define TYPING_ROOM(rm) ((rm)->s.state == SITTING_CLOSED ? NIL : INT((rm)->s.id))

#endif
