/* checkin.c: taps and sentences of those who try. */
#include "app/measure/checkin.h"

#include "app/measure/measure_write.h"
#include "app/room/room.h"
#include "base/clock.h"
#include "base/rand.h"

#define DAY ((int64_t)86400)

static const struct {
	const char *word, *name;
	enum answer_means means, or_means;	/* a pack asks for one or the other (method/check.c) */
} taps[TAP_COUNT] = {
	[TAP_BETTER] = { "better", N_("Better than before"), MEANS_BETTER, MEANS_YES },
	[TAP_SAME] = { "same", N_("As before"), MEANS_SAME, MEANS_PARTLY },
	[TAP_WORSE] = { "worse", N_("Worse than before"), MEANS_WORSE, MEANS_NO },
};

const char *
tap_word(int tap)
{
	return taps[tap].word;
}

static const struct method_checkin *
pack_checkin(const struct method *m)
{
	for (size_t p = 0; m && p < m->phase_count; p++)
		for (size_t s = 0; s < m->phases[p].session_count; s++)
			if (m->phases[p].sessions[s].checkin.every_days)
				return &m->phases[p].sessions[s].checkin;
	return NULL;
}

struct checkin_words
checkin_words(const struct method *method, enum lang l)
{
	const struct method_checkin *pack = pack_checkin(method);
	struct checkin_words w = { .question = tr(l, "How is it going?"), .days = CHECKIN_DAYS,
		.comment = tr(l, "Anything we should know? One sentence, no names.") };

	for (int i = 0; i < TAP_COUNT; i++)
		w.answer[i] = pack ? (str){ 0 } : tr_dynamic(l, str_of(taps[i].name));
	if (!pack)
		return w;
	w.question = text_in(&pack->question, l);
	w.comment = text_in(&pack->comment, l);
	w.days = pack->every_days;
	for (size_t k = 0; k < pack->answer_count; k++)
		for (int i = 0; i < TAP_COUNT; i++)
			if (pack->answers[k].means == taps[i].means || pack->answers[k].means == taps[i].or_means)
				w.answer[i] = text_in(&pack->answers[k].text, l);
	return w;
}

int64_t
checkin_period_end(const struct measure *m, int days, int64_t now)
{
	int64_t begin = m->start_at && m->start_at < now ? m->start_at : m->created, length = days * DAY;

	return begin + ((now - begin) / length + 1) * length;
}

bool
checkin_is_open(const struct measure *m)
{
	return !m->sensitive && (MEASURE_BIT(m->status) & MEASURES_GOING);
}

err
checkin_measure(struct db_conn *c, struct arena *a, str token, struct measure *out)
{
	const struct looker nobody = { 0 };
	struct rows r;

	TRY(db_one(c, a, &r, MEASURE_BY_TOKEN, TEXT(token)));
	return measure_get(c, a, row_int(&r, 0, 1), row_int(&r, 0, 0), &nobody, out);
}

err
checkin_write(struct db_conn *c, void *checkin)
{
	struct checkin *x = checkin;
	struct measure m;
	int64_t ends;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	TRY(checkin_measure(c, x->arena, x->token, &m));
	if (!checkin_is_open(&m))
		return ERR_GONE;
	if (!is_new)
		return OK;
	ends = checkin_period_end(&m, x->days, clock_now());
	TRY(db_exec(c, NULL, CHECKIN_TAP, INT(m.id), INT(m.round), INT(ends), TEXT(str_of(taps[x->tap].word))));
	if (!x->sentence.n)
		return OK;
	return db_exec(c, NULL, CHECKIN_SENTENCE_ADD, TEXT(rand_uuid(x->arena)), INT(m.id), TEXT(x->sentence), INT(ends));
}

/* ---- the trend ---- */

static int64_t
sum(const int64_t *count)
{
	int64_t n = 0;

	for (int i = 0; i < TAP_COUNT; i++)
		n += count[i];
	return n;
}

void
checkin_gather(struct arena *a, const struct checkin_count *c, size_t n, int64_t k, int64_t now, struct checkin_trend *out)
{
	struct checkin_bar bar = { 0 };

	*out = (struct checkin_trend){ .p = NEW_ARRAY(a, struct checkin_bar, n) };
	for (size_t i = 0; i < n; i++) {
		int64_t here = sum(c[i].count);
		out->all += here;
		if (c[i].ends_at > now)
			continue;
		/* What was too little in one round is not told in the next. */
		if (bar.n && bar.round != c[i].round)
			bar = (struct checkin_bar){ 0 };
		bar.round = c[i].round;
		bar.ends_at = c[i].ends_at;
		bar.n += here;
		for (int t = 0; t < TAP_COUNT; t++)
			bar.count[t] += c[i].count[t];
		if (bar.n < k)
			continue;
		for (int t = 0; t < TAP_COUNT; t++)
			bar.nearly_all |= bar.n < SMALL_GROUP && bar.count[t] == bar.n;
		out->p[out->n++] = bar;
		bar = (struct checkin_bar){ 0 };
	}
	out->held = out->all;
	for (size_t i = 0; i < out->n; i++)
		out->held -= out->p[i].n;
}

static int
tap_of(str word)
{
	for (int i = 0; i < TAP_COUNT; i++)
		if (str_eq(word, str_of(taps[i].word)))
			return i;
	return TAP_SAME;
}

err
checkin_trend_read(struct db_conn *c, struct arena *a, const struct measure *m, int64_t k, struct checkin_trend *out)
{
	struct checkin_count *counts;
	struct rows r;
	size_t n = 0;

	TRY(db_query(c, a, &r, CHECKIN_COUNTS, INT(m->id)));
	counts = NEW_ARRAY(a, struct checkin_count, r.n);
	for (size_t i = 0; i < r.n; i++) {
		if (!n || counts[n - 1].round != row_int(&r, i, 0) || counts[n - 1].ends_at != row_int(&r, i, 1))
			counts[n++] = (struct checkin_count){ .round = row_int(&r, i, 0), .ends_at = row_int(&r, i, 1) };
		counts[n - 1].count[tap_of(row_text(&r, i, 2))] += row_int(&r, i, 3);
	}
	checkin_gather(a, counts, n, k, clock_now(), out);
	return OK;
}

/* ---- sentences ---- */

err
checkin_sentences_read(struct db_conn *c, struct arena *a, int64_t measure, struct checkin_sentences *out)
{
	int64_t now = clock_now();
	struct rows r;

	TRY(db_query(c, a, &r, CHECKIN_SENTENCES, INT(measure)));
	*out = (struct checkin_sentences){ .p = NEW_ARRAY(a, struct checkin_sentence, r.n) };
	for (size_t i = 0; i < r.n; i++) {
		bool aside = str_eq(row_text(&r, i, 2), S("aside"));
		if (row_int(&r, i, 4) > now) {
			out->waiting++;
			continue;
		}
		out->aside += aside;
		out->p[out->n++] = (struct checkin_sentence){ row_text(&r, i, 0), row_text(&r, i, 1), aside, row_text(&r, i, 3) };
	}
	return OK;
}

static err
erase(struct db_conn *c, struct sentence_act *x, str aside_by, bool leader)
{
	if (str_eq(aside_by, leader ? S("leader") : S("rep")))
		return ERR_CONFLICT;
	TRY(db_exec(c, NULL, CHECKIN_SENTENCE_ERASE, TEXT(x->id), INT(x->measure)));
	return scrub_ask(c, x->arena);
}

err
checkin_sentence_write(struct db_conn *c, void *act)
{
	struct sentence_act *x = act;
	const struct looker who = { x->person, x->roles };
	bool is_new, leader = (x->roles & WHO_LEADER) != 0, aside;
	struct measure m;
	struct rows r;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(measure_get(c, x->arena, x->unit, x->measure, &who, &m));
	TRY(db_one(c, x->arena, &r, CHECKIN_SENTENCE_GET, TEXT(x->id), INT(m.id), INT(clock_now())));
	aside = str_eq(row_text(&r, 0, 0), S("aside"));
	if (str_eq(x->what, S("erase")))
		return aside ? erase(c, x, row_text(&r, 0, 1), leader) : ERR_CONFLICT;
	if (str_eq(x->what, S("back")))
		return !(x->roles & WHO_REPS) ? ERR_DENIED :
			db_exec(c, NULL, CHECKIN_SENTENCE_STATE, TEXT(x->id), TEXT(S("shown")), TEXT(S("")));
	return db_exec(c, NULL, CHECKIN_SENTENCE_STATE, TEXT(x->id), TEXT(S("aside")), TEXT(leader ? S("leader") : S("rep")));
}
