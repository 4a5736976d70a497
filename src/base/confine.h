/* confine.h: the process gives away what it will never need, for good: foreign files, other programs, most of the kernel.
 *
 * Who gets hold of the program through a fault in it, or in a library under it, finds a process that
 *
 *	- opens no file but those named here (landlock: any other gets EACCES, whoever owns the process, root too),
 *	- starts no process and traces none: the attempt kills it at once (SIGSYS),
 *	- does nothing to the machine, such as mounting, loading, changing user or namespace: killed as well,
 *	- sends signals to none but itself,
 *	- makes no memory that is written and then run, and no socket but TCP, UDP and local ones,
 *	- and finds every call that is not on the list "not there" (ENOSYS), so that a library newer than the list takes its
 *	  older way instead of ending a workshop,
 *	- and never gets a privilege back (no_new_privs).
 *
 * What was opened before stays open. The calls are in confine_calls.c, each group with who needs it.
 *
 * Threads. Both hold for the thread that asks and for all it starts afterwards; landlock cannot be laid on threads that run
 * already. So confine() is called once, by the only thread of the process, before the first other one starts: asserted. Then
 * there is no moment at which a request is served outside. What is opened later must therefore be named before: each layer
 * says so itself, in a function xxx_confine next to what opens it, and app/command/confinement.c asks them all.
 *
 * Names are looked up when confine() runs. A file is known by what it is, not by its name: one that is replaced by another of
 * the same name (as editors and DHCP clients do) is closed afterwards. So name the folder of what may be replaced. A symbolic
 * link needs no leave; what it leads to does. What is not there is passed over.
 *
 * Kernels. landlock is in Debian 12 (6.1: its version 2) and later; a file's size there can be changed by path as before 6.2,
 * and signals and abstract sockets are closed from 6.12. Without landlock, or without seccomp, the rest still holds, and
 * *out says what does: the caller decides whether that is enough.
 *
 * Sanitizer builds. ASan's leak check copies the process and traces it, and reports read debug information: those calls and
 * files are open there, all else is as in life. TSan runs a thread of its own from the start, which stays outside landlock.
 *
 * Why so: docs/decisions/confined-before-the-first-thread.md. */
#ifndef BASE_CONFINE_H
#define BASE_CONFINE_H

#include "base/arena.h"
#include "base/base.h"

enum confine_may {
	CONFINE_READ,	/* a file, or a folder and all below it */
	CONFINE_CHANGE,	/* the same, and files in it may be made, written and removed; no folders, links, devices or sockets */
};

#define CONFINE_PATHS_MOST 64

/* {0} is the empty list: nothing may be opened. */
struct confine {
	struct {
		const char *path;	/* borrowed until confine() has returned */
		enum confine_may may;
	} paths[CONFINE_PATHS_MOST];
	size_t n;
};

/* NULL and "" are passed over. */
void confine_allow(struct confine *c, enum confine_may may, const char *path);
/* The folder that holds the file, so that another can take its place. An empty name is passed over. */
void confine_allow_beside(struct confine *c, enum confine_may may, struct arena *a, str file);
/* What the C library opens by itself, whatever the program does: names of hosts and users, time zones, character sets. */
void confine_allow_libc(struct confine *c);

/* What the kernel offers, and after confine() what holds. */
struct confined {
	int landlock;	/* its version; 0: files are as open as their owners have them */
	bool calls;	/* calls are on the list, or refused */
};

struct confined confine_offered(void);
/* From now on, and for good. ERR_IO: the kernel offers it and then fails; the process may be half confined and must end. */
err confine(const struct confine *c, struct confined *out) MUST_USE;

/* Lays the list of calls on the process; base/confine.c only. */
err confine_calls(void) MUST_USE;

#endif
