/* agenda_item_pages.c: one item of an agenda: any of the three puts it there, and says why and what it is for. */
#include "app/agenda/agenda_pages.h"

#include "app/access/people_choices.h"
#include "app/agenda_form_tmpl.h"
#include "base/rand.h"

static const struct field item_form[] = {
	{ "title", N_("What is it about?"), .max = 120, .required = true },
	{ "why", N_("Why do we raise it?"), .kind = FIELD_TEXT, .max = 600 },
	{ "want", N_("What do we want with it?"), .kind = FIELD_CHOICE, .required = true },
	{ "minutes", N_("How many minutes?"), .kind = FIELD_INT, .min = 1, .max = AGENDA_LONGEST, .required = true },
	{ "person", N_("Who has it?"), .kind = FIELD_CHOICE, .quiet = true },
	{ "label", N_("Under the Basic Agreement"),
		N_("Information, discussion and negotiation mean something different there. Set it when it matters which it is."),
		FIELD_CHOICE },
	{ "reach", N_("Must we, or do we choose to?"),
		N_("Extended cooperation is what we do together although no law and no agreement demands it."), FIELD_CHOICE },
};

static err
draw(struct req *rq, struct response *rs, struct form *f, struct agenda_item_view *x, const struct agenda_view *v)
{
	struct choice *want = NEW_ARRAY(rq->arena, struct choice, AGENDA_WANTS);
	struct choice *label = NEW_ARRAY(rq->arena, struct choice, AGENDA_LABELS);
	struct choice *reach = NEW_ARRAY(rq->arena, struct choice, AGENDA_REACHES);
	struct page pg = page_of(rq, x->item ? tr(rq->lang, "Change the item") : tr(rq->lang, "Raise an item"));

	for (enum agenda_want w = WANT_INFORM; w < AGENDA_WANTS; w++)
		want[w] = (struct choice){ agenda_want_word(w), agenda_want_name(rq->lang, w) };
	for (enum agenda_label k = LABEL_INFORMATION; k < AGENDA_LABELS; k++)
		label[k - 1] = (struct choice){ agenda_label_word(k), agenda_label_name(rq->lang, k) };
	for (enum agenda_reach k = REACH_DEMANDED; k < AGENDA_REACHES; k++)
		reach[k - 1] = (struct choice){ agenda_reach_word(k), agenda_reach_name(rq->lang, k) };
	form_choices(f, "want", want, AGENDA_WANTS);
	form_choices(f, "label", label, AGENDA_LABELS - 1);
	form_choices(f, "reach", reach, AGENDA_REACHES - 1);
	TRY(process_people_choices(rq, f, "person"));
	x->base = v->base;
	x->action = rq->http->path;
	x->title = v->w.m.title;
	x->key = rand_uuid(rq->arena);
	x->seen = x->item ? agenda_item_seen(rq->arena, x->item) : (str){ 0 };
	pg.form = f;
	agenda_item_view(&rs->body, rq->lang, &pg, x, f);
	return OK;
}

static const struct agenda_item *
item_of(const struct agenda_view *v, int64_t id)
{
	for (size_t i = 0; i < v->w.items.n; i++)
		if (v->w.items.p[i].id == id)
			return &v->w.items.p[i];
	return NULL;
}

static err
read_item(struct req *rq, struct form *f, struct agenda_item *it)
{
	err e = form_read(rq, item_form, COUNT(item_form), f);

	if (form_str(f, "want").n && agenda_want_word(agenda_want_of(form_str(f, "want"))).n != form_str(f, "want").n)
		e = form_error(f, "want", tr(rq->lang, "Choose one from the list."));
	TRY(process_people_choices(rq, f, "person"));
	if (form_check_choice(rq, f, "person") || e)
		return ERR_INVALID;
	it->title = form_str(f, "title");
	it->why = form_str(f, "why");
	it->want = agenda_want_of(form_str(f, "want"));
	it->label = agenda_label_of(form_str(f, "label"));
	it->reach = agenda_reach_of(form_str(f, "reach"));
	it->minutes = form_int(f, "minutes");
	it->person = form_int(f, "person");
	return OK;
}

err
agenda_item_new_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, item_form, COUNT(item_form));
	struct agenda_item_view x = { 0 };
	struct agenda_view v = { 0 };

	TRY(agenda_view_read(rq, &v));
	if (!v.edits)
		return req_go(rq, rs, STR_FMT, STR_ARG(v.base));
	form_set(&f, "minutes", S("10"));
	return draw(rq, rs, &f, &x, &v);
}

err
agenda_item_new_post(struct req *rq, struct response *rs)
{
	struct agenda_item_put put = { .act = ITEM_ADD };
	struct agenda_item_view x = { 0 };
	struct agenda_view v = { 0 };
	struct form f;
	err e;

	TRY(agenda_view_read(rq, &v));
	put.by = agenda_by(rq, v.w.m.id);
	e = read_item(rq, &f, &put.item);
	if (!e)
		e = req_write(rq, agenda_item_write, &put);
	if (e == ERR_TOOMANY)
		e = form_error(&f, "title", tr(rq->lang, "The agenda is full. Take something away first, or plan one more meeting."));
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f, &x, &v));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, STR_FMT "?said=saved#agenda", STR_ARG(v.base));
}

static err
the_item(struct req *rq, struct agenda_view *v, struct agenda_item_view *x)
{
	int64_t id;

	TRY(agenda_view_read(rq, v));
	TRY(req_id(rq, 2, &id));
	x->item = item_of(v, id);
	x->last = x->item && x->item == &v->w.items.p[v->w.items.n - 1];
	return x->item ? OK : ERR_NOTFOUND;
}

err
agenda_item_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, item_form, COUNT(item_form));
	struct agenda_item_view x = { 0 };
	struct agenda_view v = { 0 };

	TRY(the_item(rq, &v, &x));
	if (!v.edits)
		return req_go(rq, rs, STR_FMT, STR_ARG(v.base));
	form_set(&f, "title", x.item->title);
	form_set(&f, "why", x.item->why);
	form_set(&f, "want", agenda_want_word(x.item->want));
	form_set_int(rq, &f, "minutes", x.item->minutes);
	if (x.item->person)
		form_set_int(rq, &f, "person", x.item->person);
	form_set(&f, "label", agenda_label_word(x.item->label));
	form_set(&f, "reach", agenda_reach_word(x.item->reach));
	return draw(rq, rs, &f, &x, &v);
}

/* Moved or taken away from the meeting's page or this one; nothing else of the form is read then. */
static bool
moves(str act, enum agenda_item_act *out)
{
	*out = str_eq(act, S("up")) ? ITEM_UP : str_eq(act, S("down")) ? ITEM_DOWN : str_eq(act, S("remove")) ? ITEM_REMOVE : ITEM_CHANGE;
	return *out != ITEM_CHANGE;
}

err
agenda_item_post(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, item_form, COUNT(item_form));
	struct agenda_item_put put = { 0 };
	struct agenda_item_view x = { 0 };
	struct agenda_view v = { 0 };
	err e = OK;

	TRY(the_item(rq, &v, &x));
	put.by = agenda_by(rq, v.w.m.id);
	put.item.id = x.item->id;
	put.seen = req_form(rq, S("seen"));
	if (!moves(req_form(rq, S("act")), &put.act))
		e = read_item(rq, &f, &put.item);
	if (!e)
		e = req_write(rq, agenda_item_write, &put);
	if (e == ERR_CONFLICT) {
		TRY(the_item(rq, &v, &x));
		x.problem = tr(rq->lang, "Somebody else has changed this meanwhile. What you wrote stands below; save it if it shall count.");
	}
	if (e == ERR_INVALID || e == ERR_CONFLICT) {
		TRY(draw(rq, rs, &f, &x, &v));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, STR_FMT "#agenda", STR_ARG(v.base));
}
