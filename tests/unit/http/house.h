/* house.h: a small site for tests of the server: what each path does stands in house.c. */
#ifndef TEST_HOUSE_H
#define TEST_HOUSE_H

#include "http/server.h"

#define HOUSE_BIG (3 * 1000 * 1000)
#define HOUSE_HOLD_MS 300	/* answers to /hold are held back so long, */
#define HOUSE_LONG_MS (10 * 60 * 1000)	/* and to /hold/long */

struct house;

/* Fills in listen (loopback, port 0) and the callbacks; the rest is as given. */
struct house *house_open(struct server_config cfg);
void house_stop(struct house *h, int64_t ms);	/* the server only; the rest until house_close */
void house_close(struct house *h, int64_t ms);	/* stops if need be, frees */
err house_try(str listen);	/* what server_start says; stops again */
int house_port(const struct house *h);
struct server *house_server(struct house *h);
void house_let_go(struct house *h);	/* lets everybody in /wait go on */
void house_let_go_later(struct house *h, int64_t ms);	/* from another thread */
int house_waiting(struct house *h);	/* how many are in /wait */
int house_streams(struct house *h);	/* streams made and neither taken nor dropped */
int house_dropped(struct house *h);
int house_complaints(struct house *h);

#endif
