/* released_pages.h: handlers of what is released, for routes.c, and what their pages show. */
#ifndef APP_RELEASED_RELEASED_PAGES_H
#define APP_RELEASED_RELEASED_PAGES_H

#include "app/page.h"
#include "app/released/released.h"
#include "app/released/released_link.h"
#include "app/screen/prepare.h"

/* The group's. */
err released_page(struct req *rq, struct response *rs);
err released_act_post(struct req *rq, struct response *rs);
err released_ask_post(struct req *rq, struct response *rs);
err released_new_page(struct req *rq, struct response *rs);
err released_new_post(struct req *rq, struct response *rs);
err released_edit_page(struct req *rq, struct response *rs);
err released_edit_post(struct req *rq, struct response *rs);
err released_links_post(struct req *rq, struct response *rs);
err released_hand_out_post(struct req *rq, struct response *rs);

/* Everybody's, by an address. */
err said_page(struct req *rq, struct response *rs);
err screen_page(struct req *rq, struct response *rs);

struct released_view {
	str base;	/* "/p/3/released" */
	struct released_items all, old;
	struct released_offers offers;
	struct released_links links;
	int64_t question;	/* waits for answers; 0: none */
	size_t drafts, out;	/* drafts that nobody is asked about yet; what is out */
	int64_t now;
	str problem;
	str place, key;	/* of the form for a new link, as it was sent */
};

struct released_edit_view {
	str action, back;
	bool is_new;
	str named;	/* a word that looks like a colleague's name; empty: none */
	int64_t version;
	str key;
};

/* What is given away with an address: the address itself is known only right after it was made, or when somebody brings it. */
struct hand_out_view {
	str base, url, token, html, text;
	struct released_link link;
	bool fresh;
};

struct said_view {
	struct released_items all;
	size_t improve, preserve;
	int64_t updated;	/* 0: nothing is released */
	str path, unit_name, process_name;
	bool ended;	/* the link has ended: nothing is shown */
};

enum slide_kind { SLIDE_NEXT, SLIDE_QUESTIONS, SLIDE_ITEM, SLIDE_NOTHING, SLIDE_ENDED };
struct slide {
	enum slide_kind kind;
	const struct released_item *item;
	int seconds;
	int size;	/* 0 little text … 3 much */
};
struct screen_view {
	struct slide *slides;
	size_t n, at;
	struct prepare_view ask;
	str questions;	/* address of the questions */
	str unit_name, path;	/* path: with the language, ready for "&n=2" */
	bool paused;
	bool by_clock;	/* the address names no page */
};
#define SCREEN_SECONDS 20	/* each page's turn by the clock, as the template says it to the browser */
/* "/w/screen/TOKEN?lang=nb&n=2", and with &pause=1 when the reader has stopped it. n may be one past the ends. */
str screen_at(struct arena *a, const struct screen_view *v, size_t n, bool paused);

#endif
