/* finish.h: what finish.c and archive.c share: a PDF as libqpdf holds it. */
#ifndef PAPER_FINISH_H
#define PAPER_FINISH_H

#include <qpdf/qpdf-c.h>

#include "paper/inside.h"

struct finisher {
	qpdf_data q;
	struct paper *p;
	const struct extras *x;
	size_t alts, columns;	/* so many have been given out */
};

void put(struct finisher *f, qpdf_oh to, const char *key, qpdf_oh value);
/* entries: further entries of the stream's dictionary, "<< … >>". The bytes are copied. */
qpdf_oh stream_of(struct finisher *f, const void *p, size_t n, const char *entries);
/* What PDF/A-1b asks for beyond what cairo and finish.c write. */
void make_archive(struct finisher *f, qpdf_oh root);

#endif
