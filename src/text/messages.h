/* messages.h: the tables that tools/msgc makes of lang/, between the made file and i18n.c only. */
#ifndef TEXT_MESSAGES_H
#define TEXT_MESSAGES_H

#include "base/base.h"

/* Sorted by context, then id, by bytes. */
struct message {
	str context, id;
	bool plural;
};

struct language {
	str tag, name;
	unsigned (*plural)(unsigned long long n);	/* which form */
	const str *texts;
	const unsigned *at;	/* by message: its first text, 0: not translated */
};

extern const struct message messages[];
extern const size_t message_count;
extern const struct language languages[];	/* the first ones by enum lang */
extern const size_t language_count;

#endif
