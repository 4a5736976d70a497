/* take_out.c: asking the three, and who may fetch until when. */
#include "app/take_out/take_out.h"

#include "app/access/audit.h"
#include "base/clock.h"
#include "text/date.h"

err
take_out_state(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, struct take_out_state *out)
{
	enum agreement_state state;
	struct agreement g;
	int64_t id;

	*out = (struct take_out_state){ 0 };
	TRY(agreement_state(c, a, unit, process, "export", S(""), &state, &id));
	if (agreement_is_open(state))
		out->asked = id;
	if (state != AGREEMENT_AGREED)
		return OK;
	TRY(agreement_get(c, a, id, &g));
	if (clock_now() < date_add_days(g.closed, TAKE_OUT_DAYS))
		out->until = date_add_days(g.closed, TAKE_OUT_DAYS);
	return OK;
}

err
take_out_ask(struct db_conn *c, void *act)
{
	struct take_out_act *x = act;
	struct agreement_new n = { .unit = x->unit, .process = x->process, .kind = "export", .wording = x->wording, .lang = x->lang,
		.by = x->person };
	bool is_new;

	x->agreement = 0;
	TRY(form_key_use(c, x->key, &is_new));
	return is_new ? agreement_open(c, x->arena, &n, &x->agreement) : OK;
}

err
take_out_fetch(struct db_conn *c, void *act)
{
	struct take_out_act *x = act;
	struct take_out_state s;

	TRY(take_out_state(c, x->arena, x->unit, x->process, &s));
	if (!s.until)
		return ERR_CONFLICT;
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, "process.taken_out", S(""));
}
