/* chain_pages.h: the pages from what was said to what was chosen. */
#ifndef APP_CHAIN_CHAIN_PAGES_H
#define APP_CHAIN_CHAIN_PAGES_H

#include "app/chain/chain.h"
#include "app/chain/decide.h"
#include "app/chain/erase.h"
#include "app/chain/handle.h"
#include "app/chain/opening.h"
#include "app/chain/way.h"
#include "app/page.h"

err themes_page(struct req *rq, struct response *rs);
err themes_merge_post(struct req *rq, struct response *rs);
err themes_apart_post(struct req *rq, struct response *rs);
err themes_name_post(struct req *rq, struct response *rs);
err themes_new_post(struct req *rq, struct response *rs);
err themes_take_post(struct req *rq, struct response *rs);
err themes_back_post(struct req *rq, struct response *rs);
err themes_erase_post(struct req *rq, struct response *rs);

err choose_page(struct req *rq, struct response *rs);
err choose_post(struct req *rq, struct response *rs);
err decide_page(struct req *rq, struct response *rs);
err decide_post(struct req *rq, struct response *rs);

err results_page(struct req *rq, struct response *rs);
err result_page(struct req *rq, struct response *rs);	/* one challenge, and where it came from */
err raw_notes_page(struct req *rq, struct response *rs);
err raw_notes_post(struct req *rq, struct response *rs);	/* asks for the notes, or confirms */
err raw_notes_relax_post(struct req *rq, struct response *rs);	/* asks the three whether one is enough */

err handle_page(struct req *rq, struct response *rs);
err handle_add_post(struct req *rq, struct response *rs);
err handle_set_post(struct req *rq, struct response *rs);


/* ---- for the templates ---- */

/* A note on the page where themes are merged. */
struct themes_note {
	str id, step, body, theme;
};
struct themes_aside {
	str id, body;
	const char *reason;	/* message id */
};
struct themes_view {
	const struct process *p;
	const struct gathering *g;
	struct themes_note *notes;	/* empty after the choice: then two roles open them together */
	size_t note_count;
	struct themes_aside *aside;
	size_t aside_count;
	bool may_change;	/* the themes do not stand yet, and this reader is of the group or helps it */
	bool may_bring_back, may_erase;
	struct erase_waits waits;
	bool is_leader;
	bool may_choose;
	str base;	/* "/p/3/themes" */
	str keys[2];
};

struct choose_view {
	const struct process *p;
	const struct gathering *g;
	const struct choose_offer *offer;
	int64_t agreement;	/* waits for answers */
	bool may_ask;	/* of the group */
	bool voted;
	bool wrong;	/* the form came back, with what is wrong in the offer */
	str problem;
};

struct decide_view {
	const struct method_phase *phase;
	const struct decide_offer *offer;
	int64_t agreement, k;	/* agreement: waits for answers */
	bool may_ask, lacks, is_over;	/* lacks, is_over: of any pick, in a form that came back */
	str problem;
};

struct results_view {
	const struct process *p;
	struct results *phases;	/* of one without themes only the phase */
	struct outcomes *outcomes;	/* of each */
	size_t n;
	bool held;	/* a workshop is over, with or without themes */
	bool is_group, is_desk;
	str base;	/* "/p/3" */
};

struct result_view {
	const struct process *p;
	struct results r;
	const struct challenge *ch;
	const struct result_pick *pick;
	const struct theme_node *theme;	/* may be gone */
	struct opening opening;
	struct raw_notes notes;	/* while they stand open, for the group */
	const struct method_phase *into;	/* the phase that takes it on; NULL: none */
	bool is_group;
	str base;
	struct ways ways;	/* the thread this one is in */
};

struct notes_view {
	const struct process *p;
	const struct gathering *g;
	struct opening opening;
	struct raw_notes notes;
	bool may_confirm, is_mine;	/* is_mine: the reader has asked */
	enum role as;
	int64_t relax;	/* an open question to the three whether one is enough */
	bool demo;
	str base;
};

struct handle_view {
	const struct process *p;
	struct handle_list list;
	struct choice *owners, *special_owners;	/* for ordinary items, and for those about the leader */
	size_t owner_count, special_count;
	bool may_add, sees_all, sees_special;
	str base, routine;	/* routine: the workplace's own, by its address; may be empty */
	str *keys;	/* one for each item */
};
/* Why something must be handled, for people: a message id. */
const char *handle_reason(str word);

#endif
