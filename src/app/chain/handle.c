/* handle.c: the list of what must be handled. */
#include "app/chain/handle.h"

#include "app/access/audit.h"
#include "app/room/moderate.h"
#include "base/clock.h"

bool
handle_sees(unsigned roles, bool about_leader)
{
	if (about_leader)
		return !(roles & WHO_LEADER) && (roles & (ROLE_BIT(ROLE_SAFETY) | ROLE_BIT(ROLE_SUPERIOR)));
	return (roles & WHO_GROUP) != 0;
}

bool
handle_counts(unsigned roles, bool about_leader)
{
	if (about_leader)
		return !(roles & WHO_LEADER) && (roles & (WHO_REPS | ROLE_BIT(ROLE_SUPERIOR)));
	return (roles & (WHO_DESK | ROLE_BIT(ROLE_SUPERIOR))) != 0;
}

err
handle_read(struct db_conn *c, struct arena *a, int64_t process, unsigned roles, struct handle_list *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, HANDLE_LIST, INT(process)));
	*out = (struct handle_list){ .p = NEW_ARRAY(a, struct handle_item, r.n) };
	for (size_t i = 0; i < r.n; i++) {
		bool about_leader = row_int(&r, i, 3) != 0, done = !row_null(&r, i, 7);
		if (!about_leader && handle_counts(roles, false)) {
			out->open += !done;
			out->done += done;
		}
		if (!handle_sees(roles, about_leader)) {
			out->elsewhere += about_leader && !done && handle_counts(roles, true);
			continue;
		}
		out->p[out->n++] = (struct handle_item){ .id = row_int(&r, i, 0), .body = row_text(&r, i, 1),
			.reason = row_text(&r, i, 2), .about_leader = about_leader, .owner = row_int(&r, i, 4),
			.due_at = row_int(&r, i, 5), .opened = row_int(&r, i, 6), .handled_at = row_int(&r, i, 7),
			.owner_name = row_text(&r, i, 8) };
	}
	return OK;
}

err
handle_owners(struct db_conn *c, struct arena *a, int64_t unit, bool about_leader, struct parties *out)
{
	struct parties all;
	unsigned *held;

	TRY(people_at(c, a, unit, &all));
	*out = (struct parties){ .p = NEW_ARRAY(a, struct party, all.n) };
	held = NEW_ARRAY(a, unsigned, all.n);
	for (size_t i = 0; i < all.n; i++)
		for (size_t k = 0; k < all.n; k++)
			if (all.p[k].person == all.p[i].person && party_counts(&all.p[k]))
				held[i] |= ROLE_BIT(all.p[k].role);
	for (size_t i = 0; i < all.n; i++) {
		bool seen = false;
		for (size_t k = 0; k < out->n; k++)
			seen |= out->p[k].person == all.p[i].person;
		if (!seen && handle_sees(held[i], about_leader))
			out->p[out->n++] = all.p[i];
	}
	return OK;
}

/* The log of a process is read by its leader: nothing about an item that concerns the leader stands there. */
static err
write_down(struct db_conn *c, const struct handle_act *x, bool about_leader, const char *kind)
{
	return audit_add(c, x->arena, about_leader ? 0 : x->unit, about_leader ? 0 : x->process, x->person, 0, kind, S(""));
}

err
handle_add(struct db_conn *c, void *act)
{
	struct handle_act *x = act;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	if (!(x->roles & WHO_GROUP) && !handle_sees(x->roles, x->about_leader))
		return ERR_DENIED;
	TRY(handle_put(c, x->process, x->body, x->reason, x->about_leader));
	return write_down(c, x, x->about_leader, "handle.add");
}

static err
check_owner(struct db_conn *c, const struct handle_act *x, bool about_leader)
{
	struct parties owners;

	if (!x->owner)
		return OK;
	TRY(handle_owners(c, x->arena, x->unit, about_leader, &owners));
	for (size_t i = 0; i < owners.n; i++)
		if (owners.p[i].person == x->owner)
			return OK;
	return ERR_INVALID;
}

err
handle_set(struct db_conn *c, void *act)
{
	struct handle_act *x = act;
	struct rows r;
	bool is_new, about_leader;
	int64_t handled_at;

	TRY(form_key_use(c, x->key, &is_new));
	TRY(db_one(c, x->arena, &r, HANDLE_GET, INT(x->item), INT(x->process)));
	about_leader = row_int(&r, 0, 0) != 0;
	if (!handle_sees(x->roles, about_leader))
		return ERR_NOTFOUND;
	if (!is_new)
		return OK;
	if (x->owner != row_int(&r, 0, 1))
		TRY(check_owner(c, x, about_leader));
	handled_at = row_int(&r, 0, 3);
	if (x->handled != (handled_at != 0))
		TRY(write_down(c, x, about_leader, x->handled ? "handle.done" : "handle.again"));
	if (!x->handled)
		handled_at = 0;
	else if (!handled_at)
		handled_at = clock_now();
	return db_exec(c, NULL, HANDLE_SET, INT(x->item), INT_OR_NIL(x->owner), INT_OR_NIL(x->due_at), INT_OR_NIL(handled_at));
}
