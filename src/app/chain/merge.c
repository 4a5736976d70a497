/* merge.c: themes over all sittings are merged, taken apart again and named. Originals are never deleted. */
#include "app/access/audit.h"
#include "app/chain/themes.h"
#include "app/process/process.h"
#include "base/rand.h"

#define MOST_AT_ONCE 50

/* The themes as they are, when they may still be changed. *is_new false: the form came twice. */
static err
begin(struct db_conn *c, const struct theme_change *x, struct gathering *g, bool *is_new)
{
	const struct method_phase *phase;
	struct process p;

	TRY(form_key_use(c, x->key, is_new));
	if (!*is_new)
		return OK;
	TRY(process_get(x->app, c, x->arena, x->process, &p));
	phase = method_phase(p.method, x->phase);
	if (!phase || !phase_has_themes(phase))
		return ERR_NOTFOUND;
	TRY(gathering_read(c, x->arena, &p, phase, g));
	return g->voting || g->decided || g->asked ? ERR_CONFLICT : OK;
}

/* Names of themes may turn out to hold a person's, and the log cannot be changed: it tells what was done, not to which. */
static err
write_down(struct db_conn *c, const struct theme_change *x, const char *kind)
{
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, kind, S(""));
}

static const struct theme_part *
part_of(const struct gathering *g, const struct theme_node *n)
{
	for (size_t i = 0; i < g->part_count; i++)
		for (size_t k = 0; k < g->parts[i].n; k++)
			if (g->parts[i].headings[k] == n)
				return &g->parts[i];
	return NULL;
}

static str
column_of(const struct theme_part *part)
{
	const struct method_column *only = room_only_column(part->step);

	return only ? only->id : (str){ 0 };
}

static err
add_heading(struct db_conn *c, const struct theme_change *x, const struct theme_part *part, str name, bool made, str *id)
{
	*id = rand_uuid(x->arena);
	return db_exec(c, NULL, CHAIN_THEME_ADD, TEXT(*id), INT(x->process), TEXT(x->phase), TEXT(part->step->id),
		TEXT(column_of(part)), TEXT(name), INT(made), INT(rand_below(INT32_MAX)));
}

/* All are headings of the same step, and different ones. */
static err
find_merged(const struct gathering *g, const struct theme_change *x, struct theme_node **nodes, const struct theme_part **part)
{
	if (x->n < 2 || x->n > MOST_AT_ONCE)
		return ERR_INVALID;
	for (size_t i = 0; i < x->n; i++) {
		nodes[i] = gathering_node(g, x->ids[i]);
		if (!nodes[i])
			return ERR_NOTFOUND;
		if (nodes[i]->into.n)
			return ERR_CONFLICT;
		for (size_t k = 0; k < i; k++)
			if (nodes[k] == nodes[i])
				return ERR_INVALID;
		if (i && part_of(g, nodes[i]) != *part)
			return ERR_INVALID;
		*part = part_of(g, nodes[i]);
	}
	return *part ? OK : ERR_INVALID;
}

static struct theme_node *
with_most_notes(struct theme_node **nodes, size_t n)
{
	struct theme_node *best = nodes[0];

	for (size_t i = 1; i < n; i++)
		if (nodes[i]->notes > best->notes)
			best = nodes[i];
	return best;
}

/* The heading is a theme of its own, so that each of the merged keeps its name, its notes and its votes. */
err
themes_merge(struct db_conn *c, void *change)
{
	struct theme_change *x = change;
	struct theme_node **nodes = NEW_ARRAY(x->arena, struct theme_node *, x->n);
	const struct theme_part *part = NULL;
	struct gathering g;
	int64_t changed;
	bool is_new;
	str name, id;

	TRY(begin(c, x, &g, &is_new));
	if (!is_new)
		return OK;
	TRY(find_merged(&g, x, nodes, &part));
	name = x->name.n ? x->name : with_most_notes(nodes, x->n)->name;
	TRY(add_heading(c, x, part, name, true, &id));
	for (size_t i = 0; i < x->n; i++) {
		TRY(db_exec(c, &changed, CHAIN_THEME_INTO, TEXT(nodes[i]->id), TEXT(id)));
		if (changed != 1)
			return ERR_CONFLICT;
	}
	return write_down(c, x, "theme.merge");
}

/* A heading with one theme left under it stands for nothing: the theme comes out, and the heading goes. */
static err
tidy_heading(struct db_conn *c, const struct theme_change *x, const struct theme_node *heading)
{
	struct rows r;

	if (!heading->made)
		return OK;
	TRY(db_query(c, x->arena, &r, CHAIN_THEME_PARTS, TEXT(heading->id)));
	if (r.n > 1)
		return OK;
	if (r.n == 1)
		TRY(db_exec(c, NULL, CHAIN_THEME_OUT, TEXT(row_text(&r, 0, 0)), TEXT_OR_NIL(heading->into)));
	return db_exec(c, NULL, CHAIN_THEME_EMPTY, TEXT(heading->id));
}

err
theme_take_out(struct db_conn *c, void *change)
{
	struct theme_change *x = change;
	const struct theme_node *n, *heading;
	struct gathering g;
	bool is_new;

	TRY(begin(c, x, &g, &is_new));
	if (!is_new)
		return OK;
	n = gathering_node(&g, x->theme);
	if (!n)
		return ERR_NOTFOUND;
	if (!n->into.n)
		return OK;
	heading = gathering_node(&g, n->into);
	TRY(db_exec(c, NULL, CHAIN_THEME_OUT, TEXT(n->id), TEXT_OR_NIL(heading->into)));
	TRY(tidy_heading(c, x, heading));
	return write_down(c, x, "theme.apart");
}

err
theme_rename(struct db_conn *c, void *change)
{
	struct theme_change *x = change;
	const struct theme_node *n;
	struct gathering g;
	bool is_new;

	TRY(begin(c, x, &g, &is_new));
	if (!is_new)
		return OK;
	n = gathering_node(&g, x->theme);
	if (!n)
		return ERR_NOTFOUND;
	if (!x->name.n)
		return ERR_INVALID;
	if (str_eq(n->name, x->name))
		return OK;
	TRY(db_exec(c, NULL, CHAIN_THEME_NAME, TEXT(n->id), TEXT(x->name)));
	return write_down(c, x, "theme.rename");
}

err
theme_new(struct db_conn *c, void *change)
{
	struct theme_change *x = change;
	struct gathering g;
	bool is_new;
	str id;

	TRY(begin(c, x, &g, &is_new));
	if (!is_new)
		return OK;
	if (!x->name.n)
		return ERR_INVALID;
	for (size_t i = 0; i < g.part_count; i++)
		if (str_eq(g.parts[i].step->id, x->step)) {
			TRY(add_heading(c, x, &g.parts[i], x->name, false, &id));
			return write_down(c, x, "theme.new");
		}
	return ERR_NOTFOUND;
}

err
theme_take_notes(struct db_conn *c, void *change)
{
	struct theme_change *x = change;
	struct gathering g;
	bool is_new;

	TRY(begin(c, x, &g, &is_new));
	if (!is_new)
		return OK;
	if (!gathering_node(&g, x->theme) && x->on)
		return ERR_NOTFOUND;
	if (x->n == 0 || x->n > 200)
		return ERR_INVALID;
	for (size_t i = 0; i < x->n; i++)
		TRY(db_exec(c, NULL, CHAIN_NOTE_THEME, TEXT(x->ids[i]), INT(x->process), TEXT(x->phase),
			x->on ? TEXT(x->theme) : NIL));
	return OK;
}

err
note_bring_back(struct db_conn *c, void *change)
{
	struct theme_change *x = change;
	int64_t changed;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	for (size_t i = 0; i < x->n; i++) {
		TRY(db_exec(c, &changed, CHAIN_NOTE_BACK, TEXT(x->ids[i]), INT(x->process), TEXT(x->phase)));
		if (changed != 1)
			return ERR_NOTFOUND;
	}
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, "note.back", S(""));
}
