/* secret.c: argon2id, bounded. */
#include "app/access/secret.h"

#include <pthread.h>
#include <sodium.h>

#include "app/access/session.h"
#include "app/limit.h"
#include "base/log.h"
#include "http/server.h"
#include "text/date.h"

/* About 70 ms and 64 MiB: as many at once as leaves the machine to the rooms. A build for tests under a sanitizer, which sees
 * nothing of libsodium's work, hashes as cheaply as can be; tests/plain holds the program to the real cost. */
#ifdef SANITIZED
#define OPS crypto_pwhash_OPSLIMIT_MIN
#define MEMORY crypto_pwhash_MEMLIMIT_MIN
#else
#define OPS crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE
#endif
#define AT_ONCE 2
#define MAY_WAIT 64

/* The commonest passwords that are long enough to get past the length rule, apart from what is_pattern finds. Compared without
 * case and spaces. */
static const char *const commonest[] = {
	"123456789abc", "123456789qwe", "12345678901a", "1234567890ab", "1234567890qwe", "123456789123", "1234567891011",
	"123qweasdzxc", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u8i", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "1qazxsw23edc", "q1w2e3r4t5y6",
	"qazwsxedcrfv", "qwerty123456", "qwerty1234567", "qwerty12345678", "qwertyuiop12", "qwertyuiop123", "qwertyuiopå1",
	"qwertyuiopasdf", "qwertyuiopåasdfghjkløæ", "qwertyasdfgh", "qwertyasdfghzxcvbn", "qweasdzxc123", "asdfghjkl123",
	"asdfghjkløæ1", "asdfghjkløæ123", "zxcvbnm12345", "zxcvbnmasdfghjkl", "1234qwerasdf", "12341234qwer", "abcd12345678",
	"abcdefgh1234", "abcdefg12345", "abc123456789", "a1234567890b", "aa1234567890", "a123456789012", "111111222222",
	"112233445566", "102938475610", "1029384756qp", "147258369147", "159753456852", "password1234", "password12345",
	"password123456", "password2024", "password2025", "password2026", "passwordisnot", "mypassword12", "mypassword123",
	"mypassword1234", "thisismypassword", "nopassword123", "passw0rd1234", "p@ssw0rd1234", "p@ssword1234", "passord12345",
	"passord123456", "passord1234567", "passordet123", "passordet1234", "passordetmitt", "mittpassord1", "mittpassord12",
	"mittpassord123", "mittnyepassord", "mittegetpassord", "nyttpassord1", "nyttpassord12", "nyttpassord123",
	"nyttpassord2025", "nyttpassord2026", "nyttpassord!!", "glemtpassord", "glemtpassordet", "ingenpassord", "hemmelig1234",
	"hemmelig12345", "hemmeligpassord", "superhemmelig", "superhemmelig1", "veldighemmelig", "veldighemmelig1",
	"velkommen123", "velkommen1234", "velkommen2024", "velkommen2025", "velkommen2026", "velkommentil", "velkommentiloss",
	"sommeren2024", "sommeren2025", "sommeren2026", "sommerferie1", "sommerferie25", "sommerferie2026", "vinteren2025",
	"vinteren2026", "januar123456", "februar12345", "desember2025", "september2026", "norgeernorge", "norgenorge123",
	"jegelskerdeg", "jegelskerdeg1", "jegelskernorge", "jegvetikke123", "elskerdeg123", "iloveyou1234", "iloveyou12345",
	"iloveyousomuch", "iloveyouforever", "iloveyoubaby", "liverpool123", "liverpool1234", "liverpoolfc1", "manchester123",
	"manchesterunited", "manchestercity", "rosenborg123", "brannbergen1", "valerenga123", "fotball12345", "football1234",
	"basketball12", "superman1234", "spiderman123", "batman123456", "starwars1234", "pokemon12345", "minecraft123",
	"sunshine1234", "princess1234", "chocolate123", "butterfly123", "sykehjem1234", "sykehjemmet1", "sykepleier12",
	"sykepleier123", "helsefagarbeider", "barnehage123", "barnehage1234", "barnehagelærer", "verneombudet",
	"verneombud123", "tillitsvalgt1", "tillitsvalgt123", "avdelingsleder", "kommune12345", "medvirkning1",
	"medvirkning12", "medvirkning123", "medvirk12345", "arbeidsmiljø", "arbeidsmiljø1", "arbeidsmiljø123", "administrator",
	"administrator1", "administrator123", "administrasjon", "letmein12345", "letmeinplease", "welcome12345",
	"welcome123456", "welcome2025!", "changeme1234", "changemenow1", "defaultpassword", "trustno12345", "computer1234",
	"internet1234", "correcthorsebatterystaple", "hestbatterioststift",
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

/* One piece again and again ("passordpassord"), or steps along the digits or the alphabet ("abcdefghijklm"). */
static bool
is_pattern(str plain)
{
	size_t up = 1, down = 1;

	for (size_t piece = 1; piece <= plain.n / 2; piece++)
		if (plain.n % piece == 0 && memcmp(plain.p, plain.p + piece, plain.n - piece) == 0)
			return true;
	for (size_t i = 1; i < plain.n; i++) {
		char from = plain.p[i - 1], to = plain.p[i];
		up += to == from + 1 || (from == '9' && to == '0');
		down += to == from - 1 || (from == '0' && to == '9');
	}
	return up == plain.n || down == plain.n;
}

static bool
is_common(str plain)
{
	for (size_t i = 0; i < COUNT(commonest); i++)
		if (str_eq(plain, str_of(commonest[i])))
			return true;
	return plain.n == 0 || is_pattern(plain);
}

str
secret_problem(struct arena *a, enum lang l, str secret, const str *about, size_t n)
{
	str plain;

	secret = canonical(a, secret);
	if (!str_is_utf8(secret) || graphemes(secret) < SECRET_MIN_GRAPHEMES)
		return fill(a, l, tr(l, "Write at least {n} characters. Four ordinary words are easy to remember and hard to guess."),
			V("n", SECRET_MIN_GRAPHEMES));
	if (graphemes(secret) > SECRET_MAX_GRAPHEMES)
		return fill(a, l, tr(l, "This is too long: at most {n} letters."), V("n", SECRET_MAX_GRAPHEMES));
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

	if (!limit_take(rq->app->limits, "secret again", key, 20, 900))
		return form_error(f, field, tr(rq->lang, "That was too many tries. Wait ten minutes and try again."));
	TRY(session_secret(rq, rq->user->id, &kept));
	req_read_done(rq);
	TRY(secret_matches(rq->arena, kept, form_str(f, field), &right));
	if (!right) {
		log_warn("password asked for again was wrong person=%" PRId64, rq->user->id);
		return form_error(f, field, tr(rq->lang, "That is not your password."));
	}
	limit_give_back(rq->app->limits, "secret again", key);
	return OK;
}
