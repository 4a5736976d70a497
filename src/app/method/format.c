/* format.c: the format of a pack, as tables. Adding a key is a row here and a field in method.h; methods/README.md
 * tells editors about it. Rules that need more than one map are in check.c and kinds.c. */
#include "app/method/pack.h"

#define SHAPE(type, what_, keys_) \
	{ .what = what_, .size = sizeof(type), .keys = keys_, .key_count = COUNT(keys_), .id_at = SIZE_MAX }
#define SHAPE_ID(type, what_, keys_) \
	{ .what = what_, .size = sizeof(type), .keys = keys_, .key_count = COUNT(keys_), .id_at = offsetof(type, id) }

#define ID(type) { "id", WANT_ID, offsetof(type, id), KEY_MUST }
#define TEXT(type, name_, field, flags_) { name_, WANT_TEXT, offsetof(type, field), flags_ }
#define DOC(type, name_, field, flags_) { name_, WANT_DOC, offsetof(type, field), flags_ }
#define REF(type, name_, field, flags_) { name_, WANT_REF, offsetof(type, field), flags_ }
#define NUMBER(type, name_, field, flags_, least_, most_) \
	{ name_, WANT_NUMBER, offsetof(type, field), flags_, .least = least_, .most = most_ }
#define BOOL(type, name_, field, flags_) { name_, WANT_BOOL, offsetof(type, field), flags_ }
#define WORD(type, name_, field, flags_, words_) { name_, WANT_WORD, offsetof(type, field), flags_, .words = &(words_) }
#define ONE(type, name_, field, flags_, shape_) { name_, WANT_ONE, offsetof(type, field), flags_, .shape = &(shape_) }
#define LIST(type, name_, field, count, flags_, shape_) \
	{ name_, WANT_LIST, offsetof(type, field), flags_, .least = 1, .most = PACK_LIST, .shape = &(shape_), \
		.count_at = offsetof(type, count) }
#define REFS(type, name_, field, count, flags_) \
	{ name_, WANT_REFS, offsetof(type, field), flags_, .least = 1, .most = 20, .count_at = offsetof(type, count) }
#define LINES(type, name_, field, count, flags_, most_) \
	{ name_, WANT_LINES, offsetof(type, field), flags_, .least = 1, .most = most_, \
		.count_at = offsetof(type, count) }

static const struct shape_key column_keys[] = {
	ID(struct method_column),
	TEXT(struct method_column, "name", name, KEY_MUST),
	TEXT(struct method_column, "prompt", prompt, 0),
	TEXT(struct method_column, "example", example, 0),
	WORD(struct method_column, "area", area, 0, words_area),
};
static const struct shape column_shape = SHAPE_ID(struct method_column, "column", column_keys);

static const struct shape_key ballot_keys[] = {
	ID(struct method_ballot),
	REF(struct method_ballot, "of", of, KEY_MUST),
	TEXT(struct method_ballot, "name", name, KEY_MUST),
	NUMBER(struct method_ballot, "dots", dots, KEY_MUST, 1, 20),
	NUMBER(struct method_ballot, "one-dot-per", one_dot_per, 0, 1, 20),
	NUMBER(struct method_ballot, "dots-least", dots_least, 0, 1, 20),
	NUMBER(struct method_ballot, "dots-most", dots_most, 0, 1, 20),
	NUMBER(struct method_ballot, "each-most", each_most, 0, 1, 20),
};
static const struct shape ballot_shape = SHAPE_ID(struct method_ballot, "ballot", ballot_keys);

static const struct shape_key pick_keys[] = {
	ID(struct method_pick),
	REF(struct method_pick, "ballot", ballot, 0),
	TEXT(struct method_pick, "name", name, KEY_MUST),
	NUMBER(struct method_pick, "least", least, KEY_MUST, 0, 20),
	NUMBER(struct method_pick, "most", most, KEY_MUST, 1, 20),
	WORD(struct method_pick, "makes", makes, KEY_MUST, words_makes),
};
static const struct shape pick_shape = SHAPE_ID(struct method_pick, "pick", pick_keys);

static const struct shape_key question_keys[] = {
	ID(struct method_question),
	TEXT(struct method_question, "text", text, KEY_MUST),
	WORD(struct method_question, "on-no", on_no, 0, words_no),
};
static const struct shape question_shape = SHAPE_ID(struct method_question, "question", question_keys);

static const struct shape_key answer_keys[] = {
	ID(struct method_answer),
	TEXT(struct method_answer, "text", text, KEY_MUST),
	WORD(struct method_answer, "means", means, KEY_MUST, words_means),
};
static const struct shape answer_shape = SHAPE_ID(struct method_answer, "answer", answer_keys);

static const struct shape_key axis_keys[] = {
	ID(struct method_axis),
	TEXT(struct method_axis, "name", name, KEY_MUST),
	TEXT(struct method_axis, "low", low, KEY_MUST),
	TEXT(struct method_axis, "high", high, KEY_MUST),
};
static const struct shape axis_shape = SHAPE_ID(struct method_axis, "axis", axis_keys);

static const struct shape_key bone_keys[] = {
	ID(struct method_bone),
	TEXT(struct method_bone, "name", name, KEY_MUST),
	TEXT(struct method_bone, "prompt", prompt, 0),
};
static const struct shape bone_shape = SHAPE_ID(struct method_bone, "bone", bone_keys);

static const struct shape_key step_keys[] = {
	ID(struct method_step),
	WORD(struct method_step, "kind", kind, KEY_MUST, words_kind),
	NUMBER(struct method_step, "minutes", minutes, KEY_MUST, 1, 240),
	WORD(struct method_step, "work", work, 0, words_work),
	TEXT(struct method_step, "name", name, KEY_MUST),
	TEXT(struct method_step, "task", task, 0),
	TEXT(struct method_step, "paper", paper, 0),
	DOC(struct method_step, "document", document, 0),
	REF(struct method_step, "sheet", sheet_id, 0),
	REFS(struct method_step, "from", from, from_count, 0),
	WORD(struct method_step, "show", show, 0, words_show),
	WORD(struct method_step, "at-zero", at_zero, 0, words_zero),
	WORD(struct method_step, "privacy", privacy, 0, words_privacy),
	WORD(struct method_step, "makes", makes, 0, words_makes),
	WORD(struct method_step, "all-heard", ask_heard, 0, words_yes),
	NUMBER(struct method_step, "most", most, 0, 1, 50),
	LIST(struct method_step, "columns", columns, column_count, 0, column_shape),
	LIST(struct method_step, "ballots", ballots, ballot_count, 0, ballot_shape),
	LIST(struct method_step, "picks", picks, pick_count, 0, pick_shape),
	LIST(struct method_step, "questions", questions, question_count, 0, question_shape),
	LIST(struct method_step, "answers", answers, answer_count, 0, answer_shape),
	LIST(struct method_step, "axes", axes, axis_count, 0, axis_shape),
	LIST(struct method_step, "bones", bones, bone_count, 0, bone_shape),
};
static const struct shape step_shape = SHAPE_ID(struct method_step, "step", step_keys);

static const struct shape_key choice_keys[] = {
	ID(struct method_choice),
	TEXT(struct method_choice, "text", text, KEY_MUST),
	WORD(struct method_choice, "means", means, 0, words_means),
};
static const struct shape choice_shape = SHAPE_ID(struct method_choice, "choice", choice_keys);

static const struct shape_key field_keys[] = {
	ID(struct method_field),
	WORD(struct method_field, "kind", kind, 0, words_entry),
	TEXT(struct method_field, "label", label, KEY_MUST),
	TEXT(struct method_field, "help", help, 0),
	NUMBER(struct method_field, "lines", lines, 0, 1, 40),
	LIST(struct method_field, "choices", choices, choice_count, 0, choice_shape),
	WORD(struct method_field, "becomes", becomes, 0, words_becomes),
};
static const struct shape field_shape = SHAPE_ID(struct method_field, "field", field_keys);

static const struct shape_key sheet_keys[] = {
	ID(struct method_sheet),
	TEXT(struct method_sheet, "name", name, KEY_MUST),
	TEXT(struct method_sheet, "intro", intro, 0),
	{ "file", WANT_LINE, offsetof(struct method_sheet, file), 0 },
	WORD(struct method_sheet, "for", whom, KEY_MUST, words_for),
	WORD(struct method_sheet, "paper", paper, KEY_MUST, words_size),
	LIST(struct method_sheet, "fields", fields, field_count, KEY_MUST, field_shape),
};
static const struct shape sheet_shape = SHAPE_ID(struct method_sheet, "sheet", sheet_keys);

static const struct shape_key item_keys[] = {
	ID(struct method_item),
	TEXT(struct method_item, "text", text, KEY_MUST),
	TEXT(struct method_item, "help", help, 0),
	WORD(struct method_item, "when", when, KEY_MUST, words_when),
	WORD(struct method_item, "role", role, KEY_MUST, words_role),
	NUMBER(struct method_item, "days", days, KEY_MUST, -365, 365),
	NUMBER(struct method_item, "minutes", minutes, KEY_MUST, 1, 480),
	WORD(struct method_item, "per", per, 0, words_per),
	WORD(struct method_item, "opens", opens, 0, words_opens),
};
static const struct shape item_shape = SHAPE_ID(struct method_item, "point of a checklist", item_keys);

static const struct shape_key print_keys[] = {
	WORD(struct method_print, "what", what, KEY_MUST, words_what),
	REF(struct method_print, "of", of, 0),
	TEXT(struct method_print, "name", name, KEY_MUST),
	WORD(struct method_print, "paper", paper, KEY_MUST, words_size),
	WORD(struct method_print, "copies", copies, KEY_MUST, words_copies),
	NUMBER(struct method_print, "plus-percent", plus_percent, 0, 0, 100),
};
static const struct shape print_shape = SHAPE(struct method_print, "thing to print", print_keys);

static const struct shape_key message_keys[] = {
	ID(struct method_message),
	TEXT(struct method_message, "name", name, KEY_MUST),
	TEXT(struct method_message, "subject", subject, KEY_MUST | KEY_BRACES),
	WORD(struct method_message, "to", to, KEY_MUST, words_role),
	NUMBER(struct method_message, "days", days, KEY_MUST, -365, 365),
};
static const struct shape message_shape = SHAPE_ID(struct method_message, "message", message_keys);

static const struct shape_key checkin_keys[] = {
	NUMBER(struct method_checkin, "every-days", every_days, KEY_MUST, 1, 60),
	TEXT(struct method_checkin, "question", question, KEY_MUST),
	TEXT(struct method_checkin, "comment", comment, KEY_MUST),
	LIST(struct method_checkin, "answers", answers, answer_count, KEY_MUST, answer_shape),
};
static const struct shape checkin_shape = SHAPE(struct method_checkin, "check-in", checkin_keys);

static const struct shape_key session_keys[] = {
	ID(struct method_session),
	WORD(struct method_session, "kind", kind, KEY_MUST, words_session),
	TEXT(struct method_session, "name", name, KEY_MUST),
	TEXT(struct method_session, "aim", aim, KEY_MUST),
	NUMBER(struct method_session, "minutes", minutes, 0, 1, 480),
	NUMBER(struct method_session, "days-after", days_after, 0, 0, 365),
	NUMBER(struct method_session, "days", days, 0, 1, 365),
	NUMBER(struct method_session, "table-least", table_least, 0, 2, 20),
	NUMBER(struct method_session, "table-most", table_most, 0, 2, 20),
	BOOL(struct method_session, "repeatable", repeatable, 0),
	LIST(struct method_session, "steps", steps, step_count, 0, step_shape),
	LIST(struct method_session, "checklist", checklist, item_count, 0, item_shape),
	LIST(struct method_session, "print", print, print_count, 0, print_shape),
	LIST(struct method_session, "messages", messages, message_count, 0, message_shape),
	ONE(struct method_session, "check-in", checkin, 0, checkin_shape),
};
static const struct shape session_shape = SHAPE_ID(struct method_session, "session", session_keys);

static const struct shape_key phase_keys[] = {
	ID(struct method_phase),
	TEXT(struct method_phase, "name", name, KEY_MUST),
	TEXT(struct method_phase, "aim", aim, KEY_MUST),
	TEXT(struct method_phase, "result", result, KEY_MUST),
	WORD(struct method_phase, "colour", colour, KEY_MUST, words_colour),
	WORD(struct method_phase, "icon", icon, KEY_MUST, words_icon),
	DOC(struct method_phase, "guide", guide, KEY_MUST),
	DOC(struct method_phase, "script", script, KEY_MUST),
	DOC(struct method_phase, "letters", letters, 0),
	LINES(struct method_phase, "talking-points", talking_points, talking_point_count, KEY_BRACES, 5),
	LIST(struct method_phase, "sheets", sheets, sheet_count, 0, sheet_shape),
	LIST(struct method_phase, "sessions", sessions, session_count, KEY_MUST, session_shape),
};
const struct shape phase_shape = SHAPE_ID(struct method_phase, "phase", phase_keys);

static const struct shape_key rule_keys[] = {
	ID(struct method_rule),
	TEXT(struct method_rule, "rule", rule, KEY_MUST),
	TEXT(struct method_rule, "tip", tip, KEY_MUST),
};
static const struct shape rule_shape = SHAPE_ID(struct method_rule, "rule", rule_keys);

static const struct shape_key member_keys[] = {
	WORD(struct method_member, "role", role, KEY_MUST, words_role),
	BOOL(struct method_member, "required", required, 0),
	WORD(struct method_member, "instead", instead, 0, words_role),
	TEXT(struct method_member, "duty", duty, KEY_MUST),
};
static const struct shape member_shape = SHAPE(struct method_member, "role", member_keys);

static const struct shape_key agreement_keys[] = {
	WORD(struct method_agreement, "on", on, KEY_MUST, words_agree),
	TEXT(struct method_agreement, "text", text, KEY_MUST),
};
static const struct shape agreement_shape = SHAPE(struct method_agreement, "agreement", agreement_keys);

static const struct shape_key plan_keys[] = {
	ID(struct method_plan_column),
	TEXT(struct method_plan_column, "name", name, KEY_MUST),
	WORD(struct method_plan_column, "holds", holds, KEY_MUST, words_holds),
	WORD(struct method_plan_column, "role", role, 0, words_role),
};
static const struct shape plan_shape = SHAPE_ID(struct method_plan_column, "column of the plan", plan_keys);

static const struct shape_key poster_keys[] = {
	ID(struct method_poster),
	TEXT(struct method_poster, "name", name, KEY_MUST),
	WORD(struct method_poster, "shows", shows, KEY_MUST, words_shows),
	WORD(struct method_poster, "paper", paper, KEY_MUST, words_size),
	DOC(struct method_poster, "text", text, KEY_MUST),
};
static const struct shape poster_shape = SHAPE_ID(struct method_poster, "poster", poster_keys);

static const struct shape_key word_keys[] = {
	ID(struct method_word),
	TEXT(struct method_word, "word", word, KEY_MUST),
	TEXT(struct method_word, "means", means, KEY_MUST),
};
static const struct shape word_shape = SHAPE_ID(struct method_word, "word", word_keys);

static const struct shape_key term_keys[] = {
	TEXT(struct method_term, "name", name, KEY_MUST),
	TEXT(struct method_term, "the", the, KEY_MUST),
	TEXT(struct method_term, "many", many, KEY_MUST),
};
static const struct shape term_shape = SHAPE(struct method_term, "term", term_keys);

static const struct shape_key method_keys[] = {
	{ "id", WANT_ID, offsetof(struct method_file, m.id), KEY_MUST },
	NUMBER(struct method_file, "version", m.version, KEY_MUST, 1, 1000000),
	TEXT(struct method_file, "name", m.name, KEY_MUST),
	TEXT(struct method_file, "summary", m.summary, KEY_MUST),
	TEXT(struct method_file, "origin", m.origin, KEY_MUST),
	DOC(struct method_file, "introduction", m.introduction, KEY_MUST),
	ONE(struct method_file, "group", m.group, KEY_MUST, term_shape),
	ONE(struct method_file, "workshop", m.workshop, KEY_MUST, term_shape),
	ONE(struct method_file, "host", m.host, KEY_MUST, term_shape),
	REFS(struct method_file, "phases", phases, phase_count, KEY_MUST),
	LIST(struct method_file, "roles", m.members, m.member_count, KEY_MUST, member_shape),
	LIST(struct method_file, "rules", m.rules, m.rule_count, KEY_MUST, rule_shape),
	LIST(struct method_file, "agreements", m.agreements, m.agreement_count, KEY_MUST, agreement_shape),
	LIST(struct method_file, "plan", m.plan, m.plan_count, KEY_MUST, plan_shape),
	LIST(struct method_file, "posters", m.posters, m.poster_count, 0, poster_shape),
	LIST(struct method_file, "words", m.words, m.word_count, 0, word_shape),
};
const struct shape method_shape = SHAPE(struct method_file, "method", method_keys);
