/* qr.c: one path for the light ground, one for the dark modules. */
#include "text/qr.h"

#include <qrencode.h>

#define QUIET 4	/* modules around the code, by the standard */
#define MOST_BYTES 2000
#define SVG_MAX ((size_t)1024 * 1024)

/* One rectangle for each run of dark modules in a row. */
static void
add_row(struct buf *b, const unsigned char *row, int width, int y)
{
	for (int x = 0; x < width;) {
		int from = x;
		while (x < width && (row[x] & 1))
			x++;
		if (x > from)
			buf_addf(b, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
		else
			x++;
	}
}

static QRcode *
encode(str text)
{
	if (text.n == 0 || text.n > MOST_BYTES)
		return NULL;
	return QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
}

const unsigned char *
qr_squares(struct arena *a, str text, int *side)
{
	QRcode *code = encode(text);
	unsigned char *out;

	if (!code)
		return NULL;
	*side = code->width + 2 * QUIET;
	out = arena_alloc(a, (size_t)*side * (size_t)*side, 1);
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			out[(y + QUIET) * *side + x + QUIET] = code->data[y * code->width + x] & 1;
	QRcode_free(code);
	return out;
}

markup
qr_svg(struct arena *a, str text, str title)
{
	struct buf b = buf_new(a, SVG_MAX);
	QRcode *code = encode(text);
	int side;

	if (!code)
		return (markup){ { 0 } };
	side = code->width + 2 * QUIET;
	buf_addf(&b, "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
		"shape-rendering=\"crispEdges\"><title>", side, side);
	html_str(&b, title);
	buf_addf(&b, "</title><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", side, side);
	for (int y = 0; y < code->width; y++)
		add_row(&b, code->data + (size_t)y * (size_t)code->width, code->width, y);
	buf_add(&b, S("\"/></svg>"));
	QRcode_free(code);
	return (markup){ buf_str(&b) };
}
