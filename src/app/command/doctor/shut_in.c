/* shut_in.c: whether the program can shut itself in on this machine, and whether passwords lie where only it can read them. */
#include "app/command/confinement.h"
#include "app/command/doctor/visit.h"
#include "base/secret.h"

static void
check_kernel(struct visit *v, enum confinement how)
{
	struct confined offered = confine_offered();
	const char *lacks = confinement_lacks(&offered);

	if (how == CONFINEMENT_OFF)
		say(v, WARN, "The program does not shut itself in (--confine off): a fault in it can reach all that its user can.");
	else if (!lacks)
		say(v, GOOD, "The program shuts itself in: its own files, no other programs (landlock %d, seccomp).", offered.landlock);
	else if (how == CONFINEMENT_REQUIRED)
		say(v, TROUBLE, "There is no %s here, and --confine required asks for it: the program does not start.", lacks);
	else
		say(v, WARN, "There is no %s here: a fault in the program can reach more than its own files. Debian 12's kernel has both; "
			     "a container may take them away.", lacks);
}

static void
check_password(struct visit *v)
{
	const char *file = command_db_password(v->args);
	bool open_to;
	str text;

	if (!db_is_postgres(v->db) || !file)
		return;
	if (secret_read(file, v->args->arena, &text, &open_to))
		say(v, TROUBLE, "The file with PostgreSQL's password cannot be read by the user who runs this.");
	else if (open_to)
		say(v, TROUBLE, "Other users of this machine can read the file with PostgreSQL's password. Run: chmod 600.");
	else
		say(v, GOOD, "PostgreSQL's password can be read, by its owner only.");
}

void
look_at_confinement(struct visit *v)
{
	enum confinement how;

	if (confinement_of(setting(v->args, SETTING_CONFINE), &how))
		say(v, TROUBLE, "--confine must be wanted, required or off. The program does not start with anything else.");
	else
		check_kernel(v, how);
	check_password(v);
}
