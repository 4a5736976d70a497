/* qr.h: QR codes as inline SVG, by libqrencode. Any thread. */
#ifndef TEXT_QR_H
#define TEXT_QR_H

#include "base/html.h"

/* Black on white in dark mode too, with its quiet zone, sharp at any size: give the element of class "qr" a width
 * in CSS. title is what a screen reader says. Empty when the text does not fit (over 2,000 bytes). */
markup qr_svg(struct arena *a, str text, str title);

#endif
