/* bundle.h: several files in one. Names are UTF-8; all carry the same time, so that none tells when it was made. Texts are packed. For
 * the press, not for workers. Any thread. */
#ifndef SHEET_BUNDLE_H
#define SHEET_BUNDLE_H

#include "base/buf.h"

struct bundled {
	str name;	/* "pdf/plan.pdf": below the folder it is unpacked in */
	str bytes;	/* borrowed */
};
/* ERR_TOOBIG: over the buffer's maximum. */
err bundle_write(const struct bundled *files, size_t n, int64_t made, struct buf *out) MUST_USE;

#endif
