/* init.c: medvirk init: the first organisation, unit and administrator, without a browser. */
#include <stdio.h>

#include "app/access/invite.h"
#include "app/access/session.h"
#include "app/access/start.h"
#include "app/command/command.h"
#include "base/clock.h"
#include "text/date.h"

struct init {
	struct start start;
	str token;
};

static err
init_write(struct db_conn *c, void *arg)
{
	struct init *x = arg;

	TRY(start_write(c, &x->start));
	return onetime_put(c, token_hash(x->start.arena, x->token), x->start.person_id, ONCE_INVITE, "link", 0,
		onetime_expires(ONCE_INVITE, clock_now()));
}

/* Each word as the form of the first-run page would take it. */
static bool
read_word(struct args *args, const char *name, str *out)
{
	str word = args_get(args, name, S(""));

	if (word.n && !text_clean(args->arena, word, 120, out) && out->n)
		return true;
	fprintf(stderr, "medvirk init: %s is missing, too long, or no ordinary text; --help shows how it is written\n", name);
	return false;
}

static bool
read_words(struct args *args, struct start *s)
{
	str lang = args_get(args, "--lang", S("nb"));
	bool all = read_word(args, "--organisation", &s->organisation);

	all = read_word(args, "--unit", &s->unit) && all;
	all = read_word(args, "--name", &s->name) && all;
	all = read_word(args, "--email", &s->email) && all;
	if (all && !str_has(s->email, '@')) {
		fprintf(stderr, "medvirk init: --email must be an address, like name@example.no\n");
		all = false;
	}
	if (!lang_of(lang, &s->lang)) {
		fprintf(stderr, "medvirk init: --lang is nb, nn or en\n");
		all = false;
	}
	s->email = str_lower(args->arena, s->email);
	return all;
}

static void
say_how_to_go_on(struct args *args, const struct init *x)
{
	str site = args_get(args, "--public-url", S("http://127.0.0.1:8080"));

	printf("Made " STR_FMT " with the unit " STR_FMT ".\n", STR_ARG(x->start.organisation), STR_ARG(x->start.unit));
	printf("Start the program (medvirk serve), open this link within 14 days, and choose a password:\n\n  " STR_FMT
	       "/once/" STR_FMT "\n\n", STR_ARG(site), STR_ARG(x->token));
	printf("After that the program asks you for the three parties: leader, union representatives, safety representative.\n");
}

int
command_init(struct args *args)
{
	static const char *const known[] = { "--db", "--db-password-file", "--organisation", "--unit", "--name", "--email", "--lang", "--public-url",
		NULL };
	struct init x = { .start = { .arena = args->arena }, .token = link_new(args->arena) };
	struct db *db;
	err e;

	if (!args_known(args, known) || !read_words(args, &x.start))
		return 2;
	if (command_open_db(args, &db))
		return 1;
	e = db_write(db, init_write, &x);
	db_close(db);
	if (e == ERR_CONFLICT) {
		fprintf(stderr, "medvirk init: this database has an organisation already; nothing was changed\n");
		return 1;
	}
	if (e) {
		fprintf(stderr, "medvirk init: could not write to the database (%s)\n", err_name(e));
		return 1;
	}
	say_how_to_go_on(args, &x);
	return 0;
}
