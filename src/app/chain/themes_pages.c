/* themes_pages.c: the page where the themes of all sittings meet. */
#include "app/chain/chain_pages.h"
#include "app/chain_themes_tmpl.h"
#include "app/process/process.h"
#include "app/room/desk.h"
#include "base/rand.h"
#include "text/date.h"

static const struct {
	const char *word, *text;
} confirmations[] = {
	{ "merged", N_("The themes are together now. The originals are kept under the new name.") },
	{ "apart", N_("The theme stands by itself again.") },
	{ "named", N_("The name is changed. The first name is kept beside it.") },
	{ "made", N_("The theme is made.") },
	{ "taken", N_("The notes are moved.") },
	{ "back", N_("The note is back.") },
	{ "erase", N_("It waits for one more, or it is done.") },
};

static str
confirmation(const struct req *rq)
{
	str word = req_query(rq, S("said"));

	for (size_t i = 0; i < COUNT(confirmations); i++)
		if (str_eq(word, str_of(confirmations[i].word)))
			return tr_dynamic(rq->lang, str_of(confirmations[i].text));
	return (str){ 0 };
}

static const struct aside_reason *
reason_of(str word)
{
	for (size_t i = 0; i < aside_reason_count; i++)
		if (str_eq(word, str_of(aside_reasons[i].word)))
			return &aside_reasons[i];
	return NULL;
}

static err
read_notes(struct db_conn *c, struct arena *a, struct themes_view *v)
{
	struct rows r;

	TRY(db_query(c, a, &r, CHAIN_NOTES, INT(v->p->id), TEXT(v->g->phase->id)));
	v->notes = NEW_ARRAY(a, struct themes_note, r.n);
	v->note_count = r.n;
	for (size_t i = 0; i < r.n; i++)
		v->notes[i] = (struct themes_note){ row_text(&r, i, 0), row_text(&r, i, 1), row_text(&r, i, 3), row_text(&r, i, 4) };
	return OK;
}

/* What must be handled stands on a list of its own. */
static err
read_aside(struct db_conn *c, struct arena *a, struct themes_view *v)
{
	struct rows r;

	TRY(db_query(c, a, &r, CHAIN_NOTES_ASIDE, INT(v->p->id), TEXT(v->g->phase->id)));
	v->aside = NEW_ARRAY(a, struct themes_aside, r.n);
	for (size_t i = 0; i < r.n; i++) {
		const struct aside_reason *why = reason_of(row_text(&r, i, 2));
		if (why && why->must_handle)
			continue;
		v->aside[v->aside_count++] = (struct themes_aside){ row_text(&r, i, 0), row_text(&r, i, 1), why ? why->text : NULL };
	}
	return OK;
}

static err
draw(struct req *rq, struct response *rs, str named, str problem)
{
	struct page pg = page_of(rq, tr(rq->lang, "Themes from all sittings"));
	const struct method_phase *phase;
	struct gathering g;
	struct process p;
	struct themes_view v = { .p = &p, .g = &g };
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	TRY(gathering_phase(c, rq->arena, &p, named, &phase));
	if (!phase)
		return ERR_NOTFOUND;
	TRY(gathering_read(c, rq->arena, &p, phase, &g));
	v.base = str_fmt(rq->arena, "/p/%" PRId64 "/themes", rq->process);
	v.may_change = !g.voting && !g.decided && !g.asked && req_has_role(rq, WHO_GROUP | WHO_HELPER);
	v.may_erase = req_has_role(rq, WHO_GROUP) && !g.decided;
	v.is_leader = req_has_role(rq, WHO_LEADER);
	if (v.may_erase)
		TRY(erase_waiting(c, rq->arena, rq->process, phase->id, rq->user->id, &v.waits));
	v.may_bring_back = req_has_role(rq, WHO_REPS) && !g.decided;
	v.may_choose = req_has_role(rq, WHO_PLAN) && choose_step(phase);
	if (!g.decided) {
		TRY(read_notes(c, rq->arena, &v));
		if (req_has_role(rq, WHO_GROUP))
			TRY(read_aside(c, rq->arena, &v));
	}
	pg.said = confirmation(rq);
	chain_themes(&rs->body, rq->lang, &pg, &v, problem);
	return OK;
}

err
themes_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, req_query(rq, S("phase")), (str){ 0 });
}

/* ---- changes ---- */

/* All values of a field that comes more than once. */
static void
gather(struct req *rq, str name, struct theme_change *x)
{
	str *ids = NEW_ARRAY(rq->arena, str, rq->form.n);

	for (size_t i = 0; i < rq->form.n; i++)
		if (str_eq(rq->form.p[i].name, name))
			ids[x->n++] = rq->form.p[i].value;
	x->ids = ids;
}

static err
read_name(struct req *rq, struct theme_change *x)
{
	return text_clean(rq->arena, req_form(rq, S("name")), THEME_GRAPHEMES, &x->name);
}

static struct theme_change
change_of(struct req *rq)
{
	return (struct theme_change){ .arena = rq->arena, .app = rq->app, .process = rq->process, .unit = rq->unit,
		.person = rq->user->id, .phase = req_form(rq, S("phase")), .key = req_form(rq, S("key")),
		.theme = req_form(rq, S("theme")), .step = req_form(rq, S("step")) };
}

/* Back to the page with a confirmation, or the page again with what was wrong. */
static err
done(struct req *rq, struct response *rs, err e, const struct theme_change *x, const char *said, str wrong)
{
	if (e == ERR_CONFLICT)
		wrong = tr(rq->lang, "The themes stand now, or somebody else was first. Here is what applies.");
	if (e == ERR_CONFLICT || e == ERR_INVALID) {
		if (draw(rq, rs, x->phase, wrong))
			response_reset(rs);
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/themes?phase=" STR_FMT "&said=%s", rq->process,
		STR_ARG(url_part(rq->arena, x->phase)), said);
}

err
themes_merge_post(struct req *rq, struct response *rs)
{
	struct theme_change x = change_of(rq);
	err e = read_name(rq, &x);

	gather(rq, S("theme"), &x);
	if (!e)
		e = req_write(rq, themes_merge, &x);
	return done(rq, rs, e, &x, "merged", tr(rq->lang, "Tick at least two themes about the same area."));
}

err
themes_apart_post(struct req *rq, struct response *rs)
{
	struct theme_change x = change_of(rq);

	return done(rq, rs, req_write(rq, theme_take_out, &x), &x, "apart", (str){ 0 });
}

err
themes_name_post(struct req *rq, struct response *rs)
{
	struct theme_change x = change_of(rq);
	err e = read_name(rq, &x);

	if (!e)
		e = req_write(rq, theme_rename, &x);
	return done(rq, rs, e, &x, "named", tr(rq->lang, "Give the theme a short name."));
}

err
themes_new_post(struct req *rq, struct response *rs)
{
	struct theme_change x = change_of(rq);
	err e = read_name(rq, &x);

	if (!e)
		e = req_write(rq, theme_new, &x);
	return done(rq, rs, e, &x, "made", tr(rq->lang, "Give the theme a short name."));
}

err
themes_take_post(struct req *rq, struct response *rs)
{
	struct theme_change x = change_of(rq);

	gather(rq, S("note"), &x);
	x.on = x.theme.n > 0;
	return done(rq, rs, req_write(rq, theme_take_notes, &x), &x, "taken",
		tr(rq->lang, "Tick at least one note, and choose a theme."));
}

err
themes_back_post(struct req *rq, struct response *rs)
{
	struct theme_change x = change_of(rq);

	gather(rq, S("note"), &x);
	return done(rq, rs, req_write(rq, note_bring_back, &x), &x, "back", (str){ 0 });
}

/* target: a theme's id; note: ticked ones. */
err
themes_erase_post(struct req *rq, struct response *rs)
{
	struct theme_change x = change_of(rq);
	struct erase_act act = { .arena = rq->arena, .process = rq->process, .unit = rq->unit, .person = rq->user->id,
		.roles = rq->roles, .phase = x.phase, .key = x.key, .lang = rq->lang };
	err e;

	gather(rq, req_form(rq, S("target")).n ? S("target") : S("note"), &x);
	act.targets = x.ids;
	act.n = x.n;
	e = req_write(rq, erase_press, &act);
	/* What is gone from the rows goes from the files; if that has to wait, the jobs do it. */
	if (!e && act.done && scrub_run(rq->app, rq->arena))
		rq->problem = (str){ 0 };
	return done(rq, rs, e, &x, "erase", tr(rq->lang, "Tick at least one note, and choose a theme."));
}
