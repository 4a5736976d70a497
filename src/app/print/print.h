/* print.h: what is printed, and what each thing needs. The program knows kinds of things to print; which of them a phase needs,
 * on which paper and how many, stands in the method. Every thing is an HTML page (print_pages.c) and a PDF (pdf.h), blank, and
 * filled in where there is something to fill in from. Worker threads. */
#ifndef APP_PRINT_PRINT_H
#define APP_PRINT_PRINT_H

#include "app/meeting/sitting.h"
#include "app/print/made.h"
#include "app/process/letter.h"
#include "app/process/rules.h"

/* One input of a sheet. */
struct print_input {
	str field, text;
};
/* A sitting with its run sheet. */
struct print_run {
	struct sitting sitting;
	struct sitting_steps steps;
	int64_t ends_at;	/* by the steps; 0 without a start */
};
struct print_view {
	const struct process *p;
	const struct method_session *session;
	const struct method_print *what;
	str base, back;
	str pdf;	/* the address of the same as PDF */
	int copies;
	str note;	/* "A4, 6 copies" */
	str text;	/* documents, posters and scripts: Markdown */
	str title;
	const struct method_sheet *sheet;
	struct print_input *inputs;
	size_t input_count;
	str about;	/* what a sheet that was filled in together is about; may be empty */
	bool one_each;	/* a field has one text, also on a sheet of several people */
	struct mades made;	/* of a workshop, instead of inputs */
	bool filled;	/* set before reading: with what is written, where there is something */
	bool can_fill;
	struct print_run *runs;
	size_t run_count;
	str staff_url, site;
	struct timeline timeline;
	struct duties *duties;	/* by row of the plan */
	struct ground_rules rules;
	str *titles;	/* chosen or preserved, for the posters */
	size_t title_count;
	struct letter_fields fields;
};

/* Thing number `index` of a session's print list. Set before: filled. ERR_NOTFOUND: there is none, or it is made elsewhere. */
err print_read(struct req *rq, struct db_conn *c, const struct method_session *s, size_t index, struct print_view *v) MUST_USE;
err print_read_plan(struct req *rq, struct db_conn *c, struct print_view *v) MUST_USE;
err print_read_rules(struct req *rq, struct db_conn *c, struct print_view *v) MUST_USE;
/* The session, and the index in its print list, that an address names: parameters 1 to 3. */
err print_asked(struct req *rq, struct db_conn *c, const struct method_session **s, size_t *index) MUST_USE;

/* All that a phase's workshops have made. ERR_NOTFOUND: no such phase. */
err print_read_made(struct req *rq, struct db_conn *c, struct print_view *v, const struct method_phase **phase) MUST_USE;
/* Is the sheet the only one of its page? Then its name is the page's heading. */
bool print_is_alone(const struct print_view *v);
/* Does a sheet with a QR code lead to this gathering? To a room by its code, also while it is only planned; to a meeting of the
 * group, whose members sign in, by its own address. */
bool print_leads_to(const struct print_run *run);
/* That address, and what it is for those who cannot see the picture. */
str print_address(const struct print_view *v, const struct print_run *run, struct arena *a);
/* The gathering, where there are several: which sheet belongs to which. Else empty. */
str print_which(const struct print_view *v, const struct print_run *run, struct arena *a, enum lang l);
/* Why there is no such sheet, and the page where a gathering is planned (empty: all are over). */
str print_no_code(const struct print_view *v, enum lang l);
str print_plan_first(const struct print_view *v, struct arena *a);
/* A gathering that somebody leads by its run sheet, and that is not over. */
bool print_is_led(const struct print_run *run);
/* Has this choice been made on the sheet? */
bool print_ticked(const struct print_view *v, const struct method_field *f, str choice);
/* As a worksheet with its fields filled in. */
struct print_view print_of_made(const struct print_view *v, const struct made *m, struct arena *a);

/* For how many is printed. */
err print_members(struct req *rq, struct db_conn *c, int64_t *members) MUST_USE;
int64_t print_participants(const struct process *p);
int print_tables(const struct method_session *s, int64_t participants);

#endif
