/* agreement_kinds.c: what the parties can be asked to agree on. Another capability adds a line. Sorted by word. */
#include "app/access/agreement.h"
#include "app/chain/choose.h"
#include "app/measure/measure.h"
#include "app/print/publish.h"
#include "app/process/process.h"
#include "app/released/released.h"
#include "app/retention/retention.h"

/* subject: the id of the role that takes effect. */
static err
grant_agreed(struct app *app UNUSED, struct db_conn *c, struct arena *a, const struct agreement *g)
{
	int64_t role;

	if (str_int(g->subject, &role))
		return ERR_INVALID;
	return role_granted(c, a, role);
}

const struct agreement_kind agreement_kinds[] = {
	/* word title where one goes on what it does */
	{ "choice", N_("Agreed on what to go on with"), "/results", choose_agreed },
	{ "delete", N_("Agreed to delete the whole work"), "", process_delete_agreed },
	{ "export", N_("Agreed to take out the whole work"), "/take-out", NULL },
	{ "grant", N_("Agreed to let in a helper"), "/people", grant_agreed },
	{ "measure", N_("Agreed on measures"), "/measures", measure_agreed },
	{ "notes", N_("Agreed that one of us is enough to open the notes"), "/notes", NULL },
	{ "objection", N_("Somebody objects to a change"), "/log", NULL },
	{ "publish", N_("Agreed to release to staff"), "/released", released_agreed },
	{ "report", N_("Agreed to publish a report"), "/reports", publish_agreed },
	{ "setting", N_("Agreed to change a setting"), "/settings", process_setting_agreed },
	{ "start", N_("Agreed to start"), "", process_start_agreed },
};
const size_t agreement_kind_count = COUNT(agreement_kinds);

const struct agreement_kind *
agreement_kind_of(str word)
{
	for (size_t i = 0; i < agreement_kind_count; i++)
		if (str_eq(word, str_of(agreement_kinds[i].word)))
			return &agreement_kinds[i];
	assert(!"the table has a line for every kind of agreement");
	return &agreement_kinds[0];
}
