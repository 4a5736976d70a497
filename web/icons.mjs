/* icons.mjs: the icons of the pages, drawn for Medvirk: 24 × 24, strokes of 2 with round ends. The build turns them into CSS masks,
 * used as <span class="icon" data-icon="NAME" aria-hidden="true"></span>. The word beside the icon carries the meaning. */
const ICONS = {
	check: 'M5 12.5l4.5 4.5L19 7.5',
	cross: 'M6 6l12 12M18 6L6 18',
	plus: 'M12 5v14M5 12h14',
	minus: 'M5 12h14',
	person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6',
	people: 'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-3.5 3.1-5.5 6.5-5.5s5.9 2 6.5 5.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.8c2.2.6 3.6 2.4 4 5.2',
	clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.3l3.5 2',
	calendar: 'M4 6.5h16V20H4zM4 10.5h16M8 3.5v4M16 3.5v4',
	lock: 'M5.5 11h13v9.5h-13zM8 11V8a4 4 0 0 1 8 0v3',
	eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
	'arrow-right': 'M4 12h15M13 5.5l6.5 6.5-6.5 6.5',
	'arrow-left': 'M20 12H5M11 5.5L4.5 12l6.5 6.5',
	up: 'M5 15l7-7 7 7',
	down: 'M5 9l7 7 7-7',
	note: 'M4.5 4.5h15v10l-5 5h-10zM14.5 19.5v-5h5M8 9h8M8 13h3',
	dots: 'M5 12h.01M12 12h.01M19 12h.01',
	warning: 'M12 3.5L22 20.5H2zM12 10v4.5M12 17.5h.01',
	info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.5h.01',
	print: 'M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z',
	phone: 'M7 2.5h10v19H7zM11 18.5h2',
	screen: 'M3 4.5h18v12H3zM12 16.5v4M8 20.5h8',
	link: 'M9.5 14.5l5-5M8 11l-2.5 2.5a3.5 3.5 0 0 0 5 5L13 16M11 8l2.5-2.5a3.5 3.5 0 0 1 5 5L16 13',
	undo: 'M8.5 4.5L4 9l4.5 4.5M4 9h10a5.5 5.5 0 0 1 0 11h-4',
	search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20.5 20.5',
	pause: 'M8 5v14M16 5v14',
	play: 'M7 4.5l12 7.5-12 7.5z',
	bell: 'M5 17.5h14l-1.5-2.5v-5a5.5 5.5 0 0 0-11 0v5zM10 20.5h4',
	star: 'M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17.1 6.7 20l1.1-6-4.4-4.2 6-.8z',
	heart: 'M12 20S3.5 15 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 6-8.5 11-8.5 11z',
	home: 'M3.5 11.5L12 4l8.5 7.5M6 9.5V20h12V9.5M10 20v-5.5h4V20',
	edit: 'M4 20l1-4.5L16 4.5 19.5 8l-11 11zM13.5 7l3.5 3.5',
	trash: 'M4 6.5h16M9 6.5V4h6v2.5M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6',
	globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c-5.5 6-5.5 12 0 18M12 3c5.5 6 5.5 12 0 18',
	'wifi-off': 'M3 3l18 18M2.5 9.5a14 14 0 0 1 4.5-3M11 5.1a14 14 0 0 1 10.5 4.4M5.5 13a10 10 0 0 1 4.5-2.6M15 10.8a10 10 0 0 1 3.5 2.2M8.8 16.4a5 5 0 0 1 6.4 0M12 20h.01',
	qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5M20 14v.01M20 17.5V20h-2.5M14 20h.01',
	list: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
};

export function iconCss() {
	return Object.entries(ICONS)
		.map(([name, d]) => {
			const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'><path d='${d}'/></svg>`;
			return `[data-icon=${name}]{--icon:url("data:image/svg+xml,${svg.replace(/[<>#]/g, encodeURIComponent)}")}`;
		})
		.join('\n');
}
