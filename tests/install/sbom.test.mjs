/* tools/sbom: the bill of materials is SPDX 2.3, names every library the program is linked with, and says what DEPENDENCIES.md says. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { program } from '../lib/server.mjs';

const house = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const run = (...command) => execFileSync(command[0], command.slice(1), { encoding: 'utf8', env: { ...process.env, SOURCE_DATE_EPOCH: '1800000000' } });
/* Sanitizers and coverage are no part of what is installed. */
const ours = (soname) => !/^(lib(asan|ubsan|tsan|lsan|gcov)\b|linux-vdso|ld-linux)/.test(soname);
let sbom;
let byName;

before(() => {
	sbom = JSON.parse(run(path.join(house, 'tools/sbom'), program));
	byName = Object.fromEntries(sbom.packages.map((p) => [p.name, p]));
});

test('it has what SPDX 2.3 asks of a document, a package and a relationship', () => {
	assert.equal(sbom.spdxVersion, 'SPDX-2.3');
	assert.equal(sbom.dataLicense, 'CC0-1.0');
	assert.equal(sbom.SPDXID, 'SPDXRef-DOCUMENT');
	assert.match(sbom.documentNamespace, /^https:\/\/[^#\s]+$/);
	assert.equal(sbom.creationInfo.created, '2027-01-15T08:00:00Z');
	for (const c of sbom.creationInfo.creators) assert.match(c, /^(Tool|Organization|Person): \S/);
	const ids = ['SPDXRef-DOCUMENT', ...sbom.packages.map((p) => p.SPDXID)];
	assert.equal(new Set(ids).size, ids.length, 'no id twice');
	const extracted = sbom.hasExtractedLicensingInfos.map((l) => l.licenseId);
	for (const p of sbom.packages) {
		assert.match(p.SPDXID, /^SPDXRef-[A-Za-z0-9.-]+$/);
		assert.ok(p.name && p.versionInfo && p.downloadLocation && p.copyrightText, p.name);
		assert.match(p.licenseConcluded, /^[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*$/, p.name);
		for (const word of p.licenseConcluded.match(/LicenseRef-\S+/g) ?? []) assert.ok(extracted.includes(word), word);
	}
	for (const r of sbom.relationships) {
		assert.match(r.relationshipType, /^(DESCRIBES|DYNAMIC_LINK|CONTAINS|RUNTIME_DEPENDENCY_OF|BUILD_TOOL_OF)$/);
		for (const end of [r.spdxElementId, r.relatedSpdxElement]) assert.ok(ids.includes(end), end);
	}
	assert.deepEqual(sbom.relationships.filter((r) => r.relationshipType === 'DESCRIBES').map((r) => r.relatedSpdxElement), ['SPDXRef-medvirk']);
});

test('it is about this very file', () => {
	assert.equal(byName.medvirk.checksums[0].checksumValue, createHash('sha256').update(readFileSync(program)).digest('hex'));
	assert.match(readFileSync(path.join(house, 'meson.build'), 'utf8'), new RegExp(`version: '${byName.medvirk.versionInfo}'`));
});

test('every library the program loads is named, with the version that is installed', () => {
	const named = new Set(sbom.packages.flatMap((p) => (p.comment ?? '').replace(/^Linked as /, '').split(', ')));
	const loaded = [...run('ldd', program).matchAll(/^\s*(\S+) => \//gm)].map((m) => m[1]).filter(ours);
	assert.ok(loaded.length > 50, 'ldd is understood');
	assert.deepEqual(loaded.filter((soname) => !named.has(soname)), []);
	for (const p of sbom.packages.filter((p) => p.comment)) assert.equal(run('dpkg-query', '-W', '-f', '${Version}', p.name).slice(0, p.versionInfo.length), p.versionInfo, p.name);
});

test('what the program itself is linked with stands first among the dependencies, and nothing else does', () => {
	const direct = [...run('readelf', '-d', program).matchAll(/\(NEEDED\).*\[([^\]]+)\]/g)].map((m) => m[1]).filter(ours);
	const linked = new Set(sbom.relationships.filter((r) => r.relationshipType === 'DYNAMIC_LINK' && r.spdxElementId === 'SPDXRef-medvirk').map((r) => r.relatedSpdxElement));
	const brings = (soname) => sbom.packages.find((p) => (p.comment ?? '').replace(/^Linked as /, '').split(', ').includes(soname));
	for (const soname of direct) assert.ok(linked.has(brings(soname)?.SPDXID), soname);

	const text = readFileSync(path.join(house, 'DEPENDENCIES.md'), 'utf8');
	const table = (head) => text.slice(text.indexOf(head)).split('\n\n')[1].split('\n').slice(2).map((l) => l.split('|').map((c) => c.trim()));
	const rows = table('## In the program');
	const first = rows.flatMap((c) => c[2].split(/[\s,]+/).filter((w) => /^[a-z]/.test(w)).map((name) => [name, c[2].split(' ').at(-1)]));
	assert.deepEqual(first.map(([name]) => name).sort(), [...linked].map((id) => id.replace('SPDXRef-', '')).sort());
	for (const [name, version] of first) assert.ok(byName[name].versionInfo.replace(/^\d+:/, '').startsWith(version), `${name}: ${version} is written, ${byName[name].versionInfo} is installed`);

	const rest = text.slice(text.indexOf('What those bring with them')).split('\n\n')[1].split('\n').slice(2).flatMap((l) => l.split('|')[2].trim().split(', '));
	const others = sbom.packages.filter((p) => p.comment && !linked.has(p.SPDXID)).map((p) => p.name);
	assert.deepEqual(others.filter((name) => !rest.includes(name)), [], 'each has its licence in the table');
	assert.deepEqual(rest.filter((name) => !byName[name]?.comment), [], 'and the table names nothing that is not loaded');
});

test('what is built in from npm is what the lock file says, licence included', () => {
	const lock = JSON.parse(readFileSync(path.join(house, 'web/package-lock.json'), 'utf8')).packages;
	for (const name of ['@digdir/designsystemet-css', '@fontsource-variable/inter', 'esbuild']) {
		const there = lock[`node_modules/${name}`];
		assert.equal(byName[name].versionInfo, there.version);
		assert.equal(byName[name].licenseConcluded, there.license);
		assert.equal(`sha512-${Buffer.from(byName[name].checksums[0].checksumValue, 'hex').toString('base64')}`, there.integrity);
	}
});
