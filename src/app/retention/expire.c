/* expire.c: forgets what is past its time, a piece at a time, and has the files wiped. */
#include "app/access/audit.h"
#include "app/backup/tables.h"
#include "app/retention/doubt.h"
#include "app/retention/person.h"
#include "app/retention/retention.h"
#include "app/sql.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/str.h"
#include "text/date.h"

#define DAY ((int64_t)86400)
#define EVERY ((int64_t)3600)	/* so often everything is looked through */
#define TURN ((int64_t)600)	/* so long a node that died keeps the turn */
#define WIPE_AT S("03:00")

/* Forgets the first one due; *did: there was one. */
typedef err (*forget_fn)(struct db_conn *c, struct arena *a, int64_t before, int64_t *did);

struct expiry {
	const char *what;	/* for the doctor */
	int due;	/* counts what is older than $1 */
	int take;	/* removes some of it; or: */
	forget_fn forget;
	bool is_set;	/* by the setting below, else after so many days */
	enum keep keep;
	int64_t days;
	bool is_text;	/* holds what people wrote or who they are: has to go from the files too */
};

static err
forget_asked(struct db_conn *c, struct arena *a, int64_t before UNUSED, int64_t *did)
{
	struct rows r;
	bool done;

	TRY(db_query(c, a, &r, EXPIRE_ASKED_FIRST, DB_NONE));
	*did = r.n > 0;
	return r.n ? process_erase(c, a, row_int(&r, 0, 0), true, &done) : OK;
}

static err
forget_work(struct db_conn *c, struct arena *a, int64_t before, int64_t *did)
{
	struct rows r;
	bool done;

	TRY(db_query(c, a, &r, EXPIRE_WORK_FIRST, INT(before)));
	*did = r.n > 0;
	return r.n ? process_erase(c, a, row_int(&r, 0, 0), false, &done) : OK;
}

/* All notes of one process: the count of each theme must be right at any moment. */
static err
forget_notes(struct db_conn *c, struct arena *a, int64_t before, int64_t *did)
{
	struct rows r;
	int64_t process;

	TRY(db_query(c, a, &r, EXPIRE_NOTES_FIRST, INT(before)));
	*did = r.n > 0;
	if (r.n == 0)
		return OK;
	process = row_int(&r, 0, 0);
	TRY(db_exec(c, NULL, EXPIRE_NOTES_COUNT, INT(process)));
	TRY(db_exec(c, NULL, EXPIRE_NOTES_THREAD, INT(process)));
	TRY(db_exec(c, NULL, EXPIRE_NOTES, INT(process)));
	TRY(db_exec(c, NULL, EXPIRE_NOTES_ASKED, INT(process)));
	return audit_add(c, a, row_int(&r, 0, 1), process, 0, 0, "notes.expired", S(""));
}

/* Of the unit itself; those of a process go with it. */
static err
forget_measure(struct db_conn *c, struct arena *a, int64_t before, int64_t *did)
{
	struct rows r;

	TRY(db_query(c, a, &r, EXPIRE_MEASURES_FIRST, INT(before)));
	*did = r.n > 0;
	return r.n ? measure_erase(c, 0, row_int(&r, 0, 0)) : OK;
}

static err
forget_person(struct db_conn *c, struct arena *a, int64_t before, int64_t *did)
{
	struct rows r;

	TRY(db_query(c, a, &r, EXPIRE_PERSON_FIRST, INT(before)));
	*did = r.n > 0;
	return r.n ? person_erase(c, a, row_int(&r, 0, 0), 0) : OK;
}

/* In this order: what was asked for comes first, and what belongs to a process goes with it. */
static const struct expiry expiries[] = {
	{ "processes the parties have agreed to delete", EXPIRE_ASKED_DUE, .forget = forget_asked, .is_text = true },
	{ "processes past their time", EXPIRE_WORK_DUE, .forget = forget_work, .is_set = true, .keep = KEEP_WORK, .is_text = true },
	{ "notes of work that has ended", EXPIRE_NOTES_DUE, .forget = forget_notes, .is_set = true, .keep = KEEP_NOTES,
		.is_text = true },
	{ "measures past their time", EXPIRE_MEASURES_DUE, .forget = forget_measure, .is_set = true, .keep = KEEP_WORK,
		.is_text = true },
	{ "people who have left", EXPIRE_PERSON_DUE, .forget = forget_person, .is_set = true, .keep = KEEP_ACCOUNTS, .is_text = true },
	{ "handled cards", EXPIRE_HANDLED_DUE, EXPIRE_HANDLED, .is_set = true, .keep = KEEP_HANDLED, .is_text = true },
	{ "letters", EXPIRE_LETTERS_DUE, EXPIRE_LETTERS, .is_set = true, .keep = KEEP_LETTERS, .is_text = true },
	{ "texts of letters that were sent", MAIL_FORGET_DUE, MAIL_FORGET, .days = 30, .is_text = true },
	{ "invitations to what is over", INVITE_FORGET_DUE, INVITE_FORGET, .days = 30, .is_text = true },
	{ "what people were reminded of", REMINDER_FORGET_DUE, REMINDER_FORGET, .days = 400 },
	{ "links that stop reminders", STOP_FORGET_DUE, STOP_FORGET, .days = 120 },
	{ "addresses of released pages", EXPIRE_RELEASED_LINKS_DUE, EXPIRE_RELEASED_LINKS, .days = 90 },
	{ "lines of the log", EXPIRE_LOG_DUE, AUDIT_EMPTY, .is_set = true, .keep = KEEP_LOG, .is_text = true },
	{ "one-time links and slips", EXPIRE_ONETIME_DUE, EXPIRE_ONETIME, .days = 90 },
	{ "codes of rooms", EXPIRE_CODES_DUE, EXPIRE_CODES, .days = 30 },
	{ "sessions", EXPIRE_SESSIONS_DUE, EXPIRE_SESSIONS },
	{ "keys of forms", EXPIRE_KEYS_DUE, EXPIRE_KEYS, .days = 1 },
};

static int64_t
before_of(struct arena *a, const struct expiry *e, const struct keeping *all)
{
	int64_t now = clock_now();

	return e->is_set ? keep_before(a, e->keep, all, now) : now - e->days * DAY;
}

static err
last_of(struct db_conn *c, struct arena *a, int64_t *last)
{
	struct rows r;

	*last = 0;
	TRY(db_query(c, a, &r, SETTING_GET, TEXT(S("retention.last"))));
	if (r.n && str_int(row_text(&r, 0, 0), last))
		*last = 0;
	return OK;
}

err
retention_due(struct db_conn *c, struct arena *a, struct due *out)
{
	struct keeping all;
	struct rows r;

	*out = (struct due){ .p = NEW_ARRAY(a, struct due_line, COUNT(expiries)), .n = COUNT(expiries) };
	TRY(keeping_read(c, a, &all));
	TRY(last_of(c, a, &out->last));
	for (size_t i = 0; i < COUNT(expiries); i++) {
		TRY(db_one(c, a, &r, expiries[i].due, INT(before_of(a, &expiries[i], &all))));
		out->p[i] = (struct due_line){ expiries[i].what, row_int(&r, 0, 0) };
		out->total += out->p[i].n;
	}
	return OK;
}

/* ---- the job ---- */

struct piece {
	struct arena *arena;
	str node;
	int64_t lived;	/* for doubt_look */
	bool mine, did, doubt;	/* out */
};

static err
take_turn(struct db_conn *c, struct piece *p)
{
	int64_t now = clock_now(), changed;

	TRY(db_exec(c, &changed, RETENTION_TURN, TEXT(str_fmt(p->arena, "%010" PRId64 " " STR_FMT, now + TURN, STR_ARG(p->node))),
		TEXT(str_fmt(p->arena, "%010" PRId64, now)), TEXT(p->node), TEXT(str_fmt(p->arena, "%010" PRId64, now + 2 * TURN))));
	p->mine = changed == 1;
	return OK;
}

static err
forget_some(struct db_conn *c, struct arena *a, const struct expiry *e, int64_t before, int64_t *did)
{
	if (e->forget)
		TRY(e->forget(c, a, before, did));
	else
		TRY(db_exec(c, did, e->take, INT(before)));
	return *did && e->is_text ? wipe_ask(c, a, WIPE_TONIGHT) : OK;
}

/* One piece of the first kind of which something is due; when there is none, that is written down. While the clock is in doubt
 * nothing is, but what was asked for. */
static err
piece_write(struct db_conn *c, void *arg)
{
	struct piece *p = arg;
	struct keeping all;

	p->did = p->mine = false;
	TRY(doubt_look(c, p->arena, p->lived, &p->doubt));
	TRY(take_turn(c, p));
	if (!p->mine)
		return OK;
	TRY(keeping_read(c, p->arena, &all));
	for (size_t i = 0; i < COUNT(expiries) && !p->did; i++) {
		int64_t did = 0;
		if (p->doubt && expiries[i].forget != forget_asked)
			continue;
		TRY(forget_some(c, p->arena, &expiries[i], before_of(p->arena, &expiries[i], &all), &did));
		p->did = did > 0;
	}
	if (p->did || p->doubt)
		return OK;
	return db_exec(c, NULL, SETTING_PUT, TEXT(S("retention.last")), TEXT(str_fmt(p->arena, "%" PRId64, clock_now())));
}

/* In the log once, and in the figures for as long as it lasts. */
static void
tell(struct app *app, bool doubt)
{
	if (atomic_exchange(&app->clock_doubted, doubt) == doubt)
		return;
	if (doubt)
		log_error("the clock has jumped ahead, or the program was off for long: nothing is erased for its age until the clock is right "
			  "again, or an administrator says that it is (Administration, How long things are kept)");
	else
		log_info("the clock is believed again: what is past its time is erased");
}

static int64_t
lived(const struct forgetter *f)
{
	return f->believed_at ? clock_boot() - f->believed_at : -1;
}

struct look {
	struct doubt doubt;
	int64_t last;
	bool asked;
};

static err
look(struct app *app, struct arena *a, struct look *out)
{
	struct db_conn *c;
	struct rows asked = { 0 };
	err e;

	TRY(db_read_begin(app->db, &c));
	e = last_of(c, a, &out->last);
	if (!e)
		e = doubt_read(c, a, &out->doubt);
	if (!e)
		e = db_query(c, a, &asked, EXPIRE_ASKED_FIRST, DB_NONE);
	db_read_end(c);
	out->asked = asked.n > 0;
	return e;
}

static err
is_time(struct app *app, struct arena *a, struct forgetter *f, bool *out)
{
	struct look l;
	bool due, known;

	TRY(look(app, a, &l));
	due = l.last + EVERY <= clock_now() || l.last > clock_now();
	known = l.doubt.on && doubt_holds(&l.doubt, lived(f));
	/* This node or another has believed it within the hour. */
	if (!due)
		f->believed_at = clock_boot();
	if (known)
		tell(app, true);
	*out = l.asked || (due && !known);
	return OK;
}

err
retention_run(struct app *app, struct arena *a, struct forgetter *f, bool *more)
{
	struct piece p = { .arena = a, .node = f->node };

	TRY(is_time(app, a, f, more));
	if (!*more)
		return OK;
	*more = false;
	p.lived = lived(f);
	TRY(db_write(app->db, piece_write, &p));
	if (!p.doubt)
		f->believed_at = clock_boot();
	tell(app, p.doubt);
	*more = p.mine && p.did;
	return OK;
}

/* ---- wiping ---- */

err
wipe_ask(struct db_conn *c, struct arena *a, enum wipe when)
{
	int64_t at = clock_now();

	if (when == WIPE_TONIGHT && date_parse(date_iso(a, date_add_days(at, 1)), WIPE_AT, &at))
		at = clock_now();
	return db_exec(c, NULL, WIPE_ASK, TEXT(str_fmt(a, "%010" PRId64 " " STR_FMT, at, STR_ARG(rand_hex(a, 8)))));
}

static err
wipe_done(struct db_conn *c, void *arg)
{
	const str *wish = arg;

	return db_exec(c, NULL, SETTING_DROP, TEXT(S("wipe")), TEXT(*wish));
}

static err
wipe_all(struct app *app, struct arena *a)
{
	size_t n = 0;
	const char **names = NEW_ARRAY(a, const char *, table_count());

	for (size_t i = 0; i < table_count(); i++)
		names[n++] = table_name(i);
	return db_scrub(app->db, names, n);
}

err
wipe_run(struct app *app, struct arena *a)
{
	struct db_conn *c;
	struct rows r;
	int64_t at;
	str wish;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = db_query(c, a, &r, SETTING_GET, TEXT(S("wipe")));
	db_read_end(c);
	TRY(e);
	if (r.n == 0)
		return OK;
	wish = row_text(&r, 0, 0);
	if (!str_int(str_take(wish, 10), &at) && at > clock_now())
		return OK;
	TRY(wipe_all(app, a));
	return db_write(app->db, wipe_done, &wish);
}
