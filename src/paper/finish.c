/* finish.c: what cairo does not write: language, alternative texts, scope of header cells, metadata, copies; for archives PDF/A-1b.
 *
 * By libqpdf, which parses what cairo wrote and writes it again; the tree of structure is walked in the order in which draw.c
 * opened its elements. */
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/html.h"
#include "base/str.h"
#include "paper/finish.h"

#define WALK_MOST 64	/* levels */

void
put(struct finisher *f, qpdf_oh to, const char *key, qpdf_oh value)
{
	qpdf_oh_replace_key(f->q, to, key, value);
}

static qpdf_oh
text_of(struct finisher *f, str s)
{
	return qpdf_oh_new_unicode_string(f->q, str_z(f->p->arena, s));
}

/* ---- structure ---- */

static bool
is_named(struct finisher *f, qpdf_oh o, const char *key, const char *name)
{
	qpdf_oh v = qpdf_oh_get_key(f->q, o, key);

	return qpdf_oh_is_name(f->q, v) && str_eq(str_of(qpdf_oh_get_name(f->q, v)), str_of(name));
}

static void
mark_element(struct finisher *f, qpdf_oh e)
{
	if (is_named(f, e, "/S", "/Figure") && f->alts < f->x->alt_count)
		put(f, e, "/Alt", text_of(f, f->x->alts[f->alts++]));
	if (is_named(f, e, "/S", "/TH") && f->columns < f->x->column_count)
		put(f, e, "/A", qpdf_oh_parse(f->q, f->x->columns[f->columns++] ? "<< /O /Table /Scope /Column >>" :
			"<< /O /Table /Scope /Row >>"));
}

static void
walk(struct finisher *f, qpdf_oh e, int depth)
{
	qpdf_oh kids;

	if (depth > WALK_MOST || !qpdf_oh_is_dictionary(f->q, e))
		return;
	mark_element(f, e);
	kids = qpdf_oh_get_key(f->q, e, "/K");
	if (qpdf_oh_is_array(f->q, kids)) {
		for (int i = 0; i < qpdf_oh_get_array_n_items(f->q, kids); i++)
			walk(f, qpdf_oh_get_array_item(f->q, kids, i), depth + 1);
	} else {
		walk(f, kids, depth + 1);
	}
}

/* ---- metadata ---- */

qpdf_oh
stream_of(struct finisher *f, const void *p, size_t n, const char *entries)
{
	qpdf_oh s = qpdf_oh_new_stream(f->q), none = qpdf_oh_new_null(f->q), dict = qpdf_oh_get_dict(f->q, s);
	qpdf_oh more = qpdf_oh_parse(f->q, entries);

	qpdf_oh_replace_stream_data(f->q, s, p, n, none, none);
	qpdf_oh_begin_dict_key_iter(f->q, more);
	while (qpdf_oh_dict_more_keys(f->q)) {
		const char *key = qpdf_oh_dict_next_key(f->q);
		put(f, dict, key, qpdf_oh_get_key(f->q, more, key));
	}
	return s;
}

static void
add_info(struct finisher *f, struct buf *b, const char *key, const char *before, const char *after)
{
	qpdf_oh v = qpdf_oh_get_key(f->q, qpdf_oh_get_key(f->q, qpdf_get_trailer(f->q), "/Info"), key);

	if (!qpdf_oh_is_string(f->q, v))
		return;
	buf_add(b, str_of(before));
	html_str(b, str_of(qpdf_oh_get_utf8_value(f->q, v)));
	buf_add(b, str_of(after));
}

#define XMP_BEGIN "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" \
	"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" \
	"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" " \
	"xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
#define XMP_END "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"

/* The same facts as in the document's own list, word for word: archives compare. */
static void
set_metadata(struct finisher *f, qpdf_oh root)
{
	struct buf b = buf_new(f->p->arena, 64 * 1024);
	struct tm t = { 0 };
	char when[40] = "";
	time_t made = (time_t)f->p->about.made;

	buf_add(&b, S(XMP_BEGIN "<dc:format>application/pdf</dc:format>\n"));
	add_info(f, &b, "/Title", "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li></rdf:Alt></dc:title>\n");
	add_info(f, &b, "/Subject", "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li></rdf:Alt></dc:description>\n");
	add_info(f, &b, "/Author", "<dc:creator><rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq></dc:creator>\n");
	buf_add(&b, S("<dc:language><rdf:Bag><rdf:li>"));
	html_str(&b, f->p->about.lang);
	buf_add(&b, S("</rdf:li></rdf:Bag></dc:language>\n"));
	add_info(f, &b, "/Creator", "<xmp:CreatorTool>", "</xmp:CreatorTool>\n");
	add_info(f, &b, "/Producer", "<pdf:Producer>", "</pdf:Producer>\n");
	if (gmtime_r(&made, &t) && strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &t))
		buf_addf(&b, "<xmp:CreateDate>%s</xmp:CreateDate>\n", when);
	if (f->p->about.archive)
		buf_add(&b, S("<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\n"));
	buf_add(&b, S(XMP_END));
	put(f, root, "/Metadata", stream_of(f, b.p, b.n, "<< /Type /Metadata /Subtype /XML >>"));
}

/* ---- copies ---- */

/* Further copies of a sheet share its contents; the structure belongs to the first. */
static err
add_copies(struct finisher *f, struct paper_bytes *io)
{
	size_t at = 0, all = 0;

	for (const struct sheet *s = f->p->first; s; s = s->next)
		all += (size_t)s->pages * (size_t)(s->s.copies > 1 ? s->s.copies : 1);
	if (all > PAPER_PRINTED_MOST)
		return ERR_TOOBIG;
	for (const struct sheet *s = f->p->first; s; s = s->next) {
		size_t first = at;
		at += (size_t)s->pages;
		for (int copy = 1; copy < s->s.copies; copy++) {
			for (int i = 0; i < s->pages; i++, at++) {
				qpdf_oh page = qpdf_get_page_n(f->q, first + (size_t)i), before = qpdf_get_page_n(f->q, at - 1);
				if (qpdf_add_page_at(f->q, f->q, page, QPDF_FALSE, before) & QPDF_ERRORS)
					return ERR_IO;
				qpdf_oh_remove_key(f->q, qpdf_get_page_n(f->q, at), "/StructParents");
				qpdf_oh_release_all(f->q);
			}
		}
	}
	io->pages = at;
	return OK;
}

/* ---- the whole ---- */

static err
write_out(struct finisher *f, struct paper_bytes *io)
{
	qpdf_init_write_memory(f->q);
	qpdf_set_deterministic_ID(f->q, QPDF_TRUE);
	qpdf_set_object_stream_mode(f->q, f->p->about.archive ? qpdf_o_disable : qpdf_o_generate);
	if (f->p->about.archive)
		qpdf_set_newline_before_endstream(f->q, QPDF_TRUE);
	if (qpdf_write(f->q) & QPDF_ERRORS)
		return ERR_IO;
	free(io->p);
	io->n = qpdf_get_buffer_length(f->q);
	io->p = mem_new(io->n + 1);
	memcpy(io->p, qpdf_get_buffer(f->q), io->n);
	return OK;
}

static err
finish_with(struct finisher *f, struct paper_bytes *io)
{
	qpdf_oh root;

	qpdf_silence_errors(f->q);
	qpdf_set_suppress_warnings(f->q, QPDF_TRUE);
	if (qpdf_read_memory(f->q, "paper", (const char *)io->p, io->n, NULL) & QPDF_ERRORS)
		return ERR_IO;
	root = qpdf_get_root(f->q);
	put(f, root, "/Lang", text_of(f, f->p->about.lang));
	put(f, root, "/ViewerPreferences", qpdf_oh_parse(f->q, "<< /DisplayDocTitle true >>"));
	walk(f, qpdf_oh_get_key(f->q, root, "/StructTreeRoot"), 0);
	set_metadata(f, root);
	if (f->p->about.archive)
		make_archive(f, root);
	if (qpdf_has_error(f->q))
		return ERR_IO;
	qpdf_oh_release_all(f->q);
	TRY(add_copies(f, io));
	return write_out(f, io);
}

err
finish(struct paper *p, const struct extras *x, struct paper_bytes *io)
{
	struct finisher f = { .q = qpdf_init(), .p = p, .x = x };
	err e = finish_with(&f, io);

	qpdf_cleanup(&f.q);
	return e;
}

err
paper_print(struct paper *p, struct paper_fonts *f, struct paper_bytes *out)
{
	struct drawing d = { 0 };
	struct extras x = { .arena = p->arena };
	err e;

	*out = (struct paper_bytes){ 0 };
	assert(p->first);
	for (struct sheet *s = p->first; s; s = s->next)
		if (s->s.copies > PAPER_COPIES_MOST)
			p->too_big = true;
	e = p->too_big ? ERR_TOOBIG : flow(p, f, &d);
	if (!e)
		e = draw(p, f, &d, &x, out);
	if (!e)
		e = finish(p, &x, out);
	tree_done(p);
	if (e) {
		free(out->p);
		*out = (struct paper_bytes){ 0 };
	}
	return e;
}
