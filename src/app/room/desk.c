/* desk.c: who may be at the desk, and how many are in the room. */
#include "app/room/desk.h"

#include "app/access/session.h"

bool
desk_may_watch(struct req *rq, const struct room *rm)
{
	struct db_conn *c;

	if (req_read(rq, &c) || session_user(rq) || !rq->user)
		return false;
	if (session_roles(c, rq->arena, rq->user, rq->unit, rm->s.process, &rq->roles))
		return false;
	return req_has_role(rq, WHO_DESK);
}

struct presence_act {
	struct arena arena;
	int64_t room, seq;
};

static err
presence_event(struct db_conn *c, void *arg)
{
	struct presence_act *act = arg;
	struct sitting s;

	TRY(sitting_get(c, &act->arena, act->room, &s));
	if (s.state != SITTING_OPEN)
		return ERR_GONE;
	return sitting_event(c, &act->arena, act->room, EVENT_COUNT, S(""), &act->seq);
}

void
room_presence(void *ctx, int64_t room)
{
	struct app *app = ctx;
	struct presence_act act = { .room = room };

	if (!db_write_locked(app->db, room, presence_event, &act))
		sitting_tell(app, room, act.seq);
	arena_free(&act.arena);
}
