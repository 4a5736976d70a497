/* pdf.mjs: PDFs as tests read them, with qpdf and poppler; each tool is run once, when it is asked, and not after
 * done(). */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/* Letters and figures alone, in one form: where lines break and which kind of space stands between words is the page's business. */
export const letters = (s) => s.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

/* What stands on the sheets of a page, in order; without the foot, and what only those hear who do not see the picture. */
export function saidOn(page) {
	const out = [];
	const walk = (n) => {
		if (n.nodeType === 3 && letters(n.textContent)) out.push(n.textContent.trim());
		if (n.nodeType === 1 && (/^(footer|svg)$/i.test(n.tagName) || n.classList.contains('sr-only'))) return;
		for (const c of n.childNodes ?? []) walk(c);
	};
	page.all('article.sheet').forEach(walk);
	return out;
}

const run = (...cmd) => execFileSync(cmd[0], cmd.slice(1), { encoding: 'utf8', maxBuffer: 1 << 28 });

export class Pdf {
	constructor(bytes) {
		this.folder = mkdtempSync(path.join(tmpdir(), 'pdf-'));
		this.file = path.join(this.folder, 'a.pdf');
		writeFileSync(this.file, bytes);
	}

	get text() {
		return (this.said ??= run('pdftotext', '-raw', this.file, '-'));
	}

	/* What somebody hears who does not see the page. */
	get structure() {
		return (this.heard ??= run('pdfinfo', '-struct-text', this.file));
	}

	get objects() {
		return (this.all ??= JSON.parse(run('qpdf', '--json=2', '--json-key=qpdf', this.file)).qpdf[1]);
	}

	/* An object of the file by its reference ("7 0 R"), as qpdf says it in JSON. */
	of(reference) {
		return this.objects[`obj:${reference}`].value;
	}

	get root() {
		return this.of(this.objects.trailer.value['/Root']);
	}

	/* { Title, Subject, … } */
	get info() {
		return Object.fromEntries(Object.entries(this.of(this.objects.trailer.value['/Info'])).map(([k, v]) => [k.slice(1), v.replace(/^u:/, '')]));
	}

	get pages() {
		return this.of(this.root['/Pages'])['/Count'];
	}

	/* What it says of itself, to those who hear it. */
	named({ lang, title }) {
		assert.equal(this.root['/Lang'], `u:${lang}`);
		assert.equal(this.root['/ViewerPreferences']['/DisplayDocTitle'], true);
		assert.equal(this.root['/MarkInfo']['/Marked'], true);
		assert.ok(this.root['/StructTreeRoot']);
		assert.equal(this.info.Title, title);
	}

	/* What every PDF of ours is: whole, tagged, with language and title, every font inside. */
	check(names) {
		const r = spawnSync('qpdf', ['--check', this.file], { encoding: 'utf8' });
		assert.equal(r.status, 0, r.stdout + r.stderr);
		this.named(names);
		const fonts = run('pdffonts', this.file).trim().split('\n').slice(2);
		assert.ok(fonts.length);
		for (const f of fonts) assert.match(f.slice(-32), /yes yes yes/, `embedded, a subset, with Unicode: ${f}`);
		assert.ok(fonts.some((f) => /Inter/.test(f)), fonts.join('\n'));
	}

	/* All these texts are in it, whole, one after the other. */
	reads(texts) {
		const all = letters(this.text);
		let at = 0;
		for (const t of texts) {
			const found = all.indexOf(letters(t), at);
			assert.notEqual(found, -1, `${all.includes(letters(t)) ? 'not in its place' : 'not there'}: ${t}\n${this.text.slice(0, 3000)}`);
			at = found;
		}
	}

	done() {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
