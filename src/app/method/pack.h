/* pack.h: the inside of the loader. Files of a pack, YAML nodes with lines, and the shapes they must have.
 * Only this folder includes it. */
#ifndef APP_METHOD_PACK_H
#define APP_METHOD_PACK_H

#include "app/method/method.h"

/* Limits: far above any pack a person edits, far below what hurts. */
#define PACK_FILES 300
#define PACK_FILE_BYTES (256 * 1024)
#define PACK_BYTES (2 * 1024 * 1024)
#define PACK_DEPTH 12
#define PACK_NODES 20000
#define PACK_LIST 100

/* --- files.c: a set of named files, from a folder or from bytes */
struct pack_file {
	str name, bytes;	/* "phases/x.yaml", sorted by name */
	bool is_used;
};
struct pack_files {
	struct pack_file *file;
	size_t count;
};
err pack_read_folder(struct arena *a, const char *folder, struct method_report *r, struct pack_files *out) MUST_USE;
err pack_read_bytes(struct arena *a, str pack, struct method_report *r, struct pack_files *out) MUST_USE;
/* All files as one text: the same files always give the same bytes. */
err pack_write(struct arena *a, const struct pack_files *files, str *out) MUST_USE;
struct pack_file *pack_find(const struct pack_files *files, str name);

/* --- report.c */
void pack_error(struct method_report *r, struct method_place at, const char *fmt, ...) FORMAT(3, 4);
void pack_warn(struct method_report *r, struct method_place at, const char *fmt, ...) FORMAT(3, 4);
/* The candidate most like what was written, for "did you mean"; empty when none is near. */
struct pack_near {
	str wanted, best;
	size_t distance;
};
void pack_near_try(struct pack_near *n, str candidate);
/* " Did you mean "x"?" or nothing. */
str pack_near_text(struct arena *a, const struct pack_near *n);

/* --- yaml.c */
enum ynode_kind { YNODE_TEXT, YNODE_LIST, YNODE_MAP };
struct ynode {
	enum ynode_kind kind;
	int line;
	str text;	/* YNODE_TEXT */
	struct ynode **item;	/* list: items, map: values */
	struct ynode **key;	/* map only; all YNODE_TEXT */
	size_t count;
};
/* NULL after a mistake, which is in the report. */
struct ynode *yaml_read(struct arena *a, str file, str bytes, struct method_report *r);

/* --- shape.c: from nodes to structs by table */
struct word {
	const char *name;
	unsigned value;
};
struct words {
	const char *what;	/* "a kind of step" */
	const struct word *word;	/* ends with NULL name */
};
enum want { WANT_ID, WANT_REF, WANT_LINE, WANT_TEXT, WANT_DOC, WANT_NUMBER, WANT_BOOL, WANT_WORD, WANT_ONE, WANT_LIST,
	WANT_REFS, WANT_LINES };
enum key_flags { KEY_MUST = 1, KEY_BRACES = 2 };	/* braces: {fields} may stand in the text */
struct shape_key {
	const char *name;
	enum want want;
	size_t at;
	unsigned flags;
	int least, most;	/* of a number, or of the items of a list */
	const struct words *words;
	const struct shape *shape;
	size_t count_at;
};
/* A struct read from a map. Its first member is struct method_place. */
struct shape {
	const char *what;	/* "step": in messages */
	size_t size;
	const struct shape_key *keys;
	size_t key_count;
	size_t id_at;	/* of a str that must be unique in a list; SIZE_MAX: none */
};
struct pack_load {
	struct arena *a;
	struct pack_files files;
	struct method_report *report;
	str file;	/* being read */
	struct method_doc *docs[PACK_FILES];
	size_t doc_count;
};
void shape_read(struct pack_load *l, const struct shape *s, const struct ynode *n, void *out);
bool pack_is_id(str s);
/* The document of this name in all languages; empty after a mistake. */
struct method_doc pack_doc(struct pack_load *l, struct method_place at, str name);
/* Complains about {fields} that do not exist, or about any when none may stand there. */
void pack_braces(struct pack_load *l, struct method_place at, str text, bool may);

/* --- format.c: the format itself */
extern const struct shape method_shape, phase_shape;
struct method_file {	/* method.yaml: the method and the names of its phases */
	struct method_place at;
	struct method m;
	struct method_ref *phases;
	size_t phase_count;
};

/* --- words.c */
extern const struct words words_role, words_colour, words_icon, words_kind, words_work, words_show, words_zero,
	words_privacy, words_makes, words_area, words_yes, words_no, words_means, words_for, words_size, words_entry,
	words_becomes, words_when, words_per, words_opens, words_what, words_copies, words_session, words_agree, words_holds,
	words_shows;
const char *word_of(const struct words *w, unsigned value);

/* --- check.c, kinds.c, sections.c: what no single map can tell */
void pack_check(struct pack_load *l, struct method *m);
void kinds_check(struct pack_load *l, struct method *m);
void sections_split(struct pack_load *l, struct method *m);

#endif
