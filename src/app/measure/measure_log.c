/* measure_log.c: a card's history as sentences. */
#include "app/measure/measure_change.h"
#include "text/date.h"

static const struct {
	const char *kind, *text;	/* text: message id */
} lines[] = {
	{ "added", N_("{who} wrote the card.") },
	{ "consulted", N_("{who} has been heard as safety representative. {new}") },
	{ "decided", N_("It was decided.") },
	{ "habit", N_("{who} looked at the habit: it holds. {new}") },
	{ "objected", N_("{who} objected: {new}") },
	{ "opened", N_("{who} opened the card.") },
	{ "own.done", N_("{old} told by the slip that it is done. {new}") },
	{ "own.going", N_("{old} told by the slip that it is under way. {new}") },
	{ "own.said", N_("{old}, by the slip: {new}") },
	{ "raised", N_("The days were over without agreement. The objection went to the next level.") },
	{ "said", N_("{who}: {new}") },
	{ "settled", N_("{who} is content with this: {new}") },
	{ "slips", N_("{who} looked at the habit: it slips. {new}") },
	{ "slip", N_("{who} made a slip for {new}.") },
	{ "slip_ended", N_("{who} ended the slip for {old}.") },
	{ "status", N_("{who} moved it from “{old}” to “{new}”.") },
	{ "verdict", N_("It was judged: {new}.") },
};

static const struct {
	const char *name, *label;	/* label: message id */
} fields[] = {
	{ "title", N_("the title") }, { "what", N_("what we do") }, { "who", N_("who") }, { "when", N_("when") },
	{ "sign", N_("how we see that it works") }, { "cause", N_("the problem or its cause") }, { "wish", N_("the wished effect") },
	{ "place", N_("the place") }, { "need", N_("what is needed") }, { "baseline", N_("how it is today") },
	{ "target", N_("the target") }, { "risk", N_("who could be hit by it") }, { "contact", N_("the contact person") },
	{ "proposed_by", N_("who proposed it") }, { "assessment", N_("the risk assessment") }, { "cue", N_("when the habit happens") },
	{ "act", N_("what the habit is") }, { "reason", N_("why the habit is") }, { "learning", N_("what was learnt") },
	{ "owner", N_("who is responsible") }, { "start", N_("the first day") }, { "due", N_("the last day") },
	{ "evaluate", N_("the day of the evaluation") }, { "look", N_("the next look at the habit") }, { "area", N_("the area") },
	{ "level", N_("the level") }, { "priority", N_("the priority") }, { "factors", N_("the factors of § 4-3") },
	{ "restructuring", N_("whether it is restructuring") },
};

struct entry {
	str kind, who, was, became, owner_was, owner_became;
};

static str
field_label(enum lang l, str name)
{
	for (size_t i = 0; i < COUNT(fields); i++)
		if (str_eq(name, str_of(fields[i].name)))
			return tr_dynamic(l, str_of(fields[i].label));
	return name;
}

/* What stands in a field, for people: dates and words of the database are not shown as they are kept. */
static str
shown(struct arena *a, enum lang l, str field, str value, str owner)
{
	int64_t at;

	if (str_eq(field, S("owner")))
		return owner;
	if (str_eq(field, S("area")))
		return measure_area_name(l, str_eq(value, S("preserve")) ? AREA_PRESERVE : AREA_IMPROVE);
	if (str_eq(field, S("level")))
		return measure_level_name(l, measure_level_of(value));
	if (str_eq(field, S("priority")))
		return str_eq(value, S("0")) ? (str){ 0 } : value;
	if (str_eq(field, S("restructuring")))
		return value.n ? tr(l, "yes") : tr(l, "no");
	if (value.n == 10 && value.p[4] == '-' && date_parse(value, S(""), &at) == OK)
		return date_short(a, l, at);
	return value;
}

static str
field_line(struct arena *a, enum lang l, const struct entry *e)
{
	str field = str_from(e->kind, 6), label = field_label(l, field);
	str was = shown(a, l, field, e->was, e->owner_was), became = shown(a, l, field, e->became, e->owner_became);

	if (!was.n)
		return fill(a, l, tr(l, "{who} wrote {field}: “{new}”."), V("who", e->who), V("field", label), V("new", became));
	if (!became.n)
		return fill(a, l, tr(l, "{who} emptied {field} (was “{old}”)."), V("who", e->who), V("field", label), V("old", was));
	return fill(a, l, tr(l, "{who} changed {field} from “{old}” to “{new}”."), V("who", e->who), V("field", label),
		V("old", was), V("new", became));
}

static str
line_text(struct arena *a, enum lang l, const struct entry *e)
{
	str was = e->was, became = e->became;

	if (str_starts(e->kind, S("field:")))
		return field_line(a, l, e);
	if (str_eq(e->kind, S("status"))) {
		was = measure_status_name(l, measure_status_of(was));
		became = measure_status_name(l, measure_status_of(became));
	} else if (str_eq(e->kind, S("verdict"))) {
		became = measure_verdict_name(l, measure_verdict_of(became));
	}
	for (size_t i = 0; i < COUNT(lines); i++)
		if (str_eq(e->kind, str_of(lines[i].kind)))
			return str_trim(fill(a, l, tr_dynamic(l, str_of(lines[i].text)), V("who", e->who), V("old", was),
				V("new", became)));
	return e->kind;
}

err
measure_lines_read(struct db_conn *c, struct arena *a, enum lang l, int64_t measure, struct measure_lines *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, MEASURE_LINES, INT(measure)));
	*out = (struct measure_lines){ NEW_ARRAY(a, struct measure_line, r.n), r.n };
	for (size_t i = 0; i < r.n; i++) {
		struct entry e = { .kind = row_text(&r, i, 1), .was = row_text(&r, i, 2), .became = row_text(&r, i, 3),
			.who = row_null(&r, i, 4) ? S("Medvirk") : row_text(&r, i, 4), .owner_was = row_text(&r, i, 5),
			.owner_became = row_text(&r, i, 6) };
		out->p[i] = (struct measure_line){ row_int(&r, i, 0), line_text(a, l, &e), str_eq(e.kind, S("said")) || str_starts(e.kind, S("own.")) };
	}
	return OK;
}

err
measure_objections_read(struct db_conn *c, struct arena *a, int64_t measure, struct measure_objections *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, MEASURE_OBJECTIONS, INT(measure)));
	*out = (struct measure_objections){ NEW_ARRAY(a, struct measure_objection, r.n), r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct measure_objection){ .id = row_int(&r, i, 0), .name = row_text(&r, i, 1), .role = row_text(&r, i, 2),
			.sentence = row_text(&r, i, 3), .at = row_int(&r, i, 4), .settled_at = row_int(&r, i, 5),
			.settled_name = row_text(&r, i, 6), .settlement = row_text(&r, i, 7), .raised_at = row_int(&r, i, 8) };
	return OK;
}
