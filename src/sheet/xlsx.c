/* xlsx.c: tables as a workbook. The library writes to files; those are in memory, or deleted before they have a name. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/confine.h"
#include "base/str.h"
#include "sheet/sheet.h"

#define TAB_LETTERS 31
#define HEAD_COLOUR 0x1E2B3C
#define LINE_COLOUR 0xC9CFD6

/* What one workbook is made with. */
struct making {
	struct arena arena;
	lxw_workbook *book;
	lxw_format *head, *text, *date;
	lxw_error error;
};

static void
note(struct making *m, lxw_error e)
{
	if (e && !m->error)
		m->error = e;
}

static bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* As many bytes as `most` letters take, whole letters only. */
static size_t
letters_take(str s, size_t most)
{
	size_t i = 0, letters = 0;

	while (i < s.n && letters < most) {
		/* A letter outside the first plane counts as two to a spreadsheet. */
		letters += (unsigned char)s.p[i] >= 0xF0 ? 2 : 1;
		for (i++; i < s.n && is_continuation(s.p[i]); i++)
			continue;
	}
	return i;
}

/* NUL-ended, not longer than a cell may be, without what XML cannot hold. */
static const char *
fit(struct arena *a, str s)
{
	size_t most = letters_take(s, SHEET_TEXT_MOST);
	struct buf b = buf_new(a, most + 16);

	for (size_t i = 0; i < most; i++) {
		if (str_starts(str_from(s, i), S("\xef\xbf\xbe")) || str_starts(str_from(s, i), S("\xef\xbf\xbf"))) {
			i += 2;
			continue;
		}
		if (s.p[i])
			buf_addc(&b, s.p[i]);
	}
	if (most < s.n)
		buf_add(&b, S("…"));
	return str_z(a, buf_str(&b));
}

str
sheet_tab(struct arena *a, str name)
{
	struct buf b = buf_new(a, name.n + 8);

	for (size_t i = 0; i < name.n; i++)
		buf_addc(&b, strchr("[]:*?/\\'", name.p[i]) || (unsigned char)name.p[i] < ' ' ? ' ' : name.p[i]);
	name = str_trim(buf_str(&b));
	return name.n ? str_take(name, letters_take(name, TAB_LETTERS)) : S("-");
}

static lxw_format *
format_new(struct making *m)
{
	lxw_format *f = workbook_add_format(m->book);

	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	format_set_text_wrap(f);
	format_set_border(f, LXW_BORDER_THIN);
	format_set_border_color(f, LINE_COLOUR);
	return f;
}

static void
make_formats(struct making *m)
{
	m->text = format_new(m);
	m->date = format_new(m);
	format_set_num_format(m->date, "dd.mm.yyyy");
	format_set_align(m->date, LXW_ALIGN_LEFT);
	m->head = format_new(m);
	format_set_bold(m->head);
	format_set_font_color(m->head, LXW_COLOR_WHITE);
	format_set_bg_color(m->head, HEAD_COLOUR);
	format_set_pattern(m->head, LXW_PATTERN_SOLID);
}

static int
figures(str s)
{
	int64_t n = 0;

	return str_int(s, &n) ? 0 : (int)n;
}

static lxw_datetime
day_of(str iso)
{
	str year, rest, month, day;

	str_cut(iso, '-', &year, &rest);
	str_cut(rest, '-', &month, &day);
	return (lxw_datetime){ .year = figures(year), .month = figures(month), .day = figures(day) };
}

static void
write_cell(struct making *m, lxw_worksheet *w, lxw_row_t row, lxw_col_t col, const struct cell *c)
{
	lxw_datetime day;

	switch (c->kind) {
	case CELL_NUMBER: note(m, worksheet_write_number(w, row, col, c->number, m->text)); return;
	case CELL_DATE:
		day = day_of(c->text);
		note(m, worksheet_write_datetime(w, row, col, &day, m->date));
		return;
	case CELL_TEXT:
		if (c->text.n)
			note(m, worksheet_write_string(w, row, col, fit(&m->arena, c->text), m->text));
		else
			note(m, worksheet_write_blank(w, row, col, m->text));
		return;
	}
}

/* How it looks on screen and on paper: across, all columns on one page's width. */
static void
lay_out(struct making *m, lxw_worksheet *w, const struct sheet *s)
{
	lxw_col_t last = (lxw_col_t)(s->column_count - 1);

	for (size_t k = 0; k < s->column_count; k++) {
		note(m, worksheet_set_column(w, (lxw_col_t)k, (lxw_col_t)k, s->columns[k].width, NULL));
		note(m, worksheet_write_string(w, 0, (lxw_col_t)k, fit(&m->arena, s->columns[k].name), m->head));
	}
	worksheet_freeze_panes(w, 1, 0);
	note(m, worksheet_repeat_rows(w, 0, 0));
	if (s->rows)
		note(m, worksheet_autofilter(w, 0, 0, (lxw_row_t)s->rows, last));
	worksheet_set_landscape(w);
	worksheet_set_paper(w, 9);	/* A4 */
	worksheet_fit_to_pages(w, 1, 0);
	note(m, worksheet_set_footer(w, "&R&P / &N"));
}

static void
add_sheet(struct making *m, const struct sheet *s)
{
	lxw_worksheet *w = workbook_add_worksheet(m->book, str_z(&m->arena, sheet_tab(&m->arena, s->name)));

	if (!w) {
		note(m, LXW_ERROR_SHEETNAME_ALREADY_USED);
		return;
	}
	lay_out(m, w, s);
	for (size_t i = 0; i < s->rows; i++)
		for (size_t k = 0; k < s->column_count; k++)
			write_cell(m, w, (lxw_row_t)(i + 1), (lxw_col_t)k, &s->cells[i * s->column_count + k]);
}

static char *
changeable(struct making *m, str s)
{
	struct buf b = buf_new(&m->arena, 300);

	buf_add(&b, str_take(s, letters_take(s, 60)));
	buf_addc(&b, 0);
	return b.p;
}

/* Pieces of a book lie in memory where there is such a place, in a folder that is ours alone; else where the system keeps its
 * temporary files. */
static char memory[sizeof("/dev/shm/medvirk-") + 10];
static pthread_once_t memory_once = PTHREAD_ONCE_INIT;

static void
find_memory(void)
{
	struct stat st;

	snprintf(memory, sizeof(memory), "/dev/shm/medvirk-%u", (unsigned)geteuid());
	/* Somebody else's folder of that name, or a link, is left alone. */
	if ((mkdir(memory, 0700) && errno != EEXIST) || lstat(memory, &st) || !S_ISDIR(st.st_mode) || st.st_uid != geteuid() || st.st_mode & 077)
		*memory = 0;
}

void
book_confine(struct confine *c)
{
	pthread_once(&memory_once, find_memory);
	if (*memory) {
		confine_allow(c, CONFINE_CHANGE, memory);
		return;
	}
	confine_allow(c, CONFINE_CHANGE, getenv("TMPDIR"));
	confine_allow(c, CONFINE_CHANGE, P_tmpdir);
}

static void
write_book(struct making *m, const struct book *b, const char *path)
{
	lxw_workbook_options how = { .tmpdir = *memory ? memory : NULL };
	lxw_doc_properties about = { .created = (time_t)b->made };

	m->book = workbook_new_opt(path, &how);
	if (!m->book) {
		m->error = LXW_ERROR_MEMORY_MALLOC_FAILED;
		return;
	}
	about.title = changeable(m, b->title);
	about.author = changeable(m, b->author);
	workbook_set_properties(m->book, &about);
	make_formats(m);
	for (size_t i = 0; i < b->n; i++)
		add_sheet(m, &b->sheets[i]);
	note(m, workbook_close(m->book));
}

static err
read_back(int fd, struct buf *out)
{
	char room[16 * 1024];
	ssize_t n;
	str done;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return ERR_IO;
	while ((n = read(fd, room, sizeof(room))) > 0)
		buf_add(out, (str){ room, (size_t)n });
	return n < 0 ? ERR_IO : buf_done(out, &done);
}

static bool
fits(const struct book *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->sheets[i].rows > SHEET_ROWS_MOST || b->sheets[i].column_count > SHEET_COLUMNS_MOST || !b->sheets[i].column_count)
			return false;
	return b->n > 0;
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static void
making_done(struct making *m)
{
	arena_free(&m->arena);
}

err
book_xlsx(const struct book *b, struct buf *out)
{
	struct making m CLEANUP(making_done) = { 0 };
	int fd CLEANUP(close_fd) = -1;

	if (!fits(b))
		return ERR_TOOBIG;
	fd = memfd_create("xlsx", MFD_CLOEXEC);
	if (fd < 0)
		return ERR_IO;
	pthread_once(&memory_once, find_memory);
	write_book(&m, b, str_fmt(&m.arena, "/proc/self/fd/%d", fd).p);
	return m.error ? ERR_IO : read_back(fd, out);
}
