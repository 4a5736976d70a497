/* rehearsal_words.c: what invented participants say. Everyday things from a place where people look after people; no names. */
#include "app/meeting/rehearsal.h"

#include "app/room/about.h"

enum { GOOD_TOGETHER, GOOD_USERS, GOOD_SHIFTS, GOOD_LEARNING };
static const char *const good_themes[] = {
	[GOOD_TOGETHER] = N_("We stand together"),
	[GOOD_USERS] = N_("It means something"),
	[GOOD_SHIFTS] = N_("Order in the shifts"),
	[GOOD_LEARNING] = N_("We learn"),
};
static const struct invented_note good[] = {
	{ N_("We help each other without being asked when it gets busy."), GOOD_TOGETHER },
	{ N_("The residents smile when we come in. That makes the day."), GOOD_USERS },
	{ N_("The shift plan comes early, so I can plan my life."), GOOD_SHIFTS },
	{ N_("We laugh together in the duty room."), GOOD_TOGETHER },
	{ N_("New colleagues are shown round by somebody who has time."), GOOD_LEARNING },
	{ N_("Relatives often say thank you."), GOOD_USERS },
	{ N_("It is fine to say that I do not know. Somebody shows me."), GOOD_LEARNING },
	{ N_("The night shift leaves everything in good order."), GOOD_SHIFTS },
	{ N_("We sing with the residents on Fridays."), GOOD_USERS },
	{ N_("Nobody has to eat lunch alone."), GOOD_TOGETHER },
	{ N_("I got to take the course I asked for."), GOOD_LEARNING },
	{ N_("Swapping shifts is easy: we sort it out among ourselves."), GOOD_SHIFTS },
	{ N_("When something has gone wrong, we talk about it, not about who did it."), GOOD_TOGETHER },
	{ N_("I see that what I do makes a difference."), GOOD_USERS },
};

enum { HARD_HANDOVER, HARD_MORNING, HARD_EQUIPMENT, HARD_HEARD };
static const char *const hard_themes[] = {
	[HARD_HANDOVER] = N_("Messages get lost between shifts"),
	[HARD_MORNING] = N_("Too little time in the morning"),
	[HARD_EQUIPMENT] = N_("Things are not where they should be"),
	[HARD_HEARD] = N_("We are not always heard"),
};
static const struct invented_note hard[] = {
	{ N_("The handover is five minutes, and half of it is gone before all are there."), HARD_HANDOVER },
	{ N_("Three of us on eleven residents in the morning. Somebody always has to wait."), HARD_MORNING },
	{ N_("The lift is on another floor when we need it."), HARD_EQUIPMENT },
	{ N_("I say that we are too few, and nothing happens."), HARD_HEARD },
	{ N_("Temps do not know the residents, and nobody has time to tell them."), HARD_HANDOVER },
	{ N_("Breakfast and care come at the same time."), HARD_MORNING },
	{ N_("I use a quarter of an hour each shift to look for keys and equipment."), HARD_EQUIPMENT },
	{ N_("Changes come by e-mail. Those without a computer hear it last."), HARD_HEARD },
	{ N_("What was agreed in the evening is not known in the morning."), HARD_HANDOVER },
	{ N_("The phone rings in the middle of the care."), HARD_MORNING },
	{ N_("The printer has been broken since the summer."), HARD_EQUIPMENT },
	{ N_("At meetings it is always the same ones who talk."), HARD_HEARD },
	{ N_("Everything is written in three places."), HARD_HANDOVER },
	{ N_("The weekend is planned as if nobody ever was ill."), HARD_MORNING },
	{ N_("We run out of gloves on Sundays."), HARD_EQUIPMENT },
};

enum { ANY_TRY, ANY_TALK, ANY_TIME };
static const char *const any_themes[] = {
	[ANY_TRY] = N_("Something to try"),
	[ANY_TALK] = N_("Talk together"),
	[ANY_TIME] = N_("Make time for it"),
};
static const struct invented_note any[] = {
	{ N_("Could we try it for two weeks and see?"), ANY_TRY },
	{ N_("Ask those who work nights what they think."), ANY_TALK },
	{ N_("Ten quiet minutes at the start of the shift."), ANY_TIME },
	{ N_("One person has the responsibility, each week a new one."), ANY_TRY },
	{ N_("Say it in the morning meeting, so that all have heard it."), ANY_TALK },
	{ N_("Move breakfast half an hour."), ANY_TIME },
	{ N_("A board in the duty room where all can see it."), ANY_TRY },
	{ N_("Go two and two the first time."), ANY_TALK },
	{ N_("Drop one of the lists. Nobody reads it."), ANY_TIME },
};

static const struct invented_note built[] = {
	{ N_("… and with a pencil on a string."), 0 },
	{ N_("… and a new one has it each week."), 0 },
	{ N_("… for two weeks to begin with."), 0 },
	{ N_("… and ask the night shift first."), 0 },
	{ N_("… and tell the relatives too."), 0 },
};
static const struct invented_note tried[] = {
	{ N_("It took five minutes, and all had heard it."), 0 },
	{ N_("I forgot it the first day."), 0 },
	{ N_("The residents noticed that we had more time."), 0 },
	{ N_("We did not get to it at the weekend."), 0 },
	{ N_("It was calmer than before."), 0 },
	{ N_("Temps did not know of it."), 0 },
	{ N_("It went by itself after a week."), 0 },
};
static const struct invented_area going_on = { .notes = built, .note_count = COUNT(built) };
static const struct invented_area experience = { .notes = tried, .note_count = COUNT(tried) };

static const struct invented_area areas[] = {
	{ AREA_PRESERVE, good, COUNT(good), good_themes, COUNT(good_themes) },
	{ AREA_IMPROVE, hard, COUNT(hard), hard_themes, COUNT(hard_themes) },
	{ (enum column_area)0, any, COUNT(any), any_themes, COUNT(any_themes) },
};

const struct invented_area *
invented_of(enum column_area area)
{
	for (size_t i = 0; i < COUNT(areas); i++)
		if (areas[i].area == area)
			return &areas[i];
	return &areas[COUNT(areas) - 1];
}

const struct invented_area *
invented_for(const struct method_step *st, const struct method_column *col)
{
	if (step_builds(st))
		return &going_on;
	if (st->makes == MAKES_EXPERIENCE)
		return &experience;
	return invented_of(!col || st->makes == MAKES_IDEA ? (enum column_area)0 : col->area);
}

int
invented_theme(enum lang l, const struct invented_area *area, str text)
{
	for (size_t i = 0; i < area->note_count; i++)
		if (str_eq(tr_dynamic(l, str_of(area->notes[i].text)), text))
			return area->notes[i].theme;
	return -1;
}
