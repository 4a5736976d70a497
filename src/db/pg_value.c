/* pg_value.c: 64-bit integers, text and bytes to and from PostgreSQL. Parameters travel in binary, so that
 * nothing is quoted or parsed; results as text, in which the numbers of sum() are readable too. */
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "db/pg.h"

/* pg_type.h, whose numbers are fixed for ever. */
enum { T_BOOL = 16, T_BYTEA = 17, T_INT8 = 20, T_INT2 = 21, T_INT4 = 23, T_TEXT = 25, T_OID = 26, T_FLOAT4 = 700,
	T_FLOAT8 = 701, T_VARCHAR = 1043, T_NUMERIC = 1700 };

Oid *
pg_types(const PGresult *described, int *count)
{
	Oid *types;

	*count = PQnparams(described);
	types = mem_new((size_t)*count * sizeof(*types));
	for (int i = 0; i < *count; i++) {
		types[i] = PQparamtype(described, i);
		if (types[i] == T_INT2 || types[i] == T_INT4)
			types[i] = T_INT8;
	}
	return types;
}

static void
put_int8(unsigned char *p, int64_t v)
{
	for (int i = 7; i >= 0; i--, v >>= 8)
		p[i] = (unsigned char)v;
}

/* One parameter; false when the value cannot be one of this type. */
static bool
encode(struct arena *a, Oid type, const struct val *v, struct pg_params *out, size_t i)
{
	out->formats[i] = 1;
	out->lengths[i] = (int)v->s.n;
	switch (v->type) {
	case VAL_INT:
		if (type == T_INT8) {
			unsigned char *p = arena_alloc(a, 8, 1);
			put_int8(p, v->i);
			out->values[i] = (const char *)p;
			out->lengths[i] = 8;
			return true;
		}
		out->values[i] = str_z(a, str_fmt(a, "%" PRId64, v->i));
		out->formats[i] = 0;
		return type != T_BYTEA;
	case VAL_TEXT:
	case VAL_BLOB:
		out->values[i] = v->s.p ? v->s.p : "";
		return v->type == VAL_BLOB ? type == T_BYTEA : type == T_TEXT || type == T_VARCHAR;
	case VAL_NULL:
	default:
		return true;
	}
}

err
pg_params(struct arena *a, const struct pg_stmt *st, const struct val *v, size_t n, struct pg_params *out)
{
	bool none = st->params == 0 && n == 1 && v[0].type == VAL_NULL;

	assert(none || (int)n == st->params);	/* as many values as the statement has parameters */
	*out = (struct pg_params){ NEW_ARRAY(a, const char *, n), NEW_ARRAY(a, int, n), NEW_ARRAY(a, int, n) };
	for (int i = 0; i < st->params; i++)
		if (!encode(a, st->types[i], &v[i], out, (size_t)i))
			return ERR_IO;
	return OK;
}

static int
hex_digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* "\x" and lower-case digits, as bytea_output = hex has it. */
static str
unhex(struct arena *a, str s)
{
	size_t n = s.n < 2 ? 0 : (s.n - 2) / 2;
	char *p = arena_alloc(a, n ? n : 1, 1);

	for (size_t i = 0; i < n; i++)
		p[i] = (char)(hex_digit(s.p[2 + 2 * i]) << 4 | hex_digit(s.p[3 + 2 * i]));
	return (str){ p, n };
}

static err
decode(struct arena *a, Oid type, str s, struct val *out)
{
	switch (type) {
	case T_INT2:
	case T_INT4:
	case T_INT8:
	case T_OID:
	case T_NUMERIC:	/* what sum() gives */
		*out = INT(0);
		return str_int(s, &out->i) ? ERR_IO : OK;
	case T_BOOL: *out = INT(s.n && s.p[0] == 't'); return OK;
	case T_BYTEA: *out = BLOB(unhex(a, s)); return OK;
	case T_FLOAT4:
	case T_FLOAT8: return ERR_IO;
	default: *out = TEXT(str_dup(a, s)); return OK;
	}
}

err
pg_rows(struct arena *a, const PGresult *r, struct rows *out)
{
	size_t n = (size_t)PQntuples(r), cols = (size_t)PQnfields(r);
	struct val *vals = NEW_ARRAY(a, struct val, n * cols);

	*out = (struct rows){ .cols = cols };
	for (size_t i = 0; i < n * cols; i++) {
		int row = (int)(i / cols), col = (int)(i % cols);
		str s = { PQgetvalue(r, row, col), (size_t)PQgetlength(r, row, col) };
		if (!PQgetisnull(r, row, col))
			TRY(decode(a, PQftype(r, col), s, &vals[i]));
	}
	out->n = n;
	out->vals = vals;
	return OK;
}
