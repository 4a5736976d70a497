/* tables.c: which tables are backed up. A new table gets its line here before anything else works: think of design.md 7.2. */
#include "app/backup/tables.h"

#include "base/str.h"

static const struct {
	const char *name;
	enum table_fate fate;
} fates[] = {
	{ "agenda_correction", TABLE_KEPT },
	{ "agenda_item", TABLE_KEPT },
	{ "agenda_meeting", TABLE_KEPT },
	{ "agenda_seen", TABLE_KEPT },
	{ "agenda_there", TABLE_KEPT },
	{ "agreement", TABLE_KEPT },
	{ "agreement_tick", TABLE_KEPT },
	{ "attendance", TABLE_KEPT },
	{ "audit", TABLE_KEPT },
	{ "bone", TABLE_KEPT },
	{ "cause", TABLE_KEPT },
	{ "calendar_feed", TABLE_NEVER },	/* opens a person's calendar */
	{ "challenge", TABLE_KEPT },
	{ "checklist_item", TABLE_KEPT },
	{ "discussed", TABLE_KEPT },
	{ "entry", TABLE_KEPT },
	{ "entry_field", TABLE_KEPT },
	{ "erase_ask", TABLE_NEVER },	/* would bring back what is to go */
	{ "event", TABLE_NEVER },	/* the order of what happened in an open room */
	{ "first_reading", TABLE_NEVER },	/* who of the reps is reading, while a room is open */
	{ "form_key", TABLE_NEVER },	/* a day old at the most */
	{ "ground_rule", TABLE_KEPT },
	{ "group_input", TABLE_KEPT },
	{ "handle_item", TABLE_KEPT },
	{ "lift", TABLE_KEPT },
	{ "map_place", TABLE_KEPT },
	{ "invitation", TABLE_KEPT },
	{ "mail_choice", TABLE_KEPT },
	{ "mail_digest", TABLE_KEPT },
	{ "mail_stop", TABLE_NEVER },	/* says no for a person */
	{ "measure", TABLE_KEPT },	/* with the token of check-ins: posters must go on working */
	{ "measure_helper", TABLE_KEPT },
	{ "measure_log", TABLE_KEPT },
	{ "measure_look", TABLE_KEPT },
	{ "measure_objection", TABLE_KEPT },
	{ "measure_sentence", TABLE_KEPT },
	{ "measure_tap", TABLE_KEPT },
	{ "message_release", TABLE_KEPT },
	{ "message_text", TABLE_KEPT },
	{ "method_pack", TABLE_KEPT },
	{ "note", TABLE_KEPT },	/* renamed and shuffled first when its room is open */
	{ "note_gone", TABLE_NEVER },	/* ids of notes that somebody took back */
	{ "note_opening", TABLE_KEPT },
	{ "onetime", TABLE_NEVER },	/* lets a person in */
	{ "organisation", TABLE_KEPT },
	{ "outbox", TABLE_KEPT },
	{ "own_sheet", TABLE_KEPT },
	{ "person", TABLE_KEPT },
	{ "process", TABLE_KEPT },
	{ "process_phase", TABLE_KEPT },
	{ "published_report", TABLE_KEPT },
	{ "released_item", TABLE_KEPT },
	{ "released_link", TABLE_KEPT },	/* hashes only: posters and screens must go on working */
	{ "reminder_off", TABLE_KEPT },
	{ "reminder_told", TABLE_KEPT },
	{ "role", TABLE_KEPT },
	{ "room_key", TABLE_NEVER },	/* with it, votes could be led back to seats */
	{ "schema_migration", TABLE_OURS },
	{ "seat", TABLE_NEVER },
	{ "seat_sheet", TABLE_NEVER },	/* what somebody has not shared; what was to be shown is a sheet by then */
	{ "seat_sheet_field", TABLE_NEVER },
	{ "second_tap", TABLE_NEVER },	/* who asked for a card to be set aside, until it is done */
	{ "session", TABLE_NEVER },	/* lets a person in */
	{ "setting", TABLE_KEPT },
	{ "sitting", TABLE_KEPT },
	{ "sitting_ballot", TABLE_KEPT },
	{ "sitting_step", TABLE_KEPT },
	{ "task", TABLE_KEPT },
	{ "theme", TABLE_KEPT },
	{ "unit", TABLE_KEPT },
	{ "vote", TABLE_NEVER },	/* totals are kept, single votes never */
	{ "vote_round", TABLE_KEPT },
	{ "vote_slip", TABLE_NEVER },	/* lets a person vote */
	{ "vote_total", TABLE_KEPT },
};

static const struct {
	const char *table, *column;
} left_out[] = {
	{ "note", "edit_hash" },	/* belongs to one phone */
	{ "sitting", "wall_token" },	/* opens a wall */
};

size_t
table_count(void)
{
	return COUNT(fates);
}

const char *
table_name(size_t i)
{
	return fates[i].name;
}

enum table_fate
table_fate(str table)
{
	for (size_t i = 0; i < COUNT(fates); i++)
		if (str_eq(table, str_of(fates[i].name)))
			return fates[i].fate;
	return TABLE_UNKNOWN;
}

bool
column_is_left_out(str table, str column)
{
	for (size_t i = 0; i < COUNT(left_out); i++)
		if (str_eq(table, str_of(left_out[i].table)) && str_eq(column, str_of(left_out[i].column)))
			return true;
	return false;
}
