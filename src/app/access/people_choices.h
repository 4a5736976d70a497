/* people_choices.h: fields that name somebody who leads or helps: never staff. Worker threads. */
#ifndef APP_ACCESS_PEOPLE_CHOICES_H
#define APP_ACCESS_PEOPLE_CHOICES_H

#include "app/form.h"

/* Fills the choices of a field: the group of the unit, and who was let in for this process; each once, by id. */
err process_people_choices(struct req *rq, struct form *f, const char *field) MUST_USE;

#endif
