/* shelf.c: packs from the executable, from a folder and from the database. */
#include "app/process/shelf.h"

#include <dirent.h>
#include <pthread.h>
#include <stdlib.h>

#include "app/process/packs.h"
#include "app/sql.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/map.h"
#include "base/str.h"

#define MOST_PACKS 32

struct method_shelf {
	struct method *offered[MOST_PACKS];
	size_t n;
	pthread_mutex_t lock;	/* around kept */
	struct map *kept;	/* hash → method: the offered ones and those loaded from the database */
	struct map *of_process;	/* id → one of kept; a process keeps its version for good */
};

static void
say_problems(const char *where, const struct method_report *r)
{
	for (size_t i = 0; i < r->count; i++)
		log_warn("method pack %s: " STR_FMT ":%d: " STR_FMT, where, STR_ARG(r->problems[i].at.file),
			r->problems[i].at.line, STR_ARG(r->problems[i].text));
}

static void
offer(struct method_shelf *s, struct method *m)
{
	if (s->n >= MOST_PACKS || map_get(s->kept, m->hash)) {
		method_free(m);
		return;
	}
	s->offered[s->n++] = m;
	map_put(s->kept, m->hash, m);
}

static err
offer_own(struct method_shelf *s)
{
	for (size_t i = 0; i < packs_count; i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct method_report report = { .arena = &a };
		struct method *m;
		if (method_load_bytes((str){ (const char *)packs[i].bytes, packs[i].n }, &report, &m)) {
			say_problems("in the program", &report);
			return ERR_INVALID;
		}
		offer(s, m);
	}
	return OK;
}

/* A broken pack in the folder is told about and left out: the others still work. */
static void
offer_folder(struct method_shelf *s, str folder)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	DIR *dir = folder.n ? opendir(str_z(&a, folder)) : NULL;
	struct dirent *d;

	while (dir && (d = readdir(dir))) {
		struct method_report report = { .arena = &a };
		struct method *m;
		str path;
		if (d->d_name[0] == '.')
			continue;
		path = str_fmt(&a, STR_FMT "/%s", STR_ARG(folder), d->d_name);
		if (method_load(path.p, &report, &m))
			say_problems(d->d_name, &report);
		else
			offer(s, m);
	}
	if (dir)
		closedir(dir);
}

err
shelf_new(str folder, struct method_shelf **out)
{
	struct method_shelf *s = mem_new(sizeof(*s));
	err e;

	pthread_mutex_init(&s->lock, NULL);
	s->kept = map_new();
	s->of_process = map_new();
	e = offer_own(s);
	if (e) {
		shelf_free(s);
		return e;
	}
	offer_folder(s, folder);
	*out = s;
	return OK;
}

void
shelf_free(struct method_shelf *s)
{
	size_t at = 0;
	str key;
	void *m;

	if (!s)
		return;
	while (map_next(s->kept, &at, &key, &m))
		method_free(m);
	map_free(s->kept);
	map_free(s->of_process);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

size_t
shelf_count(const struct method_shelf *s)
{
	return s->n;
}

const struct method *
shelf_at(const struct method_shelf *s, size_t i)
{
	return s->offered[i];
}

const struct method *
shelf_by_id(const struct method_shelf *s, str id)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->offered[i]->id, id))
			return s->offered[i];
	return NULL;
}

err
shelf_keep(struct db_conn *c, const struct method *m)
{
	return db_exec(c, NULL, PACK_KEEP, TEXT(m->hash), TEXT(m->id), BLOB(m->pack), INT(clock_now()));
}

static const struct method *
find_kept(struct method_shelf *s, str hash)
{
	const struct method *m;

	pthread_mutex_lock(&s->lock);
	m = map_get(s->kept, hash);
	pthread_mutex_unlock(&s->lock);
	return m;
}

/* Two threads may load the same pack at once; the first one in stays. */
static const struct method *
keep(struct method_shelf *s, struct method *m)
{
	struct method *first;

	pthread_mutex_lock(&s->lock);
	first = map_get(s->kept, m->hash);
	if (!first)
		map_put(s->kept, m->hash, m);
	pthread_mutex_unlock(&s->lock);
	if (!first)
		return m;
	method_free(m);
	return first;
}

/* The method of a process that has been asked for before, or NULL. */
static const struct method *
of_process(struct method_shelf *s, str key)
{
	const struct method *m;

	pthread_mutex_lock(&s->lock);
	m = map_get(s->of_process, key);
	pthread_mutex_unlock(&s->lock);
	return m;
}

/* Kept methods live as long as the shelf, so the cast only lets the map hold one. */
static void
remember(struct method_shelf *s, str key, const struct method *m)
{
	pthread_mutex_lock(&s->lock);
	map_put(s->of_process, key, (void *)(uintptr_t)m);
	pthread_mutex_unlock(&s->lock);
}

static err
load_kept(struct app *app, struct db_conn *c, struct arena *a, str hash, const struct method **out)
{
	struct method_report report = { .arena = a };
	struct method *m;
	struct rows r;

	*out = find_kept(app->shelf, hash);
	if (*out)
		return OK;
	TRY(db_one(c, a, &r, PACK_BYTES, TEXT(hash)));
	if (method_load_bytes(row_text(&r, 0, 0), &report, &m)) {
		say_problems("in the database", &report);
		return ERR_IO;
	}
	*out = keep(app->shelf, m);
	return OK;
}

err
process_method(struct app *app, struct db_conn *c, struct arena *a, int64_t process, const struct method **out)
{
	str key = str_fmt(a, "%" PRId64, process);
	struct rows r;

	*out = of_process(app->shelf, key);
	if (*out)
		return OK;
	TRY(db_one(c, a, &r, PROCESS_PACK_HASH, INT(process)));
	TRY(load_kept(app, c, a, row_text(&r, 0, 0), out));
	remember(app->shelf, key, *out);
	return OK;
}
