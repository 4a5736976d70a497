/* sections.c: one Markdown file holds the scripts of all steps of a phase, another the texts of all its messages.
 * "## step-id" on a line of its own begins the text of that step. What stands before the first is for the editor. */
#include "app/method/pack.h"
#include "base/str.h"

#define SECTIONS 100

struct section {
	str id, body;
	int line;
	bool is_used;
};

/* One file in one language. */
struct sections {
	str file;
	struct section list[SECTIONS];
	size_t count;
};

static void
split(struct pack_load *l, str file, struct sections *out)
{
	const struct pack_file *f = pack_find(&l->files, file);
	struct section *now = NULL;
	str rest = f ? f->bytes : (str){ 0 }, line;
	int number = 0;

	*out = (struct sections){ .file = file };
	while (rest.n) {
		str_cut(rest, '\n', &line, &rest);
		number++;
		if (now && !str_starts(line, S("## "))) {
			if (!now->body.p)
				now->body.p = line.p;
			now->body.n = (size_t)(line.p + line.n - now->body.p);
		}
		if (!str_starts(line, S("## ")))
			continue;
		if (out->count == SECTIONS)
			break;
		now = &out->list[out->count++];
		*now = (struct section){ .id = str_trim(str_from(line, 3)), .line = number };
	}
}

static struct section *
find(struct sections *s, str id)
{
	for (size_t i = 0; i < s->count; i++)
		if (str_eq(s->list[i].id, id))
			return &s->list[i];
	return NULL;
}

static void
take(struct pack_load *l, struct sections *s, str id, const char *what, bool must, str *out)
{
	struct method_place at = { .file = s->file };
	struct section *found = find(s, id);

	if (!found) {
		if (must)
			pack_error(l->report, at, "The %s \"" STR_FMT "\" has no text here: add a line "
				"\"## " STR_FMT "\" and the text below it.",
				what, STR_ARG(id), STR_ARG(id));
		return;
	}
	found->is_used = true;
	at.line = found->line;
	*out = str_trim(str_without(l->a, found->body, '\r'));
	if (out->n == 0)
		pack_error(l->report, at, "There is no text below \"## " STR_FMT "\".", STR_ARG(id));
}

static void
left_over(struct pack_load *l, const struct sections *s, const char *what)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct section *now = &s->list[i], *first = now;
		struct method_place at = { s->file, now->line };
		for (size_t j = i; j > 0; j--)
			if (str_eq(s->list[j - 1].id, now->id))
				first = &s->list[j - 1];
		if (first != now)
			pack_error(l->report, at, "\"## " STR_FMT "\" stands twice; the first is on line %d.",
				STR_ARG(now->id), first->line);
		else if (!now->is_used)
			pack_error(l->report, at, "The phase has no %s called \"" STR_FMT "\". Use ### for headings "
				"inside a text.", what,
				STR_ARG(str_take(now->id, 40)));
	}
}

static void
split_script(struct pack_load *l, struct method_phase *p, struct sections *s, int lang)
{
	for (size_t i = 0; i < p->session_count; i++) {
		struct method_session *session = &p->sessions[i];
		for (size_t j = 0; j < session->step_count; j++) {
			struct method_step *step = &session->steps[j];
			take(l, s, step->id, "step", step->kind != STEP_BREAK, &step->script.in[lang]);
		}
	}
	left_over(l, s, "step");
}

static void
split_letters(struct pack_load *l, struct method_phase *p, struct sections *s, int lang)
{
	for (size_t i = 0; i < p->session_count; i++) {
		struct method_session *session = &p->sessions[i];
		for (size_t j = 0; j < session->message_count; j++)
			take(l, s, session->messages[j].id, "message", true, &session->messages[j].body.in[lang]);
	}
	left_over(l, s, "message");
}

static bool
has_messages(const struct method_phase *p)
{
	for (size_t i = 0; i < p->session_count; i++)
		if (p->sessions[i].message_count)
			return true;
	return false;
}

static str
file_of(struct pack_load *l, int lang, str name)
{
	static const char *const tags[LANG_COUNT] = { "nb", "nn", "en" };

	return str_fmt(l->a, "texts/%s/" STR_FMT ".md", tags[lang], STR_ARG(name));
}

void
sections_split(struct pack_load *l, struct method *m)
{
	struct sections *s = NEW(l->a, struct sections);

	for (size_t i = 0; i < m->phase_count; i++) {
		struct method_phase *p = &m->phases[i];
		if (has_messages(p) && p->letters.name.n == 0)
			pack_error(l->report, p->at, "The phase has messages but no \"letters\": the name of the "
				"file with their texts.");
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			if (p->script.body.in[lang].n) {
				split(l, file_of(l, lang, p->script.name), s);
				split_script(l, p, s, lang);
			}
			if (p->letters.body.in[lang].n) {
				split(l, file_of(l, lang, p->letters.name), s);
				split_letters(l, p, s, lang);
			}
		}
	}
}
