/* proxy.h: a wire between the program and a PostgreSQL server that the test can cut at a chosen moment. */
#ifndef PROXY_H
#define PROXY_H

#include "base/base.h"

enum proxy_mode {
	PROXY_PASS,
	PROXY_CUT_AT_COMMIT,	/* COMMIT is seen and thrown away, then the wire is cut */
	PROXY_CUT_AFTER_COMMIT,	/* COMMIT goes to the server, its answer does not come back */
	PROXY_DOWN,	/* new connections are closed at once, and so are the old ones */
	PROXY_SILENT,	/* nothing passes, nothing is closed */
};

struct proxy;

struct proxy *proxy_start(int server_port);
int proxy_port(const struct proxy *p);
/* The two cuts happen once; then the wire is whole again. */
void proxy_set(struct proxy *p, enum proxy_mode mode);
void proxy_stop(struct proxy *p);

#endif
