/* pdf.mjs: PDFs as tests read them, with qpdf and poppler. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/* Letters and figures alone, in one form: where lines break and which kind of space stands between words is the page's business. */
export const letters = (s) => s.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

const run = (...cmd) => execFileSync(cmd[0], cmd.slice(1), { encoding: 'utf8', maxBuffer: 1 << 28 });

export class Pdf {
	constructor(bytes) {
		this.folder = mkdtempSync(path.join(tmpdir(), 'pdf-'));
		this.file = path.join(this.folder, 'a.pdf');
		writeFileSync(this.file, bytes);
		this.info = Object.fromEntries(run('pdfinfo', this.file).trim().split('\n').map((l) => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 1).trim()]));
		this.text = run('pdftotext', '-raw', this.file, '-');
		const all = JSON.parse(run('qpdf', '--json=2', '--json-key=qpdf', this.file)).qpdf[1];
		this.root = all[`obj:${all.trailer.value['/Root']}`].value;
	}

	/* What somebody hears who does not see the page. */
	get structure() {
		return (this.heard ??= run('pdfinfo', '-struct-text', this.file));
	}

	get pages() {
		return Number(this.info.Pages);
	}

	/* What every PDF of ours is: whole, tagged, with language and title, every font inside. */
	check({ lang, title }) {
		const r = spawnSync('qpdf', ['--check', this.file], { encoding: 'utf8' });
		assert.equal(r.status, 0, r.stdout + r.stderr);
		assert.equal(this.info.Tagged, 'yes');
		assert.equal(this.root['/Lang'], `u:${lang}`);
		assert.equal(this.root['/ViewerPreferences']['/DisplayDocTitle'], true);
		assert.equal(this.root['/MarkInfo']['/Marked'], true);
		assert.equal(this.info.Title, title);
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
