/* tmpl_attr.c: attributes by their meaning, and what of a URL is written where. */
#include "tmpl_attr.h"

static bool
one_of(str s, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(s, str_of(names[i])))
			return true;
	return false;
}

bool
attr_is_url(str attr)
{
	static const char *const names[] = { "href", "src", "action", "formaction", "cite", "poster", "data-href",
		"xlink:href", "data", "manifest", "background", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete",
		"hx-push-url", "hx-replace-url", "sse-connect" };

	return one_of(attr, names, COUNT(names));
}

static bool
starts_nocase(str s, str prefix)
{
	return s.n >= prefix.n && str_eq_nocase(str_take(s, prefix.n), prefix);
}

bool
attr_is_handler(str attr)
{
	return (attr.n > 2 && starts_nocase(attr, S("on"))) || starts_nocase(attr, S("hx-on"));
}

/* Attributes that hold code, style or several addresses: no expression can be made safe there. */
static bool
is_closed_attribute(str attr)
{
	static const char *const names[] = { "style", "srcdoc", "srcset", "imagesrcset", "ping", "hx-vals", "hx-headers",
		"hx-vars", "hx-trigger", "hx-request" };

	return attr_is_handler(attr) || one_of(attr, names, COUNT(names));
}

static bool
is_safe_scheme(str scheme)
{
	static const char *const names[] = { "http", "https", "mailto", "tel" };

	return one_of(scheme, names, COUNT(names));
}

err
attr_url_text(struct html_at *h, struct arena *a, str s, size_t line, struct fault *f)
{
	size_t n = 0;

	if (s.n == 0 || h->url == URL_PATH)
		return OK;
	if (h->url == URL_LED || h->url == URL_MIXED) {
		if (s.p[0] != '/' && s.p[0] != '?' && s.p[0] != '#' && !str_starts(s, S("&amp;")))
			return fault_at(f, a, line, "after the beginning of a URL only /, ?, # or &amp; can follow");
		h->url = URL_PATH;
		return OK;
	}
	while (n < s.n && s.p[n] != '/' && s.p[n] != '?' && s.p[n] != '#' && s.p[n] != ':') {
		if (s.p[n] == '&' || is_blank(s.p[n]))
			return fault_at(f, a, line, "a URL begins with an entity or white space");
		n++;
	}
	if (n < s.n && s.p[n] == ':' && (h->url != URL_EMPTY || !is_safe_scheme(str_take(s, n))))
		return fault_at(f, a, line, "only http:, https:, mailto: and tel: URLs are allowed");
	h->url = n < s.n ? URL_PATH : URL_START;
	return OK;
}

err
attr_expression(struct html_at *h, struct arena *a, size_t line, enum html_sink *sink, struct fault *f)
{
	if (is_closed_attribute(h->attr))
		return fault_at(f, a, line, "no expression can be made safe in " STR_FMT, STR_ARG(h->attr));
	h->content |= str_eq_nocase(h->attr, S("content"));
	if (!attr_is_url(h->attr)) {
		*sink = SINK_TEXT;
		return OK;
	}
	if (h->url == URL_LED)
		return fault_at(f, a, line, "two expressions in a row begin the URL in " STR_FMT, STR_ARG(h->attr));
	if (h->url == URL_MIXED)
		return fault_at(f, a, line, "in " STR_FMT " this may or may not be the URL's beginning: "
			"write the whole URL in each branch", STR_ARG(h->attr));
	*sink = h->url == URL_EMPTY ? SINK_URL : SINK_URL_PART;
	if (h->url == URL_EMPTY)
		h->url = URL_LED;
	return OK;
}
