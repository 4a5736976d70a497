/* app.h: what main put together, handed to every request. Read-only after start, but for its last four. */
#ifndef APP_APP_H
#define APP_APP_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/base.h"
#include "db/db.h"

struct hub;
struct limits;
struct memo;
struct method_shelf;
struct press;

struct app {
	pthread_t main_thread;	/* waits for signals */
	_Atomic bool broken;	/* the disk has failed: we end, and are started anew */
	struct db *db;
	struct hub *_Atomic hub;	/* set once, when the database's listener may call already; NULL before */
	struct memo *codes;	/* room codes remembered for seconds; see room/codes.h */
	struct limits *limits;	/* counters in memory against guessing; see limit.h */
	struct method_shelf *shelf;	/* see process/shelf.h */
	struct memo *abouts;	/* what notes of a room can be about, remembered for seconds; see room/about.h */
	struct memo *names;	/* of each unit's people, remembered for a minute; see room/names.h */
	struct press *press;	/* makes PDFs; see paper/press.h */
	str public_url;	/* "https://medvirk.example.no", no slash at the end; empty: taken from the request */
	str mail_password_file, mail_ca;	/* see command/settings.h; may be empty */
	bool demo;	/* one-button sign-in links work */
	atomic_bool outdated;	/* a newer version has changed the database, and this one cannot go on; set by the jobs */
	atomic_bool clock_doubted;	/* nothing is erased for its age; see retention/doubt.h; set by the jobs */
	atomic_bool leaving;	/* asked to stop: /readyz says no, so that a load balancer sends people elsewhere */
	_Atomic int64_t errors[ERR_COUNT_];	/* what requests ended with, for /metrics */
};

#endif
