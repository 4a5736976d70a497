/* publish.c: reports as they stood when the three were asked. */
#include "app/print/publish.h"

#include <jansson.h>
#include <stdlib.h>

#include "app/access/audit.h"
#include "base/clock.h"

#define COLUMNS_MOST 20

/* Words and not numbers: a frozen report is read by later programs too. */
static const char *const part_words[] = {
	[PART_HEADING] = "heading", [PART_SUBHEADING] = "subheading", [PART_TEXT] = "text", [PART_QUIET] = "quiet", [PART_POINTS] = "points",
	[PART_NUMBERED] = "numbered", [PART_FACTS] = "facts", [PART_TABLE] = "table",
};

static void
free_json(json_t **j)
{
	json_decref(*j);
}

static void
free_text(char **p)
{
	free(*p);
}

/* ---- freezing and thawing ---- */

static json_t *
frozen_part(const struct report_part *p)
{
	json_t *o = json_object(), *cells = json_array(), *widths = json_array();

	json_object_set_new(o, "kind", json_string(part_words[p->kind]));
	json_object_set_new(o, "text", json_stringn(p->text.n ? p->text.p : "", p->text.n));
	json_object_set_new(o, "cells", cells);
	json_object_set_new(o, "widths", widths);
	json_object_set_new(o, "named", json_integer((json_int_t)p->named));
	for (size_t i = 0; i < p->n; i++)
		json_array_append_new(cells, json_stringn(p->cells[i].n ? p->cells[i].p : "", p->cells[i].n));
	for (size_t i = 0; i < p->columns && p->widths; i++)
		json_array_append_new(widths, json_real(p->widths[i]));
	return o;
}

err
report_freeze(struct arena *a, const struct report *r, str *out)
{
	json_t *all CLEANUP(free_json) = json_object();
	char *text CLEANUP(free_text) = NULL;
	json_t *parts = json_array();

	json_object_set_new(all, "kind", json_stringn(r->kind.n ? r->kind.p : "", r->kind.n));
	json_object_set_new(all, "title", json_stringn(r->title.n ? r->title.p : "", r->title.n));
	json_object_set_new(all, "wide", json_boolean(r->wide));
	json_object_set_new(all, "parts", parts);
	for (size_t i = 0; i < r->n; i++)
		json_array_append_new(parts, frozen_part(&r->parts[i]));
	text = json_dumps(all, JSON_COMPACT);
	if (!text)
		return ERR_IO;
	*out = str_dup(a, str_of(text));
	return OK;
}

static str
text_in_json(struct arena *a, const json_t *v)
{
	return json_is_string(v) ? str_dup(a, (str){ json_string_value(v), json_string_length(v) }) : (str){ 0 };
}

static void
thaw_part(struct report *r, const json_t *o)
{
	const json_t *cells = json_object_get(o, "cells"), *widths = json_object_get(o, "widths");
	size_t n = json_array_size(cells), columns = json_array_size(widths);
	struct arena *a = r->rq->arena;
	str kind = text_in_json(a, json_object_get(o, "kind")), text = text_in_json(a, json_object_get(o, "text"));
	enum report_part_kind k = PART_TEXT;
	json_int_t named = json_integer_value(json_object_get(o, "named"));
	double *w = NEW_ARRAY(a, double, columns);
	str *c = NEW_ARRAY(a, str, n);

	for (size_t i = 0; i < COUNT(part_words); i++)
		if (str_eq(kind, str_of(part_words[i])))
			k = (enum report_part_kind)i;
	for (size_t i = 0; i < n; i++)
		c[i] = text_in_json(a, json_array_get(cells, i));
	for (size_t i = 0; i < columns; i++)
		w[i] = json_real_value(json_array_get(widths, i));
	if (k == PART_TABLE && columns && columns <= COLUMNS_MOST)
		report_table(r, w, columns, named > 0 && (size_t)named < columns ? (size_t)named : 0, c, n);
	else if (k == PART_POINTS || k == PART_NUMBERED || k == PART_FACTS)
		report_cells(r, k, c, n);
	else
		report_add(r, k, text);
}

err
published_thaw(struct req *rq, const struct process *p, const struct published *from, struct report *out)
{
	json_t *all CLEANUP(free_json) = json_loadb(from->body.p, from->body.n, 0, NULL);
	const json_t *parts = json_object_get(all, "parts");

	if (!all)
		return ERR_IO;
	*out = (struct report){ .rq = rq, .p = p, .lang = from->lang, .kind = text_in_json(rq->arena, json_object_get(all, "kind")),
		.title = text_in_json(rq->arena, json_object_get(all, "title")), .wide = json_is_true(json_object_get(all, "wide")) };
	for (size_t i = 0; i < json_array_size(parts); i++)
		thaw_part(out, json_array_get(parts, i));
	return OK;
}

/* ---- reading ---- */

static struct published
published_row(const struct rows *r, size_t i)
{
	struct published p = { .id = row_int(r, i, 0), .process = row_int(r, i, 1), .stamp = row_text(r, i, 4), .made_at = row_int(r, i, 5),
		.agreement = row_int(r, i, 6), .published_at = row_int(r, i, 7), .withdrawn_at = row_int(r, i, 8), .body = row_text(r, i, 10) };
	bool waits = str_eq(row_text(r, i, 9), S("open")) || str_eq(row_text(r, i, 9), S("raised"));

	if (!report_of_word(row_text(r, i, 2), &p.kind))
		p.kind = REPORT_SUMMARY;
	if (!lang_of(row_text(r, i, 3), &p.lang))
		p.lang = LANG_NB;
	p.state = p.withdrawn_at ? PUBLISH_WITHDRAWN : p.published_at ? PUBLISH_OUT : waits ? PUBLISH_ASKED : PUBLISH_DROPPED;
	return p;
}

err
published_read(struct db_conn *c, struct arena *a, int64_t process, bool out_only, struct published_list *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, PUBLISHED_LIST, INT(process), INT(out_only)));
	*out = (struct published_list){ .p = NEW_ARRAY(a, struct published, r.n) };
	for (size_t i = 0; i < r.n; i++) {
		struct published p = published_row(&r, i);
		if (p.state != PUBLISH_DROPPED)
			out->p[out->n++] = p;
	}
	return OK;
}

err
published_get(struct db_conn *c, struct arena *a, int64_t process, int64_t id, struct published *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PUBLISHED_GET, INT(process), INT(id)));
	*out = published_row(&r, 0);
	return OK;
}

/* ---- changing ---- */

err
publish_ask(struct db_conn *c, void *act)
{
	struct publish_act *x = act;
	struct agreement_new n = { .unit = x->unit, .process = x->process, .kind = "report", .lang = x->lang, .by = x->person,
		.wording = x->wording };
	struct rows r;
	bool is_new;

	x->agreement = 0;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(db_one(c, x->arena, &r, PUBLISHED_ADD, INT(x->process), TEXT(report_word(x->kind)), TEXT(lang_tag(x->lang)), TEXT(x->stamp),
		TEXT(x->body), INT(clock_now())));
	x->id = row_int(&r, 0, 0);
	n.subject = str_fmt(x->arena, "%" PRId64, x->id);
	TRY(agreement_open(c, x->arena, &n, &x->agreement));
	return db_exec(c, NULL, PUBLISHED_ASKED, INT(x->id), INT(x->agreement));
}

err
publish_withdraw(struct db_conn *c, void *act)
{
	struct publish_act *x = act;
	int64_t changed;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(db_exec(c, &changed, PUBLISHED_WITHDRAW, INT(x->id), INT(x->process), INT(clock_now())));
	if (!changed)
		return ERR_CONFLICT;
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, "report.withdraw", S(""));
}

err
publish_agreed(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g)
{
	int64_t id, changed;

	(void)app;
	if (str_int(g->subject, &id))
		return ERR_INVALID;
	TRY(db_exec(c, &changed, PUBLISHED_OUT, INT(id), INT(g->process), INT(clock_now())));
	return changed ? audit_add(c, a, g->unit, g->process, 0, 0, "report.out", S("")) : OK;
}
