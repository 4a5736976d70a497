/* meeting.c: what a meeting of the group shows, and who has come. */
#include "app/meeting/meeting.h"

#include "app/access/people.h"
#include "app/meeting_forms_tmpl.h"
#include "app/meeting_tmpl.h"
#include "app/room/blame.h"
#include "base/clock.h"

const struct method_sheet *
meeting_sheet_of(const struct method_step *st, bool own)
{
	if (!st || st->kind != STEP_FORM || !st->sheet || step_has_forms(st) || (st->privacy == PRIVACY_OWN) != own)
		return NULL;
	return st->sheet;
}

bool
meeting_sheet_has(const struct meeting_sheet *sh, const struct method_field *f)
{
	for (size_t i = 0; i < sh->inputs.n; i++)
		if (!sh->inputs.p[i].hidden && str_eq(sh->inputs.p[i].field, f->id))
			return true;
	return false;
}

/* ---- who is there ---- */

static struct meeting_member *
member_of(struct meeting_view *v, int64_t *ids, int64_t person)
{
	for (size_t i = 0; i < v->people_count; i++)
		if (ids[i] == person)
			return &v->people[i];
	return NULL;
}

/* One line a person, however many roles. */
static void
add_party(struct meeting_view *v, int64_t *ids, enum lang l, const struct party *p)
{
	struct meeting_member *m = member_of(v, ids, p->person);
	str role = role_name(l, p->role);

	if (!m) {
		ids[v->people_count] = p->person;
		m = &v->people[v->people_count++];
		*m = (struct meeting_member){ .name = p->name, .roles = role, .needed = true };
		return;
	}
	m->roles = str_fmt(v->a, STR_FMT ", " STR_FMT, STR_ARG(m->roles), STR_ARG(role));
}

static err
read_people(struct db_conn *c, enum lang l, struct meeting_view *v)
{
	struct group group;
	struct rows here, about;
	int64_t *ids;

	TRY(db_one(c, v->a, &about, ABOUT_SITTING, INT(v->rm->s.id)));
	TRY(group_at(c, v->a, row_int(&about, 0, 0), &group));
	TRY(db_query(c, v->a, &here, ATTENDANCE, INT(v->rm->s.id)));
	v->people = NEW_ARRAY(v->a, struct meeting_member, group.all.n + here.n);
	ids = NEW_ARRAY(v->a, int64_t, group.all.n + here.n);
	for (size_t i = 0; i < group.all.n; i++)
		if (party_counts(&group.all.p[i]))
			add_party(v, ids, l, &group.all.p[i]);
	for (size_t i = 0; i < here.n; i++) {
		struct meeting_member *m = member_of(v, ids, row_int(&here, i, 0));
		if (!m) {
			m = &v->people[v->people_count++];
			*m = (struct meeting_member){ .name = row_text(&here, i, 1) };
		}
		m->here = true;
	}
	for (size_t i = 0; i < v->people_count; i++)
		v->missing |= v->people[i].needed && !v->people[i].here;
	return OK;
}

err
meeting_attend(struct db_conn *c, void *arg)
{
	struct attend_act *act = arg;
	struct sitting s;
	int64_t changed;

	act->seq = 0;
	TRY(sitting_get(c, act->arena, act->sitting, &s));
	if (s.state != SITTING_OPEN)
		return ERR_GONE;
	TRY(db_exec(c, &changed, ATTENDANCE_ADD, INT(act->sitting), INT(act->person), INT(clock_now())));
	if (changed == 0)
		return OK;
	return sitting_event(c, act->arena, act->sitting, EVENT_DESK, S(""), &act->seq);
}

/* ---- the view ---- */

static err
read_plan(struct app *app, struct db_conn *c, enum lang l, struct meeting_view *v)
{
	struct process p;

	TRY(process_get(app, c, v->a, v->rm->s.process, &p));
	return plan_read(c, v->a, l, &p, &v->plan);
}

static err
read_step(struct app *app, struct db_conn *c, enum lang l, struct meeting_view *v)
{
	const struct room *rm = v->rm;
	const struct method_sheet *group = meeting_sheet_of(rm->step, false), *own = meeting_sheet_of(rm->step, true);

	if (group) {
		v->group.sheet = group;
		TRY(group_sheet_read(c, v->a, rm->s.process, group->id, &v->group.inputs));
	}
	if (own)
		TRY(own_sheet_shared(c, v->a, rm->s.process, own, &v->shared));
	TRY(forms_read(c, v->a, rm, rm->step, &v->forms));
	if (rm->step && rm->step->kind == STEP_RULES)
		TRY(rules_read(c, v->a, rm->s.process, rm->method, &v->rules));
	return rm->step && rm->step->kind == STEP_PLAN ? read_plan(app, c, l, v) : OK;
}

err
meeting_read(struct app *app, struct db_conn *c, struct arena *a, enum lang l, const struct room *rm,
	struct meeting_view *out)
{
	struct rows about;

	*out = (struct meeting_view){ .rm = rm, .a = a, .title = text_in(&rm->session->name, l) };
	TRY(view_read(c, a, rm, SCREEN_GROUP, (str){ 0 }, 0, &out->v));
	TRY(db_one(c, a, &about, ABOUT_SITTING, INT(rm->s.id)));
	TRY(blame_names(c, a, row_int(&about, 0, 0), &out->v.names, &out->v.name_count));
	TRY(desk_read(c, l, &out->v, 0, &out->d));
	out->d.v = &out->v;
	TRY(read_people(c, l, out));
	return read_step(app, c, l, out);
}

str
meeting_named(const struct meeting_view *v, str sheet, str field, str body)
{
	const struct method_sheet *s = method_sheet(v->rm->phase, sheet);

	for (size_t i = 0; s && i < s->field_count; i++)
		if (str_eq(s->fields[i].id, field) && !sheet_looks_for_names(&s->fields[i]))
			return (str){ 0 };
	return blame_word(v->v.names, v->v.name_count, body);
}

/* ---- frames ---- */

struct meeting_changes {
	bool step, clock, people, sheet, plan, forms;
	str *inputs;
	size_t n;
};

static void
add_once(struct meeting_changes *ch, str id)
{
	for (size_t i = 0; i < ch->n; i++)
		if (str_eq(ch->inputs[i], id))
			return;
	ch->inputs[ch->n++] = id;
}

static void
gather(struct arena *a, const struct rows *events, struct meeting_changes *ch)
{
	ch->inputs = NEW_ARRAY(a, str, events->n);
	for (size_t i = 0; i < events->n; i++) {
		switch (event_of_word(row_text(events, i, 1))) {
		case EVENT_STEP: ch->step = true; break;
		case EVENT_CLOCK: ch->clock = true; break;
		case EVENT_NOTE: add_once(ch, row_text(events, i, 2)); break;
		case EVENT_DESK: ch->people = true; break;
		case EVENT_SHEET: ch->sheet = true; break;
		case EVENT_PLAN: ch->plan = true; break;
		case EVENT_ENTRY: ch->forms = true; break;
		case EVENT_TAKEN:
		case EVENT_THEME:
		case EVENT_COUNT:
		case EVENT_VOTES:
		case EVENT_REVEAL:
		case EVENT_CAUSE:
		case EVENT_TREE:
		case EVENT_THING:
		case EVENT_CLOSED:
		case EVENT_KINDS: break;
		}
	}
}

static err
draw_inputs(struct db_conn *c, struct buf *out, enum lang l, const struct meeting_view *v, const struct meeting_changes *ch)
{
	struct group_input in;
	str sheet;

	for (size_t i = 0; i < ch->n; i++) {
		err e = group_input_get(c, v->a, v->rm->s.process, ch->inputs[i], &sheet, &in);
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		meeting_input(out, l, v, sheet, &in);
	}
	return OK;
}

err
meeting_draw(struct app *app, struct db_conn *c, struct arena *a, struct buf *out, enum lang l, const struct room *rm,
	const struct rows *events)
{
	struct meeting_changes ch = { 0 };
	struct meeting_view v;

	gather(a, events, &ch);
	TRY(meeting_read(app, c, a, l, rm, &v));
	if (ch.step) {
		meeting_moved(out, l, &v);
		return OK;
	}
	if (ch.clock && rm->now)
		meeting_side(out, l, &v);
	if (ch.people) {
		meeting_people(out, l, &v);
		if (!rm->now)
			meeting_side(out, l, &v);
	}
	if (ch.sheet)
		meeting_shared(out, l, &v);
	for (size_t i = 0; ch.forms && i < v.forms.n; i++)
		meeting_form(out, l, &v, &v.forms.p[i]);
	if (ch.plan && rm->step && rm->step->kind == STEP_PLAN)
		meeting_plan(out, l, &v);
	if (ch.plan && rm->step && rm->step->kind == STEP_RULES)
		meeting_rules(out, l, &v);
	return draw_inputs(c, out, l, &v, &ch);
}
