/* json_rows.c: rows as JSON. */
#include "app/json_rows.h"

#include <stdlib.h>

#include "base/str.h"

json_t *
json_of_str(str s)
{
	return json_stringn(s.p ? s.p : "", s.n);
}

static json_t *
cell(const struct rows *r, size_t row, size_t col)
{
	const struct val *v = &r->vals[row * r->cols + col];

	if (v->type == VAL_INT)
		return json_integer(v->i);
	return v->type == VAL_NULL ? json_null() : json_of_str(v->s);
}

err
json_rows(struct db_conn *c, struct arena *a, json_t *all, const char *name, int stmt, const char *const *columns, int64_t of)
{
	json_t *list = json_array();
	struct rows r;

	json_object_set_new(all, name, list);
	TRY(db_query(c, a, &r, stmt, INT(of)));
	for (size_t row = 0; row < r.n; row++) {
		json_t *one = json_object();
		for (size_t col = 0; col < r.cols; col++)
			json_object_set_new(one, columns[col], cell(&r, row, col));
		json_array_append_new(list, one);
	}
	return OK;
}

static void
free_text(char **p)
{
	free(*p);
}

err
json_text(struct arena *a, json_t *all, str *out)
{
	char *text CLEANUP(free_text) = json_dumps(all, JSON_INDENT(1));

	json_decref(all);
	if (!text)
		return ERR_IO;
	*out = str_dup(a, str_of(text));
	return OK;
}
