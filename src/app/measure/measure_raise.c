/* measure_raise.c: an objection that stands past its days goes to the next level, as a question does on which the parties disagree. It never
 * becomes consent by waiting. */
#include "app/access/audit.h"
#include "app/access/people.h"
#include "app/mail/mail.h"
#include "app/measure/measure_change.h"
#include "app/measure/measure_write.h"
#include "base/clock.h"

struct raising {
	struct arena *arena;
	int64_t objection, measure, unit, process;
	str title, site;
};

/* One letter for each of the next level who has an address. Only the title of the measure stands in it. */
static err
tell_above(struct db_conn *c, const struct raising *x)
{
	struct parties all;

	TRY(people_at(c, x->arena, x->unit, &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct party *p = &all.p[i];
		enum lang l = LANG_NB;
		str body;
		if (!(ROLE_BIT(p->role) & WHO_ABOVE) || !party_counts(p) || p->email.n == 0)
			continue;
		TRY(person_lang(c, x->arena, p->person, &l));
		body = fill(x->arena, l, tr(l, "Hello {name}. One of the parties at the workplace has objected to a change of the measure “{title}”, "
			"and it was not settled within the days they had. It is now with you and the others on the next level: {address}"),
			V("name", p->name), V("title", x->title), V("address", str_fmt(x->arena, STR_FMT "/u/%" PRId64 "/measures/%" PRId64,
				STR_ARG(x->site), x->unit, x->measure)));
		TRY(db_exec(c, NULL, OUTBOX_NOTICE, INT_OR_NIL(x->process), TEXT(S("measure.raised")), TEXT(p->email),
			TEXT(tr(l, "An objection has not been settled")), TEXT(body), INT(clock_now())));
	}
	return OK;
}

static err
raise_write(struct db_conn *c, void *raising)
{
	struct raising *x = raising;
	int64_t changed;
	bool mail;

	TRY(db_exec(c, &changed, MEASURE_OBJECTION_RAISE, INT(x->objection), INT(clock_now())));
	if (!changed)
		return OK;
	TRY(measure_note(c, x->measure, 0, S("raised"), S(""), S("")));
	TRY(audit_add(c, x->arena, x->unit, x->process, 0, 0, "measure.raised", audit_body(x->arena, V("what", x->title))));
	TRY(mail_is_on(c, x->arena, &mail));
	return mail && x->site.n ? tell_above(c, x) : OK;
}

err
measure_raise_due(struct app *app, struct arena *a)
{
	struct db_conn *c;
	struct rows r;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = db_query(c, a, &r, MEASURE_OBJECTIONS_DUE, INT(clock_now()));
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < r.n; i++) {
		struct raising x = { .arena = a, .objection = row_int(&r, i, 0), .measure = row_int(&r, i, 1), .unit = row_int(&r, i, 2),
			.process = row_int(&r, i, 3), .title = row_text(&r, i, 4), .site = app->public_url };
		TRY(db_write(app->db, raise_write, &x));
	}
	return OK;
}
