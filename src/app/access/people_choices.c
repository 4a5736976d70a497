/* people_choices.c: those who lead and help, to choose from. */
#include "app/access/people_choices.h"

#include "app/access/people.h"

static void
add_choice(struct arena *a, struct choice *out, size_t *n, const struct party *p)
{
	str id = str_fmt(a, "%" PRId64, p->person);

	for (size_t i = 0; i < *n; i++)
		if (str_eq(out[i].value, id))
			return;
	if (party_counts(p))
		out[(*n)++] = (struct choice){ id, p->name };
}

err
process_people_choices(struct req *rq, struct form *f, const char *field)
{
	struct group group;
	struct parties granted;
	struct choice *out;
	struct db_conn *c;
	size_t n = 0;

	TRY(req_read(rq, &c));
	TRY(group_at(c, rq->arena, rq->unit, &group));
	TRY(people_of_process(c, rq->arena, rq->process, &granted));
	out = NEW_ARRAY(rq->arena, struct choice, group.all.n + granted.n + 1);
	for (size_t i = 0; i < group.all.n; i++)
		add_choice(rq->arena, out, &n, &group.all.p[i]);
	for (size_t i = 0; i < granted.n; i++)
		add_choice(rq->arena, out, &n, &granted.p[i]);
	form_choices(f, field, out, n);
	return OK;
}
