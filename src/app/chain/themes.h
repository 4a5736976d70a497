/* themes.h: all that the closed sittings of a phase have said, on one page: themes, notes and votes of every shift together,
 * and duplicates merged without losing the originals. Worker threads.
 *
 * Numbers of votes are shown or kept back for a whole vote, never for single themes: with fewer than k voters in all, or when
 * the part of a small sitting could be found by subtracting what a larger one has seen of itself, an order is all there is.
 * Source: design.md 7.9, domain.md A.6.4 and E.6. */
#ifndef APP_CHAIN_THEMES_H
#define APP_CHAIN_THEMES_H

#include "app/room/room.h"

struct process;

struct theme_node {
	str id, name;
	str said;	/* its first name, when it has been renamed; else empty */
	str into;	/* the heading it was merged into; empty: it is one */
	bool on_vote;
	bool made;	/* a heading over merged themes */
	int64_t own_notes, notes;	/* notes: with those of all that was merged into it */
	int64_t votes;	/* likewise; for order only unless its part says `numbers` */
	int64_t rank;	/* 1 is most; the same for those that stand equal; 0: no vote has been held */
	struct theme_node **parts;	/* merged into it, in a fixed order */
	size_t part_count;
};

/* The themes of one step that gathers them, and the vote about them. */
struct theme_part {
	const struct method_step *step;	/* kind themes */
	const struct method_ballot *ballot;	/* may be NULL */
	const struct method_step *vote;	/* the ballot's step */
	enum column_area area;	/* may be 0 */
	struct theme_node **headings;	/* most votes first, then most notes */
	size_t n;
	int64_t loose;	/* notes of its source that are in no theme */
	bool voted, numbers;
	bool over_all;	/* the vote was held over all sittings together */
	int64_t voters;	/* shown only with `numbers` */
};

struct gathering {
	const struct method_phase *phase;
	struct theme_part *parts;
	size_t part_count;
	struct theme_node *nodes;
	size_t node_count;
	int64_t closed, left;	/* sittings with staff that are over, and those still to come */
	int64_t paper_notes;	/* typed in from paper; shown from k up */
	bool voting;	/* a vote over all has begun: the themes stand */
	bool decided, asked;	/* the choice has been agreed, or waits for answers */
};

err gathering_read(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase,
	struct gathering *out) MUST_USE;
/* The phase to show first: the one named, else the newest in which a sitting with staff is over, else the first that has
 * themes at all. NULL when the method has none, or for a name that is no phase. */
err gathering_phase(struct db_conn *c, struct arena *a, const struct process *p, str named,
	const struct method_phase **out) MUST_USE;
/* Does this phase gather themes? */
bool phase_has_themes(const struct method_phase *phase);
const struct theme_part *gathering_part(const struct gathering *g, const struct method_step *themes);
bool gathering_has_themes(const struct gathering *g);
/* Are notes of this step among those that the part makes themes of? */
bool part_gathers(const struct theme_part *part, str notes_step);
struct theme_node *gathering_node(const struct gathering *g, str id);
/* The heading that a theme has ended up in; itself when it is one. */
const struct theme_node *node_top(const struct gathering *g, const struct theme_node *n);

/* What a voting over all is held about: the headings of a themes step over all closed sittings, in an order that says nothing. */
err themes_over_all(struct db_conn *c, struct arena *a, int64_t process, str phase, str step, struct themes *out) MUST_USE;

/* May the votes of these rounds be shown as numbers when their sum is all that is shown? seats[i]: who took part in round i.
 * Pure: the rule of the header, for tests. */
bool sum_is_safe(const int64_t *seats, size_t n, int64_t k);

/* ---- changes. All are db_write_fn; ERR_CONFLICT: the themes stand (a vote over all has begun, or the choice is made or asked
 * for), or somebody else was first. Logged. */
struct theme_change {
	struct arena *arena;
	struct app *app;
	int64_t process, unit, person;
	str phase, key;
	str theme;	/* merge: unused. Others: the theme that is changed */
	str name;	/* merge: of the heading; empty: the name of the one with most notes */
	str step;	/* new theme: the themes step */
	const str *ids;	/* merge: themes; notes: notes */
	size_t n;
	bool on;	/* notes: into the theme, or out of it. Vote: on the ballot or off */
};
err themes_merge(struct db_conn *c, void *change) MUST_USE;	/* two or more headings of one step */
err theme_take_out(struct db_conn *c, void *change) MUST_USE;	/* undoes a merge for one theme */
err theme_rename(struct db_conn *c, void *change) MUST_USE;	/* the first name is kept beside */
err theme_new(struct db_conn *c, void *change) MUST_USE;
err theme_take_notes(struct db_conn *c, void *change) MUST_USE;
err note_bring_back(struct db_conn *c, void *change) MUST_USE;	/* ids: notes that were set aside */

#endif
