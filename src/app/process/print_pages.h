/* print_pages.h: what is to be printed, and the printed things themselves. Every sheet prints blank and filled. */
#ifndef APP_PROCESS_PRINT_PAGES_H
#define APP_PROCESS_PRINT_PAGES_H

#include "app/meeting/sitting.h"
#include "app/process/letter.h"
#include "app/process/process_pages.h"

struct print_line {
	const struct method_session *session;
	const struct method_print *what;
	size_t index;	/* in session->print, for the address */
	int copies;
	bool can_fill;	/* there is something to fill in from the screen */
	bool elsewhere;	/* made on the page of the sitting */
};
struct print_list_view {
	const struct process *p;
	const struct method_phase *phase;
	str base;
	struct print_line *p_lines;
	size_t n;
	int64_t members, participants, tables;
};

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
	int copies;
	str note;	/* "A4, 6 copies" */
	markup text;	/* documents, posters and scripts */
	str title;
	const struct method_sheet *sheet;
	struct print_input *inputs;
	size_t input_count;
	bool filled, can_fill;
	struct print_run *runs;
	size_t run_count;
	str staff_url, site;
	struct timeline timeline;
	struct duties *duties;
	struct ground_rules rules;
	str *titles;	/* chosen or preserved, for the posters */
	size_t title_count;
	struct letter_fields fields;
};

err print_list_page(struct req *rq, struct response *rs);
err print_one_page(struct req *rq, struct response *rs);
err print_plan_page(struct req *rq, struct response *rs);
err print_rules_page(struct req *rq, struct response *rs);

#endif
