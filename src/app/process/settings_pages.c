/* settings_pages.c: what goes with the agreement to start, where the poster hangs, pausing and ending. */
#include "app/page.h"
#include "app/process/process_pages.h"
#include "app/settings_tmpl.h"
#include "base/rand.h"

static const struct field settings_form[] = {
	{ "k", N_("Smallest number of answers that is shown"),
		N_("With fewer answers nothing is shown, so that nobody can be recognised. Five is a good number; never under three."),
		FIELD_INT, .min = PROCESS_K_LEAST, .max = PROCESS_K_MOST, .required = true },
	{ "days", N_("Days to object"),
		N_("So long each of you can object to a change another has made, and so long "
			"you have to settle a disagreement before it goes to the next level. Three is usual."),
		FIELD_INT, .min = PROCESS_DAYS_LEAST, .max = PROCESS_DAYS_MOST, .required = true },
	{ "paper_by", N_("Who may type in what was written on paper"), .kind = FIELD_CHOICE, .required = true },
	{ "first_reading", N_("The representatives read the notes first"),
		N_("Together, before the notes come on the wall. The leader never reads them alone."), FIELD_TICK },
};

static const struct field state_form[] = {
	{ "reason", N_("Why, in one sentence"), N_("Staff and the level above can see that it is paused or over, not why."),
		.max = 280, .required = true },
};

static err
draw(struct req *rq, struct response *rs, struct form *f, struct form *state, const struct process *p)
{
	static const char *const who[] = { N_("The representatives and helpers"), N_("Anybody in the group") };
	struct page pg = page_of(rq, tr(rq->lang, "Settings"));
	struct settings_view v = { .p = p, .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process) };
	struct choice *paper = NEW_ARRAY(rq->arena, struct choice, 2);
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_has_opened(c, rq->arena, rq->process, &v.opened));
	TRY(agreement_state(c, rq->arena, rq->unit, rq->process, "start", S(""), &v.start, &v.start_id));
	paper[0] = (struct choice){ S("reps"), tr_dynamic(rq->lang, str_of(who[0])) };
	paper[1] = (struct choice){ S("group"), tr_dynamic(rq->lang, str_of(who[1])) };
	form_choices(f, "paper_by", paper, 2);
	pg.form = f->wrong ? f : state;
	pg.said = page_said(rq);
	settings_view(&rs->body, rq->lang, &pg, &v, f, state, rand_uuid(rq->arena));
	return OK;
}

static void
fill_in(struct req *rq, struct form *f, const struct process *p)
{
	form_set_int(rq, f, "k", p->k);
	form_set_int(rq, f, "days", p->object_days);
	form_set(f, "paper_by", p->paper_by_group ? S("group") : S("reps"));
	form_set(f, "first_reading", p->first_reading ? S("1") : S(""));
}

err
settings_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, settings_form, COUNT(settings_form));
	struct form state = form_new(rq, state_form, COUNT(state_form));
	const struct process *p;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &p));
	fill_in(rq, &f, p);
	return draw(rq, rs, &f, &state, p);
}

/* One question at a time: what is different from now. */
static bool
wanted(struct req *rq, const struct form *f, const struct process *p, struct process_setting *s)
{
	bool group = str_eq(form_str(f, "paper_by"), S("group"));

	if (form_int(f, "k") != p->k) {
		s->subject = str_fmt(rq->arena, "k=%" PRId64, form_int(f, "k"));
		s->wording = fill(rq->arena, rq->lang, tr(rq->lang, "Answers to questions are shown only when at least {k} have answered."),
			V("k", form_int(f, "k")));
	} else if (form_int(f, "days") != p->object_days) {
		s->subject = str_fmt(rq->arena, "days=%" PRId64, form_int(f, "days"));
		s->wording = process_days_wording(rq->arena, rq->lang, form_int(f, "days"));
	} else if (group != p->paper_by_group) {
		s->subject = group ? S("paper_by=group") : S("paper_by=reps");
		s->wording = group ? tr(rq->lang, "Anybody in the group may type in what was written on paper.") :
			tr(rq->lang, "The representatives and helpers type in what was written on paper.");
	} else if (form_tick(f, "first_reading") != p->first_reading) {
		s->subject = form_tick(f, "first_reading") ? S("first_reading=1") : S("first_reading=0");
		s->wording = form_tick(f, "first_reading") ?
			tr(rq->lang, "The representatives read the notes together before they are shown on the wall.") :
			tr(rq->lang, "Nobody reads the notes before they are shown on the wall.");
	} else {
		return false;
	}
	return true;
}

err
settings_post(struct req *rq, struct response *rs)
{
	struct process_setting s = { .arena = rq->arena, .process = rq->process, .unit = rq->unit, .person = rq->user->id,
		.key = req_form(rq, S("key")), .lang = rq->lang };
	struct form state = form_new(rq, state_form, COUNT(state_form));
	const struct process *p;
	struct db_conn *c;
	struct form f;
	bool opened;
	err e = form_read(rq, settings_form, COUNT(settings_form), &f);

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &p));
	TRY(process_has_opened(c, rq->arena, rq->process, &opened));
	if (!e && opened && form_int(&f, "k") != p->k)
		e = form_error(&f, "k", tr(rq->lang, "A room for staff has been open. From then on this number stays as it is."));
	if (!e && !wanted(rq, &f, p, &s))
		return req_go(rq, rs, "/p/%" PRId64 "/settings", rq->process);
	if (!e)
		e = req_write(rq, process_setting_write, &s);
	if (e == ERR_CONFLICT)
		e = form_error(&f, "k", tr(rq->lang, "The parties are being asked whether to start. Take that question back before you change "
					    "what it is about."));
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f, &state, p));
		return e;
	}
	TRY(e);
	if (s.agreement)
		return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64, rq->process, s.agreement);
	return req_go(rq, rs, "/p/%" PRId64 "/settings?said=saved", rq->process);
}

/* ---- pausing and ending ---- */

struct moving {
	struct arena *arena;
	int64_t process, person;
	enum process_state to;
	str reason, key;
};

static err
move_write(struct db_conn *c, void *arg)
{
	const struct moving *m = arg;
	bool is_new;

	TRY(form_key_use(c, m->key, &is_new));
	return is_new ? process_set_state_why(c, m->arena, m->process, m->person, m->to, m->reason) : OK;
}

err
process_state_post(struct req *rq, struct response *rs)
{
	struct moving m = { .arena = rq->arena, .process = rq->process, .person = rq->user->id, .key = req_form(rq, S("key")) };
	struct form f = form_new(rq, settings_form, COUNT(settings_form)), state;
	str to = req_form(rq, S("to"));
	const struct process *p;
	struct db_conn *c;
	err e = OK;

	m.to = process_state_of(to);
	if (m.to != PROCESS_PAUSED && m.to != PROCESS_RUNNING && m.to != PROCESS_ENDED && m.to != PROCESS_ARCHIVED)
		return ERR_INVALID;
	state = form_new(rq, state_form, COUNT(state_form));
	if (m.to == PROCESS_PAUSED || m.to == PROCESS_ENDED)
		e = form_read(rq, state_form, COUNT(state_form), &state);
	if (e == ERR_INVALID) {
		TRY(req_read(rq, &c));
		TRY(process_of(rq, c, &p));
		fill_in(rq, &f, p);
		TRY(draw(rq, rs, &f, &state, p));
		return e;
	}
	TRY(e);
	m.reason = form_str(&state, "reason");
	TRY(req_write(rq, move_write, &m));
	return req_go(rq, rs, "/p/%" PRId64 "?said=saved", rq->process);
}
