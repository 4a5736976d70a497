/* rules.c: ground rules. */
#include "app/process/rules.h"

#include "app/access/audit.h"

static const struct method_rule *
tip_of(const struct method *m, str text)
{
	for (size_t i = 0; i < m->rule_count; i++)
		for (enum lang l = 0; l < LANG_COUNT; l++)
			if (str_eq(text_in(&m->rules[i].rule, l), text))
				return &m->rules[i];
	return NULL;
}

err
rules_read(struct db_conn *c, struct arena *a, int64_t process, const struct method *m, struct ground_rules *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, RULES, INT(process)));
	out->n = r.n;
	out->p = NEW_ARRAY(a, struct ground_rule, r.n);
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct ground_rule){ row_int(&r, i, 0), row_text(&r, i, 1), tip_of(m, row_text(&r, i, 1)) };
	return OK;
}

str
rule_text(const struct ground_rule *r, enum lang l)
{
	return r->tip ? text_in(&r->tip->rule, l) : r->text;
}

bool
rules_have(const struct ground_rules *all, const struct method_rule *tip)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].tip == tip)
			return true;
	return false;
}

/* Numbers them anew, with the one at `from` moved to `to`. */
static err
move(struct db_conn *c, const struct rule_change *k, const struct ground_rules *all, size_t from, size_t to)
{
	for (size_t i = 0; i < all->n; i++) {
		size_t place = i == from ? to : i == to ? from : i;
		TRY(db_exec(c, NULL, RULE_PLACE, INT(all->p[i].id), INT(k->process), INT(place + 1)));
	}
	return OK;
}

static err
tell(struct db_conn *c, const struct rule_change *k, const char *kind, str text)
{
	return audit_add(c, k->arena, k->unit, k->process, k->person, 0, kind, audit_body(k->arena, V("what", text)));
}

static err
change_one(struct db_conn *c, const struct rule_change *k, const struct method *m, const struct ground_rules *all, size_t i)
{
	const struct method_rule *tip = all->p[i].tip;

	switch (k->act) {
	case RULE_CHANGE:
		/* The pack's words in another language are no change either. */
		if (str_eq(k->text, all->p[i].text) || (tip && tip == tip_of(m, k->text)))
			return OK;
		TRY(db_exec(c, NULL, RULE_CHANGE_BODY, INT(k->rule), INT(k->process), TEXT(k->text)));
		return tell(c, k, "rules.change", k->text);
	case RULE_REMOVE:
		TRY(db_exec(c, NULL, RULE_DELETE, INT(k->rule), INT(k->process)));
		return tell(c, k, "rules.remove", all->p[i].text);
	case RULE_UP: return move(c, k, all, i, i > 0 ? i - 1 : 0);
	case RULE_DOWN: return move(c, k, all, i, i + 1 < all->n ? i + 1 : i);
	case RULE_ADD: break;
	}
	return OK;
}

static err
change_rules(struct db_conn *c, struct rule_change *k)
{
	const struct method *m;
	struct ground_rules all;

	TRY(process_method(k->app, c, k->arena, k->process, &m));
	TRY(rules_read(c, k->arena, k->process, m, &all));
	if (k->act == RULE_ADD) {
		if (all.n >= RULES_MOST)
			return ERR_TOOMANY;
		TRY(move(c, k, &all, all.n, all.n));
		TRY(db_exec(c, NULL, RULE_INSERT, INT(k->process), INT(all.n + 1), TEXT(k->text)));
		return tell(c, k, "rules.add", k->text);
	}
	for (size_t i = 0; i < all.n; i++)
		if (all.p[i].id == k->rule)
			return change_one(c, k, m, &all, i);
	return ERR_NOTFOUND;
}

err
rule_write(struct db_conn *c, void *change)
{
	struct rule_change *k = change;
	bool is_new;

	k->told.n = 0;
	TRY(form_key_use(c, k->key, &is_new));
	if (!is_new)
		return OK;
	TRY(change_rules(c, k));
	return meetings_event(c, k->arena, k->process, EVENT_PLAN, &k->told);
}
