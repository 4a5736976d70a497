/* method.c: loading a pack, and finding things in it. */
#include "app/method/method.h"

#include <sodium.h>
#include <stdlib.h>

#include "app/method/pack.h"
#include "base/str.h"

str
text_in(const struct text3 *t, enum lang lang)
{
	return lang < LANG_COUNT ? t->in[lang] : t->in[LANG_NB];
}

bool
text_is_empty(const struct text3 *t)
{
	return t->in[LANG_NB].n == 0;
}

/* --- loading */
static struct ynode *
read_yaml(struct pack_load *l, str name)
{
	struct pack_file *f = pack_find(&l->files, name);
	struct method_place at = { .file = name };

	l->file = name;
	if (!f) {
		pack_error(l->report, at, "The file is missing.");
		return NULL;
	}
	f->is_used = true;
	return yaml_read(l->a, name, f->bytes, l->report);
}

static void
read_phase(struct pack_load *l, const struct method_ref *ref, struct method_phase *out)
{
	str name = str_fmt(l->a, "phases/" STR_FMT ".yaml", STR_ARG(ref->name));
	struct ynode *root;

	if (!pack_is_id(ref->name) || !pack_find(&l->files, name)) {
		pack_error(l->report, ref->at, "The file " STR_FMT " is missing.", STR_ARG(name));
		return;
	}
	root = read_yaml(l, name);
	if (!root)
		return;
	shape_read(l, &phase_shape, root, out);
	if (out->id.n && !str_eq(out->id, ref->name))
		pack_error(l->report, out->at, "The id of the phase must be the name of the file: " STR_FMT ".",
			STR_ARG(ref->name));
}

static void
read_phases(struct pack_load *l, const struct method_file *file, struct method *m)
{
	m->phases = NEW_ARRAY(l->a, struct method_phase, file->phase_count);
	m->phase_count = file->phase_count;
	for (size_t i = 0; i < file->phase_count; i++) {
		bool twice = false;
		for (size_t j = 0; j < i; j++)
			twice |= str_eq(file->phases[i].name, file->phases[j].name);
		if (twice)
			pack_error(l->report, file->phases[i].at, "The phase \"" STR_FMT "\" is named twice.",
				STR_ARG(file->phases[i].name));
		else
			read_phase(l, &file->phases[i], &m->phases[i]);
	}
}

static err
finish(struct pack_load *l, struct method *m)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof(hash) + 1];

	if (l->report->errors)
		return ERR_INVALID;
	TRY(pack_write(l->a, &l->files, &m->pack));
	crypto_hash_sha256(hash, (const unsigned char *)m->pack.p, m->pack.n);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	m->hash = str_dup(l->a, (str){ hex, sizeof(hex) - 1 });
	return OK;
}

/* From the files to the method. The arena's owner is the method. */
static err
load(struct pack_load *l, struct method *m)
{
	struct method_file file = { 0 };
	struct ynode *root = read_yaml(l, S("method.yaml"));

	if (!root)
		return ERR_INVALID;
	shape_read(l, &method_shape, root, &file);
	file.m.arena = m->arena;
	*m = file.m;
	m->at = file.at;
	read_phases(l, &file, m);
	/* Rules between parts make sense only when the parts are whole. */
	if (l->report->errors == 0)
		pack_check(l, m);
	return finish(l, m);
}

static err
load_from(const char *folder, str pack, struct method_report *report, struct method **out)
{
	struct method *m = mem_new(sizeof(*m));
	struct pack_load *l = NEW(&m->arena, struct pack_load);
	err e;

	*out = NULL;
	report->count = report->more = report->errors = 0;
	l->a = &m->arena;
	l->report = report;
	e = folder ? pack_read_folder(l->a, folder, report, &l->files) : pack_read_bytes(l->a, pack, report, &l->files);
	if (!e)
		e = load(l, m);
	if (e)
		method_free(m);
	else
		*out = m;
	return e;
}

err
method_load(const char *folder, struct method_report *report, struct method **out)
{
	return load_from(folder, (str){ 0 }, report, out);
}

err
method_load_bytes(str pack, struct method_report *report, struct method **out)
{
	return load_from(NULL, pack, report, out);
}

void
method_free(struct method *m)
{
	struct arena arena;

	if (!m)
		return;
	arena = m->arena;
	free(m);
	arena_free(&arena);
}

err
method_check(const char *folder, struct buf *out)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct method_report r = { .arena = &a };
	struct method *m;
	err e = method_load(folder, &r, &m);

	for (size_t i = 0; i < r.count; i++) {
		const struct method_problem *p = &r.problems[i];
		buf_add(out, p->at.file);
		if (p->at.line)
			buf_addf(out, ":%d", p->at.line);
		buf_addf(out, ": %s" STR_FMT "\n", p->is_warning ? "(only a warning) " : "", STR_ARG(p->text));
	}
	if (r.more)
		buf_addf(out, "... and %zu more.\n", r.more);
	if (e)
		buf_addf(out, "%zu mistake%s. The pack cannot be used yet.\n", r.errors, r.errors == 1 ? "" : "s");
	else
		buf_addf(out, STR_FMT " version %d is fine: %zu phases.\n", STR_ARG(m->id), m->version, m->phase_count);
	method_free(m);
	return e;
}

/* --- counting */
int
method_dots(const struct method_ballot *b, size_t n)
{
	size_t dots;

	if (!b->one_dot_per || n == 0)
		return b->dots;
	dots = (n + (size_t)b->one_dot_per / 2) / (size_t)b->one_dot_per;
	if (dots < (size_t)b->dots_least)
		return b->dots_least;
	return dots > (size_t)b->dots_most ? b->dots_most : (int)dots;
}

int
method_copies(const struct method_print *p, int members, int participants, int tables)
{
	int n = 1;

	switch (p->copies) {
	case COPIES_ONE: break;
	case COPIES_MEMBERS: n = members; break;
	case COPIES_PARTICIPANTS: n = participants; break;
	case COPIES_TABLES: n = tables; break;
	}
	return n + (n * p->plus_percent + 99) / 100;
}

/* --- finding */
const struct method_phase *
method_phase(const struct method *m, str id)
{
	for (size_t i = 0; i < m->phase_count; i++)
		if (str_eq(m->phases[i].id, id))
			return &m->phases[i];
	return NULL;
}

const struct method_session *
method_session(const struct method_phase *p, str id)
{
	for (size_t i = 0; i < p->session_count; i++)
		if (str_eq(p->sessions[i].id, id))
			return &p->sessions[i];
	return NULL;
}

const struct method_session *
method_session_of(const struct method_phase *p, enum session_kind kind)
{
	for (size_t i = 0; i < p->session_count; i++)
		if (p->sessions[i].kind == kind)
			return &p->sessions[i];
	return NULL;
}

const struct method_step *
method_step(const struct method *m, str key)
{
	for (size_t i = 0; i < m->phase_count; i++)
		for (size_t j = 0; j < m->phases[i].session_count; j++)
			for (size_t k = 0; k < m->phases[i].sessions[j].step_count; k++)
				if (str_eq(m->phases[i].sessions[j].steps[k].key, key))
					return &m->phases[i].sessions[j].steps[k];
	return NULL;
}

const struct method_sheet *
method_sheet(const struct method_phase *p, str id)
{
	for (size_t i = 0; i < p->sheet_count; i++)
		if (str_eq(p->sheets[i].id, id))
			return &p->sheets[i];
	return NULL;
}

const struct method_message *
method_message(const struct method_session *s, str id)
{
	for (size_t i = 0; i < s->message_count; i++)
		if (str_eq(s->messages[i].id, id))
			return &s->messages[i];
	return NULL;
}

const struct method_column *
method_column(const struct method_step *s, str id)
{
	for (size_t i = 0; i < s->column_count; i++)
		if (str_eq(s->columns[i].id, id))
			return &s->columns[i];
	return NULL;
}
