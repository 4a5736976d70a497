/* group.c: group sheets: everybody types, every input is kept. */
#include "app/meeting/sitting.h"
#include "app/worksheet/worksheet.h"
#include "base/clock.h"

#define MOST_INPUTS 2000

bool
is_client_id(str s)
{
	if (s.n != 36 || s.p[14] != '4' || !str_has(S("89ab"), s.p[19]))
		return false;
	for (size_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? s.p[i] != '-' : !str_has(S("0123456789abcdef"), s.p[i]))
			return false;
	}
	return true;
}

static struct group_input
input_row(const struct rows *r, size_t i)
{
	return (struct group_input){ row_text(r, i, 0), row_text(r, i, 1), row_text(r, i, 2), row_int(r, i, 3) != 0 };
}

err
group_sheet_read(struct db_conn *c, struct arena *a, int64_t process, str sheet, struct group_inputs *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, GROUP_SHEET, INT(process), TEXT(sheet)));
	*out = (struct group_inputs){ NEW_ARRAY(a, struct group_input, r.n), r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = input_row(&r, i);
	return OK;
}

err
group_input_get(struct db_conn *c, struct arena *a, int64_t process, str id, str *sheet, struct group_input *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, GROUP_INPUT_GET, TEXT(id)));
	if (row_int(&r, 0, 5) != process)
		return ERR_NOTFOUND;
	*sheet = row_text(&r, 0, 4);
	*out = input_row(&r, 0);
	return OK;
}

static err
meeting_is_on(struct db_conn *c, const struct group_act *act)
{
	struct sitting s;

	TRY(sitting_get(c, act->arena, act->sitting, &s));
	return s.state == SITTING_OPEN ? OK : ERR_GONE;
}

err
group_input_add(struct db_conn *c, void *arg)
{
	struct group_act *act = arg;
	struct rows r;
	err e;

	act->seq = 0;
	if (!is_client_id(act->id) || act->body.n == 0)
		return ERR_INVALID;
	e = db_one(c, act->arena, &r, GROUP_INPUT_GET, TEXT(act->id));
	if (e != ERR_NOTFOUND)
		return e;
	TRY(meeting_is_on(c, act));
	TRY(db_one(c, act->arena, &r, GROUP_INPUT_COUNT, INT(act->process)));
	if (row_int(&r, 0, 0) >= MOST_INPUTS)
		return ERR_TOOBIG;
	TRY(db_exec(c, NULL, GROUP_INPUT_ADD, TEXT(act->id), INT(act->process), TEXT(act->sheet), TEXT(act->field),
		TEXT(act->body), INT(act->person)));
	return sitting_event(c, act->arena, act->sitting, EVENT_NOTE, act->id, &act->seq);
}

err
group_input_put_away(struct db_conn *c, void *arg)
{
	struct group_act *act = arg;
	struct group_input in;
	str sheet;

	act->seq = 0;
	TRY(meeting_is_on(c, act));
	TRY(group_input_get(c, act->arena, act->process, act->id, &sheet, &in));
	if (in.hidden == act->hide)
		return OK;
	TRY(db_exec(c, NULL, GROUP_INPUT_HIDE, TEXT(act->id), INT(act->process), act->hide ? INT(clock_now()) : NIL));
	return sitting_event(c, act->arena, act->sitting, EVENT_NOTE, act->id, &act->seq);
}
