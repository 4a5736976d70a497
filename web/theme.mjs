/* theme.mjs: the colours of Medvirk, computed once at build time.
 *
 * Designsystemet wants sixteen steps for every colour, in light and in dark. Each step has a fixed luminance, so that contrast
 * follows from the step and not from the hue: text-default on surface-active and text-subtle on surface-active are at least
 * 4.5:1, border-default against any background at least 3:1, in both modes. tests/web/theme.test.mjs holds us to it.
 * Hues: pine green (calm, trustworthy), warm sand as neutral, terracotta for the one thing that wants attention. */

/* hue (OKLCH degrees), chroma at its most vivid, luminance of the filled "base" in light and dark; wash: how much more of the
 * chroma the backgrounds take (a grey has little to give). */
export const COLOURS = {
	accent: { hue: 195, chroma: 0.085, base: [0.085, 0.42] },
	brand: { hue: 48, chroma: 0.12, base: [0.125, 0.46] },
	neutral: { hue: 85, chroma: 0.016, base: [0.05, 0.62], wash: 3.2 },
	success: { hue: 150, chroma: 0.11, base: [0.105, 0.42] },
	warning: { hue: 75, chroma: 0.13, base: [0.5, 0.5] },
	danger: { hue: 25, chroma: 0.17, base: [0.115, 0.36] },
	info: { hue: 245, chroma: 0.09, base: [0.095, 0.42] },
};

/* luminance in light and dark, share of the chroma in light and dark */
const STEPS = {
	'background-default': [0.955, 0.0085, 0.1, 0.16],
	'background-tinted': [0.88, 0.0125, 0.2, 0.25],
	'surface-default': [1, 0.0165, 0, 0.2],
	'surface-tinted': [0.86, 0.025, 0.26, 0.35],
	'surface-hover': [0.78, 0.034, 0.36, 0.42],
	'surface-active': [0.7, 0.045, 0.44, 0.48],
	'border-subtle': [0.66, 0.058, 0.34, 0.4],
	'border-default': [0.19, 0.24, 0.75, 0.7],
	'border-strong': [0.1, 0.38, 0.9, 0.7],
	'text-subtle': [0.085, 0.44, 0.85, 0.6],
	'text-default': [0.022, 0.8, 0.6, 0.22],
};

const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

function oklchToLinear(l, c, h) {
	const a = c * Math.cos((h * Math.PI) / 180);
	const b = c * Math.sin((h * Math.PI) / 180);
	const L = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const M = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const S = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
	return [
		4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S,
		-1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S,
		-0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S,
	];
}

const weigh = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const fits = (rgb) => rgb.every((v) => v > -0.0005 && v < 1.0005);

/* The colour of this hue and at most this chroma that has this luminance, as #rrggbb. */
function colour(y, chroma, hue) {
	for (let c = chroma; ; c -= 0.004) {
		const safe = Math.max(c, 0);
		let lo = 0;
		let hi = 1;
		for (let i = 0; i < 40; i++) {
			const mid = (lo + hi) / 2;
			if (weigh(oklchToLinear(mid, safe, hue)) < y) lo = mid;
			else hi = mid;
		}
		const rgb = oklchToLinear(lo, safe, hue);
		if (fits(rgb) || safe === 0)
			return '#' + rgb.map((v) => Math.round(gamma(Math.min(Math.max(v, 0), 1)) * 255).toString(16).padStart(2, '0')).join('');
	}
}

export function luminance(hex) {
	return weigh([1, 3, 5].map((i) => linear(parseInt(hex.slice(i, i + 2), 16) / 255)));
}

export function contrast(a, b) {
	const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (hi + 0.05) / (lo + 0.05);
}

/* { 'accent-surface-default': '#…', … } for mode 0 (light) or 1 (dark). */
export function palette(mode) {
	const out = {};
	for (const [name, { hue, chroma, base, wash = 1 }] of Object.entries(COLOURS)) {
		for (const [step, v] of Object.entries(STEPS)) {
			const share = v[2 + mode] * (step.startsWith('background') ? wash : 1);
			out[`${name}-${step}`] = colour(v[mode], chroma * share, hue);
		}
		const y = base[mode];
		const onDark = y < 0.18;
		out[`${name}-base-default`] = colour(y, chroma, hue);
		out[`${name}-base-hover`] = colour(onDark ? y * 0.72 : y * 1.14, chroma, hue);
		out[`${name}-base-active`] = colour(onDark ? y * 0.5 : y * 1.28, chroma, hue);
		out[`${name}-base-contrast-default`] = onDark ? '#ffffff' : colour(0.006, chroma * 0.3, hue);
		out[`${name}-base-contrast-subtle`] = colour(onDark ? 0.86 : 0.018, chroma * 0.3, hue);
	}
	out['focus-inner'] = mode ? '#000000' : '#ffffff';
	out['focus-outer'] = mode ? '#ffffff' : '#10181a';
	return out;
}

const block = (selector, mode) =>
	`${selector}{color-scheme:${mode ? 'dark' : 'light'};${Object.entries(palette(mode))
		.map(([k, v]) => `--ds-color-${k}:${v}`)
		.join(';')}}`;

/* Light, dark by the reader's own choice, either forced by data-color-scheme; and data-color="…" which picks the main colour. */
export function themeCss() {
	const steps = [...Object.keys(STEPS), 'base-default', 'base-hover', 'base-active', 'base-contrast-default', 'base-contrast-subtle'];
	const pick = (selector, name) => `${selector}{${steps.map((s) => `--ds-color-${s}:var(--ds-color-${name}-${s})`).join(';')}}`;
	return [
		block(':root,[data-color-scheme=light]', 0),
		`@media screen and (prefers-color-scheme:dark){${block(':root:not([data-color-scheme=light])', 1)}}`,
		`@media screen{${block('[data-color-scheme=dark]', 1)}}`,
		pick(':root,[data-color-scheme],[data-color=accent]', 'accent'),
		...Object.keys(COLOURS).filter((n) => n !== 'accent').map((n) => pick(`[data-color=${n}]`, n)),
	].join('\n');
}
