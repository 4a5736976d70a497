/* err.c: names of errors for the log. */
#include "base/base.h"

const char *
err_name(err e)
{
	static const char *const names[ERR_COUNT_] = {
		[OK] = "ok",
		[ERR_INVALID] = "invalid",
		[ERR_LOGIN] = "login",
		[ERR_DENIED] = "denied",
		[ERR_NOTFOUND] = "notfound",
		[ERR_CONFLICT] = "conflict",
		[ERR_GONE] = "gone",
		[ERR_TOOBIG] = "toobig",
		[ERR_TOOMANY] = "toomany",
		[ERR_BUSY] = "busy",
		[ERR_MAYBE] = "maybe",
		[ERR_IO] = "io",
	};

	return e < ERR_COUNT_ ? names[e] : "unknown";
}
