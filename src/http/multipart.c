/* multipart.c: gmime's parts as fields and files. */
#include "http/multipart.h"

#include <gmime/gmime.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/str.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
begin(void)
{
	g_mime_init();
}

bool
is_multipart(str content_type)
{
	return content_type.n >= 19 && str_eq_nocase(str_take(content_type, 19), S("multipart/form-data"));
}

static bool
has_too_many_lines(str body)
{
	size_t lines = 0;

	for (size_t i = 0; i + 1 < body.n; i++)
		lines += body.p[i] == '-' && body.p[i + 1] == '-' && (i == 0 || body.p[i - 1] == '\n');
	return lines > MULTIPART_LINES_MOST;
}

static void
unref_stream(GMimeStream **s)
{
	if (*s)
		g_object_unref(*s);
}

static void
unref_parser(GMimeParser **p)
{
	if (*p)
		g_object_unref(*p);
}

static void
unref_object(GMimeObject **o)
{
	if (*o)
		g_object_unref(*o);
}

/* The parser wants the head of the message before its body. */
static GMimeObject *
parse(str content_type, str body)
{
	GMimeStream *s CLEANUP(unref_stream) = g_mime_stream_mem_new();
	GMimeParser *p CLEANUP(unref_parser) = NULL;

	(void)g_mime_stream_write(s, "Content-Type: ", 14);
	(void)g_mime_stream_write(s, content_type.p, content_type.n);
	(void)g_mime_stream_write(s, "\r\n\r\n", 4);
	(void)g_mime_stream_write(s, body.p, body.n);
	(void)g_mime_stream_reset(s);
	p = g_mime_parser_new_with_stream(s);
	g_mime_parser_set_persist_stream(p, FALSE);
	return g_mime_parser_construct_part(p, NULL);
}

/* A copy in the arena; empty when it is no text. */
static str
text_of(struct arena *a, const char *z)
{
	str s = str_of(z);

	return str_is_utf8(s) ? str_dup(a, s) : (str){ 0 };
}

static err
content_of(struct arena *a, GMimePart *part, size_t most, str *out)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *s CLEANUP(unref_stream) = g_mime_stream_mem_new();
	GByteArray *bytes;

	*out = (str){ 0 };
	if (!content)
		return OK;
	if (g_mime_data_wrapper_write_to_stream(content, s) < 0)
		return ERR_INVALID;
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(s));
	if (bytes->len > most)
		return ERR_TOOBIG;
	*out = str_dup(a, (str){ (const char *)bytes->data, bytes->len });
	return OK;
}

static str
bare_name(str file)
{
	for (size_t i = file.n; i > 0; i--)
		if (file.p[i - 1] == '/' || file.p[i - 1] == '\\')
			return str_from(file, i);
	return file;
}

struct parts {
	struct arena *arena;
	struct pair *fields;
	struct upload *files;
	size_t field_count, file_count, most;
};

static err
add_part(struct parts *ps, GMimeObject *o)
{
	GMimeContentDisposition *how = g_mime_object_get_content_disposition(o);
	const char *file;
	str name, value;

	if (!GMIME_IS_PART(o) || !how)
		return ERR_INVALID;
	name = text_of(ps->arena, g_mime_object_get_content_disposition_parameter(o, "name"));
	file = g_mime_object_get_content_disposition_parameter(o, "filename");
	TRY(content_of(ps->arena, GMIME_PART(o), ps->most, &value));
	if (file) {
		ps->files[ps->file_count++] = (struct upload){ name, bare_name(text_of(ps->arena, file)), value };
		return OK;
	}
	if (str_has(value, 0) || !str_is_utf8(value))
		return ERR_INVALID;
	ps->fields[ps->field_count++] = (struct pair){ name, value };
	return OK;
}

err
multipart_parse(struct arena *a, str content_type, str body, struct pairs *fields, struct uploads *files)
{
	struct parts ps = { .arena = a, .most = body.n };
	GMimeObject *all CLEANUP(unref_object) = NULL;
	int n;

	*fields = (struct pairs){ 0 };
	*files = (struct uploads){ 0 };
	if (!body.n || !is_multipart(content_type) || str_has(content_type, '\n') || str_has(content_type, '\r'))
		return ERR_INVALID;
	if (has_too_many_lines(body))
		return ERR_TOOBIG;
	pthread_once(&once, begin);
	all = parse(content_type, body);
	if (!all || !GMIME_IS_MULTIPART(all))
		return ERR_INVALID;
	n = g_mime_multipart_get_count(GMIME_MULTIPART(all));
	if (n > MULTIPART_PARTS_MOST)
		return ERR_TOOBIG;
	if (n <= 0)
		return ERR_INVALID;
	ps.fields = NEW_ARRAY(a, struct pair, (size_t)n + 1);
	ps.files = NEW_ARRAY(a, struct upload, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		TRY(add_part(&ps, g_mime_multipart_get_part(GMIME_MULTIPART(all), i)));
	*fields = (struct pairs){ .p = ps.fields, .n = ps.field_count };
	*files = (struct uploads){ .p = ps.files, .n = ps.file_count };
	return OK;
}
