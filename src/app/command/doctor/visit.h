/* visit.h: one visit of the doctor: what is looked at, and what was found. Inside command/doctor only. */
#ifndef APP_COMMAND_DOCTOR_VISIT_H
#define APP_COMMAND_DOCTOR_VISIT_H

#include "app/command/command.h"
#include "app/command/settings.h"
#include "base/str.h"

struct visit {
	struct args *args;
	struct db *db;
	str url;
	int troubles, warnings;
};

enum verdict { GOOD, WARN, TROUBLE };

/* One line of the result. */
void say(struct visit *v, enum verdict verdict, const char *fmt, ...) FORMAT(3, 4);

void look_at_confinement(struct visit *v);	/* what the kernel offers, and whether the database's password is hidden */
void look_at_mail(struct visit *v);	/* settings, the relay's door, what is stuck; nothing is sent */
void look_at_machine(struct visit *v);	/* clock, limits; for SQLite also the file, the disk and its word */
void look_at_network(struct visit *v);	/* settings of addresses and proxies, and whether the program takes them so */
void look_at_server(struct visit *v);	/* PostgreSQL: what it writes down and promises, and its clock */
void look_at_data(struct visit *v);	/* schema, who is there, what closed rooms left, the chain of the log */

#endif
