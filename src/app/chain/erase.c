/* erase.c: the second word that makes a text disappear. */
#include "app/chain/erase.h"

#include "app/access/audit.h"
#include "app/chain/thing.h"

static void
read_waits(struct arena *a, const struct rows *r, int64_t person, struct erase_waits *out)
{
	*out = (struct erase_waits){ .p = NEW_ARRAY(a, struct erase_wait, r->n), .n = r->n };
	for (size_t i = 0; i < r->n; i++)
		out->p[i] = (struct erase_wait){ .target = row_text(r, i, 0), .mine = row_int(r, i, 2) == person,
			.by_leader = row_int(r, i, 3) != 0, .by_name = row_text(r, i, 4), .text = row_text(r, i, 5),
			.phase = row_text(r, i, 6) };
}

err
erase_waiting(struct db_conn *c, struct arena *a, int64_t process, str phase, int64_t person, struct erase_waits *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, ERASE_LIST, INT(process), TEXT(phase)));
	read_waits(a, &r, person, out);
	return OK;
}

/* ---- sheets ---- */

static const struct method_step *
step_of(const struct method *m, str phase, str step)
{
	const struct method_phase *ph = method_phase(m, phase);

	for (size_t i = 0; ph && i < ph->session_count; i++)
		for (size_t k = 0; k < ph->sessions[i].step_count; k++)
			if (str_eq(ph->sessions[i].steps[k].id, step))
				return &ph->sessions[i].steps[k];
	return NULL;
}

static const struct method_field *
field_of(const struct method_step *st, str id)
{
	for (size_t i = 0; st && st->sheet && i < st->sheet->field_count; i++)
		if (str_eq(st->sheet->fields[i].id, id))
			return &st->sheet->fields[i];
	return NULL;
}

err
erase_sheets(struct db_conn *c, struct arena *a, int64_t process, const struct method *m, struct erase_sheets *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, ERASE_SHEETS, INT(process)));
	*out = (struct erase_sheets){ .p = NEW_ARRAY(a, struct erase_sheet, r.n) };
	for (size_t i = 0; i < r.n; i++) {
		const struct method_step *st = step_of(m, row_text(&r, i, 1), row_text(&r, i, 2));
		const struct method_field *f = field_of(st, row_text(&r, i, 3));
		struct erase_sheet *s = out->n ? &out->p[out->n - 1] : NULL;
		if (!f)
			continue;
		if (!s || !str_eq(s->id, row_text(&r, i, 0))) {
			s = &out->p[out->n++];
			*s = (struct erase_sheet){ .id = row_text(&r, i, 0), .phase = row_text(&r, i, 1), .step = st,
				.lines = NEW_ARRAY(a, struct erase_line, st->sheet->field_count) };
		}
		s->lines[s->n++] = (struct erase_line){ f, row_text(&r, i, 4) };
	}
	return OK;
}

static str
words_of(struct arena *a, const struct erase_sheet *s)
{
	str all = s->lines[0].body;

	for (size_t i = 1; i < s->n; i++)
		all = str_fmt(a, STR_FMT " · " STR_FMT, STR_ARG(all), STR_ARG(s->lines[i].body));
	return all;
}

err
erase_waiting_made(struct db_conn *c, struct arena *a, int64_t process, int64_t person, const struct erase_sheets *sheets,
	struct erase_waits *out)
{
	struct rows r;
	size_t n = 0;

	TRY(db_query(c, a, &r, ERASE_MADE_LIST, INT(process)));
	read_waits(a, &r, person, out);
	for (size_t i = 0; i < out->n; i++) {
		struct erase_wait w = out->p[i];
		for (size_t k = 0; k < sheets->n; k++)
			if (str_eq(sheets->p[k].id, w.target))
				w.text = words_of(a, &sheets->p[k]);
		if (w.text.n)
			out->p[n++] = w;
	}
	out->n = n;
	return OK;
}

/* ---- the second word ---- */

/* What a target is. Of a theme only a first name that is kept beside can go. */
struct found {
	str kind, body;
};

static err
find(struct db_conn *c, const struct erase_act *x, str target, struct found *out)
{
	struct rows r;
	err e = db_one(c, x->arena, &r, ERASE_FIND, TEXT(target), INT(x->process), TEXT(x->phase));

	if (!e)
		*out = (struct found){ row_text(&r, 0, 0), row_text(&r, 0, 1) };
	if (e != ERR_NOTFOUND)
		return e;
	TRY(db_one(c, x->arena, &r, CHAIN_THEME, TEXT(target), INT(x->process), TEXT(x->phase)));
	*out = (struct found){ .kind = S("theme") };
	return row_text(&r, 0, 2).n ? OK : ERR_NOTFOUND;
}

/* A cause or a sheet, and every place that its words were copied to. */
static err
erase_made(struct db_conn *c, const struct erase_act *x, str target, str kind)
{
	bool is_cause = str_eq(kind, S("cause"));
	str thing = thing_ref(x->arena, is_cause ? "cause" : "entry", target), gone = tr(x->lang, "(taken away)");

	if (is_cause) {
		TRY(db_exec(c, NULL, ERASE_CAUSE, TEXT(target)));
	} else {
		TRY(db_exec(c, NULL, ERASE_ENTRY_FIELDS, TEXT(target)));
		TRY(db_exec(c, NULL, ERASE_ENTRY, TEXT(target)));
	}
	TRY(db_exec(c, NULL, ERASE_TASK, INT(x->process), TEXT(thing), TEXT(gone)));
	TRY(db_exec(c, NULL, ERASE_LIFT, INT(x->process), TEXT(thing), TEXT(gone)));
	return db_exec(c, NULL, ERASE_CHALLENGE, INT(x->process), TEXT(thing), TEXT(gone));
}

static err
erase(struct db_conn *c, struct erase_act *x, str target, const struct found *f)
{
	if (f->body.n)
		TRY(db_exec(c, NULL, HANDLE_ERASE, INT(x->process), TEXT(f->body)));
	if (str_eq(f->kind, S("theme")))
		TRY(db_exec(c, NULL, ERASE_THEME, TEXT(target)));
	else if (str_eq(f->kind, S("note")))
		TRY(db_exec(c, NULL, ERASE_NOTE, TEXT(target), INT(x->process)));
	else
		TRY(erase_made(c, x, target, f->kind));
	TRY(db_exec(c, NULL, ERASE_FORGET, TEXT(target)));
	TRY(scrub_ask(c, x->arena));
	x->done = true;
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, "note.erase", S(""));
}

/* A leader's wish needs a rep and the other way round; somebody who is both is the leader here. */
static err
press_one(struct db_conn *c, struct erase_act *x, str target)
{
	bool leader = (x->roles & WHO_LEADER) != 0;
	struct found f;
	struct rows r;
	err e;

	TRY(find(c, x, target, &f));
	e = db_one(c, x->arena, &r, ERASE_GET, TEXT(target));
	if (!e && row_int(&r, 0, 0) != x->person && (row_int(&r, 0, 1) != 0) != leader)
		return erase(c, x, target, &f);
	if (e != ERR_NOTFOUND)
		return e;
	return db_exec(c, NULL, ERASE_ASK, TEXT(target), INT(x->process), TEXT(x->phase), TEXT(f.kind), INT(x->person),
		INT(leader));
}

err
erase_forget(struct db_conn *c, int64_t process, str phase)
{
	return db_exec(c, NULL, ERASE_FORGET_PHASE, INT(process), TEXT(phase));
}

err
erase_press(struct db_conn *c, void *act)
{
	struct erase_act *x = act;
	bool is_new;

	x->done = false;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	if (!(x->roles & WHO_GROUP))
		return ERR_DENIED;
	if (x->n == 0 || x->n > 50)
		return ERR_INVALID;
	for (size_t i = 0; i < x->n; i++)
		TRY(press_one(c, x, x->targets[i]));
	return OK;
}
