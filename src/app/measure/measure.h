/* measure.h: a unit's measures: what is tried, by whom, until when, how one sees that it works, and what came of it.
 *
 * A measure belongs to the unit. It may come from a process (a proposal the three have confirmed) or from elsewhere.
 * Deciding on measures needs all three parties; the staff's verdict on a trial is confirmed likewise. Everything else a party
 * changes alone counts at once, stands in the history, and the other parties have some days to object.
 *
 * Sensitive measures (personnel matters). measures_read leaves them out unless it is asked for them, so that lists, prints,
 * mails, exports and screens are right without thinking. Who asks for them sees what measure_sight allows, and no more:
 * leader and superior leader, and representatives who are party to it; the safety representative sees that it exists, and its
 * area (measures_hidden). The card itself is opened with a button, and every opening is logged.
 * Source: issue 3 points 3-5, domain.md C.6, C.6.1, C.7, C.8, D.5, E.3, G.3. Worker threads. */
#ifndef APP_MEASURE_MEASURE_H
#define APP_MEASURE_MEASURE_H

#include "app/access/agreement.h"
#include "app/method/method.h"

/* domain.md C.6.1. What comes last in each row is what may follow. */
enum measure_status {
	MEASURE_PROPOSED,	/* waits for the three */
	MEASURE_PRIORITISED,	/* decided; who and when are still missing */
	MEASURE_PLANNED,	/* decided, with who and when */
	MEASURE_RUNNING,	/* being done */
	MEASURE_TESTING,	/* being tried; people check in */
	MEASURE_DONE,	/* done; not yet evaluated */
	MEASURE_EVALUATED,
	MEASURE_KEPT,	/* has become a habit */
	MEASURE_STOPPED,	/* keeps its learning */
	MEASURE_LIFTED,	/* to the level that can solve it */
	MEASURE_STATUS_COUNT
};
#define MEASURE_BIT(s) (1u << (s))
enum {
	MEASURES_DECIDED = MEASURE_BIT(MEASURE_PRIORITISED) | MEASURE_BIT(MEASURE_PLANNED),
	MEASURES_GOING = MEASURE_BIT(MEASURE_RUNNING) | MEASURE_BIT(MEASURE_TESTING),
	/* Somebody still has to do something. */
	MEASURES_OPEN = MEASURES_DECIDED | MEASURES_GOING | MEASURE_BIT(MEASURE_PROPOSED) | MEASURE_BIT(MEASURE_DONE),
	MEASURES_OVER = MEASURE_BIT(MEASURE_EVALUATED) | MEASURE_BIT(MEASURE_KEPT) | MEASURE_BIT(MEASURE_STOPPED) |
		MEASURE_BIT(MEASURE_LIFTED),
};

enum measure_source {
	SOURCE_WORKSHOP, SOURCE_MEETING, SOURCE_SURVEY, SOURCE_INTERVIEW, SOURCE_DEVIATION, SOURCE_AUDIT, SOURCE_OTHER, SOURCE_COUNT
};
enum measure_level {	/* domain.md D.5: who can decide on it */
	LEVEL_SELF, LEVEL_GROUP, LEVEL_LEADER, LEVEL_SUPERIOR, LEVEL_CHIEF, LEVEL_COMMITTEE, LEVEL_POLITICS, LEVEL_COUNT
};
/* The four factors named in aml § 4-3 (domain.md E.3). */
enum {
	FACTOR_DEMANDS = 1,	/* unclear or conflicting demands and expectations */
	FACTOR_EMOTIONAL = 2,	/* emotional demands and strain in work with people */
	FACTOR_WORKLOAD = 4,	/* workload and time pressure */
	FACTOR_SUPPORT = 8,	/* support and help */
	FACTOR_ALL = 15,
};
#define FACTOR_COUNT 4	/* bits 1 << 0 … 1 << 3 */
enum { TELL_MAIL = 1, TELL_NOTICE = 2, TELL_SCREEN = 4, TELL_INTRANET = 8, TELL_MEETING = 16, TELL_ALL = 31 };	/* domain.md C.7 */
#define TELL_COUNT 5

struct measure {
	int64_t id, unit, process;	/* process 0: from elsewhere */
	str phase, thing;	/* thing: what it grew from ("entry:UUID"); may be empty */
	enum measure_source source;
	enum column_area area;	/* AREA_PRESERVE | AREA_IMPROVE */
	str title, what;
	int64_t owner;	/* person; 0: in words, or nobody */
	str who;	/* for people: the owner's name, or the words */
	str who_words;	/* the words alone */
	int64_t start_at, due_at;	/* 0: not set */
	str when_words;
	str sign, cause, wish, place, need, baseline, target, risk, contact, proposed_by, assessment;
	enum measure_level level;
	int64_t priority;	/* 1-3; 0: not set */
	unsigned factors, tell;
	bool sensitive, restructuring, is_test;
	enum measure_status status;
	int64_t round;
	int64_t consulted_at, consulted_by;
	str consulted_name, consulted_view;
	int64_t agreement, decided_at, done_at, evaluate_at, look_at, looks;
	str habit_cue, habit_act, habit_reason;
	int64_t habit_since;
	str learning;
	int64_t object_until;
	str token;	/* of /m/:token, for check-ins */
	int64_t created, version;
	int64_t objections;	/* that are not settled */
	int64_t raised;	/* of these, with the next level by now */
	bool helps;	/* the looker stands among the helpers */
};
struct measures {
	struct measure *p;
	size_t n;
};

/* Who looks: a person with these ROLE_BITs at the unit. {0}: anybody, as on the staff's page, a print or a mail. */
struct looker {
	int64_t person;
	unsigned roles;
};
enum measure_sight {
	SIGHT_NONE,
	SIGHT_EXISTS,	/* that there is one, its area, and whether the safety rep has been heard */
	SIGHT_ALL,
};
/* Pure. is_party: stands in the measure's list of those who are party to it. */
enum measure_sight measure_sight(const struct looker *who, bool sensitive, bool is_party);

struct measure_filter {
	int64_t process;	/* 0: all of the unit */
	unsigned statuses;	/* MEASURE_BITs; 0: all */
	bool mine;	/* the looker is responsible or helps */
	bool late;	/* see measure_is_late */
	str phase;	/* empty: all */
	unsigned factors;	/* any of these bits; 0: all */
	int level;	/* enum measure_level + 1; 0: all */
	enum column_area area;	/* 0: both */
	int64_t waits_before;	/* only those with an objection, or a day of theirs before then; 0: all */
	bool with_sensitive;	/* also those, as far as the looker may see them whole */
};
/* What an address asks for, as the form of the list writes it: ?show= &area= &factor= &level= &phase=. Words that are none are as
 * good as nothing. */
struct measure_filter measure_filter_asked(const struct req *rq);
/* By what must be done first: priority, then due date, then title. At most 500. */
err measures_read(struct db_conn *c, struct arena *a, int64_t unit, const struct looker *who, const struct measure_filter *f,
	struct measures *out) MUST_USE;
/* Pure: does it pass, apart from sensitivity? helps: the looker stands among the helpers. */
bool measure_passes(const struct measure *m, const struct looker *who, const struct measure_filter *f, bool helps, int64_t now);
/* What a meeting opens first: those that are objected to, late, due for a look or an evaluation, or being tried. Never sensitive
 * ones. */
err measures_before_meeting(struct db_conn *c, struct arena *a, int64_t unit, struct measures *out) MUST_USE;

/* ERR_NOTFOUND for what the looker may not see whole. */
err measure_get(struct db_conn *c, struct arena *a, int64_t unit, int64_t id, const struct looker *who, struct measure *out) MUST_USE;

/* What the safety representative may know of sensitive ones. Empty for everybody else. */
struct hidden_measure {
	int64_t id;
	enum column_area area;
	int64_t consulted_at;	/* 0: has not been heard */
	bool decided;
};
struct hidden_measures {
	struct hidden_measure *p;
	size_t n;
};
err measures_hidden(struct db_conn *c, struct arena *a, int64_t unit, const struct looker *who, struct hidden_measures *out) MUST_USE;

/* How many there are in each state, without sensitive ones: for everybody, also those above. */
struct measure_counts {
	int64_t all, late, status[MEASURE_STATUS_COUNT], improve, preserve;
};
err measure_counts_read(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, struct measure_counts *out) MUST_USE;

/* Past its due date and not done. Pure. */
bool measure_is_late(const struct measure *m, int64_t now);
/* The date at which it is looked at next: evaluation, habit; 0: none. Pure. */
int64_t measure_next_look(const struct measure *m);
/* Decided: everything but proposed. Pure. */
bool measure_is_decided(const struct measure *m);

struct measure_helper {
	int64_t person;	/* 0: in words */
	str name;
};
struct measure_helpers {
	struct measure_helper *p;
	size_t n;
};
/* kind: "helper", or "party" (of a sensitive one). Only for a measure the looker has got by measure_get. */
err measure_helpers_read(struct db_conn *c, struct arena *a, int64_t measure, const char *kind, struct measure_helpers *out) MUST_USE;

/* One trial, evaluation or look at a habit. */
struct measure_look {
	str kind;	/* trial | evaluation | habit */
	int64_t round, from_at, to_at, at, agreement;
	str reach, happened, before, after, effect, adjustment, learning;
	enum answer_means verdict;	/* MEANS_KEEP …; 0: none yet */
};
struct measure_looks {
	struct measure_look *p;
	size_t n;
};
/* Oldest first. Only for a measure the looker has got. */
err measure_looks_read(struct db_conn *c, struct arena *a, int64_t measure, struct measure_looks *out) MUST_USE;

/* ---- from the workshops; inside a write function ---- */

/* The three have confirmed this proposal: it becomes a measure with the fields of its sheet that say `becomes`, or its wording
 * when it is one already. g: what they agreed on (unit, process, who asked). Gives its id, also the second time. Dates are found
 * in the text of a field "when". ERR_NOTFOUND: no such entry in the process. */
err measure_from_proposal(struct db_conn *c, struct arena *a, const struct agreement *g, const struct method *method, str entry,
	int64_t *id) MUST_USE;

/* The measure that grew from a thing; 0: none. */
err measure_of_thing(struct db_conn *c, struct arena *a, str thing, int64_t *id) MUST_USE;
/* Nobody has to do anything about it any more (MEASURES_OVER). */
err measure_is_over(struct db_conn *c, struct arena *a, int64_t id, bool *over) MUST_USE;

/* The staff's verdict on a trial, confirmed by the three: keep becomes a habit, adjust another round, stop keeps the learning,
 * lift goes on the list of lifts. The sheets filled in about the measure ("measure:ID") become the trial's result and the habit
 * card. ERR_NOTFOUND: no measure of this unit, or a sensitive one; ERR_CONFLICT: it has never been decided. */
err measure_verdict(struct db_conn *c, struct arena *a, const struct agreement *g, const struct method *method, int64_t measure,
	enum answer_means verdict, str adjustment) MUST_USE;

/* The line of agreement_kinds.c for measures that came from elsewhere: the subject is their ids with spaces between. */
err measure_agreed(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g) MUST_USE;

/* Two dates in a text as people write them ("1.12.2026–15.1.2027", "2026-12-01 2027-01-15"); 0 for what is not there. Pure. */
void measure_dates(str text, int64_t *from, int64_t *to);

/* ---- words ---- */

str measure_status_word(enum measure_status s);	/* "testing": database, classes */
enum measure_status measure_status_of(str word);	/* proposed for a word that is none */
str measure_status_name(enum lang l, enum measure_status s);	/* "Prøves ut" */
str measure_source_word(enum measure_source s);
enum measure_source measure_source_of(str word);
str measure_source_name(enum lang l, enum measure_source s);
str measure_level_word(enum measure_level v);
enum measure_level measure_level_of(str word);
str measure_level_name(enum lang l, enum measure_level v);
str measure_area_word(enum column_area area);	/* "improve", "preserve" */
str measure_area_name(enum lang l, enum column_area area);
str measure_factor_word(unsigned bit);	/* "workload" */
str measure_factor_name(enum lang l, unsigned bit);	/* one bit */
str measure_factors_text(struct arena *a, enum lang l, unsigned bits);	/* "a; b", or empty */
str measure_tell_name(enum lang l, unsigned bit);
str measure_verdict_name(enum lang l, enum answer_means v);	/* "Beholdes" */
str measure_verdict_word(enum answer_means v);	/* "keep" */
enum answer_means measure_verdict_of(str word);	/* 0 for none */
str measure_effect_name(enum lang l, str effect);	/* "none" … */

#endif
