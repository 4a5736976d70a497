/* smtp.c: libcurl's SMTP and MIME. */
#include "post/smtp.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/confine.h"
#include "base/str.h"
#include "post/header.h"

#define PATIENCE_SEC 300
#define CONNECT_SEC 20
#define SAYS_MOST 160

/* How far the conversation has come; the relay's answer means something else at each. */
enum stage { STAGE_CONNECT, STAGE_TLS, STAGE_AUTH, STAGE_MAIL, STAGE_RCPT, STAGE_DATA, STAGE_BODY, STAGE_WHOLE };

struct smtp {
	CURL *curl;
	char *url, *user, *password, *ca_file;
	enum stage stage;
	long code;	/* of the last answer */
	bool answered;	/* since the last command */
	bool leaving;
	char says[SAYS_MOST + 1];
	bool (*stop)(void *ctx, bool whole);
	void *ctx;
};

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void
start_curl(void)
{
	(void)curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* ---- listening to the conversation ---- */

static void
keep_words(struct smtp *s, str line)
{
	size_t n = 0;

	for (size_t i = 0; i < line.n && n < SAYS_MOST; i++)
		if ((unsigned char)line.p[i] >= 0x20 && (unsigned char)line.p[i] < 0x7f)
			s->says[n++] = line.p[i];
	s->says[n] = 0;
}

static void
heard_answer(struct smtp *s, str line)
{
	int64_t code;

	line = str_trim(line);
	if (s->leaving || line.n < 3 || str_int(str_take(line, 3), &code) || (line.n > 3 && line.p[3] == '-'))
		return;
	s->code = (long)code;
	s->answered = true;
	keep_words(s, line);
	if (s->stage == STAGE_DATA && code == 354) {
		s->stage = STAGE_BODY;
		s->answered = false;
	}
}

static void
said_command(struct smtp *s, str line)
{
	static const struct {
		str word;
		enum stage stage;
	} words[] = { { S("STARTTLS"), STAGE_TLS }, { S("AUTH"), STAGE_AUTH }, { S("MAIL"), STAGE_MAIL },
		{ S("RCPT"), STAGE_RCPT }, { S("DATA"), STAGE_DATA } };

	/* The last word before it hangs up; what was answered before counts. */
	s->leaving = str_eq_nocase(str_take(line, 4), S("QUIT"));
	if (s->leaving)
		return;
	s->answered = false;
	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq_nocase(str_take(line, words[i].word.n), words[i].word))
			s->stage = words[i].stage;
}

/* The passwords go by here, too: nothing but the stage is kept of what we say. */
static int
listen_in(CURL *curl, curl_infotype type, char *data, size_t n, void *ctx)
{
	struct smtp *s = ctx;
	str line = { data, n };

	(void)curl;
	if (type == CURLINFO_HEADER_IN)
		heard_answer(s, line);
	else if (type == CURLINFO_HEADER_OUT)
		said_command(s, line);
	else if (type == CURLINFO_DATA_OUT && (s->stage == STAGE_BODY || s->stage == STAGE_WHOLE))
		/* The last boundary ends so; no line of ours in the middle does, or the doubt is on the careful side. */
		s->stage = str_ends(line, S("--\r\n")) ? STAGE_WHOLE : STAGE_BODY;
	return 0;
}

static int
on_progress(void *ctx, curl_off_t dt, curl_off_t dn, curl_off_t ut, curl_off_t un)
{
	struct smtp *s = ctx;

	(void)dt, (void)dn, (void)ut, (void)un;
	return s->stop && s->stop(s->ctx, s->stage == STAGE_WHOLE);
}

/* ---- opening ---- */

static bool
is_this_machine(str host)
{
	return str_eq(host, S("localhost")) || str_starts(host, S("127.")) || str_eq(host, S("[::1]"));
}

static bool
is_text(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}

static bool
relay_is_fit(const struct smtp_relay *r)
{
	return mail_host_is_fit(r->host) && mail_host_is_fit(r->hello) && r->port > 0 && r->port < 65536 && is_text(r->user) &&
		is_text(r->password) && is_text(r->ca_file);
}

static void
set_up(struct smtp *s, const struct smtp_relay *r)
{
	CURL *c = s->curl;

	curl_easy_setopt(c, CURLOPT_URL, s->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_USE_SSL, r->tls == SMTP_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	if (*s->ca_file)
		curl_easy_setopt(c, CURLOPT_CAINFO, s->ca_file);
	if (*s->user) {
		curl_easy_setopt(c, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, s->password);
	}
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SEC);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)(r->patience ? r->patience : PATIENCE_SEC));
	curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, listen_in);
	curl_easy_setopt(c, CURLOPT_DEBUGDATA, s);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, s);
}

void
smtp_confine(struct confine *c)
{
	/* /etc/ssl/certs leads there. */
	confine_allow(c, CONFINE_READ, "/usr/share/ca-certificates");
	confine_allow(c, CONFINE_READ, "/usr/local/share/ca-certificates");
}

err
smtp_open(const struct smtp_relay *r, struct smtp **out)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	bool named = r->user.n && (r->tls != SMTP_PLAIN || is_this_machine(r->host));
	struct smtp *s;

	if (!relay_is_fit(r))
		return ERR_INVALID;
	pthread_once(&curl_once, start_curl);
	s = mem_new(sizeof(*s));
	s->curl = curl_easy_init();
	s->url = mem_dup(str_fmt(&a, "%s://" STR_FMT ":%d/" STR_FMT, r->tls == SMTP_TLS ? "smtps" : "smtp", STR_ARG(r->host),
		(int)r->port, STR_ARG(r->hello)));
	s->user = mem_dup(named ? r->user : S(""));
	s->password = mem_dup(named ? r->password : S(""));
	s->ca_file = mem_dup(r->ca_file);
	*out = s;
	if (!s->curl) {
		smtp_close(s);
		*out = NULL;
		return ERR_IO;
	}
	set_up(s, r);
	return OK;
}

/* A connection on which something went wrong is not used again, and no good-bye is waited for: libcurl would, for two minutes. */
static void
cut(struct smtp *s)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (!curl_easy_getinfo(s->curl, CURLINFO_ACTIVESOCKET, &fd) && fd != CURL_SOCKET_BAD)
		shutdown(fd, SHUT_RDWR);
}

void
smtp_close(struct smtp *s)
{
	if (!s)
		return;
	if (s->stop && s->stop(s->ctx, false))
		cut(s);
	s->stop = NULL;
	curl_easy_cleanup(s->curl);
	explicit_bzero(s->password, strlen(s->password));
	free(s->url);
	free(s->user);
	free(s->password);
	free(s->ca_file);
	free(s);
}

void
smtp_on_wait(struct smtp *s, bool (*stop)(void *ctx, bool whole), void *ctx)
{
	s->stop = stop;
	s->ctx = ctx;
}

/* ---- what came of it ---- */

static enum smtp_outcome
by_answer(const struct smtp *s)
{
	bool for_good = s->code >= 500;

	switch (s->stage) {
	case STAGE_CONNECT: return SMTP_AWAY;
	case STAGE_TLS: return SMTP_UNTRUSTED;
	case STAGE_AUTH: return for_good ? SMTP_LOGIN : SMTP_AWAY;
	/* 530: sign in first. 421: the relay closes. */
	case STAGE_MAIL: return s->code == 530 ? SMTP_LOGIN : for_good ? SMTP_SENDER : s->code == 421 ? SMTP_AWAY : SMTP_LATER;
	case STAGE_RCPT: return s->code == 530 ? SMTP_LOGIN : for_good ? SMTP_REFUSED : s->code == 421 ? SMTP_AWAY : SMTP_LATER;
	case STAGE_DATA:
	case STAGE_BODY:
	case STAGE_WHOLE:
		break;
	}
	return for_good ? SMTP_REFUSED : SMTP_LATER;
}

static enum smtp_outcome
outcome_of(const struct smtp *s, CURLcode code)
{
	switch ((int)code) {
	case CURLE_OK:
		return SMTP_TAKEN;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_USE_SSL_FAILED:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CIPHER:
		return SMTP_UNTRUSTED;
	case CURLE_LOGIN_DENIED:
		return s->answered && s->code >= 400 && s->code < 500 ? SMTP_AWAY : SMTP_LOGIN;
	default:
		break;
	}
	if (s->answered && s->code >= 400 && s->code < 600)
		return by_answer(s);
	return s->stage == STAGE_WHOLE ? SMTP_UNSURE : SMTP_AWAY;
}

static void
conclude(struct smtp *s, struct arena *a, CURLcode code, struct smtp_result *out)
{
	*out = (struct smtp_result){ .outcome = outcome_of(s, code), .code = s->answered ? s->code : 0 };
	if (code && (!s->answered || s->code < 400))
		keep_words(s, str_of(curl_easy_strerror(code)));
	out->says = str_dup(a, str_of(s->says));
}

/* ---- one letter ---- */

static void
free_list(struct curl_slist **list)
{
	curl_slist_free_all(*list);
}

static void
free_mime(curl_mime **mime)
{
	curl_mime_free(*mime);
}

/* name and value have been made so that they hold no line end but folds. */
static void
add_header(struct curl_slist **list, struct arena *a, const char *name, str value)
{
	struct curl_slist *more = curl_slist_append(*list, str_z(a, str_fmt(a, "%s: " STR_FMT, name, STR_ARG(value))));

	assert(more);
	*list = more;
}

static bool
is_header(str s)
{
	return s.n < 900 && is_text(s) && str_is_utf8(s);
}

static err
make_headers(struct arena *a, const struct mail *m, struct curl_slist **list)
{
	str name = header_text(a, m->from_name);

	if (!mail_address_is_fit(m->from) || !mail_address_is_fit(m->to) || !mail_address_is_fit(m->id) || !is_header(m->stop_url))
		return ERR_INVALID;
	add_header(list, a, "Date", header_date(a, m->date));
	add_header(list, a, "From", name.n ? str_fmt(a, STR_FMT " <" STR_FMT ">", STR_ARG(name), STR_ARG(m->from)) : m->from);
	add_header(list, a, "To", m->to);
	add_header(list, a, "Subject", header_text(a, m->subject));
	add_header(list, a, "Message-ID", str_fmt(a, "<" STR_FMT ">", STR_ARG(m->id)));
	add_header(list, a, "Auto-Submitted", S("auto-generated"));
	/* Exchange answers absent people's letters otherwise. */
	add_header(list, a, "X-Auto-Response-Suppress", S("OOF, AutoReply"));
	if (m->stop_url.n) {
		add_header(list, a, "List-Unsubscribe", str_fmt(a, "<" STR_FMT ">", STR_ARG(m->stop_url)));
		add_header(list, a, "List-Unsubscribe-Post", S("List-Unsubscribe=One-Click"));
	}
	add_header(list, a, "Content-Type", m->calendar.file.n ? S("multipart/mixed") : S("multipart/alternative"));
	return OK;
}

static str
with_crlf(struct arena *a, str text)
{
	struct buf b = buf_new(a, 4 * 1024 * 1024);

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\r')
			continue;
		if (text.p[i] == '\n')
			buf_addc(&b, '\r');
		buf_addc(&b, text.p[i]);
	}
	return buf_str(&b);
}

static void
add_part(curl_mime *mime, const char *type, str data, const char *encoder, const char *file)
{
	curl_mimepart *part = curl_mime_addpart(mime);
	bool whole = part && !curl_mime_data(part, data.p ? data.p : "", data.n) && !curl_mime_type(part, type) &&
		!curl_mime_encoder(part, encoder) && (!file || !curl_mime_filename(part, file));

	assert(whole);
}

static void
add_alternatives(curl_mime *mime, struct arena *a, const struct mail *m)
{
	add_part(mime, "text/plain; charset=utf-8", with_crlf(a, m->text), "quoted-printable", NULL);
	add_part(mime, "text/html; charset=utf-8", with_crlf(a, m->html), "quoted-printable", NULL);
	if (m->calendar.file.n)
		add_part(mime, m->calendar.cancel ? "text/calendar; charset=utf-8; method=CANCEL" :
			"text/calendar; charset=utf-8; method=REQUEST", m->calendar.file, "base64", NULL);
}

/* Outlook reads the part, others the attachment. */
static curl_mime *
make_mime(struct smtp *s, struct arena *a, const struct mail *m)
{
	curl_mime *root = curl_mime_init(s->curl), *inner;
	curl_mimepart *part;

	assert(root);
	if (!m->calendar.file.n) {
		add_alternatives(root, a, m);
		return root;
	}
	inner = curl_mime_init(s->curl);
	part = curl_mime_addpart(root);
	assert(inner && part);
	add_alternatives(inner, a, m);
	if (curl_mime_subparts(part, inner) || curl_mime_type(part, "multipart/alternative"))
		assert(!"out of memory");
	add_part(root, "application/ics", m->calendar.file, "base64", m->calendar.cancel ? "avlyst.ics" : "invitasjon.ics");
	return root;
}

static CURLcode
perform(struct smtp *s)
{
	CURLcode code;

	s->stage = STAGE_CONNECT;
	s->code = 0;
	s->answered = s->leaving = false;
	s->says[0] = 0;
	code = curl_easy_perform(s->curl);
	if (code)
		cut(s);
	return code;
}

/* A relay may have closed a kept connection meanwhile, or takes so many letters over one only. */
static bool
was_stale(struct smtp *s, CURLcode code)
{
	long made = 1;

	(void)curl_easy_getinfo(s->curl, CURLINFO_NUM_CONNECTS, &made);
	return code && made == 0 && s->stage <= STAGE_RCPT && outcome_of(s, code) == SMTP_AWAY;
}

err
smtp_send(struct smtp *s, struct arena *a, const struct mail *m, struct smtp_result *out)
{
	struct curl_slist *headers CLEANUP(free_list) = NULL, *to CLEANUP(free_list) = NULL;
	curl_mime *mime CLEANUP(free_mime) = NULL;
	CURLcode code;

	TRY(make_headers(a, m, &headers));
	to = curl_slist_append(NULL, str_z(a, str_fmt(a, "<" STR_FMT ">", STR_ARG(m->to))));
	mime = make_mime(s, a, m);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, str_z(a, str_fmt(a, "<" STR_FMT ">", STR_ARG(m->from))));
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(s->curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(s->curl, CURLOPT_MIMEPOST, mime);
	code = perform(s);
	if (was_stale(s, code)) {
		curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, 1L);
		code = perform(s);
		curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, 0L);
	}
	conclude(s, a, code, out);
	curl_easy_setopt(s->curl, CURLOPT_MIMEPOST, (curl_mime *)NULL);
	curl_easy_setopt(s->curl, CURLOPT_HTTPHEADER, (struct curl_slist *)NULL);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, (struct curl_slist *)NULL);
	return OK;
}

err
smtp_try(struct smtp *s, struct arena *a, struct smtp_result *out)
{
	CURLcode code;

	curl_easy_setopt(s->curl, CURLOPT_CONNECT_ONLY, 1L);
	code = perform(s);
	conclude(s, a, code, out);
	curl_easy_setopt(s->curl, CURLOPT_CONNECT_ONLY, 0L);
	return OK;
}
