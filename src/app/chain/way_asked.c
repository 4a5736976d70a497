/* way_asked.c: the middle of the red thread: the sentences, ideas and proposals. */
#include "app/chain/opening.h"
#include "app/chain/thing.h"
#include "app/chain/way_walk.h"

/* ---- sheets ---- */

static void
link_sheets(struct walk *w, const struct rows *sheets)
{
	for (size_t i = 0; i < sheets->n; i++)
		way_link(w, way_ref_of(w, "entry", row_text(sheets, i, 0)), row_text(sheets, i, 2));
}

/* Somebody has made it better: the newer one stands for it. */
static bool
is_replaced(const struct rows *r, size_t at, str ref)
{
	for (size_t i = 0; i < r->n; i++)
		if (i != at && str_eq(row_text(r, i, 1), row_text(r, at, 1)) && str_eq(row_text(r, i, 2), ref))
			return true;
	return false;
}

/* The link of an older sheet is turned, so that what hangs on it hangs on the newer one. */
static void
turn_links(struct walk *w, const struct rows *r, size_t at, str ref)
{
	str old = row_text(r, at, 2);

	for (int depth = 0; depth < 8; depth++)
		for (size_t i = 0; i < r->n; i++)
			if (str_eq(old, way_ref_of(w, "entry", row_text(r, i, 0))) && str_eq(row_text(r, i, 1), row_text(r, at, 1))) {
				way_link(w, old, ref);
				old = row_text(r, i, 2);
				break;
			}
}

/* A sheet without a name of its own has elsewhere that of what it is about. Here that stands beside it, or is a note's and is not
 * shown: its first words stand instead. */
static err
own_title(struct walk *w, str entry, struct thing *t)
{
	const struct method_step *st;
	struct rows r, fields;
	struct filled *f;

	TRY(db_one(w->c, w->a, &r, THING_ENTRY, INT(w->p->id), TEXT(entry)));
	TRY(db_query(w->c, w->a, &fields, THING_ENTRY_FIELDS, TEXT(entry)));
	st = method_step(w->p->method, str_fmt(w->a, STR_FMT "/" STR_FMT, STR_ARG(row_text(&r, 0, 4)), STR_ARG(row_text(&r, 0, 5))));
	f = NEW_ARRAY(w->a, struct filled, fields.n);
	for (size_t i = 0; i < fields.n; i++)
		f[i] = (struct filled){ row_text(&fields, i, 0), row_text(&fields, i, 1), row_text(&fields, i, 2), row_int(&fields, i, 3) };
	sheet_title(w->a, st ? st->sheet : NULL, f, fields.n, NULL, &t->title);
	return OK;
}

static err
add_sheet(struct walk *w, const struct rows *r, size_t i, struct way_node node)
{
	struct thing t;
	err e = thing_get(w->c, w->a, w->p->method, w->p->id, node.ref, &t);

	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	TRY(own_title(w, row_text(r, i, 0), &t));
	node.title = thing_title(&t, w->l);
	if (!node.title.n)
		return OK;
	way_add(w, node);
	turn_links(w, r, i, node.ref);
	return OK;
}

/* A way of working may let people write down what they go on with, without a vote on themes: then each is a beginning. */
static err
add_written(struct walk *w, const struct rows *r)
{
	for (size_t i = 0; i < r->n; i++) {
		str ref = way_ref_of(w, "entry", row_text(r, i, 0));
		if (str_eq(row_text(r, i, 1), S("challenge")) && way_above(w, ref) == WAY_NONE && !is_replaced(r, i, ref))
			TRY(add_sheet(w, r, i, (struct way_node){ .ref = ref, .stage = WAY_CHOICE, .parent = WAY_NONE, .kind = tr(w->l, "Challenge") }));
	}
	return OK;
}

/* Which one of several causes a sentence is about. */
static str
about_cause(struct walk *w, str about, size_t parent)
{
	struct thing t;

	if (!str_starts(about, S("cause:")) || w->nodes[parent].count < 2 ||
		thing_get(w->c, w->a, w->p->method, w->p->id, about, &t))
		return (str){ 0 };
	return fill(w->a, w->l, tr(w->l, "About: {title}"), V("title", thing_title(&t, w->l)));
}

static err
add_sentences(struct walk *w, const struct rows *r)
{
	for (size_t i = 0; i < r->n; i++) {
		str ref = way_ref_of(w, "entry", row_text(r, i, 0));
		size_t parent = way_hook(w, row_text(r, i, 2));
		if (str_eq(row_text(r, i, 1), S("statement")) && parent != WAY_NONE && !is_replaced(r, i, ref))
			TRY(add_sheet(w, r, i, (struct way_node){ .ref = ref, .stage = WAY_STATEMENT, .parent = parent,
				.kind = tr(w->l, "The question"), .note = about_cause(w, row_text(r, i, 2), parent), .href = way_of_process(w, "causes") }));
	}
	return OK;
}

/* Without a vote, and waiting; or not taken along, and why. */
static str
proposal_note(struct walk *w, const struct rows *choices, str ref)
{
	for (size_t i = 0; i < choices->n; i++) {
		if (!str_eq(row_text(choices, i, 3), ref))
			continue;
		if (way_goes_on(row_text(choices, i, 4)))
			return (str){ 0 };
		return row_text(choices, i, 5).n ? fill(w->a, w->l, tr(w->l, "Not chosen: {reason}"), V("reason", row_text(choices, i, 5))) :
			tr(w->l, "Not chosen");
	}
	return (str){ 0 };
}

static err
add_proposals(struct walk *w, const struct rows *r, const struct rows *choices)
{
	for (size_t i = 0; i < r->n; i++) {
		str ref = way_ref_of(w, "entry", row_text(r, i, 0));
		size_t parent = way_hook(w, row_text(r, i, 2));
		if (str_eq(row_text(r, i, 1), S("proposal")) && !is_replaced(r, i, ref))
			TRY(add_sheet(w, r, i, (struct way_node){ .ref = ref, .stage = WAY_PROPOSAL, .parent = parent,
				.kind = tr(w->l, "Proposal"), .note = proposal_note(w, choices, ref) }));
	}
	return OK;
}

/* ---- ideas ---- */

static bool
is_idea(const struct walk *w, const struct rows *r, size_t i)
{
	const struct method_step *st = method_step(w->p->method,
		str_fmt(w->a, STR_FMT "/" STR_FMT, STR_ARG(row_text(r, i, 3)), STR_ARG(row_text(r, i, 4))));

	return st && st->makes == MAKES_IDEA;
}

/* All ideas about one thing are one box with their number. */
static void
count_idea(struct walk *w, str idea, size_t about)
{
	str ref = str_fmt(w->a, "ideas:" STR_FMT, STR_ARG(w->nodes[about].ref));
	size_t at = way_above(w, ref);

	if (at == WAY_NONE)
		at = way_add(w, (struct way_node){ .ref = ref, .stage = WAY_IDEA, .parent = about, .kind = tr(w->l, "Ideas") });
	if (at == WAY_NONE)
		return;
	w->nodes[at].count++;
	w->nodes[at].title = fill(w->a, w->l, trn(w->l, "{n} idea", "{n} ideas", w->nodes[at].count), V("n", w->nodes[at].count));
	way_link(w, idea, ref);
}

/* May the reader see the text of notes of this phase now? */
static err
is_open(struct walk *w, str phase, bool *out)
{
	struct opening o;

	*out = false;
	if (!w->ask->is_group)
		return OK;
	TRY(opening_read(w->c, w->a, w->p->unit, w->p->id, phase, &o));
	*out = o.open;
	return OK;
}

/* The idea behind a proposal, while notes are open: its words below the number. */
static err
show_idea(struct walk *w, str ref, size_t ideas)
{
	struct thing t;
	err e = thing_get(w->c, w->a, w->p->method, w->p->id, ref, &t);

	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	way_add(w, (struct way_node){ .ref = ref, .stage = WAY_IDEA, .parent = ideas, .kind = tr(w->l, "Idea"), .title = thing_title(&t, w->l) });
	return OK;
}

static err
show_ideas(struct walk *w, const struct rows *ideas, const struct rows *sheets)
{
	str phase = { 0 };
	bool open = false;

	for (size_t i = 0; i < ideas->n; i++) {
		str ref = way_ref_of(w, "note", row_text(ideas, i, 0));
		size_t at = way_above(w, ref);
		if (!is_idea(w, ideas, i) || at == WAY_NONE || w->nodes[at].stage != WAY_IDEA)
			continue;
		if (!str_eq(phase, row_text(ideas, i, 3)))
			TRY(is_open(w, phase = row_text(ideas, i, 3), &open));
		for (size_t k = 0; open && k < sheets->n; k++)
			if (str_eq(row_text(sheets, k, 2), ref)) {
				TRY(show_idea(w, ref, at));
				break;
			}
	}
	return OK;
}

static err
add_ideas(struct walk *w, const struct rows *sheets)
{
	struct rows r;

	TRY(db_query(w->c, w->a, &r, WAY_IDEAS, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++)
		way_link(w, way_ref_of(w, "note", row_text(&r, i, 0)),
			row_text(&r, i, 1).n ? row_text(&r, i, 1) : way_ref_of(w, "note", row_text(&r, i, 2)));
	for (size_t i = 0; i < r.n; i++) {
		str ref = way_ref_of(w, "note", row_text(&r, i, 0));
		size_t at = is_idea(w, &r, i) ? way_hook(w, ref) : WAY_NONE;
		if (at != WAY_NONE && w->nodes[at].stage == WAY_IDEA)
			at = w->nodes[at].parent;
		if (at != WAY_NONE && str_eq(row_text(&r, i, 5), S("shown")))
			count_idea(w, ref, at);
	}
	return show_ideas(w, &r, sheets);
}

err
way_written(struct walk *w)
{
	struct rows sheets;

	TRY(db_query(w->c, w->a, &sheets, WAY_ENTRIES, INT(w->p->id)));
	link_sheets(w, &sheets);
	return add_written(w, &sheets);
}

err
way_asked(struct walk *w)
{
	struct rows choices, sheets;

	TRY(db_query(w->c, w->a, &choices, WAY_CHOICES, INT(w->p->id)));
	TRY(db_query(w->c, w->a, &sheets, WAY_ENTRIES, INT(w->p->id)));
	TRY(add_sentences(w, &sheets));
	TRY(add_ideas(w, &sheets));
	return add_proposals(w, &sheets, &choices);
}
