/* discussed.c: talked over with the representatives first. */
#include "app/retention/discussed.h"

#include "app/access/audit.h"
#include "app/chain/opening.h"
#include "base/str.h"

err
discussed_read(struct db_conn *c, struct arena *a, int64_t unit, struct discussed *out)
{
	struct rows r;

	*out = (struct discussed){ 0 };
	TRY(db_query(c, a, &r, DISCUSSED_GET, INT(unit)));
	if (r.n)
		*out = (struct discussed){ .held_on = row_int(&r, 0, 0), .said_by = row_int(&r, 0, 1),
			.said_as = role_of_word(row_text(&r, 0, 2)), .said_name = row_text(&r, 0, 3),
			.confirmed_as = role_of_word(row_text(&r, 0, 4)), .confirmed_name = row_text(&r, 0, 5) };
	return OK;
}

/* Leader and representatives are the two sides; whoever is both speaks as the leader. */
bool
discussed_may_confirm(const struct discussed *d, int64_t person, unsigned roles)
{
	if (!d->held_on || d->confirmed_name.n || person == d->said_by)
		return false;
	return d->said_as == ROLE_LEADER ? !(roles & WHO_LEADER) && (roles & WHO_REPS) : (roles & WHO_LEADER) != 0;
}

err
discussed_write(struct db_conn *c, void *act)
{
	struct discussed_act *x = act;
	str as = role_word(opening_role(x->roles));
	struct discussed d;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(discussed_read(c, x->arena, x->unit, &d));
	if (d.confirmed_name.n)
		return ERR_CONFLICT;
	if (x->confirm) {
		if (!discussed_may_confirm(&d, x->person, x->roles))
			return ERR_DENIED;
		TRY(db_exec(c, NULL, DISCUSSED_CONFIRM, INT(x->unit), INT(x->person), TEXT(as)));
		return audit_add(c, x->arena, x->unit, 0, x->person, 0, "discussed.confirm", audit_body(x->arena, V("held_at", d.held_on)));
	}
	TRY(db_exec(c, NULL, DISCUSSED_DROP, INT(x->unit)));
	if (x->drop)
		return audit_add(c, x->arena, x->unit, 0, x->person, 0, "discussed.drop", S(""));
	TRY(db_exec(c, NULL, DISCUSSED_SAY, INT(x->unit), INT(x->held_on), INT(x->person), TEXT(as)));
	return audit_add(c, x->arena, x->unit, 0, x->person, 0, "discussed.say", audit_body(x->arena, V("held_at", x->held_on)));
}

/* After everything that has a day: it stops nobody, and does not go away. */
err
discussed_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles, struct next_things *all)
{
	struct next_thing t = { .place = unit_name, .minutes = 2, .order = INT64_MAX, .mine = true,
		.href = str_fmt(rq->arena, "/u/%" PRId64 "/discussed", unit) };
	const struct group *group;
	struct discussed d;

	if (!(roles & WHO_GROUP))
		return OK;
	TRY(discussed_read(c, rq->arena, unit, &d));
	if (d.confirmed_name.n)
		return OK;
	TRY(next_group(rq, c, unit, all, &group));
	if (!group->complete)
		return OK;
	t.who = tr(rq->lang, "Responsible: one of the three parties");
	t.title = tr(rq->lang, "Talked over with the representatives before you took the tool into use: when?");
	if (d.held_on) {
		t.title = tr(rq->lang, "Confirm that the tool was talked over with the representatives first");
		t.mine = discussed_may_confirm(&d, rq->user->id, roles);
		t.who = t.mine ? (str){ 0 } : tr(rq->lang, "Waits for the other side");
	}
	next_add(rq, all, t);
	return OK;
}
