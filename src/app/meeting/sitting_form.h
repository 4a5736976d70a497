/* sitting_form.h: what the forms about a gathering share. */
#ifndef APP_MEETING_SITTING_FORM_H
#define APP_MEETING_SITTING_FORM_H

#include "app/form.h"

/* When something that nobody leads closes: the fields end_date and end_time. ERR_INVALID with the error at the field. */
err sitting_closing(struct req *rq, struct form *f, int64_t starts_at, int64_t *out) MUST_USE;

#endif
