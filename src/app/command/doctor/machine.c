/* machine.c: the machine under the program: clock, limits, and for SQLite the file and the disk it lies on. */
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "app/command/doctor/visit.h"
#include "base/clock.h"

/* Before this the program did not exist: a clock that says so is wrong. */
#define EARLIEST 1767225600	/* 2026-01-01 */
#define LITTLE_DISK ((uint64_t)500 << 20)

static bool
is_sqlite(const struct visit *v)
{
	return str_starts(v->url, S("sqlite:"));
}

static const char *
file_of(const struct visit *v, const char *ending)
{
	str file = str_from(v->url, sizeof("sqlite:") - 1);

	return str_z(v->args->arena, str_fmt(v->args->arena, STR_FMT "%s", STR_ARG(file), ending));
}

static const char *
folder_of(const struct visit *v)
{
	str file = str_from(v->url, sizeof("sqlite:") - 1);
	size_t end = file.n;

	while (end > 0 && file.p[end - 1] != '/')
		end--;
	return end ? str_z(v->args->arena, str_take(file, end)) : ".";
}

/* The database holds names, hashes and everything the parties write: nobody else on the machine shall read it. */
static void
check_permissions(struct visit *v)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	struct stat st;
	bool open = false;

	for (size_t i = 0; i < COUNT(endings); i++) {
		if (stat(file_of(v, endings[i]), &st))
			continue;
		if (st.st_mode & 077) {
			say(v, TROUBLE, "Other users of this machine can read %s. Run: chmod 600 %s", file_of(v, endings[i]),
				file_of(v, endings[i]));
			open = true;
		}
		if (i == 0 && st.st_uid != geteuid())
			say(v, WARN, "%s belongs to another user than the one who runs this command.", file_of(v, ""));
	}
	if (!open)
		say(v, GOOD, "Only the owner can read the database file.");
}

/* Can a note be on the disk when the phone is told so? */
static void
check_fsync(struct visit *v)
{
	const char *name = str_z(v->args->arena, str_fmt(v->args->arena, "%s/medvirk-doctor-%d", folder_of(v), (int)getpid()));
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int64_t before, took;
	bool done;

	if (fd < 0) {
		say(v, TROUBLE, "Cannot write in the folder of the database: %s.", strerror(errno));
		return;
	}
	before = clock_mono_us();
	done = write(fd, "medvirk\n", 8) == 8 && !fsync(fd);
	took = clock_mono_us() - before;
	close(fd);
	unlink(name);
	if (!done)
		say(v, TROUBLE, "The disk does not confirm what is written (fsync failed).");
	else
		say(v, took > 100000 ? WARN : GOOD, "The disk confirms what is written, in %.1f ms.", (double)took / 1000);
}

static void
check_room(struct visit *v)
{
	struct statvfs fs;
	uint64_t left;

	if (statvfs(folder_of(v), &fs))
		return;
	left = (uint64_t)fs.f_bavail * fs.f_frsize;
	say(v, left < LITTLE_DISK ? WARN : GOOD, "There are %" PRIu64 " MB left on the disk of the database.", left >> 20);
}

/* It is emptied all the time; one that has grown means that somebody holds an old state open, or that the disk was full. */
static void
check_log(struct visit *v)
{
	struct stat st;

	if (stat(file_of(v, "-wal"), &st) || st.st_size < DB_LOG_BYTES_LOOK)
		return;
	say(v, WARN, "The write-ahead log of the database has grown to %" PRId64 " MB. Another program may be reading the file (a copy, a "
		"shell of sqlite3 left open), or the disk was full. When that is over, it shrinks at the next start.", (int64_t)st.st_size >> 20);
}

static void
check_clock(struct visit *v)
{
	struct timex tx = { .modes = 0 };
	int state = adjtimex(&tx);

	if (clock_now() < EARLIEST)
		say(v, TROUBLE, "The clock of this machine is wrong: it says that it is before 2026.");
	else if (state < 0)
		say(v, GOOD, "The clock looks right; whether it is kept in step could not be asked here.");
	else if (state == TIME_ERROR || (tx.status & STA_UNSYNC))
		say(v, WARN, "Nothing keeps the clock of this machine in step. Install chrony or systemd-timesyncd.");
	else
		say(v, GOOD, "The clock is kept in step.");
}

static void
check_files(struct visit *v)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files))
		return;
	say(v, files.rlim_max < 4096 ? WARN : GOOD, "The program may hold %" PRIu64 " connections and files open at once%s.",
		(uint64_t)files.rlim_max,
		files.rlim_max < 4096 ? "; that is few: raise the limit (LimitNOFILE in the systemd unit)" : "");
}

void
look_at_machine(struct visit *v)
{
	if (is_sqlite(v)) {
		check_permissions(v);
		check_fsync(v);
		check_room(v);
		check_log(v);
	}
	check_clock(v);
	check_files(v);
}
