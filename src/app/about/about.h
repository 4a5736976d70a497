/* about.h: the pages everybody can read: privacy, and the accessibility statement. Texts in Markdown lie in texts/LANG/, with
 * {fields} filled in from what really is set up. Source: domain.md E.6, E.9; design.md section 7. */
#ifndef APP_ABOUT_ABOUT_H
#define APP_ABOUT_ABOUT_H

#include "app/req.h"

/* The texts inside the executable, written by tools/bytes at build time. */
extern const unsigned char about_privacy_nb[], about_privacy_nn[], about_privacy_en[];
extern const unsigned char about_accessibility_nb[], about_accessibility_nn[], about_accessibility_en[];
extern const size_t about_privacy_nb_size, about_privacy_nn_size, about_privacy_en_size;
extern const size_t about_accessibility_nb_size, about_accessibility_nn_size, about_accessibility_en_size;

err privacy_page(struct req *rq, struct response *rs);
err accessibility_page(struct req *rq, struct response *rs);

#endif
