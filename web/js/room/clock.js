/* clock.js: time left, from the server's clock.
 *
 * <p class="clock" id="clock" data-clock-ends="MS" data-clock-now="MS" data-say-5="…" data-say-1="…" data-say-0="…"><span data-clock-text>
 * data-clock-ends: when the step ends, in server ms; paused: data-clock-left instead; neither: no clock. data-clock-now: server ms when this
 * was rendered. Each sample server-now minus phone-now is too small by its delay: the largest of the latest ones is nearest the truth.
 * Marks at 5 min, 1 min and 0 are told once, when they are passed. The effect at zero is the server's; here nothing moves. */

const KEEP = 5;

export class ServerTime {
	constructor(now = Date.now) {
		this.now = now;
		this.samples = [];
	}

	add(serverMs) {
		this.samples.push(serverMs - this.now());
		if (this.samples.length > KEEP) this.samples.shift();
	}

	/* After sleep or a changed clock the old samples are worth nothing. */
	forget() {
		this.samples = this.samples.slice(-1);
	}

	get() {
		return this.now() + (this.samples.length ? Math.max(...this.samples) : 0);
	}
}

/* Whole seconds left, rounded up, never below 0; null without a clock. */
export function secondsLeft({ ends, left }, serverNow) {
	const ms = left !== null ? left : ends !== null ? ends - serverNow : null;
	return ms === null ? null : Math.max(0, Math.ceil(ms / 1000));
}

export function clockText(seconds) {
	const two = (n) => String(n).padStart(2, '0');
	const h = Math.floor(seconds / 3600);
	const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
	return h ? `${h}:${rest}` : rest;
}

/* The mark passed between two looks: '5', '1', '0' or ''. */
export function markPassed(before, after) {
	if (before === null || after === null) return '';
	for (const [at, name] of [[0, '0'], [60, '1'], [300, '5']]) if (before > at && after <= at) return name;
	return '';
}

const number = (el, name) => (el.hasAttribute(name) && el.getAttribute(name) !== '' ? Number(el.getAttribute(name)) : null);

export function startClock({ time = new ServerTime(), say = () => {}, zero = () => {}, doc = document } = {}) {
	let seen = { el: null, ends: null, seconds: null };
	const look = () => {
		const el = doc.getElementById('clock');
		if (!el) return;
		const ends = number(el, 'data-clock-ends');
		const left = number(el, 'data-clock-left');
		if (el !== seen.el && number(el, 'data-clock-now') !== null) time.add(number(el, 'data-clock-now'));
		const seconds = secondsLeft({ ends, left }, time.get());
		const text = el.querySelector('[data-clock-text]');
		if (text) text.textContent = seconds === null ? '' : clockText(seconds);
		el.toggleAttribute('data-near', seconds !== null && seconds <= 60);
		el.toggleAttribute('data-paused', left !== null);
		el.toggleAttribute('data-empty', seconds === null);
		const mark = left === null && seen.ends === ends ? markPassed(seen.seconds, seconds) : '';
		seen = { el, ends, seconds };
		if (!mark) return;
		say(el.getAttribute('data-say-' + mark));
		if (mark === '0') zero();
	};
	look();
	setInterval(look, 500);
	doc.addEventListener('medvirk:patched', look);
	doc.addEventListener('visibilitychange', () => doc.hidden || look());
	return time;
}

/* A short soft tone and a shake, as far as the phone and its owner allow. */
export function signalZero({ sound, shake }) {
	if (shake && navigator.vibrate) navigator.vibrate([200, 100, 200]);
	const Audio = globalThis.AudioContext || globalThis.webkitAudioContext;
	if (!sound || !Audio) return;
	const audio = new Audio();
	const tone = audio.createOscillator();
	const volume = audio.createGain();
	tone.frequency.value = 523;
	volume.gain.setValueAtTime(0.2, audio.currentTime);
	volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 1.2);
	tone.connect(volume);
	volume.connect(audio.destination);
	tone.start();
	tone.stop(audio.currentTime + 1.2);
	tone.onended = () => audio.close();
}
