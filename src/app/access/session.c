/* session.c: sessions and the roles that go with them. */
#include "app/access/session.h"

#include <sodium.h>

#include "base/clock.h"
#include "base/rand.h"

/* By https the name itself holds the browser to it: only this host, by https, sets a cookie that is called so. */
static str
cookie_name(const struct req *rq)
{
	return rq->http->secure ? S("__Host-session") : S("session");
}

str
token_hash(struct arena *a, str token)
{
	unsigned char h[32];
	char *hex = arena_alloc(a, sizeof(h) * 2 + 1, 1);

	crypto_generichash(h, sizeof(h), (const unsigned char *)(token.p ? token.p : ""), token.n, NULL, 0);
	sodium_bin2hex(hex, sizeof(h) * 2 + 1, h, sizeof(h));
	return (str){ hex, sizeof(h) * 2 };
}

err
session_user(struct req *rq)
{
	str token = request_cookie(rq->http, cookie_name(rq));
	struct db_conn *c;
	struct rows r;
	struct user *u;
	err e;

	if (token.n < 32 || token.n > 128)
		return OK;
	TRY(req_read(rq, &c));
	e = db_one(c, rq->arena, &r, SESSION_USER, TEXT(token_hash(rq->arena, token)), INT(clock_now()));
	if (e == ERR_NOTFOUND)
		return OK;
	if (e)
		return e;
	u = NEW(rq->arena, struct user);
	u->id = row_int(&r, 0, 0);
	u->organisation = row_int(&r, 0, 1);
	u->name = row_text(&r, 0, 2);
	u->email = row_text(&r, 0, 3);
	if (!lang_of(row_text(&r, 0, 4), &u->lang))
		u->lang = LANG_NB;
	u->is_admin = row_int(&r, 0, 5) > 0;
	u->session_hash = row_text(&r, 0, 6);
	rq->user = u;
	return OK;
}

err
session_roles(struct db_conn *c, struct arena *a, const struct user *u, int64_t unit, int64_t process, unsigned *out)
{
	struct rows r;

	*out = u->is_admin ? ROLE_BIT(ROLE_ADMIN) : 0;
	if (!unit)
		return OK;
	TRY(db_query(c, a, &r, SESSION_ROLES, INT(u->id), INT(unit), INT(clock_now())));
	for (size_t i = 0; i < r.n; i++) {
		enum role role = role_of_word(row_text(&r, i, 0));
		int64_t at_unit = row_int(&r, i, 1), in_process = row_int(&r, i, 2);
		if (role == ROLE_NONE)
			continue;
		if (row_null(&r, i, 3) && (role_must_confirm(role) || role_is_granted(role)))
			continue;
		if (at_unit != unit && !role_holds_below(role))
			continue;
		if (role_is_granted(role) && in_process != process)
			continue;
		*out |= ROLE_BIT(role);
	}
	return OK;
}

/* A few words by which a person knows the device again; nothing finer. */
static str
device_of(const struct req *rq)
{
	static const struct {
		str part, word;
	} browsers[] = { { S("Edg/"), S("Edge") }, { S("Firefox/"), S("Firefox") }, { S("Chrome/"), S("Chrome") },
		{ S("Safari/"), S("Safari") } },
	  systems[] = { { S("Android"), S("Android") }, { S("iPhone"), S("iPhone") }, { S("iPad"), S("iPad") },
		{ S("Windows"), S("Windows") }, { S("Mac OS"), S("Mac") }, { S("Linux"), S("Linux") } };
	str ua = request_header(rq->http, S("user-agent")), browser = S("?"), system = S("?");

	for (size_t i = COUNT(browsers); i-- > 0;)
		if (str_find(ua, browsers[i].part) != SIZE_MAX)
			browser = browsers[i].word;
	for (size_t i = COUNT(systems); i-- > 0;)
		if (str_find(ua, systems[i].part) != SIZE_MAX)
			system = systems[i].word;
	return str_fmt(rq->arena, STR_FMT ", " STR_FMT, STR_ARG(browser), STR_ARG(system));
}

struct session_new
session_make(struct req *rq, int64_t person)
{
	struct session_new s = { .token = rand_hex(rq->arena, 32), .person = person, .device = device_of(rq) };

	s.token_hash = token_hash(rq->arena, s.token);
	return s;
}

err
session_insert(struct db_conn *c, const struct session_new *s)
{
	int64_t now = clock_now();

	return db_exec(c, NULL, SESSION_INSERT, TEXT(s->token_hash), INT(s->person), INT(now),
		INT(now + (int64_t)SESSION_DAYS * 86400), TEXT(s->device));
}

void
session_cookie(const struct req *rq, struct response *rs, const struct session_new *s)
{
	response_cookie(rs, cookie_name(rq), s->token, S("/"), (int64_t)SESSION_DAYS * 86400, rq->http->secure ? COOKIE_SECURE : 0);
}

void
session_cookie_forget(const struct req *rq, struct response *rs)
{
	response_cookie(rs, cookie_name(rq), S(""), S("/"), 0, COOKIE_FORGET | (rq->http->secure ? COOKIE_SECURE : 0));
}

err
session_secret(struct req *rq, int64_t person, str *kept)
{
	struct db_conn *c;
	struct rows r;

	TRY(req_read(rq, &c));
	TRY(db_one(c, rq->arena, &r, PERSON_SECRET, INT(person)));
	*kept = row_text(&r, 0, 0);
	return OK;
}

str
path_inside(str path)
{
	/* "//host" and "/\\host" would lead elsewhere. */
	if (!str_starts(path, S("/")) || str_starts(path, S("//")) || path.n > 500)
		return S("/");
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] <= 0x20 || path.p[i] == '\\' || (unsigned char)path.p[i] >= 0x7f)
			return S("/");
	return path;
}
