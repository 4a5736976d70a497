/* doctor.c: medvirk doctor: is this machine fit to keep what people say, and is the log whole? */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "app/access/audit.h"
#include "app/access/start.h"
#include "app/command/command.h"
#include "base/clock.h"

/* Before this the program did not exist: a clock that says so is wrong. */
#define EARLIEST 1767225600	/* 2026-01-01 */
#define LITTLE_DISK ((uint64_t)500 << 20)

struct visit {
	struct args *args;
	struct db *db;
	str url;
	int troubles, warnings;
};

enum verdict { GOOD, WARN, TROUBLE };

static void FORMAT(3, 4)
say(struct visit *v, enum verdict verdict, const char *fmt, ...)
{
	static const char *const marks[] = { [GOOD] = "good   ", [WARN] = "look at", [TROUBLE] = "TROUBLE" };
	va_list ap;

	v->warnings += verdict == WARN;
	v->troubles += verdict == TROUBLE;
	printf("%s  ", marks[verdict]);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
}

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

static void
check_address(struct visit *v)
{
	str public = args_get(v->args, "--public-url", S("")), trust = args_get(v->args, "--trust", S(""));
	bool https = str_starts(public, S("https://"));

	if (public.n == 0)
		say(v, WARN, "No public address was given (--public-url). Links and QR codes then take the address people came by.");
	else if (!https)
		say(v, WARN, "The public address is not https: others on the network can read along, and some browsers warn people.");
	else
		say(v, GOOD, "The public address is https.");
	if (https && trust.n == 0)
		say(v, WARN, "A proxy stands in front, but none is trusted (--trust). Give its address, or the program takes all people "
			     "for one and does not know that they came by https.");
	else if (trust.n)
		say(v, GOOD, "Forwarded addresses are believed from " STR_FMT " only.", STR_ARG(trust));
}

static void
check_statements(struct visit *v)
{
	const char *bad = NULL;

	if (db_prepare_all(v->db, &bad))
		say(v, TROUBLE, "The database does not fit the program: statement %s. Restore a backup, or ask for help.",
			bad ? bad : "?");
	else
		say(v, GOOD, "The database's tables fit the program (%zu migrations).", sql_migration_count);
}

static err
check_organisation(struct visit *v, struct db_conn *c)
{
	bool done;

	TRY(start_is_done(c, v->args->arena, &done));
	if (done)
		say(v, GOOD, "There is an organisation and an administrator.");
	else
		say(v, WARN, "Nobody has begun: whoever opens the address first becomes administrator. Do it now, or run medvirk init.");
	return OK;
}

static err
check_log(struct visit *v, struct db_conn *c)
{
	struct audit_check chain;

	TRY(audit_verify(c, v->args->arena, &chain));
	if (chain.first_bad)
		say(v, TROUBLE, "The log has been changed from outside, first at entry %" PRId64 ". Keep this file, and tell the parties.",
			chain.first_bad);
	else if (chain.entries)
		say(v, GOOD, "The log is whole: %" PRId64 " entries, %" PRId64 " of them past their time, ending in " STR_FMT ".",
			chain.entries, chain.emptied, STR_ARG(str_take(chain.last_hash, 16)));
	else
		say(v, GOOD, "The log is empty.");
	return OK;
}

static void
check_content(struct visit *v)
{
	struct db_conn *c;
	err e = db_read_begin(v->db, &c);

	if (!e) {
		e = check_organisation(v, c);
		if (!e)
			e = check_log(v, c);
		db_read_end(c);
	}
	if (e)
		say(v, TROUBLE, "The database could not be read (%s).", err_name(e));
}

int
command_doctor(struct args *args)
{
	static const char *const known[] = { "--db", "--public-url", "--trust", NULL };
	const char *from_env = getenv("MEDVIRK_DB");
	struct visit v = { .args = args, .url = args_get(args, "--db", str_of(from_env)) };

	if (!args_known(args, known))
		return 2;
	if (command_open_db(args, &v.db))
		return 1;
	say(&v, GOOD, "The database opens: %s.", db_is_postgres(v.db) ? "PostgreSQL" : "SQLite");
	check_statements(&v);
	if (is_sqlite(&v)) {
		check_permissions(&v);
		check_fsync(&v);
		check_room(&v);
	}
	check_clock(&v);
	check_files(&v);
	check_address(&v);
	check_content(&v);
	db_close(v.db);
	if (v.troubles)
		printf("\nTrouble found: %d. Do something about it before people use the program.\n", v.troubles);
	else if (v.warnings)
		printf("\nNo trouble; %d to look at.\n", v.warnings);
	else
		printf("\nAll is well.\n");
	return v.troubles ? 1 : 0;
}
