/* bundle.c: libzip, in memory. */
#include "sheet/bundle.h"

#include <zip.h>

#include "base/str.h"

static void
free_source(zip_source_t **s)
{
	if (*s)
		zip_source_free(*s);
}

static err
add(zip_t *z, const struct bundled *f, int64_t made)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	zip_source_t *s = zip_source_buffer(z, f->bytes.p, f->bytes.n, 0);
	zip_int64_t at;

	if (!s)
		return ERR_IO;
	at = zip_file_add(z, str_z(&a, f->name), s, ZIP_FL_ENC_UTF_8);
	if (at < 0) {
		zip_source_free(s);
		return ERR_IO;
	}
	return zip_file_set_mtime(z, (zip_uint64_t)at, (time_t)made, 0) ? ERR_IO : OK;
}

static err
read_back(zip_source_t *s, struct buf *out)
{
	char room[16 * 1024];
	zip_int64_t n;
	str done;

	if (zip_source_open(s))
		return ERR_IO;
	while ((n = zip_source_read(s, room, sizeof(room))) > 0)
		buf_add(out, (str){ room, (size_t)n });
	zip_source_close(s);
	return n < 0 ? ERR_IO : buf_done(out, &done);
}

err
bundle_write(const struct bundled *files, size_t n, int64_t made, struct buf *out)
{
	zip_error_t why;
	zip_source_t *s CLEANUP(free_source) = zip_source_buffer_create(NULL, 0, 0, &why);
	zip_t *z = s ? zip_open_from_source(s, ZIP_TRUNCATE, &why) : NULL;

	if (!z)
		return ERR_IO;
	/* Closing lets go of the source; it is still to be read. */
	zip_source_keep(s);
	for (size_t i = 0; i < n; i++) {
		err e = add(z, &files[i], made);
		if (e) {
			zip_discard(z);
			return e;
		}
	}
	if (zip_close(z)) {
		zip_discard(z);
		return ERR_IO;
	}
	return read_back(s, out);
}
