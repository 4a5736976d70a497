/* invite.h: letting people in: letters and printed slips. Source: design.md section 8.
 *
 * Nobody but the administrator ever sees a code, and only on the printed slip; a letter's link is made when the letter
 * leaves. Both are in the log of the person they are for. Inside write functions. */
#ifndef APP_ACCESS_INVITE_H
#define APP_ACCESS_INVITE_H

#include "app/access/onetime.h"

/* Puts the letter into the outbox when mail has been set up and the person has an address. *sent says whether. */
err invite_mail(struct db_conn *c, struct arena *a, int64_t unit, int64_t person, int64_t by, bool *sent) MUST_USE;
/* A slip's code takes effect: to choose the first password, or a new one. */
err invite_slip(struct db_conn *c, struct arena *a, int64_t unit, int64_t person, int64_t by, const struct slip *s) MUST_USE;

/* To the person themselves, so that they notice when it was not they: their password is another one; `next` is their
 * address from now on (told to the one they had, unless it is the same). Nothing when mail is off or there is no address. */
err secret_letter(struct db_conn *c, struct arena *a, int64_t person) MUST_USE;
err address_letter(struct db_conn *c, struct arena *a, int64_t person, str next) MUST_USE;

#endif
