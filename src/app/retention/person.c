/* person.c: where people stand in the database, and taking one of them out. */
#include "app/retention/person.h"

#include "app/access/audit.h"
#include "app/retention/retention.h"
#include "app/sql.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/html.h"
#include "base/str.h"

/* Sorted. Another capability whose table holds a person adds its line here, a statement to `removals` below when the reference
 * can go, and what the person reads about it to me_export.c. */
const struct person_column person_columns[] = {
	{ "agenda_correction", "person_id", PERSON_NAMELESS, "agendas" },
	{ "agenda_item", "person_id", PERSON_GOES, "agendas" },
	{ "agenda_item", "raised_by", PERSON_GOES, "agendas" },
	{ "agenda_meeting", "chair_id", PERSON_GOES, "agendas" },
	{ "agenda_meeting", "created_by", PERSON_NAMELESS, "agendas" },
	{ "agenda_seen", "person_id", PERSON_NAMELESS, "agendas" },
	{ "agreement", "opened_by", PERSON_NAMELESS, "questions" },
	{ "agreement_tick", "person_id", PERSON_NAMELESS, "answers" },
	{ "attendance", "person_id", PERSON_NAMELESS, "meetings" },
	{ "audit", "about_id", PERSON_NAMELESS, "log" },
	{ "audit", "person_id", PERSON_NAMELESS, "log" },
	{ "calendar_feed", "person_id", PERSON_GOES, "calendar" },
	{ "checklist_item", "done_by", PERSON_NAMELESS, "tasks" },
	{ "checklist_item", "owner_id", PERSON_GOES, "tasks" },
	{ "discussed", "confirmed_by", PERSON_NAMELESS, "discussions" },
	{ "discussed", "said_by", PERSON_NAMELESS, "discussions" },
	{ "erase_ask", "by_person", PERSON_GOES, "erasures_asked" },
	{ "first_reading", "person_id", PERSON_SHORT, NULL },
	{ "group_input", "person_id", PERSON_GOES, "group_sheets" },
	{ "handle_item", "owner_id", PERSON_GOES, "to_be_handled" },
	{ "invitation", "person_id", PERSON_GOES, "invitations" },
	{ "mail_choice", "person_id", PERSON_GOES, "mail_choices" },
	{ "mail_stop", "person_id", PERSON_GOES, "mail_choices" },
	{ "measure", "consulted_by", PERSON_NAMELESS, "measures" },
	{ "measure", "created_by", PERSON_NAMELESS, "measures" },
	{ "measure", "owner_id", PERSON_GOES, "measures" },
	{ "measure_helper", "person_id", PERSON_GOES, "measures" },
	{ "measure_log", "person_id", PERSON_NAMELESS, "measures_said" },
	{ "measure_look", "person_id", PERSON_NAMELESS, "measures_said" },
	{ "measure_objection", "person_id", PERSON_NAMELESS, "measures_said" },
	{ "measure_objection", "settled_by", PERSON_NAMELESS, "measures_said" },
	{ "message_release", "released_by", PERSON_NAMELESS, "messages_released" },
	{ "note_opening", "asked_by", PERSON_NAMELESS, "openings" },
	{ "note_opening", "opened_by", PERSON_NAMELESS, "openings" },
	{ "onetime", "made_by", PERSON_NAMELESS, "one_time_links_made" },
	{ "onetime", "person_id", PERSON_GOES, "one_time_links" },
	{ "outbox", "person_id", PERSON_GOES, "mail" },
	{ "outbox", "reader_id", PERSON_GOES, "mail" },
	{ "own_sheet", "person_id", PERSON_GOES, "own_sheets" },
	{ "process", "created_by", PERSON_NAMELESS, "processes_begun" },
	{ "process_phase", "leads_id", PERSON_GOES, "leads" },
	{ "reminder_told", "person_id", PERSON_GOES, "reminded_of" },
	{ "role", "granted_by", PERSON_NAMELESS, "roles_given" },
	{ "role", "person_id", PERSON_NAMELESS, "roles" },
	{ "second_tap", "by_person", PERSON_SHORT, NULL },
	{ "session", "person_id", PERSON_GOES, "sessions" },
	{ "sitting", "desk_id", PERSON_GOES, "leads" },
	{ "sitting", "leads_id", PERSON_GOES, "leads" },
	{ "task", "owner_id", PERSON_GOES, "tasks" },
};
const size_t person_column_count = COUNT(person_columns);

static const int removals[] = {
	PERSON_ERASE_SESSIONS, PERSON_ERASE_ONETIME, PERSON_ERASE_OWN_SHEETS, PERSON_ERASE_INPUTS, PERSON_ERASE_CHECKS,
	PERSON_ERASE_PHASES, PERSON_ERASE_LEADS, PERSON_ERASE_DESKS, PERSON_ERASE_HANDLE, PERSON_ERASE_TASKS, PERSON_ERASE_READING,
	PERSON_ERASE_ASKS, PERSON_ERASE_TAPS, PERSON_ERASE_ROLES, PERSON_ERASE_MEASURES, PERSON_ERASE_HELPING,
	PERSON_ERASE_ITEMS, PERSON_ERASE_RAISED, PERSON_ERASE_CHAIRS, PERSON_ERASE_FEED,
	PERSON_ERASE_INVITATIONS, PERSON_ERASE_MAIL_CHOICE, PERSON_ERASE_REMINDED, PERSON_ERASE_STOPS,
};

/* As a name stands inside a body of the log. */
static str
in_json(struct arena *a, str name)
{
	struct buf b = buf_new(a, 4096);
	str out;

	json_str(&b, name);
	out = buf_str(&b);
	return out.n > 2 ? (str){ out.p + 1, out.n - 2 } : (str){ 0 };
}

err
person_erase(struct db_conn *c, struct arena *a, int64_t person, int64_t by)
{
	enum lang lang = LANG_NB;
	str name, nobody;
	struct rows r;

	TRY(db_one(c, a, &r, PERSON_ERASE_ABOUT, INT(person)));
	if (!row_null(&r, 0, 4))
		return OK;
	if (row_null(&r, 0, 3))
		return ERR_CONFLICT;
	name = row_text(&r, 0, 0);
	if (!lang_of(row_text(&r, 0, 2), &lang))
		lang = LANG_NB;
	nobody = tr(lang, "Former colleague");
	for (size_t i = 0; i < COUNT(removals); i++)
		TRY(db_exec(c, NULL, removals[i], INT(person)));
	TRY(db_exec(c, NULL, PERSON_ERASE_LETTERS, INT(person), TEXT(row_text(&r, 0, 1))));
	if (name.n) {
		TRY(db_exec(c, NULL, PERSON_ERASE_WORDING, INT(person), TEXT(name), TEXT(nobody)));
		TRY(db_exec(c, NULL, PERSON_ERASE_LOG, TEXT(in_json(a, name))));
		TRY(db_exec(c, NULL, PERSON_ERASE_PUBLISHED, TEXT(in_json(a, name)), TEXT(in_json(a, nobody))));
	}
	TRY(db_exec(c, NULL, PERSON_ERASE, INT(person), TEXT(nobody), INT(clock_now())));
	TRY(wipe_ask(c, a, WIPE_NOW));
	return audit_add(c, a, 0, 0, by, person, "person.erased", S(""));
}

err
person_traces(struct db_conn *c, struct arena *a, int64_t person, struct person_traces *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PERSON_TRACES, INT(person)));
	*out = (struct person_traces){ .letters = row_int(&r, 0, 0), .own_sheets = row_int(&r, 0, 1), .tasks = row_int(&r, 0, 2),
		.decisions = row_int(&r, 0, 3), .meetings = row_int(&r, 0, 4), .log = row_int(&r, 0, 5) };
	return OK;
}
