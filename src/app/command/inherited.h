/* inherited.h: listening sockets that the process was started with, by the protocol of systemd (LISTEN_PID, LISTEN_FDS;
 * sd_listen_fds(3)). They stay open while the program is restarted, so nobody is refused meanwhile. */
#ifndef APP_COMMAND_INHERITED_H
#define APP_COMMAND_INHERITED_H

#include "base/base.h"

/* How many, at most `most`, and their numbers; 0 when there are none. Takes the words out of the environment. */
size_t inherited_sockets(int *fds, size_t most);

#endif
