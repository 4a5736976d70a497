/* audit_text.c: entries of the log as sentences. Another capability adds its kinds as lines of the table. */
#include <jansson.h>

#include "app/access/audit.h"
#include "app/access/role.h"
#include "base/str.h"
#include "text/date.h"

#define MOST_WORDS 12

/* {who} did it, {about} is whom it is about; the rest are names of the body. Sorted by word. */
static const struct {
	const char *kind, *sentence;
} sentences[] = {
	{ "agenda.add", N_("{who} planned a meeting: {what}") },
	{ "agenda.call", N_("{who} called people to a meeting: {what}") },
	{ "agenda.cancel", N_("{who} cancelled a meeting: {what}") },
	{ "agenda.change", N_("{who} changed a meeting: {what}") },
	{ "agenda.correct", N_("{who} corrected the minutes of a meeting: {what}") },
	{ "agenda.end", N_("{who} ended a meeting: {what}") },
	{ "agenda.item.add", N_("{who} raised an item for a meeting: {what}") },
	{ "agenda.item.change", N_("{who} changed an item of a meeting: {what}") },
	{ "agenda.item.remove", N_("{who} took an item off an agenda: {what}") },
	{ "agenda.lock", N_("All three have seen the minutes of a meeting: {what}") },
	{ "agenda.release", N_("{who} showed the plan of a staff meeting to staff: {what}") },
	{ "agenda.tell", N_("{who} showed the minutes of a staff meeting to staff: {what}") },
	{ "agenda.uncancel", N_("{who} took a meeting up again: {what}") },
	{ "agreement.advice", N_("{who} gave advice from the next level as {role}: {what}") },
	{ "agreement.agreed", N_("All parties agreed: {what}") },
	{ "agreement.drop", N_("{who} took the question back: {what}") },
	{ "agreement.no", N_("{who} disagreed as {role}: {what}") },
	{ "agreement.open", N_("{who} asked the parties to agree: {what}") },
	{ "agreement.raise", N_("The days were over without agreement. It went to the next level: {what}") },
	{ "agreement.yes", N_("{who} agreed as {role}: {what}") },
	{ "backup.restored", N_("Everything was taken back from a backup of {made_at}. What was written after it is gone.") },
	{ "calendar.make", N_("{who} made an address for an own calendar.") },
	{ "calendar.revoke", N_("{who} revoked the address of an own calendar.") },
	{ "cause.bone", N_("{who} changed a bone of a fishbone.") },
	{ "cause.mark", N_("{who} marked a cause.") },
	{ "discussed.confirm", N_("{who} confirmed that the tool was talked over with the representatives on {held_at}.") },
	{ "discussed.drop", N_("{who} took away when the tool was talked over with the representatives.") },
	{ "discussed.say", N_("{who} noted that the tool was talked over with the representatives on {held_at}.") },
	{ "handle.add", N_("{who} put something on the list of what must be handled.") },
	{ "handle.again", N_("{who} opened something on the list of what must be handled again.") },
	{ "handle.done", N_("{who} ticked off something on the list of what must be handled.") },
	{ "keep.change", N_("{who} changed how long is kept: {text}. From {old} to {new}, counting from {counts_at}.") },
	{ "keep.clock", N_("{who} confirmed that the machine's clock is right after it had jumped ahead. What is past its time is erased again.") },
	{ "lift.answer", N_("{who} answered a lift.") },
	{ "lift.send", N_("{who} sent a lift.") },
	{ "mail.off", N_("{who} turned e-mail off.") },
	{ "mail.setup", N_("{who} set up e-mail by way of {host}.") },
	{ "measure.decided", N_("A measure was decided: {what}") },
	{ "measure.opened", N_("{who} opened a sensitive measure.") },
	{ "measure.raised", N_("An objection was not settled in its days and went to the next level: {what}") },
	{ "measure.verdict", N_("A measure was judged: {what}") },
	{ "mail.switch", N_("{who} changed what the program sends by itself.") },
	{ "meeting.close", N_("{who} ended a meeting of the group.") },
	{ "meeting.open", N_("{who} opened a meeting of the group.") },
	{ "note.aside", N_("{who} set a note aside. Nothing of its text is kept here.") },
	{ "note.back", N_("{who} brought a note back.") },
	{ "note.erase", N_("{who} erased the text of a note, with one more. Nothing of it is kept.") },
	{ "note.handle", N_("{who} put a note on the list of what must be handled.") },
	{ "notes.alone", N_("{who} opened the notes as {role}. The parties have agreed that one is enough.") },
	{ "notes.ask", N_("{who} asked as {role} to open the notes.") },
	{ "notes.open", N_("{who} confirmed as {role}. The notes {about} asked for are open for an hour.") },
	{ "notes.expired", N_("The notes were past their time and have been erased. Themes and counts stay.") },
	{ "org.start", N_("{who} started Medvirk for {name}.") },
	{ "paper", N_("{who} typed in from paper.") },
	{ "person.add", N_("{who} registered {about}.") },
	{ "person.change", N_("{who} changed the name or address of {about}.") },
	{ "person.erased", N_("{who} erased name, address and password of somebody who had left.") },
	{ "person.left", N_("{who} noted that {about} has left.") },
	{ "plan.date", N_("{who} moved {what} from {old_time} to {new_time}.") },
	{ "plan.date.none", N_("{who} took away the date of {what} ({old_time}).") },
	{ "plan.date.set", N_("{who} set a date for {what}: {new_time}.") },
	{ "plan.done", N_("{who} noted that {what} is done.") },
	{ "plan.duty", N_("{who} gave {about} a task in {what}: {duty}.") },
	{ "plan.duty.none", N_("{who} took a task in {what} from {about}: {duty}.") },
	{ "plan.gathering.add", N_("{who} added a gathering: {what}") },
	{ "plan.gathering.change", N_("{who} changed a gathering: {what}") },
	{ "plan.gathering.move", N_("{who} moved a gathering to {to_at}: {what}") },
	{ "plan.gathering.remove", N_("{who} removed a gathering: {what}") },
	{ "plan.leads", N_("{who} put {about} up as workshop leader for {what}.") },
	{ "plan.leads.none", N_("{who} noted that {about} no longer is workshop leader for {what}.") },
	{ "plan.place", N_("{who} moved {what} from {old} to {new}.") },
	{ "plan.undone", N_("{who} noted that {what} is not done after all.") },
	{ "process.anchored", N_("All parties agreed. The work has begun.") },
	{ "process.archived", N_("{who} put the work away.") },
	{ "process.begin", N_("{who} began to plan.") },
	{ "process.ended", N_("{who} ended the work: {reason}") },
	{ "process.erased", N_("The three parties agreed, and {name} was deleted. Nothing of it is kept but that it was.") },
	{ "process.expired", N_("{name} was past its time and has been deleted.") },
	{ "process.message", N_("{who} laid a message in the outbox for {n} people: {what}") },
	{ "process.paused", N_("{who} paused the work: {reason}") },
	{ "process.planned", N_("{who} noted that the dates hold.") },
	{ "process.running", N_("{who} set the work going.") },
	{ "process.setting", N_("{who} changed a setting: {what}") },
	{ "released.draft", N_("{who} wrote or changed draft no. {n} for “You said, we do”.") },
	{ "released.drop", N_("{who} threw away draft no. {n} for “You said, we do”. Its words are not kept.") },
	{ "released.link", N_("{who} made an address for the page “You said, we do”, until {to_at}. {place}") },
	{ "released.out", N_("Wordings released to staff: {n}") },
	{ "released.renew", N_("{who} renewed an address of “You said, we do”, until {to_at}. {place}") },
	{ "released.revoke", N_("{who} revoked an address of “You said, we do”. {place}") },
	{ "released.screen", N_("{who} made an address for an info screen, until {to_at}. {place}") },
	{ "released.withdraw", N_("{who} withdrew from “You said, we do”: {what}") },
	{ "report.out", N_("A report was published to staff.") },
	{ "report.withdraw", N_("{who} withdrew a report that was published to staff.") },
	{ "role.add", N_("{who} registered {about} as {role} at {unit}.") },
	{ "role.confirm", N_("{who} confirmed being {role} at {unit}.") },
	{ "role.decline", N_("{who} said no to being {role} at {unit}.") },
	{ "role.end", N_("{who} ended {about}'s role as {role} at {unit}.") },
	{ "role.granted", N_("The parties let {about} take part as {role}.") },
	{ "room.close", N_("{who} ended a workshop. Its notes became unnamed for good.") },
	{ "room.open", N_("{who} opened a workshop.") },
	{ "routine.none", N_("{who} took away the link to the routine for reporting wrongdoing.") },
	{ "routine.set", N_("{who} set the link to the routine for reporting wrongdoing: {address}") },
	{ "rules.add", N_("{who} added a ground rule: {what}") },
	{ "rules.change", N_("{who} changed a ground rule to: {what}") },
	{ "rules.remove", N_("{who} removed a ground rule: {what}") },
	{ "secret.set", N_("{who} chose a new password.") },
	{ "slip.mail", N_("{who} sent {about} a link by mail.") },
	{ "slip.print", N_("{who} printed a one-time slip for {about}.") },
	{ "process.taken_out", N_("{who} took out the whole work as a file.") },
	{ "staff_list.take", N_("{who} took in a staff list: {n} rows.") },
	{ "theme.apart", N_("{who} took a theme out of others again.") },
	{ "theme.merge", N_("{who} put themes together that are alike.") },
	{ "theme.new", N_("{who} made a theme.") },
	{ "theme.rename", N_("{who} renamed a theme.") },
	{ "unit.add", N_("{who} added the unit {unit}.") },
	{ "unit.change", N_("{who} changed the unit {unit}.") },
};

static const char *
sentence_of(str kind)
{
	for (size_t i = 0; i < COUNT(sentences); i++)
		if (str_eq(kind, str_of(sentences[i].kind)))
			return sentences[i].sentence;
	return NULL;
}

static str
shown(struct arena *a, enum lang l, const char *name, const json_t *value)
{
	if (json_is_integer(value)) {
		int64_t v = json_integer_value(value);
		if (str_ends(str_of(name), S("_time")))
			return date_time(a, l, v);
		if (strcmp(name, "to_at") == 0) /* often in another year */
			return date_short(a, l, v);
		return str_ends(str_of(name), S("_at")) ? date_day_month(a, l, v) : number(a, l, v);
	}
	if (strcmp(name, "text") == 0)
		return str_dup(a, tr_dynamic(l, str_of(json_string_value(value))));
	if (strcmp(name, "role") == 0)
		return role_in_text(a, l, role_of_word(str_of(json_string_value(value))));
	return str_dup(a, str_of(json_string_value(value)));
}

str
audit_sentence(struct arena *a, enum lang l, str kind, str body, str who, str about)
{
	const char *sentence = sentence_of(kind);
	struct tr_arg args[MOST_WORDS] = {
		V("who", who.n ? who : tr(l, "The program")),
		V("about", about.n ? about : tr(l, "somebody")),
	};
	size_t n = 2;
	const char *name;
	json_t *words, *value;
	str out;

	if (!sentence)
		return kind;
	words = body.n ? json_loadb(body.p, body.n, 0, NULL) : NULL;
	json_object_foreach(words, name, value)
		if (n < MOST_WORDS)
			args[n++] = tr_arg_str(name, shown(a, l, name, value));
	out = fill_(a, l, tr_dynamic(l, str_of(sentence)), args, n);
	json_decref(words);
	return out;
}
