/* build.mjs: css and js modules -> hashed, minified, gzipped files.
 *
 *   node web/build.mjs OUTDIR [--depfile FILE]
 *
 * Writes OUTDIR/NAME-HASH.EXT, the same with .gz beside it (for what gzip makes smaller), and manifest.json
 * {"app.css": "app-AB12CD34.css", …}. The files refer to each other by relative URL: serve them from one folder, for ever
 * cacheable. OUTDIR/components/ holds the pages of web/components/ with working links; they are for looking at, not for serving.
 * Target: phones from 2021 (Chrome 87, Safari 14.1, Firefox 90): no cascade layers, no nesting, no colour functions in the output; for the
 * info screen televisions of any age. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { iconCss } from './icons.mjs';
import { themeCss } from './theme.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] && path.resolve(process.argv[2]);
const depfile = process.argv[3] === '--depfile' ? process.argv[4] : null;
if (!out) {
	console.error('usage: node build.mjs OUTDIR [--depfile FILE]');
	process.exit(2);
}

/* @import "made:theme" and "made:icons": CSS that a module writes. */
const made = {
	name: 'made',
	setup(b) {
		const from = { theme: themeCss, icons: iconCss };
		b.onResolve({ filter: /^made:/ }, (args) => ({ path: args.path.slice(5), namespace: 'made' }));
		b.onLoad({ filter: /.*/, namespace: 'made' }, (args) => ({ contents: from[args.path](), loader: 'css' }));
	},
};

const entries = ['css/app.css', 'css/room.css', 'css/wall.css', 'js/app.js', 'js/room.js', 'js/wall.js', 'js/desk.js'];
/* The info screen runs in televisions: files of its own, for browsers of any age. */
const oldEntries = ['css/screen.css', 'js/screen.js'];
const common = {
	absWorkingDir: here,
	outdir: out,
	entryNames: '[name]-[hash]',
	assetNames: '[name]-[hash]',
	bundle: true,
	minify: true,
	legalComments: 'none',
	format: 'iife',
	loader: { '.woff2': 'file', '.svg': 'file' },
	plugins: [made],
	metafile: true,
	write: false,
};
const results = [
	await build({ ...common, entryPoints: entries, target: ['chrome87', 'safari14.1', 'firefox90'] }),
	await build({ ...common, entryPoints: oldEntries, target: ['es5', 'chrome38'] }),
];

rmSync(out, { recursive: true, force: true });
mkdirSync(path.join(out, 'components'), { recursive: true });
const manifest = {};
const put = (logical, name, bytes) => {
	writeFileSync(path.join(out, name), bytes);
	const packed = gzipSync(bytes, { level: 9 });
	if (packed.length < bytes.length * 0.95) writeFileSync(path.join(out, name + '.gz'), packed);
	if (logical) manifest[logical] = name;
};

for (const result of results)
	for (const file of result.outputFiles) {
		const name = path.basename(file.path);
		const meta = Object.entries(result.metafile.outputs).find(([k]) => path.basename(k) === name)[1];
		put(meta.entryPoint ? path.basename(meta.entryPoint) : name.replace(/-[A-Z0-9]{8}(?=\.)/, ''), name, file.contents);
	}
for (const icon of readdirSync(path.join(here, 'icons')).filter((f) => /\.(svg|png)$/.test(f))) {
	const bytes = readFileSync(path.join(here, 'icons', icon));
	const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase();
	put(icon, icon.replace(/(\.\w+)$/, `-${hash}$1`), bytes);
}
writeFileSync(path.join(out, 'manifest.json'), JSON.stringify(manifest, Object.keys(manifest).sort(), '\t') + '\n');

const pages = readdirSync(path.join(here, 'components')).filter((f) => f.endsWith('.html'));
for (const page of pages) {
	const html = readFileSync(path.join(here, 'components', page), 'utf8');
	writeFileSync(path.join(out, 'components', page), html.replace(/\/static\/([\w.-]+)/g, (all, n) => (manifest[n] ? `../${manifest[n]}` : all)));
}

if (depfile) {
	const inputs = results.flatMap((r) => Object.keys(r.metafile.inputs)).filter((f) => !f.startsWith('made:')).map((f) => path.join(here, f));
	const more = ['build.mjs', 'theme.mjs', 'icons.mjs', ...pages.map((p) => `components/${p}`)].map((f) => path.join(here, f));
	const escape = (s) => s.replace(/[ #]/g, '\\$&');
	writeFileSync(depfile, `${escape(path.join(out, 'manifest.json'))}: ${[...inputs, ...more].map(escape).join(' ')}\n`);
}
