/* tree.h: a step that asks why: a tree of causes for each thing that comes in. Phones show it as nested lists, wall, desk and
 * print as a fishbone of the same data (fishbone.h).
 *
 * Everybody in the room may add below any cause, change one, and put it somewhere else; several tables work on the same tree at once. The
 * id of a cause is made by the phone, so that a resend does nothing. Who changes a text says which text they saw: if somebody else was
 * first, nothing is overwritten, and both texts are shown. Nothing tells who wrote what or when; brothers stand in a random order.
 * When a sitting has closed, its causes stand below the same things as those of other sittings. Worker threads. */
#ifndef APP_ROOM_TREE_H
#define APP_ROOM_TREE_H

#include "app/chain/thing.h"
#include "app/room/view.h"

#define CAUSE_GRAPHEMES 200
#define CAUSES_MOST 120	/* in one tree of one sitting */
#define CAUSE_DEPTH 8
#define BONE_GRAPHEMES 40
#define BONES_MOST 10

enum evidence { EVIDENCE_NONE, EVIDENCE_HEARD, EVIDENCE_SEEN, EVIDENCE_MEASURED, EVIDENCE_KINDS };
str evidence_word(enum evidence e);	/* of the database and of forms */
enum evidence evidence_of(str word);
str evidence_name(enum lang l, enum evidence e);	/* "Sett selv"; empty for none */
str evidence_choice(enum lang l, enum evidence e);	/* in a list to choose from */

struct cause {
	str id, about, body;
	str bone;	/* of one right below the thing; may be empty */
	enum evidence evidence;
	bool is_root, find_out;
	enum note_state state;	/* shown, aside or erased: those two keep their place while something hangs below them */
	int64_t votes;	/* of closed rounds, for order only unless the trees say `numbers` */
	int64_t rank;	/* 1 got most of all in these trees; 0: none */
	struct cause *up;	/* NULL: right below the thing */
	struct cause **kids;
	size_t kid_count;
	int depth;	/* 1: right below the thing */
	str parent;	/* id; for building the tree */
	int64_t room;	/* 0: its sitting is closed */
	str phase, step;
};

struct bone {
	str id;
	struct text3 name;
	bool made;	/* by the group */
};

struct tree {
	const struct method_step *step;
	struct thing about;
	str element;	/* for ids of elements: "challenge-12" */
	struct cause **top;
	size_t top_count;
	struct cause *all;	/* in a random order */
	size_t n;
	size_t shown;	/* causes whose text is shown */
	struct bone *bones;
	size_t bone_count;
};
struct trees {
	struct tree *p;
	size_t n;
	bool numbers;	/* votes may be shown as numbers */
};
/* Has the running step something to ask why about? Else it is done on paper. */
bool tree_is_live(const struct view *v);
/* The trees of a step: of the open sitting in s, or of all closed ones. k: so many must have voted before numbers are shown. Votes are
 * those of the sitting; whoever reads all closed ones puts in what may be told of them (trees_vote). */
err trees_read(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *st, int64_t k,
	struct trees *out) MUST_USE;
/* Gives a cause its votes; when all have theirs, trees_rank sets the ranks. */
void trees_vote(struct trees *t, str ref, int64_t votes);
void trees_rank(struct trees *t);
void trees_forget_votes(struct trees *t);
/* What did not get a vote goes, except where it leads to something that did. */
void trees_keep_voted(struct trees *t);
const struct tree *trees_find(const struct trees *t, str about);
const struct cause *tree_cause(const struct tree *t, str id);
/* Into v->trees. */
err tree_read(struct db_conn *c, struct view *v) MUST_USE;
str cause_text(enum lang l, const struct cause *n);	/* the text, or that it was set aside or taken away */
/* The causes right below the thing that hang at a bone; bone empty: at none that there is. */
bool cause_is_on(const struct tree *t, const struct cause *n, str bone);
size_t causes_on(const struct tree *t, str bone);
const struct bone *tree_bone(const struct tree *t, str id);	/* NULL */
/* May it hang below `to` (NULL: right below the thing)? Not below itself, and not too deep. Pure. */
bool cause_may_move(const struct tree *t, const struct cause *n, const struct cause *to);

/* What was sent in vain, and what was wrong with it. */
struct cause_kept {
	str at;	/* the ref below which, or the cause about which */
	str text, bone, problem;
	bool named;	/* it looks like a name: may be kept all the same */
};

struct cause_act {
	struct arena *arena;
	struct app *app;
	int64_t room, unit;
	str seat;
	bool by_desk;	/* seat is not asked for */
	str id, under;	/* under: ref of what it hangs below */
	str text, was, bone;	/* was: the text that the writer saw */
	bool text_ok, anyway;	/* anyway: it looks like a name, and they know */
	enum evidence evidence;
	bool is_root, find_out;
	str theirs;	/* out, for ERR_CONFLICT of a change: what stands there now */
	const char *problem;	/* out, for ERR_INVALID: a message id, or NULL */
	str word;	/* out: what looks like a name */
	bool too_deep;	/* out: nothing can be written below that at all */
	int64_t seq;	/* out */
};
/* db_write_fn. ERR_CONFLICT: no such step is on, or somebody else was first; ERR_NOTFOUND: what it is about is not here;
 * ERR_INVALID: see problem and word. */
err cause_add(struct db_conn *c, void *act) MUST_USE;
err cause_change(struct db_conn *c, void *act) MUST_USE;
err cause_move(struct db_conn *c, void *act) MUST_USE;

struct bone_act {
	struct arena *arena;
	struct app *app;
	int64_t room;
	str about, id, name;	/* id empty: a new one. name empty: the pack's name again, or the group's own bone away */
	int64_t seq;	/* out */
};
err bone_put(struct db_conn *c, void *act) MUST_USE;

/* At the end of a sitting, inside its write function: causes get new ids and belong to no room, what points at them is taken along,
 * and what must be found out becomes tasks. */
err trees_close(struct db_conn *c, struct arena *a, const struct room *rm) MUST_USE;

/* ---- pages ---- */

err causes_post(struct req *rq, struct response *rs);
err causes_open_post(struct req *rq, struct response *rs);	/* the page where one is changed */
err causes_edit_post(struct req *rq, struct response *rs);
err causes_move_post(struct req *rq, struct response *rs);
err desk_causes_post(struct req *rq, struct response *rs);
err desk_causes_open_post(struct req *rq, struct response *rs);
err desk_causes_edit_post(struct req *rq, struct response *rs);
err desk_causes_move_post(struct req *rq, struct response *rs);
err desk_bones_post(struct req *rq, struct response *rs);

/* For the template of the page where one is changed. */
struct cause_view {
	const struct view *v;
	const struct tree *t;
	const struct cause *n;
	str base;	/* "/r/ABC234" or "/r/ABC234/desk" */
	str back;	/* the page it came from */
	str text;	/* in the field */
	str theirs, problem;	/* somebody else was first; what is wrong */
	bool named;
};

#endif
