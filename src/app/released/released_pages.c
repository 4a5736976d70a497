/* released_pages.c: where the group chooses, words, asks and withdraws, and where it makes the addresses. */
#include "app/released/released_pages.h"

#include "app/released_tmpl.h"
#include "app/room/blame.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

static err
read_view(struct req *rq, struct released_view *v)
{
	struct process p;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	v->base = str_fmt(rq->arena, "/p/%" PRId64 "/released", rq->process);
	v->now = clock_now();
	TRY(released_read(c, rq->arena, p.id, false, &v->all));
	TRY(released_read(c, rq->arena, p.id, true, &v->old));
	TRY(released_offers(c, rq->arena, &p, &v->all, &v->offers));
	TRY(released_links_read(c, rq->arena, p.id, &v->links));
	TRY(released_question(c, rq->arena, p.unit, p.id, &v->question));
	for (size_t i = 0; i < v->all.n; i++) {
		v->drafts += v->all.p[i].state == RELEASED_DRAFT && !v->all.p[i].asked;
		v->out += v->all.p[i].state == RELEASED_OUT;
	}
	return OK;
}

static err
draw(struct req *rq, struct response *rs, str problem)
{
	struct released_view v = { .problem = problem, .place = req_form(rq, S("place")), .key = rand_uuid(rq->arena) };
	struct page pg = page_of(rq, tr(rq->lang, "You said, we do"));

	TRY(read_view(rq, &v));
	pg.said = page_said(rq);
	released_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

err
released_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, (str){ 0 });
}

/* The page again with what is wrong; everything else goes its usual way. */
static err
refuse(struct req *rq, struct response *rs, err e, str problem)
{
	TRY(draw(rq, rs, problem));
	return e;
}

static struct released_act
act_of(struct req *rq)
{
	return (struct released_act){ .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id,
		.lang = rq->lang, .key = req_form(rq, S("key")) };
}

err
released_act_post(struct req *rq, struct response *rs)
{
	struct released_act x = act_of(rq);
	bool withdraw = str_eq(req_form(rq, S("do")), S("withdraw"));
	err e;

	if (str_int(req_form(rq, S("item")), &x.id))
		return ERR_NOTFOUND;
	e = req_write(rq, withdraw ? released_withdraw : released_drop, &x);
	if (e == ERR_CONFLICT)
		return refuse(rq, rs, e, tr(rq->lang, "It has been changed meanwhile, or the three are asked about it. Nothing was done."));
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/released?said=%s", rq->process, withdraw ? "withdrawn" : "draft-gone");
}

err
released_ask_post(struct req *rq, struct response *rs)
{
	struct released_act x = act_of(rq);
	int64_t *ids = NEW_ARRAY(rq->arena, int64_t, RELEASED_MOST);
	err e;

	for (size_t i = 0; i < rq->form.n && x.id_count < RELEASED_MOST; i++)
		if (str_eq(rq->form.p[i].name, S("item")) && !str_int(rq->form.p[i].value, &ids[x.id_count]))
			x.id_count++;
	x.ids = ids;
	e = req_write(rq, released_ask, &x);
	if (e == ERR_INVALID)
		return refuse(rq, rs, e, tr(rq->lang, "Tick at least one of the drafts."));
	if (e == ERR_CONFLICT)
		return refuse(rq, rs, e, tr(rq->lang, "A question waits for answers already, or a draft has been changed meanwhile."));
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64 "?said=asked", rq->process, x.agreement);
}

/* ---- one wording ---- */

static const struct field item_form[] = {
	{ "said", N_("What did you say?"), N_("The theme or challenge, in the staff's own words as far as possible."), .max = RELEASED_SAID,
		.required = true },
	{ "does", N_("What do we do?"), NULL, FIELD_TEXT, .max = RELEASED_DOES },
	{ "status", N_("How does it stand?"), N_("A few plain words: “We try it until Christmas.”"), .max = RELEASED_STATUS },
	{ "next", N_("Next date"), N_("When you look at it next, or when it is to be done."), FIELD_DATE },
	{ "came", N_("What came of it, or what have we learnt?"), NULL, FIELD_TEXT, .max = RELEASED_CAME },
	{ "trying", N_("We are trying it now"), NULL, FIELD_TICK },
	{ "area", N_("Kind"), NULL, FIELD_CHOICE, .required = true },
	{ "sure", N_("No person is named in this text"), NULL, FIELD_TICK, .quiet = true },
	{ "of", "", NULL, FIELD_HIDDEN },
	{ "replaces", "", NULL, FIELD_HIDDEN },
};

static void
offer_areas(struct req *rq, struct form *f)
{
	struct choice *areas = NEW_ARRAY(rq->arena, struct choice, 2);

	areas[0] = (struct choice){ S("improve"), tr(rq->lang, "Something we make better") };
	areas[1] = (struct choice){ S("preserve"), tr(rq->lang, "Something we take care of") };
	form_choices(f, "area", areas, 2);
}

static err
draw_item(struct req *rq, struct response *rs, struct form *f, struct released_edit_view *v)
{
	struct page pg = page_of(rq, v->is_new ? tr(rq->lang, "A new wording") : tr(rq->lang, "Change the wording"));

	offer_areas(rq, f);
	v->action = rq->http->path;
	v->back = str_fmt(rq->arena, "/p/%" PRId64 "/released", rq->process);
	v->key = rand_uuid(rq->arena);
	pg.form = f;
	released_edit_view(&rs->body, rq->lang, &pg, v, f);
	return OK;
}

static struct form
form_of(struct req *rq, const struct released_item *it)
{
	struct form f = form_new(rq, item_form, COUNT(item_form));

	form_set(&f, "said", it->said);
	form_set(&f, "does", it->does);
	form_set(&f, "status", it->status);
	form_set(&f, "came", it->came);
	form_set(&f, "area", it->area == AREA_PRESERVE ? S("preserve") : S("improve"));
	form_set(&f, "trying", it->trying ? S("1") : (str){ 0 });
	form_set(&f, "of", it->thing);
	if (it->next_at)
		form_set(&f, "next", date_iso(rq->arena, it->next_at));
	return f;
}

/* Begun from a thing, from what is out, or from nothing. */
static err
suggest(struct req *rq, str of, str replaces, struct released_item *it)
{
	struct released_item was;
	struct process p;
	struct db_conn *c;
	int64_t id;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	if (!replaces.n)
		return released_suggest(c, rq->arena, rq->lang, &p, of, it);
	if (str_int(replaces, &id))
		return ERR_NOTFOUND;
	TRY(released_get(c, rq->arena, rq->process, id, &was));
	if (was.state != RELEASED_OUT)
		return ERR_NOTFOUND;
	*it = was;
	/* What its card says now; what staff said, and which kind it is, stand. */
	if (was.measure && released_suggest(c, rq->arena, rq->lang, &p, was.thing, it) == OK) {
		it->said = was.said;
		it->does = was.does;
		it->area = was.area;
		if (!it->came.n)
			it->came = was.came;
	}
	it->id = 0;
	it->replaces = id;
	return OK;
}

err
released_new_page(struct req *rq, struct response *rs)
{
	struct released_edit_view v = { .is_new = true };
	struct released_item it;
	struct form f;

	TRY(suggest(rq, req_query(rq, S("of")), req_query(rq, S("replaces")), &it));
	f = form_of(rq, &it);
	if (it.replaces)
		form_set_int(rq, &f, "replaces", it.replaces);
	return draw_item(rq, rs, &f, &v);
}

/* A colleague's name is pointed out, and goes only when somebody says that it is none. */
static err
check_names(struct req *rq, struct form *f, str *word)
{
	str text = str_fmt(rq->arena, STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT, STR_ARG(form_str(f, "said")),
		STR_ARG(form_str(f, "does")), STR_ARG(form_str(f, "status")), STR_ARG(form_str(f, "came")));
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(blame_find(c, rq->arena, rq->unit, text, word));
	if (!word->n || form_tick(f, "sure"))
		return OK;
	return form_error(f, "sure", fill(rq->arena, rq->lang, tr(rq->lang, "“{word}” looks like the name of somebody who works here. Write a "
		"role instead. If it is not a name, tick here."), V("word", *word)));
}

static err
read_item(struct req *rq, struct form *f, struct released_edit_view *v, struct released_item *it)
{
	err e = form_read(rq, item_form, COUNT(item_form), f);

	offer_areas(rq, f);
	if (form_check_choice(rq, f, "area"))
		e = ERR_INVALID;
	if (form_time(rq, f, "next", NULL, &it->next_at))
		e = ERR_INVALID;
	if (check_names(rq, f, &v->named))
		e = ERR_INVALID;
	TRY(e);
	it->said = form_str(f, "said");
	it->does = form_str(f, "does");
	it->status = form_str(f, "status");
	it->came = form_str(f, "came");
	it->area = str_eq(form_str(f, "area"), S("preserve")) ? AREA_PRESERVE : AREA_IMPROVE;
	it->trying = form_tick(f, "trying");
	return OK;
}

static err
save(struct req *rq, struct response *rs, struct form *f, struct released_edit_view *v, struct released_act *x)
{
	err e = req_write(rq, released_save, x);

	if (e == ERR_CONFLICT || e == ERR_TOOBIG) {
		form_error(f, "said", e == ERR_TOOBIG ? tr(rq->lang, "There are as many wordings as there can be. Withdraw some first.") :
			tr(rq->lang, "It has been changed meanwhile, or the three are asked about it. Open the list and look."));
		TRY(draw_item(rq, rs, f, v));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/released?said=saved", rq->process);
}

err
released_new_post(struct req *rq, struct response *rs)
{
	struct released_edit_view v = { .is_new = true };
	struct released_act x = act_of(rq);
	struct released_item from;
	struct form f;
	err e = read_item(rq, &f, &v, &x.item);

	if (e == ERR_INVALID) {
		TRY(draw_item(rq, rs, &f, &v));
		return e;
	}
	TRY(e);
	TRY(suggest(rq, form_str(&f, "of"), form_str(&f, "replaces"), &from));
	x.item.thing = from.thing;
	x.item.measure = from.measure;
	x.item.replaces = from.replaces;
	return save(rq, rs, &f, &v, &x);
}

static err
get_draft(struct req *rq, struct released_item *it)
{
	struct db_conn *c;
	int64_t id;

	TRY(req_id(rq, 1, &id));
	TRY(req_read(rq, &c));
	TRY(released_get(c, rq->arena, rq->process, id, it));
	return it->state == RELEASED_DRAFT ? OK : ERR_CONFLICT;
}

err
released_edit_page(struct req *rq, struct response *rs)
{
	struct released_edit_view v = { 0 };
	struct released_item it;
	struct form f;

	TRY(get_draft(rq, &it));
	f = form_of(rq, &it);
	v.version = it.version;
	return draw_item(rq, rs, &f, &v);
}

err
released_edit_post(struct req *rq, struct response *rs)
{
	struct released_edit_view v = { 0 };
	struct released_act x = act_of(rq);
	struct released_item it;
	struct form f;
	err e;

	TRY(get_draft(rq, &it));
	if (str_int(req_form(rq, S("version")), &v.version))
		v.version = 0;
	e = read_item(rq, &f, &v, &x.item);
	if (e == ERR_INVALID) {
		TRY(draw_item(rq, rs, &f, &v));
		return e;
	}
	TRY(e);
	x.item.id = it.id;
	x.item.version = v.version;
	x.item.measure = it.measure;
	return save(rq, rs, &f, &v, &x);
}

/* ---- addresses ---- */

static err
show_hand_out(struct req *rq, struct response *rs, const struct released_link *k, str token, bool fresh)
{
	struct page pg = page_of(rq, k->kind == RELEASED_SCREEN ? tr(rq->lang, "A screen") : tr(rq->lang, "The page “You said, we do”"));
	struct hand_out_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64 "/released", rq->process), .token = token, .link = *k, .fresh = fresh };
	struct buf html = buf_new(rq->arena, (size_t)256 * 1024), text = buf_new(rq->arena, (size_t)256 * 1024);
	struct released_items all;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(released_public(c, rq->arena, rq->process, &all));
	v.url = str_fmt(rq->arena, STR_FMT STR_FMT, STR_ARG(req_site(rq)), STR_ARG(released_path(rq->arena, k->kind, token)));
	released_snippet(&html, rq->lang, rq->arena, &all, v.url);
	released_plain(&text, rq->arena, rq->lang, &all, v.url);
	TRY(buf_done(&html, &v.html));
	TRY(buf_done(&text, &v.text));
	response_header_set(rs, S("Referrer-Policy"), S("no-referrer"));
	hand_out_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

static err
make_link(struct req *rq, struct response *rs, struct released_link_act *x)
{
	static const int days_offered[] = { 30, 90, 180, 365 };
	int64_t days;
	err e;

	x->link.kind = str_eq(req_form(rq, S("kind")), S("screen")) ? RELEASED_SCREEN : RELEASED_PAGE;
	x->link.days = 180;
	for (size_t i = 0; i < COUNT(days_offered) && !str_int(req_form(rq, S("days")), &days); i++)
		if (days == days_offered[i])
			x->link.days = days_offered[i];
	x->link.shows = (req_form(rq, S("next")).n ? SHOWS_NEXT : 0u) | (req_form(rq, S("questions")).n ? SHOWS_QUESTIONS : 0u);
	if (text_clean(rq->arena, req_form(rq, S("place")), RELEASED_PLACE, &x->link.place))
		return refuse(rq, rs, ERR_INVALID, tr(rq->lang, "Write in a few words where it hangs. Nothing was made."));
	x->token = rand_hex(rq->arena, 16);
	e = req_write(rq, released_link_make, x);
	if (e == ERR_TOOBIG)
		return refuse(rq, rs, e, tr(rq->lang, "There are as many addresses as there can be. Revoke one first."));
	TRY(e);
	/* The same form once more: its address was shown, and cannot be shown again. */
	if (!x->made)
		return req_go(rq, rs, "/p/%" PRId64 "/released?said=saved#links", rq->process);
	return show_hand_out(rq, rs, &x->link, x->token, true);
}

err
released_links_post(struct req *rq, struct response *rs)
{
	struct released_link_act x = { .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id,
		.key = req_form(rq, S("key")) };
	str what = req_form(rq, S("do"));
	err e;

	if (str_eq(what, S("make")))
		return make_link(rq, rs, &x);
	if (str_int(req_form(rq, S("link")), &x.id))
		return ERR_NOTFOUND;
	e = req_write(rq, str_eq(what, S("renew")) ? released_link_renew : released_link_revoke, &x);
	if (e == ERR_CONFLICT)
		return refuse(rq, rs, e, tr(rq->lang, "It cannot be renewed any more. Make a new address."));
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/released?said=saved#links", rq->process);
}

/* Somebody brings an address that works, and gets its code, poster and snippet. By POST: addresses stay out of logs. */
err
released_hand_out_post(struct req *rq, struct response *rs)
{
	str token = released_token_of(str_trim(req_form(rq, S("address"))));
	struct released_link k;
	struct db_conn *c;
	struct page pg;
	err e;

	TRY(req_read(rq, &c));
	e = released_link_find(c, rq->arena, RELEASED_PAGE, token, &k);
	if (e == ERR_NOTFOUND)
		e = released_link_find(c, rq->arena, RELEASED_SCREEN, token, &k);
	if (e == ERR_NOTFOUND || e == ERR_GONE || (!e && k.process != rq->process))
		return refuse(rq, rs, ERR_INVALID, tr(rq->lang, "That is not an address of this work that still works. Copy it whole, or make a new one."));
	TRY(e);
	if (!str_eq(req_form(rq, S("as")), S("poster")))
		return show_hand_out(rq, rs, &k, token, false);
	pg = page_of(rq, tr(rq->lang, "You said, we do"));
	pg.kind = PAGE_PRINT;
	response_header_set(rs, S("Referrer-Policy"), S("no-referrer"));
	released_poster(&rs->body, rq->lang, &pg, str_fmt(rq->arena, STR_FMT STR_FMT, STR_ARG(req_site(rq)),
		STR_ARG(released_path(rq->arena, k.kind, token))), str_fmt(rq->arena, "/p/%" PRId64 "/released", rq->process));
	return OK;
}
