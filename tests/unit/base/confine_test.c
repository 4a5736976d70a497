/* confine_test.c: what a confined process can still do. Each attempt is made by a child that has shut itself in, because there
 * is no way out again. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/confine.h"
#include "base/str.h"

struct place {
	struct arena a;
	const char *own, *shown, *foreign;	/* folders; in each lies a file called "text" */
};

/* 0: it could. An errno: it was refused. */
typedef int attempt(const struct place *p);

static const char *
in(const struct place *p, const char *folder, const char *name)
{
	(void)p;
	static char path[512];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static int
try_open(const char *path, int how)
{
	int fd = open(path, how | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

/* The exit status of a child that shuts itself in and makes the attempt; minus the signal that ended it. */
static int
outcome(const struct place *p, attempt *try)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct rlimit none = { 0, 0 };
		struct confine c = { 0 };
		struct confined got;

		setrlimit(RLIMIT_CORE, &none);
		confine_allow(&c, CONFINE_CHANGE, p->own);
		confine_allow(&c, CONFINE_READ, p->shown);
		confine_allow(&c, CONFINE_READ, "/not/there");
		if (confine(&c, &got) || !got.landlock || !got.calls)
			_exit(255);
		_exit(try(p));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/* ---- files ---- */

static int reads_own(const struct place *p) { return try_open(in(p, p->own, "text"), O_RDONLY); }
static int makes_in_own(const struct place *p) { return try_open(in(p, p->own, "new"), O_CREAT | O_EXCL | O_RDWR); }
static int empties_own(const struct place *p) { return try_open(in(p, p->own, "text"), O_WRONLY | O_TRUNC); }
static int removes_own(const struct place *p) { return unlink(in(p, p->own, "text")) ? errno : 0; }
static int reads_shown(const struct place *p) { return try_open(in(p, p->shown, "text"), O_RDONLY); }
static int writes_shown(const struct place *p) { return try_open(in(p, p->shown, "text"), O_WRONLY); }
static int makes_in_shown(const struct place *p) { return try_open(in(p, p->shown, "new"), O_CREAT | O_WRONLY); }
static int removes_shown(const struct place *p) { return unlink(in(p, p->shown, "text")) ? errno : 0; }
static int reads_foreign(const struct place *p) { return try_open(in(p, p->foreign, "text"), O_RDONLY); }
static int writes_foreign(const struct place *p) { return try_open(in(p, p->foreign, "text"), O_WRONLY); }
static int makes_foreign(const struct place *p) { return try_open(in(p, p->foreign, "new"), O_CREAT | O_WRONLY); }
static int removes_foreign(const struct place *p) { return unlink(in(p, p->foreign, "text")) ? errno : 0; }
static int lists_foreign(const struct place *p) { return try_open(p->foreign, O_RDONLY | O_DIRECTORY); }
static int climbs_out(const struct place *p) { return try_open(in(p, p->own, "../foreign/text"), O_RDONLY); }
static int follows_link(const struct place *p) { return try_open(in(p, p->own, "link"), O_RDONLY); }
static int reads_passwd(const struct place *p) { (void)p; return try_open("/etc/passwd", O_RDONLY); }
static int reads_memory_of_others(const struct place *p) { (void)p; return try_open("/proc/1/environ", O_RDONLY); }
static int makes_a_link(const struct place *p) { return symlink("/etc/passwd", in(p, p->own, "link2")) ? errno : 0; }
static int makes_a_folder(const struct place *p) { return mkdir(in(p, p->own, "folder"), 0700) ? errno : 0; }

static void
only_named_files_can_be_opened(void **state)
{
	static const struct { attempt *try; int want; } t[] = {
		{ reads_own, 0 }, { makes_in_own, 0 }, { empties_own, 0 }, { removes_own, 0 },
		{ reads_shown, 0 }, { writes_shown, EACCES }, { makes_in_shown, EACCES }, { removes_shown, EACCES },
		{ reads_foreign, EACCES }, { writes_foreign, EACCES }, { makes_foreign, EACCES }, { removes_foreign, EACCES },
		{ lists_foreign, EACCES }, { climbs_out, EACCES }, { follows_link, EACCES }, { reads_passwd, EACCES },
		{ reads_memory_of_others, EACCES }, { makes_a_link, ENOSYS }, { makes_a_folder, ENOSYS },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		int got = outcome(*state, t[i].try);
		if (got != t[i].want)
			fail_msg("attempt %zu: %d (%s) instead of %d", i, got, got > 0 ? strerror(got) : "", t[i].want);
	}
}

/* ---- processes, and the machine ---- */

static int
executes(const struct place *p)
{
	char *const words[] = { (char[]){ "true" }, NULL };

	(void)p;
	execve("/bin/true", words, words + 1);
	return errno;
}

static int
spawns(const struct place *p)
{
	char *const words[] = { (char[]){ "true" }, NULL };
	pid_t child;

	(void)p;
	return posix_spawn(&child, "/bin/true", NULL, NULL, words, words + 1);
}

static int opens_a_pipe(const struct place *p) { (void)p; return popen("true", "r") ? 0 : errno; }
static int forks(const struct place *p) { (void)p; return fork() < 0 ? errno : 0; }
static int traces(const struct place *p) { (void)p; return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) ? errno : 0; }
static int becomes_another(const struct place *p) { (void)p; return setuid(65534) ? errno : 0; }
static int leaves_its_root(const struct place *p) { return chroot(p->own) ? errno : 0; }

static void *
executes_in_a_thread(void *p)
{
	executes(p);
	return NULL;
}

static int
lets_a_thread_execute(const struct place *p)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, executes_in_a_thread, (void *)(uintptr_t)p))
		return errno;
	pthread_join(thread, NULL);
	return 0;
}

static void
who_starts_a_process_dies(void **state)
{
	static attempt *const t[] = { executes, becomes_another, leaves_its_root, lets_a_thread_execute,
#ifndef SANITIZED	/* the leak check copies and traces the process */
		spawns, opens_a_pipe, forks, traces,
#endif
	};

	(void)spawns, (void)opens_a_pipe, (void)forks, (void)traces;
	for (size_t i = 0; i < COUNT(t); i++) {
		int got = outcome(*state, t[i]);
		if (got != -SIGSYS)
			fail_msg("attempt %zu: %d instead of SIGSYS", i, got);
	}
}

/* ---- threads that start afterwards ---- */

static void *
foreign_in_a_thread(void *p)
{
	return (void *)(intptr_t)reads_foreign(p);
}

static int
lets_a_thread_read_foreign(const struct place *p)
{
	pthread_t thread;
	void *said;

	if (pthread_create(&thread, NULL, foreign_in_a_thread, (void *)(uintptr_t)p))
		return 254;
	pthread_join(thread, &said);
	return (int)(intptr_t)said;
}

static void
threads_that_start_later_are_shut_in_too(void **state)
{
	assert_int_equal(outcome(*state, lets_a_thread_read_foreign), EACCES);
}

/* ---- memory, sockets, signals, privileges ---- */

static int
maps_to_write_and_run(const struct place *p)
{
	(void)p;
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
}

static int
runs_what_it_wrote(const struct place *p)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)p;
	if (page == MAP_FAILED)
		return 254;
	return mprotect(page, 4096, PROT_READ | PROT_EXEC) ? errno : 0;
}

static int opens_tcp(const struct place *p) { (void)p; return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) < 0 ? errno : 0; }
static int opens_raw(const struct place *p) { (void)p; return socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, 1) < 0 ? errno : 0; }
static int opens_packet(const struct place *p) { (void)p; return socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0) < 0 ? errno : 0; }
static int asks_limits(const struct place *p) { struct rlimit l; (void)p; return getrlimit(RLIMIT_NOFILE, &l) ? errno : 0; }
static int signals_others(const struct place *p) { (void)p; return kill(getppid(), 0) ? errno : 0; }
static int raises_limits(const struct place *p) { struct rlimit l = { 1, 1 }; (void)p; return setrlimit(RLIMIT_NPROC, &l) ? errno : 0; }
static int gets_no_privilege(const struct place *p) { (void)p; return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : errno ? errno : 253; }
static int aborts(const struct place *p) { (void)p; abort(); }

static void
what_the_program_never_does_is_not_there(void **state)
{
	static const struct { attempt *try; int want; } t[] = {
		{ opens_tcp, 0 }, { opens_raw, ENOSYS }, { opens_packet, ENOSYS }, { maps_to_write_and_run, ENOSYS },
		{ aborts, -SIGABRT }, { asks_limits, 0 },
#ifdef SANITIZED
		{ gets_no_privilege, 0 },
#else
		{ runs_what_it_wrote, ENOSYS }, { signals_others, ENOSYS }, { raises_limits, ENOSYS },
		{ gets_no_privilege, ENOSYS },	/* nor can it ask: but see the next test */
#endif
	};

	(void)runs_what_it_wrote, (void)signals_others, (void)raises_limits;
	for (size_t i = 0; i < COUNT(t); i++) {
		int got = outcome(*state, t[i].try);
		if (got != t[i].want)
			fail_msg("attempt %zu: %d (%s) instead of %d", i, got, got > 0 ? strerror(got) : "", t[i].want);
	}
}

/* What /proc says of a child that waits, shut in. */
static void
the_kernel_says_that_it_is_so(void **state)
{
	const struct place *p = *state;
	int ready[2], end[2];
	char path[64], text[4096] = "", byte;
	pid_t child;
	FILE *f;
	size_t n;

	assert_int_equal(pipe(ready) | pipe(end), 0);
	child = fork();
	if (child == 0) {
		struct confine c = { 0 };
		struct confined got;
		close(end[1]);
		if (confine(&c, &got) || write(ready[1], "1", 1) != 1)
			_exit(1);
		_exit(read(end[0], &byte, 1) == 0 ? 0 : 1);
	}
	(void)p;
	close(end[0]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	snprintf(path, sizeof(path), "/proc/%d/status", (int)child);
	f = fopen(path, "re");
	assert_non_null(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	close(end[1]);
	waitpid(child, NULL, 0);
	close(ready[0]);
	close(ready[1]);
	assert_true(n > 0);
	assert_true(str_find(str_of(text), S("NoNewPrivs:\t1\n")) != SIZE_MAX);
	assert_true(str_find(str_of(text), S("Seccomp:\t2\n")) != SIZE_MAX);
}

/* ---- the place ---- */

static const char *
make_folder(struct place *p, const char *root, const char *name)
{
	const char *folder = str_fmt(&p->a, "%s/%s", root, name).p;
	FILE *f;

	assert_int_equal(mkdir(folder, 0700), 0);
	f = fopen(str_fmt(&p->a, "%s/text", folder).p, "we");
	assert_non_null(f);
	fputs("something\n", f);
	fclose(f);
	return folder;
}

static int
set_up(void **state)
{
	struct place *p = mem_new(sizeof(*p));
	const char *tmp = getenv("TMPDIR");
	char *root = mem_dup(str_fmt(&p->a, "%s/medvirk-confine-XXXXXX", tmp && *tmp ? tmp : "/tmp"));

	assert_non_null(mkdtemp(root));
	p->own = make_folder(p, root, "own");
	p->shown = make_folder(p, root, "shown");
	p->foreign = make_folder(p, root, "foreign");
	assert_int_equal(symlink("../foreign/text", in(p, p->own, "link")), 0);
	free(root);
	*state = p;
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const files[] = { "text", "new", "link" };
	struct place *p = *state;
	const char *const folders[] = { p->own, p->shown, p->foreign };
	char *root = mem_dup(str_fmt(&p->a, "%s/..", p->own));

	for (size_t i = 0; i < COUNT(folders); i++) {
		for (size_t j = 0; j < COUNT(files); j++)
			unlink(in(p, folders[i], files[j]));
		if (i > 0)
			rmdir(folders[i]);
	}
	root[strlen(root) - strlen("/own/..")] = 0;
	rmdir(p->own);
	rmdir(root);
	free(root);
	arena_free(&p->a);
	free(p);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_named_files_can_be_opened, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_starts_a_process_dies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(threads_that_start_later_are_shut_in_too, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_the_program_never_does_is_not_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_kernel_says_that_it_is_so, set_up, tear_down),
	};
	struct confined offered = confine_offered();

	if (!offered.landlock || !offered.calls) {
		printf("1..0 # SKIP this kernel has no landlock or no seccomp\n");
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
