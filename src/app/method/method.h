/* method.h: a method (a way for a workplace to work together) as data, read from a pack.
 *
 * A pack is a folder:  method.yaml  phases/NAME.yaml  texts/{nb,nn,en}/NAME.md  (methods/README.md tells editors how).
 * The program knows the kinds below and no method's name. Everything people read is here in all three languages;
 * a pack that lacks one does not load.
 *
 * Lifetime: a struct method owns its memory, is never changed after loading and may be read by any thread. Everything
 * reached from it lives until method_free; pages copy nothing, other long-lived things keep ids (phase and step key),
 * never pointers. A running process keeps the version it started with: store m->pack (bytes) under m->hash and load it
 * again with method_load_bytes.
 *
 * Ids are [a-z0-9-], at most 40 characters. A step's key is "phase/step" and unique in the method. In every enum 0 means
 * "not stated"; the loader fills in the defaults told here, so that readers only meet 0 where it says "may be 0". */
#ifndef APP_METHOD_METHOD_H
#define APP_METHOD_METHOD_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "text/i18n.h"

/* One text in each language. All are filled, or none is (a text that may be left out). */
struct text3 {
	str in[LANG_COUNT];
};
str text_in(const struct text3 *t, enum lang lang);
bool text_is_empty(const struct text3 *t);

/* Where in the pack something was written: for messages about it. */
struct method_place {
	str file;
	int line;
};

/* A longer text: texts/LANG/NAME.md. The first "# heading" is the title (may be empty), the rest the body, in Markdown.
 * A missing document has an empty name. */
struct method_doc {
	str name;
	struct text3 title, body;
};

enum method_role {	/* who; app/access maps these to role assignments */
	METHOD_LEADER = 1, METHOD_UNION, METHOD_SAFETY, METHOD_EMPLOYEE_REP, METHOD_HOST, METHOD_HELPER, METHOD_GROUP, METHOD_STAFF,
	/* METHOD_HOST leads the workshop. METHOD_GROUP is all three parties together. METHOD_EMPLOYEE_REP stands in where a
	 * unit has no union rep. */
};

enum method_colour {
	COLOUR_BLUE = 1, COLOUR_GREEN, COLOUR_TEAL, COLOUR_PURPLE, COLOUR_ORANGE, COLOUR_RED, COLOUR_YELLOW, COLOUR_GREY,
};

enum method_icon {
	ICON_FLAG = 1, ICON_MAGNIFIER, ICON_ROOTS, ICON_BULB, ICON_HANDS, ICON_CHECK, ICON_TALK, ICON_CLOCK, ICON_PEOPLE,
	ICON_LEAF, ICON_HEART, ICON_STAR,
};

/* What one step is. The words after the dash: what it must have besides name, minutes and script. */
enum step_kind {
	STEP_TALK = 1,	/* somebody talks, or all read a document; `from` is what the wall shows meanwhile */
	STEP_NOTES,	/* people write notes - columns */
	STEP_THEMES,	/* tables or all put notes into named themes - from */
	STEP_MERGE,	/* duplicates among themes become one, none is lost - from */
	STEP_SORT,	/* notes are put into one of the columns - from, columns */
	STEP_VOTES,	/* dots - from, ballots */
	STEP_CHOOSE,	/* the three confirm what the vote chose (always by agreement of all) - from, picks */
	STEP_FORM,	/* a sheet is filled in; with `from`: one for each thing that comes in - sheet */
	STEP_TREE,	/* branching why, a tree for each thing that comes in - from; bones for the fishbone */
	STEP_MATRIX,	/* things are placed by two axes - from, axes */
	STEP_PROPOSAL,	/* a sheet whose fields become a measure's - from, sheet */
	STEP_VERDICT,	/* each answers each question about each thing that comes in - from, questions, answers */
	STEP_CHECKOUT,	/* each answers about the meeting itself - questions, answers */
	STEP_RULES,	/* the group makes its ground rules from m->rules */
	STEP_PLAN,	/* the group fills in the progress plan, m->plan */
	STEP_BREAK,
};

enum step_work { WORK_ALONE = 1, WORK_PAIRS, WORK_GROUPS, WORK_PLENARY };

/* When others see what is written. Default: WORK_ALONE at reveal, everything else at once. At reveal all comes in one
 * shuffled batch: when the clock or the desk says so, at the latest when a step that takes it `from` starts. */
enum step_show { SHOW_AT_REVEAL = 1, SHOW_AT_ONCE };

enum step_zero { ZERO_NOTHING = 1, ZERO_REVEAL, ZERO_NEXT };	/* the clock is at zero; default nothing */

/* Who can learn who wrote it. Default: unnamed; forms and plans in a meeting of the group: the group. */
enum step_privacy {
	PRIVACY_UNNAMED = 1,	/* nobody, ever */
	PRIVACY_OWN,	/* the writer's alone until she shares it */
	PRIVACY_GROUP,	/* the three parties see it, by name as in a minute */
};

/* What a thing made in a step is in the chain. Default by kind: notes note; themes, merge theme; sort, form entry; tree
 * cause; proposal proposal; verdict verdict. Others: 0. For choose see the picks. */
enum step_makes {
	MAKES_NOTE = 1, MAKES_THEME, MAKES_CHALLENGE, MAKES_PRESERVATION, MAKES_DESCRIPTION, MAKES_CAUSE, MAKES_STATEMENT,
	MAKES_IDEA, MAKES_PROPOSAL, MAKES_MEASURE, MAKES_EXPERIENCE, MAKES_VERDICT, MAKES_HABIT, MAKES_ENTRY,
};

enum step_ask { ASK_YES = 1, ASK_NO };

enum column_area { AREA_PRESERVE = 1, AREA_IMPROVE };	/* may be 0: neither */

/* A column of a notes step, or a bin of a sort step. */
struct method_column {
	struct method_place at;
	str id;
	struct text3 name;	/* heading on wall and phone */
	struct text3 prompt;	/* the question at the input; may be empty */
	struct text3 example;	/* a good note, shown greyed; may be empty */
	enum column_area area;	/* travels with the note into theme, choice and measure */
};

/* One round of votes. A vote step has one or more; each has its own budget. */
struct method_ballot {
	struct method_place at;
	str id, of;	/* of: the id of the step whose things are voted on */
	struct text3 name;
	int dots;	/* per person when the number of things is unknown, and on paper */
	int one_dot_per;	/* suggest one dot for so many things (0: always `dots`) ... */
	int dots_least, dots_most;	/* ... but within these */
	int each_most;	/* dots one person may put on one thing */
	struct method_step *step;	/* of, found */
};
/* The number of dots to suggest when n things are voted on. */
int method_dots(const struct method_ballot *b, size_t n);

/* What the three confirm in a choose step. */
struct method_pick {
	struct method_place at;
	str id, ballot;	/* ballot: of the vote step it comes from; empty when `from` is no vote */
	struct text3 name;
	int least, most;
	enum step_makes makes;
	const struct method_ballot *votes;	/* ballot, found; may be NULL */
};

enum question_no { NO_NOTHING = 1, NO_LIFT };	/* what a "no" leads to: lift = marked for the level that can solve it */

struct method_question {
	struct method_place at;
	str id;
	struct text3 text;
	enum question_no on_no;	/* default nothing */
};

enum answer_means {
	MEANS_YES = 1, MEANS_PARTLY, MEANS_NO, MEANS_KEEP, MEANS_ADJUST, MEANS_STOP, MEANS_LIFT, MEANS_BETTER, MEANS_SAME,
	MEANS_WORSE,
};

struct method_answer {
	struct method_place at;
	str id;
	struct text3 text;
	enum answer_means means;
};

struct method_axis {	/* exactly two in a matrix: across, then up */
	struct method_place at;
	str id;
	struct text3 name, low, high;
};

struct method_bone {	/* a category of causes, drawn as a bone of the fishbone */
	struct method_place at;
	str id;
	struct text3 name, prompt;
};

struct method_ref {	/* an earlier step: "id" in the same phase, "phase/id" in another */
	struct method_place at;
	str name;
	struct method_step *step;
};

struct method_step {
	struct method_place at;
	str id, key;	/* key: "phase/step" */
	enum step_kind kind;
	int minutes;
	enum step_work work;	/* 0 for a break only */
	struct text3 name;	/* what the item is for, as a heading */
	struct text3 task;	/* what people do: phone and wall; empty for a break */
	struct text3 paper;	/* the paper twin: how the same is done with sheets, notes and dots; empty where nothing is written */
	struct text3 script;	/* Markdown for who leads: "> " lines are said aloud; may be empty for a break */
	struct method_doc document;	/* to be read in this step; may be missing */
	enum step_show show;	/* 0 where nothing is written */
	enum step_zero at_zero;
	enum step_privacy privacy;	/* 0 where nothing is written */
	enum step_makes makes;	/* may be 0 */
	enum step_ask ask_heard;	/* ask "has everybody been heard?" when leaving; default: yes for pairs and groups */
	int most;	/* so many per table at the most (present three each); 0: no limit */
	str sheet_id;
	struct method_sheet *sheet;	/* form, proposal: what is filled in; others: the paper sheet. May be NULL */
	struct method_ref *from;
	size_t from_count;
	struct method_column *columns;
	size_t column_count;
	struct method_ballot *ballots;
	size_t ballot_count;
	struct method_pick *picks;
	size_t pick_count;
	struct method_question *questions;
	size_t question_count;
	struct method_answer *answers;
	size_t answer_count;
	struct method_axis *axes;
	size_t axis_count;
	struct method_bone *bones;
	size_t bone_count;
	const struct method_session *session;
	size_t index;	/* in session->steps */
};

enum sheet_for { SHEET_EACH = 1, SHEET_TABLE, SHEET_GROUP };	/* one per person, per table, one for the group */
enum paper_size { SIZE_A4 = 1, SIZE_A3 };

enum entry_kind { ENTRY_TEXT = 1, ENTRY_LINE, ENTRY_CHOICE, ENTRY_DATE, ENTRY_SPAN, ENTRY_NUMBER };	/* default text */

/* Which field of a measure it becomes, or of what is noted about one: a trial (baseline and target are its sign before and after), a
 * habit ("when cue, we act, because reason"); may be 0. */
enum entry_becomes {
	BECOMES_TITLE = 1, BECOMES_WHAT, BECOMES_WHO, BECOMES_WHERE, BECOMES_WHEN, BECOMES_NEED, BECOMES_SIGN,
	BECOMES_BASELINE, BECOMES_TARGET, BECOMES_RISK, BECOMES_CONTACT, BECOMES_REACH, BECOMES_HAPPENED, BECOMES_LEARNING,
	BECOMES_CUE, BECOMES_ACT, BECOMES_REASON,
};

struct method_choice {
	struct method_place at;
	str id;
	struct text3 text;
	enum answer_means means;	/* may be 0; MEANS_LIFT: what the sheet is about is marked for the level that can solve it */
};

struct method_field {
	struct method_place at;
	str id;
	enum entry_kind kind;
	struct text3 label, help;	/* help may be empty */
	int lines;	/* writing lines on paper; default 4 */
	struct method_choice *choices;	/* ENTRY_CHOICE only */
	size_t choice_count;
	enum entry_becomes becomes;
};

/* A worksheet: the same fields on screen and on paper. */
struct method_sheet {
	struct method_place at;
	str id, file;	/* file: the name people know the paper by; may be empty */
	struct text3 name, intro;	/* intro may be empty */
	enum sheet_for whom;
	enum paper_size paper;
	struct method_field *fields;
	size_t field_count;
};

enum item_when { WHEN_BEFORE = 1, WHEN_DURING, WHEN_AFTER };
enum item_per { PER_SESSION = 1, PER_SITTING };	/* once, or for each sitting; default session */
/* The page where it is done; may be 0. */
enum item_opens {
	OPENS_PRINT = 1, OPENS_PLAN, OPENS_MESSAGES, OPENS_TRY, OPENS_CHOOSE, OPENS_POSTER, OPENS_RULES, OPENS_INVITE,
	OPENS_MEASURES, OPENS_PAPER, OPENS_SITTINGS,
};

struct method_item {	/* of a checklist */
	struct method_place at;
	str id;
	struct text3 text, help;	/* help may be empty */
	enum item_when when;
	enum method_role role;	/* who has it unless the group says otherwise */
	int days;	/* from the session's date; negative is before */
	int minutes;	/* how long it takes */
	enum item_per per;
	enum item_opens opens;
};

enum print_what {
	PRINT_DOCUMENT = 1, PRINT_SHEET, PRINT_POSTER, PRINT_RUN_SHEET, PRINT_CODE, PRINT_SLIPS, PRINT_ATTENDANCE,
	PRINT_PLAN_B, PRINT_PLAN, PRINT_SCRIPT,
};
enum print_copies { COPIES_ONE = 1, COPIES_MEMBERS, COPIES_PARTICIPANTS, COPIES_TABLES };

struct method_print {
	struct method_place at;
	enum print_what what;
	str of;	/* the id of the sheet or poster, or the name of the document; empty for the others */
	struct text3 name;
	enum paper_size paper;
	enum print_copies copies;
	int plus_percent;	/* some to spare */
	const struct method_sheet *sheet;	/* of, found: one of these three, or none */
	const struct method_poster *poster;
	struct method_doc document;
};
/* How many to print. */
int method_copies(const struct method_print *p, int members, int participants, int tables);

struct method_message {
	struct method_place at;
	str id;
	struct text3 name;	/* what the group calls it */
	struct text3 subject;	/* with {fields}, see method_fields */
	struct text3 body;	/* Markdown with {fields} */
	enum method_role to;	/* METHOD_STAFF or METHOD_GROUP */
	int days;	/* from the session's date; negative is before */
};
/* The names that may stand in braces in messages, posters and talking points; ends with NULL. What fills them:
 * process, unit, phase, aim, minutes: names as they are. group, workshop: m->group.the; m->workshop.the and the phase's
 * name ("verkstedet ABC"). leader, union, safety, host: people's names, several joined with "and". place, date, time,
 * end: of the session or sitting. dates: a list of all dates of the plan. next: the next workshop and its date. poster:
 * where it hangs. challenges, preserved, measures: titles. link: the process page. */
extern const char *const method_fields[];

enum session_kind {
	SESSION_MEETING = 1,	/* of the three */
	SESSION_WORKSHOP,	/* with all staff, in one or more sittings */
	SESSION_PERIOD,	/* weeks of work or trying; no steps, light check-ins */
};

struct method_checkin {	/* in a period: one tap and a sentence */
	struct method_place at;
	int every_days;
	struct text3 question, comment;	/* comment: the label of the sentence */
	struct method_answer *answers;
	size_t answer_count;
};

struct method_session {
	struct method_place at;
	str id;
	enum session_kind kind;
	struct text3 name, aim;
	int minutes;	/* the sum of its steps; 0 for a period */
	int days_after;	/* suggested days from the start of the session before (0 for the first: the day the group names) */
	int days;	/* length of a period; 0 otherwise */
	int table_least, table_most;	/* people at a table, workshops with groups; 0 otherwise */
	bool repeatable;	/* may be held again and again */
	struct method_step *steps;
	size_t step_count;
	struct method_item *checklist;
	size_t item_count;
	struct method_print *print;
	size_t print_count;
	struct method_message *messages;
	size_t message_count;
	struct method_checkin checkin;	/* periods only; every_days 0: none */
	const struct method_phase *phase;
	size_t index;	/* in phase->sessions */
};

struct method_line {	/* one short text of a list */
	struct method_place at;
	struct text3 text;
};

struct method_phase {
	struct method_place at;
	str id;
	struct text3 name, aim;
	struct text3 result;	/* what it hands on to the next */
	enum method_colour colour;
	enum method_icon icon;
	struct method_doc guide;
	struct method_line *talking_points;	/* for the reps: "invite your colleagues"; may be none */
	size_t talking_point_count;
	struct method_sheet *sheets;
	size_t sheet_count;
	struct method_session *sessions;
	size_t session_count;
	size_t index;	/* in method->phases */
	struct method_doc script, letters;	/* all scripts and all message texts, as written: to print whole */
};

struct method_rule {	/* a tip for who leads, and the ground rule offered from it */
	struct method_place at;
	str id;
	struct text3 rule, tip;
};

struct method_member {	/* a role of the method */
	struct method_place at;
	enum method_role role;
	bool required;
	enum method_role instead;	/* may stand in; may be 0 */
	struct text3 duty;
};

/* What is agreed by all three, in words for the page. Which acts need it is the program's rule, not the pack's. */
enum agree_on { METHOD_AGREE_START = 1, METHOD_AGREE_CHOICE, METHOD_AGREE_MEASURES, METHOD_AGREE_PUBLISH, METHOD_AGREE_DELETE };
struct method_agreement {
	struct method_place at;
	enum agree_on on;
	struct text3 text;
};

/* A column of the progress plan; rows are the phases. */
enum plan_holds {
	HOLDS_PREPARE = 1,	/* date and time of the meeting before the workshop */
	HOLDS_WORKSHOP,	/* date and time of the workshop, its sittings */
	HOLDS_PLACE, HOLDS_HOST,
	HOLDS_DUTY,	/* who sees to it; `role` is the suggestion */
	HOLDS_TEXT, HOLDS_DONE,
};
struct method_plan_column {
	struct method_place at;
	str id;
	struct text3 name;
	enum plan_holds holds;
	enum method_role role;	/* HOLDS_DUTY only */
};

enum poster_shows { SHOWS_PHASES = 1, SHOWS_PRESERVED, SHOWS_CHOSEN, SHOWS_RULES };
struct method_poster {
	struct method_place at;
	str id;
	struct text3 name;
	enum poster_shows shows;	/* what is drawn beside the text */
	enum paper_size paper;
	struct method_doc text;	/* with {fields} */
};

struct method_word {	/* explained on the page of words */
	struct method_place at;
	str id;
	struct text3 word, means;
};

struct method_term {	/* a noun the program needs inside sentences */
	struct method_place at;
	struct text3 name, the, many;	/* "workshop", "the workshop", "workshops" */
};

struct method {
	struct method_place at;
	str id;
	int version;	/* the editor's number */
	str hash;	/* SHA-256 of `pack`, hex: the version a process keeps */
	str pack;	/* all files in one canonical text, for the database */
	struct text3 name, summary;
	struct text3 origin;	/* who made the method, and that the words here are our own */
	struct method_doc introduction;
	struct method_term group, workshop, host;
	struct method_member *members;
	size_t member_count;
	struct method_rule *rules;
	size_t rule_count;
	struct method_agreement *agreements;
	size_t agreement_count;
	struct method_plan_column *plan;
	size_t plan_count;
	struct method_poster *posters;
	size_t poster_count;
	struct method_word *words;
	size_t word_count;
	struct method_phase *phases;
	size_t phase_count;
	struct arena arena;
};

/* What is wrong with a pack. At most METHOD_PROBLEMS are kept, `more` counts the rest; texts live in the arena. */
#define METHOD_PROBLEMS 50
struct method_problem {
	struct method_place at;	/* line 0: the whole file */
	bool is_warning;
	str text;	/* an English sentence that says what to do */
};
struct method_report {
	struct arena *arena;
	struct method_problem problems[METHOD_PROBLEMS];
	size_t count, more, errors;
};

/* Loads a pack. OK; ERR_INVALID with the mistakes in the report (also a pack with warnings only is OK);
 * ERR_IO when the folder cannot be read. The report's arena must be set by the caller. */
err method_load(const char *folder, struct method_report *report, struct method **out) MUST_USE;
err method_load_bytes(str pack, struct method_report *report, struct method **out) MUST_USE;
void method_free(struct method *m);	/* accepts NULL */

/* For `medvirk method check FOLDER`: writes every mistake as file:line: sentence, and a last line. OK or as method_load. */
err method_check(const char *folder, struct buf *out) MUST_USE;

/* Finding things by id; NULL when there is none. */
const struct method_phase *method_phase(const struct method *m, str id);
const struct method_session *method_session(const struct method_phase *p, str id);
const struct method_step *method_step(const struct method *m, str key);	/* "phase/step" */
const struct method_sheet *method_sheet(const struct method_phase *p, str id);
const struct method_message *method_message(const struct method_session *s, str id);
const struct method_column *method_column(const struct method_step *s, str id);
/* The first session of a kind in a phase; NULL when there is none. */
const struct method_session *method_session_of(const struct method_phase *p, enum session_kind kind);
/* The words a pack uses, for CSS classes, the database and tests: "notes", "alone", "at-reveal". Never NULL. */
const char *step_kind_name(enum step_kind k);
const char *step_work_name(enum step_work w);
const char *method_role_name(enum method_role r);
const char *method_colour_name(enum method_colour c);
const char *method_icon_name(enum method_icon i);
/* Whether people enter something in a step of this kind. */
bool step_is_written(enum step_kind k);

#endif
