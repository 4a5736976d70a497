/* released.c: wordings: written, asked about, released, withdrawn. */
#include "app/released/released.h"

#include "app/access/audit.h"
#include "app/chain/choose.h"
#include "app/chain/thing.h"
#include "app/chain/way.h"
#include "app/measure/measure.h"
#include "base/clock.h"
#include "text/date.h"

#define SUBJECT "items"
#define CHOICES_MOST 40	/* offered of one phase */

static const char *const states[] = {
	[RELEASED_DRAFT] = "draft", [RELEASED_OUT] = "released", [RELEASED_REPLACED] = "replaced", [RELEASED_WITHDRAWN] = "withdrawn",
};

static enum released_state
state_of(str word)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (str_eq(word, str_of(states[i])))
			return (enum released_state)i;
	return RELEASED_WITHDRAWN;
}

static struct released_item
item_row(const struct rows *r, size_t i)
{
	struct released_item it = { .id = row_int(r, i, 0), .measure = row_int(r, i, 1), .measure_version = row_int(r, i, 2),
		.replaces = row_int(r, i, 3), .next_at = row_int(r, i, 4), .agreement = row_int(r, i, 5), .version = row_int(r, i, 6),
		.written_at = row_int(r, i, 7), .released_at = row_int(r, i, 8), .ended_at = row_int(r, i, 9), .thing = row_text(r, i, 10),
		.said = row_text(r, i, 11), .does = row_text(r, i, 12), .status = row_text(r, i, 13), .came = row_text(r, i, 14),
		.state = state_of(row_text(r, i, 17)), .trying = row_int(r, i, 18) != 0, .has_draft = row_int(r, i, 21) > 0 };

	it.area = str_eq(row_text(r, i, 15), measure_area_word(AREA_PRESERVE)) ? AREA_PRESERVE : AREA_IMPROVE;
	if (!lang_of(row_text(r, i, 16), &it.lang))
		it.lang = LANG_NB;
	it.asked = it.state == RELEASED_DRAFT && (str_eq(row_text(r, i, 19), S("open")) || str_eq(row_text(r, i, 19), S("raised")));
	it.moved = it.measure && row_int(r, i, 20) != it.measure_version;
	return it;
}

static void
items_of(struct arena *a, const struct rows *r, struct released_items *out)
{
	*out = (struct released_items){ .p = NEW_ARRAY(a, struct released_item, r->n), .n = r->n };
	for (size_t i = 0; i < r->n; i++)
		out->p[i] = item_row(r, i);
}

err
released_read(struct db_conn *c, struct arena *a, int64_t process, bool old, struct released_items *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, RELEASED_LIST, INT(process), INT(-1), INT(old)));
	items_of(a, &r, out);
	return OK;
}

err
released_public(struct db_conn *c, struct arena *a, int64_t process, struct released_items *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, RELEASED_PUBLIC, INT(process)));
	items_of(a, &r, out);
	return OK;
}

err
released_get(struct db_conn *c, struct arena *a, int64_t process, int64_t id, struct released_item *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, RELEASED_LIST, INT(process), INT(id), INT(2)));
	*out = item_row(&r, 0);
	return OK;
}

/* ---- what a wording can be made of ---- */

static bool
is_there(const struct released_items *there, str ref)
{
	for (size_t i = 0; i < there->n; i++)
		if (str_eq(there->p[i].thing, ref))
			return true;
	return false;
}

static err
read_measures(struct db_conn *c, struct arena *a, const struct process *p, struct measures *out)
{
	const struct looker nobody = { 0 };
	const struct measure_filter f = { .statuses = MEASURES_DECIDED | MEASURES_GOING | MEASURE_BIT(MEASURE_DONE) | MEASURES_OVER };

	return measures_read(c, a, p->unit, &nobody, &f, out);
}

static err
offer_choices(struct db_conn *c, struct arena *a, const struct process *p, str phase, const struct released_items *there,
	struct released_offers *out)
{
	struct challenges chosen;
	size_t most = out->n + CHOICES_MOST;	/* what there is room for */

	TRY(challenges_read(c, a, p->id, phase, false, &chosen));
	for (size_t i = 0; i < chosen.n && out->n < most; i++) {
		str ref = str_fmt(a, "challenge:%" PRId64, chosen.p[i].id);
		if (challenge_goes_on(&chosen.p[i]) && !is_there(there, ref))
			out->p[out->n++] = (struct released_offer){ ref, chosen.p[i].title, chosen.p[i].area, .is_measure = false };
	}
	return OK;
}

err
released_offers(struct db_conn *c, struct arena *a, const struct process *p, const struct released_items *there,
	struct released_offers *out)
{
	struct measures all;

	TRY(read_measures(c, a, p, &all));
	*out = (struct released_offers){ .p = NEW_ARRAY(a, struct released_offer, all.n + p->method->phase_count * CHOICES_MOST) };
	for (size_t i = 0; i < all.n; i++) {
		str ref = str_fmt(a, "measure:%" PRId64, all.p[i].id);
		if ((all.p[i].process == p->id || !all.p[i].process) && !is_there(there, ref))
			out->p[out->n++] = (struct released_offer){ ref, all.p[i].title, all.p[i].area, .is_measure = true };
	}
	for (size_t i = 0; i < p->method->phase_count; i++)
		if (phase_has_themes(&p->method->phases[i]))
			TRY(offer_choices(c, a, p, p->method->phases[i].id, there, out));
	return OK;
}

/* What staff said: the choice this goes back to, which is the theme as it was voted on. */
static err
said_of(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, str ref, str *out)
{
	struct ways all;

	*out = (str){ 0 };
	TRY(ways_read(c, a, &(struct way_ask){ l, p, ref, false }, &all));
	for (size_t k = 0; k < all.n && !out->n; k++) {
		const struct way *w = &all.p[k];
		size_t at = WAY_NONE;
		for (size_t i = 0; i < w->n; i++)
			if (str_eq(w->p[i].ref, ref))
				at = i;
		for (; at != WAY_NONE && !out->n; at = w->p[at].parent)
			if (w->p[at].stage == WAY_CHOICE)
				*out = w->p[at].title;
	}
	return OK;
}

/* As much of it as fits, cut between letters. */
static str
cut(str text, size_t most)
{
	str s = text;

	while (graphemes(s) > most) {
		s.n--;
		while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
			s.n--;
	}
	return s;
}

static err
suggest_measure(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, int64_t id, struct released_item *out)
{
	const struct looker nobody = { 0 };
	struct measure_looks looks;
	struct measure m;
	str said;

	TRY(measure_get(c, a, p->unit, id, &nobody, &m));
	if ((m.process && m.process != p->id) || !measure_is_decided(&m))
		return ERR_NOTFOUND;
	TRY(said_of(c, a, l, p, out->thing, &said));
	TRY(measure_looks_read(c, a, id, &looks));
	out->measure = id;
	out->measure_version = m.version;
	out->area = m.area ? m.area : AREA_IMPROVE;
	out->said = cut(said.n ? said : m.cause, RELEASED_SAID);
	out->does = cut(m.title, RELEASED_DOES);
	out->status = measure_status_name(l, m.status);
	out->trying = m.status == MEASURE_TESTING;
	out->next_at = measure_next_look(&m) ? measure_next_look(&m) : MEASURE_BIT(m.status) & MEASURES_OPEN ? m.due_at : 0;
	out->came = m.learning;
	for (size_t i = 0; i < looks.n; i++)
		if (looks.p[i].after.n)
			out->came = looks.p[i].after;
	out->came = cut(out->came, RELEASED_CAME);
	return OK;
}

static err
suggest_challenge(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, int64_t id, struct released_item *out)
{
	struct challenge ch;

	TRY(challenge_get(c, a, p->id, id, &ch));
	if (!challenge_goes_on(&ch))
		return ERR_NOTFOUND;
	out->said = cut(ch.title, RELEASED_SAID);
	out->area = ch.area ? ch.area : AREA_IMPROVE;
	out->status = out->area == AREA_PRESERVE ? tr(l, "We take care of this") : tr(l, "We work on this");
	return OK;
}

err
released_suggest(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, str ref, struct released_item *out)
{
	str kind, word;
	int64_t id;

	*out = (struct released_item){ .thing = ref, .area = AREA_IMPROVE, .lang = l };
	if (!ref.n)
		return OK;
	if (!thing_cut(ref, &kind, &word) || str_int(word, &id))
		return ERR_NOTFOUND;
	out->thing = str_fmt(a, STR_FMT ":%" PRId64, STR_ARG(kind), id);
	if (str_eq(kind, S("measure")))
		return suggest_measure(c, a, l, p, id, out);
	return str_eq(kind, S("challenge")) ? suggest_challenge(c, a, l, p, id, out) : ERR_NOTFOUND;
}

/* ---- changing ---- */

/* Short enough for a line of the log. */
static str
for_log(struct arena *a, const struct released_item *it)
{
	return audit_body(a, V("what", it->does.n ? it->does : it->said));
}

static err
log_it(struct db_conn *c, const struct released_act *x, const char *kind, const struct released_item *it)
{
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, kind, for_log(x->arena, it));
}

/* A draft by its number: words that never were released are not kept by the log either. */
static err
log_draft(struct db_conn *c, const struct released_act *x, const char *kind, int64_t id)
{
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, kind, audit_body(x->arena, V("n", id)));
}

/* A wording of something sensitive, or of another process's, is none. */
static err
check_thing(struct db_conn *c, struct released_act *x)
{
	const struct looker nobody = { 0 };
	struct released_item *it = &x->item;
	struct measure m;

	if (!it->measure)
		return OK;
	TRY(measure_get(c, x->arena, x->unit, it->measure, &nobody, &m));
	it->measure_version = m.version;
	return !m.process || m.process == x->process ? OK : ERR_NOTFOUND;
}

static err
add(struct db_conn *c, struct released_act *x)
{
	struct released_item *it = &x->item, was;
	struct rows r;

	TRY(db_one(c, x->arena, &r, RELEASED_COUNT, INT(x->process)));
	if (row_int(&r, 0, 0) >= RELEASED_MOST)
		return ERR_TOOBIG;
	if (it->replaces) {
		TRY(released_get(c, x->arena, x->process, it->replaces, &was));
		if (was.state != RELEASED_OUT || was.has_draft)
			return ERR_CONFLICT;
	}
	TRY(db_one(c, x->arena, &r, RELEASED_ADD, INT(x->process), TEXT(it->thing), INT(it->measure), INT(it->measure_version),
		INT(it->replaces), TEXT(measure_area_word(it->area)), TEXT(it->said), TEXT(it->does), TEXT(it->status), INT_OR_NIL(it->next_at),
		TEXT(it->came), INT(it->trying), TEXT(lang_tag(x->lang)), INT(clock_now())));
	it->id = row_int(&r, 0, 0);
	return log_draft(c, x, "released.draft", it->id);
}

err
released_save(struct db_conn *c, void *act)
{
	struct released_act *x = act;
	struct released_item *it = &x->item;
	int64_t changed;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(check_thing(c, x));
	if (!it->id)
		return add(c, x);
	TRY(db_exec(c, &changed, RELEASED_SET, INT(it->id), INT(x->process), INT(it->version), TEXT(it->said), TEXT(it->does),
		TEXT(it->status), INT_OR_NIL(it->next_at), TEXT(it->came), INT(it->trying), TEXT(measure_area_word(it->area)),
		TEXT(lang_tag(x->lang)), INT(it->measure_version)));
	return changed ? log_draft(c, x, "released.draft", it->id) : ERR_CONFLICT;
}

err
released_drop(struct db_conn *c, void *act)
{
	struct released_act *x = act;
	struct released_item it;
	int64_t changed;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(released_get(c, x->arena, x->process, x->id, &it));
	TRY(db_exec(c, &changed, RELEASED_DROP, INT(x->id), INT(x->process)));
	return changed ? log_draft(c, x, "released.drop", x->id) : ERR_CONFLICT;
}

err
released_withdraw(struct db_conn *c, void *act)
{
	struct released_act *x = act;
	struct released_item it;
	int64_t changed;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(released_get(c, x->arena, x->process, x->id, &it));
	TRY(db_exec(c, &changed, RELEASED_WITHDRAW, INT(x->id), INT(x->process), INT(clock_now())));
	if (!changed)
		return ERR_CONFLICT;
	TRY(db_exec(c, NULL, RELEASED_UNLINK, INT(x->process), INT(x->id)));
	return log_it(c, x, "released.withdraw", &it);
}

/* ---- asking ---- */

static void
add_line(struct buf *b, str label, str text)
{
	if (!text.n)
		return;
	buf_add(b, label);
	buf_add(b, S(" "));
	buf_add(b, text);
	buf_addc(b, '\n');
}

static void
add_wording(struct buf *b, struct arena *a, enum lang l, const struct released_item *it)
{
	buf_addc(b, '\n');
	add_line(b, tr(l, "You said:"), it->said);
	add_line(b, tr(l, "We do:"), it->does);
	add_line(b, tr(l, "How it stands:"), it->status);
	if (it->next_at)
		add_line(b, tr(l, "Next:"), date_long(a, l, it->next_at));
	add_line(b, tr(l, "What came of it:"), it->came);
}

void
released_plain(struct buf *b, struct arena *a, enum lang l, const struct released_items *all, str url)
{
	buf_add(b, tr(l, "You said, we do"));
	buf_addc(b, '\n');
	for (size_t i = 0; i < all->n; i++)
		add_wording(b, a, l, &all->p[i]);
	buf_addc(b, '\n');
	buf_add(b, url);
	buf_addc(b, '\n');
}

static err
read_asked(struct db_conn *c, struct released_act *x, struct buf *wording)
{
	for (size_t i = 0; i < x->id_count; i++) {
		struct released_item it;
		TRY(released_get(c, x->arena, x->process, x->ids[i], &it));
		if (it.state != RELEASED_DRAFT)
			return ERR_CONFLICT;
		add_wording(wording, x->arena, x->lang, &it);
	}
	return OK;
}

err
released_question(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, int64_t *id)
{
	enum agreement_state state;

	TRY(agreement_state(c, a, unit, process, "publish", S(SUBJECT), &state, id));
	if (!agreement_is_open(state))
		*id = 0;
	return OK;
}

err
released_ask(struct db_conn *c, void *act)
{
	struct released_act *x = act;
	struct agreement_new n = { .unit = x->unit, .process = x->process, .kind = "publish", .subject = S(SUBJECT), .lang = x->lang,
		.by = x->person };
	struct buf b = buf_new(x->arena, (size_t)256 * 1024);
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	TRY(released_question(c, x->arena, x->unit, x->process, &x->agreement));
	if (!is_new)
		return OK;
	if (x->agreement)
		return ERR_CONFLICT;
	if (!x->id_count)
		return ERR_INVALID;
	buf_add(&b, fill(x->arena, x->lang, trn(x->lang, "We release this, word for word, for the page “You said, we do”, for screens and for "
		"the intranet:", "We release these {n}, word for word, for the page “You said, we do”, for screens and for the intranet:",
		(int64_t)x->id_count), V("n", (int64_t)x->id_count)));
	buf_addc(&b, '\n');
	TRY(read_asked(c, x, &b));
	TRY(buf_done(&b, &n.wording));
	n.wording = str_trim(n.wording);
	TRY(agreement_open(c, x->arena, &n, &x->agreement));
	for (size_t i = 0; i < x->id_count; i++)
		TRY(db_exec(c, NULL, RELEASED_MARK, INT(x->ids[i]), INT(x->process), INT(x->agreement)));
	return OK;
}

err
released_agreed(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g)
{
	int64_t n, now = clock_now();

	(void)app;
	TRY(db_exec(c, NULL, RELEASED_REPLACE, INT(g->id), INT(now)));
	TRY(db_exec(c, &n, RELEASED_OUT_NOW, INT(g->id), INT(now)));
	return audit_add(c, a, g->unit, g->process, 0, 0, "released.out", audit_body(a, V("n", n)));
}
