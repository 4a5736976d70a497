/* fuzz.h: what every target includes. A target is one file with one function, which must come back
 * with 0 and may assert what has to hold for any input. meson.build lists them. */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline str
fuzz_str(const uint8_t *data, size_t n)
{
	return (str){ (const char *)data, n };
}

#endif
