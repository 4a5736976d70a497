/* agenda_start.c: agendas to begin with. */
#include "app/agenda/agenda_start.h"

#include "base/str.h"

#define MOST 6

static const struct {
	const char *word, *name, *about;
	enum agenda_kind kind;
	const char *title, *purpose, *wished;
	struct {
		const char *title, *why;
		enum agenda_want want;
		int64_t minutes;
	} items[MOST];
} starts[AGENDA_STARTS] = {
	{ "first", N_("Our first meeting"), N_("You get to know the task and each other's roles."), AGENDA_GROUP,
		N_("Our first meeting in the HSE group"),
		N_("We three get to know the task and each other's roles, and agree on how we work together."),
		N_("We know what we are to do together, who does what until next time, and when we meet again."),
		{
			{ N_("What matters most to each of us?"), N_("All three have spoken before we begin on anything else."), WANT_IDEAS, 10 },
			{ N_("What do we expect of each other?"),
				N_("Leader, union representative and safety representative have different roles. It is easier when we have said "
				   "what they are."), WANT_DISCUSS, 15 },
			{ N_("What do we already know about how things are here?"),
				N_("We build on what has been said and done before."), WANT_INFORM, 10 },
			{ N_("How does everybody get to take part?"),
				N_("Nights, weekends and those in small posts must have the same chance as others."), WANT_DISCUSS, 15 },
			{ N_("Our meetings: how often, how long, and who writes"), N_("Fixed times are kept more easily."), WANT_DECIDE, 5 },
			{ N_("What do we do until next time?"), N_("Each of us leaves with something to do."), WANT_DECIDE, 5 },
		} },
	{ "usual", N_("An ordinary meeting"), N_("It begins with what you agreed on last time."), AGENDA_GROUP,
		N_("Meeting of the HSE group"), "", "",
		{
			{ N_("Since last time"), N_("We look at tasks and measures first, so that nothing is forgotten."), WANT_INFORM, 10 },
			{ N_("What is hard now?"), N_("Each of us says one thing we have seen or heard since last time."), WANT_DISCUSS, 20 },
			{ N_("What do we do until next time?"), N_("Each of us leaves with something to do."), WANT_DECIDE, 10 },
		} },
	{ "staff", N_("A staff meeting"), N_("You prepare and lead it together, all three."), AGENDA_STAFF,
		N_("Staff meeting"), "", "",
		{
			{ N_("Why we meet today"), N_("Everybody knows what it is about and what it will be used for."), WANT_INFORM, 5 },
			{ N_("What has happened since last time"), N_("Those who said something can see what came of it."), WANT_INFORM, 10 },
			{ N_("What do you think?"), N_("We need to hear those who do the work."), WANT_IDEAS, 25 },
			{ N_("What happens now"), N_("Everybody leaves knowing who does what."), WANT_INFORM, 5 },
		} },
};

static str
in(enum lang l, const char *id)
{
	return id[0] ? tr_dynamic(l, str_of(id)) : (str){ 0 };
}

static void
make(struct arena *a, enum lang l, size_t k, struct agenda_start *out)
{
	*out = (struct agenda_start){ .word = str_of(starts[k].word), .name = in(l, starts[k].name), .about = in(l, starts[k].about),
		.items = NEW_ARRAY(a, struct agenda_item, MOST) };
	out->m = (struct agenda_meeting){ .kind = starts[k].kind, .title = in(l, starts[k].title),
		.purpose = in(l, starts[k].purpose), .wished = in(l, starts[k].wished) };
	for (; out->n < MOST && starts[k].items[out->n].title; out->n++) {
		out->items[out->n] = (struct agenda_item){ .title = in(l, starts[k].items[out->n].title),
			.why = in(l, starts[k].items[out->n].why), .want = starts[k].items[out->n].want,
			.minutes = starts[k].items[out->n].minutes };
		out->m.minutes += starts[k].items[out->n].minutes;
	}
	out->m.minutes = (out->m.minutes + 14) / 15 * 15;
}

err
agenda_start_of(struct arena *a, enum lang l, str word, struct agenda_start *out)
{
	for (size_t k = 0; k < AGENDA_STARTS; k++)
		if (str_eq(word, str_of(starts[k].word))) {
			make(a, l, k, out);
			return OK;
		}
	return ERR_NOTFOUND;
}

void
agenda_starts(struct arena *a, enum lang l, struct agenda_start out[AGENDA_STARTS])
{
	for (size_t k = 0; k < AGENDA_STARTS; k++)
		make(a, l, k, &out[k]);
}
