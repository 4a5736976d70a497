/* confine_calls.c: which calls of the kernel the program makes, and who makes them. Found by running every test under strace;
 * a call more than these is refused as "not there" (ENOSYS), and those that only an intruder makes end the process.
 *
 * Names, because not every machine has every call: what it does not have is passed over. */
#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/confine.h"

/* Everybody may make these, with whatever arguments: files are landlock's matter. */
static const char *const allowed[] = {
	/* memory; libsodium locks secrets in it, spreadsheets are made in it */
	"brk", "munmap", "mremap", "madvise", "mlock", "mlock2", "munlock", "memfd_create",
	/* threads and time */
	"futex", "futex_waitv", "set_robust_list", "set_tid_address", "rseq", "membarrier", "gettid", "getpid", "sched_yield", "sched_getaffinity",
	"sched_getparam", "sched_getscheduler", "sched_get_priority_max", "sched_get_priority_min", "setpriority", "getpriority",
	"getcpu", "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times", "getrusage",
	"getrlimit", "exit", "exit_group", "restart_syscall",
	/* signals */
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait", "sigaltstack",
	/* what machine this is, and who we are */
	"uname", "sysinfo", "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid", "getgroups", "getppid", "getrandom", "umask",
	/* files and pipes */
	"open", "openat", "close", "close_range", "read", "readv", "pread64", "preadv", "write", "writev", "pwrite64", "pwritev", "lseek", "fcntl",
	"flock", "dup", "dup2", "dup3", "pipe", "pipe2", "stat", "lstat", "fstat", "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat",
	"faccessat2", "readlink", "readlinkat", "getcwd", "getdents64", "ftruncate", "fallocate", "fadvise64", "fsync", "fdatasync",
	"fchmod", "fchown", "unlink", "unlinkat", "rename", "renameat", "renameat2", "sendfile", "copy_file_range",
	/* waiting */
	"epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "poll", "ppoll", "select", "pselect6", "eventfd2",
	"timerfd_create", "timerfd_settime",
	/* the network; which sockets, see below */
	"bind", "listen", "accept", "accept4", "connect", "getsockname", "getpeername", "sendto", "sendmsg", "sendmmsg", "recvfrom",
	"recvmsg", "recvmmsg", "shutdown", "setsockopt", "getsockopt",
#ifdef SANITIZED	/* the leak check copies the process, traces its threads and waits for the copy */
	"clone", "ptrace", "wait4", "prctl", "kill", "tgkill", "process_vm_readv", "mprotect", "mincore", "prlimit64", "setrlimit",
	"getdents", "arch_prctl",
#endif
};

/* Nobody here makes these by mistake. */
static const char *const deadly[] = {
	"execve", "execveat", "fork", "vfork",
#ifndef SANITIZED
	"ptrace", "process_vm_readv",
#endif
	"process_vm_writev", "pidfd_getfd", "mount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount", "fsopen",
	"fsmount", "unshare", "setns", "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "bpf",
	"perf_event_open", "reboot", "swapon", "swapoff", "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid",
	"setgroups", "setfsuid", "setfsgid", "capset", "iopl", "ioperm", "mknod", "mknodat", "open_by_handle_at",
};

static bool
is_known(int number)
{
	return number != __NR_SCMP_ERROR;
}

static err
add_names(scmp_filter_ctx f, uint32_t action, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int number = seccomp_syscall_resolve_name(names[i]);
		if (is_known(number) && seccomp_rule_add(f, action, number, 0))
			return ERR_IO;
	}
	return OK;
}

/* The call, when its argument, as far as the mask goes, has this value. */
static err
add_when(scmp_filter_ctx f, uint32_t action, int number, struct scmp_arg_cmp when)
{
	return seccomp_rule_add_array(f, action, number, 1, &when) ? ERR_IO : OK;
}

#define BITS(arg, mask, value) SCMP_CMP64(arg, SCMP_CMP_MASKED_EQ, (mask), (value))
#define IS(arg, value) SCMP_CMP64(arg, SCMP_CMP_EQ, (scmp_datum_t)(value))

/* Memory is written or run, never both, and what has been written is not made to run. */
static err
add_memory(scmp_filter_ctx f)
{
	TRY(add_when(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), BITS(2, PROT_EXEC, 0)));
	TRY(add_when(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), BITS(2, PROT_EXEC | PROT_WRITE, PROT_EXEC)));
#ifdef SANITIZED
	return OK;
#endif
	return add_when(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), BITS(2, PROT_EXEC, 0));
}

/* Threads, but no processes. The C library asks for a thread by clone3 first, whose arguments no filter can see, and takes
 * clone when the kernel has no clone3: which is what it is told. */
static err
add_threads(scmp_filter_ctx f)
{
#ifdef SANITIZED
	(void)f;
#else
	static const int names[] = { PR_SET_NAME, PR_GET_NAME };

	TRY(add_when(f, SCMP_ACT_ALLOW, SCMP_SYS(clone), BITS(0, CLONE_THREAD, CLONE_THREAD)));
	TRY(add_when(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone), BITS(0, CLONE_THREAD, 0)));
	for (size_t i = 0; i < COUNT(names); i++)
		TRY(add_when(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), IS(0, names[i])));
	/* abort() ends us so. */
	TRY(add_when(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), IS(0, getpid())));
	/* To ask what the limits are, not to set them. */
	TRY(add_when(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), IS(2, 0)));
#endif
	return OK;
}

static err
add_sockets(scmp_filter_ctx f)
{
	static const int families[] = { AF_UNIX, AF_INET, AF_INET6 }, types[] = { SOCK_STREAM, SOCK_DGRAM };
	static const unsigned long about[] = { FIONREAD, FIONBIO, FIOCLEX, TCGETS, SIOCGIFINDEX };

	for (size_t i = 0; i < COUNT(families); i++)
		for (size_t j = 0; j < COUNT(types); j++) {
			struct scmp_arg_cmp both[] = { IS(0, families[i]), BITS(1, 0xf, types[j]) };
			if (seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), COUNT(both), both))
				return ERR_IO;
		}
	TRY(add_when(f, SCMP_ACT_ALLOW, SCMP_SYS(socketpair), IS(0, AF_UNIX)));
	for (size_t i = 0; i < COUNT(about); i++)
		TRY(add_when(f, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), IS(1, about[i])));
	/* The resolver looks which addresses the machine has, to put those first that can be reached. */
	{
		struct scmp_arg_cmp routes[] = { IS(0, AF_NETLINK), IS(2, 0) };
		return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), COUNT(routes), routes) ? ERR_IO : OK;
	}
}

static err
fill(scmp_filter_ctx f)
{
	/* A tree instead of a list, and the filter on threads that a library may have started. */
	if (seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2) || seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1))
		return ERR_IO;
	TRY(add_names(f, SCMP_ACT_ALLOW, allowed, COUNT(allowed)));
	TRY(add_names(f, SCMP_ACT_KILL_PROCESS, deadly, COUNT(deadly)));
	TRY(add_memory(f));
	TRY(add_threads(f));
	return add_sockets(f);
}

err
confine_calls(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	err e = f ? fill(f) : ERR_IO;

	if (!e && seccomp_load(f))
		e = ERR_IO;
	seccomp_release(f);
	return e;
}
