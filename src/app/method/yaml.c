/* yaml.c: one YAML file as a tree of nodes with line numbers.
 *
 * Packs are plain maps, lists and texts. Anchors, aliases, tags and several documents are refused: they surprise
 * editors, and aliases make a small file unfold into a huge one. The events are looked through for these, for depth and
 * for number first; only then is the document built. */
#include <yaml.h>

#include "app/method/pack.h"
#include "base/str.h"

struct reading {
	struct arena *a;
	struct method_report *r;
	str file;
	size_t nodes;
	int depth, documents;
};

static void
wrong(struct reading *rd, size_t line, const char *text)
{
	pack_error(rd->r, (struct method_place){ rd->file, (int)line + 1 }, "%s", text);
}

static void
wrong_syntax(struct reading *rd, const yaml_parser_t *p)
{
	struct method_place at = { rd->file, (int)p->problem_mark.line + 1 };
	str began = { 0 };

	if (p->context)
		began = str_fmt(rd->a, ", %s that began on line %zu", p->context, p->context_mark.line + 1);
	pack_error(rd->r, at, "The file cannot be read from here on (%s" STR_FMT "). Look for a missing quotation "
		"mark, colon or bracket, for a tab, or for a line moved too far in or out.",
		p->problem ? p->problem : "it is not UTF-8", STR_ARG(began));
}

/* NULL when the event is fine. */
static const char *
refused(struct reading *rd, const yaml_event_t *e)
{
	bool anchor = false, tag = false;

	switch (e->type) {
	case YAML_ALIAS_EVENT: return "\"*name\" repeats another part of the file. A pack does not allow that: "
		"write the text again.";
	case YAML_DOCUMENT_START_EVENT:
		return ++rd->documents > 1 ? "\"---\" begins a second document. A pack's file holds one only." : NULL;
	case YAML_SCALAR_EVENT:
		anchor = e->data.scalar.anchor;
		tag = e->data.scalar.tag;
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = e->data.sequence_start.anchor;
		tag = e->data.sequence_start.tag;
		rd->depth++;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = e->data.mapping_start.anchor;
		tag = e->data.mapping_start.tag;
		rd->depth++;
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT: rd->depth--; break;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT: break;
	}
	if (anchor)
		return "\"&name\" marks a part to be repeated. A pack does not allow that: put a text that begins "
			"with & in quotation marks.";
	if (tag)
		return "\"!name\" gives a type. A pack does not allow that: put a text that begins with ! in "
			"quotation marks.";
	if (rd->depth > PACK_DEPTH)
		return "Lists and maps stand too deep inside each other here.";
	return ++rd->nodes > PACK_NODES ? "The file has too many parts." : NULL;
}

static bool
is_plain(struct reading *rd, str bytes)
{
	yaml_parser_t p;
	yaml_event_t e;
	bool done = false, plain = true;

	if (!yaml_parser_initialize(&p))
		return false;
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p, (const unsigned char *)bytes.p, bytes.n);
	while (!done && plain) {
		const char *why;
		if (!yaml_parser_parse(&p, &e)) {
			wrong_syntax(rd, &p);
			plain = false;
			break;
		}
		why = refused(rd, &e);
		if (why)
			wrong(rd, e.start_mark.line, why);
		plain = !why;
		done = e.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&e);
	}
	yaml_parser_delete(&p);
	return plain;
}

static struct ynode *build(struct reading *rd, yaml_document_t *doc, int index);

static struct ynode *
build_map(struct reading *rd, yaml_document_t *doc, const yaml_node_t *from, struct ynode *to)
{
	size_t n = (size_t)(from->data.mapping.pairs.top - from->data.mapping.pairs.start);

	to->kind = YNODE_MAP;
	to->key = NEW_ARRAY(rd->a, struct ynode *, n);
	to->item = NEW_ARRAY(rd->a, struct ynode *, n);
	for (size_t i = 0; i < n; i++) {
		const yaml_node_pair_t *pair = &from->data.mapping.pairs.start[i];
		struct ynode *key = build(rd, doc, pair->key);
		if (key->kind != YNODE_TEXT) {
			wrong(rd, (size_t)key->line - 1, "A key must be a word. Put a text that begins with { or [ "
				"in quotation marks.");
			continue;
		}
		for (size_t j = 0; j < to->count; j++)
			if (str_eq(to->key[j]->text, key->text))
				pack_error(rd->r, (struct method_place){ rd->file, key->line },
					"\"" STR_FMT "\" stands here twice; it was given on line %d already.",
					STR_ARG(key->text),
					to->key[j]->line);
		to->key[to->count] = key;
		to->item[to->count++] = build(rd, doc, pair->value);
	}
	return to;
}

/* Depth is bounded by is_plain. */
static struct ynode *
build(struct reading *rd, yaml_document_t *doc, int index)
{
	const yaml_node_t *from = yaml_document_get_node(doc, index);
	struct ynode *to = NEW(rd->a, struct ynode);

	to->line = (int)from->start_mark.line + 1;
	if (from->type == YAML_MAPPING_NODE)
		return build_map(rd, doc, from, to);
	if (from->type == YAML_SEQUENCE_NODE) {
		to->kind = YNODE_LIST;
		to->count = (size_t)(from->data.sequence.items.top - from->data.sequence.items.start);
		to->item = NEW_ARRAY(rd->a, struct ynode *, to->count);
		for (size_t i = 0; i < to->count; i++)
			to->item[i] = build(rd, doc, from->data.sequence.items.start[i]);
		return to;
	}
	to->text = str_trim(str_dup(rd->a, (str){ (const char *)from->data.scalar.value, from->data.scalar.length }));
	return to;
}

struct ynode *
yaml_read(struct arena *a, str file, str bytes, struct method_report *r)
{
	struct reading rd = { .a = a, .r = r, .file = file };
	struct ynode *root = NULL;
	yaml_document_t doc;
	yaml_parser_t p;

	if (!is_plain(&rd, bytes) || !yaml_parser_initialize(&p))
		return NULL;
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p, (const unsigned char *)bytes.p, bytes.n);
	if (!yaml_parser_load(&p, &doc)) {
		wrong_syntax(&rd, &p);
	} else {
		if (yaml_document_get_root_node(&doc))
			root = build(&rd, &doc, 1);
		else
			wrong(&rd, 0, "The file is empty.");
		yaml_document_delete(&doc);
	}
	yaml_parser_delete(&p);
	return root;
}
