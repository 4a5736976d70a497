/* ratios.mjs FOLDER [--json]: medians over the rounds that bench/run measured, and what they say against their targets. */
import { readdirSync, readFileSync } from 'node:fs';

const [folder, json] = process.argv.slice(2);
const runs = {};
for (const file of readdirSync(folder)) {
	const [section, who, , kind] = file.split('.');
	const text = readFileSync(`${folder}/${file}`, 'utf8');
	if (kind !== 'json' || !text) continue;
	const run = JSON.parse(text);
	/* A server that answers something else than asked for is not fast. */
	if (Object.keys(run.errors).length) console.error(`${file}: errors ${JSON.stringify(run.errors)}`);
	((runs[section] ??= {})[who] ??= []).push(run);
}

const median = (list) => {
	const s = list.filter(Number.isFinite).sort((a, b) => a - b);
	return s.length ? (s[(s.length - 1) >> 1] + s[s.length >> 1]) / 2 : NaN;
};
/* The median of a figure over the rounds; undefined when the section was not run. */
const of = (section, who, key) => {
	const list = runs[section]?.[who];
	return list && median(list.map((r) => (typeof key === 'function' ? key(r) : r[key])));
};
const ratio = (a, b) => (a === undefined || b === undefined ? undefined : a / b);
const total = (section, who, key) => runs[section]?.[who]?.reduce((sum, r) => sum + r[key], 0);

const TICK_MS = 30;
const big = Object.keys(runs).find((s) => /^hub\d+$/.test(s) && s !== 'hub300');
const rows = [];
/* target: [">=" or "<=", number], or nothing to reach. */
const row = (name, value, target, decimals = 2) => {
	if (value !== undefined) rows.push({ name, value: Number(value.toFixed(decimals)), target });
};
/* The tick is subtracted; key: what of the program stands against the floor's delivery. */
const fanout = (prefix, section, key) => {
	row(`${prefix}phones`, Math.min(...[...runs[section].program, ...runs[section].floor].map((r) => r.joined)), undefined, 0);
	row(`${prefix}messages_per_s`, of(section, 'program', 'delivered_per_s'), undefined, 0);
	for (const p of ['p50', 'p99'])
		row(`${prefix}fanout_${p}_ratio`, ratio(of(section, 'program', (r) => Math.max(0, r[`${key}_${p}_ms`] - TICK_MS)), of(section, 'floor', `delivery_${p}_ms`)), ['<=', 2]);
	row(`${prefix}cpu_per_message_ratio`, ratio(of(section, 'program', 'cpu_us_per_delivery'), of(section, 'floor', 'cpu_us_per_delivery')), ['<=', 1.6]);
	row(`${prefix}kb_per_stream`, of(section, 'program', 'kb_per_stream'), ['<=', 4]);
	row(`${prefix}lost`, total(section, 'program', 'lost'), ['<=', 0], 0);
	row(`${prefix}doubled`, total(section, 'program', 'doubled'), ['<=', 0], 0);
};

if (big) {
	fanout('hub_', big, 'delivery');
	/* By frame: with 300 streams and as many messages a second, several notes of a room share a frame. */
	row('cpu_growth', ratio(of(big, 'program', 'cpu_us_per_frame'), of('hub300', 'program', 'cpu_us_per_frame')), ['<=', 1.3]);
	row('cpu_growth_by_message', ratio(of(big, 'program', 'cpu_us_per_delivery'), of('hub300', 'program', 'cpu_us_per_delivery')));
	row('cpu_growth_of_floor', ratio(of(big, 'floor', 'cpu_us_per_frame'), of('hub300', 'floor', 'cpu_us_per_frame')));
	row('saturation_ratio', ratio(of('saturation', 'program', 'delivered_per_s'), of('saturation', 'floor', 'delivered_per_s')), ['>=', 0.7]);
}
row('page_ratio', ratio(of('page', 'program', 'requests_per_s'), of('page', 'floor', 'requests_per_s')), ['>=', 0.25]);
row('page_db_ratio', ratio(of('page_db', 'program', 'requests_per_s'), of('page', 'floor', 'requests_per_s')), ['>=', 0.15]);
row('page_home_ratio', ratio(of('page_home', 'program', 'requests_per_s'), of('page', 'floor', 'requests_per_s')), undefined, 3);
row('page_home_per_s', of('page_home', 'program', 'requests_per_s'), undefined, 0);
/* A redirect or an error is quicker than a page. */
const pages = Object.entries(runs).filter(([s]) => /(^|_)page/.test(s)).flatMap(([, who]) => Object.values(who).flat());
if (pages.length) row('pages_refused', pages.reduce((sum, r) => sum + Object.values(r.errors).reduce((a, b) => a + b, 0), 0), ['<=', 0], 0);
row('post_ratio', ratio(of('post', 'program', 'acked_per_s'), of('post', 'floor', 'acked_per_s')), ['>=', 0.3]);
row('notes_per_s', of('group', 'grouped', 'acked_per_s'), undefined, 0);
row('group_commit_gain', ratio(of('group', 'grouped', 'acked_per_s'), of('group', 'alone', 'acked_per_s')), ['>=', 5]);
row('group_commit_gain_slow_disk', ratio(of('group_slow', 'grouped', 'acked_per_s'), of('group_slow', 'alone', 'acked_per_s')), ['>=', 50]);
if (runs.fanout) {
	fanout('', 'fanout', 'fanout');
	/* With route and durable commit, which the floor has not. */
	row('delivery_p50_ms', of('fanout', 'program', 'delivery_p50_ms'));
	row('delivery_p99_ms', of('fanout', 'program', 'delivery_p99_ms'));
	/* The part of it that carries frames to phones: all that the floor does but for taking the note. */
	row('cpu_sending_ratio', ratio(of('fanout', 'program', 'sending_us_per_delivery'), of('fanout', 'floor', 'cpu_us_per_delivery')));
	row('later_cpu_per_message_ratio', ratio(of('fanout', 'later', 'cpu_us_per_delivery'), of('fanout', 'floor', 'cpu_us_per_delivery')));
	row('later_lost', total('fanout', 'later', 'lost'), ['<=', 0], 0);
	row('later_doubled', total('fanout', 'later', 'doubled'), ['<=', 0], 0);
}
if (runs.hour) {
	row('hour_joined', of('hour', 'program', 'joined'), ['>=', 200], 0);
	row('hour_join_p95_ms', of('hour', 'program', 'join_p95_ms'));
	row('hour_delivery_p50_ms', of('hour', 'program', 'delivery_p50_ms'));
	row('hour_delivery_p95_ms', of('hour', 'program', 'delivery_p95_ms'), ['<=', 150]);
	row('hour_delivery_p99_ms', of('hour', 'program', 'delivery_p99_ms'));
	row('hour_lost', total('hour', 'program', 'lost'), ['<=', 0], 0);
	row('hour_doubled', total('hour', 'program', 'doubled'), ['<=', 0], 0);
	row('hour_kb_per_join', of('hour', 'program', (r) => r.join_bytes_max / 1024), ['<=', 20]);
	row('hour_rss_mb', of('hour', 'program', 'server_peak_rss_mb'), ['<=', 100], 1);
}

if (runs.country) {
	row('country_phones', of('country', 'program', 'joined'), ['>=', 18000], 0);
	row('country_messages_per_s', of('country', 'program', 'delivered_per_s'), undefined, 0);
	for (const p of ['p50', 'p95']) row(`country_delivery_${p}_ms`, of('country', 'program', `delivery_${p}_ms`));
	row('country_delivery_p99_ms', of('country', 'program', 'delivery_p99_ms'), ['<=', 500]);
	row('country_lost', total('country', 'program', 'lost'), ['<=', 0], 0);
	row('country_doubled', total('country', 'program', 'doubled'), ['<=', 0], 0);
	row('country_resets', total('country', 'program', 'resets'), undefined, 0);
	row('country_votes', of('country', 'program', 'votes'), undefined, 0);
	row('country_vote_p99_ms', of('country', 'program', 'vote_p99_ms'), ['<=', 500]);
	row('country_rss_mb', of('country', 'program', 'server_peak_rss_mb'), ['<=', 300], 1);
	row('country_page_p95_ms', of('country_page', 'program', 'request_p95_ms'), ['<=', 50]);
}
/* By one process: as many as the machine has descriptors for. */
for (const [section, target] of [['one', undefined], ['two', ['>=', 30000]]]) {
	if (!runs[section]) continue;
	row(`${section}_phones`, of(section, 'program', 'joined'), target, 0);
	row(`${section}_messages_per_s`, of(section, 'program', 'delivered_per_s'), undefined, 0);
	for (const p of ['p50', 'p95', 'p99']) row(`${section}_delivery_${p}_ms`, of(section, 'program', `delivery_${p}_ms`));
	row(`${section}_lost`, total(section, 'program', 'lost'), ['<=', 0], 0);
	row(`${section}_doubled`, total(section, 'program', 'doubled'), ['<=', 0], 0);
	row(`${section}_resets`, total(section, 'program', 'resets'), undefined, 0);
	row(`${section}_rss_mb`, of(section, 'program', 'server_peak_rss_mb'), undefined, 1);
}
/* The last step that most rounds kept, and the first that they did not. A round that had ended before a step did not keep it; the slowest
 * steps are gone through in the first round alone. */
const steps = Object.keys(runs).filter((s) => /^cliff\d+$/.test(s)).sort((a, b) => b.slice(5) - a.slice(5));
if (steps.length) {
	const rounds = Math.max(...steps.map((s) => runs[s].program.length));
	const from = steps.findIndex((s) => runs[s].program.length === rounds);
	const keeps = (s) => runs[s].program.filter((r) => r.delivery_p99_ms <= 500 && !r.lost).length;
	const fell = steps.findIndex((s, i) => keeps(s) <= (i < from ? 1 : rounds) / 2);
	const put = (name, s) => {
		row(`cliff_${name}_notes_per_s`, of(s, 'program', (r) => r.sent / r.seconds), undefined, 0);
		row(`cliff_${name}_messages_per_s`, of(s, 'program', 'delivered_per_s'), undefined, 0);
		row(`cliff_${name}_p99_ms`, of(s, 'program', 'delivery_p99_ms'));
		row(`cliff_${name}_lost`, total(s, 'program', 'lost'), undefined, 0);
	};
	const kept = steps[(fell < 0 ? steps.length : fell) - 1];
	if (kept) {
		put('kept', kept);
		row('cliff_kept_cpu_per_message_ratio', ratio(of(kept, 'program', 'cpu_us_per_delivery'), of(kept, 'floor', 'cpu_us_per_delivery')));
	}
	if (fell >= 0) put('fell', steps[fell]);
	row('cliff_doubled', steps.reduce((sum, s) => sum + total(s, 'program', 'doubled'), 0), ['<=', 0], 0);
}

const met = ({ value, target }) => !target || (target[0] === '<=' ? value <= target[1] : value >= target[1]);
if (json) {
	/* What bench/stampede and bench/nodes said of themselves: they know their targets. */
	const also = readdirSync(folder).filter((f) => /^also\..*\.json$/.test(f)).map((f) => {
		const figures = JSON.parse(readFileSync(`${folder}/${f}`, 'utf8') || '{}');
		return Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${f.split('.')[1]}_${key}`, value]));
	});
	console.log(JSON.stringify(Object.assign(Object.fromEntries(rows.map((r) => [r.name, r.value])), ...also)));
} else {
	for (const r of rows)
		console.log(`${r.name.padEnd(30)} ${String(r.value).padStart(12)}   ${r.target ? `${r.target.join(' ')}   ${met(r) ? 'met' : 'MISSED'}` : ''}`.trimEnd());
}
process.exitCode = rows.every(met) ? 0 : 1;
