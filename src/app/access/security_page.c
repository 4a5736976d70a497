/* security_page.c: who may open which page, from the table itself; and what can be checked from inside. */
#include "app/access/admin_pages.h"
#include "app/access/people_pages.h"
#include "app/admin_tmpl.h"
#include "app/page.h"
#include "app/route.h"

str
who_words(struct arena *a, unsigned who)
{
	struct buf b = buf_new(a, 1024);

	if (who & WHO_ANYONE)
		return S("anyone");
	if (who & WHO_USER)
		return S("user");
	for (enum role r = ROLE_LEADER; r < ROLE_COUNT; r++) {
		if (!(who & ROLE_BIT(r)))
			continue;
		if (b.n)
			buf_addc(&b, ',');
		buf_add(&b, role_word(r));
	}
	return b.n ? buf_str(&b) : S("none");
}

str
who_names(struct arena *a, enum lang l, unsigned who)
{
	struct buf b = buf_new(a, 4096);

	if (who & WHO_ANYONE)
		return tr(l, "Everybody");
	if (who & WHO_USER)
		return tr(l, "Everybody who is signed in");
	for (enum role r = ROLE_LEADER; r < ROLE_COUNT; r++) {
		if (!(who & ROLE_BIT(r)))
			continue;
		if (b.n)
			buf_add(&b, S(", "));
		buf_add(&b, role_name(l, r));
	}
	return b.n ? buf_str(&b) : tr(l, "Nobody");
}

const char *
of_word(int of)
{
	static const char *const words[] = { [OF_NOTHING] = "-", [OF_UNIT] = "unit", [OF_PROCESS] = "process",
		[OF_SITTING] = "sitting", [OF_CODE] = "code" };

	assert(of >= 0 && (size_t)of < COUNT(words));
	return words[of];
}

str
flag_words(struct arena *a, unsigned flags)
{
	static const struct {
		unsigned bit;
		const char *word;
	} words[] = { { ROUTE_UNNAMED, "unnamed" }, { ROUTE_FRESH, "fresh" }, { ROUTE_OPEN_FORM, "open" } };
	struct buf b = buf_new(a, 64);

	for (size_t i = 0; i < COUNT(words); i++) {
		if (!(flags & words[i].bit))
			continue;
		if (b.n)
			buf_addc(&b, ',');
		buf_add(&b, str_of(words[i].word));
	}
	return b.n ? buf_str(&b) : S("-");
}

static void
add(struct check *checks, size_t *n, bool good, str text)
{
	checks[(*n)++] = (struct check){ good, text };
}

err
admin_security_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Security check"));
	struct check checks[6];
	struct audit_check chain;
	struct db_conn *c;
	bool mail, https = rq->http->secure || str_starts(rq->app->public_url, S("https://"));
	size_t n = 0;

	TRY(req_read(rq, &c));
	TRY(audit_verify(c, rq->arena, &chain));
	TRY(mail_is_on(c, rq->arena, &mail));
	add(checks, &n, https, https ? tr(rq->lang, "The program is reached by https.") :
		tr(rq->lang, "The program is reached without https: others on the same network can read along. Put a proxy with a "
			     "certificate in front of it."));
	add(checks, &n, rq->app->public_url.n > 0, rq->app->public_url.n ?
		tr(rq->lang, "The public address is set, so links and QR codes are right.") :
		tr(rq->lang, "No public address is set. Links and QR codes take the address you came by."));
	add(checks, &n, !chain.first_bad, chain.first_bad ?
		fill(rq->arena, rq->lang, tr(rq->lang, "The log has been changed from outside, first at entry {n}."),
			V("n", chain.first_bad)) :
		fill(rq->arena, rq->lang, trn(rq->lang, "The log is whole: one entry.", "The log is whole: {n} entries.",
			chain.entries), V("n", chain.entries)));
	add(checks, &n, mail, mail ? tr(rq->lang, "Mail has been set up.") :
		tr(rq->lang, "Mail has not been set up: people are let in with printed slips."));
	add(checks, &n, !rq->app->demo, rq->app->demo ?
		tr(rq->lang, "This is the demo: anybody with a sign-in link gets in. Never use it for real work.") :
		tr(rq->lang, "The program is not running as a demo."));
	admin_security_view(&rs->body, rq->lang, &pg, checks, n, &chain);
	return OK;
}
