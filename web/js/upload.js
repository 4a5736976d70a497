/* upload.js: files in forms of ordinary pages.
 *
 * input[type=file][data-most]   a file of more bytes is not sent: the words of data-too-large stand at the field, and the rest of the
 *                               form stays as it is. The server would have to hang up in the middle.
 * form with no file chosen      is sent as an ordinary form, which can be shown again and sent again when one has been signed out. */

export function startUpload(doc = document) {
	const say = (input, text) => {
		const id = `error-${input.name}`;
		const names = (input.getAttribute('aria-describedby') || '').split(' ').filter((n) => n && n !== id);
		let line = doc.getElementById(id);
		if (line) line.remove();
		if (text) {
			line = doc.createElement('p');
			line.className = 'ds-validation-message';
			line.id = id;
			line.setAttribute('role', 'alert');
			line.textContent = text;
			input.after(line);
			names.push(id);
			input.setAttribute('aria-invalid', 'true');
		} else {
			input.removeAttribute('aria-invalid');
		}
		if (names.length) input.setAttribute('aria-describedby', names.join(' '));
		else input.removeAttribute('aria-describedby');
	};
	doc.addEventListener('change', (e) => {
		const input = e.target;
		if (!input.matches('input[type=file][data-most]')) return;
		const file = input.files[0];
		const large = file && file.size > Number(input.getAttribute('data-most'));
		if (large) input.value = '';
		say(input, large ? input.getAttribute('data-too-large') : '');
	});
	doc.addEventListener('submit', (e) => {
		const fields = [...e.target.querySelectorAll('input[type=file]')];
		if (fields.length && fields.every((f) => !f.files.length)) e.target.enctype = 'application/x-www-form-urlencoded';
	});
}
