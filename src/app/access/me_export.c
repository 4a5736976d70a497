/* me_export.c: all that is stored about a person, as one JSON file. */
#include "app/access/me_pages.h"
#include "app/json_rows.h"
#include "base/clock.h"

/* What each statement's columns are called in the file. All take the person's id as $1. */
static const struct {
	const char *name;
	int stmt;
	const char *columns[10];
} parts[] = {
	{ "person", EXPORT_PERSON, { "name", "email", "language", "has_password", "created", "left" } },
	{ "roles", EXPORT_ROLES,
		{ "role", "unit", "process", "union", "employer", "from", "to", "confirmed", "granted_by" } },
	{ "sessions", EXPORT_SESSIONS, { "created", "expires", "device" } },
	{ "one_time_links", EXPORT_ONETIME, { "purpose", "channel", "created", "expires", "used", "made_by" } },
	{ "mail", EXPORT_OUTBOX, { "subject", "text", "created", "sent" } },
	{ "one_time_links_made", EXPORT_ONETIME_MADE, { "purpose", "channel", "created", "used" } },
	{ "questions", EXPORT_QUESTIONS, { "process", "question", "asked", "state", "closed" } },
	{ "answers", EXPORT_TICKS, { "question", "answer", "sentence", "at" } },
	{ "own_sheets", EXPORT_OWN_SHEETS, { "process", "sheet", "question", "text", "shared" } },
	{ "group_sheets", EXPORT_GROUP_INPUTS, { "process", "sheet", "question", "text", "put_away" } },
	{ "roles_given", EXPORT_ROLES_GIVEN, { "role", "unit", "process", "from", "to" } },
	{ "processes_begun", EXPORT_BEGUN, { "process", "name", "unit", "created" } },
	{ "tasks", EXPORT_TASKS, { "process", "phase", "task", "due", "done", "kind" } },
	{ "leads", EXPORT_LEADS, { "process", "phase", "session", "starts" } },
	{ "agendas", EXPORT_AGENDAS, { "process", "meeting", "what", "text", "at" } },
	{ "calendar", EXPORT_CALENDAR, { "created" } },
	{ "invitations", EXPORT_INVITATIONS, { "process", "title", "starts", "state" } },
	{ "mail_choices", EXPORT_MAIL_CHOICES, { "reminders", "invitations" } },
	{ "reminded_of", EXPORT_REMINDED, { "what", "at" } },
	{ "messages_released", EXPORT_RELEASED, { "process", "message", "released", "sent" } },
	{ "discussions", EXPORT_DISCUSSIONS, { "unit", "held", "said_by_me" } },
	{ "measures", EXPORT_MEASURES, { "measure", "responsible", "helper", "due", "done" } },
	{ "measures_said", EXPORT_MEASURES_SAID, { "at", "kind", "text" } },
	{ "to_be_handled", EXPORT_HANDLE, { "process", "opened", "due", "handled" } },
	{ "openings", EXPORT_OPENINGS, { "process", "phase", "asked_by_me", "at" } },
	{ "erasures_asked", EXPORT_ERASURES, { "process", "phase" } },
	{ "meetings", EXPORT_ATTENDANCE, { "process", "phase", "meeting", "at" } },
	{ "log", EXPORT_AUDIT, { "at", "what", "details", "done_by", "about" } },
};

bool
me_export_has(str part)
{
	for (size_t i = 0; i < COUNT(parts); i++)
		if (str_eq(part, str_of(parts[i].name)))
			return true;
	return false;
}

err
me_export_page(struct req *rq, struct response *rs)
{
	json_t *all = json_object();
	struct db_conn *c;
	err e = req_read(rq, &c);
	str text;

	json_object_set_new(all, "made", json_integer(clock_now()));
	json_object_set_new(all, "times", json_string("seconds since 1970-01-01 UTC"));
	for (size_t i = 0; !e && i < COUNT(parts); i++)
		e = json_rows(c, rq->arena, all, parts[i].name, parts[i].stmt, parts[i].columns, rq->user->id);
	if (e) {
		json_decref(all);
		return e;
	}
	TRY(json_text(rq->arena, all, &text));
	buf_add(&rs->body, text);
	response_header(rs, S("Content-Type"), S("application/json; charset=utf-8"));
	response_header(rs, S("Content-Disposition"), S("attachment; filename=\"medvirk.json\""));
	return OK;
}
