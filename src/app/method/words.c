/* words.c: the fixed words of the format and what they stand for. */
#include "app/method/pack.h"
#include "base/str.h"

#define WORDS(name_, what_, ...) const struct words name_ = { what_, (const struct word[]){ __VA_ARGS__, { NULL, 0 } } }

WORDS(words_role, "a role",
	{ "leader", METHOD_LEADER }, { "union", METHOD_UNION }, { "safety", METHOD_SAFETY },
	{ "employee-rep", METHOD_EMPLOYEE_REP }, { "host", METHOD_HOST }, { "helper", METHOD_HELPER },
	{ "group", METHOD_GROUP }, { "staff", METHOD_STAFF });
WORDS(words_colour, "a colour",
	{ "blue", COLOUR_BLUE }, { "green", COLOUR_GREEN }, { "teal", COLOUR_TEAL }, { "purple", COLOUR_PURPLE },
	{ "orange", COLOUR_ORANGE }, { "red", COLOUR_RED }, { "yellow", COLOUR_YELLOW }, { "grey", COLOUR_GREY });
WORDS(words_icon, "an icon",
	{ "flag", ICON_FLAG }, { "magnifier", ICON_MAGNIFIER }, { "roots", ICON_ROOTS }, { "bulb", ICON_BULB },
	{ "hands", ICON_HANDS }, { "check", ICON_CHECK }, { "talk", ICON_TALK }, { "clock", ICON_CLOCK },
	{ "people", ICON_PEOPLE }, { "leaf", ICON_LEAF }, { "heart", ICON_HEART }, { "star", ICON_STAR });
WORDS(words_kind, "a kind of step",
	{ "talk", STEP_TALK }, { "notes", STEP_NOTES }, { "themes", STEP_THEMES }, { "merge", STEP_MERGE },
	{ "sort", STEP_SORT }, { "votes", STEP_VOTES }, { "choose", STEP_CHOOSE }, { "form", STEP_FORM },
	{ "tree", STEP_TREE }, { "matrix", STEP_MATRIX }, { "proposal", STEP_PROPOSAL }, { "verdict", STEP_VERDICT },
	{ "checkout", STEP_CHECKOUT }, { "rules", STEP_RULES }, { "plan", STEP_PLAN }, { "break", STEP_BREAK });
WORDS(words_work, "a way to work",
	{ "alone", WORK_ALONE }, { "pairs", WORK_PAIRS }, { "groups", WORK_GROUPS }, { "plenary", WORK_PLENARY });
WORDS(words_show, "a way to show", { "at-reveal", SHOW_AT_REVEAL }, { "at-once", SHOW_AT_ONCE });
WORDS(words_zero, "something that can happen when the time is up",
	{ "nothing", ZERO_NOTHING }, { "reveal", ZERO_REVEAL }, { "next", ZERO_NEXT });
WORDS(words_privacy, "a privacy rule",
	{ "unnamed", PRIVACY_UNNAMED }, { "own", PRIVACY_OWN }, { "group", PRIVACY_GROUP });
WORDS(words_makes, "something a step can make",
	{ "note", MAKES_NOTE }, { "theme", MAKES_THEME }, { "challenge", MAKES_CHALLENGE },
	{ "preservation", MAKES_PRESERVATION }, { "description", MAKES_DESCRIPTION }, { "cause", MAKES_CAUSE },
	{ "statement", MAKES_STATEMENT }, { "idea", MAKES_IDEA }, { "proposal", MAKES_PROPOSAL },
	{ "measure", MAKES_MEASURE }, { "experience", MAKES_EXPERIENCE }, { "verdict", MAKES_VERDICT },
	{ "habit", MAKES_HABIT }, { "entry", MAKES_ENTRY });
WORDS(words_area, "an area", { "preserve", AREA_PRESERVE }, { "improve", AREA_IMPROVE });
WORDS(words_yes, "yes or no", { "yes", ASK_YES }, { "no", ASK_NO });
WORDS(words_no, "something a no can lead to", { "nothing", NO_NOTHING }, { "lift", NO_LIFT });
WORDS(words_means, "a meaning of an answer",
	{ "yes", MEANS_YES }, { "partly", MEANS_PARTLY }, { "no", MEANS_NO }, { "keep", MEANS_KEEP },
	{ "adjust", MEANS_ADJUST }, { "stop", MEANS_STOP }, { "lift", MEANS_LIFT }, { "better", MEANS_BETTER },
	{ "same", MEANS_SAME }, { "worse", MEANS_WORSE });
WORDS(words_for, "a use of a sheet", { "each", SHEET_EACH }, { "table", SHEET_TABLE }, { "group", SHEET_GROUP });
WORDS(words_size, "a paper size", { "a4", SIZE_A4 }, { "a3", SIZE_A3 });
WORDS(words_entry, "a kind of field",
	{ "text", ENTRY_TEXT }, { "line", ENTRY_LINE }, { "choice", ENTRY_CHOICE }, { "date", ENTRY_DATE },
	{ "span", ENTRY_SPAN }, { "number", ENTRY_NUMBER });
WORDS(words_becomes, "a field of a measure",
	{ "title", BECOMES_TITLE }, { "what", BECOMES_WHAT }, { "who", BECOMES_WHO }, { "where", BECOMES_WHERE },
	{ "when", BECOMES_WHEN }, { "need", BECOMES_NEED }, { "sign", BECOMES_SIGN }, { "baseline", BECOMES_BASELINE },
	{ "target", BECOMES_TARGET }, { "risk", BECOMES_RISK }, { "contact", BECOMES_CONTACT },
	{ "reach", BECOMES_REACH }, { "happened", BECOMES_HAPPENED }, { "learning", BECOMES_LEARNING }, { "cue", BECOMES_CUE },
	{ "act", BECOMES_ACT }, { "reason", BECOMES_REASON });
WORDS(words_when, "a time", { "before", WHEN_BEFORE }, { "during", WHEN_DURING }, { "after", WHEN_AFTER });
WORDS(words_per, "something to do it for", { "session", PER_SESSION }, { "sitting", PER_SITTING });
WORDS(words_opens, "a page to open",
	{ "print", OPENS_PRINT }, { "plan", OPENS_PLAN }, { "messages", OPENS_MESSAGES }, { "try", OPENS_TRY },
	{ "choose", OPENS_CHOOSE }, { "poster", OPENS_POSTER }, { "rules", OPENS_RULES }, { "invite", OPENS_INVITE },
	{ "measures", OPENS_MEASURES }, { "paper", OPENS_PAPER }, { "sittings", OPENS_SITTINGS });
WORDS(words_what, "something to print",
	{ "document", PRINT_DOCUMENT }, { "sheet", PRINT_SHEET }, { "poster", PRINT_POSTER },
	{ "run-sheet", PRINT_RUN_SHEET }, { "code", PRINT_CODE }, { "slips", PRINT_SLIPS },
	{ "attendance", PRINT_ATTENDANCE }, { "plan-b", PRINT_PLAN_B }, { "plan", PRINT_PLAN },
	{ "script", PRINT_SCRIPT });
WORDS(words_copies, "a number of copies",
	{ "one", COPIES_ONE }, { "members", COPIES_MEMBERS }, { "participants", COPIES_PARTICIPANTS },
	{ "tables", COPIES_TABLES });
WORDS(words_session, "a kind of session",
	{ "meeting", SESSION_MEETING }, { "workshop", SESSION_WORKSHOP }, { "period", SESSION_PERIOD });
WORDS(words_agree, "something to agree on",
	{ "start", METHOD_AGREE_START }, { "choice", METHOD_AGREE_CHOICE }, { "measures", METHOD_AGREE_MEASURES },
	{ "publish", METHOD_AGREE_PUBLISH }, { "delete", METHOD_AGREE_DELETE });
WORDS(words_holds, "something a plan column can hold",
	{ "prepare", HOLDS_PREPARE }, { "workshop", HOLDS_WORKSHOP }, { "place", HOLDS_PLACE }, { "host", HOLDS_HOST },
	{ "duty", HOLDS_DUTY }, { "text", HOLDS_TEXT }, { "done", HOLDS_DONE });
WORDS(words_shows, "something a poster can show",
	{ "phases", SHOWS_PHASES }, { "preserved", SHOWS_PRESERVED }, { "chosen", SHOWS_CHOSEN },
	{ "rules", SHOWS_RULES });

const char *const method_fields[] = {
	"process", "unit", "phase", "aim", "group", "leader", "union", "safety", "host", "workshop", "place",
	"date", "time",
	"end", "minutes", "dates", "next", "poster", "challenges", "preserved", "measures", "link", NULL,
};

const char *
word_of(const struct words *w, unsigned value)
{
	for (const struct word *at = w->word; at->name; at++)
		if (at->value == value)
			return at->name;
	return "";
}

const char *
step_kind_name(enum step_kind k)
{
	return word_of(&words_kind, k);
}

const char *
step_work_name(enum step_work w)
{
	return word_of(&words_work, w);
}

const char *
method_role_name(enum method_role r)
{
	return word_of(&words_role, r);
}

const char *
method_colour_name(enum method_colour c)
{
	return word_of(&words_colour, c);
}

const char *
method_icon_name(enum method_icon i)
{
	return word_of(&words_icon, i);
}
