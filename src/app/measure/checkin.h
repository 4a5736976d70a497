/* checkin.h: light check-ins while something is tried: one tap and perhaps a sentence, by a link or a code on a poster.
 *
 * Nobody is asked who they are, and nothing is kept of a single tap: taps are counted, a period at a time, and sentences lie
 * without author, time or order. Nothing is shown before the period is over, so that nobody sees what comes in while somebody
 * sits at the phone; a period with fewer than k taps is never told apart, but counted together with the next ones until they are k.
 * Sentences are for the group (and those who help it), on the card only. Source: issue 3 point 3, design.md section 7, domain.md E.6.
 * Worker threads. */
#ifndef APP_MEASURE_CHECKIN_H
#define APP_MEASURE_CHECKIN_H

#include "app/measure/measure.h"

#define CHECKIN_DAYS 7	/* a period, where no pack says otherwise */
#define CHECKIN_SENTENCE 200	/* graphemes */

enum { TAP_BETTER, TAP_SAME, TAP_WORSE, TAP_COUNT };

/* The words of a check-in: the pack's, or the program's own for measures that came from elsewhere. */
struct checkin_words {
	str question, comment, answer[TAP_COUNT];	/* an empty answer is not offered */
	int days;	/* the length of a period */
};
/* m's period of trying: the pack's first that has check-ins. method may be NULL. Pure. */
struct checkin_words checkin_words(const struct method *method, enum lang l);
/* "better" … Pure. */
const char *tap_word(int tap);

/* The end of the period in which `now` lies. Periods are counted from the first day of the trial. Pure. */
int64_t checkin_period_end(const struct measure *m, int days, int64_t now);
/* Is it open for check-ins? While it is being tried or under way, and never a sensitive one. Pure. */
bool checkin_is_open(const struct measure *m);

/* By the token in the address. ERR_NOTFOUND also for sensitive ones. */
err checkin_measure(struct db_conn *c, struct arena *a, str token, struct measure *out) MUST_USE;

/* A db_write_fn. ERR_GONE: it is not being tried any more. */
struct checkin {
	struct arena *arena;
	str token, key;
	int tap;
	str sentence;	/* may be empty */
	int days;
};
err checkin_write(struct db_conn *c, void *checkin) MUST_USE;

/* Periods put together until they are k, oldest first. */
struct checkin_bar {
	int64_t ends_at;	/* of the last period in it */
	int64_t round;
	int64_t n, count[TAP_COUNT];
	bool nearly_all;	/* few, and all alike: told as "nearly all" */
};
struct checkin_trend {
	struct checkin_bar *p;
	size_t n;
	int64_t all;	/* taps in all, also those that are not shown yet */
	int64_t held;	/* of these, not shown: too few, or the period is not over */
};
/* One counted period, as the database has it. */
struct checkin_count {
	int64_t round, ends_at, count[TAP_COUNT];
};
/* Pure: the rule of the header. */
void checkin_gather(struct arena *a, const struct checkin_count *c, size_t n, int64_t k, int64_t now, struct checkin_trend *out);
err checkin_trend_read(struct db_conn *c, struct arena *a, const struct measure *m, int64_t k, struct checkin_trend *out) MUST_USE;

struct checkin_sentence {
	str id, body;
	bool aside;
	str aside_by;	/* leader | rep */
};
struct checkin_sentences {
	struct checkin_sentence *p;
	size_t n;
	int64_t aside, waiting;
};
/* For the group and its helpers only: the caller asks the roles. */
err checkin_sentences_read(struct db_conn *c, struct arena *a, int64_t measure, struct checkin_sentences *out) MUST_USE;

/* A db_write_fn. Anybody of the group sets a sentence aside; the reps bring it back; the other side (leader, or a rep) erases it. */
struct sentence_act {
	struct arena *arena;
	int64_t unit, measure, person;
	unsigned roles;
	str key, id, what;	/* what: aside | back | erase */
};
err checkin_sentence_write(struct db_conn *c, void *act) MUST_USE;

#endif
