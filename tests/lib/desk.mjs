/* desk.mjs: the desk of who leads the workshop, as a tool works it: every command carries the versions it looked at. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

export class Desk {
	constructor(visitor, code) {
		Object.assign(this, { visitor, code });
	}

	get base() {
		return `/r/${this.code}/desk`;
	}

	/* The page, and with it the versions the next command looks at. */
	async look() {
		const r = await this.visitor.get(this.base);
		assert.equal(r.status, 200, r.page.words().slice(0, 200));
		this.step_version = r.page.one('[name="step_version"]')?.getAttribute('value');
		this.desk_version = r.page.one('[name="desk_version"]')?.getAttribute('value');
		this.page = r.page;
		return r;
	}

	stamp() {
		return { id: randomBytes(16).toString('hex'), step_version: this.step_version, desk_version: this.desk_version };
	}

	/* A command as it is, with what was seen last. */
	send(path, fields) {
		return this.visitor.post(`${this.base}/${path}`, { ...this.stamp(), ...fields }, { accept: '*/*' });
	}

	/* Looks, commands, and expects it to be done. */
	async act(path, fields) {
		await this.look();
		const r = await this.send(path, fields);
		assert.ok([200, 204, 303].includes(r.status), `${path} ${JSON.stringify(fields)}: ${r.status} ${r.text.slice(0, 300)}`);
		return r;
	}

	step(what) {
		return this.act('step', { do: what });
	}

	take() {
		return this.visitor.post(`${this.base}/take`, { id: randomBytes(16).toString('hex') }, { accept: '*/*' });
	}

	/* The number of the running step. */
	number() {
		return Number(/\d+/.exec(this.page.words('#step .step-no'))?.[0] ?? 0);
	}

	/* Next or back until the step with this number runs. */
	async goTo(number) {
		for (;;) {
			await this.look();
			if (this.number() === number) return this;
			const r = await this.send('step', { do: this.number() === 0 ? 'start' : this.number() < number ? 'next' : 'back' });
			assert.ok([200, 204, 303].includes(r.status), `from ${this.number()} to ${number}: ${r.status}`);
		}
	}
}
