/* measure_change.h: what people do with a measure. All are db_write_fn for a struct measure_act; ERR_NOTFOUND for a measure the
 * person may not see whole, ERR_DENIED for what is not theirs to do, ERR_CONFLICT when it was changed meanwhile or does not fit its
 * state. Each leaves a line in the card's history. Worker threads. */
#ifndef APP_MEASURE_MEASURE_CHANGE_H
#define APP_MEASURE_MEASURE_CHANGE_H

#include "app/measure/measure.h"

#define MEASURE_TITLE 120	/* graphemes */
#define MEASURE_TEXT 1000
#define MEASURE_SENTENCE 280

enum {	/* what somebody may do with a measure they see */
	MAY_EDIT = 1,	/* every field */
	MAY_MOVE = 2,	/* under way, being tried, done */
	MAY_SAY = 4,	/* a sentence in the log */
	MAY_ASK = 8,	/* ask the three to decide; a sensitive one: decide */
	MAY_CONSULT = 16,	/* the safety rep has been heard */
	MAY_OBJECT = 32,
	MAY_EVALUATE = 64,
	MAY_LOOK = 128,	/* at a habit */
	MAY_REMOVE = 256,
};
/* Pure. Helpers, those above and staff look; who is responsible or helps moves and writes. */
unsigned measure_may(const struct looker *who, const struct measure *m, int64_t now);
/* Pure. By hand; decisions and verdicts go their own way. */
bool measure_may_move(enum measure_status from, enum measure_status to);

/* What is still missing before the three can be asked; empty when nothing is. Pure. */
enum measure_lack {
	LACK_NOTHING,
	LACK_ASSESSMENT,	/* restructuring without a risk assessment */
	LACK_VIEW,	/* restructuring without the safety rep's view */
	LACK_CONSULTED,	/* sensitive, and the safety rep has not been told that it exists */
};
enum measure_lack measure_lacks(const struct measure *m);

/* Fields of a card that are texts as they are; their names in forms and in the history. */
struct measure_text {
	const char *name;
	size_t at;
};
extern const struct measure_text measure_texts[];
extern const size_t measure_text_count;
str *measure_text_of(struct measure *m, size_t i);	/* the text of the i-th field */

struct measure_act {
	struct arena *arena;
	int64_t unit, id, person;	/* id: the measure */
	unsigned roles;
	enum lang lang;
	str key;
	struct measure m;	/* measure_save: the fields; version: the one that was seen */
	const str *helpers;	/* measure_save: names */
	size_t helper_count;
	const int64_t *parties;	/* measure_save: people who are party to a sensitive one */
	size_t party_count;
	enum measure_status to;	/* measure_status_write */
	str text;
	int64_t objection;	/* measure_settle */
	struct measure_look look;	/* measure_evaluate */
	const int64_t *ids;	/* measure_ask: which */
	size_t id_count;
	bool holds;	/* measure_habit_look */
	int64_t agreement;	/* out */
};
err measure_save(struct db_conn *c, void *act) MUST_USE;	/* id 0: a new one; m.id is its id, 0 when the form came twice */
err measure_status_write(struct db_conn *c, void *act) MUST_USE;
err measure_say(struct db_conn *c, void *act) MUST_USE;
err measure_consult(struct db_conn *c, void *act) MUST_USE;	/* also of a sensitive one, of which nothing else is told */
err measure_object(struct db_conn *c, void *act) MUST_USE;
err measure_settle(struct db_conn *c, void *act) MUST_USE;
err measure_evaluate(struct db_conn *c, void *act) MUST_USE;
err measure_habit_look(struct db_conn *c, void *act) MUST_USE;
/* Asks the three to decide on some that are proposed; ERR_INVALID: one of them lacks something. */
err measure_ask(struct db_conn *c, void *act) MUST_USE;
/* A sensitive one: the leader decides, once the safety rep knows that it exists. */
err measure_decide_sensitive(struct db_conn *c, void *act) MUST_USE;
/* Opens a sensitive card for an hour; it stands in the card's history and in the person's own log. */
err measure_open_sensitive(struct db_conn *c, void *act) MUST_USE;
/* One that has never been decided. */
err measure_remove(struct db_conn *c, void *act) MUST_USE;

/* Has this person opened the sensitive card within the hour? */
err measure_is_open(struct db_conn *c, struct arena *a, int64_t measure, int64_t person, bool *out) MUST_USE;

/* ---- history ---- */

struct measure_line {
	int64_t at;
	str text;	/* in the reader's language */
	bool said;	/* somebody wrote it */
};
struct measure_lines {
	struct measure_line *p;
	size_t n;
};
/* Newest first. Only for a measure the looker has got. */
err measure_lines_read(struct db_conn *c, struct arena *a, enum lang l, int64_t measure, struct measure_lines *out) MUST_USE;

struct measure_objection {
	int64_t id, at, raised_at, settled_at;
	str name, role, sentence, settled_name, settlement;
};
struct measure_objections {
	struct measure_objection *p;
	size_t n;
};
err measure_objections_read(struct db_conn *c, struct arena *a, int64_t measure, struct measure_objections *out) MUST_USE;

/* Jobs thread, now and then: what is planned to be tried begins on its day; sentences whose period is over are shown. */
err measure_run_due(struct app *app, struct arena *a) MUST_USE;
/* Jobs thread, now and then: objections past their days go to the next level. */
err measure_raise_due(struct app *app, struct arena *a) MUST_USE;

#endif
