/* jobs.h: what happens by itself, on a thread of its own: steps whose time is up, counts of who is there, and once an hour
 * what is to be forgotten. Every node runs it; each job is harmless when two nodes do it at once, and
 * forgetting takes turns (retention.h). */
#ifndef APP_JOBS_H
#define APP_JOBS_H

#include "app/app.h"

struct jobs;

struct jobs *jobs_start(struct app *app);
void jobs_stop(struct jobs *j);	/* waits for the running round; accepts NULL */

#endif
