/* calendar.h: the dates of the work as entries of people's calendars: files, feeds and invitations are all made here, so that the
 * same gathering has the same name in all of them and a later change always counts. Source: domain.md E.13. Worker threads. */
#ifndef APP_CALENDAR_CALENDAR_H
#define APP_CALENDAR_CALENDAR_H

#include "app/process/process.h"
#include "post/calendar.h"

/* For whom, and where the entries lead. */
struct calendar_reader {
	const struct process *p;
	enum lang lang;
	str site;	/* "https://host" */
	bool group;	/* one of the group: its own meetings, too, and links into the program; else the staff's page */
};

/* One gathering that has a date. */
struct calendar_event calendar_of(struct arena *a, const struct calendar_reader *to, const struct plan_sitting *g);
/* The name of a gathering's entry: the same in every file, feed and letter. */
str calendar_uid(struct arena *a, int64_t sitting, str public_id);

struct calendar_events {
	struct calendar_event *p;
	size_t n, room;
};
/* Adds all dates of the process between two times: its gatherings, and dates of the plan that have none yet. */
err calendar_add(struct db_conn *c, struct arena *a, const struct calendar_reader *to, int64_t from, int64_t until,
	struct calendar_events *all) MUST_USE;

/* Lays invitations to the group's members into the outbox, and takes them back: for what was planned, moved or removed and has
 * been left alone for some minutes. By the jobs thread; harmless on several nodes. */
err invitation_run(struct app *app, struct arena *a) MUST_USE;

#endif
