/* form.c: reading and checking forms by their table. */
#include "app/form.h"

#include "text/date.h"

#define LINE_MAX_GRAPHEMES 200
#define TEXT_MAX_GRAPHEMES 4000
#define SECRET_MAX_BYTES 1024

struct form
form_new(struct req *rq, const struct field *fields, size_t n)
{
	return (struct form){
		.fields = fields,
		.n = n,
		.values = NEW_ARRAY(rq->arena, str, n),
		.errors = NEW_ARRAY(rq->arena, str, n),
		.choices = NEW_ARRAY(rq->arena, const struct choice *, n),
		.choice_counts = NEW_ARRAY(rq->arena, size_t, n),
	};
}

size_t
form_at(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->fields[i].name, name) == 0)
			return i;
	assert(!"the form has such a field");
	return 0;
}

static size_t
most_graphemes(const struct field *fd)
{
	if (fd->kind != FIELD_INT && fd->max > 0)
		return (size_t)fd->max;
	return fd->kind == FIELD_TEXT ? TEXT_MAX_GRAPHEMES : LINE_MAX_GRAPHEMES;
}

static bool
is_email(str s)
{
	str local, domain;

	if (!str_cut(s, '@', &local, &domain) || local.n == 0 || local.n > 64 || domain.n < 3 || domain.n > 250)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == ',' || s.p[i] == ';' || s.p[i] == '<' || s.p[i] == '>')
			return false;
	return str_has(domain, '.') && !str_has(domain, '@') && domain.p[0] != '.' && domain.p[domain.n - 1] != '.';
}

static str
int_problem(struct req *rq, const struct field *fd, str value)
{
	int64_t v;

	if (str_int(value, &v))
		return tr(rq->lang, "Write a number with digits.");
	if (v < fd->min || v > fd->max)
		return fill(rq->arena, rq->lang, tr(rq->lang, "Choose a number from {min} to {max}."), V("min", fd->min),
			V("max", fd->max));
	return (str){ 0 };
}

/* What is wrong with a cleaned, non-empty value; empty when nothing is. */
static str
kind_problem(struct req *rq, const struct field *fd, str value)
{
	int64_t t;

	switch (fd->kind) {
	case FIELD_INT: return int_problem(rq, fd, value);
	case FIELD_EMAIL:
		return is_email(value) ? (str){ 0 } : tr(rq->lang, "Write an e-mail address, like name@example.no.");
	case FIELD_DATE:
		return date_parse(value, (str){ 0 }, &t) ?
			tr(rq->lang, "Write a date that exists, like 21.11.2026.") : (str){ 0 };
	case FIELD_TIME:
		return date_parse(S("2026-01-01"), value, &t) ? tr(rq->lang, "Write a clock time, like 13.00.") : (str){ 0 };
	case FIELD_LINE:
		return str_has(value, '\n') ? tr(rq->lang, "Write it on one line.") : (str){ 0 };
	case FIELD_TEXT:
	case FIELD_SECRET:
	case FIELD_CHOICE:
	case FIELD_TICK:
	case FIELD_HIDDEN:
	case FIELD_FILE:
		break;
	}
	return (str){ 0 };
}

static str
read_one(struct req *rq, const struct field *fd, str *value)
{
	err e;

	if (fd->kind == FIELD_SECRET) {
		e = value->n > SECRET_MAX_BYTES ? ERR_TOOBIG : OK;
	} else {
		str clean;
		e = text_clean(rq->arena, *value, most_graphemes(fd), &clean);
		if (!e)
			*value = clean;
	}
	if (e == ERR_TOOBIG)
		return fill(rq->arena, rq->lang, tr(rq->lang, "This is too long: at most {n} letters."),
			V("n", (int64_t)most_graphemes(fd)));
	if (e)
		return tr(rq->lang, "There are characters in this that we cannot save. Write it again with ordinary letters.");
	if (value->n == 0)
		return fd->required ? tr(rq->lang, "Fill in this field.") : (str){ 0 };
	if (fd->kind == FIELD_EMAIL)
		*value = str_lower(rq->arena, *value);
	return kind_problem(rq, fd, *value);
}

err
form_read(struct req *rq, const struct field *fields, size_t n, struct form *out)
{
	*out = form_new(rq, fields, n);
	for (size_t i = 0; i < n; i++) {
		out->values[i] = req_form(rq, str_of(fields[i].name));
		out->errors[i] = read_one(rq, &fields[i], &out->values[i]);
		out->wrong |= out->errors[i].n > 0;
	}
	return out->wrong ? ERR_INVALID : OK;
}

void
form_choices(struct form *f, const char *name, const struct choice *c, size_t n)
{
	size_t i = form_at(f, name);

	f->choices[i] = c;
	f->choice_counts[i] = n;
}

err
form_check_choice(struct req *rq, struct form *f, const char *name)
{
	size_t at = form_at(f, name);

	if (f->values[at].n == 0 && !f->fields[at].required)
		return OK;
	for (size_t i = 0; i < f->choice_counts[at]; i++)
		if (str_eq(f->values[at], f->choices[at][i].value))
			return OK;
	return form_error(f, name, tr(rq->lang, "Choose one from the list."));
}

str
form_str(const struct form *f, const char *name)
{
	return f->values[form_at(f, name)];
}

int64_t
form_int(const struct form *f, const char *name)
{
	int64_t v;

	return str_int(form_str(f, name), &v) ? 0 : v;
}

bool
form_tick(const struct form *f, const char *name)
{
	return form_str(f, name).n > 0;
}

err
form_time(struct req *rq, struct form *f, const char *date, const char *time, int64_t *out)
{
	str d = form_str(f, date), t = time ? form_str(f, time) : (str){ 0 };

	*out = 0;
	if (d.n == 0)
		return OK;
	if (date_parse(d, t, out))
		return form_error(f, date, tr(rq->lang, "Write a date that exists, like 21.11.2026."));
	return OK;
}

void
form_set(struct form *f, const char *name, str value)
{
	f->values[form_at(f, name)] = value;
}

void
form_set_int(struct req *rq, struct form *f, const char *name, int64_t value)
{
	form_set(f, name, str_fmt(rq->arena, "%" PRId64, value));
}

err
form_error(struct form *f, const char *name, str message)
{
	f->errors[form_at(f, name)] = message;
	f->wrong = true;
	return ERR_INVALID;
}
