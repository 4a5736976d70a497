/* about_pages.c: texts with the installation's own facts in them. */
#include "app/about/about.h"

#include "app/about_tmpl.h"
#include "app/access/people.h"
#include "app/page.h"
#include "app/process/process.h"
#include "app/retention/retention.h"
#include "base/clock.h"
#include "text/date.h"

/* Whom people turn to, as the administrator has written it; may be empty. */
static err
contact_read(struct req *rq, struct db_conn *c, str *out)
{
	struct rows r;

	TRY(db_query(c, rq->arena, &r, SETTING_GET, TEXT(S("contact"))));
	*out = r.n ? row_text(&r, 0, 0) : (str){ 0 };
	return OK;
}

static err
fields_of(struct req *rq, struct db_conn *c, enum lang l, str contact, struct tr_arg *args, size_t *n)
{
	struct keeping all;
	struct rows r;

	*n = 0;
	TRY(keeping_read(c, rq->arena, &all));
	for (enum keep k = 0; k < KEEP_COUNT; k++)
		args[(*n)++] = tr_arg_str(keep_rules[k].word, keep_words(rq->arena, l, k, &all));
	args[(*n)++] = tr_arg_int("k", 5);
	args[(*n)++] = tr_arg_int("k_least", PROCESS_K_LEAST);
	TRY(db_query(c, rq->arena, &r, ABOUT_ORGANISATION, DB_NONE));
	args[(*n)++] = tr_arg_str("organisation", r.n ? row_text(&r, 0, 0) : tr(l, "the employer"));
	args[(*n)++] = tr_arg_str("contact", contact.n ? contact :
		tr(l, "your leader, your union representative or your safety representative"));
	return OK;
}

/* One text in each language. */
struct text {
	const unsigned char *bytes[LANG_COUNT];
	const size_t *sizes[LANG_COUNT];
};

static const struct text privacy = {
	{ about_privacy_nb, about_privacy_nn, about_privacy_en },
	{ &about_privacy_nb_size, &about_privacy_nn_size, &about_privacy_en_size },
};
static const struct text accessibility = {
	{ about_accessibility_nb, about_accessibility_nn, about_accessibility_en },
	{ &about_accessibility_nb_size, &about_accessibility_nn_size, &about_accessibility_en_size },
};

static err
draw(struct req *rq, struct response *rs, const struct text *t, str title)
{
	struct page pg = page_of(rq, title);
	struct tr_arg args[16];
	struct about_blocks blocks;
	struct db_conn *c;
	size_t n;
	str contact, text = { (const char *)t->bytes[rq->lang], *t->sizes[rq->lang] };

	pg.kind = PAGE_ORDINARY;
	TRY(req_read(rq, &c));
	TRY(contact_read(rq, c, &contact));
	TRY(fields_of(rq, c, rq->lang, contact, args, &n));
	about_blocks(rq->arena, fill_(rq->arena, rq->lang, text, args, n), &blocks);
	about_view(&rs->body, rq->lang, &pg, &blocks);
	return OK;
}

err
privacy_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, &privacy, tr(rq->lang, "Privacy"));
}

err
accessibility_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, &accessibility, tr(rq->lang, "Accessibility"));
}

/* ---- drafts of papers ---- */

#define PAPER(name) { about_##name##_nb, about_##name##_nn }, { &about_##name##_nb_size, &about_##name##_nn_size }

static const struct paper papers[] = {
	{ "dpia", N_("Data protection impact assessment (DPIA)"),
		N_("What is processed, why it is needed, what can go wrong for employees, and what is done about it."), PAPER(dpia) },
	{ "records", N_("Record of processing (art. 30)"), N_("For the enterprise's own record."), PAPER(records) },
	{ "processor", N_("Data processing agreement"), N_("When somebody else runs the program for you."), PAPER(processor) },
	{ "risks", N_("Risk analysis (ROS)"), N_("For the IT department: confidentiality, integrity, availability, privacy."), PAPER(risks) },
};

/* "15.01.2026 (Solbakken sykehjem), …": when it was talked over, as both sides have said it. */
static err
discussed_of(struct req *rq, struct db_conn *c, enum lang l, str *out)
{
	struct buf b = buf_new(rq->arena, 16384);
	struct rows r;

	TRY(db_query(c, rq->arena, &r, ABOUT_DISCUSSED, DB_NONE));
	for (size_t i = 0; i < r.n; i++)
		buf_addf(&b, "%s" STR_FMT " (" STR_FMT ")", i ? ", " : "", STR_ARG(date_short(rq->arena, l, row_int(&r, i, 0))),
			STR_ARG(row_text(&r, i, 1)));
	*out = r.n ? buf_str(&b) : tr(l, "[date]");
	return OK;
}

/* A paper claims no encryption that is not there. */
static str
connection_of(struct req *rq, enum lang l)
{
	str site = req_site(rq);

	return fill(rq->arena, l, str_starts(site, S("https://")) ? tr(l, "encrypted connection ({address})") :
		tr(l, "[Fill in: encrypted connection; the address is {address} now]"), V("address", site));
}

/* Facts that only the papers tell, in the paper's language, whoever reads it. */
static err
paper_fields(struct req *rq, struct db_conn *c, enum lang l, struct tr_arg *args, size_t *n)
{
	struct rows r;
	str contact, discussed;
	bool mail;

	TRY(contact_read(rq, c, &contact));
	TRY(fields_of(rq, c, l, contact, args, n));
	args[(*n)++] = tr_arg_str("office", contact.n ? contact : tr(l, "[Fill in: name and e-mail address]"));
	TRY(mail_is_on(c, rq->arena, &mail));
	TRY(db_one(c, rq->arena, &r, ABOUT_COUNTS, DB_NONE));
	args[(*n)++] = tr_arg_int("units", row_int(&r, 0, 0));
	args[(*n)++] = tr_arg_int("people", row_int(&r, 0, 1));
	args[(*n)++] = tr_arg_str("today", date_short(rq->arena, l, clock_now()));
	args[(*n)++] = tr_arg_str("address", req_site(rq));
	args[(*n)++] = tr_arg_str("connection", connection_of(rq, l));
	TRY(discussed_of(rq, c, l, &discussed));
	args[(*n)++] = tr_arg_str("discussed", discussed);
	args[(*n)++] = tr_arg_str("database", db_is_postgres(rq->app->db) ? S("PostgreSQL") : S("SQLite"));
	args[(*n)++] = tr_arg_str("mail", mail ? tr(l, "by the house's own mail relay") : tr(l, "not set up"));
	return OK;
}

err
papers_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Papers for data protection"));

	papers_view(&rs->body, rq->lang, &pg, papers, COUNT(papers));
	return OK;
}

err
paper_page_one(struct req *rq, struct response *rs)
{
	size_t i = 0, n, which = rq->lang == LANG_NN;
	enum lang paper = which ? LANG_NN : LANG_NB;
	struct tr_arg args[24];
	struct about_blocks blocks;
	struct db_conn *c;
	struct page pg;
	str text;

	while (i < COUNT(papers) && !str_eq(rq->params[0], str_of(papers[i].word)))
		i++;
	if (i == COUNT(papers))
		return ERR_NOTFOUND;
	pg = page_of(rq, tr_dynamic(rq->lang, str_of(papers[i].title)));
	TRY(req_read(rq, &c));
	TRY(paper_fields(rq, c, paper, args, &n));
	text = (str){ (const char *)papers[i].bytes[which], *papers[i].sizes[which] };
	about_blocks(rq->arena, fill_(rq->arena, paper, text, args, n), &blocks);
	paper_view(&rs->body, rq->lang, &pg, paper, &blocks);
	return OK;
}
