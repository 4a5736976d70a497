/* embed.c: a folder of built files as a C table for http/static.h.
 *
 *	embed OUT.c FOLDER
 *
 * FOLDER/manifest.json says {"app.css": "app-HASH.css", …}; NAME.gz beside NAME is its gzip form. The bytes go in by the
 * assembler's .incbin, so that half a megabyte costs no compile time. */
#include <dirent.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
	const char *ending, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".woff2", "font/woff2" },
	{ ".png", "image/png" },
	{ ".webmanifest", "application/manifest+json" },
};

static int
ends(const char *s, const char *ending)
{
	size_t n = strlen(s), m = strlen(ending);

	return n >= m && strcmp(s + n - m, ending) == 0;
}

static const char *
type_of(const char *name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (ends(name, types[i].ending))
			return types[i].type;
	return NULL;
}

static void
include(FILE *out, const char *label, const char *file)
{
	fprintf(out,
		"__asm__(\".section .rodata\\n.balign 16\\n%s:\\n.incbin \\\"%s\\\"\\n.byte 0\\n.previous\\n\");\n"
		"extern const unsigned char %s[];\n",
		label, file, label);
}

static const char *
logical_name(json_t *manifest, const char *name)
{
	const char *logical;
	json_t *v;

	json_object_foreach(manifest, logical, v)
		if (json_is_string(v) && strcmp(json_string_value(v), name) == 0)
			return logical;
	return NULL;
}

struct entry {
	char name[256];
	long long size, gzip_size;	/* gzip_size 0: there is none */
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static size_t
list(const char *folder, struct entry *entries, size_t most)
{
	DIR *dir = opendir(folder);
	struct dirent *d;
	size_t n = 0;

	while (dir && (d = readdir(dir)) && n < most) {
		char path[PATH_MAX + 300];
		struct stat st;
		if (!type_of(d->d_name) || strlen(d->d_name) >= sizeof(entries[n].name))
			continue;
		snprintf(entries[n].name, sizeof(entries[n].name), "%s", d->d_name);
		snprintf(path, sizeof(path), "%s/%.250s", folder, d->d_name);
		if (stat(path, &st))
			continue;
		entries[n].size = (long long)st.st_size;
		snprintf(path, sizeof(path), "%s/%.250s.gz", folder, d->d_name);
		entries[n].gzip_size = stat(path, &st) ? 0 : (long long)st.st_size;
		n++;
	}
	if (dir)
		closedir(dir);
	qsort(entries, n, sizeof(*entries), by_name);
	return n;
}

int
main(int argc, char **argv)
{
	static struct entry entries[256];
	char path[PATH_MAX + 300], folder[PATH_MAX], label[64];
	json_t *manifest;
	json_error_t error;
	FILE *out;
	size_t n;

	if (argc != 3 || !realpath(argv[2], folder) || !(out = fopen(argv[1], "w"))) {
		fprintf(stderr, "usage: embed OUT.c FOLDER\n");
		return 2;
	}
	snprintf(path, sizeof(path), "%s/manifest.json", folder);
	manifest = json_load_file(path, 0, &error);
	if (!manifest) {
		fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
		return 1;
	}
	n = list(folder, entries, sizeof(entries) / sizeof(entries[0]));
	fprintf(out, "/* Made by tools/embed. */\n#include \"app/frame/files.h\"\n\n");
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%.250s", folder, entries[i].name);
		snprintf(label, sizeof(label), "asset_file_%zu", i);
		include(out, label, path);
		if (entries[i].gzip_size) {
			snprintf(path, sizeof(path), "%s/%.250s.gz", folder, entries[i].name);
			snprintf(label, sizeof(label), "asset_gzip_%zu", i);
			include(out, label, path);
		}
	}
	fprintf(out, "\nstatic const struct asset_file made[] = {\n");
	for (size_t i = 0; i < n; i++) {
		const char *logical = logical_name(manifest, entries[i].name), *quote = logical ? "\"" : "";
		fprintf(out, "\t{ .logical = %s%s%s, .name = \"%s\", .url = \"/a/%s\", .type = \"%s\", .bytes = asset_file_%zu, .n = %lld",
			quote, logical ? logical : "NULL", quote, entries[i].name, entries[i].name, type_of(entries[i].name), i, entries[i].size);
		if (entries[i].gzip_size)
			fprintf(out, ", .gzip = asset_gzip_%zu, .gzip_n = %lld", i, entries[i].gzip_size);
		fprintf(out, " },\n");
	}
	fprintf(out, "};\n\nconst struct asset_file *\nasset_files(size_t *n)\n{\n\t*n = %zu;\n\treturn made;\n}\n", n);
	json_decref(manifest);
	return fclose(out) ? 1 : 0;
}
