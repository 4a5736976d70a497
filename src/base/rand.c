/* rand.c: libsodium's generator. */
#include "base/rand.h"

#include <sodium.h>

#include "base/str.h"

err
rand_init(void)
{
	return sodium_init() < 0 ? ERR_IO : OK;
}

void
rand_bytes(void *p, size_t n)
{
	randombytes_buf(p, n);
}

uint32_t
rand_below(uint32_t limit)
{
	assert(limit > 0);
	return randombytes_uniform(limit);
}

/* Fisher and Yates's. */
void
rand_shuffle(str *p, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = rand_below((uint32_t)i);
		str t = p[i - 1];
		p[i - 1] = p[j];
		p[j] = t;
	}
}

str
rand_hex(struct arena *a, size_t bytes)
{
	unsigned char *raw = arena_alloc(a, bytes, 1);
	char *hex = arena_alloc(a, bytes * 2 + 1, 1);

	randombytes_buf(raw, bytes);
	sodium_bin2hex(hex, bytes * 2 + 1, raw, bytes);
	sodium_memzero(raw, bytes);
	return (str){ hex, bytes * 2 };
}

str
rand_uuid(struct arena *a)
{
	unsigned char r[16];

	randombytes_buf(r, sizeof(r));
	r[6] = (unsigned char)((r[6] & 0x0f) | 0x40);
	r[8] = (unsigned char)((r[8] & 0x3f) | 0x80);
	return str_fmt(a, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", r[0], r[1],
		r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12], r[13], r[14], r[15]);
}
