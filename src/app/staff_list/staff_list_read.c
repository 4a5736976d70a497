/* staff_list_read.c: rows of a file, or of the page's form, as people with roles. */
#include "app/staff_list/staff_list_rows.h"

#include "post/header.h"
#include "text/date.h"

/* ---- columns ---- */

enum column { COLUMN_OTHER, COLUMN_GIVEN, COLUMN_FAMILY, COLUMN_NAME, COLUMN_EMAIL, COLUMN_UNIT, COLUMN_CODE, COLUMN_ROLE, COLUMN_LEADER, COLUMN_UNWANTED };

/* By the plain letters of a heading alone: "E-post:" is "epost", "Førenamn" is "frenamn". */
static const struct {
	const char *word;
	enum column column;
} headings[] = {
	{ "fornavn", COLUMN_GIVEN }, { "frenamn", COLUMN_GIVEN }, { "fornamn", COLUMN_GIVEN }, { "firstname", COLUMN_GIVEN },
	{ "givenname", COLUMN_GIVEN },
	{ "etternavn", COLUMN_FAMILY }, { "etternamn", COLUMN_FAMILY }, { "lastname", COLUMN_FAMILY }, { "surname", COLUMN_FAMILY },
	{ "familyname", COLUMN_FAMILY },
	{ "navn", COLUMN_NAME }, { "namn", COLUMN_NAME }, { "name", COLUMN_NAME }, { "fulltnavn", COLUMN_NAME }, { "ansatt", COLUMN_NAME },
	{ "epost", COLUMN_EMAIL }, { "epostadresse", COLUMN_EMAIL }, { "email", COLUMN_EMAIL }, { "mail", COLUMN_EMAIL },
	{ "emailaddress", COLUMN_EMAIL },
	{ "enhet", COLUMN_UNIT }, { "eining", COLUMN_UNIT }, { "unit", COLUMN_UNIT }, { "arbeidssted", COLUMN_UNIT },
	{ "avdeling", COLUMN_UNIT },
	{ "enhetkode", COLUMN_CODE }, { "enhetskode", COLUMN_CODE }, { "einingskode", COLUMN_CODE }, { "unitcode", COLUMN_CODE },
	{ "rolle", COLUMN_ROLE }, { "role", COLUMN_ROLE },
	{ "lederepost", COLUMN_LEADER }, { "leiarepost", COLUMN_LEADER }, { "leaderemail", COLUMN_LEADER }, { "manageremail", COLUMN_LEADER },
};
/* Beginnings of what must never be sent here (domain.md E.12). */
static const char *const unwanted[] = { "fagforening", "fagforeining", "forbund", "union", "fravr", "sykefravr", "sjukefrvr", "absence",
	"permisjon", "leave", "fdselsnummer", "fodselsnummer", "fdselsnr", "personnummer", "personnr", "nationalid", "diagnose", "helse" };

static str
plain(struct arena *a, str heading)
{
	struct buf b = buf_new(a, heading.n + 1);

	heading = str_lower(a, heading);
	for (size_t i = 0; i < heading.n; i++)
		if (heading.p[i] >= 'a' && heading.p[i] <= 'z')
			buf_addc(&b, heading.p[i]);
	return buf_str(&b);
}

static enum column
column_of(struct arena *a, str heading)
{
	str word = plain(a, heading);

	for (size_t i = 0; i < COUNT(headings); i++)
		if (str_eq(word, str_of(headings[i].word)))
			return headings[i].column;
	for (size_t i = 0; i < COUNT(unwanted); i++)
		if (str_starts(word, str_of(unwanted[i])))
			return COLUMN_UNWANTED;
	return COLUMN_OTHER;
}

struct head {
	enum column columns[READ_COLUMNS_MOST];
	size_t n;
	bool has[COLUMN_UNWANTED + 1];
};

static void
name_column(struct arena *a, str *list, str heading)
{
	heading = str_take(heading, 60);
	if (!str_is_utf8(heading))
		heading = S("?");
	*list = list->n ? str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(*list), STR_ARG(heading)) : heading;
}

static void
read_head(struct arena *a, const struct read_row *row, struct head *h, struct staff_list *out)
{
	h->n = row->n;
	for (size_t k = 0; k < row->n; k++) {
		enum column column = column_of(a, row->cells[k]);
		/* The first of two counts. */
		if (h->has[column] && column != COLUMN_UNWANTED)
			column = COLUMN_OTHER;
		h->columns[k] = column;
		h->has[column] = true;
		if (column == COLUMN_OTHER && row->cells[k].n)
			name_column(a, &out->ignored, row->cells[k]);
		if (column == COLUMN_UNWANTED)
			name_column(a, &out->unwanted, row->cells[k]);
	}
	out->has_head = (h->has[COLUMN_NAME] || (h->has[COLUMN_GIVEN] && h->has[COLUMN_FAMILY])) &&
		(h->has[COLUMN_UNIT] || h->has[COLUMN_CODE] || h->has[COLUMN_EMAIL]);
}

/* ---- cells ---- */

static err
wrong(struct staff_row *s, str problem)
{
	s->outcome = STAFF_WRONG;
	s->problem = problem;
	return ERR_INVALID;
}

static err
check_name(struct arena *a, enum lang l, struct staff_row *s)
{
	str name;
	err e = text_clean(a, s->name, STAFF_LIST_NAME, &name);

	if (!e && !name.n)
		return wrong(s, tr(l, "The name is missing."));
	if (e == ERR_TOOBIG)
		return wrong(s, tr(l, "The name is too long."));
	if (e || str_has(name, '\n') || str_has(name, '\t'))
		return wrong(s, tr(l, "There are characters in the name that cannot be read."));
	if (looks_like_formula(name))
		return wrong(s, tr(l, "The name begins with a character that spreadsheets take for a formula."));
	s->name = name;
	return OK;
}

static err
check_email(struct arena *a, enum lang l, struct staff_row *s)
{
	s->email = str_lower(a, s->email);
	if (s->email.n && (!mail_address_is_fit(s->email) || !str_has(s->email, '.') || looks_like_formula(s->email)))
		return wrong(s, tr(l, "The e-mail address is not one: write it like name@example.no."));
	return OK;
}

static void
is_at(struct staff_row *s, const struct unit *u)
{
	s->unit = u->id;
	s->unit_name = u->name;
}

/* The only one there is; NULL when there are several, or none. */
static const struct unit *
only_unit(const struct units *units)
{
	const struct unit *only = NULL;

	for (size_t i = 0; i < units->n; i++) {
		if (!str_eq(units->p[i].kind, S("unit")))
			continue;
		if (only)
			return NULL;
		only = &units->p[i];
	}
	return only;
}

/* How many units have this code, or this name; the last of them is set. */
static size_t
find_unit(const struct units *units, str code, str name, struct staff_row *s)
{
	size_t found = 0;

	for (size_t i = 0; i < units->n; i++) {
		const struct unit *u = &units->p[i];
		if (!(code.n && str_eq_nocase(u->code, code)) && !(name.n && str_eq_nocase(u->name, name)))
			continue;
		found++;
		is_at(s, u);
	}
	return found;
}

/* By its code, else by its name; with one unit only, it need not be named. */
static err
check_unit(struct arena *a, enum lang l, const struct units *units, str code, str name, struct staff_row *s)
{
	const struct unit *only = only_unit(units);
	size_t found;

	if (text_clean(a, name, STAFF_LIST_NAME, &name) || text_clean(a, code, STAFF_LIST_NAME, &code))
		return wrong(s, tr(l, "There are characters in the unit's name that cannot be read."));
	s->unit_name = name.n ? name : code;
	if (!name.n && !code.n && only) {
		is_at(s, only);
		return OK;
	}
	if (!name.n && !code.n)
		return wrong(s, tr(l, "The unit is missing."));
	found = find_unit(units, code, (str){ 0 }, s);
	if (!found)
		found = find_unit(units, (str){ 0 }, name, s);
	if (found > 1)
		return wrong(s, tr(l, "Several units have this name or code. Make them different first."));
	return found ? OK : wrong(s, tr(l, "There is no unit with this name or code. Write it as it stands under Units, or add it there first."));
}

/* Words beside the names the pages use. */
static const struct {
	const char *word;
	enum role role;
} role_words[] = {
	{ "ansatte", ROLE_STAFF }, { "medarbeider", ROLE_STAFF }, { "medarbeidar", ROLE_STAFF }, { "personale", ROLE_STAFF },
	{ "enhetsleder", ROLE_LEADER }, { "einingsleiar", ROLE_LEADER }, { "avdelingsleder", ROLE_LEADER }, { "manager", ROLE_LEADER },
};

static enum role
role_said(struct arena *a, str word)
{
	for (enum role r = ROLE_LEADER; r < ROLE_COUNT; r++) {
		if (str_eq_nocase(word, role_word(r)))
			return r;
		for (enum lang l = LANG_NB; l < LANG_COUNT; l++)
			if (str_eq_nocase(word, role_name(l, r)))
				return r;
	}
	for (size_t i = 0; i < COUNT(role_words); i++)
		if (str_eq(str_lower(a, word), str_of(role_words[i].word)))
			return role_words[i].role;
	return ROLE_NONE;
}

#define ROLES_IN_LISTS (ROLE_BIT(ROLE_STAFF) | ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_SUPERIOR) | ROLE_BIT(ROLE_SAFETY) | \
	ROLE_BIT(ROLE_CHIEF_SAFETY) | ROLE_BIT(ROLE_EMPLOYEE_REP))

static err
check_role(struct arena *a, enum lang l, str word, struct staff_row *s)
{
	s->role = word.n ? role_said(a, word) : ROLE_STAFF;
	if (s->role == ROLE_UNION || s->role == ROLE_CHIEF_UNION)
		return wrong(s, tr(l, "Union representatives are registered by hand, with their union."));
	if (s->role == ROLE_ADMIN)
		return wrong(s, tr(l, "Administrators are registered by hand."));
	if (!(ROLE_BIT(s->role) & ROLES_IN_LISTS))
		return wrong(s, tr(l, "There is no such role. Leave it empty for employees."));
	return OK;
}

/* ---- rows ---- */

static str
cell_of(const struct head *h, const struct read_row *row, enum column column)
{
	for (size_t k = 0; k < h->n && k < row->n; k++)
		if (h->columns[k] == column)
			return row->cells[k];
	return (str){ 0 };
}

static void
read_row(struct arena *a, enum lang l, const struct units *units, const struct head *h, const struct read_row *row, struct staff_row *s)
{
	str given = cell_of(h, row, COLUMN_GIVEN), family = cell_of(h, row, COLUMN_FAMILY);

	*s = (struct staff_row){ .number = row->number, .name = cell_of(h, row, COLUMN_NAME), .email = cell_of(h, row, COLUMN_EMAIL) };
	if (given.n || family.n)
		s->name = str_trim(str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(given), STR_ARG(family)));
	/* The first thing that is wrong is said; the rest can wait. */
	if (check_name(a, l, s) || check_email(a, l, s) || check_unit(a, l, units, cell_of(h, row, COLUMN_CODE), cell_of(h, row, COLUMN_UNIT), s))
		return;
	(void)!check_role(a, l, cell_of(h, row, COLUMN_ROLE), s);
	s->leader = str_lower(a, cell_of(h, row, COLUMN_LEADER));
	if (!mail_address_is_fit(s->leader) || !str_has(s->leader, '.'))
		s->leader = (str){ 0 };
}

err
staff_list_read(struct db_conn *c, struct arena *a, enum lang l, int64_t organisation, const struct read_table *t, struct staff_list *out)
{
	struct head h = { 0 };
	struct units units;

	*out = (struct staff_list){ .encoding = t->encoding, .separator = t->separator, .tab = t->tab, .tabs = t->tabs };
	if (!t->n)
		return OK;
	if (t->n > STAFF_LIST_ROWS_MOST + 1)
		return ERR_TOOBIG;
	read_head(a, &t->rows[0], &h, out);
	if (!out->has_head)
		return OK;
	TRY(units_of(c, a, organisation, &units));
	out->rows = NEW_ARRAY(a, struct staff_row, t->n);
	for (size_t i = 1; i < t->n; i++)
		read_row(a, l, &units, &h, &t->rows[i], &out->rows[out->n++]);
	TRY(staff_list_look(c, a, l, organisation, out));
	return staff_list_leaders(c, a, out);
}

/* ---- to the page's form and back ---- */

str
staff_list_pack(struct arena *a, const struct staff_list *s)
{
	struct buf b = buf_new(a, READ_BYTES_MOST);

	for (size_t i = 0; i < s->n; i++) {
		const struct staff_row *r = &s->rows[i];
		if (r->outcome == STAFF_SAME || r->outcome == STAFF_WRONG)
			continue;
		buf_addf(&b, "%zu\t%" PRId64 "\t" STR_FMT "\t" STR_FMT "\t", r->number, r->unit, STR_ARG(role_word(r->role)), STR_ARG(r->email));
		buf_add(&b, r->name);
		buf_addc(&b, '\n');
	}
	return buf_str(&b);
}

/* Whoever sends the form may have written it: everything is looked at as if it came from a file. */
static err
unpack_row(struct arena *a, enum lang l, const struct units *units, str line, struct staff_row *s)
{
	str number, unit, role, email, name, unit_name = { 0 };
	int64_t n = 0, id = 0;

	if (!str_cut(line, '\t', &number, &line) || !str_cut(line, '\t', &unit, &line) || !str_cut(line, '\t', &role, &line) ||
	    !str_cut(line, '\t', &email, &name) || str_int(number, &n) || n < 1 || str_int(unit, &id))
		return ERR_INVALID;
	*s = (struct staff_row){ .number = (size_t)n, .name = str_trim(name), .email = email };
	for (size_t i = 0; i < units->n; i++)
		if (units->p[i].id == id)
			unit_name = units->p[i].name;
	s->unit = id;
	s->unit_name = unit_name;
	if (!unit_name.n)
		return wrong(s, tr(l, "The unit is not there any more."));
	if (check_name(a, l, s) || check_email(a, l, s) || check_role(a, l, role, s))
		return ERR_INVALID;
	return OK;
}

err
staff_list_unpack(struct db_conn *c, struct arena *a, enum lang l, int64_t organisation, str packed, struct staff_list *out)
{
	struct units units;
	str line;

	*out = (struct staff_list){ .has_head = true };
	TRY(units_of(c, a, organisation, &units));
	out->rows = NEW_ARRAY(a, struct staff_row, STAFF_LIST_ROWS_MOST);
	while (packed.n) {
		(void)str_cut(packed, '\n', &line, &packed);
		line = str_trim(line);
		if (!line.n)
			continue;
		if (out->n == STAFF_LIST_ROWS_MOST)
			return ERR_TOOBIG;
		if (unpack_row(a, l, &units, line, &out->rows[out->n]) && out->rows[out->n].outcome != STAFF_WRONG)
			return ERR_INVALID;
		out->n++;
	}
	return staff_list_look(c, a, l, organisation, out);
}
