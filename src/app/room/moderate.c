/* moderate.c: setting aside, erasing, and what must be handled. */
#include "app/room/moderate.h"

#include "app/access/audit.h"
#include "app/access/role.h"
#include "app/room/entry.h"
#include "base/clock.h"
#include "base/rand.h"

static bool
is_leader(const struct moderate_act *act)
{
	return (act->roles & (WHO_LEADER | ROLE_BIT(ROLE_SUPERIOR))) != 0;
}

static bool
is_rep(const struct moderate_act *act)
{
	return (act->roles & WHO_REPS) != 0;
}

/* A leader's wish needs a rep and the other way round. Taking a note off the screens by a rep or the workshop leader needs
 * nobody, whatever reason is given. */
static bool
needs_second(const struct moderate_act *act)
{
	if (act->what == MODERATE_ERASE)
		return true;
	return (act->what == MODERATE_ASIDE || act->what == MODERATE_HANDLE) && is_leader(act) && !is_rep(act);
}

/* The words of a sheet, for the list of what must be handled. */
static str
words_of(struct arena *a, const struct entry *e)
{
	struct buf b = buf_new(a, (size_t)256 * 1024);

	for (size_t i = 0; i < e->n; i++) {
		if (b.n && e->f[i].body.n)
			buf_addc(&b, '\n');
		buf_add(&b, e->f[i].body);
	}
	return buf_str(&b);
}

static err
sheet_get(struct db_conn *c, const struct moderate_act *act, const struct room *rm, struct note *out)
{
	struct entry e;

	TRY(entry_get(c, act->arena, rm, act->note, &e));
	*out = (struct note){ .id = e.id, .step = e.step, .body = words_of(act->arena, &e),
		.state = e.aside ? NOTE_ASIDE : NOTE_SHOWN };
	return OK;
}

/* The card: a note, a cause of a tree, or a filled-in sheet. */
static err
card_get(struct db_conn *c, struct moderate_act *act, const struct room *rm, struct note *out)
{
	struct rows r;
	err e = note_get(c, act->arena, act->room, act->note, out);

	act->is_cause = act->is_sheet = false;
	if (e != ERR_NOTFOUND)
		return e;
	e = db_one(c, act->arena, &r, TREE_CAUSE, TEXT(act->note), INT(act->room));
	act->is_cause = e == OK;
	act->is_sheet = e == ERR_NOTFOUND;
	if (act->is_sheet)
		return sheet_get(c, act, rm, out);
	TRY(e);
	*out = note_of_row(&r, 0);
	return OK;
}

static err
card_state(struct db_conn *c, const struct moderate_act *act, str state, struct val reason)
{
	if (act->is_sheet)
		return db_exec(c, NULL, ENTRY_STATE, TEXT(act->note), INT(act->room), TEXT(state));
	return db_exec(c, NULL, act->is_cause ? TREE_SET_STATE : NOTE_SET_STATE, TEXT(act->note), INT(act->room), TEXT(state), reason);
}

/* Tells the screens; what was taken away must not be sent again. */
static err
card_tell(struct db_conn *c, struct moderate_act *act, enum event_kind k)
{
	if (act->is_cause || act->is_sheet) {
		if (k == EVENT_TAKEN)
			TRY(sitting_event(c, act->arena, act->room, k, act->note, &act->seq));
		k = act->is_cause ? EVENT_CAUSE : EVENT_ENTRY;
	}
	return sitting_event(c, act->arena, act->room, k, act->note, &act->seq);
}

/* What waits for a second tap on this note; person 0: nothing. */
struct tap {
	str what, reason;
	int64_t person;
	bool by_leader;
};

static err
tap_read(struct db_conn *c, const struct moderate_act *act, struct tap *out)
{
	struct rows r;
	err e = db_one(c, act->arena, &r, TAP_GET, TEXT(act->note), INT(act->room));

	*out = (struct tap){ 0 };
	if (e)
		return e == ERR_NOTFOUND ? OK : e;
	*out = (struct tap){ row_text(&r, 0, 0), row_text(&r, 0, 1), row_int(&r, 0, 2), row_int(&r, 0, 3) != 0 };
	return OK;
}

/* Has the other side asked for the same? */
static bool
agrees(const struct moderate_act *act, const struct tap *tap, str what)
{
	if (!tap->person || tap->person == act->person || !str_eq(tap->what, what))
		return false;
	return tap->by_leader ? is_rep(act) : is_leader(act);
}

static err
ask(struct db_conn *c, struct moderate_act *act, str what)
{
	act->waiting = true;
	TRY(db_exec(c, NULL, TAP_ASK, TEXT(act->note), INT(act->room), TEXT(what), TEXT(act->reason), INT(act->person),
		INT(is_leader(act))));
	return sitting_event(c, act->arena, act->room, EVENT_DESK, S(""), &act->seq);
}

/* That it was done, and by whom; never what the note said. */
static err
log_it(struct db_conn *c, struct moderate_act *act, const char *kind)
{
	struct rows r;

	TRY(db_one(c, act->arena, &r, ABOUT_SITTING, INT(act->room)));
	return audit_add(c, act->arena, row_int(&r, 0, 0), row_int(&r, 0, 1), act->person, 0, kind, S(""));
}

static err
bring_back(struct db_conn *c, struct moderate_act *act, const struct room *rm, const struct note *n)
{
	TRY(card_state(c, act, note_may_be_seen(rm, n) ? S("shown") : S("read"), NIL));
	TRY(log_it(c, act, "note.back"));
	return card_tell(c, act, EVENT_NOTE);
}

/* For the one entry on the list that the leader must not know of, the log says no more than that a note was set aside. */
static err
set_aside(struct db_conn *c, struct moderate_act *act)
{
	bool on_list = act->what == MODERATE_HANDLE;

	TRY(card_state(c, act, S("aside"), TEXT(on_list && act->about_leader ? S(ASIDE_UNSEEN) : act->reason)));
	TRY(log_it(c, act, on_list && !act->about_leader ? "note.handle" : "note.aside"));
	TRY(db_exec(c, NULL, TAP_DONE, TEXT(act->note)));
	return card_tell(c, act, EVENT_TAKEN);
}

/* The text goes from the row, which chain and exports read, and from the list of what must be handled, but for what the
 * leader does not see there. The id stays, so that the count does. */
static err
erase(struct db_conn *c, struct moderate_act *act, const struct room *rm, const struct note *n)
{
	if (act->is_sheet) {
		TRY(db_exec(c, NULL, ENTRY_DROP_FIELDS, TEXT(act->note)));
		TRY(card_state(c, act, S("erased"), NIL));
	} else {
		TRY(db_exec(c, NULL, act->is_cause ? TREE_ERASE : NOTE_ERASE, TEXT(act->note), INT(act->room)));
	}
	TRY(db_exec(c, NULL, HANDLE_ERASE, INT(rm->s.process), TEXT(n->body)));
	TRY(log_it(c, act, "note.erase"));
	TRY(db_exec(c, NULL, TAP_DONE, TEXT(act->note)));
	TRY(scrub_ask(c, act->arena));
	return card_tell(c, act, EVENT_TAKEN);
}

err
handle_put(struct db_conn *c, int64_t process, str body, str reason, bool about_leader)
{
	int64_t id = ((int64_t)rand_below(1 << 20) << 31) + 1 + rand_below(INT32_MAX);

	return db_exec(c, NULL, HANDLE_ADD, INT(id), INT(process), TEXT(body), TEXT(reason), INT(about_leader), INT(clock_now()));
}

/* The list does not wait for the second tap. What a leader has put there while asking is not put there again. */
static err
put_on_list(struct db_conn *c, struct moderate_act *act, const struct room *rm, const struct note *n, const struct tap *tap)
{
	/* Invented cards are nobody's to handle. */
	if (rm->s.kind == SITTING_REHEARSAL)
		return OK;
	if (tap->by_leader && str_eq(tap->what, S("aside")) && str_eq(tap->reason, act->reason))
		return OK;
	return handle_put(c, rm->s.process, n->body, act->reason, act->about_leader);
}

static err
take_away(struct db_conn *c, struct moderate_act *act, const struct room *rm, const struct note *n)
{
	str what = act->what == MODERATE_ERASE ? S("erase") : S("aside");
	struct tap tap;
	bool agreed;

	TRY(tap_read(c, act, &tap));
	agreed = agrees(act, &tap, what);
	if (act->what == MODERATE_HANDLE)
		TRY(put_on_list(c, act, rm, n, &tap));
	else if (agreed)
		act->reason = tap.reason;
	if (needs_second(act) && !agreed)
		return ask(c, act, what);
	return act->what == MODERATE_ERASE ? erase(c, act, rm, n) : set_aside(c, act);
}

err
moderate(struct db_conn *c, void *arg)
{
	struct moderate_act *act = arg;
	struct room rm;
	struct note n;
	bool is_new;

	act->waiting = false;
	act->seq = 0;
	TRY(form_key_use(c, act->key, &is_new));
	TRY(room_rules(act->app, c, act->arena, act->room, &rm));
	if (rm.s.state == SITTING_CLOSED)
		return ERR_GONE;
	TRY(card_get(c, act, &rm, &n));
	if (!is_new || n.state == NOTE_ERASED)
		return OK;
	/* Nobody has seen it, so nobody can have a reason. */
	if (n.state == NOTE_HIDDEN && !act->first_reading)
		return ERR_CONFLICT;
	if ((act->what == MODERATE_BACK && !is_rep(act)) || (act->what == MODERATE_ERASE && !is_leader(act) && !is_rep(act)))
		return ERR_DENIED;
	if (act->what == MODERATE_BACK)
		return n.state == NOTE_ASIDE ? bring_back(c, act, &rm, &n) : OK;
	if (n.state == NOTE_ASIDE && act->what != MODERATE_ERASE)
		return OK;
	return take_away(c, act, &rm, &n);
}
