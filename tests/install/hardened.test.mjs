/* The executable itself: what the compiler and the linker were asked for is in the file. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { program } from '../lib/server.mjs';

const readelf = (...words) => execFileSync('readelf', ['-W', ...words, program], { encoding: 'utf8', maxBuffer: 1 << 28 });

test('it lies at an address of chance, its stack runs nothing, and its tables cannot be written to once it runs', () => {
	assert.match(readelf('-h'), /Type:\s+DYN \(Position-Independent Executable file\)/);
	const parts = readelf('-l');
	assert.match(parts, /^\s*GNU_STACK\s.* RW\s/m);
	assert.match(parts, /^\s*GNU_RELRO\s/m);
	assert.doesNotMatch(parts, /^\s*LOAD\s.* RWE\s/m, 'nothing that can be written can be run');
	assert.match(readelf('-d'), /\(FLAGS\)\s+BIND_NOW/);
});

test('functions notice a stack that was written over', () => assert.match(readelf('--dyn-syms'), /__stack_chk_fail/));
