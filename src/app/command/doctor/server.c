/* server.c: PostgreSQL's own settings: what it keeps, and what it writes down about people. */
#include <stdlib.h>

#include "app/command/doctor/visit.h"
#include "app/sql.h"
#include "base/clock.h"

#define CLOCKS_APART 5	/* seconds */

struct wish {
	const char *name, *value;
	enum verdict otherwise;
	const char *why;
};

static const struct wish wishes[] = {
	{ "fsync", "on", TROUBLE, "a note shown as saved may be lost" },
	{ "full_page_writes", "on", TROUBLE, "a crash may break the database" },
	{ "log_statement", "none", TROUBLE, "the server's log then says who wrote what, and when" },
	{ "log_min_duration_statement", "-1", TROUBLE, "slow statements then stand in the server's log with what people wrote" },
	{ "log_min_duration_sample", "-1", TROUBLE, "some statements then stand in the server's log with what people wrote" },
	{ "log_transaction_sample_rate", "0", TROUBLE, "some statements then stand in the server's log with what people wrote" },
	{ "log_parameter_max_length_on_error", "0", TROUBLE, "what people wrote then stands in the server's log when something fails" },
	{ "log_error_verbosity", "terse", WARN, "the server's log may quote rows when something fails" },
	{ "archive_mode", "off", WARN,
		"its archive holds what an open workshop knows, and nothing erases it there: keep it short (docs/privacy.md)" },
	{ "server_encoding", "UTF8", TROUBLE, "not all letters fit" },
};

static str
value_of(const struct rows *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(row_text(r, i, 0), str_of(name)))
			return row_text(r, i, 1);
	return (str){ 0 };
}

static void
check_wishes(struct visit *v, const struct rows *r)
{
	bool all = true;

	for (size_t i = 0; i < COUNT(wishes); i++) {
		const struct wish *w = &wishes[i];
		str value = value_of(r, w->name);
		if (!value.n || str_eq(value, str_of(w->value)))
			continue;
		say(v, w->otherwise, "PostgreSQL has %s = " STR_FMT "; it should be %s: %s.", w->name, STR_ARG(value), w->value, w->why);
		all = false;
	}
	if (all)
		say(v, GOOD, "PostgreSQL keeps what it promises, and writes nothing down about people.");
}

static err
ask(struct visit *v, struct db_conn *c)
{
	struct rows r;
	int64_t apart;

	TRY(db_query(c, v->args->arena, &r, DOCTOR_SERVER, DB_NONE));
	check_wishes(v, &r);
	TRY(db_one(c, v->args->arena, &r, DOCTOR_TIME, DB_NONE));
	apart = llabs(row_int(&r, 0, 0) - clock_now());
	say(v, apart > CLOCKS_APART ? WARN : GOOD, "The clocks of this machine and of the database are %" PRId64 " s apart.", apart);
	return OK;
}

void
look_at_server(struct visit *v)
{
	struct db_conn *c;
	err e;

	if (!db_is_postgres(v->db))
		return;
	e = db_read_begin(v->db, &c);
	if (!e) {
		e = ask(v, c);
		db_read_end(c);
	}
	if (e)
		say(v, TROUBLE, "PostgreSQL could not be asked about its settings (%s).", err_name(e));
}
