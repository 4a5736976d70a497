/* report_thread.c: what was done and why, in a report: each way from what was chosen to what came of it. */
#include "app/chain/way.h"
#include "app/print/report.h"

static bool
ends(const struct way *w, size_t at)
{
	for (size_t i = at + 1; i < w->n; i++)
		if (w->p[i].parent == at)
			return false;
	return true;
}

/* From below what begins the tree down to this end: what each step is, and what it says. */
static void
tell(struct report *r, const struct way *w, size_t end)
{
	size_t path[WAY_STAGES * 4] = { 0 }, n = 0, k = 0;	/* a proposal may rest on ideas that rest on others */
	str *cells = NEW_ARRAY(r->rq->arena, str, 2 * COUNT(path));

	for (size_t i = end; i != WAY_NONE && n < COUNT(path); i = w->p[i].parent)
		path[n++] = i;
	while (n-- > 0) {
		const struct way_node *node = &w->p[path[n]];
		if (node->stage <= WAY_CHOICE)
			continue;
		cells[k++] = node->kind;
		cells[k++] = node->note.n ? str_fmt(r->rq->arena, STR_FMT " (" STR_FMT ")", STR_ARG(node->title), STR_ARG(node->note)) : node->title;
	}
	report_cells(r, PART_FACTS, cells, k);
}

err
report_thread(struct report *r, struct db_conn *c)
{
	const struct way_ask ask = { .lang = r->lang, .p = r->p };
	struct ways all;
	bool headed = false;

	TRY(ways_read(c, r->rq->arena, &ask, &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct way *w = &all.p[i];
		bool titled = false;
		/* What was not chosen stands among the results. */
		for (size_t k = 0; k < w->n && w->group != WAY_LEFT; k++) {
			if (w->p[k].stage <= WAY_CHOICE || !ends(w, k))
				continue;
			if (!headed)
				report_add(r, PART_HEADING, tr(r->lang, "What was done, and why"));
			if (!titled)
				report_add(r, PART_SUBHEADING, w->title);
			headed = titled = true;
			tell(r, w, k);
		}
	}
	return OK;
}
