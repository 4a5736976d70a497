/* measure_pages.h: the pages of measures: list, board, calendar, card, and the check-in that asks nobody who they are. */
#ifndef APP_MEASURE_MEASURE_PAGES_H
#define APP_MEASURE_MEASURE_PAGES_H

#include "app/form.h"
#include "app/measure/checkin.h"
#include "app/measure/measure_change.h"
#include "app/measure/own.h"
#include "app/process/process.h"
#include "app/req.h"

err measures_page(struct req *rq, struct response *rs);
err measures_ask_post(struct req *rq, struct response *rs);
err measures_hidden_post(struct req *rq, struct response *rs);
err measures_calendar_page(struct req *rq, struct response *rs);

err measure_page(struct req *rq, struct response *rs);
err measure_new_page(struct req *rq, struct response *rs);
err measure_new_post(struct req *rq, struct response *rs);
err measure_edit_page(struct req *rq, struct response *rs);
err measure_edit_post(struct req *rq, struct response *rs);
err measure_consult_post(struct req *rq, struct response *rs);
err measure_decide_post(struct req *rq, struct response *rs);
err measure_evaluate_post(struct req *rq, struct response *rs);
err measure_habit_post(struct req *rq, struct response *rs);
err measure_log_post(struct req *rq, struct response *rs);
err measure_object_post(struct req *rq, struct response *rs);
err measure_open_post(struct req *rq, struct response *rs);
err measure_poster_page(struct req *rq, struct response *rs);
err measure_remove_post(struct req *rq, struct response *rs);
err measure_sentence_post(struct req *rq, struct response *rs);
err measure_settle_post(struct req *rq, struct response *rs);
err measure_slip_end_post(struct req *rq, struct response *rs);
err measure_slip_post(struct req *rq, struct response *rs);
err measure_status_post(struct req *rq, struct response *rs);

err checkin_page(struct req *rq, struct response *rs);
err checkin_post(struct req *rq, struct response *rs);
err own_page(struct req *rq, struct response *rs);
err own_post(struct req *rq, struct response *rs);

/* ---- shared by the handlers ---- */

struct looker measure_looker(const struct req *rq);
/* The smallest number that is shown, and the words of check-ins, of the process a measure came from. */
err measure_surroundings(struct req *rq, struct db_conn *c, const struct measure *m, int64_t *k, struct checkin_words *words) MUST_USE;

/* ---- for the templates ---- */

enum measures_as { AS_LIST, AS_BOARD, AS_CALENDAR };

struct measure_column {
	str title;
	unsigned statuses;
};
extern const size_t measure_column_count;
/* The columns of the board, from proposed to over. */
struct measure_column measure_column(enum lang l, size_t i);

/* What a day of the calendar is about. */
struct measure_day {
	int64_t at;
	const struct measure *m;
	const char *kind;	/* start | due | habit | evaluation */
	str what;	/* in the reader's language */
};

struct measures_view {
	str base;	/* "/u/1/measures" or "/p/3/measures": where the filter leads */
	str unit;	/* "/u/1/measures": where the forms lead */
	str files;	/* "/p/3/files/measures": the same as a file */
	enum measures_as as;
	struct looker who;
	struct measure_filter filter;
	bool any_filter, counts_only, may_write, may_ask;
	struct measures list, sensitive;
	struct hidden_measures hidden;
	struct measure_counts counts;
	struct form form;	/* of the filter */
	struct measure_day *days;
	size_t day_count;
	int64_t now;
	str query;	/* the filter again, "&…", for the tabs */
	str keys[2];
};

#define MEASURES_ALL (~0u)
/* How many of the list are in these states, and (unless 0) of this area. */
size_t measures_count(const struct measures_view *v, unsigned statuses, enum column_area area);

struct measure_view {
	str base;	/* "/u/1/measures" */
	str back;	/* where the list is */
	struct measure m;
	int object_days;	/* for the other parties, when one changes something */
	unsigned may;	/* MAY_… */
	enum measure_lack lacks;
	struct looker who;
	bool is_group, sees_sentences, closed;	/* closed: sensitive, and not opened */
	struct measure_helpers helpers, parties;
	struct measure_looks looks;
	struct measure_lines lines;
	struct measure_objections objections;
	struct checkin_trend trend;
	struct checkin_sentences sentences;
	struct checkin_words words;
	int64_t k, now;
	bool waits;	/* the three are asked */
	str agreement;	/* address of the question or of what decided it; may be empty */
	str chain;	/* address of the page that shows where it came from; may be empty */
	str checkin;	/* the whole address of its check-in */
	str phase_name, process_name;
	const struct form *evaluate;	/* may be NULL */
	bool slip_is_out;	/* see own.h */
};

struct measure_edit_view {
	int object_days;	/* as on the card */
	str action, back;
	const struct measure *m;	/* NULL: a new one */
	bool may_be_sensitive;
	struct choice *reps;	/* who can be party to a sensitive one */
	const bool *is_party;
	size_t rep_count;
	int64_t version;
	str key;
};

struct own_view {
	struct measure m;
	str token, key, sentence, problem;
	bool thanks;
};

struct checkin_view {
	const struct measure *m;
	struct checkin_words words;
	str token, key, chosen, sentence, problem;
	bool open, thanks, again;	/* again: this browser has answered in this period */
	int64_t k;
	struct checkin_trend trend;
};

#endif
