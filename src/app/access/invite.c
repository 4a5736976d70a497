/* invite.c: letters and slips. */
#include "app/access/invite.h"

#include "app/access/people.h"
#include "base/clock.h"

struct who {
	str name, email;
	bool has_secret;
	enum lang lang;
};

static err
who_is(struct db_conn *c, struct arena *a, int64_t person, struct who *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PERSON_LETTER, INT(person)));
	*out = (struct who){ .name = row_text(&r, 0, 0), .email = row_text(&r, 0, 1), .has_secret = row_int(&r, 0, 2) > 0 };
	if (!lang_of(row_text(&r, 0, 3), &out->lang))
		out->lang = LANG_NB;
	return OK;
}

static str
letter(struct arena *a, const struct who *w)
{
	str text = w->has_secret ?
		tr(w->lang, "Hello {name}. You have been given a role in Medvirk. Sign in to see which one, and say whether "
			    "it is right.") :
		tr(w->lang, "Hello {name}. You are invited to Medvirk, where leader, representatives and staff improve the "
			    "workplace together. Open this link and choose a password of your own: {link}\n\nThe link works "
			    "once and for 14 days.");

	return fill(a, w->lang, text, V("name", w->name));
}

err
invite_mail(struct db_conn *c, struct arena *a, int64_t unit, int64_t person, int64_t by, bool *sent)
{
	struct who w;
	bool on;

	*sent = false;
	TRY(mail_is_on(c, a, &on));
	TRY(who_is(c, a, person, &w));
	if (!on || w.email.n == 0)
		return OK;
	TRY(db_exec(c, NULL, OUTBOX_LINK, INT(person), TEXT(S("invite")), TEXT(w.email),
		TEXT(tr(w.lang, "You are invited to Medvirk")), TEXT(letter(a, &w)), INT(clock_now())));
	*sent = true;
	return audit_about(c, a, unit, by, person, "slip.mail");
}

err
invite_slip(struct db_conn *c, struct arena *a, int64_t unit, int64_t person, int64_t by, const struct slip *s)
{
	struct who w;

	TRY(who_is(c, a, person, &w));
	TRY(onetime_put(c, s->token_hash, person, w.has_secret ? ONCE_RESET : ONCE_INVITE, "slip", by, s->expires));
	return audit_about(c, a, unit, by, person, "slip.print");
}

static err
tell(struct db_conn *c, struct arena *a, int64_t person, const struct who *w, str subject, str text)
{
	bool on;

	TRY(mail_is_on(c, a, &on));
	if (!on || w->email.n == 0)
		return OK;
	return db_exec(c, NULL, OUTBOX_LINK, INT(person), TEXT(S("changed")), TEXT(w->email), TEXT(subject),
		TEXT(fill(a, w->lang, text, V("name", w->name))), INT(clock_now()));
}

err
secret_letter(struct db_conn *c, struct arena *a, int64_t person)
{
	struct who w;

	TRY(who_is(c, a, person, &w));
	return tell(c, a, person, &w, tr(w.lang, "You have a new password for Medvirk"),
		tr(w.lang, "Hello {name}. A new password was just chosen for you in Medvirk. Was it you? Then you need do "
			   "nothing.\n\nWas it not you? Tell the administrator at once, and ask for a slip with which you choose "
			   "a new one."));
}

err
address_letter(struct db_conn *c, struct arena *a, int64_t person, str next)
{
	struct who w;

	TRY(who_is(c, a, person, &w));
	if (str_eq(w.email, next))
		return OK;
	return tell(c, a, person, &w, tr(w.lang, "You have another e-mail address in Medvirk"),
		tr(w.lang, "Hello {name}. From now on you do not sign in to Medvirk with this address any more, and no letters come "
			   "to it. Was it you who changed it? Then you need do nothing.\n\nWas it not you? Tell the administrator "
			   "at once."));
}
