/* render.c: the threads that ask the application what a room looks like now. They make the bytes too,
 * so that an epoll thread only ever copies pointers. */
#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "live/shard.h"

void
render_job_free(struct job *j)
{
	bytes_unref(j->bytes);
	free(j);
}

bool
render_submit(struct shard *sh, struct job *j)
{
	j->shard = sh;
	if (queue_put(sh->hub->jobs, j)) {
		render_job_free(j);
		return false;
	}
	j->room->jobs++;
	return true;
}

static void
make_bytes(struct job *j, struct frame *f)
{
	j->frame = f->kind;
	j->last_seq = f->last_seq;
	j->forget = f->forget;
	if (f->html.overflow && f->kind == FRAME_PATCH)
		j->frame = FRAME_RESET;	/* a page can be fetched in parts, a frame cannot */
	else if (f->kind == FRAME_PATCH && f->html.n)
		j->bytes = sse_patch(f->last_seq, buf_str(&f->html));
	else if (f->kind == FRAME_CLOSED)
		j->bytes = sse_closed(f->last_seq, f->html.overflow ? S("") : buf_str(&f->html));
}

static void
render(struct hub *h, struct job *j, struct buf *html)
{
	struct frame f = { .html = *html };

	buf_reset(&f.html);
	j->e = h->cfg.render(h->cfg.ctx, j->room_id, j->after, j->screen, j->lang, &f);
	if (!j->e)
		make_bytes(j, &f);
	*html = f.html;
	atomic_fetch_add_explicit(&h->renders, 1, memory_order_relaxed);
}

void *
render_run(void *arg)
{
	struct hub *h = arg;
	struct buf html = buf_heap(FRAME_MAX);
	struct job *j;

	pthread_setname_np(pthread_self(), "render");
	while ((j = queue_take(h->jobs))) {
		if (h->stopping)
			j->e = ERR_BUSY;
		else if (j->kind == JOB_PRESENCE)
			h->cfg.presence(h->cfg.ctx, j->room_id);
		else
			render(h, j, &html);
		/* One large page must not hold its memory for ever. */
		if (html.room > 64 * 1024)
			buf_free(&html);
		shard_mail_done(j->shard, j);
	}
	buf_free(&html);
	return NULL;
}
