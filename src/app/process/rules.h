/* rules.h: the group's ground rules: offered from the pack's tips, edited by the group, shown when a workshop begins.
 * Source: domain.md A.4.4. Worker threads. */
#ifndef APP_PROCESS_RULES_H
#define APP_PROCESS_RULES_H

#include "app/process/process.h"

#define RULES_MOST 20
#define RULE_LETTERS 200

struct ground_rule {
	int64_t id;
	str text;	/* as it was written: see rule_text */
	const struct method_rule *tip;	/* the pack's, as long as nobody has changed its words; NULL: the group's own */
};
struct ground_rules {
	struct ground_rule *p;
	size_t n;
};
err rules_read(struct db_conn *c, struct arena *a, int64_t process, const struct method *m, struct ground_rules *out) MUST_USE;

/* The pack's words in the reader's language, the group's own as they are. */
str rule_text(const struct ground_rule *r, enum lang l);
bool rules_have(const struct ground_rules *all, const struct method_rule *tip);

/* A db_write_fn. ERR_NOTFOUND: somebody else removed it; ERR_TOOMANY: there are RULES_MOST. */
enum rule_act { RULE_ADD, RULE_CHANGE, RULE_REMOVE, RULE_UP, RULE_DOWN };
struct rule_change {
	struct app *app;
	struct arena *arena;
	enum rule_act act;
	int64_t process, unit, person, rule;
	str text, key;
	struct meetings_told told;	/* out, for meetings_tell */
};
err rule_write(struct db_conn *c, void *change) MUST_USE;

#endif
