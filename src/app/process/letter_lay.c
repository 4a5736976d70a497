/* letter_lay.c: a message goes into the outbox: at once because somebody said so, or on its day because the group released it. */
#include "app/access/audit.h"
#include "app/process/letter.h"
#include "base/clock.h"
#include "text/date.h"

#define LATE ((int64_t)3 * 86400)	/* so long after its day a message is still worth sending */

struct words {
	str subject[LANG_COUNT], body[LANG_COUNT];
	const struct letter *letter;	/* in the process's own terms, any language */
};

static bool
split(str key, str *phase, str *session, str *message)
{
	str rest;

	return str_cut(key, '/', phase, &rest) && str_cut(rest, '/', session, message);
}

static str
link_of(const struct letter_lay *x, const struct process *p, enum method_role to)
{
	if (to == METHOD_GROUP)
		return str_fmt(x->arena, STR_FMT "/p/%" PRId64, STR_ARG(x->site), p->id);
	return str_fmt(x->arena, STR_FMT "/w/" STR_FMT, STR_ARG(x->site), STR_ARG(p->public_id));
}

/* Each reads it in their own language: the group's words where there are any in it. */
static err
find_words(struct db_conn *c, const struct letter_lay *x, const struct process *p, struct words *out)
{
	struct letter *letter = NEW(x->arena, struct letter);
	str phase, session, message;
	struct timeline t;

	if (!split(x->message, &phase, &session, &message))
		return ERR_NOTFOUND;
	for (enum lang l = LANG_NB; l < LANG_COUNT; l++) {
		struct req rq = { .arena = x->arena, .app = x->app, .lang = l };	/* what these need of a request */
		struct letter_fields fields;
		TRY(timeline_read(&rq, c, p, &t));
		TRY(letter_read(c, x->arena, l, p, &t, phase, session, message, letter));
		TRY(letter_fields(&rq, c, l, p, &t, letter->session, link_of(x, p, letter->message->to), &fields));
		out->subject[l] = letter_fill(x->arena, &fields, letter->subject);
		out->body[l] = letter_fill(x->arena, &fields, letter->body);
	}
	out->letter = letter;
	return OK;
}

static err
lay_all(struct db_conn *c, struct letter_lay *x, const struct process *p)
{
	str kind = str_fmt(x->arena, "message " STR_FMT, STR_ARG(x->message));
	int64_t now = clock_now();
	struct readers to;
	struct words w;

	TRY(find_words(c, x, p, &w));
	TRY(readers_of(c, x->arena, p, w.letter->message->to, &to));
	for (size_t i = 0; i < to.n; i++)
		TRY(db_exec(c, NULL, LETTER_LAY, INT(p->id), TEXT(kind), TEXT(to.p[i].email), TEXT(w.subject[to.p[i].lang]),
			TEXT(w.body[to.p[i].lang]), INT(now), INT(now)));
	x->laid = (int64_t)to.n;
	return audit_add(c, x->arena, p->unit, p->id, x->by, 0, "process.message",
		audit_body(x->arena, V("n", x->laid), V("what", w.subject[LANG_NB])));
}

err
letter_lay_write(struct db_conn *c, void *lay)
{
	struct letter_lay *x = lay;
	struct process p;
	int64_t changed;
	bool is_new = true;

	x->laid = 0;
	TRY(process_get(x->app, c, x->arena, x->process, &p));
	if (x->form_key.n) {
		TRY(form_key_use(c, x->form_key, &is_new));
		if (!is_new)
			return OK;
		/* Sent now, it does not go once more on its day. */
		TRY(db_exec(c, NULL, RELEASE_TAKE_BACK, INT(p.id), TEXT(x->message)));
		return lay_all(c, x, &p);
	}
	TRY(db_exec(c, &changed, RELEASE_LAID, INT(p.id), TEXT(x->message), INT(clock_now())));
	return changed == 1 ? lay_all(c, x, &p) : OK;
}

/* ---- on its day ---- */

struct dropping {
	int64_t process;
	str message;
};

static err
drop_write(struct db_conn *c, void *arg)
{
	const struct dropping *x = arg;

	return db_exec(c, NULL, RELEASE_TAKE_BACK, INT(x->process), TEXT(x->message));
}

/* An invitation to what has begun helps nobody. */
static bool
is_too_late(const struct letter *l, const struct timeline *t, int64_t now)
{
	int64_t begins = plan_first(&t->all, l->session);

	return now > l->due + LATE || (l->message->days < 0 && begins && now > begins);
}

static err
when_due(struct app *app, struct arena *a, int64_t process, str key, int64_t now, bool *due, bool *late)
{
	struct req rq = { .arena = a, .app = app, .lang = LANG_NB };
	str phase, session, message;
	struct letter letter;
	struct timeline t;
	struct process p;
	err e;

	*due = *late = false;
	if (!split(key, &phase, &session, &message))
		return OK;
	TRY(db_read_begin(app->db, &rq.read));
	e = process_get(app, rq.read, a, process, &p);
	if (!e)
		e = timeline_read(&rq, rq.read, &p, &t);
	if (!e)
		e = letter_read(rq.read, a, LANG_NB, &p, &t, phase, session, message, &letter);
	if (!e && letter.due && letter.due <= now) {
		*late = is_too_late(&letter, &t, now);
		*due = !*late;
	}
	db_read_end(rq.read);
	return e == ERR_NOTFOUND ? OK : e;
}

err
letters_run(struct app *app, struct arena *a)
{
	struct db_conn *c;
	struct rows r;
	err e;

	if (app->public_url.n == 0)
		return OK;
	TRY(db_read_begin(app->db, &c));
	e = db_query(c, a, &r, RELEASES_WAITING, DB_NONE);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < r.n; i++) {
		struct letter_lay x = { .arena = a, .app = app, .process = row_int(&r, i, 0), .message = row_text(&r, i, 1),
			.by = row_int(&r, i, 2), .site = app->public_url };
		struct dropping d = { x.process, x.message };
		bool due, late;
		TRY(when_due(app, a, x.process, x.message, clock_now(), &due, &late));
		if (due)
			TRY(db_write(app->db, letter_lay_write, &x));
		if (late)
			TRY(db_write(app->db, drop_write, &d));
	}
	return OK;
}
