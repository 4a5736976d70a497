/* results_pages.c: what we found, where each thing came from, and the notes behind it when two roles have opened them. */
#include "app/access/agreement.h"
#include "app/access/secret.h"
#include "app/chain/chain_pages.h"
#include "app/chain_results_tmpl.h"
#include "app/process/process.h"
#include "base/rand.h"

err
results_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "What we found"));
	struct results_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process),
		.is_group = req_has_role(rq, WHO_GROUP), .is_desk = req_has_role(rq, WHO_DESK) };
	struct plan_sittings all;
	struct process p;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	v.p = &p;
	v.phases = NEW_ARRAY(rq->arena, struct results, p.method->phase_count);
	v.outcomes = NEW_ARRAY(rq->arena, struct outcomes, p.method->phase_count);
	for (size_t i = p.method->phase_count; i-- > 0;) {
		struct results *r = &v.phases[v.n];
		*r = (struct results){ .g.phase = &p.method->phases[i] };
		if (phase_has_themes(r->g.phase))
			TRY(results_read(c, rq->arena, &p, &p.method->phases[i], r));
		TRY(outcomes_read(c, rq->arena, &p, r->g.phase, NULL, &v.outcomes[v.n]));
		v.n += r->g.closed > 0 || r->g.node_count > 0 || v.outcomes[v.n].n > 0;
	}
	TRY(plan_sittings_read(c, rq->arena, rq->process, &all));
	v.held = plan_any_held(&all);
	chain_results(&rs->body, rq->lang, &pg, &v);
	return OK;
}

static const struct result_pick *
pick_of(const struct results *r, const struct challenge *ch)
{
	for (size_t i = 0; i < r->pick_count; i++)
		if (str_eq(r->picks[i].pick->id, ch->pick))
			return &r->picks[i];
	return NULL;
}

err
result_page(struct req *rq, struct response *rs)
{
	struct result_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process), .is_group = req_has_role(rq, WHO_GROUP) };
	const struct method_phase *phase;
	struct challenge ch;
	struct process p;
	struct db_conn *c;
	struct page pg;
	int64_t id;

	TRY(req_id(rq, 1, &id));
	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	TRY(challenge_get(c, rq->arena, rq->process, id, &ch));
	phase = method_phase(p.method, ch.phase);
	if (!phase)
		return ERR_NOTFOUND;
	TRY(results_read(c, rq->arena, &p, phase, &v.r));
	v.p = &p;
	v.ch = &ch;
	v.pick = pick_of(&v.r, &ch);
	v.theme = gathering_node(&v.r.g, ch.theme);
	if (challenge_goes_on(&ch) && phase->index + 1 < p.method->phase_count)
		v.into = &p.method->phases[phase->index + 1];
	if (!v.pick)
		return ERR_NOTFOUND;
	if (v.is_group)
		TRY(opening_read(c, rq->arena, rq->unit, rq->process, phase->id, &v.opening));
	if (v.opening.open)
		TRY(raw_notes_read(c, rq->arena, rq->process, phase->id, &v.notes));
	if (challenge_goes_on(&ch))
		TRY(ways_read(c, rq->arena, &(struct way_ask){ rq->lang, &p, str_fmt(rq->arena, "challenge:%" PRId64, ch.id), v.is_group }, &v.ways));
	pg = page_of(rq, ch.title);
	chain_result(&rs->body, rq->lang, &pg, &v);
	return OK;
}

/* ---- single notes after the choice ---- */

static const struct field secret_form[] = {
	{ "secret", N_("Your password"), N_("So that it is certain that it is you."), FIELD_SECRET, .required = true,
		.autocomplete = "current-password" },
};

static err
draw_notes(struct req *rq, struct response *rs, str named, struct form *f, str problem)
{
	struct page pg = page_of(rq, tr(rq->lang, "The notes"));
	struct notes_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64 "/notes", rq->process), .demo = rq->app->demo };
	const struct method_phase *phase;
	enum agreement_state state;
	struct gathering g;
	struct process p;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	TRY(gathering_phase(c, rq->arena, &p, named, &phase));
	if (!phase)
		return ERR_NOTFOUND;
	TRY(gathering_read(c, rq->arena, &p, phase, &g));
	if (!g.decided)
		return req_go(rq, rs, "/p/%" PRId64 "/themes?phase=" STR_FMT, rq->process, STR_ARG(phase->id));
	v.p = &p;
	v.g = &g;
	TRY(opening_read(c, rq->arena, rq->unit, rq->process, phase->id, &v.opening));
	v.as = opening_role(rq->roles);
	v.is_mine = v.opening.asked && v.opening.asked_by == rq->user->id;
	v.may_confirm = opening_second(&v.opening, rq->user->id, rq->roles, &v.as);
	TRY(agreement_state(c, rq->arena, rq->unit, rq->process, "notes", S(""), &state, &v.relax));
	if (!agreement_is_open(state))
		v.relax = 0;
	if (v.opening.open)
		TRY(raw_notes_read(c, rq->arena, rq->process, phase->id, &v.notes));
	pg.form = f;
	chain_notes(&rs->body, rq->lang, &pg, &v, f, problem);
	return OK;
}

err
raw_notes_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, secret_form, COUNT(secret_form));

	return draw_notes(rq, rs, req_query(rq, S("phase")), &f, (str){ 0 });
}

err
raw_notes_post(struct req *rq, struct response *rs)
{
	struct opening_act x = { .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id,
		.roles = rq->roles, .phase = req_form(rq, S("phase")), .key = req_form(rq, S("key")) };
	const struct method *m;
	struct db_conn *c;
	struct form f;
	err e = form_read(rq, secret_form, COUNT(secret_form), &f);

	TRY(req_read(rq, &c));
	TRY(process_method(rq->app, c, rq->arena, rq->process, &m));
	if (!method_phase(m, x.phase))
		return ERR_NOTFOUND;
	if (!e)
		e = secret_again(rq, &f, "secret");
	if (!e)
		e = req_write(rq, opening_press, &x);
	if (e == ERR_INVALID || e == ERR_CONFLICT) {
		if (draw_notes(rq, rs, x.phase, &f, e == ERR_CONFLICT ?
				tr(rq->lang, "Somebody in another role than the one who asked must confirm.") : (str){ 0 }))
			response_reset(rs);
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/notes?phase=" STR_FMT, rq->process, STR_ARG(url_part(rq->arena, x.phase)));
}

struct relax_act {
	struct arena *arena;
	struct agreement_new ask;
	str key;
	int64_t agreement;
};

static err
relax_write(struct db_conn *c, void *arg)
{
	struct relax_act *x = arg;
	bool is_new;

	x->agreement = 0;
	TRY(form_key_use(c, x->key, &is_new));
	return is_new ? agreement_open(c, x->arena, &x->ask, &x->agreement) : OK;
}

err
raw_notes_relax_post(struct req *rq, struct response *rs)
{
	struct relax_act x = { .arena = rq->arena, .key = req_form(rq, S("key")),
		.ask = { .unit = rq->unit, .process = rq->process, .kind = "notes", .lang = rq->lang, .by = rq->user->id } };

	x.ask.wording = tr(rq->lang, "After the choice, one of leader, union representatives and safety representative alone can open "
				     "the notes for an hour. Every opening stands in the log.");
	TRY(req_write(rq, relax_write, &x));
	if (!x.agreement)
		return req_go(rq, rs, "/p/%" PRId64 "/notes", rq->process);
	return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64, rq->process, x.agreement);
}
