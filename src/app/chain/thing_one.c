/* thing_one.c: one thing by its ref, wherever it lies. */
#include "app/chain/invented.h"
#include "app/chain/thing.h"

#include "app/measure/measure.h"

#define MOST_DEPTH 12	/* from a habit back to a theme is seven; ends a circle */

struct look {
	struct db_conn *c;
	struct arena *a;
	const struct method *m;
	int64_t process;
	int depth;
};

static err get(const struct look *q, str ref, struct thing *out);

static void
same_in_all(str s, struct text3 *out)
{
	for (int l = 0; l < LANG_COUNT; l++)
		out->in[l] = s;
}

/* The pack's step by the two ids that rows keep. NULL when the pack does not have it. */
static const struct method_step *
step_of(const struct look *q, str phase, str step)
{
	return method_step(q->m, str_fmt(q->a, STR_FMT "/" STR_FMT, STR_ARG(phase), STR_ARG(step)));
}

static enum column_area
column_area_of(const struct method_step *st, str col)
{
	const struct method_column *found = st ? method_column(st, col) : NULL;

	if (!found && st && st->column_count == 1)
		found = &st->columns[0];
	return found ? found->area : 0;
}

/* The area of what it is about, and that thing's title when `about` is not NULL. */
static enum column_area
inherited(const struct look *q, str ref, struct text3 *about)
{
	struct look deeper = *q;
	struct thing t;

	deeper.depth++;
	if (!ref.n || deeper.depth > MOST_DEPTH || get(&deeper, ref, &t))
		return 0;
	if (about)
		*about = t.title;
	return t.area;
}

static err
get_challenge(const struct look *q, str id, struct thing *out)
{
	const struct method_phase *phase;
	str from, kind, rest;
	struct rows r;
	int64_t n;

	if (str_int(id, &n) || n <= 0)
		return ERR_NOTFOUND;
	TRY(db_one(q->c, q->a, &r, THING_CHALLENGE, INT(q->process), INT(n)));
	from = row_text(&r, 0, 3);
	out->area = str_eq(row_text(&r, 0, 2), S("preserve")) ? AREA_PRESERVE : AREA_IMPROVE;
	out->about = thing_cut(from, &kind, &rest) ? from : thing_ref(q->a, "theme", from);
	out->step = row_text(&r, 0, 4);
	out->makes = MAKES_CHALLENGE;
	same_in_all(row_text(&r, 0, 1), &out->title);
	phase = method_phase(q->m, row_text(&r, 0, 6));
	for (size_t i = 0; phase && i < phase->session_count; i++)
		for (size_t k = 0; k < phase->sessions[i].step_count; k++)
			for (size_t p = 0; p < phase->sessions[i].steps[k].pick_count; p++)
				if (str_eq(phase->sessions[i].steps[k].picks[p].id, out->step))
					out->makes = phase->sessions[i].steps[k].picks[p].makes;
	return OK;
}

static err
get_note(const struct look *q, str id, struct thing *out)
{
	const struct method_step *st;
	struct rows r;

	TRY(db_one(q->c, q->a, &r, THING_NOTE, INT(q->process), TEXT(id)));
	st = step_of(q, row_text(&r, 0, 6), row_text(&r, 0, 7));
	same_in_all(row_text(&r, 0, 1), &out->title);
	out->makes = st ? st->makes : MAKES_NOTE;
	out->area = column_area_of(st, row_text(&r, 0, 2));
	out->about = row_text(&r, 0, 3);
	out->step = row_text(&r, 0, 7);
	out->builds_on = row_text(&r, 0, 4).n ? thing_ref(q->a, "note", row_text(&r, 0, 4)) : (str){ 0 };
	out->bin = row_text(&r, 0, 5);
	return OK;
}

static err
get_theme(const struct look *q, str id, struct thing *out)
{
	const struct method_step *st;
	struct rows r;

	TRY(db_one(q->c, q->a, &r, THING_THEME, INT(q->process), TEXT(id)));
	st = step_of(q, row_text(&r, 0, 3), row_text(&r, 0, 4));
	same_in_all(row_text(&r, 0, 1), &out->title);
	out->makes = MAKES_THEME;
	out->area = column_area_of(st ? room_source(st, STEP_NOTES) : NULL, row_text(&r, 0, 2));
	out->step = row_text(&r, 0, 4);
	return OK;
}

static err
get_cause(const struct look *q, str id, struct thing *out)
{
	struct rows r;

	TRY(db_one(q->c, q->a, &r, THING_CAUSE, INT(q->process), TEXT(id)));
	same_in_all(row_text(&r, 0, 1), &out->title);
	out->makes = MAKES_CAUSE;
	out->about = row_text(&r, 0, 2);
	out->parent = row_text(&r, 0, 3).n ? thing_ref(q->a, "cause", row_text(&r, 0, 3)) : (str){ 0 };
	out->is_root = row_int(&r, 0, 4) != 0;
	out->step = row_text(&r, 0, 6);
	out->area = inherited(q, out->about, NULL);
	return OK;
}

static err
get_entry(const struct look *q, str id, struct thing *out)
{
	const struct method_step *st;
	struct text3 about = { 0 };
	struct filled *f;
	struct rows r, fields;

	TRY(db_one(q->c, q->a, &r, THING_ENTRY, INT(q->process), TEXT(id)));
	TRY(db_query(q->c, q->a, &fields, THING_ENTRY_FIELDS, TEXT(id)));
	st = step_of(q, row_text(&r, 0, 4), row_text(&r, 0, 5));
	f = NEW_ARRAY(q->a, struct filled, fields.n);
	for (size_t i = 0; i < fields.n; i++)
		f[i] = (struct filled){ row_text(&fields, i, 0), row_text(&fields, i, 1), row_text(&fields, i, 2),
			row_int(&fields, i, 3) };
	out->makes = makes_of(row_text(&r, 0, 1));
	out->about = row_text(&r, 0, 2);
	out->table = row_int(&r, 0, 3);
	out->step = row_text(&r, 0, 5);
	out->area = inherited(q, out->about, &about);
	sheet_title(q->a, st ? st->sheet : NULL, f, fields.n, &about, &out->title);
	return OK;
}

/* Sensitive ones are nobody's here. */
static err
get_measure(const struct look *q, str id, struct thing *out)
{
	struct measure m;
	struct rows r;
	int64_t n;

	if (str_int(id, &n) || n <= 0)
		return ERR_NOTFOUND;
	TRY(db_one(q->c, q->a, &r, THING_K, INT(q->process)));
	TRY(measure_get(q->c, q->a, row_int(&r, 0, 1), n, &(struct looker){ 0 }, &m));
	same_in_all(m.title, &out->title);
	out->makes = MAKES_MEASURE;
	out->area = m.area;
	out->about = m.thing;
	return OK;
}

static err
get_invented(const struct look *q, str id, struct thing *out)
{
	return invented_get(q->a, id, out);
}

static err
get(const struct look *q, str ref, struct thing *out)
{
	static const struct {
		const char *kind;
		err (*get)(const struct look *, str, struct thing *);
	} kinds[] = { { "challenge", get_challenge }, { "note", get_note }, { "theme", get_theme }, { "cause", get_cause },
		{ "entry", get_entry }, { "measure", get_measure }, { "invented", get_invented } };
	str kind, id;

	*out = (struct thing){ .ref = ref };
	if (!thing_cut(ref, &kind, &id))
		return ERR_NOTFOUND;
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (str_eq(kind, str_of(kinds[i].kind)))
			return kinds[i].get(q, id, out);
	return ERR_NOTFOUND;
}

err
thing_get(struct db_conn *c, struct arena *a, const struct method *m, int64_t process, str ref, struct thing *out)
{
	return get(&(struct look){ c, a, m, process, 0 }, ref, out);
}

err
thing_is_hidden(struct db_conn *c, struct arena *a, int64_t unit, str ref, bool *out)
{
	const struct looker nobody = { 0 };
	struct measure m;
	int64_t id = 0;
	str kind, rest;
	err e;

	*out = false;
	if (!thing_cut(ref, &kind, &rest))
		return OK;
	if (str_eq(kind, S("entry")))
		TRY(measure_of_thing(c, a, ref, &id));
	else if (str_eq(kind, S("measure")))
		TRY(str_int(rest, &id));
	if (!id)
		return OK;
	e = measure_get(c, a, unit, id, &nobody, &m);
	*out = e == ERR_NOTFOUND;
	return e == ERR_NOTFOUND ? OK : e;
}
