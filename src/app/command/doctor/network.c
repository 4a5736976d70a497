/* network.c: public address, listening address and proxies; and, when the program runs, whether it believes the proxy. */
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/command/doctor/visit.h"
#include "base/buf.h"
#include "http/proxy.h"

#define ANSWER_MOST 65536

static void
check_public(struct visit *v, str public)
{
	if (public.n == 0)
		say(v, WARN, "No public address was given (--public-url). Links and QR codes then take the address people came by.");
	else if (!str_starts(public, S("http://")) && !str_starts(public, S("https://")))
		say(v, TROUBLE, "The public address must begin with https:// (or http://).");
	else if (str_ends(public, S("/")))
		say(v, TROUBLE, "The public address ends in a slash: forms sent from it are taken for another site's. Leave it out.");
	else if (!str_starts(public, S("https://")))
		say(v, WARN, "The public address is not https: others on the network can read along, and some browsers warn people.");
	else
		say(v, GOOD, "The public address is https.");
}

/* Whether all entries are addresses; *here: one of them is this machine. */
static void
check_trust(struct visit *v, str list, bool *here)
{
	struct ip loopback;
	int before = v->troubles;
	str rest = list, one;

	*here = false;
	if (ip_parse(S("127.0.0.1"), &loopback))
		return;
	while (rest.n) {
		struct network net;
		str_cut(rest, ',', &one, &rest);
		one = str_trim(one);
		if (network_parse(one, &net)) {
			say(v, TROUBLE, "\"" STR_FMT "\" in --trust is no address and no network.", STR_ARG(one));
			continue;
		}
		if (net.bits == 0 || str_ends(one, S("/0")))
			say(v, TROUBLE, "--trust " STR_FMT " believes everybody: anybody can say that he is somebody else.", STR_ARG(one));
		*here = *here || network_has(&net, loopback);
	}
	if (list.n && v->troubles == before)
		say(v, GOOD, "Forwarded addresses are believed from " STR_FMT " only.", STR_ARG(list));
}

static str
host_of(str listen)
{
	size_t n = listen.n;

	while (n > 0 && listen.p[n - 1] != ':')
		n--;
	return str_take(listen, n ? n - 1 : 0);
}

static bool
is_loopback(str host)
{
	return str_starts(host, S("127.")) || str_eq(host, S("[::1]")) || str_eq(host, S("localhost"));
}

/* ---- the running program ---- */

static int
dial(struct arena *a, str listen)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST }, *ai;
	struct timeval patience = { .tv_sec = 2 };
	str host = host_of(listen), port = str_from(listen, host.n + 1);
	int fd = -1;

	if (str_eq(host, S("0.0.0.0")) || str_eq(host, S("localhost")))
		host = S("127.0.0.1");
	if (str_starts(host, S("[")))
		host = str_eq(host, S("[::]")) ? S("::1") : str_take(str_from(host, 1), host.n - 2);
	if (getaddrinfo(str_z(a, host), str_z(a, port), &hints, &ai))
		return -1;
	fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
		if (connect(fd, ai->ai_addr, ai->ai_addrlen)) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(ai);
	return fd;
}

/* What the program answers to a request that says it came by https, as a proxy on this machine would send it. */
static str
ask_as_proxy(struct arena *a, str listen)
{
	static const char question[] = "GET /healthz HTTP/1.1\r\nHost: doctor\r\nX-Forwarded-For: 192.0.2.1\r\n"
		"X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n";
	struct buf answer = buf_new(a, ANSWER_MOST);
	int fd = dial(a, listen);
	char piece[4096];
	ssize_t n;

	if (fd < 0)
		return (str){ 0 };
	if (send(fd, question, sizeof(question) - 1, MSG_NOSIGNAL) > 0)
		while ((n = recv(fd, piece, sizeof(piece), 0)) > 0)
			buf_add(&answer, (str){ piece, (size_t)n });
	close(fd);
	return buf_str(&answer);
}

static void
check_running(struct visit *v, bool trusts_here)
{
	str listen = setting(v->args, SETTING_LISTEN), answer = ask_as_proxy(v->args->arena, listen);
	bool believes = str_find(answer, S("Strict-Transport-Security")) != SIZE_MAX;

	if (!str_starts(answer, S("HTTP/1.1 200")) || !str_ends(answer, S("alive\n")))
		say(v, WARN, "The program does not answer at " STR_FMT ". Run this again when it does, to see whether it believes the proxy.",
			STR_ARG(listen));
	else if (trusts_here && !believes)
		say(v, TROUBLE, "The running program does not believe a proxy on this machine. Was it started with other settings?");
	else if (!trusts_here && believes)
		say(v, TROUBLE, "The running program believes anybody on this machine. Was it started with other settings?");
	else
		say(v, GOOD, "The program answers at " STR_FMT "%s.", STR_ARG(listen), believes ? ", and believes the proxy" : "");
}

void
look_at_network(struct visit *v)
{
	str public = setting(v->args, SETTING_PUBLIC_URL), trust = setting(v->args, SETTING_TRUST);
	str listen = setting(v->args, SETTING_LISTEN), metrics = setting(v->args, SETTING_METRICS);
	bool here;

	check_public(v, public);
	check_trust(v, trust, &here);
	if (str_starts(public, S("https://")) && trust.n == 0)
		say(v, WARN, "A proxy stands in front, but none is trusted (--trust). Give its address, or the program takes all people "
			     "for one and does not know that they came by https.");
	if (metrics.n && (str_starts(metrics, S("0.0.0.0:")) || str_starts(metrics, S("[::]:"))))
		say(v, WARN, "Figures for Prometheus are shown on every address of this machine (" STR_FMT "). Give one that only it can reach.",
			STR_ARG(metrics));
	if (here && !is_loopback(host_of(listen)))
		say(v, WARN, "The proxy is on this machine, but the program listens on " STR_FMT ": people can come past the proxy.",
			STR_ARG(listen));
	check_running(v, here);
}
