/* files.h: the built css, js, fonts and icons inside the executable, written by tools/embed. */
#ifndef APP_FRAME_FILES_H
#define APP_FRAME_FILES_H

#include "http/static.h"

const struct asset_file *asset_files(size_t *n);

#endif
