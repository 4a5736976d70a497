/* sender.h: the thread that sends. Every node runs one; see mail.h. */
#ifndef APP_MAIL_SENDER_H
#define APP_MAIL_SENDER_H

#include "app/app.h"

struct sender;

struct sender *sender_start(struct app *app);
/* A letter that waits for the relay's answer is waited for some seconds; accepts NULL. */
void sender_stop(struct sender *s);

#endif
