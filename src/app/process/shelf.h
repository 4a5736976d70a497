/* shelf.h: the method packs there are, and the one each process runs on.
 *
 * Packs on the shelf come from the executable and from the folder given with --methods. A running process keeps the
 * version it started with: its bytes lie in the database and are loaded from there once per node. Any thread. */
#ifndef APP_PROCESS_SHELF_H
#define APP_PROCESS_SHELF_H

#include "app/app.h"
#include "app/method/method.h"

struct method_shelf;

/* Loads what is in the executable and, when folder is not empty, every pack in it. Mistakes go to the log.
 * ERR_INVALID when a pack in the executable is broken. */
err shelf_new(str folder, struct method_shelf **out) MUST_USE;
void shelf_free(struct method_shelf *s);

/* The packs a new process can choose from. Lives as long as the shelf. */
size_t shelf_count(const struct method_shelf *s);
const struct method *shelf_at(const struct method_shelf *s, size_t i);
const struct method *shelf_by_id(const struct method_shelf *s, str id);

/* Writes the pack's bytes to the database if they are not there; inside a write function. */
err shelf_keep(struct db_conn *c, const struct method *m) MUST_USE;

/* The method of a process, as of the day it started. Lives as long as the shelf, and is remembered: not inside the write that
 * creates the process, which may yet be rolled back. */
err process_method(struct app *app, struct db_conn *c, struct arena *a, int64_t process, const struct method **out) MUST_USE;

#endif
