/* meeting.c: meetings that the group has planned itself, as entries: in feeds, with their call, and taken back. */
#include "app/calendar/calendar.h"

#include "app/mail/mail.h"
#include "base/clock.h"
#include "text/date.h"

static str
uid_of(struct arena *a, const struct process *p, int64_t meeting)
{
	return str_fmt(a, "meeting-%" PRId64 "-" STR_FMT, meeting, STR_ARG(p->public_id));
}

struct calendar_event
calendar_of_meeting(struct arena *a, const struct calendar_reader *to, const struct agenda_meeting *m)
{
	struct calendar_event ev = { .uid = uid_of(a, to->p, m->id), .starts = m->starts_at, .ends = m->starts_at + m->minutes * 60,
		.stamp = clock_now(), .sequence = m->calls, .place = m->place, .title = m->title, .text = m->purpose };

	if (to->site.n)
		ev.url = to->group ? str_fmt(a, STR_FMT "/p/%" PRId64 "/meetings/%" PRId64, STR_ARG(to->site), to->p->id, m->id) :
			str_fmt(a, STR_FMT "/w/" STR_FMT "/meetings/%" PRId64, STR_ARG(to->site), STR_ARG(to->p->public_id), m->id);
	return ev;
}

/* Of the process what entries are made of. */
static err
read_place(struct db_conn *c, struct arena *a, int64_t process, struct process *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, MEETING_PLACE, INT(process)));
	*out = (struct process){ .id = process, .public_id = row_text(&r, 0, 0), .unit_name = row_text(&r, 0, 1) };
	return OK;
}

err
calendar_call(struct db_conn *c, struct arena *a, const struct calendar_call_to *to, const struct agenda_meeting *m, str *file)
{
	struct process p;
	struct calendar_reader reader = { .p = &p, .site = to->site, .group = m->kind != AGENDA_STAFF };
	struct calendar_event ev;
	struct mail_setup setup;

	*file = (str){ 0 };
	TRY(mail_setup_read(c, a, &setup));
	if (!m->starts_at || !setup.on || !setup.from.n)
		return OK;
	TRY(read_place(c, a, to->process, &p));
	ev = calendar_of_meeting(a, &reader, m);
	ev.sequence = m->calls;
	ev.organizer = setup.from;
	ev.organizer_name = p.unit_name;
	ev.attendee = to->email;
	return calendar_file(a, CALENDAR_REQUEST, &ev, 1, file);
}

/* To one who has got the call: a letter whose calendar file takes the entry out again. */
static err
take_back_one(struct db_conn *c, struct arena *a, const struct calendar_reader *to, const struct agenda_meeting *m,
	const struct mail_setup *setup, str email)
{
	struct calendar_event ev = calendar_of_meeting(a, to, m);
	enum lang l = to->lang;
	str subject, body, file;

	ev.sequence = m->calls;
	ev.organizer = setup->from;
	ev.organizer_name = to->p->unit_name;
	ev.attendee = email;
	TRY(calendar_file(a, CALENDAR_CANCEL, &ev, 1, &file));
	subject = fill(a, l, tr(l, "Called off: {what}, {when}"), V("what", m->title), V("when", date_time(a, l, m->starts_at)));
	body = str_fmt(a, STR_FMT "\n\n" STR_FMT "\n\n" STR_FMT "\n\n" STR_FMT, STR_ARG(tr(l, "Hello. This is called off:")), STR_ARG(m->title),
		STR_ARG(date_time(a, l, m->starts_at)), STR_ARG(tr(l, "Your calendar takes it out when you open the invitation.")));
	return db_exec(c, NULL, INVITE_LAY, INT(to->p->id), TEXT(S("calendar off")), TEXT(email), TEXT(subject), TEXT(body), TEXT(file),
		INT(clock_now()));
}

err
calendar_call_off(struct db_conn *c, struct arena *a, int64_t process, const struct agenda_meeting *m)
{
	struct mail_setup setup;
	struct process p;
	struct rows r;
	str like;

	TRY(mail_setup_read(c, a, &setup));
	if (!m->starts_at || m->starts_at < clock_now() || !setup.on || !setup.from.n)
		return OK;
	TRY(read_place(c, a, process, &p));
	like = str_fmt(a, "%%UID:" STR_FMT "%%", STR_ARG(uid_of(a, &p, m->id)));
	/* What has not left yet is simply not sent. */
	TRY(db_exec(c, NULL, MEETING_CALL_DROP, INT(process), TEXT(like)));
	TRY(db_query(c, a, &r, MEETING_CALLED, INT(process), TEXT(like)));
	for (size_t i = 0; i < r.n; i++) {
		struct calendar_reader to = { .p = &p, .lang = LANG_NB };
		if (!lang_of(row_text(&r, i, 1), &to.lang))
			to.lang = LANG_NB;
		TRY(take_back_one(c, a, &to, m, &setup, row_text(&r, i, 0)));
	}
	return OK;
}

err
calendar_add_meetings(struct db_conn *c, struct arena *a, const struct calendar_reader *to, int64_t from, int64_t until,
	struct calendar_events *all)
{
	struct agenda_meetings list;

	TRY(agenda_list(c, a, to->p->id, &list));
	if (!to->group)
		agenda_keep_open(&list);
	for (size_t i = 0; i < list.n; i++) {
		const struct agenda_meeting *m = &list.p[i];
		if (m->starts_at && m->starts_at >= from && m->starts_at < until && !m->cancelled_at)
			calendar_put(a, all, calendar_of_meeting(a, to, m));
	}
	return OK;
}
