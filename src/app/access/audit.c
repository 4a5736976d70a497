/* audit.c: the chain: adding to it, walking it. */
#include "app/access/audit.h"

#include <sodium.h>

#include "app/sql.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"

#define HASH_BYTES 32
#define BODY_MAX 16384

struct entry {
	int64_t unit, process, person, about, at;
	str kind, salt, body;
};

static str
hash_of(struct arena *a, str text)
{
	unsigned char h[HASH_BYTES];
	char *hex = arena_alloc(a, HASH_BYTES * 2 + 1, 1);

	crypto_generichash(h, sizeof(h), (const unsigned char *)(text.p ? text.p : ""), text.n, NULL, 0);
	sodium_bin2hex(hex, HASH_BYTES * 2 + 1, h, sizeof(h));
	return (str){ hex, HASH_BYTES * 2 };
}

/* The salt keeps what was emptied from being guessed from its hash; each fact is on a line of its own. */
static err
inner_hash(struct arena *a, const struct entry *e, str *out)
{
	struct buf b = buf_new(a, BODY_MAX + 1024);
	str text;

	buf_addf(&b, STR_FMT "\n%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n", STR_ARG(e->salt), e->at,
		e->unit, e->process, e->person, e->about);
	buf_add(&b, e->kind);
	buf_addc(&b, '\n');
	buf_add(&b, e->body);
	TRY(buf_done(&b, &text));
	*out = hash_of(a, text);
	return OK;
}

static str
chain_hash(struct arena *a, str previous, str inner)
{
	return hash_of(a, str_fmt(a, STR_FMT "\n" STR_FMT, STR_ARG(previous), STR_ARG(inner)));
}

err
audit_add(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, int64_t person, int64_t about,
	const char *kind, str body)
{
	struct entry e = { .unit = unit, .process = process, .person = person, .about = about, .at = clock_now(),
		.kind = str_of(kind), .salt = rand_hex(a, 16), .body = body };
	struct rows r;
	str inner;
	err last;

	TRY(inner_hash(a, &e, &inner));
	TRY(db_query(c, a, &r, AUDIT_LOCK, DB_NONE));
	last = db_one(c, a, &r, AUDIT_LAST, DB_NONE);
	if (last && last != ERR_NOTFOUND)
		return last;
	return db_exec(c, NULL, AUDIT_ADD, INT_OR_NIL(unit), INT_OR_NIL(process), INT_OR_NIL(person), INT_OR_NIL(about),
		INT(e.at), TEXT(e.kind), TEXT(e.salt), TEXT(body), TEXT(inner),
		TEXT(chain_hash(a, last ? (str){ 0 } : row_text(&r, 0, 0), inner)));
}

str
audit_body_(struct arena *a, const struct tr_arg *args, size_t n)
{
	struct buf b = buf_new(a, BODY_MAX);

	buf_addc(&b, '{');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_addc(&b, ',');
		json_str(&b, str_of(args[i].name));
		buf_addc(&b, ':');
		if (args[i].is_int)
			buf_int(&b, args[i].i);
		else
			json_str(&b, str_take(args[i].text, BODY_MAX / 16));
	}
	buf_addc(&b, '}');
	return buf_str(&b);
}

/* Does this row follow from the one before it, and its text from its own hash? */
static err
row_fits(struct arena *a, const struct rows *r, size_t i, str previous, bool *fits)
{
	struct entry e = { .unit = row_int(r, i, 1), .process = row_int(r, i, 2), .person = row_int(r, i, 3),
		.about = row_int(r, i, 4), .at = row_int(r, i, 5), .kind = row_text(r, i, 6), .salt = row_text(r, i, 7),
		.body = row_text(r, i, 8) };
	str inner = row_text(r, i, 9);

	if (!row_null(r, i, 7)) {
		TRY(inner_hash(a, &e, &inner));
		if (!str_eq(inner, row_text(r, i, 9))) {
			*fits = false;
			return OK;
		}
	}
	*fits = str_eq(chain_hash(a, previous, inner), row_text(r, i, 10));
	return OK;
}

err
audit_verify(struct db_conn *c, struct arena *a, struct audit_check *out)
{
	char last[HASH_BYTES * 2];
	str previous = { 0 };
	int64_t id = 0;
	size_t got;

	*out = (struct audit_check){ 0 };
	do {
		struct arena page CLEANUP(arena_free) = { 0 };
		struct rows r;
		TRY(db_query(c, &page, &r, AUDIT_WALK, INT(id)));
		got = r.n;
		for (size_t i = 0; i < r.n; i++) {
			bool fits;
			id = row_int(&r, i, 0);
			TRY(row_fits(&page, &r, i, previous, &fits));
			if (!fits && !out->first_bad)
				out->first_bad = id;
			out->entries++;
			out->emptied += row_null(&r, i, 7);
			previous = row_text(&r, i, 10);
		}
		/* The page's memory goes with the page. */
		previous = str_take(previous, sizeof(last));
		if (previous.n)
			memmove(last, previous.p, previous.n);
		previous.p = last;
	} while (got == 500);
	out->last_hash = str_dup(a, previous);
	return OK;
}

static void
lines_of(struct arena *a, enum lang l, const struct rows *r, struct audit_lines *out, int64_t *next)
{
	out->more = r->n > 200;
	out->n = out->more ? 200 : r->n;
	out->p = NEW_ARRAY(a, struct audit_line, out->n);
	for (size_t i = 0; i < out->n; i++) {
		out->p[i].at = row_int(r, i, 1);
		out->p[i].sentence = row_null(r, i, 3) ? tr(l, "The text of this line is past its time and has been erased.") :
			audit_sentence(a, l, row_text(r, i, 2), row_text(r, i, 3), row_text(r, i, 4), row_text(r, i, 5));
	}
	*next = out->n ? row_int(r, out->n - 1, 0) : 0;
}

err
audit_of_process(struct db_conn *c, struct arena *a, enum lang l, int64_t unit, int64_t process, int64_t before,
	struct audit_lines *out, int64_t *next)
{
	struct rows r;

	TRY(db_query(c, a, &r, AUDIT_OF_PROCESS, INT(process), INT(unit), INT(before ? before : INT64_MAX)));
	lines_of(a, l, &r, out, next);
	return OK;
}

err
audit_of_person(struct db_conn *c, struct arena *a, enum lang l, int64_t person, int64_t before,
	struct audit_lines *out, int64_t *next)
{
	struct rows r;

	TRY(db_query(c, a, &r, AUDIT_OF_PERSON, INT(person), INT(before ? before : INT64_MAX)));
	lines_of(a, l, &r, out, next);
	return OK;
}
