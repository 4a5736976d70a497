/* causes_pages.c: the page of causes. */
#include "app/access/people.h"
#include "app/causes/causes.h"
#include "app/causes_tmpl.h"
#include "text/date.h"

/* Who can have a task: the group. */
static err
read_owners(struct req *rq, struct db_conn *c, struct causes_view *v)
{
	struct group g;

	TRY(group_at(c, rq->arena, rq->unit, &g));
	v->owners = NEW_ARRAY(rq->arena, struct choice, g.all.n);
	for (size_t i = 0; i < g.all.n; i++) {
		str value = str_fmt(rq->arena, "%" PRId64, g.all.p[i].person);
		bool seen = !party_counts(&g.all.p[i]);
		for (size_t k = 0; k < v->owner_count && !seen; k++)
			seen = str_eq(v->owners[k].value, value);
		if (!seen)
			v->owners[v->owner_count++] = (struct choice){ value, g.all.p[i].name };
	}
	return OK;
}

static err
draw(struct req *rq, struct response *rs, str problem)
{
	struct causes_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64 "/causes", rq->process), .problem = problem };
	struct process p;
	struct db_conn *c;
	struct page pg = page_of(rq, tr(rq->lang, "Causes"));

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	v.p = &p;
	TRY(causes_read(c, rq->arena, &p, &v.phases, &v.n));
	v.may_task = req_has_role(rq, WHO_GROUP);
	v.may_mark = v.may_task;
	if (req_has_role(rq, WHO_DESK))
		TRY(find_outs_read(c, rq->arena, p.id, &v.tasks));
	TRY(read_owners(rq, c, &v));
	v.is_leader = req_has_role(rq, WHO_LEADER);
	if (v.may_mark) {
		TRY(erase_sheets(c, rq->arena, p.id, p.method, &v.sheets));
		TRY(erase_waiting_made(c, rq->arena, p.id, rq->user->id, &v.sheets, &v.waits));
	}
	if (str_eq(req_query(rq, S("said")), S("erase")))
		pg.said = tr(rq->lang, "It waits for one more, or it is done.");
	if (str_eq(req_query(rq, S("said")), S("saved")))
		pg.said = tr(rq->lang, "Saved");
	causes_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

err
causes_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, (str){ 0 });
}

static struct causes_act
act_of(struct req *rq)
{
	return (struct causes_act){ .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id,
		.key = req_form(rq, S("key")) };
}

err
causes_mark_post(struct req *rq, struct response *rs)
{
	struct causes_act x = act_of(rq);

	x.cause = req_form(rq, S("cause"));
	x.bone = str_take(req_form(rq, S("bone")), 40);
	x.is_root = req_form(rq, S("root")).n > 0;
	x.find_out = req_form(rq, S("find_out")).n > 0;
	TRY(req_write(rq, causes_mark, &x));
	return req_go(rq, rs, "/p/%" PRId64 "/causes?said=saved#cause-" STR_FMT, rq->process, STR_ARG(x.cause));
}

err
causes_bone_post(struct req *rq, struct response *rs)
{
	struct causes_act x = act_of(rq);
	err e = text_clean(rq->arena, req_form(rq, S("name")), BONE_GRAPHEMES, &x.name);

	x.app = rq->app;
	x.about = str_take(req_form(rq, S("about")), 80);
	x.bone = str_take(req_form(rq, S("bone")), 40);
	e = e ? ERR_INVALID : req_write(rq, causes_bone, &x);
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, fill(rq->arena, rq->lang,
			tr(rq->lang, "A bone needs a name of {n} letters at the most, and there is room for {most}. Nothing was saved."),
			V("n", BONE_GRAPHEMES), V("most", BONES_MOST))));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/causes?said=saved#tree-" STR_FMT, rq->process, STR_ARG(thing_element(rq->arena, x.about)));
}

err
causes_task_post(struct req *rq, struct response *rs)
{
	struct causes_act x = act_of(rq);
	str owner = req_form(rq, S("owner")), due = req_form(rq, S("due"));
	err e = str_int(req_form(rq, S("task")), &x.task);

	if (!e && owner.n)
		e = str_int(owner, &x.owner);
	if (!e && due.n)
		e = date_parse(due, S("12:00"), &x.due_at);
	if (!e)
		e = text_clean(rq->arena, req_form(rq, S("answer")), TASK_GRAPHEMES, &x.answer);
	x.done = req_form(rq, S("done")).n > 0;
	if (!e)
		e = req_write(rq, causes_task, &x);
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, tr(rq->lang, "Choose somebody from the list, and a day that exists. Nothing was saved.")));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/causes?said=saved#task-%" PRId64, rq->process, x.task);
}

err
causes_erase_post(struct req *rq, struct response *rs)
{
	str target = req_form(rq, S("target"));
	struct erase_act x = { .arena = rq->arena, .process = rq->process, .unit = rq->unit, .person = rq->user->id,
		.roles = rq->roles, .phase = req_form(rq, S("phase")), .key = req_form(rq, S("key")), .lang = rq->lang,
		.targets = &target, .n = 1 };

	TRY(req_write(rq, erase_press, &x));
	/* What is gone from the rows goes from the files; if that has to wait, the jobs do it. */
	if (x.done && scrub_run(rq->app, rq->arena))
		rq->problem = (str){ 0 };
	return req_go(rq, rs, "/p/%" PRId64 "/causes?said=erase", rq->process);
}
