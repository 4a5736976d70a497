/* ids.js: ids made by the phone. crypto.randomUUID does not exist on plain http; getRandomValues does. */
const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

/* UUID version 4, lower case. */
export function uuid(random = (b) => globalThis.crypto.getRandomValues(b)) {
	const b = random(new Uint8Array(16));
	b[6] = (b[6] & 0x0f) | 0x40;
	b[8] = (b[8] & 0x3f) | 0x80;
	const h = hex(b);
	return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}

/* 128 bits as 32 hex digits. */
export function token(random = (b) => globalThis.crypto.getRandomValues(b)) {
	return hex(random(new Uint8Array(16)));
}
