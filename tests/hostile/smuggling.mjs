/* smuggling.mjs: ways to make two programs read the same bytes as different requests. Data only; smuggling.test.mjs sends each row
 * straight to Medvirk and through every proxy we ship a file for.
 *
 * rows(next): [name, bytes, what Medvirk itself answers, SHOWN, ENDLESS or nothing]. Everything but 200 and 422 (the form is read, and wrong) closes the
 * connection. A list: the bytes are plainly several requests, one behind the other, and have so many answers.
 * next is the hidden request, which must never be carried out where the bytes do not plainly say that it is a request of its own.
 * Behind each row the test sends one plain request more, so that whatever was swallowed or left over shows.
 * Sources: RFC 9112 sections 2, 3, 5, 6, 7 and 11; CVE-2021-40346, CVE-2023-25725, CVE-2023-40225 (HAProxy). */

/* Whoever takes the row at all sees the next request plainly behind it: it is nobody's secret, and may be carried out. */
export const SHOWN = 'shown';
/* It announces more than will ever come: a proxy that passes a body on as it comes waits for the rest. */
export const ENDLESS = 'endless';
export const HOST = 'medvirk.example.no';

const form = `Host: ${HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
const post = (headers, body, version = 'HTTP/1.1') => `POST /login ${version}\r\n${form}${headers}\r\n${body}`;
const get = (headers, path = '/login', version = 'HTTP/1.1') => `GET ${path} ${version}\r\nHost: ${HOST}\r\n${headers}\r\n`;
const size = (s) => Buffer.byteLength(s, 'latin1');
const chunk = (s) => `${size(s).toString(16)}\r\n${s}\r\n`;
const CHUNKED = 'Transfer-Encoding: chunked\r\n';
const LAST = '0\r\n\r\n';

export function rows(next) {
	/* A body that is nothing by its chunks, and all of it by its length; and one that is the other way round. */
	const hidden = LAST + next;
	const both = (coding) => post(`Content-Length: ${size(hidden)}\r\n${coding}`, hidden);
	const shown = chunk(next) + LAST;
	const length = (value) => post(`Content-Length: ${value}\r\n`, `to=%2F${next}`);

	return [
		/* ---- a length and a coding ---- */
		['CL.TE', both(CHUNKED), 400],
		['TE.CL', post(`${CHUNKED}Content-Length: ${size(next).toString(16).length + 2}\r\n`, shown), 400],
		['TE.CL, the coding first and nothing in the length', post(`${CHUNKED}Content-Length: 0\r\n`, shown), 400],
		['CL.TE in HTTP/1.0', post(`Content-Length: ${size(hidden)}\r\n${CHUNKED}`, hidden, 'HTTP/1.0'), 400],
		['TE in HTTP/1.0', post(CHUNKED, hidden, 'HTTP/1.0'), 400],
		['TE.TE, identity behind', both(`${CHUNKED}Transfer-Encoding: identity\r\n`), 400],
		['TE.TE, identity before', both(`Transfer-Encoding: identity\r\n${CHUNKED}`), 501],
		['TE.TE, twice the same', both(CHUNKED + CHUNKED), 400],
		['TE.TE, a list', both('Transfer-Encoding: chunked, chunked\r\n'), 501],
		['TE.TE, identity in a list', both('Transfer-Encoding: identity, chunked\r\n'), 501],
		['TE, not the last of a list', both('Transfer-Encoding: chunked, gzip\r\n'), 501],
		['TE, almost the word', both('Transfer-Encoding: xchunked\r\n'), 501],
		['TE, the word and more', both('Transfer-Encoding: chunkedx\r\n'), 501],
		['TE, in quotes', both('Transfer-Encoding: "chunked"\r\n'), 501],
		['TE, with a parameter', both('Transfer-Encoding: chunked;q=1\r\n'), 501],
		['TE, a comma before', both('Transfer-Encoding: ,chunked\r\n'), 501],
		['TE, empty', both('Transfer-Encoding:\r\n'), 501],
		['TE, capitals', both('TRANSFER-ENCODING: CHUNKED\r\n'), 400],
		['TE, a tab before the word', both('Transfer-Encoding:\tchunked\r\n'), 400],
		['TE, a tab behind the word', both('Transfer-Encoding: chunked\t\r\n'), 400],
		['TE, a vertical tab', both('Transfer-Encoding: \vchunked\r\n'), 400],
		['TE, a form feed', both('Transfer-Encoding: \fchunked\r\n'), 400],
		['TE, a space before the colon', both('Transfer-Encoding : chunked\r\n'), 400],
		['TE, a tab before the colon', both('Transfer-Encoding\t: chunked\r\n'), 400],
		['TE, a space before the name', both(' Transfer-Encoding: chunked\r\n'), 400],
		['TE, folded', both('Transfer-Encoding:\r\n chunked\r\n'), 501],
		['TE, behind a bare LF', both('X: y\nTransfer-Encoding: chunked\r\n'), 400],
		['TE, behind a bare CR', both('X: y\rTransfer-Encoding: chunked\r\n'), 400],
		['TE, ended by a bare LF', both('Transfer-Encoding: chunked\n'), 400],
		['TE, behind a NUL', both('X: y\0Transfer-Encoding: chunked\r\n'), 400],
		['TE, a NUL behind', both('Transfer-Encoding: chunked\0\r\n'), 400],
		['TE, a letter outside ASCII', both('Transfer-Encoding: ch\xfcnked\r\n'), 501],
		['TE, with an underscore: another header', both('Transfer_Encoding: chunked\r\n'), 422],
		['TE, named as hop by hop', both(`Connection: Transfer-Encoding\r\n${CHUNKED}`), 400],

		/* ---- lengths ---- */
		['two lengths, the second one long', post(`Content-Length: 0\r\nContent-Length: ${size(next)}\r\n`, next), 400],
		['two lengths, the first one long', post(`Content-Length: ${size(next)}\r\nContent-Length: 0\r\n`, next), 400],
		['two equal lengths', post('Content-Length: 7\r\nContent-Length: 7\r\n', 'to=%2Fab'.slice(0, 7)), 400],
		['a list of lengths', post(`Content-Length: 0, ${size(next)}\r\n`, next), 400],
		['a list of equal lengths', post('Content-Length: 5, 5\r\n', 'to=ab'), 400],
		['a signed length', length('+5'), 400],
		['a negative length', length('-5'), 400],
		['a length in hex', length('0x5'), 400],
		['a length with an exponent', length('5e1'), 400],
		['a length with a dot', length('5.0'), 400],
		['a length with a blank inside', length('5 5'), 400],
		['a length with an underscore', length('5_'), 400],
		['a length in quotes', length('"5"'), 400],
		['an empty length', post('Content-Length:\r\n', next), 400],
		['an empty length and a right one', post('Content-Length:\r\nContent-Length: 5\r\n', 'to=ab'), 400],
		['a length of 64 bits and a bit', length('18446744073709551621'), 413],
		['a length of 32 bits and a bit', length('4294967301'), 413, ENDLESS],
		['a length with zeros before', post('Content-Length: 0005\r\n', 'to=ab'), 422],
		['a length behind a space', post('Content-Length : 5\r\n', 'to=ab'), 400],
		['a folded length', post('Content-Length:\r\n 5\r\n', 'to=ab'), 400],
		['a length behind a bare CR', post(`X: y\rContent-Length: ${size(next)}\r\n`, ''), 400],
		['a length behind a name of 270 letters', post(`Content-Length0${'a'.repeat(255)}:\r\nContent-Length: ${size(next)}\r\n`, next), 422],
		['a length named as hop by hop', post(`Connection: Content-Length\r\nContent-Length: ${size(next)}\r\n`, next), 422],
		['a length with an underscore: another header', post(`Content_Length: ${size(next)}\r\nContent-Length: 5\r\n`, 'to=ab'), 422],
		['no length: what follows is the next request', post('', next), [422, 303], SHOWN],

		/* ---- chunks ---- */
		['a plain chunked body', post(CHUNKED, chunk('to=ab') + LAST), 422],
		['a request inside a chunk', post(CHUNKED, shown), 422],
		['a chunk extension', post(CHUNKED, `5;a=b\r\nto=ab\r\n${LAST}`), 400],
		['an extension with a bare LF', post(CHUNKED, `5;a\nto=ab\r\n${LAST}`), 400],
		['an extension on the last chunk', post(CHUNKED, `5\r\nto=ab\r\n0;a=b\r\n\r\n${next}`), 400, SHOWN],
		['a size in hex prefix', post(CHUNKED, `0x5\r\nto=ab\r\n${LAST}`), 400],
		['a size with a sign', post(CHUNKED, `+5\r\nto=ab\r\n${LAST}`), 400],
		['a negative size', post(CHUNKED, `-5\r\nto=ab\r\n${LAST}`), 400],
		['a size with a blank before', post(CHUNKED, ` 5\r\nto=ab\r\n${LAST}`), 400],
		['a size with a blank behind', post(CHUNKED, `5 \r\nto=ab\r\n${LAST}`), 400],
		['a size with an underscore', post(CHUNKED, `0_5\r\nto=ab\r\n${LAST}`), 400],
		['a size of 64 bits and a bit', post(CHUNKED, `10000000000000005\r\nto=ab\r\n${LAST}`), 400],
		['a size of 32 bits and a bit', post(CHUNKED, `100000005\r\nto=ab\r\n${LAST}`), 400, ENDLESS],
		['a size with many zeros', post(CHUNKED, `${'0'.repeat(40)}5\r\nto=ab\r\n${LAST}`), 400],
		['no size', post(CHUNKED, `\r\nto=ab\r\n${LAST}`), 400],
		['a size ended by a bare LF', post(CHUNKED, `5\nto=ab\r\n${LAST}`), 400],
		['a size ended by a bare CR', post(CHUNKED, `5\rto=ab\r\n${LAST}`), 400],
		['a chunk ended by a bare LF', post(CHUNKED, `5\r\nto=ab\n${LAST}`), 400],
		['a chunk without an end', post(CHUNKED, `5\r\nto=ab${LAST}`), 400],
		['a chunk that is longer than it says', post(CHUNKED, `5\r\nto=abXX\r\n${LAST}`), 400],
		['the last chunk ended by bare LFs', post(CHUNKED, `5\r\nto=ab\r\n0\n\n${next}`), 400, SHOWN],
		['a trailer', post(CHUNKED, '5\r\nto=ab\r\n0\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n'), 400],
		['a trailer with a length', post(CHUNKED, `5\r\nto=ab\r\n0\r\nContent-Length: ${size(next)}\r\n\r\n${next}`), 400, SHOWN],

		/* ---- lines and names ---- */
		['bare LF all through', `GET /login HTTP/1.1\nHost: ${HOST}\n\n`, 400],
		['bare LF behind the request line', `GET /login HTTP/1.1\nHost: ${HOST}\r\n\r\n`, 400],
		['bare LF at the end of the head', `GET /login HTTP/1.1\r\nHost: ${HOST}\r\n\n`, 400],
		['bare CR at the end of the head', `GET /login HTTP/1.1\r\nHost: ${HOST}\r\n\r`, 400],
		['CR CR LF', `GET /login HTTP/1.1\r\r\nHost: ${HOST}\r\n\r\n`, 400],
		['NUL in a value', get('X: a\0b\r\n'), 400],
		['NUL in a name', get('X\0: a\r\n'), 400],
		['NUL in the request line', `GET /login\0 HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 400],
		['a space before a colon', get('X : y\r\n'), 400],
		['a space in a name', get('X Y: z\r\n'), 400],
		['an empty name', get(': y\r\n'), 400],
		['an empty name before a length', post(`:\r\nContent-Length: 5\r\n`, 'to=ab'), 400],
		['a line without colon', get('hei\r\n'), 400],
		['a folded line', get('X: y\r\n z\r\n'), 400],
		['a line folded with a tab', get('X: y\r\n\tz\r\n'), 400],
		['a folded first line', `GET /login HTTP/1.1\r\n X: y\r\nHost: ${HOST}\r\n\r\n`, 400],
		['an escape sequence in a value', get('X: \x1b[2J\r\n'), 400],
		['a letter outside ASCII in a name', get('X\xe6: y\r\n'), 400],
		['a letter outside ASCII in a value', get('X: \xe6\r\n'), 200],

		/* ---- the request line ---- */
		['HTTP/0.9', 'GET /login\r\n', 400],
		['HTTP/0.9 by name', `GET /login HTTP/0.9\r\nHost: ${HOST}\r\n\r\n`, 505],
		['HTTP/1.2', get('', '/login', 'HTTP/1.2'), 505],
		['HTTP/1.10', get('', '/login', 'HTTP/1.10'), 505],
		['HTTP/11', get('', '/login', 'HTTP/11'), 505],
		['small letters', get('', '/login', 'http/1.1'), 400],
		['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
		['two blanks', `GET  /login HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 400],
		['a tab', `GET\t/login HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 400],
		['a blank at the start', ` GET /login HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 400],
		['a blank at the end', `GET /login HTTP/1.1 \r\nHost: ${HOST}\r\n\r\n`, 505],
		['an empty line before', `\r\n${get('')}`, 200],
		['a bare LF before', `\n${get('')}`, 400],
		['a blank in the target', get('', '/login x'), 400],
		['another request in the target', get('', `/login HTTP/1.1\r\nHost: ${HOST}\r\n\r\nGET /x`), [200, 404]],
		['line ends escaped in the target', get('', '/login%0d%0aX:%20y'), 400],
		['a NUL escaped in the target', get('', '/login%00'), 400],
		['letters outside ASCII in the target', get('', '/l\xf8gin'), 400],
		['parent folders', get('', '/r/../login'), 400],
		['parent folders, escaped', get('', '/r/%2e%2e/login'), 400],
		['a slash, escaped', get('', '/a%2flogin'), 400],
		['a fragment', get('', '/login#x'), 400],
		['absolute form', get('', `http://${HOST}/login`), 400],
		['absolute form of another host', get('', 'http://ond.example/login'), 400],
		['a target of another host', get('', '//ond.example/login'), 400],
		['CONNECT', `CONNECT ${HOST}:443 HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 405],
		['TRACE', `TRACE /login HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 405],
		['OPTIONS *', `OPTIONS * HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 405],
		['a method of one\'s own', `BREW /login HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 405],
		['a method in small letters', `get /login HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 405],

		/* ---- Host ---- */
		['no Host', 'GET /login HTTP/1.1\r\n\r\n', 400],
		['an empty Host', 'GET /login HTTP/1.1\r\nHost:\r\n\r\n', 400],
		['two Hosts', get('Host: ond.example\r\n'), 400],
		['a list of Hosts', `GET /login HTTP/1.1\r\nHost: ${HOST}, ond.example\r\n\r\n`, 400],
		['a Host with a path', `GET /login HTTP/1.1\r\nHost: ${HOST}/x\r\n\r\n`, 400],
		['a Host with a user', `GET /login HTTP/1.1\r\nHost: a@${HOST}\r\n\r\n`, 400],
		['a Host with markup', 'GET /login HTTP/1.1\r\nHost: "><script>\r\n\r\n', 400],
		['a folded Host', `GET /login HTTP/1.1\r\nHost:\r\n ${HOST}\r\n\r\n`, 400],

		/* ---- what asks for another protocol ---- */
		['h2c', get('Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n'), 200],
		['h2c in a request with a body', post(`Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nContent-Length: ${size(next)}\r\n`, next), 422],
		['a web socket', get('Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'), 200],

		/* ---- bodies where none is meant, and waiting for leave ---- */
		['GET with a body', get(`Content-Length: ${size(next)}\r\n`).concat(next), 200],
		['GET with a chunked body', get(CHUNKED).concat(shown), 200],
		['HEAD with a body', `HEAD /login HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: ${size(next)}\r\n\r\n${next}`, 400],
		['HEAD with a chunked body', `HEAD /login HTTP/1.1\r\nHost: ${HOST}\r\n${CHUNKED}\r\n${shown}`, 400],
		['100-continue, the body at once', post(`Expect: 100-continue\r\nContent-Length: ${size(next)}\r\n`, next), 422],
		['100-continue on GET', get('Expect: 100-continue\r\n'), 200],
		['another expectation', post('Expect: 100-continue, cake\r\nContent-Length: 5\r\n', 'to=ab'), 417],
		['two expectations', post('Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5\r\n', 'to=ab'), 400],

		/* ---- too much ---- */
		['a head of 17 KiB', get(`X: ${'a'.repeat(17 * 1024)}\r\n`), 431],
		['101 lines', get('X: y\r\n'.repeat(101)), 431],
		['a target of 17 KiB', get('', `/login?${'a'.repeat(17 * 1024)}`), 431],
	];
}

/* By HTTP/2 at the proxy, which makes HTTP/1.1 of it: [name, fields, body]. The bytes of a field go out as they stand. */
export function rows2(next) {
	const base = (method) => [[':method', method], [':scheme', 'https'], [':path', '/login'], [':authority', HOST]];
	const type = ['content-type', 'application/x-www-form-urlencoded'];
	const post2 = (...more) => [...base('POST'), type, ...more];

	return [
		['a plain form', post2(), 'to=ab'],
		['H2.CL, too short', post2(['content-length', '0']), next],
		['H2.CL, too long', post2(['content-length', '900']), 'to=ab'],
		['H2.TE', post2(['transfer-encoding', 'chunked']), `0\r\n\r\n${next}`],
		['a coding by a value with line ends', post2(['x', 'y\r\nTransfer-Encoding: chunked']), `0\r\n\r\n${next}`],
		['a request by a value with line ends', post2(['x', `y\r\n\r\n${next}`]), 'to=ab'],
		['a bare LF in a value', post2(['x', 'y\nTransfer-Encoding: chunked']), `0\r\n\r\n${next}`],
		['a NUL in a value', post2(['x', 'y\0z']), 'to=ab'],
		['a coding by a name with line ends', post2(['x: y\r\nTransfer-Encoding', 'chunked']), `0\r\n\r\n${next}`],
		['a colon in a name', post2(['transfer-encoding: chunked\r\nx', 'y']), `0\r\n\r\n${next}`],
		['capitals in a name', post2(['Transfer-Encoding', 'chunked']), `0\r\n\r\n${next}`],
		['line ends in the path', [[':method', 'GET'], [':scheme', 'https'], [':path', `/login HTTP/1.1\r\nHost: ${HOST}\r\n\r\n${next}`], [':authority', HOST]], ''],
		['a blank in the path', [[':method', 'GET'], [':scheme', 'https'], [':path', '/login HTTP/1.1'], [':authority', HOST]], ''],
		['another request in the method', [[':method', `GET /login HTTP/1.1\r\nHost: ${HOST}\r\n\r\nGET`], [':scheme', 'https'], [':path', '/x'], [':authority', HOST]], ''],
		['line ends in the authority', [[':method', 'GET'], [':scheme', 'https'], [':path', '/login'], [':authority', `${HOST}\r\nX: y`]], ''],
		['a Host that differs', [...base('GET'), ['host', 'ond.example']], ''],
		['two paths', [...base('GET'), [':path', '/x']], ''],
		['connection-specific fields', [...base('GET'), ['connection', 'keep-alive'], ['upgrade', 'h2c']], ''],
		['GET with a body', base('GET'), next],
	];
}
