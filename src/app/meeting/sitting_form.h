/* sitting_form.h: what the forms about a gathering share. */
#ifndef APP_MEETING_SITTING_FORM_H
#define APP_MEETING_SITTING_FORM_H

#include "app/form.h"

/* Fills the choices of the field "leads": the group, and who was let in for this process. */
err sitting_leads_choices(struct req *rq, struct form *f) MUST_USE;
/* When something that nobody leads closes: the fields end_date and end_time. ERR_INVALID with the error at the field. */
err sitting_closing(struct req *rq, struct form *f, int64_t starts_at, int64_t *out) MUST_USE;

#endif
