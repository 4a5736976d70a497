/* let_in.c: medvirk let-in: a one-time link for an administrator, made on the machine itself. For nobody else: a
 * representative's link is never shown to others (design.md section 8). It stands in the log. */
#include <stdio.h>

#include "app/access/onetime.h"
#include "app/access/people.h"
#include "app/access/session.h"
#include "app/command/command.h"
#include "base/clock.h"

struct let_in {
	struct arena *arena;
	str email, token;
	bool is_admin;	/* out */
};

static err
is_admin_now(struct db_conn *c, struct arena *a, int64_t person, bool *out)
{
	struct parties roles;

	*out = false;
	TRY(people_roles(c, a, person, &roles));
	for (size_t i = 0; i < roles.n; i++)
		*out |= roles.p[i].role == ROLE_ADMIN && party_counts(&roles.p[i]);
	return OK;
}

static err
let_in_write(struct db_conn *c, void *arg)
{
	struct let_in *x = arg;
	struct rows r;
	int64_t person;

	TRY(db_one(c, x->arena, &r, PERSON_BY_EMAIL, TEXT(x->email)));
	person = row_int(&r, 0, 0);
	TRY(is_admin_now(c, x->arena, person, &x->is_admin));
	if (!x->is_admin)
		return OK;
	TRY(onetime_put(c, token_hash(x->arena, x->token), person, ONCE_RESET, "link", 0,
		onetime_expires(ONCE_RESET, clock_now())));
	return audit_about(c, x->arena, 0, 0, person, "slip.print");
}

int
command_let_in(struct args *args)
{
	static const char *const known[] = { "--db", "--db-password-file", "--email", "--public-url", NULL };
	struct let_in x = { .arena = args->arena, .email = str_lower(args->arena, args_get(args, "--email", S(""))),
		.token = link_new(args->arena) };
	str site = args_get(args, "--public-url", S("http://127.0.0.1:8080"));
	struct db *db;
	err e;

	if (!args_known(args, known))
		return 2;
	if (x.email.n == 0) {
		fprintf(stderr, "medvirk let-in: say whom: --email ADDRESS\n");
		return 2;
	}
	if (command_open_db(args, &db))
		return 1;
	e = db_write(db, let_in_write, &x);
	db_close(db);
	if (!e && x.is_admin) {
		printf("This link works once, within an hour:\n\n  " STR_FMT "/once/" STR_FMT "\n\n", STR_ARG(site), STR_ARG(x.token));
		return 0;
	}
	if (e && e != ERR_NOTFOUND)
		fprintf(stderr, "medvirk let-in: could not write to the database (%s)\n", err_name(e));
	else
		fprintf(stderr, "medvirk let-in: no administrator has this address. Others are let in by the administrator, with a slip.\n");
	return 1;
}
