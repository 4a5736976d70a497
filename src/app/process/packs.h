/* packs.h: the method packs inside the executable, written by tools/packc at build time, which also checks them. */
#ifndef APP_PROCESS_PACKS_H
#define APP_PROCESS_PACKS_H

#include <stddef.h>

struct pack {
	const unsigned char *bytes;	/* for method_load_bytes */
	size_t n;
};
extern const struct pack packs[];
extern const size_t packs_count;

#endif
