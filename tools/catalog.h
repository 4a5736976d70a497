/* catalog.h: what the sources ask for against what the languages have, and the tables of both.
 *
 * nb and nn must have every id; en may have texts that differ from the id; further languages have what they
 * have and fall back to English. Pure: complaints are collected, all of them. */
#ifndef CATALOG_H
#define CATALOG_H

#include "ids.h"
#include "plural.h"
#include "po.h"

struct complaint {
	str file;
	size_t line;
	str what;
	bool warning;
};

struct complaints {
	struct complaint *items;
	size_t n, room, errors;
};

struct catalog_lang {
	str tag;	/* "nb": the name of its folder */
	struct po_list list;
	struct po_header header;
	struct plural plural;
	size_t missing;	/* counted, not complained of, in a draft */
};

struct catalog {
	struct arena *a;
	struct id_list ids;	/* as found; sorted and single after catalog_check */
	struct catalog_lang *langs;	/* nb, nn, en, then the further ones */
	size_t lang_count;
	str same_file, same;	/* lang/nn/same-as-nb.txt: one id a line, "context | id" */
	bool draft;	/* what is missing is only counted */
	struct complaints complaints;
};

/* Reads the plural rules, sorts and compares everything. False when there were errors. */
bool catalog_check(struct catalog *c);
/* Entries for what nb or nn lacks, ready to be filled in; after catalog_check. */
void catalog_missing(const struct catalog *c, const struct catalog_lang *l, struct buf *out);
/* The C file; after catalog_check. */
void catalog_write(const struct catalog *c, struct buf *out);

#endif
