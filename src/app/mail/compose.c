/* compose.c: the letter itself: plain text and page from the same words. */
#include "app/mail/mail.h"
#include "app/mail/mail_letter.h"
#include "app/mail_letter_tmpl.h"
#include "base/clock.h"
#include "base/str.h"
#include "text/markdown.h"

#define BODY_MOST ((size_t)128 * 1024)

static str
replace(struct arena *a, str text, str what, str with)
{
	struct buf b = buf_new(a, BODY_MOST);
	size_t at;

	while ((at = str_find(text, what)) != SIZE_MAX) {
		buf_add(&b, str_take(text, at));
		buf_add(&b, with);
		text = str_from(text, at + what.n);
	}
	buf_add(&b, text);
	return buf_str(&b);
}

static bool
ends_address(char c)
{
	return (unsigned char)c <= ' ' || c == '<' || c == '>' || c == '"';
}

/* Where the next bare address begins: after a space or a line end, not inside a link that somebody wrote. */
static size_t
next_address(str text, size_t from)
{
	for (size_t i = from; i < text.n; i++)
		if ((i == 0 || (unsigned char)text.p[i - 1] <= ' ') &&
			(str_starts(str_from(text, i), S("https://")) || str_starts(str_from(text, i), S("http://"))))
			return i;
	return SIZE_MAX;
}

/* Bare addresses become links: in Markdown they stand in angle brackets. */
static str
with_links(struct arena *a, str text)
{
	struct buf b = buf_new(a, BODY_MOST);
	size_t from = 0, at;

	while ((at = next_address(text, from)) != SIZE_MAX) {
		size_t end = at;
		while (end < text.n && !ends_address(text.p[end]))
			end++;
		while (end > at && str_has(S(".,;:!?)"), text.p[end - 1]))
			end--;
		buf_add(&b, str_take(str_from(text, from), at - from));
		buf_addc(&b, '<');
		buf_add(&b, str_take(str_from(text, at), end - at));
		buf_addc(&b, '>');
		from = end;
	}
	buf_add(&b, str_from(text, from));
	return buf_str(&b);
}

static str
plain_text(struct arena *a, const struct letter_page *p, str body)
{
	struct buf b = buf_new(a, BODY_MOST);

	buf_add(&b, body);
	buf_add(&b, S("\n\n-- \n"));
	buf_add(&b, p->foot);
	if (p->stop.n) {
		buf_add(&b, S("\n"));
		buf_add(&b, tr(p->lang, "Would you rather not have reminders by e-mail? Stop them here:"));
		buf_add(&b, S(" "));
		buf_add(&b, p->stop);
	}
	buf_add(&b, S("\n"));
	return buf_str(&b);
}

static str
foot_of(struct arena *a, const struct outgoing *o)
{
	if (o->unit.n)
		return fill(a, o->lang, tr(o->lang, "Sent by Medvirk for {unit}. Nobody reads answers to this address."), V("unit", o->unit));
	return tr(o->lang, "Sent by Medvirk. Nobody reads answers to this address.");
}

void
outgoing_compose(struct arena *a, const struct outgoing *o, const struct mail_setup *s, struct mail *out)
{
	str body = o->link.n ? replace(a, o->body, S("{link}"), o->link) : o->body;
	struct letter_page page = { .lang = o->lang, .subject = o->subject, .body = markdown(a, with_links(a, body), 1),
		.foot = foot_of(a, o), .stop = o->stop };
	struct buf html = buf_new(a, 4 * BODY_MOST);

	letter_view(&html, o->lang, &page);
	*out = (struct mail){
		.from = s->from,
		.from_name = o->unit.n && s->from_name.n ?
			str_fmt(a, STR_FMT " (" STR_FMT ")", STR_ARG(o->unit), STR_ARG(s->from_name)) : o->unit.n ? o->unit : s->from_name,
		.to = o->recipient,
		.subject = o->subject,
		.text = plain_text(a, &page, body),
		.html = buf_str(&html),
		.id = o->mail_id,
		.date = clock_now(),
		.stop_url = o->stop,
		.calendar = { .file = o->calendar, .cancel = str_eq(o->kind, S("calendar off")) },
	};
}
