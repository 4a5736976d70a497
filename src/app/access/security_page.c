/* security_page.c: who may open which page, from the table itself; and what can be checked from inside. */
#include "app/access/admin_pages.h"
#include "app/access/people_pages.h"
#include "app/admin_tmpl.h"
#include "app/page.h"
#include "app/retention/doubt.h"
#include "app/route.h"

static void
add(struct check *checks, size_t *n, bool good, str text)
{
	checks[(*n)++] = (struct check){ good, text };
}

err
admin_security_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Security check"));
	struct check checks[7];
	struct audit_check chain;
	struct doubt clock;
	struct db_conn *c;
	bool mail, https = rq->http->secure || str_starts(rq->app->public_url, S("https://"));
	size_t n = 0;

	TRY(req_read(rq, &c));
	TRY(audit_verify(c, rq->arena, &chain));
	TRY(mail_is_on(c, rq->arena, &mail));
	TRY(doubt_read(c, rq->arena, &clock));
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
	add(checks, &n, !clock.on, clock.on ?
		tr(rq->lang, "The machine's clock has jumped ahead, and nothing is erased until somebody has looked at it.") :
		tr(rq->lang, "The machine's clock has gone as it should."));
	add(checks, &n, mail, mail ? tr(rq->lang, "Mail has been set up.") :
		tr(rq->lang, "Mail has not been set up: people are let in with printed slips."));
	add(checks, &n, !rq->app->demo, rq->app->demo ?
		tr(rq->lang, "This is the demo: anybody with a sign-in link gets in. Never use it for real work.") :
		tr(rq->lang, "The program is not running as a demo."));
	admin_security_view(&rs->body, rq->lang, &pg, checks, n, &chain);
	return OK;
}
