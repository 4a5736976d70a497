/* measure_write.h: what the files that change measures share. Inside write functions only. */
#ifndef APP_MEASURE_MEASURE_WRITE_H
#define APP_MEASURE_MEASURE_WRITE_H

#include "app/measure/measure.h"

#define EVALUATE_MONTHS 3	/* after it was decided (domain.md C.8) */
#define HABIT_WEEKLY 4	/* looks a week apart, then a month (domain.md A.5.4) */

/* A new row with the fields of m; gives id and token. Status, decision and habit are not written. */
err measure_insert(struct db_conn *c, struct arena *a, struct measure *m, int64_t person) MUST_USE;
/* A line of the card's own history. person 0: the program. */
err measure_note(struct db_conn *c, int64_t measure, int64_t person, str kind, str was, str became) MUST_USE;
/* Status, with its line in the history. */
err measure_move(struct db_conn *c, const struct measure *m, int64_t person, enum measure_status to) MUST_USE;
/* In the log of the process and its unit; nothing at all of a sensitive one. */
err measure_audit(struct db_conn *c, struct arena *a, const struct measure *m, int64_t person, const char *kind) MUST_USE;

/* A verdict or an evaluation: the look is kept, and the measure goes where its verdict says. used: ids of the sheets behind it. */
err measure_judge(struct db_conn *c, struct arena *a, const struct measure *m, int64_t person, const struct measure_look *look,
	int64_t agreement, str used) MUST_USE;

/* The same day n months on, at the same clock time; the last of a shorter month. Pure. */
int64_t measure_months_on(struct arena *a, int64_t t, int n);
/* When a habit is looked at after so many looks. Pure. */
int64_t measure_habit_next(struct arena *a, int64_t from, int64_t looks);
/* What a decided measure becomes from what it lacks: prioritised without who or when, else planned; being tried when it has begun.
 * Pure. */
enum measure_status measure_start_status(const struct measure *m, int64_t now);

#endif
