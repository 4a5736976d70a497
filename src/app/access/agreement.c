/* agreement.c: asking, answering, and going to the next level. */
#include "app/access/agreement.h"

#include "app/access/audit.h"
#include "app/process/process.h"
#include "base/clock.h"
#include "text/date.h"

#define IN_LOG 300	/* bytes of the wording that stand in the log */

static const char *const states[] = {
	[AGREEMENT_NONE] = "", [AGREEMENT_OPEN] = "open", [AGREEMENT_RAISED] = "raised", [AGREEMENT_AGREED] = "agreed",
	[AGREEMENT_DROPPED] = "dropped",
};

static const char *const answers[] = {
	[ANSWER_NONE] = "", [ANSWER_YES] = "yes", [ANSWER_NO] = "no", [ANSWER_ADVICE] = "advice",
};

/* Cut between letters. */
static str
for_log(str wording)
{
	str s = str_take(wording, IN_LOG);

	while (s.n < wording.n && s.n > 0 && ((unsigned char)wording.p[s.n] & 0xc0) == 0x80)
		s.n--;
	return s;
}

static enum agreement_state
state_of(str word)
{
	for (size_t i = 1; i < COUNT(states); i++)
		if (str_eq(word, str_of(states[i])))
			return (enum agreement_state)i;
	return AGREEMENT_NONE;
}

enum answer
answer_of_word(str word)
{
	for (size_t i = 1; i < COUNT(answers); i++)
		if (str_eq(word, str_of(answers[i])))
			return (enum answer)i;
	return ANSWER_NONE;
}

static struct agreement
agreement_row(const struct rows *r, size_t i)
{
	struct agreement g = {
		.id = row_int(r, i, 0), .unit = row_int(r, i, 1), .process = row_int(r, i, 2), .kind = row_text(r, i, 3),
		.subject = row_text(r, i, 4), .wording = row_text(r, i, 5), .state = state_of(row_text(r, i, 7)),
		.opened = row_int(r, i, 8), .opened_by = row_int(r, i, 9), .due = row_int(r, i, 10),
		.closed = row_int(r, i, 11), .opened_by_name = row_text(r, i, 12),
	};

	if (!lang_of(row_text(r, i, 6), &g.lang))
		g.lang = LANG_NB;
	return g;
}

err
agreement_get(struct db_conn *c, struct arena *a, int64_t id, struct agreement *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, AGREEMENT_GET, INT(id)));
	*out = agreement_row(&r, 0);
	return OK;
}

err
agreement_list(struct db_conn *c, struct arena *a, int64_t process, struct agreements *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, AGREEMENT_LIST, INT(process)));
	out->n = r.n;
	out->p = NEW_ARRAY(a, struct agreement, r.n);
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = agreement_row(&r, i);
	return OK;
}

err
agreement_state(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, const char *kind, str subject,
	enum agreement_state *state, int64_t *id)
{
	struct rows r;
	err e = db_one(c, a, &r, AGREEMENT_NEWEST, INT(unit), INT(process), TEXT(str_of(kind)), TEXT(subject));

	*state = e ? AGREEMENT_NONE : state_of(row_text(&r, 0, 1));
	*id = e ? 0 : row_int(&r, 0, 0);
	return e == ERR_NOTFOUND ? OK : e;
}

bool
agreement_is_open(enum agreement_state s)
{
	return s == AGREEMENT_OPEN || s == AGREEMENT_RAISED;
}

err
agreement_open(struct db_conn *c, struct arena *a, const struct agreement_new *n, int64_t *id)
{
	int64_t now = clock_now();
	enum agreement_state state;
	struct rows r;
	int days;

	TRY(agreement_state(c, a, n->unit, n->process, n->kind, n->subject, &state, id));
	if (agreement_is_open(state))
		return OK;
	TRY(process_object_days(c, a, n->process, &days));
	TRY(db_one(c, a, &r, AGREEMENT_ADD, INT(n->unit), INT_OR_NIL(n->process), TEXT(str_of(n->kind)), TEXT(n->subject),
		TEXT(n->wording), TEXT(lang_tag(n->lang)), INT(now), INT(n->by), INT(date_add_days(now, days))));
	*id = row_int(&r, 0, 0);
	return audit_add(c, a, n->unit, n->process, n->by, 0, "agreement.open",
		audit_body(a, V("what", for_log(n->wording))));
}

/* The group's roles that count today; employee representatives only where no union representative is. */
static void
add_needed(const struct group *group, struct agreement_parties *out)
{
	bool has_union = false;

	out->no_leader = out->no_rep = out->no_safety = true;
	for (size_t i = 0; i < group->all.n; i++)
		has_union |= group->all.p[i].role == ROLE_UNION && party_counts(&group->all.p[i]);
	for (size_t i = 0; i < group->all.n; i++) {
		const struct party *p = &group->all.p[i];
		if (!party_counts(p) || (has_union && p->role == ROLE_EMPLOYEE_REP))
			continue;
		out->p[out->n++] = (struct agreement_party){ .who = *p, .needed = true };
		out->no_leader &= p->role != ROLE_LEADER;
		out->no_rep &= p->role != ROLE_UNION && p->role != ROLE_EMPLOYEE_REP;
		out->no_safety &= p->role != ROLE_SAFETY;
	}
}

static struct agreement_party *
find_party(struct agreement_parties *all, int64_t role)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].who.role_id == role)
			return &all->p[i];
	return NULL;
}

err
agreement_parties(struct db_conn *c, struct arena *a, const struct agreement *g, struct agreement_parties *out)
{
	struct group group;
	struct rows r;

	*out = (struct agreement_parties){ 0 };
	TRY(group_at(c, a, g->unit, &group));
	TRY(db_query(c, a, &r, AGREEMENT_TICKS, INT(g->id)));
	out->p = NEW_ARRAY(a, struct agreement_party, group.all.n + r.n);
	add_needed(&group, out);
	for (size_t i = 0; i < r.n; i++) {
		struct agreement_party *p = find_party(out, row_int(&r, i, 0));
		if (!p) {
			p = &out->p[out->n++];
			TRY(role_get(c, a, row_int(&r, i, 0), &p->who));
		}
		p->answer = answer_of_word(row_text(&r, i, 1));
		p->sentence = row_text(&r, i, 2);
		p->at = row_int(&r, i, 3);
	}
	out->complete = !out->no_leader && !out->no_rep && !out->no_safety;
	for (size_t i = 0; i < out->n; i++)
		out->complete &= !out->p[i].needed || out->p[i].answer == ANSWER_YES;
	return OK;
}

/* Holds the row, so that two last ticks on two nodes see each other. */
static err
hold_open(struct db_conn *c, struct arena *a, int64_t id, struct agreement *g)
{
	struct rows r;

	TRY(db_one(c, a, &r, AGREEMENT_HOLD, INT(id)));
	if (!agreement_is_open(state_of(row_text(&r, 0, 0))))
		return ERR_CONFLICT;
	return agreement_get(c, a, id, g);
}

static err
close_agreement(struct db_conn *c, struct arena *a, struct agreement *g, enum agreement_state state, int64_t by,
	const char *word)
{
	g->state = state;
	g->closed = state == AGREEMENT_RAISED ? 0 : clock_now();
	TRY(db_exec(c, NULL, AGREEMENT_STATE_SET, INT(g->id), TEXT(str_of(states[state])), INT_OR_NIL(g->closed)));
	return audit_add(c, a, g->unit, g->process, by, 0, word, audit_body(a, V("what", for_log(g->wording))));
}

static err
check_role(struct db_conn *c, struct arena *a, const struct agreement *g, const struct agreement_tick *t,
	struct party *who)
{
	struct agreement_parties all;
	const struct agreement_party *p;
	struct parties above;

	TRY(role_get(c, a, t->role, who));
	if (who->person != t->person || !party_counts(who))
		return ERR_DENIED;
	if (t->answer == ANSWER_ADVICE) {
		TRY(people_at(c, a, g->unit, &above));
		for (size_t i = 0; i < above.n; i++)
			if (above.p[i].role_id == t->role && (ROLE_BIT(who->role) & WHO_ABOVE) && g->state == AGREEMENT_RAISED)
				return OK;
		return ERR_DENIED;
	}
	TRY(agreement_parties(c, a, g, &all));
	p = find_party(&all, t->role);
	return p && p->needed ? OK : ERR_DENIED;
}

static err
note_tick(struct db_conn *c, const struct agreement_tick *t, const struct agreement *g, const struct party *who)
{
	str what = t->answer == ANSWER_YES ? g->wording : t->sentence;

	TRY(db_exec(c, NULL, AGREEMENT_TICK_PUT, INT(t->agreement), INT(t->role), INT(t->person),
		TEXT(str_of(answers[t->answer])), TEXT_OR_NIL(t->sentence), INT(clock_now())));
	return audit_add(c, t->arena, g->unit, g->process, t->person, 0,
		t->answer == ANSWER_YES ? "agreement.yes" : t->answer == ANSWER_NO ? "agreement.no" : "agreement.advice",
		audit_body(t->arena, V("role", role_word(who->role)), V("what", for_log(what))));
}

err
agreement_answer(struct db_conn *c, void *tick)
{
	struct agreement_tick *t = tick;
	struct agreement_parties all;
	struct agreement g;
	struct party who;
	bool is_new;

	assert(t->answer != ANSWER_NONE);
	TRY(form_key_use(c, t->key, &is_new));
	if (!is_new) {
		TRY(agreement_get(c, t->arena, t->agreement, &g));
		t->state = g.state;
		return OK;
	}
	TRY(hold_open(c, t->arena, t->agreement, &g));
	TRY(check_role(c, t->arena, &g, t, &who));
	TRY(note_tick(c, t, &g, &who));
	TRY(agreement_parties(c, t->arena, &g, &all));
	t->state = g.state;
	if (!all.complete)
		return OK;
	TRY(close_agreement(c, t->arena, &g, AGREEMENT_AGREED, 0, "agreement.agreed"));
	t->state = AGREEMENT_AGREED;
	if (agreement_kind_of(g.kind)->on_agreed)
		TRY(agreement_kind_of(g.kind)->on_agreed(t->app, c, t->arena, &g));
	return OK;
}

err
agreement_drop(struct db_conn *c, void *tick)
{
	struct agreement_tick *t = tick;
	struct agreement g;

	TRY(hold_open(c, t->arena, t->agreement, &g));
	if (g.opened_by != t->person)
		return ERR_DENIED;
	t->state = AGREEMENT_DROPPED;
	return close_agreement(c, t->arena, &g, AGREEMENT_DROPPED, t->person, "agreement.drop");
}

static err
read_waiting(struct db_conn *c, struct arena *a, int stmt, int64_t person, struct rows *r)
{
	return db_query(c, a, r, stmt, INT(person), INT(clock_now()));
}

err
agreements_waiting(struct db_conn *c, struct arena *a, int64_t person, struct agreements_waiting *out)
{
	struct rows here, above;

	TRY(read_waiting(c, a, AGREEMENT_WAITING, person, &here));
	TRY(read_waiting(c, a, AGREEMENT_WAITING_ABOVE, person, &above));
	out->n = 0;
	out->p = NEW_ARRAY(a, struct agreement_waiting, here.n + above.n);
	for (size_t i = 0; i < here.n + above.n; i++) {
		const struct rows *r = i < here.n ? &here : &above;
		size_t k = i < here.n ? i : i - here.n;
		out->p[out->n++] = (struct agreement_waiting){ .id = row_int(r, k, 0), .unit = row_int(r, k, 1),
			.process = row_int(r, k, 2), .due = row_int(r, k, 3), .kind = row_text(r, k, 4),
			.unit_name = row_text(r, k, 5), .advice = r == &above };
	}
	return OK;
}

struct raise {
	struct arena *arena;
	int64_t id;
	str site;
};

/* One letter for each of the next level who has an address, in their own language. */
static err
tell_above(struct db_conn *c, const struct raise *x, const struct agreement *g)
{
	struct parties all;

	TRY(people_at(c, x->arena, g->unit, &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct party *p = &all.p[i];
		enum lang l = LANG_NB;
		str subject, body;
		if (!(ROLE_BIT(p->role) & WHO_ABOVE) || p->email.n == 0)
			continue;
		TRY(person_lang(c, x->arena, p->person, &l));
		subject = tr(l, "The parties have not agreed");
		body = fill(x->arena, l,
			tr(l, "Hello {name}. The parties at the workplace have not agreed within the days they had. The question is "
			      "now with you and the others on the next level: {address}"),
			V("name", p->name),
			V("address", str_fmt(x->arena, STR_FMT "/p/%" PRId64 "/agreements/%" PRId64, STR_ARG(x->site),
				g->process, g->id)));
		TRY(db_exec(c, NULL, OUTBOX_NOTICE, INT_OR_NIL(g->process), TEXT(S("agreement.raised")), TEXT(p->email),
			TEXT(subject), TEXT(body), INT(clock_now())));
	}
	return OK;
}

static err
raise_one(struct db_conn *c, void *arg)
{
	struct raise *x = arg;
	struct agreement g;
	bool mail;
	err e = hold_open(c, x->arena, x->id, &g);

	/* Somebody was quicker: nothing to raise any more. */
	if (e == ERR_CONFLICT || (!e && (g.state != AGREEMENT_OPEN || g.due > clock_now())))
		return OK;
	if (e)
		return e;
	TRY(close_agreement(c, x->arena, &g, AGREEMENT_RAISED, 0, "agreement.raise"));
	TRY(mail_is_on(c, x->arena, &mail));
	return mail ? tell_above(c, x, &g) : OK;
}

err
agreement_run_due(struct app *app, struct arena *a)
{
	struct db_conn *c;
	struct rows r;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = db_query(c, a, &r, AGREEMENT_DUE, INT(clock_now()));
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < r.n; i++) {
		struct raise x = { .arena = a, .id = row_int(&r, i, 0), .site = app->public_url };
		TRY(db_write(app->db, raise_one, &x));
	}
	return OK;
}
