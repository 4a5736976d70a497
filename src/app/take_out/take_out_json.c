/* take_out_json.c: a process as JSON. docs/whole-export.md says what each name means. */
#include "app/chain/chain.h"
#include "app/json_rows.h"
#include "app/take_out/take_out.h"
#include "base/clock.h"

static const struct {
	const char *name;
	int stmt;
	const char *columns[34];
} parts[] = {
	{ "process", OUT_PROCESS,
		{ "name", "unit", "method", "method_version", "state", "least_shown", "place", "staff", "created", "started", "ended" } },
	{ "phases", OUT_PHASES, { "phase", "prepare", "prepare_place", "meet", "place", "leads", "done" } },
	{ "gatherings", OUT_GATHERINGS, { "phase", "session", "kind", "label", "place", "starts", "ends", "state", "came" } },
	{ "checklists", OUT_CHECKLISTS, { "phase", "session", "moment", "item", "own_words", "owner", "done" } },
	{ "ground_rules", OUT_RULES, { "text" } },
	{ "group_sheets", OUT_GROUP_SHEETS, { "sheet", "field", "text" } },
	{ "shared_sheets", OUT_SHARED_SHEETS, { "sheet", "field", "by", "text" } },
	{ "messages", OUT_MESSAGES, { "message", "lang", "subject", "text" } },
	{ "agreements", OUT_AGREEMENTS, { "agreement", "kind", "wording", "state", "asked", "due", "closed" } },
	{ "answers", OUT_ANSWERS, { "agreement", "role", "union", "by", "answer", "sentence", "at" } },
	{ "causes", OUT_CAUSES, { "cause", "below", "phase", "about", "text", "evidence", "bone", "is_root", "to_find_out" } },
	{ "sheets", OUT_SHEETS, { "sheet", "phase", "step", "makes", "about" } },
	{ "sheet_fields", OUT_SHEET_FIELDS, { "sheet", "field", "text" } },
	{ "measures", OUT_MEASURES,
		{ "measure", "phase", "source", "area", "title", "what", "responsible", "start", "due", "when", "sign", "cause", "wish",
			"place", "need", "sign_today", "sign_wanted", "proposed_by", "level", "priority", "factors", "restructuring",
			"assessment", "is_trial", "status", "round", "decided", "done", "evaluate", "habit_when", "habit_do", "habit_why",
			"habit_since", "learnt" } },
	{ "measure_results", OUT_LOOKS,
		{ "measure", "kind", "round", "from", "to", "reach", "happened", "before", "after", "effect", "verdict", "adjustment",
			"learnt", "at" } },
	{ "tasks", OUT_TASKS, { "phase", "text", "owner", "due", "done", "answer" } },
	{ "lifts", OUT_LIFTS, { "phase", "what", "why", "ask", "level", "lifted", "answer_kind", "answer", "answered" } },
	{ "meetings", OUT_MEETINGS,
		{ "meeting", "kind", "title", "starts", "minutes", "place", "chair", "purpose", "wished", "begun", "ended", "came", "reached",
			"reached_why", "seen_by_all", "cancelled" } },
	{ "meeting_items", OUT_ITEMS,
		{ "meeting", "title", "why", "want", "label", "reach", "minutes", "responsible", "result", "follow_up" } },
	{ "meeting_roles", OUT_THERE, { "meeting", "role" } },
	{ "meeting_corrections", OUT_CORRECTIONS, { "meeting", "by", "at", "text" } },
};

/* ---- themes and choices: as the pages show them, votes of few as an order ---- */

static json_t *
number_or_null(bool told, int64_t n)
{
	return told ? json_integer(n) : json_null();
}

static json_t *
theme(const struct results *one, const struct theme_part *part, const struct theme_node *t)
{
	const struct challenge *ch = results_of_theme(one, t->id);
	json_t *o = json_object(), *from = json_array();

	json_object_set_new(o, "phase", json_of_str(one->g.phase->id));
	json_object_set_new(o, "step", json_of_str(part->step->id));
	json_object_set_new(o, "name", json_of_str(t->name));
	json_object_set_new(o, "gathers", from);
	for (size_t i = 0; i < t->part_count; i++)
		json_array_append_new(from, json_of_str(t->parts[i]->name));
	json_object_set_new(o, "notes", json_integer(t->notes));
	json_object_set_new(o, "votes", number_or_null(part->voted && part->numbers, t->votes));
	json_object_set_new(o, "place", number_or_null(part->voted && t->rank, t->rank));
	json_object_set_new(o, "became", ch ? json_of_str(challenge_state_word(ch->state)) : json_null());
	return o;
}

static json_t *
choice(const struct results *one, const struct challenge *ch)
{
	json_t *o = json_object();

	json_object_set_new(o, "phase", json_of_str(one->g.phase->id));
	json_object_set_new(o, "pick", json_of_str(ch->pick));
	json_object_set_new(o, "title", json_of_str(ch->title));
	json_object_set_new(o, "state", json_of_str(challenge_state_word(ch->state)));
	json_object_set_new(o, "votes", number_or_null(ch->votes >= 0, ch->votes));
	json_object_set_new(o, "place", number_or_null(ch->rank > 0, ch->rank));
	json_object_set_new(o, "reason", json_of_str(ch->reason));
	json_object_set_new(o, "decided", number_or_null(ch->decided_at > 0, ch->decided_at));
	return o;
}

static err
add_results(struct db_conn *c, struct arena *a, const struct process *p, json_t *all)
{
	json_t *themes = json_array(), *choices = json_array();
	struct chain_summary s;

	json_object_set_new(all, "themes", themes);
	json_object_set_new(all, "choices", choices);
	TRY(chain_summary_read(c, a, p, (str){ 0 }, &s));
	for (size_t i = s.n; i > 0; i--) {
		const struct results *one = &s.phases[i - 1];
		for (size_t k = 0; k < one->g.part_count; k++)
			for (size_t j = 0; j < one->g.parts[k].n; j++)
				json_array_append_new(themes, theme(one, &one->g.parts[k], one->g.parts[k].headings[j]));
		for (size_t k = 0; k < one->all.n; k++)
			json_array_append_new(choices, choice(one, &one->all.p[k]));
	}
	return OK;
}

static err
add_all(struct req *rq, struct db_conn *c, const struct process *p, json_t *all)
{
	for (size_t i = 0; i < COUNT(parts); i++)
		TRY(json_rows(c, rq->arena, all, parts[i].name, parts[i].stmt, parts[i].columns, p->id));
	return add_results(c, rq->arena, p, all);
}

err
take_out_json(struct req *rq, struct db_conn *c, const struct process *p, str *out)
{
	json_t *all = json_object();
	err e;

	json_object_set_new(all, "format", json_string("medvirk-process"));
	json_object_set_new(all, "version", json_integer(1));
	json_object_set_new(all, "made", json_integer(clock_now()));
	json_object_set_new(all, "times", json_string("seconds since 1970-01-01 UTC"));
	e = add_all(rq, c, p, all);
	if (e) {
		json_decref(all);
		return e;
	}
	return json_text(rq->arena, all, out);
}
