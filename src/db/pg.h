/* pg.h: a connection to PostgreSQL and what travels on it. For postgres.c, pg_*.c and listen.c only.
 *
 * Connections of the writer and the readers are in libpq's pipeline mode. What need not be known at once,
 * BEGIN, SAVEPOINT and RELEASE, stays pending and goes out with the next statement, so that a write function
 * costs one round trip per statement and nothing more. A group that travels together is a flight; it ends
 * with a Sync, and the first failure in it cancels what comes after. */
#ifndef DB_PG_H
#define DB_PG_H

#include <libpq-fe.h>

#include "db/engine.h"

enum pg_control { PG_BEGIN_READ, PG_BEGIN_WRITE, PG_MARK, PG_KEEP, PG_UNDO, PG_COMMIT, PG_ROLLBACK };

struct pg_stmt {
	bool ready;	/* prepared on this connection */
	int params;
	Oid *types;	/* NULL until the server has told them */
};

struct pg {
	struct db_conn c;
	PGconn *link;
	struct pg_stmt *stmts;
	enum pg_control pending[4];
	size_t pending_count;
	size_t owed;	/* Syncs on their way back */
	int64_t deadline_ms;	/* for the flight; 0: none */
};

/* ---- pg_connect.c: connecting ---- */

struct pg_link {
	PGconn *link;
	int64_t era;	/* of the server; see struct db_conn */
};

/* Connected, settings made, not in pipeline mode. ERR_BUSY: no server that takes writes. */
err pg_connect(struct db *db, enum conn_use use, struct pg_link *out) MUST_USE;
/* Runs statements whose rows nobody wants; a server that does not answer in time is as good as none. False: the connection is of no
 * use. Not in pipeline mode. */
bool pg_say(PGconn *link, const char *text) MUST_USE;
/* Waits until the next result can be taken without waiting; until_ms 0: for ever. False: not in time, or the connection is gone. */
bool pg_arrives(PGconn *link, int64_t until_ms) MUST_USE;
str pg_first_line(const char *message);	/* of libpq, up to its line end */

/* ---- pg_link.c: sending, landing ---- */

/* What a failed result means; may set c->trouble. Complains, never with values. */
err pg_failure(struct db_conn *c, const PGresult *r, const char *what);
err pg_lost(struct pg *p);	/* notes that the connection is gone; ERR_BUSY */

void pg_push(struct pg *p, enum pg_control what);
bool pg_top_is(const struct pg *p, enum pg_control what);	/* the last one pending */
bool pg_send_pending(struct pg *p);	/* false: the connection is gone, nothing has left */
err pg_settle(struct pg *p) MUST_USE;	/* reads what earlier flights owe */
/* Ends the flight and reads all that comes back. *ok counts the commands that succeeded; *last is the
 * last one's result when all did (to be cleared by the caller). */
err pg_land(struct pg *p, const char *what, size_t *ok, PGresult **last) MUST_USE;
/* The same for a flight whose last n commands are all to be heard: each result goes to its answer, to be cleared by the caller. After
 * a failure there are none. */
struct pg_answer {
	const char *what;	/* for complaints */
	PGresult *r;
};
err pg_land_each(struct pg *p, size_t before, struct pg_answer *answers, size_t n) MUST_USE;

/* ---- pg_value.c: values and rows ---- */

/* The types a statement is prepared with: as the server infers them, except that a parameter beside a small
 * literal, which it takes for 32 bits, is 64. */
Oid *pg_types(const PGresult *described, int *count);
/* Parameters in libpq's form; arrays live in the arena. ERR_IO: a value does not fit its parameter's type. */
struct pg_params {
	const char **values;
	int *lengths, *formats;
};
err pg_params(struct arena *a, const struct pg_stmt *st, const struct val *v, size_t n, struct pg_params *out) MUST_USE;
/* ERR_IO: a kind of value that does not exist here. */
err pg_rows(struct arena *a, const PGresult *r, struct rows *out) MUST_USE;

#endif
