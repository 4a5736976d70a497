/* reminder.h: letters the program writes by itself. Source: domain.md G.5.
 *
 * What waits for a person, in all the work they take part in, is gathered into one letter, at most one a week, that looks a week
 * ahead; sent on working days in working hours; each thing is said once. Who wants none gets none. A message to staff is never
 * sent by itself: the group is told that it is ready. Helpers are never told that something is late; the level above gets
 * numbers only. Nothing anybody wrote in a workshop and no sensitive measure is in any of them. */
#ifndef APP_MAIL_REMINDER_H
#define APP_MAIL_REMINDER_H

#include "app/process/process.h"

/* What a process may switch off. */
enum reminder_kind {
	REMIND_INVITATIONS,	/* to calendars, see app/calendar */
	REMIND_READY,	/* a message to staff is ready to be released */
	REMIND_GROUP,	/* the pack's messages to the group */
	REMIND_MEASURES,	/* due, late, and counts for the level above */
	REMIND_KINDS
};
str reminder_word(enum reminder_kind k);
err reminder_off(struct db_conn *c, struct arena *a, int64_t process, bool off[REMIND_KINDS]) MUST_USE;

/* One thing a person is to be told. */
struct reminder_item {
	str what;	/* names it, so that it is said once */
	str text, url;	/* in the person's language */
	int64_t due;
	str subject, body;	/* the letter it makes on its day, the rest below it; empty: a line of the list */
	int64_t process;
};
struct reminder_person {
	int64_t id;
	str email;
	enum lang lang;
	struct reminder_item *p;
	size_t n, room;
};
struct reminder_list {
	struct arena *arena;
	struct app *app;
	struct reminder_person *p;
	size_t n, room;
};
/* Adds an item for somebody; what is further off than a week, or not for reading any more, is left out by the caller. */
void reminder_add(struct reminder_list *all, int64_t person, str email, enum lang lang, struct reminder_item item);

/* What a unit's measures ask of whom; measures switched off is the caller's to look at. */
err reminder_measures(struct reminder_list *all, struct db_conn *c, const struct process *p) MUST_USE;

/* Once an hour, by the jobs thread; harmless on several nodes. */
err reminders_run(struct app *app, struct arena *a) MUST_USE;
/* The letters about measures to all staff, for those processes that want them. */
err digests_run(struct app *app, struct arena *a) MUST_USE;

#endif
