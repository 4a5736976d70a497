/* released_link.c: addresses that need no account: made, renewed, revoked, found. */
#include "app/released/released_link.h"

#include "app/access/audit.h"
#include "app/access/session.h"
#include "base/clock.h"

#define DAY ((int64_t)86400)
#define AFTERWARDS (30 * DAY)	/* an ended one can be renewed, and its reader is told that it has ended */
#define TOKEN_LENGTH 32

static const char *const kinds[] = { [RELEASED_PAGE] = "page", [RELEASED_SCREEN] = "screen" };

static struct released_link
link_row(const struct rows *r, size_t i)
{
	return (struct released_link){ .id = row_int(r, i, 0), .process = row_int(r, i, 1),
		.kind = str_eq(row_text(r, i, 2), S("screen")) ? RELEASED_SCREEN : RELEASED_PAGE, .place = row_text(r, i, 3),
		.shows = (unsigned)row_int(r, i, 4), .days = (int)row_int(r, i, 5), .created = row_int(r, i, 6),
		.expires = row_int(r, i, 7), .revoked_at = row_int(r, i, 8) };
}

err
released_links_read(struct db_conn *c, struct arena *a, int64_t process, struct released_links *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, RELEASED_LINKS, INT(process), INT(clock_now() - AFTERWARDS)));
	*out = (struct released_links){ .p = NEW_ARRAY(a, struct released_link, r.n), .n = r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = link_row(&r, i);
	return OK;
}

bool
released_link_works(const struct released_link *k, int64_t now)
{
	return !k->revoked_at && k->expires > now;
}

str
released_token_of(str address)
{
	size_t from = address.n;

	while (from && address.p[from - 1] != '/')
		from--;
	return str_take(str_from(address, from), TOKEN_LENGTH);
}

str
released_path(struct arena *a, enum released_kind kind, str token)
{
	return str_fmt(a, "/w/%s/" STR_FMT, kind == RELEASED_SCREEN ? "screen" : "said", STR_ARG(token));
}

err
released_link_find(struct db_conn *c, struct arena *a, enum released_kind kind, str token, struct released_link *out)
{
	struct rows r;

	if (token.n != TOKEN_LENGTH)
		return ERR_NOTFOUND;
	TRY(db_one(c, a, &r, RELEASED_LINK_FIND, TEXT(token_hash(a, token)), TEXT(str_of(kinds[kind]))));
	*out = link_row(&r, 0);
	return released_link_works(out, clock_now()) ? OK : ERR_GONE;
}

static err
log_it(struct db_conn *c, const struct released_link_act *x, const char *kind, const struct released_link *k)
{
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, kind,
		audit_body(x->arena, V("place", k->place), V("to_at", k->expires)));
}

err
released_link_make(struct db_conn *c, void *act)
{
	struct released_link_act *x = act;
	struct released_link *k = &x->link;
	int64_t now = clock_now();
	struct rows r;

	x->made = false;
	TRY(form_key_use(c, x->key, &x->made));
	if (!x->made)
		return OK;
	TRY(db_one(c, x->arena, &r, RELEASED_LINKS_WORKING, INT(x->process), INT(now)));
	if (row_int(&r, 0, 0) >= RELEASED_LINKS_MOST)
		return ERR_TOOBIG;
	k->expires = now + k->days * DAY;
	TRY(db_exec(c, NULL, RELEASED_LINK_ADD, INT(x->process), TEXT(str_of(kinds[k->kind])), TEXT(token_hash(x->arena, x->token)),
		TEXT(k->place), INT(k->shows), INT(k->days), INT(now), INT(k->expires)));
	return log_it(c, x, k->kind == RELEASED_SCREEN ? "released.screen" : "released.link", k);
}

static err
get(struct db_conn *c, const struct released_link_act *x, struct released_link *out)
{
	struct rows r;

	TRY(db_one(c, x->arena, &r, RELEASED_LINK_GET, INT(x->id), INT(x->process)));
	*out = link_row(&r, 0);
	return OK;
}

err
released_link_renew(struct db_conn *c, void *act)
{
	struct released_link_act *x = act;
	int64_t now = clock_now(), changed;
	struct released_link k;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(get(c, x, &k));
	k.expires = now + k.days * DAY;
	TRY(db_exec(c, &changed, RELEASED_LINK_RENEW, INT(x->id), INT(x->process), INT(k.expires), INT(now - AFTERWARDS)));
	return changed ? log_it(c, x, "released.renew", &k) : ERR_CONFLICT;
}

err
released_link_revoke(struct db_conn *c, void *act)
{
	struct released_link_act *x = act;
	struct released_link k;
	int64_t changed;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(get(c, x, &k));
	TRY(db_exec(c, &changed, RELEASED_LINK_REVOKE, INT(x->id), INT(x->process), INT(clock_now())));
	return changed ? log_it(c, x, "released.revoke", &k) : OK;
}
