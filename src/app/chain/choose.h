/* choose.h: choosing what to go on with. The staff's vote stands: the group confirms it, and may set aside or add only when
 * leader, every union representative and the safety representative agree, with a reason that staff see beside the vote.
 * Those that stand equal at the border are shown as equal; choosing among them needs one reason. Source: issue 2 point 16,
 * domain.md A.5.1. Worker threads. */
#ifndef APP_CHAIN_CHOOSE_H
#define APP_CHAIN_CHOOSE_H

#include "app/access/agreement.h"
#include "app/chain/themes.h"

enum challenge_state {
	CHALLENGE_PROPOSED,	/* waits for all three */
	CHALLENGE_CHOSEN,	/* as the vote wants it */
	CHALLENGE_ADDED,	/* by the three, with a reason */
	CHALLENGE_ASIDE,	/* was among the first, and was set aside by the three, with a reason */
	CHALLENGE_TIED,	/* stood equal with one that was chosen */
};

struct challenge {
	int64_t id;
	str pick, theme, title, phase;	/* theme: its id, or the ref of another thing (thing.h) */
	str answer;	/* of a verdict that is confirmed; else empty */
	enum column_area area;
	enum challenge_state state, wish;
	int64_t votes;	/* -1: shown as an order only */
	int64_t rank;	/* 0: not voted on */
	str reason;
	int64_t decided_at;
};
struct challenges {
	struct challenge *p;
	size_t n;
};
bool challenge_goes_on(const struct challenge *ch);	/* chosen or added */
str challenge_state_word(enum challenge_state s);
/* Decided ones and, when `proposed`, those that wait, best placed first. */
err challenges_read(struct db_conn *c, struct arena *a, int64_t process, str phase, bool proposed, struct challenges *out) MUST_USE;
err challenge_get(struct db_conn *c, struct arena *a, int64_t process, int64_t id, struct challenge *out) MUST_USE;

/* The step of the phase where the three choose among themes, or NULL. */
const struct method_step *choose_step(const struct method_phase *phase);

/* One theme as the choosing page offers it. */
struct offer {
	const struct theme_node *theme;
	bool suggested;	/* among the first by the vote */
	bool tied;	/* stands equal at the border */
	bool standing;	/* goes on by an earlier choice */
	bool ticked;
	str reason;	/* for setting aside or adding */
	str problem;	/* what is wrong with it, for people */
};
struct pick_offer {
	const struct method_pick *pick;
	const struct theme_part *part;	/* NULL: the pick is not about themes */
	struct offer *offers;
	size_t n, suggested, tied;
	str tie_reason, problem, tie_problem;
};
/* The staff's vote turned into a suggestion. Pure. */
void pick_suggest(struct arena *a, const struct method_pick *pick, const struct theme_part *part, struct pick_offer *out);
/* What follows for a theme from how it stood and whether it was ticked: CHALLENGE_PROPOSED means nothing is written. Pure. */
enum challenge_state offer_outcome(const struct offer *o);
/* Whether the ticks and reasons of a pick hold; sets the problems, in the reader's language. Pure. */
err pick_check(enum lang l, struct arena *a, struct pick_offer *p) MUST_USE;
/* Is any ticked from the offer `from` on? Pure. */
bool offers_ticked(const struct pick_offer *p, size_t from);
/* One line of either choosing page, in the order of the votes. */
struct pick_tick {
	bool ticked, by_staff, added;	/* by_staff: the vote put it among the first; added: by the three */
	int64_t votes;
	str title;
};
/* Of what the staff chose the one that stands last, where something is added beside it; empty when several stand last. Pure. */
str pick_last_chosen(const struct pick_tick *p, size_t n);
/* What to do when more is ticked than there is room for. last: see pick_last_chosen; may be empty. */
str pick_too_many(enum lang l, struct arena *a, int64_t most, int64_t ticked, str last);

struct choose_offer {
	const struct method_step *step;
	struct pick_offer *picks;
	size_t n;
};
/* Suggested from the vote; where a choice has been made before, that one is ticked. ERR_NOTFOUND: nothing is chosen among
 * themes in this phase. */
err choose_read(struct db_conn *c, struct arena *a, int64_t process, const struct gathering *g, struct choose_offer *out) MUST_USE;

/* db_write_fn: keeps the proposal and asks the three. ERR_CONFLICT: one waits for answers already. ERR_INVALID: the vote has
 * changed meanwhile, or what pick_check says. */
struct choose_act {
	struct arena *arena;
	struct app *app;
	int64_t process, unit, person;
	str phase, key;
	enum lang lang;
	/* the form: reads ticks and reasons into an offer that has been suggested anew */
	void (*read_form)(void *ctx, struct choose_offer *o);
	void *ctx;
	int64_t agreement;	/* out */
};
err choose_propose(struct db_conn *c, void *act) MUST_USE;
/* agreement_kinds.c: all three have agreed. */
err choose_agreed(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g) MUST_USE;

#endif
