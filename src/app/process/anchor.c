/* anchor.c: agreeing to start, the settings that belong to it, and what must be in place before staff come in. */
#include "app/process/process.h"

#include "app/access/audit.h"
#include "app/worksheet/worksheet.h"

/* ---- before a room for staff opens ---- */

static err
state_word(struct db_conn *c, struct arena *a, int64_t id, str *word, int64_t *unit)
{
	struct rows r;

	TRY(db_one(c, a, &r, PROCESS_GET, INT(id)));
	*unit = row_int(&r, 0, 1);
	*word = row_text(&r, 0, 6);
	return OK;
}

err
process_ready(struct db_conn *c, struct arena *a, int64_t id, struct process_ready *out)
{
	int64_t unit;
	str word;

	TRY(state_word(c, a, id, &word, &unit));
	TRY(group_at(c, a, unit, &out->group));
	out->waits = str_eq(word, S("paused")) || str_eq(word, S("ended")) || str_eq(word, S("archived"));
	out->agreed = !str_eq(word, S("draft"));
	out->may_open = out->agreed && !out->waits && out->group.complete;
	return OK;
}

err
process_staff_opened(struct db_conn *c, struct arena *a, int64_t id, int64_t person)
{
	struct process_ready ready;

	TRY(process_ready(c, a, id, &ready));
	return ready.may_open ? process_set_state(c, a, id, person, PROCESS_RUNNING) : ERR_DENIED;
}

err
process_has_opened(struct db_conn *c, struct arena *a, int64_t id, bool *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PROCESS_HAS_OPENED, INT(id)));
	*out = row_int(&r, 0, 0) > 0;
	return OK;
}

/* ---- the start ---- */

str
process_days_wording(struct arena *a, enum lang l, int64_t days)
{
	return fill(a, l, trn(l, "What we have not settled within {n} day goes to the next level; as long we can object to a change.",
		"What we have not settled within {n} days goes to the next level; as long we can object to a change.", days), V("n", days));
}

str
process_start_wording(struct arena *a, enum lang l, const struct process *p)
{
	struct buf b = buf_new(a, 8192);

	for (size_t i = 0; i < p->method->agreement_count; i++)
		if (p->method->agreements[i].on == METHOD_AGREE_START)
			buf_add(&b, text_in(&p->method->agreements[i].text, l));
	buf_addc(&b, ' ');
	buf_add(&b, process_days_wording(a, l, p->object_days));
	buf_addc(&b, ' ');
	buf_add(&b, fill(a, l, tr(l, "Answers to questions are shown only when at least {k} have answered."), V("k", p->k)));
	if (p->first_reading) {
		buf_addc(&b, ' ');
		buf_add(&b, tr(l, "The representatives read the notes together before they are shown on the wall."));
	}
	if (p->paper_by_group) {
		buf_addc(&b, ' ');
		buf_add(&b, tr(l, "Anybody in the group may type in what was written on paper."));
	}
	return buf_str(&b);
}

/* Sheets that nobody else was meant to read are gone when the work begins. */
err
process_start_agreed(struct app *app UNUSED, struct db_conn *c, struct arena *a, const struct agreement *g)
{
	int64_t unit;
	str word;

	TRY(state_word(c, a, g->process, &word, &unit));
	if (!str_eq(word, S("draft")))
		return OK;
	TRY(process_set_state(c, a, g->process, 0, PROCESS_ANCHORED));
	return own_sheets_forget(c, a, g->process);
}

/* ---- settings ---- */

/* "k=5" into the row. The number shown never changes once staff may have answered. */
static err
apply(struct db_conn *c, struct arena *a, int64_t process, str subject)
{
	str name, value, paper;
	int64_t k, reading, days;
	bool opened;
	struct rows r;

	if (!str_cut(subject, '=', &name, &value))
		return ERR_INVALID;
	TRY(db_one(c, a, &r, PROCESS_GET, INT(process)));
	k = row_int(&r, 0, 7);
	reading = row_int(&r, 0, 9);
	paper = row_text(&r, 0, 10);
	days = row_int(&r, 0, 11);
	if (str_eq(name, S("k"))) {
		TRY(process_has_opened(c, a, process, &opened));
		if (opened)
			return ERR_CONFLICT;
		if (str_int(value, &k) || k < PROCESS_K_LEAST || k > PROCESS_K_MOST)
			return ERR_INVALID;
	} else if (str_eq(name, S("days"))) {
		if (str_int(value, &days) || days < PROCESS_DAYS_LEAST || days > PROCESS_DAYS_MOST)
			return ERR_INVALID;
	} else if (str_eq(name, S("paper_by"))) {
		paper = str_eq(value, S("group")) ? S("group") : S("reps");
	} else if (str_eq(name, S("first_reading"))) {
		reading = str_eq(value, S("1"));
	} else {
		return ERR_INVALID;
	}
	return db_exec(c, NULL, PROCESS_SETTINGS, INT(process), INT(k), TEXT(paper), INT(reading), INT(days));
}

err
process_setting_agreed(struct app *app UNUSED, struct db_conn *c, struct arena *a, const struct agreement *g)
{
	return apply(c, a, g->process, g->subject);
}

/* A question that has been asked stands as it was worded: change nothing under it. */
static err
start_is_open(struct db_conn *c, struct arena *a, const struct process_setting *s, bool *open)
{
	enum agreement_state state;
	int64_t id;

	TRY(agreement_state(c, a, s->unit, s->process, "start", S(""), &state, &id));
	*open = agreement_is_open(state);
	return OK;
}

err
process_setting_write(struct db_conn *c, void *setting)
{
	struct process_setting *s = setting;
	struct agreement_new n = { .unit = s->unit, .process = s->process, .kind = "setting", .subject = s->subject,
		.wording = s->wording, .lang = s->lang, .by = s->person };
	bool is_new, open;
	int64_t unit;
	str word;

	s->agreement = 0;
	TRY(form_key_use(c, s->key, &is_new));
	if (!is_new)
		return OK;
	TRY(state_word(c, s->arena, s->process, &word, &unit));
	TRY(start_is_open(c, s->arena, s, &open));
	if (open)
		return ERR_CONFLICT;
	if (!str_eq(word, S("draft")))
		return agreement_open(c, s->arena, &n, &s->agreement);
	TRY(apply(c, s->arena, s->process, s->subject));
	return audit_add(c, s->arena, s->unit, s->process, s->person, 0, "process.setting",
		audit_body(s->arena, V("what", s->wording)));
}
