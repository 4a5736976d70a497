/* sql_file.c: reads files of named SQL statements. */
#include "sql_file.h"

#define MARK "-- stmt:"

/* Where the quoted text or comment that begins at i ends (one past), or i when none begins there. */
static size_t
skip_quoted(str s, size_t i)
{
	char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : 0;
	size_t end;

	if (c == '\'' || c == '"') {
		for (end = i + 1; end < s.n && s.p[end] != c; end++)
			;
		return end < s.n ? end + 1 : s.n;
	}
	if (c == '-' && next == '-') {
		end = str_find(str_from(s, i), S("\n"));
		return end == SIZE_MAX ? s.n : i + end;
	}
	if (c == '/' && next == '*') {
		end = str_find(str_from(s, i), S("*/"));
		return end == SIZE_MAX ? s.n : i + end + 2;
	}
	return i;
}

struct params {
	bool seen[128];
	unsigned most;
};

/* The $N at i. */
static err
note_parameter(struct params *p, str s, size_t i, struct arena *a, size_t line, struct fault *f)
{
	unsigned v = 0;

	for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && v < 1000; i++)
		v = v * 10 + (unsigned)(s.p[i] - '0');
	if (v == 0 || v >= COUNT(p->seen))
		return fault_at(f, a, line, "a $ that is no parameter from $1 to $127");
	p->seen[v] = true;
	p->most = v > p->most ? v : p->most;
	return OK;
}

/* The statement without comments, doubled white space and its last semicolon. */
static err
tidy(struct arena *a, str s, size_t line, str *out, unsigned *params, struct fault *f)
{
	struct buf b = buf_new(a, TOOL_MAX);
	struct params seen = { .most = 0 };
	bool gap = false, over = false;

	for (size_t i = 0; i < s.n;) {
		size_t end = skip_quoted(s, i);
		bool comment = end > i && s.p[i] != '\'' && s.p[i] != '"';
		if (comment || is_blank(s.p[i])) {
			gap = true;
			i = comment ? end : i + 1;
			continue;
		}
		if (over)
			return fault_at(f, a, line, "more than one statement in the block");
		if (s.p[i] == ';') {
			over = true;
			i++;
			continue;
		}
		if (s.p[i] == '?')
			return fault_at(f, a, line, "parameters are written $1, $2 …, not ?");
		if (s.p[i] == '$')
			TRY(note_parameter(&seen, s, i, a, line, f));
		if (gap && b.n)
			buf_addc(&b, ' ');
		gap = false;
		buf_add(&b, (str){ s.p + i, end > i ? end - i : 1 });
		i = end > i ? end : i + 1;
	}
	for (unsigned v = 1; v < seen.most; v++)
		if (!seen.seen[v])
			return fault_at(f, a, line, "$%u is used but $%u is not", seen.most, v);
	*params = seen.most;
	if (b.n == 0)
		return fault_at(f, a, line, "the block has no statement");
	return buf_done(&b, out);
}

static bool
name_ok(str name)
{
	if (name.n == 0 || name.p[0] < 'A' || name.p[0] > 'Z')
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!is_word(name.p[i]) || (name.p[i] >= 'a' && name.p[i] <= 'z'))
			return false;
	return !str_eq(name, S("STMT_NONE")) && !str_eq(name, S("STMT_COUNT"));
}

static struct sql_named *
find(struct sql_list *list, str name)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->items[i].name, name))
			return &list->items[i];
	return NULL;
}

static struct sql_named *
append(struct arena *a, struct sql_list *list)
{
	if (list->n == list->room) {
		struct sql_named *more = NEW_ARRAY(a, struct sql_named, list->room ? list->room * 2 : 64);
		if (list->n)
			memcpy(more, list->items, list->n * sizeof(*more));
		list->items = more;
		list->room = list->room ? list->room * 2 : 64;
	}
	return &list->items[list->n++];
}

/* One block: what stands after the mark on its line, and the text up to the next mark. */
static err
block(struct arena *a, struct sql_named at, str head, str body, struct sql_list *list, struct fault *f)
{
	bool override = str_cut(head, '@', &head, &at.file);
	str engine = override ? str_trim(at.file) : S("");
	str file = f->file;
	struct sql_named *known;
	str text;

	at.name = str_trim(head);
	at.file = file;
	if (!name_ok(at.name))
		return fault_at(f, a, at.line, "'" STR_FMT "' is no statement name (capitals, digits, _)", STR_ARG(at.name));
	if (override && !str_eq(engine, S("postgres")))
		return fault_at(f, a, at.line, "only @postgres can follow a name");
	TRY(tidy(a, body, at.line, &text, &at.params, f));
	known = find(list, at.name);
	if (!override) {
		if (known)
			return fault_at(f, a, at.line, STR_FMT " is already at " STR_FMT ":%zu", STR_ARG(at.name),
				STR_ARG(known->file), known->line);
		at.sqlite = text;
		*append(a, list) = at;
		return OK;
	}
	if (!known || !str_eq(known->file, file))
		return fault_at(f, a, at.line, STR_FMT " @postgres needs a plain " STR_FMT " above it in this file",
			STR_ARG(at.name), STR_ARG(at.name));
	if (known->postgres.n)
		return fault_at(f, a, at.line, STR_FMT " @postgres is there twice", STR_ARG(at.name));
	if (known->params != at.params)
		return fault_at(f, a, at.line, STR_FMT " takes %u parameters, its @postgres text %u", STR_ARG(at.name),
			known->params, at.params);
	known->postgres = text;
	return OK;
}

err
sql_file_read(struct arena *a, str file, str text, struct sql_list *list, struct fault *f)
{
	size_t line = 1, begun = 0;
	str head = { 0 }, body = { 0 }, rest = text;

	f->file = file;
	while (rest.n) {
		str one, after;
		bool more = str_cut(rest, '\n', &one, &after);
		if (str_starts(one, S(MARK))) {
			if (begun)
				TRY(block(a, (struct sql_named){ .line = begun }, head, body, list, f));
			begun = line;
			head = str_from(one, sizeof(MARK) - 1);
			body = (str){ after.p, 0 };
		} else if (begun) {
			body.n = (size_t)(one.p + one.n - body.p) + (more ? 1 : 0);
		} else if (str_trim(one).n && !str_starts(str_trim(one), S("--"))) {
			return fault_at(f, a, line, "SQL before the first '" MARK " NAME'");
		}
		rest = after;
		line++;
	}
	return begun ? block(a, (struct sql_named){ .line = begun }, head, body, list, f) : OK;
}
