/* language.c: the language switch. */
#include "app/frame/language.h"

#include "app/access/session.h"

err
language_post(struct req *rq, struct response *rs)
{
	str tag = req_form(rq, S("lang")), to = req_form(rq, S("back"));
	enum lang l;

	if (!lang_of_any(tag, &l))
		return ERR_INVALID;
	response_cookie(rs, S("lang"), lang_tag(l), S("/"), (int64_t)365 * 86400, rq->http->secure ? COOKIE_SECURE : 0);
	response_see_other(rs, path_inside(to));
	return OK;
}
