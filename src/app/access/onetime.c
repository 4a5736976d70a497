/* onetime.c: making, finding and using up links and slips. */
#include "app/access/onetime.h"

#include "app/access/session.h"
#include "base/clock.h"
#include "base/rand.h"

/* No 0 O 1 I: what is read off paper must have one reading. Letters and digits alike, 32 of them: 60 bits. */
static const char alphabet[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

static const char *const purposes[] = {
	[ONCE_INVITE] = "invite", [ONCE_SIGNIN] = "signin", [ONCE_RESET] = "reset",
};

static enum once_purpose
purpose_of(str word)
{
	for (size_t i = 0; i < COUNT(purposes); i++)
		if (str_eq(word, str_of(purposes[i])))
			return (enum once_purpose)i;
	return ONCE_INVITE;
}

str
slip_code_shown(struct arena *a, str code)
{
	struct buf shown = buf_new(a, 64);

	for (size_t i = 0; i < code.n; i++) {
		if (i && i % 4 == 0)
			buf_addc(&shown, ' ');
		buf_addc(&shown, code.p[i]);
	}
	return buf_str(&shown);
}

struct slip
slip_new(struct arena *a)
{
	struct buf code = buf_new(a, 64);
	struct slip s;

	for (int i = 0; i < SLIP_LENGTH; i++)
		buf_addc(&code, alphabet[rand_below(sizeof(alphabet) - 1)]);
	s.code = buf_str(&code);
	s.shown = slip_code_shown(a, s.code);
	s.token_hash = token_hash(a, s.code);
	s.expires = clock_now() + 7 * 86400;
	return s;
}

str
link_new(struct arena *a)
{
	return rand_hex(a, 32);
}

int64_t
onetime_expires(enum once_purpose p, int64_t now)
{
	static const int64_t lives[] = {
		[ONCE_INVITE] = 14 * 86400, [ONCE_SIGNIN] = 3600, [ONCE_RESET] = 3600,
	};

	return now + lives[p];
}

err
onetime_put(struct db_conn *c, str hash, int64_t person, enum once_purpose p, const char *channel, int64_t by,
	int64_t expires)
{
	int64_t now = clock_now();

	TRY(db_exec(c, NULL, ONETIME_END_OTHERS, INT(person), INT(now)));
	return db_exec(c, NULL, ONETIME_PUT, TEXT(hash), INT(person), TEXT(str_of(purposes[p])), TEXT(str_of(channel)),
		INT(now), INT(expires), INT_OR_NIL(by));
}

/* A slip's code as people type it: any case, with spaces or hyphens; a link's token as it is. */
static str
canonical(struct arena *a, str typed)
{
	struct buf b = buf_new(a, 64);

	if (typed.n > 40)
		return typed;
	for (size_t i = 0; i < typed.n; i++) {
		char ch = typed.p[i];
		if (ch == ' ' || ch == '-')
			continue;
		buf_addc(&b, ch >= 'a' && ch <= 'z' ? (char)(ch - 'a' + 'A') : ch);
	}
	return buf_str(&b);
}

err
onetime_find(struct db_conn *c, struct arena *a, str typed, struct onetime *out)
{
	str token = canonical(a, typed);
	struct rows r;

	if (token.n != SLIP_LENGTH && token.n != 64)
		return ERR_NOTFOUND;
	TRY(db_one(c, a, &r, ONETIME_FIND, TEXT(token_hash(a, token))));
	*out = (struct onetime){ .person = row_int(&r, 0, 0), .expires = row_int(&r, 0, 1), .used_at = row_int(&r, 0, 2),
		.token_hash = row_text(&r, 0, 3), .name = row_text(&r, 0, 4), .email = row_text(&r, 0, 5),
		.purpose = purpose_of(row_text(&r, 0, 6)), .has_secret = row_int(&r, 0, 7) > 0 };
	if (out->used_at || out->expires <= clock_now() || row_int(&r, 0, 8))
		return ERR_GONE;
	return OK;
}

err
onetime_use(struct db_conn *c, const struct onetime *o)
{
	int64_t changed;

	TRY(db_exec(c, &changed, ONETIME_USE, TEXT(o->token_hash), INT(clock_now())));
	return changed == 1 ? OK : ERR_GONE;
}
