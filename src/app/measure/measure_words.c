/* measure_words.c: the words of measures, for the database and for people. */
#include "app/measure/measure.h"

static const char *const statuses[][2] = {
	[MEASURE_PROPOSED] = { "proposed", N_("Proposed") },
	[MEASURE_PRIORITISED] = { "prioritised", N_("Chosen") },
	[MEASURE_PLANNED] = { "planned", N_("Planned") },
	[MEASURE_RUNNING] = { "running", N_("Under way") },
	[MEASURE_TESTING] = { "testing", N_("Being tried") },
	[MEASURE_DONE] = { "done", N_("Carried out") },
	[MEASURE_EVALUATED] = { "evaluated", N_("Evaluated") },
	[MEASURE_KEPT] = { "kept", N_("Kept as a habit") },
	[MEASURE_STOPPED] = { "stopped", N_("Stopped") },
	[MEASURE_LIFTED] = { "lifted", N_("Lifted") },
};

static const char *const sources[][2] = {
	[SOURCE_WORKSHOP] = { "workshop", N_("A workshop") },
	[SOURCE_MEETING] = { "meeting", N_("A meeting") },
	[SOURCE_SURVEY] = { "survey", N_("A staff survey") },
	[SOURCE_INTERVIEW] = { "interview", N_("Interviews") },
	[SOURCE_DEVIATION] = { "deviation", N_("A deviation") },
	[SOURCE_AUDIT] = { "audit", N_("A safety round or an inspection") },
	[SOURCE_OTHER] = { "other", N_("Something else") },
};

static const char *const levels[][2] = {
	[LEVEL_SELF] = { "self", N_("Each of us") },
	[LEVEL_GROUP] = { "group", N_("The work group") },
	[LEVEL_LEADER] = { "leader", N_("The unit manager") },
	[LEVEL_SUPERIOR] = { "superior", N_("The superior leader") },
	[LEVEL_CHIEF] = { "chief", N_("Chief representatives") },
	[LEVEL_COMMITTEE] = { "committee", N_("The working-environment committee (AMU)") },
	[LEVEL_POLITICS] = { "politics", N_("The politicians") },
};

static const char *const factors[FACTOR_COUNT][2] = {
	{ "demands", N_("Unclear or conflicting demands and expectations") },
	{ "emotional", N_("Emotional demands and strain in work with people") },
	{ "workload", N_("Workload and time pressure") },
	{ "support", N_("Support and help in the work") },
};

static const char *const tells[TELL_COUNT] = {
	N_("Mail at intervals"), N_("Notices in the unit"), N_("Info screens"), N_("The intranet"), N_("Word of mouth in meetings"),
};

static const struct {
	enum answer_means means;
	const char *word, *name;
} verdicts[] = {
	{ MEANS_KEEP, "keep", N_("Keep") },
	{ MEANS_ADJUST, "adjust", N_("Adjust and try again") },
	{ MEANS_STOP, "stop", N_("Stop") },
	{ MEANS_LIFT, "lift", N_("Lift to others") },
};

static size_t
find(const char *const (*table)[2], size_t n, str word, size_t otherwise)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_of(table[i][0])))
			return i;
	return otherwise;
}

str
measure_status_word(enum measure_status s)
{
	return str_of(statuses[s][0]);
}

enum measure_status
measure_status_of(str word)
{
	return (enum measure_status)find(statuses, COUNT(statuses), word, MEASURE_PROPOSED);
}

str
measure_status_name(enum lang l, enum measure_status s)
{
	return tr_dynamic(l, str_of(statuses[s][1]));
}

str
measure_source_word(enum measure_source s)
{
	return str_of(sources[s][0]);
}

enum measure_source
measure_source_of(str word)
{
	return (enum measure_source)find(sources, COUNT(sources), word, SOURCE_OTHER);
}

str
measure_source_name(enum lang l, enum measure_source s)
{
	return tr_dynamic(l, str_of(sources[s][1]));
}

str
measure_level_word(enum measure_level v)
{
	return str_of(levels[v][0]);
}

enum measure_level
measure_level_of(str word)
{
	return (enum measure_level)find(levels, COUNT(levels), word, LEVEL_GROUP);
}

str
measure_level_name(enum lang l, enum measure_level v)
{
	return tr_dynamic(l, str_of(levels[v][1]));
}

str
measure_area_word(enum column_area area)
{
	return area == AREA_PRESERVE ? S("preserve") : S("improve");
}

str
measure_area_name(enum lang l, enum column_area area)
{
	return area == AREA_PRESERVE ? tr(l, "To preserve") : tr(l, "To improve");
}

static size_t
bit_index(unsigned bit)
{
	size_t i = 0;

	while (bit > 1) {
		bit >>= 1;
		i++;
	}
	return i;
}

str
measure_factor_word(unsigned bit)
{
	assert(bit_index(bit) < FACTOR_COUNT);
	return str_of(factors[bit_index(bit)][0]);
}

str
measure_factor_name(enum lang l, unsigned bit)
{
	assert(bit_index(bit) < FACTOR_COUNT);
	return tr_dynamic(l, str_of(factors[bit_index(bit)][1]));
}

str
measure_factors_text(struct arena *a, enum lang l, unsigned bits)
{
	struct buf b = buf_new(a, 1024);

	for (unsigned i = 0; i < FACTOR_COUNT; i++) {
		if (!(bits & (1u << i)))
			continue;
		if (b.n)
			buf_add(&b, S("; "));
		buf_add(&b, measure_factor_name(l, 1u << i));
	}
	return buf_str(&b);
}

str
measure_tell_name(enum lang l, unsigned bit)
{
	assert(bit_index(bit) < TELL_COUNT);
	return tr_dynamic(l, str_of(tells[bit_index(bit)]));
}

str
measure_verdict_name(enum lang l, enum answer_means v)
{
	for (size_t i = 0; i < COUNT(verdicts); i++)
		if (verdicts[i].means == v)
			return tr_dynamic(l, str_of(verdicts[i].name));
	return (str){ 0 };
}

str
measure_verdict_word(enum answer_means v)
{
	for (size_t i = 0; i < COUNT(verdicts); i++)
		if (verdicts[i].means == v)
			return str_of(verdicts[i].word);
	return (str){ 0 };
}

enum answer_means
measure_verdict_of(str word)
{
	for (size_t i = 0; i < COUNT(verdicts); i++)
		if (str_eq(word, str_of(verdicts[i].word)))
			return verdicts[i].means;
	return 0;
}

str
measure_effect_name(enum lang l, str effect)
{
	if (str_eq(effect, S("none")))
		return tr(l, "No effect");
	if (str_eq(effect, S("some")))
		return tr(l, "Some effect");
	if (str_eq(effect, S("good")))
		return tr(l, "Good effect");
	return (str){ 0 };
}
