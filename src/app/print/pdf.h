/* pdf.h: printed things as PDF: the tree of parts for the paper layer, built from what print.h has read. Each has an HTML page that
 * says the same (print_pages.c, report_pages.c), which is the accessible version. Worker threads. */
#ifndef APP_PRINT_PDF_H
#define APP_PRINT_PDF_H

#include "app/print/print.h"
#include "paper/paper.h"

/* A document under construction. */
struct pdf {
	struct req *rq;
	struct paper *paper;
	enum lang lang;
	str unit, process;	/* at the foot of every page */
	str stamp;	/* at the head of every page, or empty */
	bool joint;	/* all of a phase: nothing twice */
};

/* The language asked for by ?lang=, or the reader's own. */
enum lang pdf_language(struct req *rq);
/* title: of the whole document. Everything in rq->lang. archive: PDF/A. */
struct pdf pdf_new(struct req *rq, const struct process *p, str title, bool archive);
/* Prints it and answers with it as NAME.pdf; gives the snapshot back first. ERR_TOOBIG and ERR_BUSY with words for people. */
err pdf_send(struct req *rq, struct response *rs, struct pdf *d, str name) MUST_USE;

/* The same with codes in it that nothing else has: to be looked at and printed; a file that is saved would lie about. */
err pdf_send_secret(struct req *rq, struct response *rs, struct pdf *d, str name) MUST_USE;

/* ---- sheets ---- */

/* Is there anything to print of it? A room without a code, a gathering without a date: no. */
bool pdf_has(const struct print_view *v);
/* One thing of a print list, so many copies. */
void pdf_thing(struct pdf *d, const struct print_view *v, int copies);
void pdf_plan(struct pdf *d, const struct print_view *v, enum paper_format format, int copies);
void pdf_rules(struct pdf *d, const struct print_view *v);

/* ---- parts that several sheets are made of ---- */

enum pdf_fill { PDF_FLOWS, PDF_FILLS, PDF_CENTRED, PDF_HANGS };	/* hangs on a wall: fills one page */
void pdf_sheet(struct pdf *d, enum paper_format format, str name, enum pdf_fill fill, int copies);
/* What a sheet begins with: kind and title, and words under them; kind and intro may be empty. */
void pdf_head(struct pdf *d, str kind, str title, str intro);
/* Markdown in a style; headings and quotes have their own. */
void pdf_markdown(struct pdf *d, str text, enum paper_style style);
void pdf_points(struct pdf *d, const str *points, size_t n, enum paper_style style);
/* A code with an alternative text, this wide in millimetres. */
void pdf_qr(struct pdf *d, str text, double width, str alt);
/* The title row of a table. */
void pdf_columns(struct pdf *d, const str *names, size_t n);
/* Of the header of a row only the first line stands out. */
void pdf_cell(struct pdf *d, enum paper_role role, str text);

/* One-time slips for a vote, to cut out: their codes are known only while they are made. */
struct pdf_slips {
	str title, what, site, room;	/* what: the session; room: its code */
	const str *codes;
	size_t n;
};
void pdf_slips(struct pdf *d, const struct pdf_slips *s);

/* Of one kind each; pdf_thing calls them. */
void pdf_document(struct pdf *d, const struct print_view *v, int copies);
void pdf_worksheet(struct pdf *d, const struct print_view *v, const struct method_sheet *s, int copies);
/* The drawing that people make on a blank sheet: a fishbone without causes, a map with its axes. */
void pdf_blank_drawing(struct pdf *d, const struct method_step *st);
/* What a workshop has made. */
void pdf_made(struct pdf *d, const struct print_view *v, const struct made *m, int copies);
void pdf_nothing_made(struct pdf *d, str title);
void pdf_attendance(struct pdf *d, const struct print_view *v, int copies);
void pdf_run_sheets(struct pdf *d, const struct print_view *v, int copies);
void pdf_plan_b(struct pdf *d, const struct print_view *v, int copies);
void pdf_poster(struct pdf *d, const struct print_view *v, int copies);
void pdf_codes(struct pdf *d, const struct print_view *v, int copies);

#endif
