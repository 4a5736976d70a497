/* slip.c: slips for a vote: made, used once. */
#include "app/room/slip.h"

#include "app/access/session.h"
#include "app/limit.h"
#include "app/meeting/sitting.h"
#include "app/room/phone.h"
#include "base/rand.h"

static str
slip_draw(struct arena *a)
{
	char *p = arena_alloc(a, VOTE_SLIP_LENGTH + 1, 1);

	for (size_t i = 0; i < VOTE_SLIP_LENGTH; i++)
		p[i] = CODE_ALPHABET[rand_below(sizeof(CODE_ALPHABET) - 1)];
	return (str){ p, VOTE_SLIP_LENGTH };
}

err
slips_make(struct db_conn *c, struct arena *a, int64_t room, size_t n, str *codes)
{
	if (n == 0 || n > VOTE_SLIPS_MOST)
		return ERR_INVALID;
	for (size_t i = 0; i < n; i++) {
		codes[i] = slip_draw(a);
		TRY(db_exec(c, NULL, VOTE_SLIP_ADD, TEXT(token_hash(a, codes[i])), INT(room)));
	}
	return OK;
}

err
slips_count(struct db_conn *c, struct arena *a, int64_t room, struct slip_count *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, VOTE_SLIP_COUNT, INT(room)));
	*out = (struct slip_count){ row_int(&r, 0, 0), row_int(&r, 0, 1) };
	return OK;
}

err
slips_exist(struct db_conn *c, struct arena *a, int64_t room, bool *out)
{
	struct slip_count n;

	TRY(slips_count(c, a, room, &n));
	*out = n.made > 0;
	return OK;
}

err
slip_use(struct db_conn *c, struct arena *a, int64_t room, str code)
{
	str hash = token_hash(a, code);
	int64_t changed;
	struct rows r;

	TRY(db_exec(c, &changed, VOTE_SLIP_USE, TEXT(hash), INT(room)));
	if (changed == 1)
		return OK;
	TRY(db_one(c, a, &r, VOTE_SLIP_GET, TEXT(hash), INT(room)));
	return ERR_GONE;
}

err
slip_canonical(struct arena *a, str typed, str *out)
{
	struct buf b = buf_new(a, VOTE_SLIP_LENGTH);

	for (size_t i = 0; i < typed.n; i++) {
		char ch = typed.p[i];
		if (ch == ' ' || ch == '-')
			continue;
		if (ch >= 'a' && ch <= 'z')
			ch = (char)(ch - 'a' + 'A');
		if (!str_has(S(CODE_ALPHABET), ch))
			return ERR_INVALID;
		buf_addc(&b, ch);
	}
	TRY(buf_done(&b, out) ? ERR_INVALID : OK);
	return out->n == VOTE_SLIP_LENGTH ? OK : ERR_INVALID;
}

str
slip_shown(struct arena *a, str code)
{
	return code.n == VOTE_SLIP_LENGTH ? str_fmt(a, "%.4s %.4s", code.p, code.p + 4) : code;
}

/* ---- at the door ---- */

err
slip_page(struct req *rq, struct response *rs)
{
	return landing_draw(rq, rs, slip_shown(rq->arena, str_take(rq->params[1], 16)), S(""));
}

#define MISSES_A_MINUTE 60	/* from one address */
#define LOOKS_A_SECOND 50	/* of an address that has missed too often */
#define LOOK_MS 10000	/* the longest such a look takes */

/* Only misses are counted: everybody at a workplace shares one address. A right slip is never refused, so whoever has guessed too often
 * gets every answer late, right or wrong, as with rooms (dispatch.c). */
err
slip_post(struct req *rq, struct response *rs)
{
	str typed = str_take(str_trim(req_form(rq, S("slip"))), 32), code, problem;
	struct room rm;
	err e = room_of(rq, &rm);

	if (e == ERR_GONE)
		return landing_draw(rq, rs, S(""), S(""));
	TRY(e);
	if (room_seat(rq, &rm).n)
		return req_go(rq, rs, "/r/" STR_FMT "/room", STR_ARG(rm.s.code));
	if (!limit_would(rq->app->limits, "slip", req_client(rq), MISSES_A_MINUTE, 60))
		rs->hold_ms = limit_wait(rq->app->limits, "slip looks", req_client(rq), LOOKS_A_SECOND, LOOK_MS);
	e = slip_canonical(rq->arena, typed, &code) ? ERR_INVALID : room_take_seat(rq, rs, rm.s.id, code);
	if (!e)
		return req_go(rq, rs, "/r/" STR_FMT "/room", STR_ARG(rm.s.code));
	if (e != ERR_INVALID && e != ERR_NOTFOUND && e != ERR_GONE && e != ERR_DENIED)
		return e;
	if (!limit_take(rq->app->limits, "slip", req_client(rq), MISSES_A_MINUTE, 60))
		return ERR_TOOMANY;
	problem = e == ERR_GONE ? tr(rq->lang, "That slip has been used. If it was not by you, ask for a new one.") :
		e == ERR_DENIED ? tr(rq->lang, "The vote is not open right now.") :
		tr(rq->lang, "No slip has that code. Look once more at each letter and digit.");
	TRY(landing_draw(rq, rs, typed, problem));
	return ERR_INVALID;
}
