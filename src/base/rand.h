/* rand.h: unguessable numbers from libsodium. Any thread, after rand_init. */
#ifndef BASE_RAND_H
#define BASE_RAND_H

#include "base/arena.h"
#include "base/base.h"

err rand_init(void) MUST_USE;	/* once, at start */
void rand_bytes(void *p, size_t n);
uint32_t rand_below(uint32_t limit);	/* uniform in [0, limit); limit > 0 */
void rand_shuffle(str *p, size_t n);	/* each order as likely as any other; n fits in 32 bits */
/* UUID version 4, lower case, 36 characters (RFC 9562). */
str rand_uuid(struct arena *a);
/* bytes of randomness as lower-case hexadecimal: 16 bytes are 32 characters. */
str rand_hex(struct arena *a, size_t bytes);

#endif
