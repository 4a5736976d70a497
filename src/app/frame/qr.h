/* qr.h: QR codes as SVG, drawn by qr_code(&qr, label) of qr.tmpl. Any thread. */
#ifndef APP_FRAME_QR_H
#define APP_FRAME_QR_H

#include "base/arena.h"
#include "base/base.h"

struct qr {
	int size;	/* modules on a side, quiet zone of four included */
	str path;	/* for <path d="…"> */
};
/* ERR_TOOBIG: more than a QR code of level M holds. */
err qr_make(struct arena *a, str text, struct qr *out) MUST_USE;

#endif
