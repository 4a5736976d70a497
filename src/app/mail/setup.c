/* setup.c: where letters are handed over, and with which password. */
#include <jansson.h>
#include <stdlib.h>

#include "app/mail/mail.h"
#include "base/clock.h"
#include "base/secret.h"
#include "base/str.h"
#include "post/header.h"

#define CREDENTIAL "mail-password"
#define PER_MINUTE 30

static const char *const tls_words[] = { [SMTP_STARTTLS] = "starttls", [SMTP_TLS] = "tls", [SMTP_PLAIN] = "none" };

str
smtp_tls_word(enum smtp_tls t)
{
	return str_of(tls_words[t]);
}

enum smtp_tls
smtp_tls_of(str word)
{
	for (size_t i = 0; i < COUNT(tls_words); i++)
		if (str_eq(word, str_of(tls_words[i])))
			return (enum smtp_tls)i;
	return SMTP_STARTTLS;
}

static str
text_at(struct arena *a, const json_t *all, const char *name)
{
	const json_t *v = json_object_get(all, name);

	return str_dup(a, (str){ json_string_value(v), json_string_length(v) });
}

err
mail_setup_read(struct db_conn *c, struct arena *a, struct mail_setup *out)
{
	struct rows r;
	json_t *all;
	err e = db_one(c, a, &r, SETTING_GET, TEXT(S("mail")));

	*out = (struct mail_setup){ .port = 587, .per_minute = PER_MINUTE };
	if (e)
		return e == ERR_NOTFOUND ? OK : e;
	out->text = row_text(&r, 0, 0);
	all = json_loadb(out->text.p ? out->text.p : "", out->text.n, 0, NULL);
	out->host = text_at(a, all, "host");
	out->user = text_at(a, all, "user");
	out->from = text_at(a, all, "from");
	out->from_name = text_at(a, all, "from_name");
	out->tls = smtp_tls_of(text_at(a, all, "tls"));
	if (json_is_integer(json_object_get(all, "port")))
		out->port = json_integer_value(json_object_get(all, "port"));
	if (json_integer_value(json_object_get(all, "per_minute")) > 0)
		out->per_minute = json_integer_value(json_object_get(all, "per_minute"));
	json_decref(all);
	out->on = out->host.n > 0 && out->from.n > 0;
	return OK;
}

static void
put_text(json_t *all, const char *name, str text)
{
	json_object_set_new(all, name, json_stringn(text.p ? text.p : "", text.n));
}

err
mail_setup_write(struct db_conn *c, struct arena *a, const struct mail_setup *s)
{
	json_t *all;
	char *text;
	str kept;

	if (s->host.n == 0)
		return db_exec(c, NULL, SETTING_PUT, TEXT(S("mail")), TEXT(S("")));
	all = json_object();
	put_text(all, "host", s->host);
	put_text(all, "user", s->user);
	put_text(all, "from", s->from);
	put_text(all, "from_name", s->from_name);
	put_text(all, "tls", smtp_tls_word(s->tls));
	json_object_set_new(all, "port", json_integer(s->port));
	json_object_set_new(all, "per_minute", json_integer(s->per_minute));
	text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
	kept = str_dup(a, str_of(text));
	free(text);
	json_decref(all);
	TRY(db_exec(c, NULL, SETTING_PUT, TEXT(S("mail")), TEXT(kept)));
	return db_exec(c, NULL, MAIL_AGAIN_NOW, INT(clock_now()));
}

/* ---- the password ---- */

err
mail_password(const struct app *app, struct arena *a, str *out, bool *open_to)
{
	const char *file = secret_file(a, CREDENTIAL, app->mail_password_file);

	*out = (str){ 0 };
	*open_to = false;
	return file ? secret_read(file, a, out, open_to) : ERR_NOTFOUND;
}

/* The name we greet the relay with: the public address's. */
static str
own_host(const struct app *app)
{
	size_t at = str_find(app->public_url, S("://"));
	str rest = at == SIZE_MAX ? app->public_url : str_from(app->public_url, at + 3), host;

	str_cut(rest, '/', &host, NULL);
	str_cut(host, ':', &host, NULL);
	return mail_host_is_fit(host) ? host : S("localhost");
}

/* How long tests wait for a relay that is silent. */
static int64_t
patience(void)
{
	const char *seconds = getenv("MEDVIRK_TEST_MAIL_PATIENCE");
	int64_t n;

	return seconds && !str_int(str_of(seconds), &n) ? n : 0;
}

err
mail_relay(const struct app *app, struct arena *a, const struct mail_setup *s, struct smtp_relay *out)
{
	bool open_to;
	err e;

	*out = (struct smtp_relay){ .host = s->host, .port = s->port, .tls = s->tls, .user = s->user, .ca_file = app->mail_ca,
		.hello = own_host(app), .patience = patience() };
	if (s->user.n == 0)
		return OK;
	e = mail_password(app, a, &out->password, &open_to);
	return e == ERR_NOTFOUND ? OK : e;
}
