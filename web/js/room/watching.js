/* watching.js: a desk that somebody else has is read only. #desk-state[data-watching] says so, and offers to take it.
 *
 * Commands that only the holder may give (forms with a desk_version) are greyed out and not sent; a press leads to "take the desk". Setting a note
 * aside is for all three parties, whoever has the desk, and stays as it is. Greyed out by aria-disabled: the focus is not lost when it happens. */
const isCommand = (form) => form.querySelector('[name=desk_version]') && !form.getAttribute('action').endsWith('/desk/note');

export function startWatching({ say, doc = document }) {
	const state = () => doc.querySelector('#desk-state[data-watching]');
	let was = null;
	const draw = () => {
		const now = state();
		for (const form of doc.querySelectorAll('main form'))
			for (const b of isCommand(form) ? form.querySelectorAll('button') : []) {
				if (now) b.setAttribute('aria-disabled', 'true');
				else b.removeAttribute('aria-disabled');
			}
		if (was === false && now) say(now.querySelector('p').textContent);
		was = Boolean(now);
	};
	doc.addEventListener(
		'submit',
		(e) => {
			if (!state() || !isCommand(e.target)) return;
			e.preventDefault();
			e.stopImmediatePropagation();
			say(state().querySelector('p').textContent);
			state().querySelector('button').focus();
		},
		true,
	);
	doc.addEventListener('medvirk:patched', draw);
	draw();
}
