/* about.h: what a note is about, and which idea it goes on from. A step that takes things asks which of them each note is
 * about; a step that takes notes which make the same as its own lets people go on from one of those: "Ja, og …". Both are
 * kept with the note, so that an idea can be led back to the challenge it is meant for. Worker threads. */
#ifndef APP_ROOM_ABOUT_H
#define APP_ROOM_ABOUT_H

#include "app/chain/thing.h"

/* The things that notes of the step can be about. Where only notes come in, those that these were about. */
err about_offered(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st,
	struct things *out) MUST_USE;
/* The same for a note of many, remembered for some seconds: of each its ref and title only. What this node sees change in the room it
 * forgets at once (about_forget); what is decided elsewhere meanwhile the next page shows. */
err about_offered_lately(struct app *app, struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st,
	struct things *out) MUST_USE;
void about_forget(struct app *app, struct arena *a, const struct room *rm, const struct method_step *st);
struct memo *abouts_new(void);	/* for app->abouts; NULL there: nothing is remembered */
/* May a note of this step go on from another, and from one of that step? Pure. */
bool step_builds(const struct method_step *st);
bool step_builds_on(const struct method_step *st, str step);
/* The notes one can go on from, in their random order. */
err builds_offered(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st,
	struct notes *out) MUST_USE;
/* Inside note_add, with as much of the room as a thing_scope looks at: what the note is about and goes on from,
 * as far as that holds. One that has gone meanwhile is left out: the note counts without it. ERR_INVALID: nothing the step asks about. */
err about_of_note(struct db_conn *c, const struct note_act *act, const struct room *rm, const struct method_step *st, str *about,
	str *builds_on) MUST_USE;

#endif
