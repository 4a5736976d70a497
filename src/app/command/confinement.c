/* confinement.c: who opens what, asked around. */
#include "app/command/confinement.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/str.h"
#include "paper/press.h"
#include "post/smtp.h"
#include "sheet/sheet.h"

err
confinement_of(str word, enum confinement *out)
{
	static const char *const words[] = { [CONFINEMENT_WANTED] = "wanted", [CONFINEMENT_REQUIRED] = "required", [CONFINEMENT_OFF] = "off" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(word, str_of(words[i]))) {
			*out = (enum confinement)i;
			return OK;
		}
	return ERR_INVALID;
}

const char *
confinement_lacks(const struct confined *c)
{
	if (c->landlock && c->calls)
		return NULL;
	return c->landlock ? "seccomp" : c->calls ? "landlock" : "landlock and seccomp";
}

static void
allow_all(struct confine *c, struct arena *a, const struct serve_config *cfg)
{
	confine_allow_libc(c);
	db_confine(cfg->db_url, a, c);
	paper_confine(c);
	book_confine(c);
	smtp_confine(c);
	confine_allow_beside(c, CONFINE_READ, a, str_of(cfg->db_password_file));
	confine_allow_beside(c, CONFINE_READ, a, cfg->mail_password_file);
	confine_allow_beside(c, CONFINE_READ, a, cfg->mail_ca);
	confine_allow(c, CONFINE_READ, getenv("CREDENTIALS_DIRECTORY"));
	if (cfg->metrics.n)
		confine_allow(c, CONFINE_READ, "/proc/self/statm");
}

static err
begin(const struct serve_config *cfg, struct confined *got)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct confine c = { 0 };

	allow_all(&c, &a, cfg);
	return confine(&c, got);
}

err
confinement_begin(const struct serve_config *cfg)
{
	struct confined got = confine_offered();
	const char *lacks = confinement_lacks(&got);
	enum confinement how;

	if (confinement_of(cfg->confine, &how)) {
		log_error("--confine must be wanted, required or off");
		return ERR_INVALID;
	}
	if (how == CONFINEMENT_OFF) {
		log_warn("not confined: --confine off: a fault in the program can reach all that its user can");
		return OK;
	}
	if (lacks && how == CONFINEMENT_REQUIRED) {
		log_error("there is no %s here, and --confine required asks for it", lacks);
		return ERR_DENIED;
	}
	TRY(begin(cfg, &got));
	if (lacks)
		log_warn("confined, but there is no %s here: a fault in the program can reach more than its own files (docs/operations.md)", lacks);
	else
		log_info("confined landlock=%d", got.landlock);
	return OK;
}
