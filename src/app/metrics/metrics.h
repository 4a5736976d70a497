/* metrics.h: GET /metrics, for Prometheus, on an address of its own; never on the one that people use.
 *
 * Sums over this node since it started, and counts of what is open now. No figure is about a person, a room, a workplace or
 * a page: there is no label but constants of the program, and no route. With a single room open the sums still tell
 * whoever reads them when something was written in it, though not what or by whom: so the address is the owner's to choose,
 * and there is none unless one is named. The mail figures are of the database: the same on every node.
 * docs/operations.md lists them all. */
#ifndef APP_METRICS_METRICS_H
#define APP_METRICS_METRICS_H

#include "app/app.h"

struct metrics;
struct server;

/* listen: as server_config.listen. server is the one that is told about; it outlives this. Errors as server_start's. */
err metrics_start(struct app *app, struct server *server, str listen, struct metrics **out) MUST_USE;
void metrics_stop(struct metrics *m);	/* accepts NULL */

#endif
