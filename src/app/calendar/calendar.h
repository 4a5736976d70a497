/* calendar.h: the dates of the work as entries of people's calendars: files, feeds and invitations are all made here, so that the
 * same gathering has the same name in all of them and a later change always counts. Source: domain.md E.13. Worker threads. */
#ifndef APP_CALENDAR_CALENDAR_H
#define APP_CALENDAR_CALENDAR_H

#include "app/agenda/agenda.h"
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

void calendar_put(struct arena *a, struct calendar_events *all, struct calendar_event ev);	/* within a limit */

/* Meetings the group has planned itself; staff get those that are open to them. calendar_add has them too. */
err calendar_add_meetings(struct db_conn *c, struct arena *a, const struct calendar_reader *to, int64_t from, int64_t until,
	struct calendar_events *all) MUST_USE;
struct calendar_event calendar_of_meeting(struct arena *a, const struct calendar_reader *to, const struct agenda_meeting *m);
/* What goes with a call to one reader: an invitation, the same entry at every call of this meeting; empty without a date or without
 * mail. Inside the write that lays the call. */
struct calendar_call_to {
	int64_t process;
	str site, email;
};
err calendar_call(struct db_conn *c, struct arena *a, const struct calendar_call_to *to, const struct agenda_meeting *m,
	str *file) MUST_USE;
/* The meeting is called off: those who have got the call get a letter that takes the entry out. Inside the write that cancels. */
err calendar_call_off(struct db_conn *c, struct arena *a, int64_t process, const struct agenda_meeting *m) MUST_USE;

/* Lays invitations to the group's members into the outbox, and takes them back: for what was planned, moved or removed and has
 * been left alone for some minutes. By the jobs thread; harmless on several nodes. */
err invitation_run(struct app *app, struct arena *a) MUST_USE;

#endif
