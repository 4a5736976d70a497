/* letter.c: filling in, and the group's own words. */
#include "app/process/letter.h"

#include "app/access/people.h"
#include "base/clock.h"
#include "text/date.h"

#define UNKNOWN S("…")	/* stands where something has not been decided */

static void
put(struct letter_fields *f, const char *name, str text)
{
	if (f->n < LETTER_FIELDS)
		f->args[f->n++] = tr_arg_str(name, text.n ? text : UNKNOWN);
}

/* Names of those who hold one of the roles. The texts put an "and" before the last of all the names, so none here. */
static str
names_of(struct arena *a, const struct parties *all, unsigned roles)
{
	struct buf b = buf_new(a, 4096);

	for (size_t i = 0; i < all->n; i++) {
		if (!(ROLE_BIT(all->p[i].role) & roles) || !party_counts(&all->p[i]))
			continue;
		if (b.n)
			buf_add(&b, S(", "));
		buf_add(&b, all->p[i].name);
	}
	return buf_str(&b);
}

static err
put_people(struct db_conn *c, struct arena *a, const struct process *p, struct letter_fields *f)
{
	unsigned unions = ROLE_BIT(ROLE_UNION);
	struct group group;

	TRY(group_at(c, a, p->unit, &group));
	put(f, "leader", names_of(a, &group.all, WHO_LEADER));
	if (names_of(a, &group.all, unions).n == 0)
		unions = ROLE_BIT(ROLE_EMPLOYEE_REP);
	put(f, "union", names_of(a, &group.all, unions));
	put(f, "safety", names_of(a, &group.all, ROLE_BIT(ROLE_SAFETY)));
	return OK;
}

static str
titles_of(struct arena *a, const struct rows *r)
{
	struct buf b = buf_new(a, 16384);

	for (size_t i = 0; i < r->n; i++) {
		buf_add(&b, i ? S("\n- ") : S("- "));
		buf_add(&b, row_text(r, i, 0));
	}
	return buf_str(&b);
}

static err
put_chosen(struct db_conn *c, struct arena *a, const struct process *p, struct letter_fields *f)
{
	struct rows r;

	TRY(db_query(c, a, &r, LETTER_TITLES, INT(p->id), TEXT(S("improve"))));
	put(f, "challenges", titles_of(a, &r));
	TRY(db_query(c, a, &r, LETTER_TITLES, INT(p->id), TEXT(S("preserve"))));
	put(f, "preserved", titles_of(a, &r));
	put(f, "measures", (str){ 0 });
	return OK;
}

/* The workshops with their dates, a line each. */
static str
all_dates(struct arena *a, enum lang l, const struct process *p, const struct timeline *t)
{
	struct buf b = buf_new(a, 16384);

	for (size_t i = 0; i < p->method->phase_count; i++) {
		const struct method_session *s = method_session_of(&p->method->phases[i], SESSION_WORKSHOP);
		for (size_t k = 0; s && k < t->all.n; k++) {
			const struct plan_sitting *g = &t->all.p[k];
			if (!plan_sitting_is_of(g, s) || !g->starts_at)
				continue;
			buf_add(&b, b.n ? S("\n- ") : S("- "));
			buf_add(&b, text_in(&s->name, l));
			buf_add(&b, S(": "));
			buf_add(&b, date_time(a, l, g->starts_at));
			if (g->place.n) {
				buf_add(&b, S(", "));
				buf_add(&b, g->place);
			}
		}
	}
	return buf_str(&b);
}

static str
next_workshop(struct arena *a, enum lang l, const struct process *p, const struct timeline *t, const struct method_session *now)
{
	size_t from = now ? now->phase->index + 1 : 0;

	for (size_t i = from; i < p->method->phase_count; i++) {
		const struct method_session *s = method_session_of(&p->method->phases[i], SESSION_WORKSHOP);
		int64_t at = s ? plan_first(&t->all, s) : 0;
		if (s && at)
			return str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(text_in(&s->name, l)), STR_ARG(date_time(a, l, at)));
		if (s)
			return text_in(&s->name, l);
	}
	return (str){ 0 };
}

static void
put_session(struct arena *a, const struct process *p, const struct timeline *t, const struct method_session *s,
	struct letter_fields *f)
{
	const struct method_phase *ph = s ? s->phase : &p->method->phases[t->now < t->plan.n ? t->now : t->plan.n - 1];
	const struct plan_row *row = &t->plan.rows[ph->index];
	const struct plan_sitting *first = NULL;

	for (size_t i = 0; s && i < t->all.n; i++) {
		if (!t->all.p[i].starts_at || !plan_sitting_is_of(&t->all.p[i], s))
			continue;
		if (!first)
			first = &t->all.p[i];
		f->several++;
	}
	put(f, "phase", text_in(&ph->name, f->lang));
	put(f, "aim", text_in(&ph->aim, f->lang));
	put(f, "host", row->leads_name.n ? row->leads_name : text_in(&p->method->host.the, f->lang));
	put(f, "workshop", str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(text_in(&p->method->workshop.the, f->lang)),
		STR_ARG(text_in(&ph->name, f->lang))));
	put(f, "place", first && first->place.n ? first->place : row->place);
	put(f, "date", first ? date_long(a, f->lang, first->starts_at) : (str){ 0 });
	put(f, "time", first ? clock_hm(a, f->lang, first->starts_at) : (str){ 0 });
	put(f, "end", first && first->ends_at ? clock_hm(a, f->lang, first->ends_at) : (str){ 0 });
	put(f, "minutes", s ? number(a, f->lang, s->minutes) : (str){ 0 });
}

err
letter_fields(struct req *rq, struct db_conn *c, enum lang l, const struct process *p, const struct timeline *t,
	const struct method_session *session, str link, struct letter_fields *out)
{
	struct arena *a = rq->arena;

	*out = (struct letter_fields){ .lang = l };
	put(out, "process", text_in(&p->method->name, l));
	put(out, "unit", p->unit_name);
	put(out, "group", text_in(&p->method->group.the, l));
	put(out, "link", link);
	put(out, "poster", p->poster);
	put(out, "dates", all_dates(a, l, p, t));
	put(out, "next", next_workshop(a, l, p, t, session));
	put_session(a, p, t, session, out);
	TRY(put_people(c, a, p, out));
	return put_chosen(c, a, p, out);
}

/* At the beginning of a sentence: of the text, of a line, of a list's point, after a full stop. */
static bool
begins(const struct buf *b)
{
	str s = buf_str(b);

	return s.n == 0 || s.p[s.n - 1] == '\n' || str_eq(s, S("- ")) || str_ends(s, S(". ")) || str_ends(s, S("\n- "));
}

static void
add_arg(struct buf *b, const struct letter_fields *f, str name)
{
	for (size_t i = 0; i < f->n; i++) {
		str text = f->args[i].text;
		if (!str_eq(name, str_of(f->args[i].name)))
			continue;
		/* Names of days begin with plain letters in all three languages. */
		if (text.n && begins(b) && text.p[0] >= 'a' && text.p[0] <= 'z') {
			buf_addc(b, (char)(text.p[0] - 'a' + 'A'));
			text = str_from(text, 1);
		}
		buf_add(b, text);
		return;
	}
	buf_addc(b, '{');
	buf_add(b, name);
	buf_addc(b, '}');
}

str
letter_fill(struct arena *a, const struct letter_fields *f, str text)
{
	struct buf b = buf_new(a, 256 * 1024);
	str before, rest = text, name, after;

	for (;;) {
		bool more = str_cut(rest, '{', &before, &rest);
		buf_add(&b, before);
		if (!more)
			break;
		if (!str_cut(rest, '}', &name, &after)) {
			buf_addc(&b, '{');
			buf_add(&b, rest);
			break;
		}
		add_arg(&b, f, name);
		rest = after;
	}
	return buf_str(&b);
}

/* ---- messages ---- */

/* What became of it: only numbers, since who got none is for the administrator. */
static err
read_fate(struct db_conn *c, struct arena *a, const struct process *p, struct letter *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, RELEASE_OF, INT(p->id), TEXT(out->key)));
	out->released = r.n && row_int(&r, 0, 1) == 0;
	if (out->laid == 0)
		return OK;
	TRY(db_one(c, a, &r, LETTER_FATE, INT(p->id), TEXT(str_fmt(a, "message " STR_FMT, STR_ARG(out->key)))));
	out->sent = row_int(&r, 0, 0);
	out->waits = row_int(&r, 0, 1);
	out->failed = row_int(&r, 0, 2);
	out->unsure = row_int(&r, 0, 3);
	return OK;
}

static err
read_one(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, const struct timeline *t,
	const struct method_session *s, const struct method_message *m, struct letter *out)
{
	int64_t at = m->days > 0 ? plan_last(&t->all, s) : plan_first(&t->all, s);
	struct rows r;

	*out = (struct letter){ .session = s, .message = m, .subject = text_in(&m->subject, l), .body = text_in(&m->body, l) };
	out->key = str_fmt(a, STR_FMT "/" STR_FMT "/" STR_FMT, STR_ARG(s->phase->id), STR_ARG(s->id), STR_ARG(m->id));
	out->due = at ? date_add_days(at, m->days) : 0;
	TRY(db_query(c, a, &r, LETTER_OWN, INT(p->id), TEXT(out->key), TEXT(lang_tag(l))));
	if (r.n) {
		out->own = true;
		out->subject = row_text(&r, 0, 0);
		out->body = row_text(&r, 0, 1);
	}
	TRY(db_one(c, a, &r, LETTER_LAID, INT(p->id), TEXT(str_fmt(a, "message " STR_FMT, STR_ARG(out->key)))));
	out->laid = row_int(&r, 0, 0);
	out->laid_at = row_int(&r, 0, 1);
	return read_fate(c, a, p, out);
}

err
letters_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, const struct timeline *t,
	const struct method_phase *phase, struct letters *out)
{
	size_t n = 0;

	for (size_t i = 0; i < phase->session_count; i++)
		n += phase->sessions[i].message_count;
	*out = (struct letters){ .p = NEW_ARRAY(a, struct letter, n + 1) };
	for (size_t i = 0; i < phase->session_count; i++)
		for (size_t k = 0; k < phase->sessions[i].message_count; k++)
			TRY(read_one(c, a, l, p, t, &phase->sessions[i], &phase->sessions[i].messages[k], &out->p[out->n++]));
	return OK;
}

err
letter_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, const struct timeline *t, str phase,
	str session, str message, struct letter *out)
{
	const struct method_phase *ph = method_phase(p->method, phase);
	const struct method_session *s = ph ? method_session(ph, session) : NULL;
	const struct method_message *m = s ? method_message(s, message) : NULL;

	return m ? read_one(c, a, l, p, t, s, m, out) : ERR_NOTFOUND;
}

err
letter_own_langs(struct db_conn *c, struct arena *a, int64_t process, str letter, unsigned *out)
{
	*out = 0;
	for (enum lang l = LANG_NB; l < LANG_COUNT; l++) {
		struct rows r;
		TRY(db_query(c, a, &r, LETTER_OWN, INT(process), TEXT(letter), TEXT(lang_tag(l))));
		if (r.n)
			*out |= 1u << l;
	}
	return OK;
}

err
letter_own_write(struct db_conn *c, void *own)
{
	const struct letter_own *o = own;
	bool is_new;

	TRY(form_key_use(c, o->key, &is_new));
	if (!is_new)
		return OK;
	if (o->body.n == 0)
		return db_exec(c, NULL, LETTER_FORGET, INT(o->process), TEXT(o->letter), TEXT(lang_tag(o->lang)));
	return db_exec(c, NULL, LETTER_PUT, INT(o->process), TEXT(o->letter), TEXT(lang_tag(o->lang)), TEXT(o->subject),
		TEXT(o->body));
}

/* ---- readers ---- */

static err
add_reader(struct db_conn *c, struct arena *a, const struct party *p, unsigned wanted, struct readers *out, int64_t *seen,
	size_t *seen_n)
{
	enum lang l;

	if (!(ROLE_BIT(p->role) & wanted) || !(party_counts(p) || p->role == ROLE_STAFF))
		return OK;
	for (size_t i = 0; i < *seen_n; i++)
		if (seen[i] == p->person)
			return OK;
	seen[(*seen_n)++] = p->person;
	if (p->email.n == 0) {
		out->without++;
		return OK;
	}
	TRY(person_lang(c, a, p->person, &l));
	out->p[out->n++] = (struct reader){ p->person, p->email, l };
	return OK;
}

err
readers_of(struct db_conn *c, struct arena *a, const struct process *p, enum method_role to, struct readers *out)
{
	unsigned wanted = to == METHOD_GROUP ? WHO_DESK : WHO_DESK | WHO_STAFF;
	struct parties here, granted;
	size_t seen_n = 0;
	int64_t *seen;

	TRY(people_at(c, a, p->unit, &here));
	TRY(people_of_process(c, a, p->id, &granted));
	*out = (struct readers){ .p = NEW_ARRAY(a, struct reader, here.n + granted.n) };
	seen = NEW_ARRAY(a, int64_t, here.n + granted.n);
	for (size_t i = 0; i < here.n; i++)
		TRY(add_reader(c, a, &here.p[i], wanted, out, seen, &seen_n));
	for (size_t i = 0; i < granted.n; i++)
		TRY(add_reader(c, a, &granted.p[i], wanted, out, seen, &seen_n));
	return OK;
}
