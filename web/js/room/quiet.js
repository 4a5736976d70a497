/* quiet.js: how long nobody has written, for the one who leads to judge when to go on.
 *
 * <li id="quiet" data-quiet="{n} minutes …" hidden> beside <li id="tally"><strong>NUMBER</strong> …
 * Known from what this screen itself has seen change: no moment of a note is stored or sent. */

const LEAST_MIN = 2;

export class Quiet {
	constructor(now = Date.now) {
		Object.assign(this, { now, seen: '', since: now() });
	}

	/* Whole minutes since what is counted last changed. */
	minutes(what) {
		if (what !== this.seen) Object.assign(this, { seen: what, since: this.now() });
		return Math.floor((this.now() - this.since) / 60000);
	}
}

export function startQuiet({ quiet = new Quiet(), doc = document } = {}) {
	const look = () => {
		const step = doc.getElementById('step-h')?.textContent ?? '';
		const number = doc.querySelector('#tally strong')?.textContent.trim() ?? '';
		const minutes = quiet.minutes(`${step} ${number}`);
		const line = doc.getElementById('quiet');
		if (!line) return;
		line.hidden = minutes < LEAST_MIN || number === '' || number === '0';
		line.textContent = line.hidden ? '' : line.getAttribute('data-quiet').replace('{n}', String(minutes));
	};
	look();
	setInterval(look, 5000);
	doc.addEventListener('medvirk:patched', look);
}
