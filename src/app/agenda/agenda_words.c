/* agenda_words.c: the words of meetings, in the database and for people. */
#include "app/agenda/agenda.h"
#include "base/str.h"

struct word {
	const char *word, *name;
};

static const struct word kinds[AGENDA_KINDS] = {
	[AGENDA_GROUP] = { "group", N_("Meeting of the HSE group") },
	[AGENDA_STAFF] = { "staff", N_("Staff meeting") },
	[AGENDA_OTHER] = { "other", N_("Another meeting") },
};
static const struct word wants[AGENDA_WANTS] = {
	[WANT_INFORM] = { "inform", N_("Inform") },
	[WANT_DISCUSS] = { "discuss", N_("Talk it through") },
	[WANT_DECIDE] = { "decide", N_("Decide") },
	[WANT_IDEAS] = { "ideas", N_("Get ideas") },
};
static const struct word labels[AGENDA_LABELS] = {
	[LABEL_NONE] = { "", "" },
	[LABEL_INFORMATION] = { "information", NC_("agreement", "Information") },
	[LABEL_DISCUSSION] = { "discussion", NC_("agreement", "Discussion") },
	[LABEL_NEGOTIATION] = { "negotiation", NC_("agreement", "Negotiation") },
};
static const struct word reaches[AGENDA_REACHES] = {
	[REACH_NONE] = { "", "" },
	[REACH_DEMANDED] = { "demanded", N_("Law or agreement demands it") },
	[REACH_EXTENDED] = { "extended", N_("Extended: we choose to") },
};
static const struct word reacheds[AGENDA_REACHEDS] = {
	[REACHED_UNSAID] = { "", "" },
	[REACHED_YES] = { "yes", NC_("reached", "Yes") },
	[REACHED_PARTLY] = { "partly", NC_("reached", "Partly") },
	[REACHED_NO] = { "no", NC_("reached", "No") },
};
static const char *const states[] = {
	[AGENDA_PLANNED] = NC_("meeting", "Being planned"),
	[AGENDA_CALLED] = NC_("meeting", "Called"),
	[AGENDA_BEGUN] = NC_("meeting", "Going on"),
	[AGENDA_HELD] = NC_("meeting", "Minutes not seen by all"),
	[AGENDA_LOCKED] = NC_("meeting", "Held"),
	[AGENDA_CANCELLED] = NC_("meeting", "Cancelled"),
};

static size_t
of_word(const struct word *all, size_t n, str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_of(all[i].word)))
			return i;
	return 0;
}

str agenda_kind_word(enum agenda_kind k) { return str_of(kinds[k].word); }
str agenda_want_word(enum agenda_want w) { return str_of(wants[w].word); }
str agenda_label_word(enum agenda_label x) { return str_of(labels[x].word); }
str agenda_reach_word(enum agenda_reach x) { return str_of(reaches[x].word); }
str agenda_reached_word(enum agenda_reached x) { return str_of(reacheds[x].word); }

enum agenda_kind agenda_kind_of(str word) { return (enum agenda_kind)of_word(kinds, COUNT(kinds), word); }
enum agenda_want agenda_want_of(str word) { return (enum agenda_want)of_word(wants, COUNT(wants), word); }
enum agenda_label agenda_label_of(str word) { return (enum agenda_label)of_word(labels, COUNT(labels), word); }
enum agenda_reach agenda_reach_of(str word) { return (enum agenda_reach)of_word(reaches, COUNT(reaches), word); }
enum agenda_reached agenda_reached_of(str word) { return (enum agenda_reached)of_word(reacheds, COUNT(reacheds), word); }

str agenda_kind_name(enum lang l, enum agenda_kind k) { return tr_dynamic(l, str_of(kinds[k].name)); }
str agenda_want_name(enum lang l, enum agenda_want w) { return tr_dynamic(l, str_of(wants[w].name)); }
str agenda_reach_name(enum lang l, enum agenda_reach x) { return x ? tr_dynamic(l, str_of(reaches[x].name)) : (str){ 0 }; }

str
agenda_label_name(enum lang l, enum agenda_label x)
{
	return x ? trc_dynamic(l, "agreement", str_of(labels[x].name)) : (str){ 0 };
}

str
agenda_reached_name(enum lang l, enum agenda_reached x)
{
	return x ? trc_dynamic(l, "reached", str_of(reacheds[x].name)) : (str){ 0 };
}

str
agenda_state_name(enum lang l, enum agenda_state s)
{
	return trc_dynamic(l, "meeting", str_of(states[s]));
}

str
agenda_lacked_mark(enum lang l, const struct agenda_meeting *m, size_t party)
{
	static const char *const words[AGENDA_PARTIES] = { N_("Without the leader"), N_("Without a union or employee representative"),
		N_("Without the safety representative") };
	const bool had[AGENDA_PARTIES] = { m->had_leader, m->had_rep, m->had_safety };

	return !agenda_lacked(m) || had[party] ? (str){ 0 } : tr_dynamic(l, str_of(words[party]));
}

str
agenda_lacked_words(struct arena *a, enum lang l, const struct agenda_meeting *m)
{
	str all = { 0 };

	for (size_t i = 0; i < AGENDA_PARTIES; i++) {
		str mark = agenda_lacked_mark(l, m, i);
		if (mark.n)
			all = all.n ? str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(all), STR_ARG(mark)) : mark;
	}
	return all;
}
