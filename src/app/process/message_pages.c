/* message_pages.c: the messages: read, changed into own words, copied, laid in the outbox; and inviting colleagues. */
#include "app/messages_tmpl.h"
#include "app/page.h"
#include "app/process/letter_pages.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"
#include "text/markdown.h"

#define BODY_LETTERS 4000

static str
staff_url(struct req *rq, const struct process *p)
{
	return str_fmt(rq->arena, STR_FMT "/w/" STR_FMT, STR_ARG(req_site(rq)), STR_ARG(p->public_id));
}

/* The group's own page for messages to the group; the staff's for all others. */
static str
link_for(struct req *rq, const struct process *p, enum method_role to)
{
	if (to == METHOD_GROUP)
		return str_fmt(rq->arena, STR_FMT "/p/%" PRId64, STR_ARG(req_site(rq)), p->id);
	return staff_url(rq, p);
}

/* ---- the list ---- */

static const struct field poster_form[] = {
	{ "poster", N_("Where does the poster hang?"), N_("It is filled in where a message tells where the poster hangs."), .max = 120, .quiet = true },
};

err
messages_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Messages"));
	struct messages_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process) };
	struct form f = form_new(rq, poster_form, COUNT(poster_form));
	struct timeline t;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &v.p));
	TRY(timeline_read(rq, c, v.p, &t));
	v.phase = phase_asked(rq, v.p, &t);
	TRY(letters_read(c, rq->arena, rq->lang, v.p, &t, v.phase, &v.letters));
	TRY(mail_is_on(c, rq->arena, &v.mail));
	form_set(&f, "poster", v.p->poster);
	pg.said = page_said(rq);
	messages_list_view(&rs->body, rq->lang, &pg, &v, &f, rand_uuid(rq->arena));
	return OK;
}

struct poster_put {
	int64_t process;
	str where;
};

static err
poster_write(struct db_conn *c, void *arg)
{
	const struct poster_put *x = arg;

	return db_exec(c, NULL, PROCESS_POSTER, INT(x->process), TEXT(x->where));
}

err
messages_post(struct req *rq, struct response *rs)
{
	struct poster_put x = { .process = rq->process };
	struct form f;

	TRY(form_read(rq, poster_form, COUNT(poster_form), &f));
	x.where = form_str(&f, "poster");
	TRY(req_write(rq, poster_write, &x));
	return req_go(rq, rs, "/p/%" PRId64 "/messages?said=saved", rq->process);
}

/* ---- one message ---- */

/* Whoever has changed a message in one language must not believe that all get it. */
static err
read_theirs(struct req *rq, struct db_conn *c, struct message_view *v)
{
	struct buf b = buf_new(rq->arena, 200);
	unsigned own, reads = 0;

	TRY(letter_own_langs(c, rq->arena, rq->process, v->letter.key, &own));
	for (size_t i = 0; i < v->readers.n; i++)
		reads |= 1u << v->readers.p[i].lang;
	for (enum lang l = LANG_NB; own && l < LANG_COUNT; l++)
		if (reads & ~own & 1u << l)
			buf_addf(&b, "%s" STR_FMT, b.n ? ", " : "", STR_ARG(lang_name(l)));
	v->theirs = buf_str(&b);
	return OK;
}

static err
read_message(struct req *rq, struct message_view *v)
{
	struct letter_fields fields;
	struct timeline t;
	struct db_conn *c;
	str asked = req_query(rq, S("lang"));

	v->lang = rq->lang;
	if (asked.n && !lang_of(asked, &v->lang))
		return ERR_NOTFOUND;
	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &v->p));
	TRY(timeline_read(rq, c, v->p, &t));
	TRY(letter_read(c, rq->arena, v->lang, v->p, &t, rq->params[1], rq->params[2], rq->params[3], &v->letter));
	TRY(letter_fields(rq, c, v->lang, v->p, &t, v->letter.session, link_for(rq, v->p, v->letter.message->to), &fields));
	TRY(readers_of(c, rq->arena, v->p, v->letter.message->to, &v->readers));
	TRY(read_theirs(rq, c, v));
	TRY(mail_is_on(c, rq->arena, &v->mail));
	v->subject = letter_fill(rq->arena, &fields, v->letter.subject);
	v->body = markdown(rq->arena, letter_fill(rq->arena, &fields, v->letter.body), 2);
	v->several = fields.several > 1;
	v->unfilled = str_find(v->subject, S("…")) != SIZE_MAX || str_find(letter_fill(rq->arena, &fields, v->letter.body), S("…")) !=
		SIZE_MAX;
	v->base = str_fmt(rq->arena, "/p/%" PRId64, rq->process);
	v->path = str_fmt(rq->arena, STR_FMT "/messages/" STR_FMT, STR_ARG(v->base), STR_ARG(v->letter.key));
	v->later = v->letter.due > clock_now() + 3600 ? v->letter.due : 0;
	return OK;
}

err
message_page(struct req *rq, struct response *rs)
{
	struct message_view v = { 0 };
	struct page pg;

	TRY(read_message(rq, &v));
	pg = page_of(rq, text_in(&v.letter.message->name, rq->lang));
	pg.said = page_said(rq);
	message_view(&rs->body, rq->lang, &pg, &v, rand_uuid(rq->arena));
	return OK;
}

static const struct field own_form[] = {
	{ "subject", N_("Subject"), .max = 200, .required = true },
	{ "body", N_("Text"), N_("A line that begins with a dash becomes a list. Words in braces are filled in by the program."),
		FIELD_TEXT, .max = BODY_LETTERS, .required = true },
};

static err
draw_own(struct req *rq, struct response *rs, const struct message_view *v, struct form *f)
{
	struct page pg = page_of(rq, text_in(&v->letter.message->name, rq->lang));

	pg.form = f;
	message_edit_view(&rs->body, rq->lang, &pg, v, f, rand_uuid(rq->arena));
	return OK;
}

err
message_edit_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, own_form, COUNT(own_form));
	struct message_view v = { 0 };

	TRY(read_message(rq, &v));
	form_set(&f, "subject", v.letter.subject);
	form_set(&f, "body", v.letter.body);
	return draw_own(rq, rs, &v, &f);
}

err
message_edit_post(struct req *rq, struct response *rs)
{
	struct letter_own own = { .process = rq->process, .key = req_form(rq, S("key")) };
	struct message_view v = { 0 };
	struct form f;
	err e;

	TRY(read_message(rq, &v));
	own.letter = v.letter.key;
	own.lang = v.lang;
	if (req_form(rq, S("forget")).n == 0) {
		e = form_read(rq, own_form, COUNT(own_form), &f);
		if (e == ERR_INVALID) {
			TRY(draw_own(rq, rs, &v, &f));
			return e;
		}
		TRY(e);
		own.subject = form_str(&f, "subject");
		own.body = form_str(&f, "body");
	}
	TRY(req_write(rq, letter_own_write, &own));
	return req_go(rq, rs, STR_FMT "?lang=" STR_FMT "&said=saved", STR_ARG(v.path), STR_ARG(lang_tag(v.lang)));
}

/* ---- sent now, released for its day, taken back, or sent once more ---- */

struct releasing {
	int64_t process, person;
	str message, key, what;
};

static err
release_write(struct db_conn *c, void *arg)
{
	const struct releasing *x = arg;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	if (str_eq(x->what, S("later")))
		return db_exec(c, NULL, RELEASE_PUT, INT(x->process), TEXT(x->message), INT(clock_now()), INT(x->person));
	return db_exec(c, NULL, RELEASE_TAKE_BACK, INT(x->process), TEXT(x->message));
}

struct again {
	int64_t process;
	str kind;
};

static err
again_write(struct db_conn *c, void *arg)
{
	const struct again *x = arg;

	return db_exec(c, NULL, LETTER_AGAIN, INT(x->process), TEXT(x->kind), INT(clock_now()));
}

static err
act(struct req *rq, const struct message_view *v, str what)
{
	struct letter_lay lay = { .arena = rq->arena, .app = rq->app, .process = v->p->id, .by = rq->user->id,
		.message = v->letter.key, .form_key = req_form(rq, S("key")), .site = req_site(rq) };
	struct releasing release = { .process = v->p->id, .person = rq->user->id, .message = v->letter.key,
		.key = req_form(rq, S("key")), .what = what };
	struct again again = { .process = v->p->id, .kind = str_fmt(rq->arena, "message " STR_FMT, STR_ARG(v->letter.key)) };

	if (str_eq(what, S("again")))
		return req_write(rq, again_write, &again);
	if (str_eq(what, S("back")) || (str_eq(what, S("later")) && v->later))
		return req_write(rq, release_write, &release);
	return req_write(rq, letter_lay_write, &lay);
}

err
message_outbox_post(struct req *rq, struct response *rs)
{
	str what = req_form(rq, S("when"));
	struct message_view v = { 0 };
	const char *said = "laid";

	TRY(read_message(rq, &v));
	if (!str_eq(what, S("back")))
		TRY(req_site_must_be_ours(rq));
	if (v.readers.n == 0)
		return req_fail(rq, ERR_INVALID, tr(rq->lang, "Nobody here has an e-mail address in the program. Copy the text instead."));
	TRY(act(rq, &v, what));
	if (str_eq(what, S("back")))
		said = "saved";
	else if (str_eq(what, S("later")) && v.later)
		said = "on-its-day";
	else if (str_eq(what, S("again")))
		said = "again";
	return req_go(rq, rs, STR_FMT "?lang=" STR_FMT "&said=%s#out-h", STR_ARG(v.path), STR_ARG(lang_tag(v.lang)), said);
}

/* ---- inviting colleagues ---- */

/* Talking points of this phase, or of the last one before it that has any. */
static const struct method_phase *
with_points(const struct process *p, const struct method_phase *from)
{
	for (size_t i = from->index + 1; i-- > 0;)
		if (p->method->phases[i].talking_point_count)
			return &p->method->phases[i];
	return from;
}

err
colleagues_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Invite your colleagues"));
	struct invite_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process) };
	struct letter_fields fields;
	const struct method_phase *talk;
	struct timeline t;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &v.p));
	TRY(timeline_read(rq, c, v.p, &t));
	v.phase = phase_asked(rq, v.p, &t);
	talk = with_points(v.p, v.phase);
	v.url = staff_url(rq, v.p);
	TRY(letter_fields(rq, c, rq->lang, v.p, &t, phase_meet(v.phase), v.url, &fields));
	v.points = NEW_ARRAY(rq->arena, str, talk->talking_point_count);
	for (; v.point_count < talk->talking_point_count; v.point_count++)
		v.points[v.point_count] = letter_fill(rq->arena, &fields, text_in(&talk->talking_points[v.point_count].text, rq->lang));
	for (size_t i = v.phase->index; i < v.p->method->phase_count && !v.at; i++) {
		const struct method_session *s = method_session_of(&v.p->method->phases[i], SESSION_WORKSHOP);
		v.at = s ? plan_first(&t.all, s) : 0;
		v.what = s ? text_in(&s->name, rq->lang) : (str){ 0 };
	}
	colleagues_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}
