/* form.h: forms: declared once, read, checked and drawn from the same table.
 *
 * A handler reads with form_read; when that (or a rule of its own, by form_error) finds something wrong, it draws the
 * page again with the same struct form: the input is kept, a summary takes the focus, the message stands
 * at the field. The dispatcher makes that a 422. */
#ifndef APP_FORM_H
#define APP_FORM_H

#include "app/req.h"

enum field_kind {
	FIELD_LINE,	/* one line of text */
	FIELD_TEXT,	/* several lines */
	FIELD_EMAIL,
	FIELD_SECRET,	/* password: never shown again, not cleaned */
	FIELD_INT,	/* min..max */
	FIELD_DATE,	/* kept as typed; form_time puts date and time together */
	FIELD_TIME,
	FIELD_CHOICE,	/* one of choices */
	FIELD_TICK,	/* checkbox: "1" or empty */
	FIELD_HIDDEN,
	FIELD_FILE,	/* drawn only: what comes is in rq->files */
};

struct choice {
	str value, label;	/* label is shown as it is */
};

struct field {
	const char *name;
	const char *label;	/* message id: N_("…"); drawn in the page's language */
	const char *hint;	/* message id or NULL */
	enum field_kind kind;
	int64_t min, max;	/* FIELD_INT: values; texts: graphemes, max 0 means 200 (lines) or 4000; FIELD_FILE: bytes, 0: as many as come */
	bool required;
	bool quiet;	/* may be empty, and the page says so in another way: not marked as optional */
	const char *autocomplete;	/* WCAG 1.3.5; NULL: none */
};

struct form {
	const struct field *fields;
	size_t n;
	str *values;	/* cleaned; as typed when wrong */
	str *errors;	/* empty: fine */
	const struct choice **choices;	/* by field; set with form_choices before drawing */
	size_t *choice_counts;
	bool wrong;
};

/* An empty form to draw. fields is borrowed for the request. */
struct form form_new(struct req *rq, const struct field *fields, size_t n);
/* Reads the request's body into a form: cleans, checks kinds and sizes. ERR_INVALID when something is wrong. */
err form_read(struct req *rq, const struct field *fields, size_t n, struct form *out) MUST_USE;
void form_choices(struct form *f, const char *name, const struct choice *c, size_t n);
/* FIELD_CHOICE: ERR_INVALID unless the value is among the choices (or empty and not required). */
err form_check_choice(struct req *rq, struct form *f, const char *name) MUST_USE;

str form_str(const struct form *f, const char *name);
int64_t form_int(const struct form *f, const char *name);
bool form_tick(const struct form *f, const char *name);
/* Date and time fields together as UTC seconds; 0 when the date is empty. Sets the error itself. */
err form_time(struct req *rq, struct form *f, const char *date, const char *time, int64_t *out) MUST_USE;
void form_set(struct form *f, const char *name, str value);
void form_set_int(struct req *rq, struct form *f, const char *name, int64_t value);
/* Marks a field as wrong, with a message for people. Always ERR_INVALID. */
err form_error(struct form *f, const char *name, str message);
size_t form_at(const struct form *f, const char *name);	/* asserts that it exists */

#endif
