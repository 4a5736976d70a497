/* room.mjs: a pretended room server for tests of the phone's scripts: the built files, one page with main[data-room], a stream to write into and
 * a book of what was posted. answer(path, fields) decides the status; null cuts the connection. While held is a list, pages wait in it as they were when
 * they were asked for; while late is a list, so do answers to what was posted. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../../web', import.meta.url));
const TYPES = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', woff2: 'font/woff2' };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

export function buildWeb() {
	const dist = mkdtempSync(path.join(tmpdir(), 'medvirk-web-'));
	execFileSync(process.execPath, [path.join(web, 'build.mjs'), dist]);
	return { dist, manifest: JSON.parse(readFileSync(path.join(dist, 'manifest.json'), 'utf8')), remove: () => rmSync(dist, { recursive: true, force: true }) };
}

export async function serveRoom(built) {
	const room = { posts: [], asked: [], held: null, late: null, streams: new Set(), seq: 1, up: true, main: '', head: '', script: 'room.js', screen: 'phone', answer: () => 201 };
	const server = createServer((rq, rs) => {
		const url = new URL(rq.url, 'http://x');
		if (!room.up) return rq.socket.destroy();
		if (url.pathname.endsWith('/events')) {
			room.asked.push(url.searchParams.get('after'));
			rs.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(': hello\n\n');
			room.streams.add(rs);
			rs.on('close', () => room.streams.delete(rs));
			return;
		}
		if (rq.method === 'POST') {
			let body = '';
			rq.on('data', (d) => (body += d)).on('end', () => {
				const fields = Object.fromEntries(new URLSearchParams(body));
				const status = room.answer(url.pathname, fields);
				if (!status) return rq.socket.destroy();
				room.posts.push({ path: url.pathname, ...fields });
				const tell = () => rs.writeHead(status, status === 303 ? { location: '/r/ABC234/room' } : { 'content-type': 'text/html' }).end(status === 409 ? room.page() : '');
				if (room.late) room.late.push(tell);
				else tell();
			});
			return;
		}
		const file = url.pathname.startsWith('/static/') && built.manifest[url.pathname.slice(8)];
		if (file) return rs.writeHead(200, { 'content-type': TYPES[path.extname(file).slice(1)] }).end(readFileSync(path.join(built.dist, file)));
		const html = room.page();
		const answer = () => rs.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CSP }).end(html);
		if (room.held) room.held.push(answer);
		else answer();
	});
	room.page = () => `<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Rom</title><link rel="stylesheet" href="/static/room.css"><script defer src="/static/${room.script}"></script></head>
<body class="phone"><header class="room-top">${room.head}<p class="net" id="net" hidden>Uten nett</p></header><div id="rejoin" role="alert" hidden>Bli med igjen</div>
<main id="main" tabindex="-1" data-room="ABC234" data-screen="${room.screen}" data-lang="nb" data-seq="${room.seq}" data-events="/r/ABC234/events?screen=${room.screen}&amp;lang=nb"><div id="words" hidden ${WORDS}></div>${room.main}</main></body></html>`;
	room.emit = (type, data, id) => {
		const lines = data.split('\n').map((l) => `data: ${l}\n`).join('');
		for (const s of room.streams) s.write(`${id ? `id: ${id}\n` : ''}event: ${type}\n${lines}\n`);
	};
	room.patch = (html) => room.emit('patch', html, ++room.seq);
	/* The line goes: no stream, no answers, until up again. */
	room.cut = () => {
		room.up = false;
		for (const s of room.streams) s.destroy();
		server.closeAllConnections && server.closeAllConnections();
	};
	await new Promise((r) => server.listen(0, '127.0.0.1', r));
	room.url = `http://127.0.0.1:${server.address().port}/r/ABC234/room`;
	room.close = () => {
		for (const s of room.streams) s.destroy();
		server.close();
	};
	return room;
}

const WORDS = `data-saved="Lagret" data-waiting="Venter på nett" data-sending="Sender" data-refused="Ble ikke tatt imot" data-yours="Din lapp" data-new-one="1 ny lapp" data-new="{n} nye lapper"
data-edit="Endre" data-delete="Slett" data-keep="Lagre endringen" data-cancel="Avbryt" data-deleted="Slettet" data-late="Du kan fortsatt sende det." data-closed="Stengt" data-saved-say="Lappen er lagret"
data-too-many="Vent litt" data-moved="Lagt i {theme}" data-moved-out="Tatt ut av {theme}" data-undone="Angret" data-choose="Kryss av" data-failed="Det gikk ikke" data-found="{n} passer" data-votes-left-0="Ingen igjen"
data-votes-left-1="1 stemme igjen" data-votes-left="{n} stemmer igjen" data-votes-0="Ingen fra deg" data-votes-1="1 fra deg" data-votes="{n} fra deg" data-vote-full="Ingen igjen. Ta tilbake en først." data-vote-cap="Ikke flere her" data-vote-stale="På nytt" data-stale="Endret av en annen"`;

export const writeStep = (step, extra = '') => `<section id="step" data-step="${step}" class="step stack" data-announce="Nå: steg ${step}"><h1 id="step-h" tabindex="-1">Steg ${step}</h1>
<form class="write" id="write-${step}" method="post" action="/r/ABC234/notes" data-outbox data-limit="20"><input type="hidden" name="step" value="${step}">
<label><input type="radio" name="column" value="good" checked>Bra</label><label><input type="radio" name="column" value="hard">Vanskelig</label>
<label for="text-${step}">Lapp</label><textarea class="ds-input" id="text-${step}" name="text"></textarea><p id="count-${step}" data-count-for="text-${step}" data-left="{n} igjen" data-over="{n} for mye"></p><button class="ds-button" type="submit">Send</button></form>
<section data-own hidden><h2>Dine</h2><ul class="notes" data-own-list></ul><template><li class="note"><p class="note-text" data-own-text></p><p class="note-state" data-own-state></p><p class="note-acts"><button type="button" data-own-edit></button><button type="button" data-own-delete></button></p></li></template></section>
<form data-ready id="ready-${step}" method="post" action="/r/ABC234/ready"><input type="hidden" name="step" value="${step}"><button name="ready" value="1" data-on="Angre?" data-off="Jeg er ferdig">Jeg er ferdig</button></form>${extra}</section>`;

export const noteItem = (id, text, list = 'notes') => `<li class="note" id="note-${id}" data-into="${list}"><p class="note-text">${text}</p></li>`;
