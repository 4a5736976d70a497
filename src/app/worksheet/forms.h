/* forms.h: items of the group's meetings that are filled in about each thing that comes in: a sheet for each, proposals, and
 * verdicts, which the three answer together. Every field is saved with the version that was seen, so that nothing is overwritten
 * unseen, and when the meeting closes the sheets go on into the steps that take them (room/entry.h, chain/thing.h). Worker threads. */
#ifndef APP_WORKSHEET_FORMS_H
#define APP_WORKSHEET_FORMS_H

#include "app/room/view.h"

/* Is this item filled in so? A sheet about nothing is the group's sheet (worksheet.h). */
bool step_has_forms(const struct method_step *st);
/* The step with its sheet. Of a verdict each question is a field with the answers to choose among. */
const struct method_step *step_as_form(struct arena *a, const struct method_step *st);

struct forms {
	const struct method_step *st;	/* as a form; NULL: nothing of the kind */
	struct things things;
	struct entries entries;
	struct sheet_form *p;	/* one for each thing; of proposals also one about nothing */
	size_t n;
};
/* Of an item of a meeting that is on, or what stands on its sheets when it is over. */
err forms_read(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct forms *out) MUST_USE;
struct sheet_form *forms_about(const struct forms *f, str about);	/* NULL: none */

#endif
