/* own.c: slips for those who are responsible without an account. */
#include "app/measure/own.h"

#include "app/access/session.h"
#include "app/measure/measure_write.h"
#include "app/room/room.h"

bool
own_is_for(const struct measure *m)
{
	return !m->sensitive && !m->owner && m->who_words.n && measure_is_decided(m) && !(MEASURE_BIT(m->status) & MEASURES_OVER);
}

err
own_target(const struct measure *m, enum own_says says, enum measure_status *to)
{
	bool waits = (MEASURE_BIT(m->status) & MEASURES_DECIDED) != 0, judged = m->process && (m->is_test || m->status == MEASURE_TESTING);

	*to = m->status;
	if (says == OWN_SAID)
		return OK;
	if (says == OWN_GOING) {
		*to = waits && m->is_test ? MEASURE_TESTING : MEASURE_RUNNING;
		return waits || m->status == MEASURE_DONE ? OK : ERR_CONFLICT;
	}
	*to = MEASURE_DONE;
	if (m->status == MEASURE_RUNNING)
		return OK;
	return (waits || m->status == MEASURE_TESTING) && !judged ? OK : ERR_CONFLICT;
}

err
own_is_out(struct db_conn *c, struct arena *a, int64_t measure, bool *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, MEASURE_OWN_OUT, INT(measure)));
	*out = row_int(&r, 0, 0) > 0;
	return OK;
}

err
own_measure(struct db_conn *c, struct arena *a, str token, struct measure *out)
{
	const struct looker nobody = { 0 };
	struct rows r;

	TRY(db_one(c, a, &r, MEASURE_BY_OWN, TEXT(token_hash(a, token))));
	return measure_get(c, a, row_int(&r, 0, 1), row_int(&r, 0, 0), &nobody, out);
}

static err
get(struct db_conn *c, struct own_slip *x)
{
	const struct looker who = { x->person, x->roles };

	TRY(measure_get(c, x->arena, x->unit, x->measure, &who, &x->m));
	return x->roles & WHO_GROUP ? OK : ERR_DENIED;
}

err
own_make(struct db_conn *c, void *slip)
{
	struct own_slip *x = slip;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	TRY(get(c, x));
	if (!is_new || !own_is_for(&x->m))
		return ERR_CONFLICT;
	TRY(db_exec(c, NULL, MEASURE_OWN_SET, INT(x->measure), TEXT(token_hash(x->arena, x->token))));
	return measure_note(c, x->measure, x->person, S("slip"), S(""), x->m.who_words);
}

err
own_end(struct db_conn *c, void *slip)
{
	struct own_slip *x = slip;
	bool is_new, out;

	TRY(form_key_use(c, x->key, &is_new));
	TRY(get(c, x));
	TRY(own_is_out(c, x->arena, x->measure, &out));
	if (!is_new || !out)
		return OK;
	TRY(db_exec(c, NULL, MEASURE_OWN_END, INT(x->measure)));
	return measure_note(c, x->measure, x->person, S("slip_ended"), x->m.who_words, S(""));
}

err
own_tell(struct db_conn *c, void *word)
{
	static const str kinds[] = { [OWN_SAID] = S("own.said"), [OWN_GOING] = S("own.going"), [OWN_DONE] = S("own.done") };
	struct own_word *x = word;
	enum measure_status to;
	struct measure m;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	TRY(own_measure(c, x->arena, x->token, &m));
	if (!is_new)
		return OK;
	if (!own_is_for(&m))
		return ERR_GONE;
	TRY(own_target(&m, x->says, &to));
	if (to != m.status)
		TRY(measure_move(c, &m, 0, to));
	return measure_note(c, m.id, 0, kinds[x->says], m.who_words, x->sentence);
}
