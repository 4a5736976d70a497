/* mail_letter.h: what a letter's page is drawn from. */
#ifndef APP_MAIL_MAIL_LETTER_H
#define APP_MAIL_MAIL_LETTER_H

#include "base/html.h"
#include "text/i18n.h"

struct letter_page {
	enum lang lang;
	str subject, foot;
	markup body;
	str stop;	/* where reminders are stopped; empty: not a reminder */
};

#endif
