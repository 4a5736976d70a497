/* asset.c: addresses of built files, and the files. */
#include "app/frame/asset.h"

#include "app/frame/files.h"

str
asset_str(str name)
{
	size_t n;
	const struct asset_file *files = asset_files(&n);

	for (size_t i = 0; i < n; i++)
		if (files[i].logical && str_eq(name, str_of(files[i].logical)))
			return str_of(files[i].url);
	assert(!"every asset a page names has been built");
	return (str){ 0 };
}

str
asset(const char *name)
{
	return asset_str(str_of(name));
}

err
asset_page(struct req *rq, struct response *rs)
{
	size_t n;
	const struct asset_file *files = asset_files(&n);

	return static_answer(files, n, rq->params[0], rq->http, rs);
}
