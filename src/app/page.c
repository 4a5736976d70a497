/* page.c: the frame's facts. */
#include "app/page.h"

#include "app/route.h"

struct page
page_of(struct req *rq, str title)
{
	struct page pg = { .title = title, .lang = rq->lang, .user = rq->user, .path = rq->http->path, .arena = rq->arena,
		.roles = rq->roles };
	struct db_conn *c;
	struct rows r;

	if (rq->route->flags & ROUTE_UNNAMED)
		pg.kind = PAGE_PHONE;
	if (!rq->unit || req_read(rq, &c))
		return pg;
	if (rq->process && !db_one(c, rq->arena, &r, ABOUT_PROCESS, INT(rq->process))) {
		pg.process = rq->process;
		pg.unit_name = row_text(&r, 0, 3);
		pg.process_name = row_text(&r, 0, 4);
	} else if (!db_one(c, rq->arena, &r, ABOUT_UNIT, INT(rq->unit))) {
		pg.unit_name = row_text(&r, 0, 3);
	}
	return pg;
}

/* What a redirect can say, by the word after ?said=. Another capability adds a line. */
static const struct {
	const char *word, *text;
} confirmations[] = {
	{ "begun", N_("Here is the plan. Nothing is decided yet: look at it together.") },
	{ "again", N_("It is sent once more.") },
	{ "already", N_("Medvirk is set up here. Sign in with the address and the password that were chosen on the first page.") },
	{ "asked", N_("The three are asked. It counts when all have said yes.") },
	{ "opened", N_("It is open for an hour.") },
	{ "removed", N_("The card is gone.") },
	{ "laid", N_("It lies in the outbox.") },
	{ "parties", N_("Saved. Now let them in.") },
	{ "added", N_("Registered.") },
	{ "ended", N_("The role is over.") },
	{ "mailed", N_("The letter is on its way.") },
	{ "no-mail", N_("No letter could be sent: mail has not been set up, or the person has no address.") },
	{ "clock", N_("Noted. Within a minute the program goes on erasing what is past its time.") },
	{ "called", N_("Noted: people have been told.") },
	{ "held", N_("The meeting is over. Read the minutes together.") },
	{ "planned", N_("The meeting is planned. Fill the agenda together.") },
	{ "draft-gone", N_("The draft is gone.") },
	{ "withdrawn", N_("Withdrawn. Nobody can read it any more.") },
	{ "released", N_("Staff can read it now.") },
	{ "list", N_("The list is in. Those who are new stand under their units.") },
	{ "saved", N_("Saved.") },
	{ "seen", N_("Noted: you have seen it.") },
	{ "password", N_("The new password counts from now on. You are signed out everywhere else.") },
	{ "confirmed", N_("Thank you. The role is yours.") },
	{ "declined", N_("Noted: the role is not yours.") },
	{ "answered", N_("Your answer is saved.") },
	{ "dropped", N_("The question is taken back.") },
	{ "erased", N_("Erased. The files are wiped within a minute.") },
	{ "shorter", N_("Saved. What became shorter counts after 30 days, and the parties read about it in the log.") },
	{ "left", N_("Noted. The person can no longer sign in.") },
	{ "test", N_("A test letter is on its way to you.") },
	{ "on-its-day", N_("It goes by itself on its day, with the dates as they stand then.") },
	{ "signed-out", N_("That device is signed out.") },
};

str
page_said(const struct req *rq)
{
	str word = req_query(rq, S("said"));

	for (size_t i = 0; i < COUNT(confirmations); i++)
		if (str_eq(word, str_of(confirmations[i].word)))
			return tr_dynamic(rq->lang, str_of(confirmations[i].text));
	return (str){ 0 };
}
