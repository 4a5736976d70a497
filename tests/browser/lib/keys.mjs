/* keys.mjs: somebody who only has a keyboard, and somebody who only has the accessibility tree. */
import assert from 'node:assert/strict';

/* Presses Tab until the focus is on what fits (a selector), and sees to it that the focus can be seen there. */
export async function tabTo(page, selector, { most = 80, back = false } = {}) {
	for (let i = 0; i <= most; i++) {
		const on = await page.evaluate((s) => {
			const el = document.activeElement;
			if (!el?.matches(s)) return null;
			const show = [el, el.closest('label'), el.parentElement].filter(Boolean).map((n) => getComputedStyle(n));
			return { seen: show.some((c) => (c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0) || c.boxShadow !== 'none') };
		}, selector);
		if (on) return assert.ok(on.seen, `the focus can be seen on ${selector}`);
		await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
	}
	assert.fail(`Tab does not come to ${selector}`);
}

/* Chromium's accessibility tree as a list of { role, name, level, checked, pressed, ignored, node }. */
export async function tree(p) {
	const { nodes } = await p.wire.send('Accessibility.getFullAXTree');
	const prop = (n, name) => n.properties?.find((x) => x.name === name)?.value?.value;
	const parent = new Map(nodes.flatMap((n) => (n.childIds ?? []).map((id) => [id, n.nodeId])));
	return nodes
		.filter((n) => !n.ignored)
		.map((n) => ({ id: n.nodeId, up: parent.get(n.nodeId), role: n.role?.value, name: n.name?.value ?? '', level: prop(n, 'level'), disabled: prop(n, 'disabled'), checked: prop(n, 'checked'), node: n.backendDOMNodeId }));
}

export async function find(p, role, name) {
	const t = await tree(p);
	const found = t.filter((n) => n.role === role && (name instanceof RegExp ? name.test(n.name) : n.name === name));
	assert.ok(found.length, `${p.name} finds ${role} ${name}; there are: ${t.filter((n) => n.role === role).map((n) => n.name).join(' | ')}`);
	return found[0];
}

export async function has(p, role, name) {
	return (await tree(p)).some((n) => n.role === role && (name instanceof RegExp ? name.test(n.name) : n.name === name));
}

/* Focuses the thing of that role and name, as a screen reader does, and presses a key on it. */
export async function press(p, role, name, key = 'Enter') {
	const n = await find(p, role, name);
	await p.wire.send('DOM.enable');
	await p.wire.send('DOM.focus', { backendNodeId: n.node });
	if (key) await p.page.keyboard.press(key);
}

export async function type(p, role, name, text) {
	await press(p, role, name, null);
	await p.page.keyboard.type(text);
}
