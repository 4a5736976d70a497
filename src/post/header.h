/* header.h: values of mail headers. What comes out never holds a line end that begins a header of its own, whatever went in.
 * Pure; any thread. Sources: RFC 5322 sections 2.2 and 3.3, RFC 2047. */
#ifndef POST_HEADER_H
#define POST_HEADER_H

#include "base/arena.h"
#include "base/base.h"

/* "name@host" of plain letters, digits and the signs that need no quotes, at most 254 bytes: what may stand in an SMTP command
 * and between < and >. Addresses with other letters are not sent to. */
bool mail_address_is_fit(str address);
/* A host's name or address as it may stand in a URL. */
bool mail_host_is_fit(str host);
/* Unstructured text (a subject, a name before an address): as it is when it is short plain text, else encoded words, folded.
 * Control characters become spaces. */
str header_text(struct arena *a, str text);
/* "Sat, 21 Nov 2026 22:24:30 +0000" */
str header_date(struct arena *a, int64_t t);

#endif
