/* peer.h: a client for tests that says exactly what it is told and hears exactly what came. */
#ifndef TEST_PEER_H
#define TEST_PEER_H

#include "base/base.h"
#include "http/server.h"

int peer_connect(int port);	/* -1 when nobody listens */
int peer_socket(void);	/* the two halves of peer_connect */
bool peer_connect_with(int fd, int port);
void peer_send(int fd, str bytes);
void peer_finish(int fd);	/* nothing more will be sent; reading goes on */
/* Everything until the other side closes or ms have passed; at most 4 MiB. NUL-ended. */
str peer_read_all(struct arena *a, int fd, int64_t ms);
/* One answer with Content-Length, or 204/304; empty when the connection closed before. */
str peer_read_answer(struct arena *a, int fd);
/* Sends, reads all until the close, closes. */
str peer_ask(struct arena *a, int port, str bytes);
bool peer_is_closed(int fd, int64_t ms);	/* closed by the other side within ms */
int answer_status(str answer);	/* 0 when there is none */
bool answer_has(str answer, str text);
str answer_body(str answer);

#endif
