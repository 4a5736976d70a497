/* thing.c: what one step gives to another. */
#include "app/chain/thing.h"

#include "app/chain/invented.h"
#include "app/chain/themes.h"
#include "app/chain/verdict.h"
#include "app/measure/measure.h"

/* What every reader below needs. room: 0 for what closed sittings have left. */
struct ask {
	struct db_conn *c;
	struct arena *a;
	const struct thing_scope *s;
	int64_t process, room;
	str phase;	/* of src */
	const struct method_step *src, *to;
	struct things *out;
};

struct thing_scope
scope_of_room(const struct room *rm)
{
	return (struct thing_scope){ .process = rm->s.process, .method = rm->method, .rm = rm };
}

static bool
is_rehearsal(const struct thing_scope *s)
{
	return s->rm && s->rm->s.kind == SITTING_REHEARSAL;
}

static struct text3
same_in_all(str s)
{
	struct text3 t;

	for (int l = 0; l < LANG_COUNT; l++)
		t.in[l] = s;
	return t;
}

/* Room for n more. Every list grows by one query, so there are few. */
static void
make_room(struct arena *a, struct things *out, size_t n)
{
	struct thing *p = NEW_ARRAY(a, struct thing, out->n + n);

	for (size_t i = 0; i < out->n; i++)
		p[i] = out->p[i];
	out->p = p;
}

static str
ref_or_none(struct arena *a, const char *kind, str id)
{
	return id.n ? thing_ref(a, kind, id) : (str){ 0 };
}

/* ---- rows ---- */

/* id, title, kind, theme or ref, pick, answer */
static struct thing
picked_row(struct arena *a, const struct rows *r, size_t i, enum step_makes makes)
{
	str from = row_text(r, i, 3), kind, id;
	bool is_ref = thing_cut(from, &kind, &id);

	return (struct thing){
		/* What was chosen among things that have a ref stays that thing. */
		.ref = is_ref ? from : str_fmt(a, "challenge:%lld", (long long)row_int(r, i, 0)),
		.makes = makes,
		.title = same_in_all(row_text(r, i, 1)),
		.area = str_eq(row_text(r, i, 2), S("preserve")) ? AREA_PRESERVE : AREA_IMPROVE,
		.about = is_ref ? (str){ 0 } : thing_ref(a, "theme", from),
		.step = row_text(r, i, 4),
	};
}

/* id, body, col, about, builds_on, bin */
static struct thing
note_row(struct arena *a, const struct rows *r, size_t i, const struct method_step *st)
{
	const struct method_column *col = method_column(st, row_text(r, i, 2));

	return (struct thing){
		.ref = thing_ref(a, "note", row_text(r, i, 0)),
		.makes = st->makes,
		.title = same_in_all(row_text(r, i, 1)),
		.area = col ? col->area : 0,
		.about = row_text(r, i, 3),
		.step = st->id,
		.builds_on = ref_or_none(a, "note", row_text(r, i, 4)),
		.bin = row_text(r, i, 5),
	};
}

/* id, name, col */
static struct thing
theme_row(struct arena *a, const struct rows *r, size_t i, const struct method_step *st)
{
	const struct method_step *notes = room_source(st, STEP_NOTES);
	const struct method_column *only = room_only_column(st);
	const struct method_column *col = only ? only : notes ? method_column(notes, row_text(r, i, 2)) : NULL;

	return (struct thing){ .ref = thing_ref(a, "theme", row_text(r, i, 0)), .makes = MAKES_THEME,
		.title = same_in_all(row_text(r, i, 1)), .area = col ? col->area : 0, .step = st->id };
}

/* id, body, about, parent, is_root */
static struct thing
cause_row(struct arena *a, const struct rows *r, size_t i, const struct method_step *st)
{
	return (struct thing){
		.ref = thing_ref(a, "cause", row_text(r, i, 0)),
		.makes = MAKES_CAUSE,
		.title = same_in_all(row_text(r, i, 1)),
		.about = row_text(r, i, 2),
		.step = st->id,
		.parent = ref_or_none(a, "cause", row_text(r, i, 3)),
		.is_root = row_int(r, i, 4) != 0,
	};
}

/* id, makes, about, table_no */
static struct thing
entry_row(struct arena *a, const struct rows *r, size_t i, const struct method_step *st)
{
	return (struct thing){
		.ref = thing_ref(a, "entry", row_text(r, i, 0)),
		.makes = makes_of(row_text(r, i, 1)),
		.about = row_text(r, i, 2),
		.step = st->id,
		.table = row_int(r, i, 3),
	};
}

/* ---- what a step has made ---- */

static err
made_notes(struct ask *q)
{
	struct rows r;

	TRY(db_query(q->c, q->a, &r, THING_NOTES, INT(q->process), TEXT(q->phase), TEXT(q->src->id), INT(q->room)));
	make_room(q->a, q->out, r.n);
	for (size_t i = 0; i < r.n; i++)
		q->out->p[q->out->n++] = note_row(q->a, &r, i, q->src);
	return OK;
}

static err
made_themes(struct ask *q)
{
	const struct method_step *themes = step_themes(q->src);
	struct rows r;

	if (!themes)
		return OK;
	TRY(db_query(q->c, q->a, &r, THING_THEMES, INT(q->process), TEXT(themes->session->phase->id), TEXT(themes->id), INT(q->room)));
	make_room(q->a, q->out, r.n);
	for (size_t i = 0; i < r.n; i++)
		q->out->p[q->out->n++] = theme_row(q->a, &r, i, themes);
	return OK;
}

static bool
tree_has_root(const struct things *t, size_t from, str about)
{
	for (size_t i = from; i < t->n; i++)
		if (t->p[i].is_root && str_eq(t->p[i].about, about))
			return true;
	return false;
}

/* A cause speaks for the area of what it is about. */
static enum column_area
area_of(struct ask *q, str about)
{
	struct thing t;

	if (!about.n || thing_get(q->c, q->a, q->s->method, q->process, about, &t))
		return 0;
	return t.area;
}

static err
made_causes(struct ask *q)
{
	bool all = !q->to || q->to->kind == STEP_VOTES || q->to->kind == STEP_TALK;
	size_t from = q->out->n, n = from;
	struct rows r;

	TRY(db_query(q->c, q->a, &r, THING_CAUSES, INT(q->process), TEXT(q->phase), TEXT(q->src->id), INT(q->room)));
	make_room(q->a, q->out, r.n);
	for (size_t i = 0; i < r.n; i++) {
		struct thing *t = &q->out->p[q->out->n++];
		*t = cause_row(q->a, &r, i, q->src);
		t->area = i > 0 && str_eq(t[-1].about, t->about) ? t[-1].area : area_of(q, t->about);
	}
	for (size_t i = from; i < q->out->n; i++)
		if (all || q->out->p[i].is_root || !tree_has_root(q->out, from, q->out->p[i].about))
			q->out->p[n++] = q->out->p[i];
	q->out->n = n;
	return OK;
}

/* The fields of one sheet among those of all. */
static size_t
fields_of(struct arena *a, const struct rows *r, str id, struct filled **out)
{
	size_t n = 0;

	*out = NEW_ARRAY(a, struct filled, r->n);
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(row_text(r, i, 0), id))
			(*out)[n++] = (struct filled){ row_text(r, i, 0), row_text(r, i, 1), row_text(r, i, 2), row_int(r, i, 3) };
	return n;
}

/* Title and area of a sheet, with those of what it is about to fall back on. */
static void
name_entry(struct ask *q, const struct rows *fields, struct thing *t)
{
	struct filled *f;
	str kind, id = { 0 };
	struct thing about;
	bool has_about = t->about.n && thing_get(q->c, q->a, q->s->method, q->process, t->about, &about) == OK;
	size_t n;

	thing_cut(t->ref, &kind, &id);
	n = fields_of(q->a, fields, id, &f);
	sheet_title(q->a, q->src->sheet, f, n, has_about ? &about.title : NULL, &t->title);
	t->area = has_about ? about.area : 0;
}

static bool
has_sheet(const struct things *t, size_t from, str about)
{
	for (size_t i = from; i < t->n; i++)
		if (str_eq(t->p[i].about, about))
			return true;
	return false;
}

static err
made_entries(struct ask *q)
{
	size_t from = q->out->n, n;
	struct things before;
	struct rows r, fields;

	TRY(db_query(q->c, q->a, &r, THING_ENTRIES, INT(q->process), TEXT(q->phase), TEXT(q->src->id), INT(q->room)));
	TRY(db_query(q->c, q->a, &fields, THING_FIELDS, INT(q->process), TEXT(q->phase), TEXT(q->src->id), INT(q->room)));
	make_room(q->a, q->out, r.n);
	for (size_t i = 0; i < r.n; i++) {
		struct thing *t = &q->out->p[q->out->n++];
		*t = entry_row(q->a, &r, i, q->src);
		name_entry(q, &fields, t);
	}
	if (q->src->kind != STEP_FORM)
		return OK;
	/* What came in as the same kind of thing, and was not improved. */
	n = q->out->n;
	TRY(things_in(q->c, q->a, q->s, q->src, &before));
	make_room(q->a, q->out, before.n);
	for (size_t i = 0; i < before.n; i++)
		if (before.p[i].makes == q->src->makes && !has_sheet(&(struct things){ q->out->p, n }, from, before.p[i].ref))
			q->out->p[q->out->n++] = before.p[i];
	return OK;
}

/* ---- what a step hands on of what came in ---- */

/* Better ones first; equal ones stay as they stand. */
static void
put_in_order(struct thing *p, size_t n, bool (*before)(const struct thing *, const struct thing *))
{
	for (size_t i = 1; i < n; i++) {
		struct thing t = p[i];
		size_t k = i;
		for (; k > 0 && before(&t, &p[k - 1]); k--)
			p[k] = p[k - 1];
		p[k] = t;
	}
}

static bool
by_votes(const struct thing *a, const struct thing *b)
{
	return a->votes > b->votes;
}

/* The field up left first, then up right, down left, down right; what has no place last. */
static bool
by_place(const struct thing *a, const struct thing *b)
{
	int pa = a->up * 4 - a->across, pb = b->up * 4 - b->across;

	return (a->up ? pa : -1) > (b->up ? pb : -1);
}

static err
placed(struct ask *q, struct things *t)
{
	struct rows r;

	TRY(db_query(q->c, q->a, &r, THING_PLACINGS, INT(q->process), TEXT(q->src->id), INT(q->room)));
	for (size_t i = 0; i < r.n; i++)
		for (size_t k = 0; k < t->n; k++)
			if (str_eq(t->p[k].ref, row_text(&r, i, 0))) {
				t->p[k].across = (int)row_int(&r, i, 1);
				t->p[k].up = (int)row_int(&r, i, 2);
			}
	put_in_order(t->p, t->n, by_place);
	return OK;
}

/* A vote over all sittings stands instead of the sittings' own. Themes are voted on by their id alone. */
static err
voted(struct ask *q, struct things *t)
{
	bool over_all = false;
	struct rows r;

	TRY(db_query(q->c, q->a, &r, THING_TOTALS, INT(q->process), TEXT(q->phase), TEXT(q->src->id), INT(q->room)));
	for (size_t i = 0; i < r.n; i++)
		over_all |= row_int(&r, i, 1) != 0;
	for (size_t i = 0; i < t->n; i++) {
		t->p[i].votes = 0;
		for (size_t k = 0; k < r.n; k++)
			if ((row_int(&r, k, 1) != 0) == over_all &&
				(str_eq(row_text(&r, k, 0), t->p[i].ref) ||
				str_eq(thing_ref(q->a, "theme", row_text(&r, k, 0)), t->p[i].ref)))
				t->p[i].votes += row_int(&r, k, 2);
	}
	put_in_order(t->p, t->n, by_votes);
	return OK;
}

static bool
can_keep(const struct method_step *st)
{
	for (size_t i = 0; i < st->answer_count; i++)
		if (st->answers[i].means == MEANS_KEEP)
			return true;
	return false;
}

/* A form after a verdict is for what is kept. */
static void
only_kept(struct ask *q, const struct method_step *verdict, struct things *t)
{
	size_t n = 0;

	if (!q->to || q->to->kind != STEP_FORM || !can_keep(verdict))
		return;
	for (size_t i = 0; i < t->n; i++)
		if (t->p[i].verdict == MEANS_KEEP)
			t->p[n++] = t->p[i];
	t->n = n;
}

static err
judged(struct ask *q, struct things *t)
{
	struct judgements j;

	TRY(verdict_read(q->c, q->a, q->process, q->room ? q->s->rm : NULL, q->src, &j));
	for (size_t i = 0; i < t->n; i++) {
		const struct judged *on = verdict_on(&j, q->src, t->p[i].ref);
		t->p[i].verdict = on && on->most ? on->most->means : 0;
		if (is_rehearsal(q->s) && !q->room)
			t->p[i].verdict = MEANS_KEEP;
	}
	only_kept(q, q->src, t);
	return OK;
}

static err
handed_on(struct ask *q)
{
	struct things t;

	TRY(things_in(q->c, q->a, q->s, q->src, &t));
	if (q->src->kind == STEP_MATRIX)
		TRY(placed(q, &t));
	else if (q->src->kind == STEP_VOTES)
		TRY(voted(q, &t));
	else if (q->src->kind == STEP_VERDICT)
		TRY(judged(q, &t));
	make_room(q->a, q->out, t.n);
	for (size_t i = 0; i < t.n; i++)
		q->out->p[q->out->n++] = t.p[i];
	return OK;
}

/* ---- what was decided ---- */

static enum answer_means
means_of(const struct method_step *verdict, str answer)
{
	for (size_t i = 0; verdict && i < verdict->answer_count; i++)
		if (str_eq(verdict->answers[i].id, answer))
			return verdict->answers[i].means;
	return 0;
}

/* What a choose step confirms answers of. */
static const struct method_step *
verdict_before(const struct method_step *st)
{
	for (size_t i = 0; i < st->from_count; i++)
		if (st->from[i].step && st->from[i].step->kind == STEP_VERDICT)
			return st->from[i].step;
	return NULL;
}

/* Staff are not asked again about what is no longer tried. The three still see it, and so does whoever looks back. */
static bool
asks_staff(const struct thing_scope *s)
{
	return s->rm && s->rm->s.state != SITTING_CLOSED && s->rm->session->kind == SESSION_WORKSHOP;
}

/* A proposal that was chosen goes on as the measure it has become. */
static err
become_measure(struct ask *q, struct thing *t, bool *over)
{
	int64_t id;

	*over = false;
	TRY(measure_of_thing(q->c, q->a, t->ref, &id));
	if (!id)
		return OK;
	if (asks_staff(q->s))
		TRY(measure_is_over(q->c, q->a, id, over));
	t->about = t->ref;
	t->ref = str_fmt(q->a, "measure:%lld", (long long)id);
	return OK;
}

static err
picked(struct ask *q)
{
	const struct method_step *verdict = verdict_before(q->src);

	for (size_t i = 0; i < q->src->pick_count; i++) {
		const struct method_pick *pick = &q->src->picks[i];
		struct things t = { 0 };
		struct rows r;
		TRY(db_query(q->c, q->a, &r, THING_PICKED, INT(q->process), TEXT(q->phase), TEXT(pick->id)));
		make_room(q->a, &t, r.n);
		for (size_t k = 0; k < r.n; k++) {
			bool over = false;
			t.p[t.n] = picked_row(q->a, &r, k, pick->makes);
			if (pick->makes == MAKES_MEASURE)
				TRY(become_measure(q, &t.p[t.n], &over));
			if (over)
				continue;
			t.p[t.n++].verdict = means_of(verdict, row_text(&r, k, 5));
		}
		if (verdict)
			only_kept(q, verdict, &t);
		make_room(q->a, q->out, t.n);
		for (size_t k = 0; k < t.n; k++)
			q->out->p[q->out->n++] = t.p[k];
	}
	return OK;
}

/* ---- rehearsals ---- */

static void
made_up(struct ask *q, enum step_makes makes)
{
	make_room(q->a, q->out, INVENTED_MOST);
	q->out->n += invented_things(q->a, q->s->rm->s.id, makes, &q->out->p[q->out->n]);
}

/* What earlier sessions have made is not touched by a rehearsal: it has invented things instead. What only hands on does so with those. */
static bool
is_made_up(struct ask *q)
{
	switch (q->src->kind) {
	case STEP_NOTES: made_up(q, q->src->makes ? q->src->makes : MAKES_NOTE); return true;
	case STEP_THEMES:
	case STEP_MERGE: made_up(q, MAKES_THEME); return true;
	case STEP_TREE: made_up(q, MAKES_CAUSE); return true;
	case STEP_FORM:
	case STEP_PROPOSAL: made_up(q, q->src->makes ? q->src->makes : MAKES_ENTRY); return true;
	case STEP_CHOOSE:
		for (size_t i = 0; i < q->src->pick_count; i++)
			made_up(q, q->src->picks[i].makes);
		return true;
	case STEP_SORT:
	case STEP_MATRIX:
	case STEP_VOTES:
	case STEP_VERDICT:
	case STEP_TALK:
	case STEP_CHECKOUT:
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return false;
}

err
things_add(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *src,
	const struct method_step *to, struct things *out)
{
	bool own = s->rm && src->session == s->rm->session && s->rm->s.kind != SITTING_VOTING;
	struct ask q = { .c = c, .a = a, .s = s, .process = s->process, .room = own ? s->rm->s.id : 0,
		.phase = src->session->phase->id, .src = src, .to = to, .out = out };

	if (is_rehearsal(s) && !own && is_made_up(&q))
		return OK;
	switch (src->kind) {
	case STEP_NOTES: return made_notes(&q);
	case STEP_THEMES:
	case STEP_MERGE: return made_themes(&q);
	case STEP_TREE: return made_causes(&q);
	case STEP_FORM:
	case STEP_PROPOSAL: return made_entries(&q);
	case STEP_SORT:
	case STEP_MATRIX:
	case STEP_VOTES:
	case STEP_VERDICT: return handed_on(&q);
	case STEP_CHOOSE: return picked(&q);
	case STEP_TALK:
	case STEP_CHECKOUT:
	case STEP_RULES:
	case STEP_PLAN:
	case STEP_BREAK:
		break;
	}
	return OK;
}

err
things_of(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *src,
	const struct method_step *to, struct things *out)
{
	*out = (struct things){ 0 };
	return things_add(c, a, s, src, to, out);
}
