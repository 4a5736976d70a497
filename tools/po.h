/* po.h: reads gettext's .po files. Pure.
 *
 * Entries marked fuzzy and obsolete ones (#~) are left out, so that they count as missing. An empty msgstr
 * is missing too. Text must be UTF-8. */
#ifndef PO_H
#define PO_H

#include "tool.h"

#define PO_FORMS 6	/* no language has more */

struct po_entry {
	str context, id, plural;	/* plural is empty without msgid_plural */
	str texts[PO_FORMS];
	unsigned forms;	/* 1, or how many msgstr[N] there are */
	bool fuzzy;
	str file;
	size_t line;
};

struct po_list {
	struct po_entry *items;
	size_t n, room;
};

/* What the header entry says; empty when it does not. */
struct po_header {
	str plural_forms;	/* "nplurals=2; plural=n != 1;" */
	str name;	/* X-Language-Name: what its readers call the language */
};

/* Adds the entries of one file, in order. ERR_INVALID fills *f. */
err po_read(struct arena *a, str file, str text, struct po_list *list, struct po_header *header, struct fault *f)
	MUST_USE;

/* The {name} placeholders of a text: the n-th one, from 0; empty when there are no more. */
str po_placeholder(str text, size_t n);
bool po_has_placeholder(str text, str name);

#endif
