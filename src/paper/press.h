/* press.h: one thread of low priority that prints and makes files, so that a poster never makes a phone wait.
 *
 * Laying out text wants a deep stack and a processor for a good while; workers have neither to spare. Whoever wants a PDF builds
 * its tree and waits here; so many may wait, the next is told to come back. Any thread. */
#ifndef PAPER_PRESS_H
#define PAPER_PRESS_H

#include "paper/paper.h"

struct confine;
struct press;

struct press *press_start(void);	/* NULL: no thread */
void press_stop(struct press *s);	/* prints what is waiting; accepts NULL */
/* Waits until the paper is printed. ERR_BUSY: too many wait; else as paper_print. */
err press_print(struct press *s, struct paper *p, struct paper_bytes *out) MUST_USE;
/* Other slow work in the same line, with the same bound: a spreadsheet, a zip. Waits until fn(arg) has returned on the press's
 * thread. ERR_BUSY: too many wait; else what fn says. */
err press_work(struct press *s, err (*fn)(void *arg), void *arg) MUST_USE;

/* The files that are opened for a page (base/confine.h): fonts, and what is known about them. */
void paper_confine(struct confine *c);

#endif
