/* xlsx.mjs: workbooks and archives as tests read them: unzip and an XML parser, nothing that knows how ours were made. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DOMParser } from 'linkedom';

/* The files of a zip: name → bytes. Fails unless the archive is whole. */
export function unzip(bytes) {
	const folder = mkdtempSync(path.join(tmpdir(), 'zip-'));
	const file = path.join(folder, 'a.zip');
	try {
		writeFileSync(file, bytes);
		execFileSync('unzip', ['-tqq', file]);
		const names = execFileSync('unzip', ['-Z1', file], { encoding: 'utf8' }).trim().split('\n');
		return Object.fromEntries(names.map((n) => [n, execFileSync('unzip', ['-p', file, n.replace(/[[\]]/g, '?')], { maxBuffer: 1 << 28 })]));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const xml = (bytes) => new DOMParser().parseFromString(bytes.toString('utf8'), 'text/xml');
const all = (node, name) => [...node.getElementsByTagName(name)];

function cellOf(c, strings, dates) {
	const value = all(c, 'v')[0]?.textContent ?? '';
	if (c.getAttribute('t') === 's') return strings[Number(value)];
	if (value === '') return '';
	/* Days since 1899-12-30, as spreadsheets count. */
	if (dates.has(c.getAttribute('s'))) return new Date(Date.UTC(1899, 11, 30) + Number(value) * 86400e3);
	return Number(value);
}

export class Workbook {
	constructor(bytes) {
		this.parts = unzip(bytes);
		const book = xml(this.parts['xl/workbook.xml']);
		const strings = all(xml(this.parts['xl/sharedStrings.xml']), 'si').map((s) => all(s, 't').map((t) => t.textContent).join(''));
		const styles = xml(this.parts['xl/styles.xml']);
		const dateFormats = new Set(all(styles, 'numFmt').filter((f) => /yy/.test(f.getAttribute('formatCode'))).map((f) => f.getAttribute('numFmtId')));
		const used = all(all(styles, 'cellXfs')[0], 'xf');
		const dates = new Set(used.map((x, i) => [x.getAttribute('numFmtId'), String(i)]).filter(([f]) => dateFormats.has(f)).map(([, i]) => i));
		this.wraps = (s) => /wrapText="1"/.test(used[Number(s)]?.innerHTML ?? '');
		this.tabs = all(book, 'sheet').map((s, i) => {
			const doc = xml(this.parts[`xl/worksheets/sheet${i + 1}.xml`]);
			return {
				name: s.getAttribute('name'),
				doc,
				rows: all(doc, 'row').map((r) => all(r, 'c').map((c) => cellOf(c, strings, dates))),
				widths: all(doc, 'col').map((c) => Number(c.getAttribute('width'))),
				frozen: all(doc, 'pane')[0]?.getAttribute('ySplit') === '1' && all(doc, 'pane')[0]?.getAttribute('state') === 'frozen',
			};
		});
	}

	/* Rows of a tab as objects by its head. */
	table(i = 0) {
		const [head, ...rows] = this.tabs[i].rows;
		return rows.map((r) => Object.fromEntries(head.map((h, k) => [h, r[k]])));
	}

	/* All that stands in any part, as it lies in the file. */
	get text() {
		return Object.values(this.parts).map((b) => b.toString('utf8')).join('\n');
	}
}
