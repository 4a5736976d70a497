/* secret.c: argon2id, bounded. */
#include "app/access/secret.h"

#include <pthread.h>
#include <sodium.h>

#include "app/access/session.h"
#include "app/limit.h"
#include "http/server.h"
#include "text/date.h"

/* About 70 ms and 64 MiB: as many at once as leaves the machine to the rooms. */
#define OPS crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE
#define AT_ONCE 2
#define MAY_WAIT 64

/* The commonest passwords that are long enough to get past the length rule. Compared without case and spaces. */
static const char *const commonest[] = {
	"1234567890", "12345678910", "123456789a", "123456789o", "0123456789", "0987654321", "9876543210", "1q2w3e4r5t",
	"1qaz2wsx3edc", "qwertyuiop", "qwertyuiopå", "qwerty12345", "qwerty123456", "1234qwerasdf", "asdfghjkløæ",
	"asdfghjkl1", "zxcvbnm123", "1111111111", "0000000000", "1122334455", "1029384756", "123123123123", "123456123456",
	"1234512345", "12341234qwer", "abcdefghij", "abcdefghijk", "abc1234567", "abcd123456", "a123456789", "password12",
	"password123", "password1234", "passwordpassword", "mypassword", "mypassword1", "passord123", "passord1234",
	"passord2024", "passord2025", "passord2026", "passordet1", "passordpassord", "mittpassord", "mittpassord1",
	"hemmelig123", "hemmelig1234", "veldighemmelig", "velkommen1", "velkommen12", "velkommen123", "velkommen2025",
	"velkommen2026", "sommer2024", "sommer2025", "sommer2026", "sommeren2025", "sommeren2026", "vinter2024",
	"vinter2025", "vinter2026", "vinteren2026", "høsten2025", "høsten2026", "våren2026!", "norge12345", "norge17mai",
	"heianorge1", "oslo123456", "bergen1234", "trondheim1", "stavanger1", "liverpool1", "liverpool123", "manchester1",
	"rosenborg1", "brannbergen", "fotball123", "iloveyou12", "iloveyou123", "jegelskerdeg", "elskerdeg1",
	"sykehjem12", "sykehjem123", "sykepleier", "sykepleier1", "barnehage1", "barnehage123", "kommune123",
	"medvirk123", "medvirkning", "arbeidsmiljø", "administrator", "administrator1", "letmein123", "welcome123",
	"welcome1234", "changeme123", "trustno1234", "football123", "superman123", "princess123", "sunshine123", "dragon12345",
	"michael123", "computer123", "internet123",
};

/* The same letters typed on another keyboard give the same bytes; what cannot be text is taken as it is. */
static str
canonical(struct arena *a, str secret)
{
	str clean;

	return text_clean(a, secret, secret.n + 1, &clean) ? secret : clean;
}

static str
without_case_and_spaces(struct arena *a, str s)
{
	struct buf b = buf_new(a, s.n + 1);
	str low = str_lower(a, s);

	for (size_t i = 0; i < low.n; i++)
		if (low.p[i] != ' ')
			buf_addc(&b, low.p[i]);
	return buf_str(&b);
}

static bool
is_common(str plain)
{
	for (size_t i = 0; i < COUNT(commonest); i++)
		if (str_eq(plain, str_of(commonest[i])))
			return true;
	for (size_t i = 1; i < plain.n; i++)
		if (plain.p[i] != plain.p[0])
			return false;
	return true;
}

str
secret_problem(struct arena *a, enum lang l, str secret, const str *about, size_t n)
{
	str plain;

	secret = canonical(a, secret);
	if (!str_is_utf8(secret) || graphemes(secret) < SECRET_MIN_GRAPHEMES)
		return fill(a, l, tr(l, "Write at least {n} signs. Four ordinary words are easy to remember and hard to guess."),
			V("n", SECRET_MIN_GRAPHEMES));
	plain = without_case_and_spaces(a, secret);
	if (is_common(plain))
		return tr(l, "Many others use this one, and it is the first that is tried. Choose something else.");
	for (size_t i = 0; i < n; i++)
		if (about[i].n && str_eq(plain, without_case_and_spaces(a, about[i])))
			return tr(l, "Choose something else than your own name or address.");
	return (str){ 0 };
}

static struct {
	pthread_mutex_t lock;
	pthread_cond_t free;
	int running, waiting;
} gate = { .lock = PTHREAD_MUTEX_INITIALIZER, .free = PTHREAD_COND_INITIALIZER };

static err
gate_enter(void)
{
	bool full;

	server_wait_begin();
	pthread_mutex_lock(&gate.lock);
	full = gate.waiting >= MAY_WAIT;
	if (!full) {
		gate.waiting++;
		while (gate.running >= AT_ONCE)
			pthread_cond_wait(&gate.free, &gate.lock);
		gate.waiting--;
		gate.running++;
	}
	pthread_mutex_unlock(&gate.lock);
	server_wait_end();
	return full ? ERR_BUSY : OK;
}

static void
gate_leave(void)
{
	pthread_mutex_lock(&gate.lock);
	gate.running--;
	pthread_cond_signal(&gate.free);
	pthread_mutex_unlock(&gate.lock);
}

static err
hash_now(struct arena *a, str secret, str *out)
{
	char *text = arena_alloc(a, crypto_pwhash_STRBYTES, 1);

	if (crypto_pwhash_str(text, secret.p ? secret.p : "", secret.n, OPS, MEMORY))
		return ERR_BUSY;
	*out = str_of(text);
	return OK;
}

err
secret_hash(struct arena *a, str secret, str *out)
{
	err e;

	secret = canonical(a, secret);
	TRY(gate_enter());
	e = hash_now(a, secret, out);
	gate_leave();
	return e;
}

/* What unknown accounts are compared with, made at the first sign-in; nobody knows the text behind it. */
static const char *
nobody(void)
{
	static char text[crypto_pwhash_STRBYTES];
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	unsigned char noise[32];

	pthread_mutex_lock(&lock);
	if (!text[0]) {
		randombytes_buf(noise, sizeof(noise));
		if (crypto_pwhash_str(text, (const char *)noise, sizeof(noise), OPS, MEMORY))
			text[0] = 0;
	}
	pthread_mutex_unlock(&lock);
	return text;
}

err
secret_matches(struct arena *a, str kept, str secret, bool *out)
{
	const char *against;
	bool same;

	secret = canonical(a, secret);
	TRY(gate_enter());
	/* Asked for by everybody, so that the first unknown account after the start takes no longer than a known one. */
	against = nobody();
	if (kept.n)
		against = str_z(a, kept);
	same = crypto_pwhash_str_verify(against, secret.p ? secret.p : "", secret.n) == 0;
	gate_leave();
	*out = same && kept.n > 0;
	return OK;
}

err
secret_again(struct req *rq, struct form *f, const char *field)
{
	str key = str_fmt(rq->arena, "%" PRId64, rq->user->id), kept;
	bool right;

	if (!limit_take(rq->app->limits, "secret again", key, 20, 600))
		return form_error(f, field, tr(rq->lang, "That was too many tries. Wait ten minutes and try again."));
	TRY(session_secret(rq, rq->user->id, &kept));
	req_read_done(rq);
	TRY(secret_matches(rq->arena, kept, form_str(f, field), &right));
	if (!right)
		return form_error(f, field, tr(rq->lang, "That is not your password."));
	return OK;
}
