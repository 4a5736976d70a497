/* routes.mjs: what `medvirk routes` prints, one "METHOD PATH WHO…" a line. */
import { runProgram } from './server.mjs';

export async function routes() {
	const { status, out, err } = await runProgram(['routes']);
	if (status !== 0) throw new Error(`medvirk routes: ${status}\n${err}`);
	return [...out.matchAll(/^(GET|POST)\s+(\/\S*)\s*(.*)$/gm)].map(([, method, path, who]) => ({ method, path, who: who.trim() }));
}

/* A path with its parameters filled in: by name, and by what stands before them. */
export function fill(path, values) {
	return path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(values[name] ?? '1')).replace(/\*$/, 'x');
}
