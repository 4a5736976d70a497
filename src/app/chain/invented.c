/* invented.c: invented things for rehearsals. */
#include "app/chain/invented.h"

static const struct {
	enum step_makes makes, about;	/* about: 0, or the kind it came from */
	const char *title;	/* message id */
	enum column_area area;
} words[] = {
	{ MAKES_CHALLENGE, 0, N_("Messages get lost between shifts"), AREA_IMPROVE },
	{ MAKES_CHALLENGE, 0, N_("Too little time in the morning"), AREA_IMPROVE },
	{ MAKES_PRESERVATION, 0, N_("We stand together"), AREA_PRESERVE },
	{ MAKES_THEME, 0, N_("Messages get lost between shifts"), AREA_IMPROVE },
	{ MAKES_THEME, 0, N_("Too little time in the morning"), AREA_IMPROVE },
	{ MAKES_THEME, 0, N_("We are not always heard"), AREA_IMPROVE },
	{ MAKES_NOTE, MAKES_CHALLENGE, N_("What was agreed in the evening is not known in the morning."), AREA_IMPROVE },
	{ MAKES_NOTE, MAKES_CHALLENGE, N_("Breakfast and care come at the same time."), AREA_IMPROVE },
	{ MAKES_DESCRIPTION, MAKES_CHALLENGE, N_("It happens at every change of shift."), AREA_IMPROVE },
	{ MAKES_DESCRIPTION, MAKES_CHALLENGE, N_("Most at weekends, when there are many temps."), AREA_IMPROVE },
	{ MAKES_CAUSE, MAKES_CHALLENGE, N_("Everything is written in three places."), AREA_IMPROVE },
	{ MAKES_CAUSE, MAKES_CHALLENGE, N_("Breakfast and care come at the same time."), AREA_IMPROVE },
	{ MAKES_STATEMENT, MAKES_CHALLENGE, N_("How can we get messages to everybody, so that all know what was agreed?"), AREA_IMPROVE },
	{ MAKES_STATEMENT, MAKES_CHALLENGE, N_("How can we make the mornings calmer, even though we are few?"), AREA_IMPROVE },
	{ MAKES_IDEA, MAKES_STATEMENT, N_("A board in the duty room where all can see it."), AREA_IMPROVE },
	{ MAKES_IDEA, MAKES_STATEMENT, N_("Move breakfast half an hour."), AREA_IMPROVE },
	{ MAKES_IDEA, MAKES_STATEMENT, N_("Ten quiet minutes at the start of the shift."), AREA_IMPROVE },
	{ MAKES_PROPOSAL, MAKES_IDEA, N_("A board with what was agreed"), AREA_IMPROVE },
	{ MAKES_PROPOSAL, MAKES_IDEA, N_("Breakfast half an hour later"), AREA_IMPROVE },
	{ MAKES_PROPOSAL, MAKES_IDEA, N_("A quiet start of the shift"), AREA_IMPROVE },
	{ MAKES_MEASURE, MAKES_PROPOSAL, N_("A board with what was agreed"), AREA_IMPROVE },
	{ MAKES_MEASURE, MAKES_PROPOSAL, N_("Breakfast half an hour later"), AREA_IMPROVE },
	{ MAKES_MEASURE, MAKES_PROPOSAL, N_("A quiet start of the shift"), AREA_IMPROVE },
	{ MAKES_EXPERIENCE, MAKES_MEASURE, N_("It took five minutes, and all had heard it."), 0 },
	{ MAKES_EXPERIENCE, MAKES_MEASURE, N_("We did not get to it at the weekend."), 0 },
	{ MAKES_VERDICT, MAKES_MEASURE, N_("A board with what was agreed"), AREA_IMPROVE },
	{ MAKES_HABIT, MAKES_MEASURE, N_("When the shift begins, we read the board"), AREA_IMPROVE },
	{ MAKES_ENTRY, MAKES_MEASURE, N_("What we saw, before and after"), AREA_IMPROVE },
};

static str
name(struct arena *a, int64_t room, enum step_makes makes, size_t n)
{
	return thing_ref(a, "invented", str_fmt(a, "%lld-%s-%zu", (long long)room, makes_word(makes), n));
}

static size_t
how_many(enum step_makes makes)
{
	size_t n = 0;

	for (size_t i = 0; i < COUNT(words); i++)
		n += words[i].makes == makes;
	return n;
}

/* The w-th of the words, which is the n-th of its kind. */
static struct thing
make(struct arena *a, int64_t room, size_t w, size_t n)
{
	struct thing t = { .ref = name(a, room, words[w].makes, n), .makes = words[w].makes, .area = words[w].area,
		.is_root = words[w].makes == MAKES_CAUSE };

	for (int l = 0; l < LANG_COUNT; l++)
		t.title.in[l] = tr_dynamic((enum lang)l, str_of(words[w].title));
	if (words[w].about)
		t.about = name(a, room, words[w].about, n % how_many(words[w].about));
	return t;
}

size_t
invented_things(struct arena *a, int64_t room, enum step_makes makes, struct thing *out)
{
	size_t n = 0;

	for (size_t i = 0; i < COUNT(words) && n < INVENTED_MOST; i++)
		if (words[i].makes == makes) {
			out[n] = make(a, room, i, n);
			n++;
		}
	return n;
}

err
invented_get(struct arena *a, str id, struct thing *out)
{
	struct thing all[INVENTED_MOST];
	str room, word, rest;
	int64_t number;
	size_t n;

	if (!str_cut(id, '-', &room, &rest) || str_int(room, &number) || !str_cut(rest, '-', &word, &rest))
		return ERR_NOTFOUND;
	n = invented_things(a, number, makes_of(word), all);
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].ref, thing_ref(a, "invented", id))) {
			*out = all[i];
			return OK;
		}
	return ERR_NOTFOUND;
}
