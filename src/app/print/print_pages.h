/* print_pages.h: the print list, and the printed things as pages and as PDF. */
#ifndef APP_PRINT_PRINT_PAGES_H
#define APP_PRINT_PRINT_PAGES_H

#include "app/print/print.h"

struct print_line {
	const struct method_session *session;
	const struct method_print *what;
	size_t index;	/* in session->print, for the address */
	int copies;
	bool can_fill;	/* there is something to fill in from the screen */
	bool elsewhere;	/* made on the page of the sitting */
	str no_code, plan;	/* of a sheet with a code: why there is none now, and where a gathering is planned; else empty */
};
struct print_list_view {
	const struct process *p;
	const struct method_phase *phase;
	str base;
	struct print_line *p_lines;
	size_t n;
	int64_t members, participants, tables;
	enum lang pdf;	/* the language of the PDFs */
	bool has_made;	/* a workshop of the phase is over */
};

err print_list_page(struct req *rq, struct response *rs);
err print_one_page(struct req *rq, struct response *rs);
err print_plan_page(struct req *rq, struct response *rs);
err print_rules_page(struct req *rq, struct response *rs);
err made_page(struct req *rq, struct response *rs);	/* all that a phase's workshops have made */
err pdf_made_page(struct req *rq, struct response *rs);
err pdf_one_page(struct req *rq, struct response *rs);
err pdf_phase_page(struct req *rq, struct response *rs);
err pdf_plan_page(struct req *rq, struct response *rs);
err pdf_rules_page(struct req *rq, struct response *rs);

#endif
