/* report.h: what is told to others: the action plan, the summary for staff, the report of the process, minutes.
 *
 * A report is a list of parts, drawn as an HTML page (report.tmpl) and as a PDF (pdf_report.c), so that both say the same. It holds
 * theme titles, never notes, and nothing of a sensitive measure: everything is read as anybody may read it. Whatever is told of votes
 * and counts has gone through the rules of app/chain and app/measure. Source: issue 3 point 8, domain.md E.4 and E.7,
 * design.md 7.8. Worker threads. */
#ifndef APP_PRINT_REPORT_H
#define APP_PRINT_REPORT_H

#include "app/agenda/agenda.h"
#include "app/chain/chain.h"
#include "app/chain/way.h"
#include "app/measure/measure.h"
#include "app/print/pdf.h"

enum report_kind { REPORT_ACTION_PLAN, REPORT_SUMMARY, REPORT_PROCESS, REPORT_KINDS };
str report_word(enum report_kind k);	/* in addresses: "action-plan" */
bool report_of_word(str word, enum report_kind *out);
str report_name(enum lang l, enum report_kind k);
str report_told(enum lang l, enum report_kind k);	/* what it is, in a sentence */

enum report_part_kind { PART_HEADING, PART_SUBHEADING, PART_TEXT, PART_QUIET, PART_POINTS, PART_NUMBERED, PART_FACTS, PART_TABLE };
struct report_part {
	enum report_part_kind kind;
	str text;	/* headings and texts; what a table stands under, for those who do not see it */
	str *cells;	/* points; facts in pairs; a table by rows, its head first */
	size_t n, columns;
	size_t named;	/* of a table: the column that says what each row is about */
	const double *widths;	/* of a table */
};
struct report {
	struct req *rq;
	const struct process *p;
	enum lang lang;
	str kind, title;
	bool wide;	/* on its side */
	struct report_part *parts;
	size_t n, room;
	struct ways ways;	/* what each measure grew from; read when it is needed */
};

/* ---- putting one together ---- */

void report_add(struct report *r, enum report_part_kind kind, str text);
/* n cells of points, facts or a table; they are borrowed. */
void report_cells(struct report *r, enum report_part_kind kind, str *cells, size_t n);
void report_table(struct report *r, const double *widths, size_t columns, size_t named, str *cells, size_t n);

/* The whole of one. Reads in rq->lang. */
err report_read(struct req *rq, struct db_conn *c, const struct process *p, enum report_kind k, struct report *out) MUST_USE;
err report_minutes(struct req *rq, struct db_conn *c, const struct process *p, int64_t meeting, struct report *out) MUST_USE;

/* Sections that several have. */
err report_measures(struct report *r, struct db_conn *c) MUST_USE;	/* what is done, by whom, until when */
err report_results(struct report *r, struct db_conn *c) MUST_USE;	/* what was said and what goes on, by phase */
/* What a phase has brought beside themes; headed: its heading stands. */
err report_later_phase(struct report *r, struct db_conn *c, const struct method_phase *phase, bool headed) MUST_USE;
err report_lifts(struct report *r, struct db_conn *c) MUST_USE;	/* that were sent, with their answers */
err report_action_plan(struct report *r, struct db_conn *c) MUST_USE;
err report_thread(struct report *r, struct db_conn *c) MUST_USE;	/* why each thing was done, and what came of it */
/* "In cooperation between the leader …, …": everybody who counts in the group now. */
err report_signed(struct report *r, struct db_conn *c) MUST_USE;

/* Why there is a measure: the challenge it grew from, and the cause that was written on its card; may be empty. */
str report_reason(const struct report *r, const struct measure *m);
/* What came of a measure, or when it is looked at; may be empty. */
str report_judged(const struct report *r, const struct measure *m);
/* What the notes of a part were about, as on the page of the themes. */
str report_part_title(enum lang l, const struct theme_part *part);

/* ---- releasing ---- */

/* Why it is kept from the public: ?stamp=13 or 14; empty for anything else. */
str report_stamp(struct req *rq);
str report_stamp_text(enum lang l, str stamp);	/* of "13", "14" */

void pdf_report(struct pdf *d, const struct report *r);

#endif
