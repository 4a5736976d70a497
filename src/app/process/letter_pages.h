/* letter_pages.h: pages of messages and of inviting colleagues. */
#ifndef APP_PROCESS_LETTER_PAGES_H
#define APP_PROCESS_LETTER_PAGES_H

#include "app/process/letter.h"
#include "app/process/process_pages.h"

struct messages_view {
	const struct process *p;
	const struct method_phase *phase;
	str base;
	struct letters letters;
	bool mail;
};

struct message_view {
	const struct process *p;
	struct letter letter;
	enum lang lang;	/* of the message */
	str subject;	/* filled in */
	markup body;
	struct readers readers;
	bool mail, several, unfilled;	/* several: gatherings; unfilled: something is still to be decided */
	str theirs;	/* the languages of readers who would get the pack's words though the group has written its own; empty: none */
	int64_t later;	/* the day the pack would send it; 0: now or past */
	str base, path;
};

err messages_page(struct req *rq, struct response *rs);
err messages_post(struct req *rq, struct response *rs);
err message_page(struct req *rq, struct response *rs);
err message_edit_page(struct req *rq, struct response *rs);
err message_edit_post(struct req *rq, struct response *rs);
err message_outbox_post(struct req *rq, struct response *rs);

#endif
