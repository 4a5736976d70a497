/* screen.js: the info screen. Turns the pages, and keeps the one it has when the network is away. Written for browsers of any age: no
 * modules, no arrow functions, no fetch. Without it the browser reloads, and the server turns the pages by its clock.
 *
 * #screen[data-on][data-seconds]: the next page, and when; without data-on it stands still. Nothing turns while something in #turn has the
 * focus. Keys: arrows turn, space and P pause and go on. */
(function () {
	var timer = null;
	var born = new Date();
	/* Now and then the whole page anew: the program may have been renewed meanwhile. */
	var LONG = 6 * 3600 * 1000;

	function get(id) {
		return document.getElementById(id);
	}

	function later(seconds) {
		clearTimeout(timer);
		timer = setTimeout(turn, seconds * 1000);
	}

	function plan() {
		var box = get('screen');
		if (box && box.getAttribute('data-on')) later(Number(box.getAttribute('data-seconds')) || 20);
	}

	function hold() {
		var nav = get('turn');
		return nav && document.activeElement && nav.contains(document.activeElement);
	}

	function away(is) {
		var line = get('away');
		if (line) line.hidden = !is;
	}

	/* False when what came is no page of ours: a proxy's own error, say. */
	function show(text) {
		var doc = document.implementation.createHTMLDocument('');
		var next;
		doc.documentElement.innerHTML = text;
		next = doc.getElementById('screen');
		if (!next) return false;
		get('screen').parentNode.replaceChild(document.importNode(next, true), get('screen'));
		document.title = doc.title;
		return true;
	}

	function turn() {
		var box = get('screen');
		var url = box && box.getAttribute('data-on');
		var ask = new XMLHttpRequest();
		if (!url) return;
		if (hold()) {
			later(5);
			return;
		}
		ask.open('GET', url);
		ask.timeout = 15000;
		ask.onreadystatechange = function () {
			if (ask.readyState !== 4) return;
			if (ask.status === 200 && new Date() - born > LONG) {
				location.replace(url);
				return;
			}
			if ((ask.status === 200 || ask.status === 410) && show(ask.responseText)) {
				plan();
				return;
			}
			away(true);
			later(30);
		};
		ask.send();
	}

	document.addEventListener('keydown', function (e) {
		var code = e.keyCode;
		var link = code === 37 ? get('back') : code === 39 ? get('on') : code === 32 || code === 80 ? get('hold') : null;
		if (!link || e.ctrlKey || e.altKey || e.metaKey) return;
		e.preventDefault();
		link.click();
	});
	plan();
})();
