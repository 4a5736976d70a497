/* qr.c: modules from libqrencode, one path of horizontal runs. */
#include "app/frame/qr.h"

#include <qrencode.h>

#include "base/buf.h"
#include "base/str.h"

#define QUIET 4

static void
free_code(QRcode **code)
{
	QRcode_free(*code);
}

static bool
is_dark(const QRcode *code, int x, int y)
{
	return code->data[y * code->width + x] & 1;
}

static void
draw_row(struct buf *b, const QRcode *code, int y)
{
	for (int x = 0; x < code->width; x++) {
		int from = x;
		while (x < code->width && is_dark(code, x, y))
			x++;
		if (x > from)
			buf_addf(b, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
	}
}

err
qr_make(struct arena *a, str text, struct qr *out)
{
	QRcode *code CLEANUP(free_code) = NULL;
	struct buf b = buf_new(a, 256 * 1024);

	if (text.n == 0 || str_has(text, 0))
		return ERR_INVALID;
	code = QRcode_encodeString8bit(str_z(a, text), 0, QR_ECLEVEL_M);
	if (!code)
		return ERR_TOOBIG;
	for (int y = 0; y < code->width; y++)
		draw_row(&b, code, y);
	out->size = code->width + 2 * QUIET;
	return buf_done(&b, &out->path);
}
