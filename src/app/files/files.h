/* files.h: what can be taken along into a spreadsheet: measures, the action plan, what a process has said and chosen.
 *
 * Tables are read as anybody may read them: themes and counts, never notes; votes only as the pages show them; nothing of a
 * sensitive measure, whoever asks. As XLSX all tables of a file are tabs of one workbook, the last of them about the file itself; as
 * CSV one table is one file. Source: issue 3 point 9, domain.md E.4 and E.12, design.md 7.8. Worker threads. */
#ifndef APP_FILES_FILES_H
#define APP_FILES_FILES_H

#include "app/measure/measure.h"
#include "app/print/report.h"
#include "sheet/sheet.h"

#define FILES_GRIDS_MOST 6

/* One table under construction: columns first, then cell after cell. */
struct grid {
	struct arena *arena;
	str word;	/* in addresses and file names: "themes" */
	str name;
	struct sheet_column columns[SHEET_COLUMNS_MOST];
	size_t column_count;
	struct cell *cells;
	size_t n, room;
};
struct file {
	str name;	/* of the file, for people; becomes its name */
	str place;	/* unit or process */
	struct grid tables[FILES_GRIDS_MOST];
	size_t n;
};

struct grid *file_grid(struct req *rq, struct file *f, str word, str name);
void grid_column(struct grid *t, str name, double width);
void grid_text(struct grid *t, str text);
void grid_number(struct grid *t, int64_t n);
void grid_count(struct grid *t, int64_t n);	/* a number from 1 up, else nothing */
void grid_day(struct grid *t, int64_t at);	/* nothing for 0 */
void grid_share(struct grid *t, int64_t part, int64_t whole);	/* per cent with one decimal; nothing when it cannot be told */
size_t grid_rows(const struct grid *t);

/* "tiltak-solbakken-sykehjem-2026-11-21.xlsx": plain letters, today's date. */
str file_name(struct arena *a, str what, str place, str ending);

/* Each reads one file. All in rq->lang. */
err file_measures(struct req *rq, struct db_conn *c, const struct measure_filter *filter, struct file *out) MUST_USE;
err file_action_plan(struct req *rq, struct db_conn *c, const struct process *p, struct file *out) MUST_USE;
err file_results(struct req *rq, struct db_conn *c, const struct process *p, struct file *out) MUST_USE;

/* Answers with it, as ?as=xlsx (also for anything unknown) or ?as=csv&table=WORD; gives the snapshot back first. */
err file_send(struct req *rq, struct response *rs, const struct file *f) MUST_USE;

#endif
