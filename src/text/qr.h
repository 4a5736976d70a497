/* qr.h: QR codes, as inline SVG and as squares, by libqrencode. Any thread. */
#ifndef TEXT_QR_H
#define TEXT_QR_H

#include "base/html.h"

/* Black on white in dark mode too, with its quiet zone, sharp at any size: give the element of class "qr" a width
 * in CSS. title is what a screen reader says. Empty when the text does not fit (over 2,000 bytes). */
markup qr_svg(struct arena *a, str text, str title);

/* The squares alone, with the quiet zone: side × side bytes, 1 where it is dark. NULL when the text does not fit. */
const unsigned char *qr_squares(struct arena *a, str text, int *side);

#endif
