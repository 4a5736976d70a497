/* doubt.c: what the jobs remember of the clock. */
#include "app/retention/doubt.h"

#include "app/access/audit.h"
#include "app/form.h"
#include "app/sql.h"
#include "base/clock.h"
#include "base/str.h"

#define BELIEVED S("clock.believed")
#define DOUBTED S("clock.doubted")

err
doubt_read(struct db_conn *c, struct arena *a, struct doubt *out)
{
	struct rows r;

	*out = (struct doubt){ 0 };
	TRY(db_query(c, a, &r, SETTING_GET, TEXT(BELIEVED)));
	if (r.n && str_int(row_text(&r, 0, 0), &out->believed))
		out->believed = 0;
	TRY(db_query(c, a, &r, SETTING_GET, TEXT(DOUBTED)));
	out->on = r.n > 0;
	return OK;
}

bool
doubt_holds(const struct doubt *d, int64_t lived)
{
	int64_t most = d->on ? DOUBT_LIVED : DOUBT_OFF;

	if (lived >= 0)
		most = lived + DOUBT_LIVED;
	return d->believed && clock_now() - d->believed > most;
}

static err
put_now(struct db_conn *c, struct arena *a, str name)
{
	return db_exec(c, NULL, SETTING_PUT, TEXT(name), TEXT(str_fmt(a, "%" PRId64, clock_now())));
}

err
doubt_look(struct db_conn *c, struct arena *a, int64_t lived, bool *on)
{
	struct doubt d;

	TRY(doubt_read(c, a, &d));
	*on = doubt_holds(&d, lived);
	if (*on)
		return d.on ? OK : put_now(c, a, DOUBTED);
	if (d.on)
		TRY(db_exec(c, NULL, RETENTION_DROP, TEXT(DOUBTED)));
	return clock_now() > d.believed ? put_now(c, a, BELIEVED) : OK;
}

err
doubt_over_write(struct db_conn *c, void *over)
{
	const struct doubt_over *x = over;
	struct doubt d;
	struct rows r;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	TRY(doubt_read(c, x->arena, &d));
	if (!is_new || !d.on)
		return OK;
	TRY(db_exec(c, NULL, RETENTION_DROP, TEXT(DOUBTED)));
	TRY(put_now(c, x->arena, BELIEVED));
	TRY(db_query(c, x->arena, &r, RETENTION_UNITS, DB_NONE));
	for (size_t i = 0; i < r.n; i++)
		TRY(audit_add(c, x->arena, row_int(&r, i, 0), 0, x->person, 0, "keep.clock", S("")));
	return r.n ? OK : audit_add(c, x->arena, 0, 0, x->person, 0, "keep.clock", S(""));
}
