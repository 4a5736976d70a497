/* causes.h: what the workshops found behind each challenge, when they are over: the trees of all sittings together, what must be found
 * out, and how the notes were sorted. The group marks root causes, what to find out, and bones; what staff wrote stays as it was.
 * What must be found out is a task: somebody has it, by a day, and writes what they found. Worker threads. */
#ifndef APP_CAUSES_CAUSES_H
#define APP_CAUSES_CAUSES_H

#include "app/chain/erase.h"
#include "app/page.h"
#include "app/process/process.h"
#include "app/room/fishbone.h"

#define TASK_GRAPHEMES 1000

/* Something to find out. */
struct find_out {
	int64_t id, owner, due_at, done_at;
	str body, answer, owner_name;
};
struct find_outs {
	struct find_out *p;
	size_t n;
};
/* Open ones first, by day. */
err find_outs_read(struct db_conn *c, struct arena *a, int64_t process, struct find_outs *out) MUST_USE;

/* How many notes lie in a column of a sort step. */
struct sorted_count {
	const struct method_step *step;
	const struct method_column *column;
	int64_t n;
};

struct causes_phase {
	const struct method_phase *phase;
	struct trees trees;
	struct thing *sentences;	/* what was written about the challenges on sheets, in the order of the steps */
	size_t sentence_count;
	struct sorted_count *sorted;
	size_t sorted_count;
};
/* The phases that have something to show. */
err causes_read(struct db_conn *c, struct arena *a, const struct process *p, struct causes_phase **out, size_t *n) MUST_USE;

struct causes_act {
	struct arena *arena;
	int64_t unit, process, person;
	str key;
	struct app *app;	/* bone */
	str about, name;	/* bone: of the tree about this; name empty: the pack's name again, or the group's own bone away */
	str cause, bone;	/* mark; bone */
	bool is_root, find_out;
	int64_t task, owner, due_at;	/* task */
	str answer;
	bool done;
};
/* db_write_fn. ERR_NOTFOUND: not a cause or a task of this process, or its room is still open. */
err causes_mark(struct db_conn *c, void *act) MUST_USE;
err causes_bone(struct db_conn *c, void *act) MUST_USE;	/* ERR_INVALID: no such bone, too many, or no name */
err causes_task(struct db_conn *c, void *act) MUST_USE;	/* ERR_INVALID: the owner is not of the group */

/* /p/:process/causes */
err causes_page(struct req *rq, struct response *rs);
err causes_bone_post(struct req *rq, struct response *rs);
err causes_erase_post(struct req *rq, struct response *rs);
err causes_mark_post(struct req *rq, struct response *rs);
err causes_task_post(struct req *rq, struct response *rs);

/* For the template. */
struct causes_view {
	const struct process *p;
	struct causes_phase *phases;
	size_t n;
	struct find_outs tasks;
	struct choice *owners;
	size_t owner_count;
	struct erase_sheets sheets;	/* for the group: what can be erased, and what waits for one more */
	struct erase_waits waits;
	bool may_mark, may_task, is_leader;
	str base;	/* "/p/3/causes" */
	str problem;
};

#endif
