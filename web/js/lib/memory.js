/* memory.js: what this browser remembers about one room: localStorage when it can be used, else only as long as the page lives.
 * Keys are "medvirk:SCOPE:key", so that one room can be wiped without touching another. Values are anything JSON. */
export function openMemory(scope, storage = safeStorage()) {
	const prefix = `medvirk:${scope}:`;
	const spare = new Map();
	const keys = () => {
		const out = new Set([...spare.keys()]);
		try {
			for (let i = 0; storage && i < storage.length; i++) {
				const k = storage.key(i);
				if (k.startsWith(prefix)) out.add(k.slice(prefix.length));
			}
		} catch {
			/* blocked after all: what is in spare counts */
		}
		return [...out];
	};
	return {
		get(key) {
			if (spare.has(key)) return spare.get(key);
			try {
				const text = storage && storage.getItem(prefix + key);
				return text ? JSON.parse(text) : null;
			} catch {
				return null;
			}
		},
		set(key, value) {
			try {
				if (!storage) throw new Error('no storage');
				storage.setItem(prefix + key, JSON.stringify(value));
				spare.delete(key);
			} catch {
				spare.set(key, value);
			}
		},
		remove(key) {
			spare.delete(key);
			try {
				if (storage) storage.removeItem(prefix + key);
			} catch {
				/* blocked: nothing of ours is there */
			}
		},
		/* Keys that start with head. */
		keys: (head = '') => keys().filter((k) => k.startsWith(head)),
		wipe(head = '') {
			for (const k of keys()) if (k.startsWith(head)) this.remove(k);
		},
	};
}

export function safeStorage() {
	try {
		const s = globalThis.localStorage;
		s.setItem('medvirk:?', '1');
		s.removeItem('medvirk:?');
		return s;
	} catch {
		return null;
	}
}
