/* addresses.c: what the demo says when it starts. */
#include <stdio.h>

#include "app/demo/demo.h"
#include "app/demo/released.h"
#include "app/released/released_link.h"

struct addresses {
	str code, said, screen;
};

/* The path that was kept, as long as it leads anywhere: a visitor may have revoked it. */
static err
read_path(struct db_conn *c, struct arena *a, enum released_kind kind, str *out)
{
	struct released_link link;
	struct rows r;
	str path;
	err e;

	TRY(db_query(c, a, &r, SETTING_GET, TEXT(str_of(released_setting(kind)))));
	path = r.n ? row_text(&r, 0, 0) : S("");
	e = released_link_find(c, a, kind, released_token_of(path), &link);
	*out = e ? S("") : path;
	return e == ERR_NOTFOUND || e == ERR_GONE ? OK : e;
}

static err
read_all(struct db_conn *c, struct arena *a, struct addresses *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, DEMO_ROOM, DB_NONE));
	out->code = r.n ? row_text(&r, 0, 0) : S("");
	TRY(read_path(c, a, RELEASED_PAGE, &out->said));
	return read_path(c, a, RELEASED_SCREEN, &out->screen);
}

static void
say_path(const char *name, const char *host, int port, str path)
{
	if (path.n)
		printf("%s http://%s:%d" STR_FMT "\n", name, host, port, STR_ARG(path));
	else
		fprintf(stderr, "medvirk: the demo's \"%s\" address has been ended; --fresh makes the demo anew\n", name);
}

err
demo_print(struct app *app, int port, const char *host)
{
	static const char *const roles[] = { "leader", "union", "safety", "staff" };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct addresses at = { 0 };
	struct db_conn *c;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = read_all(c, &a, &at);
	db_read_end(c);
	TRY(e);
	printf("home http://%s:%d/\n", host, port);
	for (size_t i = 0; i < COUNT(roles); i++)
		printf("%s http://%s:%d/demo/%s\n", roles[i], host, port, roles[i]);
	if (at.code.n)
		printf("room http://%s:%d/r/" STR_FMT " " STR_FMT "\n", host, port, STR_ARG(at.code), STR_ARG(at.code));
	else
		fprintf(stderr, "medvirk: the demo's workshop has been closed; --fresh makes the demo anew\n");
	say_path("said", host, port, at.said);
	say_path("screen", host, port, at.screen);
	fflush(stdout);
	return OK;
}
