/* main.c: the command line, and how the parts are put together. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/command/command.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/str.h"

static const struct command commands[] = {
	{ "demo", command_demo, "Serve a fictional nursing home, half-way through its process",
		"--listen ADDR:PORT --data FOLDER [--fresh]" },
	{ "serve", command_serve, "Serve the workplace's own data",
		"--listen ADDR:PORT --db sqlite:FILE|postgresql://… [--public-url URL] [--trust ADDR,…] [--methods FOLDER] [--confine WORD]", true },
	{ "init", command_init, "Make the first organisation, unit and administrator",
		"--db URL --organisation NAME --unit NAME --name NAME --email ADDRESS [--lang nb|nn|en] [--public-url URL]" },
	{ "let-in", command_let_in, "Make a one-time link for an administrator who cannot get in",
		"--db URL --email ADDRESS [--public-url URL]" },
	{ "backup", command_backup, "Write all that is worth keeping to a new file, while the program runs", "FILE --db URL" },
	{ "restore", command_restore, "Fill an empty database from a backup", "FILE --db URL" },
	{ "doctor", command_doctor, "Check configuration, clock, disk and the chain of the log",
		"--db URL [--listen ADDR:PORT] [--public-url URL] [--trust ADDR,…]", true },
	{ "routes", command_routes, "Print every address and who may use it", "" },
	{ "method", command_method, "Check a method pack", "check FOLDER" },
};

static void
usage(FILE *out)
{
	fprintf(out, "Medvirk: people at work find out together what pinches, and see something come of it.\n\n");
	for (size_t i = 0; i < COUNT(commands); i++)
		fprintf(out, "  medvirk %-8s %s\n  %*s%s\n", commands[i].name, commands[i].usage, 17, "", commands[i].help);
	fprintf(out, "\nmedvirk COMMAND --help says more.\n");
}

int
main(int argc, char **argv)
{
	const char *shift = getenv("MEDVIRK_CLOCK_OFFSET");
	int64_t seconds;

	signal(SIGPIPE, SIG_IGN);
	if (rand_init()) {
		fprintf(stderr, "medvirk: no source of randomness\n");
		return 1;
	}
	if (shift && !str_int(str_of(shift), &seconds))
		clock_shift(seconds);
	if (getenv("MEDVIRK_DEBUG"))
		log_level_set(LOG_DEBUG);
	if (argc < 2) {
		usage(stderr);
		return 2;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		usage(stdout);
		return 0;
	}
	for (size_t i = 0; i < COUNT(commands); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return command_run(&commands[i], argc - 2, argv + 2);
	fprintf(stderr, "medvirk: there is no command \"%s\"; medvirk --help lists them\n", argv[1]);
	return 2;
}
