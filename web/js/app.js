/* app.js: planning pages. */
import { startCounts } from './lib/count.js';
import { startSend } from './lib/send.js';
import { startForms } from './forms.js';
import { region } from './room/announce.js';
import { makePage } from './room/page.js';
import { startPrepare } from './prepare.js';
import { startReveal } from './reveal.js';
import { startShare } from './share.js';
import { startUpload } from './upload.js';

document.documentElement.classList.add('js');
const say = region();
startForms();
startCounts();
startPrepare();
startReveal();
startShare(document, say);
startUpload();
startTicks();
startSend({ page: makePage(), say });

/* A checklist's box is a form of its own: reloading main keeps counts and names right. */
function startTicks() {
	for (const form of document.querySelectorAll('.checks form[data-send=""]')) form.setAttribute('data-send', 'reload');
}
