/* about_pages.c: texts with the installation's own facts in them. */
#include "app/about/about.h"

#include "app/about_tmpl.h"
#include "app/page.h"
#include "app/process/process.h"
#include "app/retention/retention.h"
#include "text/date.h"
#include "text/markdown.h"

static err
fields_of(struct req *rq, struct db_conn *c, struct tr_arg *args, size_t *n)
{
	struct keeping all;
	struct rows r;

	*n = 0;
	TRY(keeping_read(c, rq->arena, &all));
	for (enum keep k = 0; k < KEEP_COUNT; k++)
		args[(*n)++] = tr_arg_str(keep_rules[k].word, keep_words(rq->arena, rq->lang, k, &all));
	args[(*n)++] = tr_arg_int("k", 5);
	args[(*n)++] = tr_arg_int("k_least", PROCESS_K_LEAST);
	TRY(db_query(c, rq->arena, &r, ABOUT_ORGANISATION, DB_NONE));
	args[(*n)++] = tr_arg_str("organisation", r.n ? row_text(&r, 0, 0) : tr(rq->lang, "the employer"));
	TRY(db_query(c, rq->arena, &r, SETTING_GET, TEXT(S("contact"))));
	args[(*n)++] = tr_arg_str("contact", r.n && row_text(&r, 0, 0).n ? row_text(&r, 0, 0) :
		tr(rq->lang, "your leader, your union representative or your safety representative"));
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
	struct db_conn *c;
	size_t n;
	str text = { (const char *)t->bytes[rq->lang], *t->sizes[rq->lang] };

	pg.kind = PAGE_ORDINARY;
	TRY(req_read(rq, &c));
	TRY(fields_of(rq, c, args, &n));
	about_view(&rs->body, rq->lang, &pg, markdown(rq->arena, fill_(rq->arena, rq->lang, text, args, n), 0));
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
