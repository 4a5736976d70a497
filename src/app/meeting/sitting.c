/* sitting.c: rows, codes and events of sittings. */
#include "app/meeting/sitting.h"

#include "base/clock.h"
#include "base/html.h"
#include "base/rand.h"
#include "live/hub.h"

/* Whoever is further behind fetches the page. What is not needed must not tell any longer in which order things came. */
#define EVENTS_KEPT 512
#define NEW_NOTES_BYTES (64 * 1024)	/* more than a group's ids */

static const char *const kinds[] = { "group", "staff", "voting", "own", "rehearsal" };
static const char *const states[] = { "planned", "open", "broken", "closed" };
static const char *const clocks[] = { "still", "running", "paused" };
static const char *const events[EVENT_KINDS] = { "step", "clock", "note", "taken", "theme", "count", "votes", "reveal", "desk",
	"sheet", "plan", "cause", "tree", "closed", "entry", "thing" };

static size_t
word_at(const char *const *words, size_t n, str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_of(words[i])))
			return i;
	return 0;
}

str
sitting_kind_word(enum sitting_kind k)
{
	return str_of(kinds[k]);
}

enum sitting_kind
sitting_kind_of(str word)
{
	return (enum sitting_kind)word_at(kinds, COUNT(kinds), word);
}

str
sitting_state_word(enum sitting_state s)
{
	return str_of(states[s]);
}

str
clock_state_word(enum clock_state s)
{
	return str_of(clocks[s]);
}

str
event_word(enum event_kind k)
{
	assert(k < EVENT_KINDS);
	return str_of(events[k]);
}

enum event_kind
event_of_word(str word)
{
	return (enum event_kind)word_at(events, COUNT(events), word);
}

void
sitting_row(const struct rows *r, size_t i, struct sitting *out)
{
	*out = (struct sitting){
		.id = row_int(r, i, 0),
		.process = row_int(r, i, 1),
		.phase = row_text(r, i, 2),
		.session = row_text(r, i, 3),
		.kind = sitting_kind_of(row_text(r, i, 4)),
		.label = row_text(r, i, 5),
		.place = row_text(r, i, 6),
		.starts_at = row_int(r, i, 7),
		.ends_at = row_int(r, i, 8),
		.leads = row_int(r, i, 9),
		.cover = row_text(r, i, 10),
		.paid = row_text(r, i, 11),
		.room_note = row_text(r, i, 12),
		.state = (enum sitting_state)word_at(states, COUNT(states), row_text(r, i, 13)),
		.code = row_text(r, i, 14),
		.wall_token = row_text(r, i, 15),
		.door_open = row_int(r, i, 16) != 0,
		.on_paper = row_int(r, i, 17) != 0,
		.seq = row_int(r, i, 18),
		.step_pos = row_int(r, i, 19),
		.step_version = row_int(r, i, 20),
		.clock = (enum clock_state)word_at(clocks, COUNT(clocks), row_text(r, i, 21)),
		.ends_ms = row_int(r, i, 22),
		.left_ms = row_int(r, i, 23),
		.desk_person = row_int(r, i, 24),
		.desk_version = row_int(r, i, 25),
		.headcount = row_int(r, i, 26),
		.paper_notes = row_int(r, i, 27),
		.aside_count = row_int(r, i, 28),
		.opened_at = row_int(r, i, 29),
		.closed_at = row_int(r, i, 30),
		.tables = row_int(r, i, 31),
	};
}

err
sitting_get(struct db_conn *c, struct arena *a, int64_t id, struct sitting *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, SITTING_GET, INT(id)));
	sitting_row(&r, 0, out);
	return OK;
}

err
sitting_by_code(struct db_conn *c, struct arena *a, str code, struct sitting *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, SITTING_BY_CODE, TEXT(code)));
	sitting_row(&r, 0, out);
	return OK;
}

/* Rows of SITTING_STEPS. */
static void
steps_of(struct arena *a, const struct rows *r, const struct sitting *s, struct sitting_steps *out)
{
	int64_t at = s->starts_at;

	out->p = NEW_ARRAY(a, struct sitting_step, r->n);
	out->n = r->n;
	for (size_t i = 0; i < r->n; i++) {
		struct sitting_step *st = &out->p[i];
		*st = (struct sitting_step){
			.pos = row_int(r, i, 0),
			.step = row_text(r, i, 1),
			.title = row_text(r, i, 2),
			.minutes = row_int(r, i, 3),
			.skipped = row_int(r, i, 4) != 0,
			.revealed = row_int(r, i, 5) != 0,
			.heard = row_int(r, i, 6) != 0,
			.starts_at = at,
		};
		if (at && !st->skipped)
			at += st->minutes * 60;
	}
}

err
sitting_steps(struct db_conn *c, struct arena *a, const struct sitting *s, struct sitting_steps *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, SITTING_STEPS, INT(s->id)));
	steps_of(a, &r, s, out);
	return OK;
}

err
sitting_whole(struct db_conn *c, struct arena *a, int64_t id, const struct db_ask *more, size_t n, struct sitting *s,
	struct sitting_steps *steps)
{
	struct rows row = { 0 }, lines = { 0 };
	struct db_ask asks[2 + SITTING_ASKS] = { ASK(&row, SITTING_GET, INT(id)), ASK(&lines, SITTING_STEPS, INT(id)) };

	assert(n <= SITTING_ASKS);
	for (size_t i = 0; i < n; i++)
		asks[2 + i] = more[i];
	TRY(db_query_all_(c, a, asks, 2 + n));
	if (row.n == 0)
		return ERR_NOTFOUND;
	sitting_row(&row, 0, s);
	steps_of(a, &lines, s, steps);
	return OK;
}

static bool
belongs(enum sitting_kind kind, const struct method_step *st)
{
	if (kind == SITTING_OWN)
		return st->kind == STEP_NOTES;
	if (kind == SITTING_VOTING)
		return st->kind == STEP_VOTES;
	return true;
}

err
sitting_create(struct db_conn *c, struct arena *a, const struct method *m, const struct sitting *wanted, int64_t *id)
{
	const struct method_phase *p = method_phase(m, wanted->phase);
	const struct method_session *se = p ? method_session(p, wanted->session) : NULL;
	int64_t ends = wanted->ends_at, pos = 0;
	struct rows r;
	str code;

	if (!se || se->kind == SESSION_PERIOD)
		return ERR_INVALID;
	if (!ends && wanted->starts_at)
		ends = wanted->starts_at + (int64_t)se->minutes * 60;
	TRY(db_one(c, a, &r, SITTING_INSERT, INT(wanted->process), TEXT(wanted->phase), TEXT(wanted->session),
		TEXT(sitting_kind_word(wanted->kind)), TEXT(wanted->label), INT_OR_NIL(wanted->starts_at), INT_OR_NIL(ends),
		TEXT(wanted->place), INT_OR_NIL(wanted->leads)));
	*id = row_int(&r, 0, 0);
	for (size_t i = 0; i < se->step_count; i++)
		if (belongs(wanted->kind, &se->steps[i]))
			TRY(db_exec(c, NULL, SITTING_STEP_INSERT, INT(*id), INT(++pos), TEXT(se->steps[i].id), TEXT(S("")),
				INT(se->steps[i].minutes)));
	if (!pos)
		return ERR_INVALID;
	/* What stands on the tables is printed the day before. A vote gets its code with its slips, or when it opens. */
	if (wanted->kind == SITTING_STAFF || wanted->kind == SITTING_OWN)
		TRY(sitting_code(c, a, *id, &code));
	return OK;
}

int64_t
sitting_minutes(const struct sitting_steps *steps)
{
	int64_t sum = 0;

	for (size_t i = 0; i < steps->n; i++)
		if (!steps->p[i].skipped)
			sum += steps->p[i].minutes;
	return sum;
}

bool
sitting_is_unled(const struct sitting *s)
{
	return s->kind == SITTING_OWN || s->kind == SITTING_VOTING;
}

err
sitting_code(struct db_conn *c, struct arena *a, int64_t id, str *code)
{
	struct sitting s;
	int64_t changed = 0;

	TRY(sitting_get(c, a, id, &s));
	*code = s.code;
	/* A code that is taken is as good as never; three draws end the doubt. */
	for (int i = 0; i < 3 && code->n == 0; i++) {
		str drawn = code_new(a);
		TRY(db_exec(c, &changed, SITTING_CODE, INT(id), TEXT(drawn)));
		if (changed == 1)
			*code = drawn;
	}
	return code->n ? OK : ERR_BUSY;
}

/* What is left of the run sheet, in seconds: of the running step what its clock says. */
static int64_t
seconds_left(const struct sitting *s, const struct sitting_steps *steps)
{
	int64_t left = s->step_pos ? s->left_ms / 1000 : 0;

	for (size_t i = 0; i < steps->n; i++)
		if (steps->p[i].pos > s->step_pos && !steps->p[i].skipped)
			left += steps->p[i].minutes * 60;
	return left;
}

err
sitting_open(struct db_conn *c, struct arena *a, int64_t id)
{
	struct sitting s;
	struct sitting_steps steps;
	int64_t ends;
	str code;

	TRY(sitting_get(c, a, id, &s));
	if (s.state != SITTING_PLANNED && s.state != SITTING_BROKEN)
		return ERR_CONFLICT;
	ends = s.ends_at;
	if (s.state == SITTING_BROKEN && !sitting_is_unled(&s)) {
		TRY(sitting_steps(c, a, &s, &steps));
		ends = clock_now() + seconds_left(&s, &steps);
	}
	if (s.kind == SITTING_GROUP)
		return db_exec(c, NULL, SITTING_OPEN_DOORS, INT(id), INT(clock_now()), INT_OR_NIL(ends), NIL);
	TRY(sitting_code(c, a, id, &code));
	return db_exec(c, NULL, SITTING_OPEN_DOORS, INT(id), INT(clock_now()), INT_OR_NIL(ends), TEXT(rand_hex(a, 16)));
}

const struct sitting_step *
sitting_now(const struct sitting *s, const struct sitting_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++)
		if (steps->p[i].pos == s->step_pos)
			return &steps->p[i];
	return NULL;
}

err
code_canonical(struct arena *a, str text, str *out)
{
	struct buf b = buf_new(a, CODE_LENGTH);

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == ' ' || c == '-')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (!str_has(S(CODE_ALPHABET), c))
			return ERR_INVALID;
		buf_addc(&b, c);
	}
	TRY(buf_done(&b, out) ? ERR_INVALID : OK);
	return out->n == CODE_LENGTH ? OK : ERR_INVALID;
}

str
code_new(struct arena *a)
{
	char *p = arena_alloc(a, CODE_LENGTH + 1, 1);

	for (size_t i = 0; i < CODE_LENGTH; i++)
		p[i] = CODE_ALPHABET[rand_below(sizeof(CODE_ALPHABET) - 1)];
	return (str){ p, CODE_LENGTH };
}

str
code_shown(struct arena *a, str code)
{
	if (code.n != CODE_LENGTH)
		return code;
	return str_fmt(a, "%.3s %.3s", code.p, code.p + 3);
}

err
sitting_event(struct db_conn *c, struct arena *a, int64_t sitting, enum event_kind k, str target, int64_t *seq)
{
	struct rows r;

	TRY(db_query_all(c, a, ASK(&r, SITTING_NEXT_SEQ, INT(sitting)),
		ASK(NULL, SITTING_EVENT, INT(sitting), TEXT(event_word(k)), TEXT(target))));
	if (r.n == 0)
		return ERR_NOTFOUND;
	*seq = row_int(&r, 0, 0);
	return *seq % EVENTS_KEPT ? OK : db_exec(c, NULL, SITTING_EVENTS_FORGET, INT(sitting), INT(*seq - EVENTS_KEPT));
}

/* The notes of one group in one sitting. */
struct new_notes {
	int64_t before;	/* the seq they follow */
	int64_t n;
	struct buf shown;	/* a JSON array of ids, not closed yet; empty where a note only counts */
};

static err
settle_notes(struct db_conn *c, int64_t sitting, void *left)
{
	struct new_notes *w = left;
	int64_t last = w->before + w->n, forget = last - last % EVENTS_KEPT;

	if (w->n == 0)
		return OK;
	buf_add(&w->shown, S("]"));
	if (forget > w->before)
		TRY(db_exec(c, NULL, SITTING_EVENTS_FORGET, INT(sitting), INT(forget - EVENTS_KEPT)));
	return db_query_all(c, db_left_arena(c), ASK(NULL, SITTING_SEQ, INT(sitting), INT(last)),
		ASK(NULL, SITTING_NOTE_EVENTS, INT(sitting), INT(w->before + 1), TEXT(event_word(EVENT_NOTE)), TEXT(event_word(EVENT_COUNT)),
			TEXT(buf_str(&w->shown))));
}

err
sitting_note_event(struct db_conn *c, int64_t sitting, str shown, int64_t *seq)
{
	struct new_notes *w = db_left(c, settle_notes, sitting);

	db_left_changes(c);
	if (!w) {
		w = db_leave(c, settle_notes, sitting, sizeof(*w));
		w->before = *seq;
		w->shown = buf_new(db_left_arena(c), NEW_NOTES_BYTES);
	}
	buf_add(&w->shown, w->n++ ? S(",") : S("["));
	json_str(&w->shown, shown);
	*seq = w->before + w->n;
	return w->shown.overflow ? ERR_TOOBIG : OK;
}

void
sitting_tell(struct app *app, int64_t sitting, int64_t seq)
{
	if (seq <= 0)
		return;
	/* The demo is filled, and tests run, before anybody listens. */
	if (app->hub)
		hub_poke(app->hub, sitting, seq);
	db_notify(app->db, sitting, seq);
}

void
sitting_tell_people(struct app *app, int64_t sitting)
{
	if (app->hub)
		hub_people(app->hub, sitting);
}

err
meetings_event(struct db_conn *c, struct arena *a, int64_t process, enum event_kind k, struct meetings_told *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, MEETINGS_OPEN, INT(process), INT(MEETINGS_MOST)));
	out->n = r.n;
	for (size_t i = 0; i < r.n; i++) {
		out->sitting[i] = row_int(&r, i, 0);
		TRY(sitting_event(c, a, out->sitting[i], k, S(""), &out->seq[i]));
	}
	return OK;
}

void
meetings_tell(struct app *app, const struct meetings_told *told)
{
	for (size_t i = 0; i < told->n; i++)
		sitting_tell(app, told->sitting[i], told->seq[i]);
}
