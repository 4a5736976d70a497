/* house.mjs: several copies of the program on one PostgreSQL, each by a cable of its own, behind one proxy. */
import { freshDatabase } from '../../lib/database.mjs';
import { demoLines } from '../../lib/room.mjs';
import { Server, endAll } from '../../lib/server.mjs';
import { Cable } from './cable.mjs';
import { NAME, Proxy } from './proxy.mjs';

const ARGS = ['--public-url', `https://${NAME}`, '--trust', '127.0.0.1'];

/* demo: with the fictional nursing home, whose room stands open; code is that room's. Else empty.
 * cabled: each node's way to the database can be cut. */
export class House {
	constructor({ nodes = 3, demo = true, cabled = false, db, args = [] } = {}) {
		Object.assign(this, { count: nodes, demo, cabled, db, args: [...ARGS, ...args], nodes: [], cables: [] });
	}

	async start() {
		this.db ??= freshDatabase('pg');
		for (let i = 0; i < this.count; i++) {
			let { db } = this;
			if (this.cabled) {
				this.cables.push(await new Cable(db.url).start());
				db = { ...db, url: this.cables[i].url };
			}
			this.nodes.push(new Server({ db, demo: this.demo && i === 0, args: this.args, host: `127.0.0.${i + 2}` }));
			await this.nodes[i].start();
			/* Once filled, the first is a node like the others. */
			if (this.demo && i === 0) this.code = demoLines(this.nodes[0]).code;
		}
		this.proxy = await new Proxy(this.nodes).start();
		return this;
	}

	close() {
		for (const n of this.nodes) n.child?.kill('SIGCONT');
		return endAll(
			...this.nodes.map((n) => () => n.stop()),
			() => this.proxy?.stop(),
			...this.cables.map((c) => () => c.stop()),
			() => this.db?.drop(),
		);
	}
}
