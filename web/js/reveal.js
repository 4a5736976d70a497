/* reveal.js: button[data-reveal="ID"] shows what stands in that password field, and hides it again (its words then: data-hide).
 * Without script the button stays hidden. What is sent is always a password field, so that nothing remembers it as a text. */

export function startReveal(doc = document) {
	const hide = (button) => {
		const field = doc.getElementById(button.getAttribute('data-reveal'));
		if (field.type === 'password') return;
		field.type = 'password';
		button.textContent = button.getAttribute('data-show');
	};
	for (const button of doc.querySelectorAll('button[data-reveal]')) {
		const field = doc.getElementById(button.getAttribute('data-reveal'));
		button.setAttribute('data-show', button.textContent);
		button.hidden = false;
		button.addEventListener('click', () => {
			if (field.type !== 'password') return hide(button);
			field.type = 'text';
			button.textContent = button.getAttribute('data-hide');
		});
		field.form.addEventListener('submit', () => hide(button));
	}
}
