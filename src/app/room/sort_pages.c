/* sort_pages.c: sorting from phones and from the desk. */
#include "app/access/session.h"
#include "app/room/desk.h"
#include "app/room/phone.h"
#include "app/room/sort.h"

/* The ticked notes. ERR_INVALID: none, too many, or an id that is none. */
static err
read_form(struct req *rq, struct sort_act *act)
{
	str *notes = NEW_ARRAY(rq->arena, str, rq->form.n);

	*act = (struct sort_act){ .arena = rq->arena, .app = rq->app, .room = rq->sitting, .notes = notes,
		.column = req_form(rq, S("column")) };
	for (size_t i = 0; i < rq->form.n; i++) {
		if (!str_eq(rq->form.p[i].name, S("note")))
			continue;
		if (!is_uuid4(rq->form.p[i].value))
			return ERR_INVALID;
		notes[act->n++] = rq->form.p[i].value;
	}
	return act->n && act->n <= SORT_MOVES && pairs_has(&rq->form, S("column")) ? OK : ERR_INVALID;
}

err
sort_post(struct req *rq, struct response *rs)
{
	struct sort_act act;
	err e;

	if (read_form(rq, &act))
		return phone_refuse(rq, rs, ERR_INVALID, tr(rq->lang, "Tick at least one note, and press where it belongs."));
	act.seat = token_hash(rq->arena, request_cookie(rq->http, S("seat")));
	if (phone_busy(rq, act.seat))
		return ERR_TOOMANY;
	e = req_write_room(rq, rq->sitting, sort_put, &act);
	if (e == ERR_INVALID)
		return phone_refuse(rq, rs, e, tr(rq->lang, "There is no such column here. Open the page again."));
	TRY(e);
	sitting_tell(rq->app, rq->sitting, act.seq);
	return phone_answer(rq, rs, 200);
}

err
desk_sort_post(struct req *rq, struct response *rs)
{
	struct sort_act act;

	/* No column has this name: the desk refuses it with whatever else is wrong. */
	if (read_form(rq, &act))
		act.column = S("-");
	act.by_desk = true;
	return desk_command(rq, rs, sort_put, &act, &act.seq);
}
