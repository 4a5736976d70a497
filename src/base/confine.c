/* confine.c: landlock, and the order of things. The kernel's header in Debian 12 knows version 2 only, so what came later is
 * written down here; the numbers are the kernel's promise to programs and do not change. */
#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TRUNCATE (1ULL << 14)	/* version 3 */
#define IOCTL_DEV (1ULL << 15)	/* version 5 */
#define SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0)	/* version 6 */
#define SCOPE_SIGNAL (1ULL << 1)

#define OF_FILES (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | TRUNCATE | IOCTL_DEV)
#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define CHANGE (READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | TRUNCATE)

/* As the newest kernel we know of has it; an older one is handed the part it knows. */
struct ruleset {
	uint64_t fs, net, scoped;
};

/* ---- what may be opened ---- */

void
confine_allow(struct confine *c, enum confine_may may, const char *path)
{
	if (!path || !*path)
		return;
	assert(c->n < COUNT(c->paths));
	c->paths[c->n].path = path;
	c->paths[c->n++].may = may;
}

void
confine_allow_beside(struct confine *c, enum confine_may may, struct arena *a, str file)
{
	char *path = arena_alloc(a, file.n + 1, 1);

	if (!file.n)
		return;
	memcpy(path, file.p, file.n);
	confine_allow(c, may, dirname(path));
}

void
confine_allow_libc(struct confine *c)
{
	static const char *const read[] = {
		/* resolv.conf, hosts and nsswitch.conf are replaced, not rewritten, when a lease is renewed or an editor saves:
		 * a rule for the file itself would leave the program without names of hosts some hours later. */
		"/etc",
		/* Where systemd-resolved and resolvconf keep what /etc/resolv.conf leads to. */
		"/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager",
		"/usr/lib", "/lib", "/lib64",	/* modules of the name service and of iconv */
		"/usr/share/zoneinfo",
		/* The allocator asks how many processors there are, and how memory is given. */
		"/sys/devices/system/cpu/online", "/sys/devices/system/cpu/possible", "/proc/sys/vm/overcommit_memory",
		"/dev/urandom",
#ifdef SANITIZED	/* its own memory and threads; the lines of its own code, for a report */
		"/proc", "/proc/self/exe",
#endif
	};

	for (size_t i = 0; i < COUNT(read); i++)
		confine_allow(c, CONFINE_READ, read[i]);
	confine_allow(c, CONFINE_CHANGE, "/dev/null");
#ifdef COVERAGE_FOLDER	/* what was run is counted into files at the end */
	confine_allow(c, CONFINE_CHANGE, COVERAGE_FOLDER);
#endif
}

/* ---- landlock ---- */

static int
landlock_version(void)
{
	long v = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);

	return v > 0 ? (int)v : 0;
}

/* All that is closed unless a rule opens it. */
static struct ruleset
all_of(int version)
{
	struct ruleset r = { .fs = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1 };

	if (version >= 2)
		r.fs |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		r.fs |= TRUNCATE;
	if (version >= 5)
		r.fs |= IOCTL_DEV;
	if (version >= 6)
		r.scoped = SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL;
	return r;
}

static size_t
size_for(int version)
{
	return version >= 6 ? sizeof(struct ruleset) : version >= 4 ? offsetof(struct ruleset, scoped) : offsetof(struct ruleset, net);
}

static err
add_rule(int rules, const struct ruleset *all, const char *path, enum confine_may may)
{
	struct landlock_path_beneath_attr beneath = { .allowed_access = (may == CONFINE_CHANGE ? CHANGE : READ) & all->fs,
		.parent_fd = open(path, O_PATH | O_CLOEXEC) };
	struct stat st;
	bool done;

	/* Not there, or not for us: then nothing can be opened in it either. */
	if (beneath.parent_fd < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES || errno == ELOOP ? OK : ERR_IO;
	if (!fstat(beneath.parent_fd, &st) && !S_ISDIR(st.st_mode))
		beneath.allowed_access &= OF_FILES;
	done = !syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	close(beneath.parent_fd);
	return done ? OK : ERR_IO;
}

static err
close_files(const struct confine *c, int version)
{
	struct ruleset all = all_of(version);
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all, size_for(version), 0);
	err e = rules < 0 ? ERR_IO : OK;

	for (size_t i = 0; i < c->n && !e; i++)
		e = add_rule(rules, &all, c->paths[i].path, c->paths[i].may);
	if (!e && syscall(SYS_landlock_restrict_self, rules, 0))
		e = ERR_IO;
	if (rules >= 0)
		close(rules);
	return e;
}

/* ---- all of it ---- */

struct confined
confine_offered(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return (struct confined){ .landlock = landlock_version(),
		.calls = !syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) };
}

/* A folder per thread, beside "." and "..". Where /proc cannot be seen, nobody can tell. */
static bool
is_alone(void)
{
	struct stat st;

#ifdef SANITIZED	/* TSan has a thread of its own */
	return true;
#endif
	return stat("/proc/self/task", &st) || st.st_nlink == 3;
}

err
confine(const struct confine *c, struct confined *out)
{
	*out = confine_offered();
	assert(is_alone());
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return ERR_IO;
	if (out->landlock)
		TRY(close_files(c, out->landlock));
	return out->calls ? confine_calls() : OK;
}
