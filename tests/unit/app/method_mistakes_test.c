/* method_mistakes_test.c: one mistake at a time is put into a good pack; the report must name the file, the line and
 * what to do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/method/method.h"
#include "base/str.h"

#define METHOD "method.yaml"
#define ASK "phases/sporre.yaml"
#define WAIT "phases/vente.yaml"
#define AGREE "phases/enes.yaml"

static str good;

static const struct mistake {
	const char *file, *find, *put;
	const char *at;	/* the file the message must name; NULL: the same */
	int below;	/* line of the message, counted from the line of `find`; -999: the whole file */
	const char *says;
} mistakes[] = {
	/* YAML */
	{ METHOD, "id: mini", "id: [mini", NULL, 1, "cannot be read from here on" },
	{ METHOD, "id: mini", "id: \"mini", NULL, -999, "block mapping that began on line 2" },
	{ METHOD, "id: mini", "\tid: mini", NULL, 0, "a tab" },
	{ METHOD, "id: mini", "id: &x mini", NULL, 0, "put a text that begins with &" },
	{ METHOD, "version: 4", "version: *x", NULL, 0, "write the text again" },
	{ METHOD, "version: 4", "version: !!int 3", NULL, 0, "begins with !" },
	{ METHOD, "introduction: om", "introduction: om\nid: mini2", NULL, 1, "\"id\" stands here twice; it was given on line 2" },
	{ METHOD, "introduction: om", "---\nintroduction: om", NULL, 0, "second document" },
	{ METHOD, "id: mini", "id: [[[[[[[[[[[[[[x]]]]]]]]]]]]]]", NULL, 0, "too deep" },
	{ METHOD, "id: mini", "[a]: b\nid: mini", NULL, 0, "A key must be a word" },
	{ METHOD, "id: mini", "id: m\xff\xfe", NULL, -999, "cannot be read" },
	/* one map */
	{ METHOD, "version: 4", "versjon: 3", NULL, 0, "A method has nothing called \"versjon\". Did you mean \"version\"?" },
	{ METHOD, "version: 4", "version: three", NULL, 0, "must be a whole number from 1 to 1000000" },
	{ METHOD, "version: 4", "version: 0", NULL, 0, "must be a whole number" },
	{ METHOD, "version: 4", "version:", NULL, 0, "\"version\" has no value" },
	{ METHOD, "version: 4\n", "", NULL, -1, "This method lacks \"version\"" },
	{ METHOD, "id: mini", "id: Min Metode", NULL, 0, "cannot be an id" },
	{ METHOD, "id: mini", "id: {nb: x}", NULL, 0, "must be one word or number" },
	{ METHOD, "name: {nb: \"Tre runder\", nn: \"Tre rundar\", en: \"Three rounds\"}", "name: Tre runder", NULL, 0, "three languages" },
	{ METHOD, "nn: \"Tre rundar\", ", "", NULL, 0, "\"name\" lacks the language nn" },
	{ METHOD, "nn: \"Tre rundar\"", "nm: \"Tre rundar\"", NULL, 0, "\"nm\" is not a language" },
	{ METHOD, "nn: \"Tre rundar\"", "nn: \"\"", NULL, 0, "\"name\" has no value" },
	{ METHOD, "nn: \"Tre rundar\"", "nn: \"Tre {runder}\"", NULL, 0, "Take the braces away" },
	{ METHOD, "introduction: om", "introduction: omm", NULL, 0, "The file texts/nb/omm.md is missing" },
	{ METHOD, "introduction: om", "introduction: om.md", NULL, 0, "Write only NAME" },
	{ METHOD, "phases: [sporre, vente, enes]", "phases: [sporre, venta, enes]", NULL, 0, "phases/venta.yaml is missing" },
	{ METHOD, "phases: [sporre, vente, enes]", "phases: [sporre, vente, sporre]", NULL, 0, "named twice" },
	{ METHOD, "required: yes", "required: ja", NULL, 0, "must be yes or no" },
	{ METHOD, "role: safety", "role: savety", NULL, 0, "\"savety\" is not a role. Did you mean \"safety\"?" },
	{ ASK, "kind: tree", "kind: three", NULL, 0, "is not a kind of step. Did you mean \"tree\"? There is: talk, notes" },
	{ ASK, "minutes: 15", "minuts: 15", NULL, 0, "A step has nothing called \"minuts\". Did you mean \"minutes\"?" },
	{ ASK, "        minutes: 15\n", "", NULL, -2, "This step lacks \"minutes\"" },
	{ ASK, "id: ofte", "id: hva", NULL, 0, "two with the id \"hva\" here; the first is on line 19" },
	{ ASK, "id: rot\n", "id: skjema\n", NULL, 0, "two with the id \"skjema\"" },
	{ ASK, "sessions:", "sessions: []\nsesions:", NULL, 0, "must have from 1 to 100 items; it has 0" },
	/* links and sums */
	{ ASK, "minutes: 50", "minutes: 45", NULL, -2, "The steps take 50 minutes together, but the session says 45" },
	{ ASK, "id: sporre", "id: spore", NULL, 0, "must be the name of the file: sporre" },
	{ ASK, "from: skjema", "from: skjemaet", NULL, 0, "There is no step \"skjemaet\"" },
	{ ASK, "from: skjema", "from: skjem", NULL, 0, "Did you mean \"skjema\"?" },
	{ ASK, "from: skjema", "from: valg", NULL, 0, "does not come before this step" },
	{ ASK, "from: skjema", "from: humor", NULL, 0, "A step of kind tree cannot use what comes from \"humor\", which is of kind checkout" },
	{ AGREE, "from: sporre/rot", "from: rot", NULL, 0, "Did you mean \"sporre/rot\"?" },
	{ ASK, "        from: skjema\n", "", NULL, -4, "A step of kind tree needs \"from\"" },
	{ ASK, "of: rot", "of: rota", NULL, -1, "must be one of the steps in this step's \"from\". Did you mean \"rot\"?" },
	{ ASK, "        sheet: skjema", "        sheet: skjemaa", NULL, -4, "The phase has no sheet \"skjemaa\". Did you mean \"skjema\"?" },
	{ ASK, "of: skjema", "of: skjemo", NULL, -1, "There is no sheet \"skjemo\"" },
	{ ASK, "        of: skjema\n", "", NULL, -1, "\"of\" is missing" },
	{ ASK, "dots: 2", "dots: 2\n            dots-least: 3", NULL, -2, "must lie between" },
	{ ASK, "dots: 2", "dots: 2\n            each-most: 3", NULL, -2, "cannot be more than \"dots\"" },
	{ ASK, "    table-least: 2\n    table-most: 3\n", "", NULL, -3, "how many sit at a table" },
	{ ASK, "table-least: 2", "table-least: 5", NULL, -3, "\"table-least\" is more" },
	{ ASK, "to: staff", "to: leader", NULL, -1, "goes to staff or to group" },
	{ ASK, "days: -1", "days: 1", NULL, -3, "the other side of the session" },
	{ ASK, "kind: choice\n", "kind: line\n", NULL, -1, "belong together" },
	{ ASK, "letters: sporre-brev\n", "", NULL, -11, "no \"letters\"" },
	{ METHOD, "role: safety\n    required: yes", "role: safety", NULL, -999, "must have \"safety\" with \"required: yes\"" },
	{ METHOD, "on: start", "on: choice", NULL, -999, "must say in words what the three agree on at the start" },
	{ METHOD, "holds: prepare", "holds: text", NULL, -999, "must have a column that holds prepare" },
	{ METHOD, "holds: duty", "holds: text", NULL, -1, "belongs to a column that holds a duty" },
	/* kinds */
	{ ASK, "work: groups\n", "work: groups\n        picks: [{id: a, least: 1, most: 1, makes: idea, name: {nb: a, nn: a, en: a}}]\n", NULL, -3,
		"A step of kind tree cannot have \"picks\"" },
	{ ASK, "        work: groups\n", "", NULL, -3, "This step lacks \"work\"" },
	{ ASK, "        paper: {nb: \"Tegn greiner.\", nn: \"Teikn greiner.\", en: \"Draw branches.\"}\n", "", NULL, -7, "how the same is done without phones" },
	{ AGREE, "at-zero: reveal", "at-zero: reveal\n        show: at-once", NULL, -4, "what is shown at once cannot be revealed" },
	{ AGREE, "at-zero: reveal", "at-zero: stop-writing", NULL, 0, "is not something that can happen when the time is up. There is: nothing, reveal, next" },
	{ AGREE, "at-zero: reveal", "privacy: own", NULL, -4, "for a form that people fill in alone" },
	{ AGREE, "at-zero: reveal", "privacy: group", NULL, -4, "is unnamed" },
	{ AGREE, "work: groups\n        from: bunker", "work: alone\n        from: bunker", NULL, -3, "A proposal is made by several" },
	{ AGREE, "kind: break", "kind: break\n        at-zero: reveal", NULL, -1, "Nothing is written in a step of kind break" },
	{ ASK, "from: rot\n        at-zero: next", "from: rot\n        show: at-once", NULL, -4, "Votes and answers are shown when all have answered" },
	{ AGREE, "becomes: sign\n", "becomes: need\n", NULL, -43, "\"becomes: sign\"" },
	{ AGREE, "kind: meeting", "kind: workshop", NULL, 6, "belongs in a meeting" },
	{ AGREE, "            least: 1\n", "            least: 3\n", NULL, -1, "\"least\" is more than \"most\"" },
	{ AGREE, "id: tiltak", "id: tiltak\n            ballot: greiner", NULL, 0, "has the ballot \"greiner\"" },
	{ WAIT, "    days: 14\n", "", NULL, -2, "A period has \"days\"" },
	{ WAIT, "means: \"no\"", "means: better", NULL, -8, "or else yes, partly or no" },
	{ WAIT, "means: \"no\"", "means: \"yes\"", NULL, -1, "means the same" },
	{ ASK, "minutes: 50", "minutes: 50\n    days: 3", NULL, -2, "belong to a session of kind period" },
	/* texts */
	{ "texts/nn/sporre-manus.md", "## rot", "## rota", NULL, -999, "The step \"rot\" has no text here: add a line \"## rot\"" },
	{ "texts/nn/sporre-manus.md", "## rot", "## rota", NULL, 0, "The phase has no step called \"rota\"" },
	{ "texts/en/sporre-manus.md", "## rot", "## skjema", NULL, 0, "\"## skjema\" stands twice; the first is on line 7" },
	{ "texts/en/sporre-brev.md", "Come on {date} at {time}.", "", NULL, -2, "no text below \"## kom\"" },
	{ "texts/en/sporre-brev.md", "{time}", "{tiem}", NULL, 0, "{tiem} is not a field that can be filled in. Did you mean \"time\"?" },
	{ "texts/en/sporre-brev.md", "{time}", "{time", NULL, 0, "never closed" },
	{ "texts/en/om.md", "We ask", "We {ask}", NULL, 0, "Take the braces away" },
	{ "texts/en/om.md", "We ask", "We\x01", NULL, -999, "UTF-8 text without control characters" },
	{ "texts/en/om.md", "# About three rounds\n\nWe ask, try and agree.\n", "# About three rounds\n", NULL, -999, "no text" },
};

/* The bytes of the good pack with one file changed. */
static str
with_mistake(struct arena *a, const struct mistake *t, int *line)
{
	struct buf b = buf_new(a, 1 << 20);
	str head, rest, name, length, file, changed;
	int64_t n;

	assert_true(str_cut(good, '\n', &head, &rest));
	buf_addf(&b, STR_FMT "\n", STR_ARG(head));
	*line = -1;
	while (str_cut(rest, '\n', &head, &rest)) {
		assert_true(str_cut(head, ' ', &name, &length));
		assert_int_equal(str_int(length, &n), OK);
		file = str_take(rest, (size_t)n);
		rest = str_from(rest, (size_t)n + 1);
		if (str_eq(name, str_of(t->file))) {
			size_t at = str_find(file, str_of(t->find));
			if (at == SIZE_MAX)
				fail_msg("%s has no \"%s\"", t->file, t->find);
			*line = 1;
			for (size_t i = 0; i < at; i++)
				*line += file.p[i] == '\n';
			changed = str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_take(file, at)), t->put,
				STR_ARG(str_from(file, at + str_of(t->find).n)));
			file = changed;
		}
		buf_addf(&b, STR_FMT " %zu\n" STR_FMT "\n", STR_ARG(name), file.n, STR_ARG(file));
	}
	return buf_str(&b);
}

static bool
is_said(const struct method_report *r, const struct mistake *t, int line)
{
	int want = t->below == -999 ? -1 : line + t->below;

	for (size_t i = 0; i < r->count; i++) {
		const struct method_problem *p = &r->problems[i];
		if (str_find(p->text, str_of(t->says)) != SIZE_MAX && str_eq(p->at.file, str_of(t->at ? t->at : t->file)) &&
			(want < 0 || p->at.line == want))
			return true;
	}
	return false;
}

static void
every_mistake_is_explained_with_file_and_line(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(mistakes); i++) {
		const struct mistake *t = &mistakes[i];
		struct arena a CLEANUP(arena_free) = { 0 };
		struct method_report r = { .arena = &a };
		struct method *m;
		int line;
		str pack;
		pack = with_mistake(&a, t, &line);
		assert_true(line > 0);
		assert_int_equal(method_load_bytes(pack, &r, &m), ERR_INVALID);
		assert_null(m);
		if (is_said(&r, t, line))
			continue;
		for (size_t j = 0; j < r.count; j++)
			print_error(STR_FMT ":%d: " STR_FMT "\n", STR_ARG(r.problems[j].at.file), r.problems[j].at.line,
				STR_ARG(r.problems[j].text));
		print_error("^ %s: \"%s\" in line %d does not say \"%s\" of line %d\n", t->file, t->put, line, t->says, line + t->below);
		failed++;
	}
	assert_int_equal(failed, 0);
}

static void
at_most_fifty_mistakes_are_kept_and_the_rest_counted(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct method_report r = { .arena = &a };
	struct buf yaml = buf_new(&a, 1 << 20), pack = buf_new(&a, 1 << 20);
	struct method *m;

	(void)state;
	for (int i = 0; i < 80; i++)
		buf_addf(&yaml, "key%d: x\n", i);
	buf_addf(&pack, "medvirk-pack 1\nmethod.yaml %zu\n" STR_FMT "\n", buf_str(&yaml).n, STR_ARG(buf_str(&yaml)));
	assert_int_equal(method_load_bytes(buf_str(&pack), &r, &m), ERR_INVALID);
	assert_int_equal(r.count, METHOD_PROBLEMS);
	assert_true(r.more >= 30);
	assert_int_equal(r.errors, r.count + r.more);
}

static void
a_file_nothing_uses_is_only_a_warning(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct method_report r = { .arena = &a };
	str pack = str_fmt(&a, STR_FMT "texts/nn/zz.md 2\nx\n\n", STR_ARG(good));
	struct method *m;

	(void)state;
	assert_int_equal(method_load_bytes(pack, &r, &m), OK);
	assert_int_equal(r.count, 1);
	assert_true(r.problems[0].is_warning);
	assert_true(str_eq(m->pack, good));
	method_free(m);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_mistake_is_explained_with_file_and_line),
		cmocka_unit_test(at_most_fifty_mistakes_are_kept_and_the_rest_counted),
		cmocka_unit_test(a_file_nothing_uses_is_only_a_warning),
	};
	struct arena a CLEANUP(arena_free) = { 0 };
	struct method_report r = { .arena = &a };
	struct method *m;
	int failed;

	if (argc < 2 || method_load(argv[1], &r, &m))
		return 2;
	good = m->pack;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	method_free(m);
	return failed;
}
