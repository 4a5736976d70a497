/* room.js: the room on the phone: landing page, room, end. */
import { startCounts } from './lib/count.js';
import { openMemory } from './lib/memory.js';
import { post, startSend } from './lib/send.js';
import { word } from './lib/words.js';
import { startForms } from './forms.js';
import { makeAnnouncer, region } from './room/announce.js';
import { signalZero, startClock } from './room/clock.js';
import { startDrafts } from './room/draft.js';
import { startNotes } from './room/notes.js';
import { Outbox } from './room/outbox.js';
import { makePage } from './room/page.js';
import { startPrepared } from './room/prepared.js';
import { startReady } from './room/ready.js';
import { startSettings } from './room/settings.js';
import { startSheets } from './room/sheets.js';
import { startSort } from './room/sort.js';
import { startStream } from './room/stream.js';
import { startTable } from './room/table.js';
import { startVotes } from './room/votes.js';

document.documentElement.classList.add('js');
startForms();
startCounts();

const main = document.querySelector('main');
const wipe = main.getAttribute('data-wipe');
if (wipe) openMemory(wipe).wipe();
if (main.hasAttribute('data-room')) startRoom(main.getAttribute('data-room'));

function startRoom(code) {
	const memory = openMemory(code);
	const settings = startSettings();
	const announcer = makeAnnouncer({ write: region(), wanted: () => settings.get('announce', true) });
	const page = makePage({ announce: announcer.now });
	const drafts = startDrafts(memory);
	const time = startClock({
		say: announcer.now,
		zero: () => signalZero({ sound: settings.get('sound', false), shake: settings.get('shake', true) }),
	});

	/* Joined again in another tab: nothing is left to ask for. */
	const rejoin = document.getElementById('rejoin');
	const back = () => rejoin.hidden || page.refresh();
	let notes = null;
	const outbox = new Outbox({
		memory,
		send: (url, body) => post(url, new URLSearchParams(body)),
		changed(e) {
			if (notes) notes.changed(e);
			if (e.state === 'saved') back();
		},
		closed: () => page.refresh(),
		denied: () => page.refresh(),
	});
	notes = startNotes({ outbox, drafts, say: announcer.now });
	const prepared = startPrepared({ say: announcer.now });
	const votes = startVotes({ memory, page, say: announcer.now });
	const ready = startReady({ memory, page });
	startSort({ page, say: announcer.now });
	startTable({ page, say: announcer.now });
	startSheets({ say: announcer.now });
	startSend({ page, say: announcer.now });

	document.addEventListener('medvirk:patched', (e) => {
		if (e.detail.whole) announcer.forget();
		announcer.count(e.detail.added.filter((n) => n.matches('[id^="note-"]') && !outbox.get(n.id.slice(5))).length);
		if (document.querySelector('main').hasAttribute('data-wipe')) memory.wipe();
	});

	const flush = () => {
		outbox.flush();
		votes.kick();
		ready.kick();
	};
	startStream({
		main,
		page,
		on: {
			state: (up) => {
				showNet(up);
				if (up) flush();
			},
			time: (ms) => time.add(ms),
			shown: () => {
				time.forget();
				flush();
				back();
			},
			closed: () => {
				announcer.now(word('closed'));
				const clock = document.getElementById('clock');
				if (clock) clock.hidden = true;
				outbox.wipe();
				memory.wipe();
			},
		},
	});
	flush();

	/* Gi enheten videre, Glem alt: this phone's memory goes first, then the form. */
	document.addEventListener(
		'submit',
		(e) => {
			const how = e.target.getAttribute('data-forget');
			if (how === null) return;
			if (how === 'ask' && !globalThis.confirm(word('forget'))) {
				e.preventDefault();
				return;
			}
			outbox.wipe();
			memory.wipe();
			prepared.wipe();
			for (const field of document.querySelectorAll('main textarea')) field.value = field.defaultValue;
		},
		true,
	);
}

/* Down for some seconds before it is worth a word. */
let netTimer = null;
function showNet(up) {
	const line = document.getElementById('net');
	if (!line) return;
	if (up) {
		clearTimeout(netTimer);
		netTimer = null;
		line.hidden = true;
	} else if (netTimer === null) netTimer = setTimeout(() => (line.hidden = !document.getElementById('rejoin').hidden), 4000);
}
