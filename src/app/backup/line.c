/* line.c: rows to lines and back. */
#include "app/backup/line.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/str.h"

#define BASE64 sodium_base64_VARIANT_ORIGINAL

/* Each row's hash is one number of 256 bits; the sum of them does not depend on their order. */
void
sum_add(struct sum *s, str line)
{
	unsigned char one[sizeof(s->bytes)];

	crypto_generichash(one, sizeof(one), (const unsigned char *)line.p, line.n, NULL, 0);
	sodium_add(s->bytes, one, sizeof(one));
	s->rows++;
}

str
sum_hex(struct arena *a, const struct sum *s)
{
	size_t n = sizeof(s->bytes) * 2;
	char *hex = arena_alloc(a, n + 1, 1);

	sodium_bin2hex(hex, n + 1, s->bytes, sizeof(s->bytes));
	return (str){ hex, n };
}

static json_t *
bytes_to_json(struct arena *a, str bytes)
{
	size_t room = sodium_base64_ENCODED_LEN(bytes.n, BASE64);
	char *text = arena_alloc(a, room, 1);

	sodium_bin2base64(text, room, (const unsigned char *)bytes.p, bytes.n, BASE64);
	return json_pack("{s:s}", "base64", text);
}

static json_t *
value_to_json(struct arena *a, const struct val *v)
{
	switch (v->type) {
	case VAL_INT: return json_integer(v->i);
	case VAL_TEXT: return json_stringn(v->s.p ? v->s.p : "", v->s.n);
	case VAL_BLOB: return bytes_to_json(a, v->s);
	case VAL_NULL:
	default: return json_null();
	}
}

err
line_of_row(struct arena *a, const struct val *row, size_t n, str *out)
{
	json_t *line = json_array();
	char *text = NULL;
	bool whole = line;

	for (size_t i = 0; i < n && whole; i++)
		whole = json_array_append_new(line, value_to_json(a, &row[i])) == 0;
	if (whole)
		text = json_dumps(line, JSON_COMPACT);
	json_decref(line);
	if (!text)
		return ERR_IO;
	*out = str_dup(a, str_of(text));
	free(text);
	return OK;
}

static err
bytes_from_json(struct arena *a, const json_t *v, struct val *out)
{
	const json_t *text = json_object_get(v, "base64");
	size_t n = json_string_length(text), got;
	unsigned char *p = arena_alloc(a, n + 1, 1);

	if (!json_is_string(text) || sodium_base642bin(p, n + 1, json_string_value(text), n, NULL, &got, NULL, BASE64))
		return ERR_INVALID;
	*out = BLOB(((str){ (const char *)p, got }));
	return OK;
}

static err
value_from_json(struct arena *a, const json_t *v, struct val *out)
{
	switch (json_typeof(v)) {
	case JSON_INTEGER: *out = INT(json_integer_value(v)); return OK;
	case JSON_STRING: *out = TEXT(str_dup(a, ((str){ json_string_value(v), json_string_length(v) }))); return OK;
	case JSON_NULL: *out = NIL; return OK;
	case JSON_OBJECT: return bytes_from_json(a, v, out);
	case JSON_ARRAY:
	case JSON_REAL:
	case JSON_TRUE:
	case JSON_FALSE:
	default: return ERR_INVALID;
	}
}

err
line_to_row(struct arena *a, const json_t *line, size_t n, struct val *row)
{
	if (!json_is_array(line) || json_array_size(line) != n)
		return ERR_INVALID;
	for (size_t i = 0; i < n; i++)
		TRY(value_from_json(a, json_array_get(line, i), &row[i]));
	return OK;
}
