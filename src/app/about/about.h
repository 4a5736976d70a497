/* about.h: the pages everybody can read: privacy, and the accessibility statement; and for those with an account drafts of the
 * papers: DPIA, records of processing, agreement with a processor, risk analysis. Texts in Markdown lie in texts/LANG/, with
 * {fields} filled in from what really is set up. Source: domain.md E.6, E.9; design.md section 7. */
#ifndef APP_ABOUT_ABOUT_H
#define APP_ABOUT_ABOUT_H

#include "app/req.h"

/* The texts inside the executable, written by tools/bytes at build time. */
extern const unsigned char about_privacy_nb[], about_privacy_nn[], about_privacy_en[];
extern const unsigned char about_accessibility_nb[], about_accessibility_nn[], about_accessibility_en[];
extern const size_t about_privacy_nb_size, about_privacy_nn_size, about_privacy_en_size;
extern const size_t about_accessibility_nb_size, about_accessibility_nn_size, about_accessibility_en_size;

/* Drafts of the papers a data protection officer asks for; in nb and nn. */
extern const unsigned char about_dpia_nb[], about_dpia_nn[];
extern const size_t about_dpia_nb_size, about_dpia_nn_size;
extern const unsigned char about_processor_nb[], about_processor_nn[];
extern const size_t about_processor_nb_size, about_processor_nn_size;
extern const unsigned char about_records_nb[], about_records_nn[];
extern const size_t about_records_nb_size, about_records_nn_size;
extern const unsigned char about_risks_nb[], about_risks_nn[];
extern const size_t about_risks_nb_size, about_risks_nn_size;

/* A text with its fields filled in: pieces of Markdown and tables between them. */
struct about_row {
	markup *cells;
	size_t n;
	bool is_empty;
};
struct about_block {
	markup text;
	struct about_row *rows;	/* a table when n is not 0; the first row is its head, which may be empty */
	size_t n;
};
struct about_blocks {
	struct about_block *p;
	size_t n;
};
void about_blocks(struct arena *a, str text, struct about_blocks *out);

struct paper {
	const char *word, *title, *what;	/* title and what: message ids */
	const unsigned char *bytes[2];	/* nb, nn */
	const size_t *sizes[2];
};

err privacy_page(struct req *rq, struct response *rs);
err accessibility_page(struct req *rq, struct response *rs);
err papers_page(struct req *rq, struct response *rs);
err paper_page_one(struct req *rq, struct response *rs);

#endif
