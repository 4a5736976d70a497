/* ready.js: "jeg er ferdig", remembered by the phone for the step. form[data-ready] with hidden step and a button with data-on / data-off texts. */
import { post } from '../lib/send.js';
import { makeLatest } from './latest.js';

export function startReady({ memory, page, doc = document, send = post }) {
	const forms = () => [...doc.querySelectorAll('form[data-ready]')];
	const latest = makeLatest({
		send: (step, ready) => {
			const form = forms().find((f) => f.elements.step.value === step);
			return form ? send(form.getAttribute('action'), new URLSearchParams({ step, ready })) : Promise.resolve({ status: 410 });
		},
		settled: (step, ready, status) => status === 403 && page.refresh(),
	});
	const draw = () => {
		for (const form of forms()) {
			const on = memory.get('ready:' + form.elements.step.value) === 1;
			const b = form.querySelector('button');
			b.setAttribute('aria-pressed', String(on));
			b.value = on ? '0' : '1';
			b.textContent = b.getAttribute(on ? 'data-on' : 'data-off');
		}
	};
	doc.addEventListener('submit', (e) => {
		if (!e.target.matches('form[data-ready]')) return;
		e.preventDefault();
		const step = e.target.elements.step.value;
		const on = memory.get('ready:' + step) !== 1;
		memory.wipe('ready:');
		if (on) memory.set('ready:' + step, 1);
		latest.set(step, on ? 1 : 0);
		draw();
	});
	doc.addEventListener('medvirk:patched', draw);
	draw();
	return latest;
}
