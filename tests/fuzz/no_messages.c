/* no_messages.c: the language tables that tools/msgc makes, without a single text. */
#include "text/messages.h"

static unsigned
one_or_many(unsigned long long n)
{
	return n != 1;
}

const struct message messages[1] = { 0 };
const size_t message_count = 0;
const struct language languages[] = {
	{ S("nb"), S("bokmål"), one_or_many, NULL, NULL },
	{ S("nn"), S("nynorsk"), one_or_many, NULL, NULL },
	{ S("en"), S("English"), one_or_many, NULL, NULL },
};
const size_t language_count = COUNT(languages);
