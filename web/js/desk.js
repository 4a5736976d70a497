/* desk.js: the facilitator's desk. */
import { startCounts } from './lib/count.js';
import { startSend } from './lib/send.js';
import { startForms } from './forms.js';
import { makeAnnouncer, region } from './room/announce.js';
import { startClock } from './room/clock.js';
import { makePage } from './room/page.js';
import { startQuiet } from './room/quiet.js';
import { startSettings } from './room/settings.js';
import { startSheets } from './room/sheets.js';
import { startSort } from './room/sort.js';
import { startStream } from './room/stream.js';
import { startTable } from './room/table.js';
import { startWatching } from './room/watching.js';
import { startShare } from './share.js';

document.documentElement.classList.add('js');
startForms();
startCounts();

const main = document.querySelector('main');
const settings = startSettings();
const announcer = makeAnnouncer({ write: region(), wanted: () => settings.get('announce', true) });
const page = makePage({ announce: announcer.now });
startShare(document, announcer.now);
/* First: what it stops, the others must not send. */
startWatching({ say: announcer.now });
startSort({ page, say: announcer.now });
startTable({ page, say: announcer.now });
startSheets({ say: announcer.now });
startSend({ page, say: announcer.now });
const time = startClock({ say: announcer.now });
startQuiet();

document.addEventListener('medvirk:patched', (e) => {
	if (e.detail.whole) announcer.forget();
	announcer.count(e.detail.added.filter((n) => n.matches('[id^="note-"]')).length);
});
if (main.hasAttribute('data-events'))
	startStream({
		main,
		page,
		hideAfter: false,
		on: {
			state: (up) => {
				const line = document.getElementById('net');
				if (line) line.hidden = up;
			},
			time: (ms) => time.add(ms),
			shown: () => time.forget(),
		},
	});
